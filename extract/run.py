"""Archive → worker pool → archive: the door of extraction. The pool is any concurrent.futures.Executor."""

import logging
import os
import threading
import weakref
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from contextlib import closing
from dataclasses import dataclass, field, replace

from archive.errors import ArchiveDamaged, DocumentUnreadable, GongkaiError
from archive.files import sniff
from archive.records import Reading, Source
from archive.store import Archive
from extract import EXTRACTOR
from extract.process.child import Child, ChildLost, Limits

log = logging.getLogger(__name__)

Progress = Callable[[Source, Reading], None]
_LOOK = 0.2
"""Seconds between two looks at whether reading is to stop."""
_BACKLOG = 2
"""Sources in the pool for each worker: enough to keep it busy, few enough that their bodies fit in memory."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pool:
    """Where readings are made. A null executor means threads here, each with a reading process of its own."""

    workers: int = os.cpu_count() or 1
    executor: Executor | None = None
    limits: Limits = field(default_factory=Limits)


def extract(
    archive: Archive,
    *,
    everything: bool = False,
    pool: Pool | None = None,
    progress: Progress | None = None,
    stop: threading.Event | None = None,
) -> Counter[str]:
    """Read every source that this extractor has not read (or every one) and record each reading as it comes.

    Returns how many readings came to each status, under `lost` how many documents cost their process, and under `damaged`
    how many sources were left unread whose bodies the archive has not whole. The caller holds the archive's lock.
    Setting `stop` ends it at once: what is being read then is read again by the next run.
    Raises ReaderBroken where no process starts to read in.
    """
    pool = pool or Pool()
    stop = stop or threading.Event()
    run = archive.start_run(
        "extract", arguments={"everything": everything, "workers": pool.workers}, extractor=EXTRACTOR
    )
    counts: Counter[str] = Counter()
    reason, failures = "failed", list[str]()
    try:
        sources = _whole(archive, archive.unread(EXTRACTOR, everything=everything), counts)
        with closing(_readings(sources, pool, stop)) as readings:
            for source, reading, lost in readings:
                archive.record(source, reading)
                counts[reading.status] += 1
                counts["lost"] += lost
                # Whoever is shown progress is told of what could not be read at all.
                if lost and reading.status != "unreadable":
                    log.warning("%s: %s", source.url, reading.why)
                if progress:
                    progress(source, reading)
        reason = "interrupted" if stop.is_set() else "finished"
    except GongkaiError as error:
        failures.append(str(error))
        raise
    finally:
        archive.end_run(run, reason=reason, counts={**counts, "failures": failures})
    return counts


def _whole(archive: Archive, keys: Iterable[str], counts: Counter[str]) -> Iterator[Source]:
    """Sources with their bodies. One whose bodies are damaged is named and counted, and keeps no other from being read."""
    for key in keys:
        try:
            source = archive.source(key)
        except ArchiveDamaged as error:
            log.error("%s: %s", archive.path, error)
            counts["damaged"] += 1
        else:
            yield source


Read = tuple[Source, Reading, bool]
"""A source, its reading, and whether that cost a process."""


def _readings(sources: Iterator[Source], pool: Pool, stop: threading.Event) -> Generator[Read, None, None]:
    """Readings in the order in which they are ready, with at most a few sources in flight; none once `stop` is set."""
    executor = pool.executor or ThreadPoolExecutor(pool.workers, thread_name_prefix="read")
    waiting: dict[Future[tuple[Reading, bool]], Source] = {}
    try:
        for source in sources:
            waiting[executor.submit(guarded, source, pool.limits)] = source
            if len(waiting) >= pool.workers * _BACKLOG:
                yield from _ready(waiting, stop)
            if stop.is_set():
                return
        while waiting and not stop.is_set():
            yield from _ready(waiting, stop)
    finally:
        for future in waiting:
            future.cancel()
        if pool.executor is None:
            for child in list(_children) if stop.is_set() else ():
                child.retire()
            executor.shutdown(cancel_futures=True)


def _ready(waiting: dict[Future[tuple[Reading, bool]], Source], stop: threading.Event) -> Iterator[Read]:
    """The next readings. One that ends after `stop` is set may be of a process that the same signal ended: it tells nothing."""
    done: set[Future[tuple[Reading, bool]]] = set()
    while not done and not stop.is_set():
        done = wait(waiting, timeout=_LOOK, return_when=FIRST_COMPLETED).done
    if stop.is_set():
        return
    for future in done:
        source = waiting.pop(future)
        reading, lost = future.result()
        yield source, reading, lost


class _Here(threading.local):
    """The reading process that belongs to this thread of this worker."""

    child: Child | None = None


_here = _Here()
_children: "weakref.WeakSet[Child]" = weakref.WeakSet()
"""Every thread's reading process, to end them when reading is to stop."""


def guarded(source: Source, limits: Limits) -> tuple[Reading, bool]:
    """The reading of a source whatever it does to its process, and whether it cost one.

    Where one of several parts is to blame, the others are read without it and the reading is `partial`.
    """
    child = _here.child
    if child is None or child.limits != limits:
        child = _here.child = Child(limits)
        _children.add(child)
    try:
        return child.read(source), False
    except ChildLost as lost:
        return _rest(child, source, str(lost)), True


def _rest(child: Child, source: Source, why: str) -> Reading:
    sound = tuple(part for part in source.parts if len(source.parts) > 1 and child.survives(part))
    if not sound or len(sound) == len(source.parts):
        return _nothing(source, why)
    bad = next(part for part in source.parts if part not in sound)
    try:
        reading = child.read(replace(source, parts=sound))
    except ChildLost as lost:
        return _nothing(source, str(lost))
    status = "partial" if reading.status == "ok" else reading.status
    return replace(reading, status=status, why=f"{bad.name or bad.url}: {why}")


def _nothing(source: Source, why: str) -> Reading:
    from extract.read import unreadable

    kind = sniff.media_type(source.parts[0].body) if source.parts else sniff.UNKNOWN
    return unreadable(source, [DocumentUnreadable(kind, why)])
