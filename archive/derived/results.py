"""What a crawl did to reports, one row a report and change: told once, at the run's end, as the archive then knows it."""

import sqlite3
from dataclasses import dataclass
from typing import Literal

Change = Literal["new", "changed", "withdrawn", "failed"]
CHANGES: tuple[Change, ...] = ("new", "changed", "withdrawn", "failed")

_NO_ANSWER = "c.outcome NOT IN ('ok', 'not_modified', 'redirect', 'gone', 'soft_404')"

VERSIONS = """
SELECT CASE WHEN (SELECT o.run FROM versions AS o WHERE o.report = v.report ORDER BY o.captured_at, o.version LIMIT 1) = :run
    THEN 'new' ELSE 'changed' END AS change,
  v.report, n.portal, n.organ, n.year, r.title, s.url, NULL AS why
FROM (SELECT DISTINCT +report AS report FROM versions WHERE run = :run AND captured_at >= :since) AS v
JOIN current AS n ON n.report = v.report JOIN readings AS r ON r.reading = n.reading JOIN sources AS s ON s.source = n.source
WHERE r.status <> 'unreadable'
"""

WITHDRAWN = """
SELECT 'withdrawn', w.report, n.portal, n.organ, n.year, r.title, w.url, w.outcome || coalesce(' ' || w.status, '')
FROM withdrawn AS w JOIN current AS n ON n.report = w.report
LEFT JOIN readings AS r ON r.reading = n.reading
WHERE (SELECT g.run FROM captures AS g WHERE g.capture = w.capture) = :run
"""

FAILED = f"""
SELECT 'failed', (SELECT a.report FROM appearances AS a WHERE a.url = c.url ORDER BY a.captured_at DESC LIMIT 1),
  c.portal, NULL, NULL, NULL, c.url, c.outcome || coalesce(' ' || c.status, '')
FROM captures AS c
WHERE c.run = :run AND c.role IN ('report', 'file') AND {_NO_ANSWER} AND NOT EXISTS (
  SELECT 1 FROM captures AS l WHERE l.url = c.url AND l.capture > c.capture AND l.run = :run)
"""

UNREADABLE = """
SELECT 'failed', (SELECT a.report FROM appearances AS a WHERE a.source = s.source LIMIT 1),
  s.portal, nullif(r.organ, ''), r.year, nullif(r.title, ''), s.url, r.why
FROM sources AS s CROSS JOIN readings AS r ON r.source = s.source AND r.extractor = :extractor
WHERE s.run = :run AND s.captured_at >= :since AND r.status = 'unreadable'
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What became of one report, or of one address of a report, in a run."""

    change: Change
    report: str | None
    """Null where the address has shown no report yet."""
    portal: str
    organ: str | None
    year: int | None
    title: str | None
    url: str
    why: str | None
    """For what was withdrawn or failed: what answered, or why it could not be read."""


def of_run(db: sqlite3.Connection, run: str, *, extractor: str | None) -> list[Result]:
    """Reports that are new, changed or withdrawn since the run, and what it could not fetch or `extractor` not read."""
    (since,) = db.execute("SELECT started_at FROM runs WHERE run = ?", (run,)).fetchone()
    told = {"run": run, "since": since, "extractor": extractor}
    names = ("change", "report", "portal", "organ", "year", "title", "url", "why")
    return [
        Result(**dict(zip(names, row, strict=True)))
        for sql in (VERSIONS, WITHDRAWN, FAILED, UNREADABLE)
        for row in db.execute(sql, told)
    ]


def untold(db: sqlite3.Connection, run: str) -> list[str]:
    """Ended crawls up to `run` whose results nobody has told yet: cut short before all was read, or told not to read."""
    rows = db.execute(
        "SELECT run FROM runs WHERE kind = 'crawl' AND run <= ? AND ended_at IS NOT NULL"
        " AND json_extract(counts, '$.new') IS NULL ORDER BY run",
        (run,),
    )
    return [found for (found,) in rows.fetchall()]
