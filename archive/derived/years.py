"""What the reports of one organ on two years say against each other: the table `year_findings`, derived from `current` and figures.

It is made anew for a report, and for the same organ's next, in the transaction that changes it; comparing all at every question takes seconds.
"""

import sqlite3
from collections.abc import Iterable, Iterator

DERIVED = """
SELECT later.report, later.portal, later.organ_key, later.year, later.version, 'carry-over' AS code, 'warning' AS level,
  'requests/carried_in/' || i."column" AS "where",
  'carried out of ' || earlier.year || ': ' || o.value || ', carried in by ' || later.year || ': ' || i.value AS message
FROM current AS later CROSS JOIN current AS earlier
  ON earlier.portal = later.portal AND earlier.organ_key = later.organ_key AND earlier.year = later.year - 1
JOIN figures AS o ON o.reading = earlier.reading AND o."table" = 'requests' AND o."row" = 'carried_out'
JOIN figures AS i ON i.reading = later.reading AND i."table" = 'requests' AND i."row" = 'carried_in' AND i."column" = o."column"
WHERE {which} AND earlier.organ_key <> '' AND o.value <> i.value
UNION ALL
SELECT later.report, later.portal, later.organ_key, later.year, later.version, 'stock-flow', 'warning',
  'proactive/' || now."row" || '/in_force',
  'in force in ' || earlier.year || ': ' || was.value || ', then ' || coalesce(made.value, 0) || ' issued and '
    || coalesce(ended.value, 0) || ' repealed, but ' || now.value || ' in force in ' || later.year
FROM current AS later CROSS JOIN current AS earlier
  ON earlier.portal = later.portal AND earlier.organ_key = later.organ_key AND earlier.year = later.year - 1
JOIN figures AS was ON was.reading = earlier.reading AND was."table" = 'proactive' AND was."column" = 'in_force'
JOIN figures AS now ON now.reading = later.reading AND now."table" = 'proactive' AND now."row" = was."row"
  AND now."column" = 'in_force'
LEFT JOIN figures AS made ON made.reading = later.reading AND made."table" = 'proactive' AND made."row" = was."row"
  AND made."column" = 'issued'
LEFT JOIN figures AS ended ON ended.reading = later.reading AND ended."table" = 'proactive' AND ended."row" = was."row"
  AND ended."column" = 'repealed'
WHERE {which} AND earlier.organ_key <> '' AND now.value <> was.value + coalesce(made.value, 0) - coalesce(ended.value, 0)
"""

_NEXT = """
SELECT later.report FROM current AS earlier JOIN current AS later
  ON later.portal = earlier.portal AND later.organ_key = earlier.organ_key AND later.year = earlier.year + 1
WHERE earlier.report = ?
"""


def touched(db: sqlite3.Connection, reports: Iterable[str]) -> set[str]:
    """These reports, and those on the year after by the same organs, as far as `current` has them."""
    listed = set(reports)
    return listed | {later for report in listed for (later,) in db.execute(_NEXT, (report,))}


def renew(db: sqlite3.Connection, reports: Iterable[str]) -> None:
    """Bring the findings of these reports up to what `current` now holds."""
    for report in reports:
        db.execute("DELETE FROM year_findings WHERE report = ?", (report,))
        db.execute(
            f"INSERT INTO year_findings {DERIVED.format(which='later.report = :report')}", {"report": report}
        )


def renew_all(db: sqlite3.Connection) -> None:
    """Derive every finding anew."""
    db.execute("DELETE FROM year_findings")
    db.execute(f"INSERT INTO year_findings {DERIVED.format(which='1')}")


def wrong(db: sqlite3.Connection) -> Iterator[str]:
    """Reports whose findings are not what they derive from; for `verify`."""
    derived = DERIVED.format(which="1")
    differing = db.execute(
        f"SELECT DISTINCT report FROM (SELECT * FROM (SELECT * FROM year_findings EXCEPT SELECT * FROM ({derived}))"
        f" UNION ALL SELECT * FROM (SELECT * FROM ({derived}) EXCEPT SELECT * FROM year_findings)) ORDER BY report"
    )
    yield from (report for (report,) in differing.fetchall())
