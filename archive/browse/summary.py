"""What the front page says of the whole archive: worked out beside the requests, kept, and renewed when the file has changed."""

import asyncio
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from archive.browse.ask import CURRENT, Row
from archive.connect import connect

COUNTS = {
    "reports": "SELECT count(*) FROM reports",
    "organs": "SELECT count(*) FROM (SELECT DISTINCT portal, organ_key FROM reports)",
    "portals": "SELECT count(*) FROM portals",
    "versions": "SELECT count(*) FROM versions",
    "captures": "SELECT count(*) FROM captures",
    "bytes": "SELECT coalesce(sum(size), 0) FROM bodies",
    "first_year": "SELECT min(year) FROM reports",
    "last_year": "SELECT max(year) FROM reports",
    "newest_capture": "SELECT max(received_at) FROM (SELECT received_at FROM captures ORDER BY capture DESC LIMIT 50)",
}

LAST_RUN = "SELECT kind, started_at, ended_at, reason FROM runs ORDER BY run DESC LIMIT 1"

YEARLY = """
SELECT p.year, f."row", sum(f.value) AS value, count(*) AS reports
FROM reports AS p JOIN current_readings AS n ON n.report = p.report
CROSS JOIN figures AS f ON f.reading = n.reading AND f."table" = 'requests' AND f."row" IN ({rows})
  AND f."column" = 'total'
WHERE p.year IS NOT NULL AND (:portal IS NULL OR p.portal = :portal)
GROUP BY 1, 2 ORDER BY 1, 2
"""

NEWEST = f"""
SELECT c.report, c.organ, c.year, c.title, c.portal, v.captured_at
FROM (SELECT report, captured_at FROM versions ORDER BY captured_at DESC LIMIT 200) AS v
JOIN {CURRENT} AS c ON c.report = v.report GROUP BY c.report ORDER BY v.captured_at DESC LIMIT 8
"""

CHANGED = f"""
SELECT c.report, c.organ, c.year, c.title, c.portal, v.captured_at, v.versions
FROM (SELECT report, max(captured_at) AS captured_at, count(*) AS versions FROM versions GROUP BY report
      HAVING count(*) > 1 ORDER BY 2 DESC LIMIT 8) AS v
JOIN {CURRENT} AS c ON c.report = v.report ORDER BY v.captured_at DESC
"""

OUTCOMES: Sequence[tuple[str, str, tuple[str, ...]]] = (
    ("予以公开", "granted", ("granted",)),
    ("部分公开", "partly granted", ("partially_granted",)),
    ("不予公开", "refused", ()),
    ("无法提供", "unavailable", ()),
    ("不予处理", "declined", ()),
    ("其他处理", "other", ("other", "other_not_corrected", "other_fee_unpaid", "other_other")),
)
"""Groups of section 三: Chinese, English, rows (where empty: every row that begins with the English word and `_`)."""

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
            yearly=yearly(connection, None),
            newest=_rows(connection, NEWEST),
            changed=_rows(connection, CHANGED),
        )
    finally:
        db.close()


def yearly(connection: sqlite3.Connection, portal: str | None) -> list[Row]:
    """Sums of section 三 by year and row, with how many reports gave them."""
    return _rows(connection, yearly_sql(), {"portal": portal})


def yearly_sql() -> str:
    """The query behind the charts, with the rows of section 三 that it needs."""
    from archive.browse.layout import labels

    names, _ = labels("requests")
    return YEARLY.format(rows=", ".join(f"'{name}'" for name in sorted(names)))


def _rows(connection: sqlite3.Connection, sql: str, parameters: Row | None = None) -> list[Row]:
    cursor = connection.execute(sql, parameters or {})
    names = [one[0] for one in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def received(sums: list[Row]) -> list[Row]:
    """For a chart: requests received, by year."""
    return [
        {"year": row["year"], "value": row["value"], "reports": row["reports"]}
        for row in sums
        if row["row"] == "received"
    ]


def outcomes(sums: list[Row]) -> list[Row]:
    """For a chart: how requests ended, by year and group."""
    out = []
    for year in dict.fromkeys(row["year"] for row in sums):
        for chinese, english, names in OUTCOMES:
            value = sum(
                row["value"] or 0
                for row in sums
                if row["year"] == year
                and (row["row"] in names if names else row["row"].startswith(f"{english}_"))
            )
            out.append({"year": year, "series": f"{chinese} {english}", "value": value})
    return out


def refusals(sums: list[Row]) -> list[Row]:
    """For a chart: why requests were refused, by year and reason."""
    from archive.browse.layout import labels

    names, _ = labels("requests")
    return [
        {"year": row["year"], "series": names[row["row"]].rpartition(".")[2], "value": row["value"]}
        for row in sums
        if row["row"].startswith("refused_")
    ]
