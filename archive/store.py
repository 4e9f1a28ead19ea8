"""class Archive: the only code that writes rows. What is written how stands in the modules beside it."""

import json
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from importlib import metadata
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from archive import bodies, captures, frontier, readings, search, sources, versions
from archive.clock import Clock, ident, stamp, utc_now
from archive.connect import Mode, connect, locked, transaction
from archive.frontier import Waiting
from archive.records import Capture, Event, Fetched, Organ, Portal, Reading, RunKind, Source


class Archive:
    """One archive file. Threads may share it: writes go one transaction after the other."""

    def __init__(self, db: Database, *, path: Path, clock: Clock) -> None:
        self.db = db
        self.path = path
        self._clock = clock
        self._turn = threading.RLock()
        self._latest = _latest_moment(db)

    @classmethod
    def open(cls, path: Path | str, mode: Mode = "write", *, clock: Clock = utc_now) -> "Archive":
        """Open; with mode `write` create and migrate too. Raises UsageInvalid, ArchiveNewer, ArchiveDamaged, ArchiveBusy."""
        return cls(connect(Path(path), mode), path=Path(path), clock=clock)

    def close(self) -> None:
        self.db.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def clock(self) -> datetime:
        """Now, never before anything the archive holds: a clock that jumps back can't reorder its history."""
        with self._turn:
            now = self._clock()
            if self._latest is not None and now <= self._latest:
                now = self._latest + timedelta(microseconds=1)
            self._latest = now
            return now

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep every other run out; raises ArchiveBusy where one is in."""
        with locked(self.path):
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, also against other threads and processes; may be nested."""
        with self._turn, transaction(self.db, self.path):
            yield

    def start_run(
        self, kind: RunKind, *, arguments: Mapping[str, object] | None = None, extractor: str | None = None
    ) -> str:
        """A new run's id. Runs left open by a process that died are closed as `interrupted`; the caller holds the archive."""
        now = self.clock()
        run = ident(now)
        with self.transaction():
            for (left,) in self.db.execute("SELECT run FROM runs WHERE ended_at IS NULL").fetchall():
                self._close_run(left, reason="interrupted", counts={}, at=stamp(now))
            self.db.execute(
                "INSERT INTO runs (run, kind, started_at, code, extractor, arguments) VALUES (?, ?, ?, ?, ?, ?)",
                (
                    run,
                    kind,
                    stamp(now),
                    _code(),
                    extractor,
                    json.dumps(arguments or {}, ensure_ascii=False, default=str),
                ),
            )
        return run

    def end_run(self, run: str, *, reason: str, counts: Mapping[str, int] | None = None) -> None:
        """Close a run with why it stopped and what it counted; requests and bytes are counted here."""
        with self.transaction():
            self._close_run(run, reason=reason, counts=counts or {}, at=stamp(self.clock()))

    def _close_run(self, run: str, *, reason: str, counts: Mapping[str, int], at: str) -> None:
        requests, size = self.db.execute(
            "SELECT count(*), coalesce(sum(bodies.size), 0) FROM captures LEFT JOIN bodies USING (sha256) WHERE run = ?",
            (run,),
        ).fetchone()
        self.db.execute(
            "UPDATE runs SET ended_at = ?, reason = ?, requests = ?, bytes = ?, counts = ? WHERE run = ?",
            (at, reason, requests, size, json.dumps(counts, ensure_ascii=False), run),
        )

    def save(
        self,
        fetched: Sequence[Fetched],
        done: Iterable[tuple[str, str]] = (),
        *,
        waiting: Iterable[Waiting] = (),
        events: Iterable[Event] = (),
        organs: Iterable[Organ] = (),
    ) -> None:
        """Store fetches, mark their (portal, fingerprint) as done and queue what they led to: one transaction, all or nothing."""
        at = stamp(self.clock())
        with self.transaction():
            for one in fetched:
                if one.body is not None and one.capture.sha256 is not None:
                    bodies.put(self.db.conn, one.body, sha256=one.capture.sha256)
            captures.put(self.db.conn, fetched)
            captures.put_events(self.db.conn, events)
            captures.put_organs(self.db.conn, organs)
            # A batch may both queue an address and tell that it is done.
            frontier.put(self.db, waiting, run=fetched[0].capture.run if fetched else None, at=at)
            frontier.finish(self.db, done, at=at)

    def body(self, sha256: str) -> bytes:
        """The bytes with this digest, proved against it. Raises ArchiveDamaged."""
        return bodies.get(self.db.conn, sha256)

    def latest(self, url: str) -> Capture | None:
        """The newest real copy of an address; null where there is none."""
        found = captures.select(
            self.db.conn,
            "url = ? AND outcome = 'ok' AND sha256 IS NOT NULL ORDER BY capture DESC LIMIT 1",
            (url,),
        )
        return next(iter(found), None)

    def put_portal(self, portal: Portal) -> None:
        """Note a portal; what is known later replaces what was, but for when it was first seen and what is now unknown."""
        with self.transaction():
            self.db.execute(
                "INSERT INTO portals (portal, name, home, family, signal, site_code, hosts, first_seen)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (portal) DO UPDATE SET name = excluded.name,"
                " home = excluded.home, family = coalesce(excluded.family, family), hosts = excluded.hosts,"
                " signal = coalesce(excluded.signal, signal), site_code = coalesce(excluded.site_code, site_code)",
                (
                    *(portal.key, portal.name, portal.home, portal.family, portal.signal, portal.site_code),
                    *(json.dumps(portal.hosts, ensure_ascii=False), stamp(self.clock())),
                ),
            )

    def portals(self) -> list[Portal]:
        """Every portal noted, by key."""
        rows = self.db.execute(
            "SELECT portal, name, home, family, signal, site_code, hosts FROM portals ORDER BY portal"
        ).fetchall()
        names = ["key", "name", "home", "family", "signal", "site_code"]
        return [
            Portal(**dict(zip(names, row[:-1], strict=True)), hosts=tuple(json.loads(row[-1])))
            for row in rows
        ]

    def sources(self, extractor: str, *, everything: bool = False) -> Iterator[Source]:
        """What `extractor` has not read (or everything), oldest first; each source's bodies are loaded when its turn comes."""
        with self.transaction():
            versions.settle(self.db.conn, sources.compose(self.db.conn))
        keys = sources.every(self.db.conn) if everything else sources.unread(self.db.conn, extractor)
        for key in keys:
            yield sources.load(self.db.conn, key)

    def record(self, source: Source, reading: Reading) -> None:
        """Append a reading, and the report and version that it makes its source an appearance of.

        A second reading by the same extractor replaces the first where it says something else (`extract --all` while one is developed).
        """
        name = readings.key(reading.source, reading.extractor)
        with self.transaction():
            db = self.db.conn
            if readings.has(db, name):
                if readings.load(db, name) == readings.stored(reading):
                    return
                search.remove(db, name)
                readings.remove(db, name)
            readings.put(db, reading, at=stamp(self.clock()))
            search.put(db, name)
            versions.settle(db, [source.key])


def _code() -> str | None:
    try:
        return metadata.version("gongkai")
    except metadata.PackageNotFoundError:
        return None


def _latest_moment(db: Database) -> datetime | None:
    """The newest time in the archive."""
    newest: list[str] = [
        text
        for column, table in (("started_at", "runs"), ("ended_at", "runs"))
        for (text,) in db.execute(f"SELECT max({column}) FROM {table}")
        if text
    ]
    newest += [
        text for (text,) in db.execute("SELECT received_at FROM captures ORDER BY capture DESC LIMIT 1")
    ]
    return max(map(datetime.fromisoformat, newest), default=None)
