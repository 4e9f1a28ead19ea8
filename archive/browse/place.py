"""Where a figure stands in its source: the words for it, and the archived document with the very cell marked."""

import json
from urllib.parse import urlencode

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.browse import ask, layout, memento

FIGURE = """
SELECT f.*, r.source, r.organ, r.year, r.title FROM figures AS f JOIN readings AS r USING (reading)
WHERE f.reading = :reading AND f."table" = :table AND f."row" = :row AND f."column" = :column
"""
PART = """
SELECT parts.*, captures.received_at, captures.media_type FROM parts JOIN captures USING (capture)
WHERE source = :source AND position = :position
"""
LONGEST = 200
"""Characters of a cell that an address tells."""
REPORT = "SELECT report FROM appearances WHERE source = :source"


async def page(request: Request, datasette: Datasette) -> Response:
    """What was printed, what was read, and the place: `?cell=table/row/column`."""
    address = (request.args.get("cell") or "").split("/")
    if len(address) < 3:
        raise NotFound("没有这个数字 No such figure")
    table, column, row = address[0], address[-1], "/".join(address[1:-1])
    asked = {"reading": request.url_vars["reading"], "table": table, "row": row, "column": column}
    figure = await ask.first(datasette, FIGURE, asked)
    if figure is None:
        raise NotFound("没有这个数字 No such figure")
    place = json.loads(figure["place"] or "{}")
    part = await ask.first(datasette, PART, {"source": figure["source"], "position": place.get("part", 1)})
    rows, columns = layout.labels(table)
    context = {
        "figure": figure,
        "address": request.args["cell"],
        "label": rows.get(row, row),
        "column_label": columns.get(column, column),
        "table_title": layout.layouts()["titles"].get(table, table),
        "place": place,
        "part": part,
        "copy": memento.href(datasette, part) if part else None,
        "report": await ask.first(datasette, REPORT, {"source": figure["source"]}),
        "frame": _frame(datasette, part, place, figure["raw"]) if part else None,
    }
    return await ask.page(datasette, request, "place.html", context)


def _frame(datasette: Datasette, part: ask.Row, place: dict[str, object], said: str) -> str | None:
    """The address of the marked copy; null where the reading says nothing of a place in it."""
    box = place.get("box")
    told = {
        **{
            name: place[name]
            for name in ("page", "table", "row", "column", "line", "member")
            if place.get(name)
        },
        **({"box": ",".join(map(str, box))} if isinstance(box, list) else {}),
    }
    marked = datasette.urls.path(f"-/marked/{part['sha256']}")
    return f"{marked}?{urlencode({**told, 'said': said if len(said) <= LONGEST else ''})}" if told else None
