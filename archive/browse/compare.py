"""The compare page: two reports, of one organ or of two, figure beside figure."""

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive import search
from archive.browse import ask, layout
from archive.browse.ask import Row
from archive.browse.report import FIGURES, choose, known

SAME_ORGAN = """
SELECT report, organ, year, portal FROM current
WHERE portal = :portal AND organ_key = :organ AND report <> :report AND year IS NOT NULL ORDER BY year DESC LIMIT 40
"""
SAME_YEAR = """
SELECT report, organ, year, portal FROM current
WHERE portal = :portal AND year = :year AND report <> :report ORDER BY organ LIMIT 60
"""
FOUND = f"""
SELECT n.report, r.organ, n.year, n.portal, r.title
FROM (SELECT rowid FROM texts_fts WHERE texts_fts MATCH :match ORDER BY rowid DESC LIMIT 200) AS hits
CROSS {ask.BY_ENTRY} LIMIT 40
"""


async def page(request: Request, datasette: Datasette) -> Response:
    """Two reports side by side where both are chosen, else a way to choose them."""
    chosen = [request.args.get(name) for name in ("a", "b")]
    sides = [await _side(datasette, name) if name else None for name in chosen]
    a, b = sides
    words = (request.args.get("q") or "").strip()[:100]
    match = search.match(words)
    context = {
        "a": a,
        "b": b,
        "q": words,
        "found": await ask.rows(datasette, FOUND, {"match": f"{{title organ}} : ({match})"}) if match else [],
        "same_organ": await _others(datasette, SAME_ORGAN, a) if a and not b else [],
        "same_year": await _others(datasette, SAME_YEAR, a) if a and not b else [],
        "tables": pairs(a["figures"], b["figures"]) if a and b else [],
    }
    return await ask.page(datasette, request, "compare.html", context)


async def _side(datasette: Datasette, report: str) -> Row:
    row, readings = await known(datasette, report)
    reading = choose(readings, None)
    figures = await ask.rows(datasette, FIGURES, {"reading": reading["reading"]})
    return {"report": row, "reading": reading, "figures": figures}


async def _others(datasette: Datasette, sql: str, a: Row) -> list[Row]:
    report = a["report"]
    return await ask.rows(
        datasette,
        sql,
        {
            "portal": report["portal"],
            "organ": report["organ_key"],
            "year": report["year"],
            "report": report["report"],
        },
    )


def pairs(a: list[Row], b: list[Row]) -> list[tuple[str, str, list[Row]]]:
    """(title, English, lines) a table; a line has its label, both figures (null where a side has none) and their difference."""
    out = []
    both = [*a, *b]
    left, right = ({(f["table"], f"{f['row']}/{f['column']}"): f for f in figures} for figures in (a, b))
    for sheet in layout.sheets(dict.fromkeys((f["table"], f["row"], f["column"]) for f in both)):
        rows, columns = layout.labels(sheet.table)
        lines: list[Row] = []
        for address in dict.fromkeys(
            cell for block in sheet.blocks for line in block.lines for cell in line.cells
        ):
            row, _, column = address.rpartition("/")
            one, other = left.get((sheet.table, address)), right.get((sheet.table, address))
            detail = sheet.table == "requests" and column != "total"
            if one or other:
                lines.append(
                    {
                        "label": rows.get(row, row),
                        "column": columns.get(column, column)
                        if detail or sheet.table not in layout.OF_ONE_COLUMN
                        else "",
                        "detail": detail,
                        "a": one,
                        "b": other,
                        "difference": _difference(one, other),
                    }
                )
        out.append((sheet.title, sheet.english, lines))
    return out


def _difference(one: Row | None, other: Row | None) -> float | None:
    if one is None or other is None or one["value"] is None or other["value"] is None:
        return None
    gap: float = round(other["value"] - one["value"], 6)
    return gap
