"""Views of figures: as a long table, spread wide, and checked across the years of one organ."""

from archive import codebook

CURRENT_FIGURES = """
SELECT n.report, n.portal, n.organ, n.year, f."table", f."row", f."column", f.value, f.raw, f.state, f.place, n.reading
FROM current AS n JOIN figures AS f ON f.reading = n.reading
"""


def _cell(table: str, row: str, column: str) -> str:
    return (
        f"(SELECT value FROM figures WHERE reading = n.reading AND \"table\" = '{table}' AND \"row\" = '{row}'"
        f" AND \"column\" = '{column}') AS {codebook.spread(row, column)}"
    )


def _wide() -> str:
    """A lookup a cell and not a grouping of all figures: a page or a filter costs no more than the rows it shows."""
    columns = ", ".join(_cell(*at) for at in codebook.addresses())
    division = "(SELECT division_code FROM readings AS r WHERE r.reading = n.reading) AS division_code"
    return f"SELECT n.portal, n.organ, n.organ_key, {division}, n.year, n.report, {columns} FROM current AS n"


def _table(table: str, columns: tuple[str, ...]) -> str:
    """One row a statutory row, its cells side by side; grouped by all that one may filter by, so that filters come first."""
    cells = ", ".join(
        f"max(CASE WHEN f.\"column\" = '{name}' THEN f.value END) AS {name}" for name in columns
    )
    return (
        f'SELECT n.report, n.portal, n.organ, n.year, f."row", {cells}'
        f" FROM current AS n JOIN figures AS f ON f.reading = n.reading AND f.\"table\" = '{table}'"
        ' GROUP BY n.report, n.portal, n.organ, n.year, f."row"'
    )


YEAR_FINDINGS = """
SELECT later.report, later.portal, later.organ_key, later.year, later.version, 'carry-over' AS code, 'warning' AS level,
  'requests/carried_in/' || i."column" AS "where",
  'carried out of ' || earlier.year || ': ' || o.value || ', carried in by ' || later.year || ': ' || i.value AS message
FROM current AS later CROSS JOIN current AS earlier
  ON earlier.portal = later.portal AND earlier.organ_key = later.organ_key AND earlier.year = later.year - 1
JOIN figures AS o ON o.reading = earlier.reading AND o."table" = 'requests' AND o."row" = 'carried_out'
JOIN figures AS i ON i.reading = later.reading AND i."table" = 'requests' AND i."row" = 'carried_in' AND i."column" = o."column"
WHERE earlier.organ_key <> '' AND o.value <> i.value
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
WHERE earlier.organ_key <> '' AND now.value <> was.value + coalesce(made.value, 0) - coalesce(ended.value, 0)
"""

ALL_FINDINGS = """
SELECT n.report, n.portal, n.organ_key, n.year, n.version, f.code, f.level, f."where", f.message
FROM current AS n JOIN findings AS f ON f.reading = n.reading
UNION ALL
SELECT report, portal, organ_key, year, version, code, level, "where", message FROM year_findings
"""

VIEWS = {
    "current_figures": CURRENT_FIGURES,
    "panel": _wide(),
    "requests_wide": _table("requests", codebook.APPLICANTS),
    "review_litigation_wide": _table("review_litigation", codebook.RESULTS),
    "year_findings": YEAR_FINDINGS,
    "all_findings": ALL_FINDINGS,
}
