"""class Archive: the only code that writes rows. What is written how stands in the modules beside it."""

import json
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Self

from sqlite_utils import Database

from archive import frontier, search
from archive.clock import Clock, ident, stamp, utc_now
from archive.connect import Mode, attach_bodies, connect, in_our_words, locked, transaction
from archive.derived import current, sources, versions
from archive.errors import ArchiveDamaged, UsageInvalid
from archive.frontier import Waiting
from archive.keeping import compact, copies, merge
from archive.records import Capture, Event, Fetched, Organ, Portal, Reading, RunKind, Source
from archive.rows import arrange, bodies, captures, lists, readings, runs
from archive.rows.lists import KnownList


class Archive:
    """One archive file. Threads may share it: writes go one transaction after the other."""

    def __init__(self, db: Database, *, path: Path, clock: Clock) -> None:
        self.db = db
        self.path = path
        self._clock = clock
        self._turn = threading.RLock()
        self._ticking = threading.Lock()
        self._shelf = bodies.Shelf(db=db.conn)
        self._latest: datetime | None = None

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
        if isinstance(error, sqlite3.DatabaseError):
            with in_our_words(self.path):
                raise error

    def clock(self) -> datetime:
        """Now, never before anything the archive holds: a clock that jumps back can't reorder its history.

        Who asks for it waits for no transaction: one that is written takes as long as the disk.
        """
        before = self._latest
        if before is None:
            with self._turn:
                before = runs.latest_moment(self.db.conn)
        with self._ticking:
            self._latest = max(self._clock(), (self._latest or before) + timedelta(microseconds=1))
            return self._latest

    def ahead(self) -> timedelta:
        """How far what the archive holds is ahead of the machine's clock: so long nothing comes due."""
        return self.clock() - self._clock()

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Keep every other run out; raises ArchiveBusy where one is in."""
        with locked(self.path):
            yield

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing, also against other threads and processes; may be nested."""
        with self._turn:
            try:
                with transaction(self.db, self.path):
                    yield
            except BaseException:
                # What the shelf learnt in this transaction is gone with it.
                self._shelf = bodies.Shelf(db=self.db.conn)
                raise

    def start_run(
        self, kind: RunKind, *, arguments: Mapping[str, object] | None = None, extractor: str | None = None
    ) -> str:
        """A new run's id. Runs left open by a process that died are closed as `interrupted`; the caller holds the archive."""
        now = self.clock()
        run = ident(now)
        with self.transaction():
            runs.start(
                self.db.conn,
                run,
                kind=kind,
                at=stamp(now),
                extractor=extractor,
                arguments=arguments or {},
            )
        return run

    def end_run(self, run: str, *, reason: str, counts: Mapping[str, object] | None = None) -> None:
        """Close a run with why it stopped and what it counted; requests, bytes and verdicts are counted here."""
        with self.transaction():
            runs.close(self.db.conn, run, reason=reason, counts=counts or {}, at=stamp(self.clock()))

    def conclude_run(
        self,
        run: str,
        *,
        extractor: str | None = None,
        counts: Mapping[str, object] | None = None,
        events: Sequence[Event] = (),
    ) -> None:
        """Add to a run that is over what reading its captures told, which extractor read them, and what people should look at."""
        with self.transaction():
            captures.put_events(self.db.conn, events)
            runs.conclude(self.db.conn, run, extractor=extractor, counts=counts or {})

    def save(
        self,
        fetched: Sequence[Fetched],
        done: Iterable[tuple[str, str]] = (),
        *,
        waiting: Iterable[Waiting] = (),
        claimed: Iterable[tuple[str, str]] = (),
        events: Sequence[Event] = (),
        organs: Iterable[Organ] = (),
        looked_at: Iterable[KnownList] = (),
    ) -> None:
        """Store fetches, mark their (portal, fingerprint) as done, queue what they led to and mark what is being fetched: one
        transaction, all or nothing.

        Bodies that stand in a second file are committed before, since no commit spans two files: at worst one is there unused.
        """
        at = stamp(self.clock())
        if bodies.apart(self.db.conn):
            with self.transaction():
                self._put_bodies(fetched)
        with self.transaction():
            self._put_bodies(fetched)
            captures.put(self.db.conn, fetched)
            current.look(self.db.conn, {one.capture.url for one in fetched})
            captures.put_events(self.db.conn, events)
            captures.put_organs(self.db.conn, organs)
            runs.reopen(self.db.conn, {one.capture.run for one in fetched} | {event.run for event in events})
            # A batch may queue an address, claim it and tell that it is done.
            frontier.put(self.db, waiting, run=fetched[0].capture.run if fetched else None, at=at)
            frontier.claim(self.db, claimed, at=at)
            frontier.finish(self.db, done, at=at)
            lists.put(self.db, looked_at)

    def _put_bodies(self, fetched: Iterable[Fetched]) -> None:
        for one in fetched:
            if one.body is not None and one.capture.sha256 is not None:
                self._shelf.put(
                    one.body,
                    sha256=one.capture.sha256,
                    url=one.capture.url,
                    kind=(one.capture.portal, one.capture.media_type or ""),
                    at=one.capture.received_at,
                )

    def body(self, sha256: str) -> bytes:
        """The bytes with this digest, proved against it, wherever bodies were moved since this was opened. Raises ArchiveDamaged."""
        attach_bodies(self.db.conn, self.path, "read")
        return bodies.get(self.db.conn, sha256)

    def latest(self, url: str) -> Capture | None:
        """The newest real copy of an address; null where there is none."""
        newest = "url = ? AND outcome = 'ok' AND sha256 IS NOT NULL ORDER BY capture DESC LIMIT 1"
        return next(captures.select(self.db.conn, newest, (url,)), None)

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

    def unread(self, extractor: str, *, everything: bool = False) -> list[str]:
        """Keys of the sources that `extractor` has not read (or of all), oldest first.

        What a run brought is made sources of in one transaction: a process that dies leaves those of the runs before.
        """
        for run in sources.uncomposed(self.db.conn):
            with self.transaction():
                versions.settle(self.db.conn, sources.compose(self.db.conn, run))
        return sources.every(self.db.conn) if everything else sources.unread(self.db.conn, extractor)

    def source(self, key: str) -> Source:
        """A source with its bodies. Raises ArchiveDamaged where one is not whole."""
        return sources.load(self.db.conn, key)

    def sources(self, extractor: str, *, everything: bool = False) -> Iterator[Source]:
        """What is unread, each source with its bodies when its turn comes. Raises ArchiveDamaged."""
        yield from map(self.source, self.unread(extractor, everything=everything))

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
            versions.settle(db, {source.key: ""}, read_by=reading.extractor)

    def merge(self, other: Path) -> dict[str, int]:
        """Take over everything that another archive has; gives what came new. The caller holds this archive.

        Raises UsageInvalid, ArchiveNewer or ArchiveDamaged for the other file. What was taken before stays; merging again goes on.
        """
        if other.resolve() == self.path.resolve():
            raise UsageInvalid(f"{other}: an archive is not merged with itself")
        Archive.open(other, "read").close()
        with self._turn, merge.attached(self.db.conn, other) as held:
            before = self._counts()
            try:
                merge.unite(self.db.conn, self.transaction, held)
            except ArchiveDamaged as error:
                raise ArchiveDamaged(f"{other}: {str(error).removeprefix(f'{self.path}: ')}") from error
            return {table: count - before[table] for table, count in self._counts().items()}

    def _counts(self) -> dict[str, int]:
        told = {"captures": "capture_rows", "bodies": "body_rows"}
        nouns = ("captures", "bodies", "sources", "readings", "reports", "versions")
        return {
            noun: self.db.execute(f"SELECT count(*) FROM {told.get(noun, noun)}").fetchone()[0]
            for noun in nouns
        }

    def compact(self) -> compact.Gain:
        """Train dictionaries anew and store every body the best way known, while others read; the caller holds the archive."""
        stored = "SELECT count(*), coalesce(sum(length(data)), 0) FROM bodies"
        count, before = self.db.execute(stored).fetchone()
        trained = 0
        for kind in compact.kinds(self.db.conn):
            with self.transaction():
                trained += compact.retrain(self.db.conn, kind, at=stamp(self.clock()))
        rewritten = compact.rewrite(self.db.conn, self.transaction)
        arrange.arrange(self.db.conn, self.transaction)
        with self._turn, in_our_words(self.path):
            for schema in ("main", bodies.SECOND) if bodies.apart(self.db.conn) else ("main",):
                self.db.conn.execute(f"VACUUM {schema}")
        after = self.db.execute(stored).fetchone()[1]
        return compact.Gain(
            bodies=count, rewritten=rewritten, dictionaries=trained, before=before, after=after
        )

    def backup(self, target: Path) -> list[Path]:
        """A whole copy while others write; gives the files. Raises UsageInvalid where one is there already."""
        return copies.backup(self.db.conn, target)

    def set_bodies_apart(self) -> None:
        """Keep the bodies in a second file beside the archive; the caller holds it."""
        with self._turn:
            copies.set_apart(self.db, self.path)

    def bring_bodies_back(self) -> None:
        """Keep the bodies in the archive's own file again; the caller holds it."""
        with self._turn:
            copies.bring_back(self.db, self.path)
