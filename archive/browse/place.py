"""Where a figure stands in its source: the words for it, and the archived page with the very cell marked."""

import json

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response
from lxml import html

from archive.browse import ask, layout, raw, sandbox

FIGURE = """
SELECT f.*, r.source, r.organ, r.year, r.title FROM figures AS f JOIN readings AS r USING (reading)
WHERE f.reading = :reading AND f."table" = :table AND f."row" = :row AND f."column" = :column
"""
PART = """
SELECT parts.*, captures.received_at, captures.media_type FROM parts JOIN captures USING (capture)
WHERE source = :source AND position = :position
"""
REPORT = "SELECT report FROM appearances WHERE source = :source"

WIDEST = 200
"""Columns and rows that a span may claim, so that a hostile page costs no more than it weighs."""

MARK = "outline:4px solid #c4572b;background:#fff1c9;scroll-margin:40vh"


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
        "report": await ask.first(datasette, REPORT, {"source": figure["source"]}),
        "frame": _frame(datasette, part, place) if part else None,
    }
    return await ask.page(datasette, request, "place.html", context)


def _frame(datasette: Datasette, part: ask.Row, place: dict[str, object]) -> str | None:
    """The address of the marked copy, where the format can be shown in a browser."""
    if part["media_type"] not in ("text/html", "application/xhtml+xml", "text/plain"):
        return None
    told = "&".join(
        f"{name}={place[name]}" for name in ("table", "row", "column", "line") if place.get(name) is not None
    )
    return f"{datasette.urls.path('-/marked/' + part['sha256'])}?{told}"


async def marked(request: Request, datasette: Datasette) -> Response:
    """An archived page with one cell marked: the same sandbox as the original, which stays untouched at /-/raw/."""
    digest = request.url_vars["sha256"]
    body = await raw.load(datasette, digest)
    at = {
        name: int(value)
        for name in ("table", "row", "column", "line")
        if (value := request.args.get(name) or "").isdecimal()
    }
    if body.media_type == "text/plain":
        text = _decoded(body)
        data = lines(text, at.get("line", 0))
    else:
        data = cell(body.data, _charset(body), at)
    headers = sandbox.headers(
        digest, content_type="text/html; charset=utf-8", media_type="text/html", url="marked.html"
    )
    content_type = headers.pop("Content-Type")
    del headers["ETag"]
    return Response(data, headers=headers, content_type=content_type)


def lines(text: str, wanted: int) -> bytes:
    """Plain text as numbered lines, one of them marked."""
    out = []
    for number, line in enumerate(text.splitlines(), 1):
        text_of = html.tostring(_pre(line), encoding="unicode")
        if number == wanted:
            text_of = f'<div id="gongkai-place" style="{MARK}">{text_of}</div>'
        out.append(text_of)
    page = (
        "<!DOCTYPE html><meta charset=utf-8><title>text</title><body style='font:15px/1.6 sans-serif'>"
        + "".join(out)
    )
    return page.encode()


def _pre(line: str) -> html.HtmlElement:
    element = html.Element("pre")
    element.set("style", "margin:0;white-space:pre-wrap;min-height:1.6em;font:inherit")
    element.text = "".join(c for c in line if c.isprintable() or c == "\t")
    return element


def cell(data: bytes, charset: str | None, at: dict[str, int]) -> bytes:
    """A page with the cell at (table, row, column), counted from 1 with spans resolved, outlined; as it was where there is none."""
    parser = html.HTMLParser(encoding=charset, huge_tree=False)
    root = html.document_fromstring(data, parser=parser)
    tables = list(root.iter("table"))
    number = at.get("table", 0)
    if 0 < number <= len(tables):
        found = _at(tables[number - 1], at.get("row", 1), at.get("column", 1))
        target = tables[number - 1] if found is None else found
        target.set("id", "gongkai-place")
        target.set("style", f"{target.get('style', '')};{MARK}")
    for old in list(root.iter("meta")):
        old.attrib.clear()
    text: bytes = html.tostring(root, encoding="utf-8")
    return b"<!DOCTYPE html><meta charset=utf-8>" + text


def _at(table: html.HtmlElement, row: int, column: int) -> html.HtmlElement | None:
    """The cell that covers a position of a table."""
    taken: dict[tuple[int, int], html.HtmlElement] = {}
    own = [tr for tr in table.iter("tr") if next(tr.iterancestors("table")) is table]
    for down, tr in enumerate(own, 1):
        across = 1
        for one in tr.iterchildren("td", "th"):
            while (down, across) in taken:
                across += 1
            high, wide = (_span(one.get(name)) for name in ("rowspan", "colspan"))
            for r in range(down, min(down + high, row + 1)):
                for c in range(across, across + wide):
                    taken[r, c] = one
            across += wide
        if down >= row:
            break
    return taken.get((row, column))


def _span(text: str | None) -> int:
    return min(int(text), WIDEST) if text and text.strip().isdecimal() and int(text) > 0 else 1


def _charset(body: raw.Body) -> str | None:
    _, _, told = (body.content_type or "").lower().partition("charset=")
    name = told.strip("\"' ;")
    return name or None


def _decoded(body: raw.Body) -> str:
    """Text as it was most likely meant: the header's character set, else UTF-8, else the Chinese national one."""
    for name in (_charset(body), "utf-8", "gb18030"):
        try:
            return body.data.decode(name or "utf-8")
        except (LookupError, UnicodeDecodeError):
            continue
    return body.data.decode("utf-8", "replace")
