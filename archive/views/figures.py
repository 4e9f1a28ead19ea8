"""Views of figures: as a long table, spread wide, and what is wrong with them."""

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
    "all_findings": ALL_FINDINGS,
}
