"""What the front page says of the whole archive: worked out beside the requests, kept, and renewed when the file has changed."""

import asyncio
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

from archive.browse import charts
from archive.browse.ask import Row
from archive.connect import connect

COUNTS = {
    "reports": "SELECT count(*) FROM reports",
    "organs": "SELECT count(*) FROM (SELECT DISTINCT portal, organ_key FROM current)",
    "portals": "SELECT count(*) FROM portals",
    "versions": "SELECT count(*) FROM versions",
    "captures": "SELECT count(*) FROM capture_rows",
    "first_year": "SELECT min(year) FROM reports",
    "last_year": "SELECT max(year) FROM reports",
    "newest_capture": "SELECT max(received_at) FROM (SELECT received_at FROM captures ORDER BY capture DESC LIMIT 50)",
}

LAST_RUN = "SELECT kind, started_at, ended_at, reason FROM runs ORDER BY run DESC LIMIT 1"

NEWEST = """
SELECT c.report, c.organ, c.year, r.title, c.portal, c.captured_at
FROM current AS c JOIN readings AS r ON r.reading = c.reading ORDER BY c.captured_at DESC LIMIT 8
"""

CHANGED = """
SELECT c.report, c.organ, c.year, r.title, c.portal, c.captured_at, c.versions
FROM current AS c JOIN readings AS r ON r.reading = c.reading WHERE c.versions > 1 ORDER BY c.captured_at DESC LIMIT 8
"""

WITHDRAWN = """
SELECT c.report, c.organ, c.year, r.title, c.portal, c.withdrawn AS captured_at
FROM current AS c JOIN readings AS r ON r.reading = c.reading WHERE c.withdrawn IS NOT NULL ORDER BY c.withdrawn DESC LIMIT 8
"""

REFRESH_SECONDS = 15.0
"""A changed archive is summed up anew at most this often, and at most a twentieth of the time is spent on it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """Everything on the front page that does not depend on the chosen portal."""

    counts: Row
    last_run: Row | None
    yearly: list[Row]
    newest: list[Row]
    changed: list[Row]
    withdrawn: list[Row]


@dataclass(slots=True)
class Keeper:
    """One archive's summary, and when it was made of which state of the file."""

    path: Path
    summary: Summary | None = None
    state: tuple[int, ...] = ()
    made_at: float = 0.0
    cost: float = 0.0
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    task: asyncio.Task[None] | None = None

    async def get(self) -> Summary:
        """The summary at once where there is one, while a stale one is renewed behind it."""
        if self.summary is None:
            await self.renew()
        elif self._stale() and (self.task is None or self.task.done()):
            self.task = asyncio.create_task(self.renew())
        assert self.summary is not None
        return self.summary

    async def renew(self) -> None:
        """Sum up the archive as it is now, once at a time."""
        async with self.lock:
            state = file_state(self.path)
            if self.summary is not None and state == self.state:
                return
            began = time.monotonic()
            self.summary = await asyncio.to_thread(summarise, self.path)
            self.state, self.made_at = state, time.monotonic()
            self.cost = self.made_at - began

    def _stale(self) -> bool:
        age = time.monotonic() - self.made_at
        return age > max(REFRESH_SECONDS, 20 * self.cost) and file_state(self.path) != self.state


def file_state(path: Path) -> tuple[int, ...]:
    """Sizes and times of the file and its log: equal means unchanged."""
    files = (path, path.with_name(path.name + "-wal"))
    stats = [file.stat() for file in files if file.exists()]
    return tuple(number for stat in stats for number in (stat.st_size, stat.st_mtime_ns))


def summarise(path: Path) -> Summary:
    """The summary of an archive file."""
    db = connect(path, "read")
    try:
        connection = db.conn
        return Summary(
            counts={name: connection.execute(sql).fetchone()[0] for name, sql in COUNTS.items()},
            last_run=next(iter(_rows(connection, LAST_RUN)), None),
            yearly=_rows(connection, charts.YEARLY.format(where="1")),
            newest=_rows(connection, NEWEST),
            changed=_rows(connection, CHANGED),
            withdrawn=_rows(connection, WITHDRAWN),
        )
    finally:
        db.close()


def _rows(connection: sqlite3.Connection, sql: str) -> list[Row]:
    cursor = connection.execute(sql)
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]
