"""The archive at a glance, as plain rows: what `status` and `coverage` print."""

import sqlite3
from typing import Any

Row = dict[str, Any]

STATUS = {
    "portals": """
        SELECT p.portal, coalesce(portals.name, p.portal) AS name, portals.family,
          (SELECT count(*) FROM reports WHERE reports.portal = p.portal) AS reports,
          (SELECT count(*) FROM reports JOIN versions USING (report) WHERE reports.portal = p.portal) AS versions,
          (SELECT count(*) FROM frontier WHERE frontier.portal = p.portal AND state <> 'done') AS waiting
        FROM (SELECT portal FROM portals UNION SELECT portal FROM reports) AS p LEFT JOIN portals USING (portal)
        ORDER BY p.portal""",
    "years": """
        SELECT year, count(*) AS reports, sum(status = 'ok') AS ok, sum(status = 'partial') AS partial,
          sum(status = 'unreadable') AS unreadable
        FROM current GROUP BY year ORDER BY year""",
    "findings": """
        SELECT code, level, count(*) AS findings, count(DISTINCT report) AS reports FROM all_findings
        GROUP BY code, level ORDER BY findings DESC""",
    "runs": """
        SELECT run, kind, started_at, ended_at, reason, requests, bytes,
          new, changed, withdrawn, failed, failures, code, extractor
        FROM run_results ORDER BY run DESC LIMIT 5""",
    "failures": """
        SELECT portal, outcome, count(*) AS visits, max(url) AS example FROM captures
        WHERE run IN (SELECT run FROM runs ORDER BY run DESC LIMIT 5) AND outcome NOT IN ('ok', 'not_modified', 'redirect')
          AND NOT (outcome = 'gone' AND url LIKE '%/robots.txt')
        GROUP BY portal, outcome ORDER BY visits DESC, portal, outcome""",
    "alarms": """
        WITH last AS (SELECT * FROM runs ORDER BY run DESC LIMIT 5),
        portals AS (SELECT run, at, portal, code, message FROM events
          WHERE code IN ('failure', 'shortfall', 'family_lost') AND run IN (SELECT run FROM last))
        SELECT at, portal, code, message FROM portals
        UNION ALL
        SELECT ended_at, NULL, 'failure', told.value FROM last, json_each(last.counts, '$.failures') AS told
        WHERE NOT EXISTS (SELECT 1 FROM portals WHERE run = last.run AND portal || ': ' || message = told.value)
        ORDER BY at DESC, portal""",
}
"""Part of the status → its query, in the order told: what a person should look at stands last, where a terminal stops."""


def rows(db: sqlite3.Connection, sql: str, parameters: tuple[object, ...] = ()) -> list[Row]:
    cursor = db.execute(sql, parameters)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def status(db: sqlite3.Connection) -> dict[str, list[Row]]:
    """Portals, reports by year, findings by code, the last runs, what failed in them, and what a person should look at."""
    return {part: rows(db, sql) for part, sql in STATUS.items()}


def portals(db: sqlite3.Connection) -> set[str]:
    """The keys of all portals that the archive knows or has reports of."""
    return {key for (key,) in db.execute("SELECT portal FROM portals UNION SELECT portal FROM reports")}


def coverage(db: sqlite3.Connection, portal: str | None) -> list[Row]:
    """One row an organ and year: found, late, unreadable or missing."""
    return rows(
        db,
        "SELECT * FROM coverage WHERE ? IS NULL OR portal = ? ORDER BY portal, organ, year",
        (portal, portal),
    )
