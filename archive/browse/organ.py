"""An organ's page: its years side by side, the series of its figures, and whether one year carries on from the other."""

from urllib.parse import unquote

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.browse import ask, charts, layout
from archive.browse.ask import Row

REPORTS = """
SELECT c.*, r.title FROM current AS c JOIN readings AS r ON r.reading = c.reading
WHERE c.portal = :portal AND c.organ_key = :organ AND c.year IS NOT NULL ORDER BY c.year
"""

TOTALS = """
SELECT c.year, f.reading, f."table", f."row", f."column", f.value, f.raw, f.state
FROM current AS c CROSS JOIN figures AS f ON f.reading = c.reading
WHERE c.portal = :portal AND c.organ_key = :organ AND c.year IS NOT NULL
  AND (f."table" <> 'requests' OR f."column" = 'total')
ORDER BY c.year
"""


async def page(request: Request, datasette: Datasette) -> Response:
    """All years of one organ."""
    which = {name: unquote(request.url_vars[name]) for name in ("portal", "organ")}
    reports = await ask.rows(datasette, REPORTS, which)
    if not reports:
        raise NotFound(f"没有这个机关 No such organ: {which['organ']}")
    figures = await ask.rows(datasette, TOTALS, which)
    context = {
        "reports": reports,
        "organ": reports[-1]["organ"] or which["organ"],
        "portal": which["portal"],
        "names": list(dict.fromkeys(row["organ"] for row in reports if row["organ"])),
        "years": [row["year"] for row in reports],
        "tables": side_by_side(figures, [row["year"] for row in reports]),
        "checks": carried(figures),
        "series": charts.series(reports),
        "outcomes": charts.outcomes(reports),
    }
    return await ask.page(datasette, request, "organ.html", context)


def side_by_side(
    figures: list[Row], years: list[int]
) -> list[tuple[str, str, list[tuple[str, list[Row | None]]]]]:
    """(official title, English, lines) a table; a line is the label and the figure of each year, null where there is none."""
    out = []
    for sheet in layout.sheets([(f["table"], f["row"], f["column"]) for f in figures]):
        cells = {(f["year"], f"{f['row']}/{f['column']}"): f for f in figures if f["table"] == sheet.table}
        rows, columns = layout.labels(sheet.table)
        addresses = dict.fromkeys(
            cell for block in sheet.blocks for line in block.lines for cell in line.cells
        )
        lines: list[tuple[str, list[Row | None]]] = []
        for address in addresses:
            row, _, column = address.rpartition("/")
            found = [cells.get((year, address)) for year in years]
            label = rows.get(row, row)
            if sheet.table not in layout.OF_ONE_COLUMN:
                label = f"{label} · {columns.get(column, column)}"
            if any(found):
                lines.append((label, found))
        out.append((sheet.title, sheet.english, lines))
    return out


def carried(figures: list[Row]) -> list[Row]:
    """Each pair of neighbouring years: what one carried out and the next carried in; regulations in force likewise."""
    value = {(f["year"], f["table"], f["row"], f["column"]): f["value"] for f in figures}
    years = sorted({f["year"] for f in figures})
    checks: list[Row] = []
    for year in years:
        out, came = (
            value.get((year - 1, "requests", "carried_out", "total")),
            value.get((year, "requests", "carried_in", "total")),
        )
        if year - 1 in years and (out is not None or came is not None):
            checks.append(
                {
                    "year": year,
                    "what": "结转 carried over",
                    "expected": out,
                    "printed": came,
                    "agrees": (out or 0) == (came or 0),
                }
            )
        for kind, label in (("regulations", "规章现行有效"), ("normative_documents", "规范性文件现行有效")):
            now, before = (value.get((at, "proactive", kind, "in_force")) for at in (year, year - 1))
            issued, repealed = (
                value.get((year, "proactive", kind, column)) or 0 for column in ("issued", "repealed")
            )
            if now is not None and before is not None and (now or before or issued or repealed):
                expected = before + issued - repealed
                checks.append(
                    {
                        "year": year,
                        "what": f"{label} in force",
                        "expected": expected,
                        "printed": now,
                        "agrees": expected == now,
                    }
                )
    return checks
