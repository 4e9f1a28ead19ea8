"""What lists, questions and counts ask of every report, kept in one row each: the table `current`, derived like versions are.

It is made anew for a report in the transaction that changes it, and for all of them where this definition has changed
(archive.views.install).
"""

import sqlite3
from collections.abc import Iterable, Iterator

from archive import codebook
from archive.derived import years
from archive.derived.withdrawals import GONE_CAPTURE
from archive.rows.strings import stamped

REFUSED = tuple(row for row in codebook.REQUESTS if row.startswith("refused_"))


def _total(condition: str) -> str:
    """A sum that no number in a report can overflow; null where nothing is summed."""
    value = f"CASE WHEN {condition} THEN f.value END"
    return f"CASE WHEN count({value}) THEN CAST(total({value}) AS INTEGER) END"


def _in(*rows: str) -> str:
    return 'f."row" IN ({})'.format(", ".join(f"'{row}'" for row in rows))


TOTALS = {
    **{
        row: f"max(CASE WHEN f.\"table\" = 'requests' AND {_in(row)} THEN f.value END)"
        for row in codebook.REQUESTS
    },
    "refused": _total(f"f.\"table\" = 'requests' AND {_in(*REFUSED)}"),
    "reviews": f"max(CASE WHEN {_in('review')} AND f.\"column\" = 'total' THEN f.value END)",
    "litigation": _total(_in("litigation_direct", "litigation_after_review") + " AND f.\"column\" = 'total'"),
    "corrected": _total("f.\"table\" = 'review_litigation' AND f.\"column\" = 'corrected'"),
}
"""Column → what it adds up, over the totals of section 三 and the totals and corrected of section 四."""

# `+n.code` keeps SQLite from going through every late report there is: without statistics the index on codes looks better to it.
DERIVED = f"""
SELECT b.*, {", ".join(f"{sql} AS [{name}]" for name, sql in TOTALS.items())}
FROM (
  SELECT p.report, p.portal, p.organ_key, p.year, r.version, r.captured_at,
    (SELECT count(*) FROM versions AS o WHERE o.report = p.report) AS versions,
    r.source, r.reading, (SELECT t.entry FROM texts AS t WHERE t.reading = r.reading) AS entry,
    r.organ, r.form, r.status, r.published,
    (SELECT count(*) FROM findings AS n WHERE n.reading = r.reading AND n.level = 'error') AS errors,
    (SELECT count(*) FROM findings AS n WHERE n.reading = r.reading AND n.level = 'warning') AS warnings,
    EXISTS (SELECT 1 FROM findings AS n WHERE n.reading = r.reading AND +n.code = 'late') AS late,
    {stamped("g.received")} AS withdrawn, g.capture AS gone
  FROM reports AS p JOIN version_readings AS r ON r.report = p.report AND r.version = (
    SELECT v.version FROM versions AS v WHERE v.report = p.report ORDER BY v.captured_at DESC, v.version DESC LIMIT 1)
  LEFT JOIN capture_rows AS g ON g.capture = {GONE_CAPTURE.format(report="p.report")}
  WHERE {{which}}) AS b
LEFT JOIN figures AS f ON f.reading = b.reading AND (
  (f."table" = 'requests' AND f."column" = 'total')
  OR (f."table" = 'review_litigation' AND f."column" IN ('total', 'corrected')))
GROUP BY b.report
"""


def renew(db: sqlite3.Connection, reports: Iterable[str]) -> None:
    """Bring these reports' rows up to what the archive now holds of them; a report that is no more has none."""
    listed = list(reports)
    compared = years.touched(db, listed)
    for report in listed:
        db.execute("DELETE FROM current WHERE report = ?", (report,))
        db.execute(f"INSERT INTO current {DERIVED.format(which='p.report = ?')}", (report,))
    years.renew(db, compared | years.touched(db, listed))


def renew_all(db: sqlite3.Connection) -> None:
    """Derive every row anew."""
    db.execute("DELETE FROM current")
    db.execute(f"INSERT INTO current {DERIVED.format(which='1')}")
    years.renew_all(db)


WITHDRAWN = f"""
UPDATE current SET (withdrawn, gone) = (
  SELECT g.received_at, g.capture FROM captures AS g WHERE g.capture = {GONE_CAPTURE.format(report="current.report")})
WHERE report = ?
"""


def look(db: sqlite3.Connection, urls: Iterable[str]) -> None:
    """Note for the reports seen at these addresses whether the captures now say that they are withdrawn."""
    for url in urls:
        for (report,) in db.execute(
            "SELECT DISTINCT report FROM appearances WHERE url = ?", (url,)
        ).fetchall():
            db.execute(WITHDRAWN, (report,))


def wrong(db: sqlite3.Connection) -> Iterator[str]:
    """Reports whose row is not what it derives from; for `verify`."""
    derived = DERIVED.format(which="1")
    differing = db.execute(
        f"SELECT DISTINCT report FROM (SELECT * FROM (SELECT * FROM current EXCEPT {derived})"
        f" UNION ALL SELECT * FROM ({derived} EXCEPT SELECT * FROM current)) ORDER BY report"
    )
    yield from (report for (report,) in differing.fetchall())
