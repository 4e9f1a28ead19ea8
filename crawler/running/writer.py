"""The one thread that writes to the archive while the reactor fetches: what pages gave, in batches, one transaction each."""

import queue
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from typing import TypeVar

from archive import frontier
from archive.clock import stamp
from archive.frontier import Waiting
from archive.records import Event, Fetched, Organ, Portal
from archive.rows import lists
from archive.rows.lists import KnownList
from archive.store import Archive

_MOST_IN_BATCH = 200
_LINGER = 0.1
"""Seconds that a batch waits for company."""
_MOST_PENDING = 256

Told = TypeVar("Told")


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """What one request came to: stored together or not at all."""

    fetched: tuple[Fetched, ...] = ()
    done: tuple[tuple[str, str], ...] = ()
    waiting: tuple[Waiting, ...] = ()
    events: tuple[Event, ...] = ()
    organs: tuple[Organ, ...] = ()
    claimed: tuple[tuple[str, str], ...] = ()
    lists: tuple[KnownList, ...] = ()
    ended: tuple["Ended", ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Ended:
    """A portal's crawl that is over: what the next one starts from."""

    portal: Portal
    complete: bool
    """Whether it came to its own end: what waits is then given up, not left for the next crawl."""
    lists: tuple[KnownList, ...] = ()
    dead: tuple[str, ...] = ()
    """Fingerprints of lists that are given up."""
    lessons: tuple[tuple[str, str, int, float], ...] = ()
    """(family, arm, pulls, reward): what it teaches the family's other portals."""


class Writer:
    """Give it bundles from any thread; `close` returns when all are stored, and raises what went wrong with them."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._queue: queue.Queue[Bundle | None] = queue.Queue(maxsize=_MOST_PENDING)
        self._error: BaseException | None = None
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._thread.start()

    @property
    def failed(self) -> bool:
        """Whether the archive refused a batch (disk full, damaged): the crawl has to stop."""
        return self._error is not None

    def put(self, bundle: Bundle) -> None:
        """Hand over; waits where the disk is slower than the network."""
        if not self.failed:
            self._queue.put(bundle)

    def close(self) -> None:
        """Store the rest and stop. Raises the error that stopped the writer, if one did."""
        self._closing.set()
        self._queue.put(None)
        self._thread.join()
        if self._error is not None:
            raise self._error

    def _work(self) -> None:
        open_ = True
        while open_:
            batch, open_ = self._batch()
            if batch and self._error is None:
                try:
                    self._store(batch)
                except BaseException as error:  # told to the crawl, which raises it
                    self._error = error

    def _batch(self) -> tuple[list[Bundle], bool]:
        following = self._queue.get()
        # Asleep, not waiting at the queue: to be woken by every bundle would cost the reactor's thread its turn as often.
        self._closing.wait(_LINGER)
        batch: list[Bundle] = []
        while following is not None:
            batch.append(following)
            if len(batch) >= _MOST_IN_BATCH or self._queue.empty():
                return batch, True
            following = self._queue.get()
        return batch, False

    def _store(self, batch: list[Bundle]) -> None:
        self._archive.save(
            _all(bundle.fetched for bundle in batch),
            _all(bundle.done for bundle in batch),
            waiting=_all(bundle.waiting for bundle in batch),
            claimed=_all(bundle.claimed for bundle in batch),
            events=_all(bundle.events for bundle in batch),
            organs=_all(bundle.organs for bundle in batch),
            looked_at=_all(bundle.lists for bundle in batch),
        )
        # A portal is over when all that it gave has been handed over, hence with its last bundle or after it.
        for ended in _all(bundle.ended for bundle in batch):
            settle(self._archive, ended)


def _all(told: Iterable[tuple[Told, ...]]) -> list[Told]:
    return list(chain.from_iterable(told))


def settle(archive: Archive, ended: Ended) -> None:
    """Store how a portal's crawl ended."""
    key = ended.portal.key
    with archive.transaction():
        if ended.complete:
            frontier.forget(archive.db, key)
        else:
            frontier.release(archive.db, key)
        lists.put(archive.db, ended.lists)
        lists.drop(archive.db, ((key, fingerprint) for fingerprint in ended.dead))
        archive.put_portal(ended.portal)
        _learn(archive, ended.lessons)


def _learn(archive: Archive, lessons: Iterable[tuple[str, str, int, float]]) -> None:
    at = stamp(archive.clock())
    archive.db.conn.executemany(
        "INSERT INTO arms (family, arm, pulls, reward, updated_at) VALUES (?, ?, ?, ?, ?) ON CONFLICT (family, arm)"
        " DO UPDATE SET pulls = pulls + excluded.pulls, reward = reward + excluded.reward, updated_at = excluded.updated_at",
        ((*lesson, at) for lesson in lessons),
    )
