"""An archived document with one cell marked, whatever its format: the page itself, a picture of its page, or its table laid out.

The sandbox is that of the original, which stays untouched at /-/raw/.
"""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from lxml import html
from markupsafe import Markup

from archive.browse import ask, bounded, raw, sandbox, tree

WIDEST = 200
"""Columns and rows that a span may claim, so that a hostile page costs no more than it weighs."""

MARK = "outline:4px solid #c4572b;background:#fff1c9;scroll-margin:40vh"

UNSHOWN = "网页本身显示不出这张表：下面是从中读出的表格。 The page by itself does not show this table: it stands here as we read it there."

SHELL = Markup(
    "<!DOCTYPE html><html lang=zh-Hans><meta charset=utf-8><title>{}</title>"
    "<style>body{{font:15px/1.6 sans-serif;margin:12px}}table{{border-collapse:collapse}}"
    "td{{border:1px solid #999;padding:.2em .5em;white-space:pre-line}}"
    "pre{{margin:0;white-space:pre-wrap;overflow-wrap:anywhere;min-height:1.6em;font:inherit}}"
    ".page{{position:relative;max-width:1100px}}.page img{{width:100%;display:block}}</style><body>{}"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """The place asked for; numbers from 1, 0 where the address says none."""

    page: int = 0
    table: int = 0
    row: int = 0
    column: int = 0
    line: int = 0
    member: str = ""
    box: tuple[float, ...] = ()
    said: str = ""
    """What was read there."""


def spot(arguments: Mapping[str, str]) -> Spot:
    """A place as an address tells it; what makes no sense is left out."""
    numbers = {
        name: int(value)
        for name in ("page", "table", "row", "column", "line")
        if (value := arguments.get(name) or "").isascii() and value.isdigit() and len(value) < 7
    }
    try:
        box = tuple(float(side) for side in (arguments.get("box") or "").split(","))
    except ValueError:
        box = ()
    # Nothing is called by a name that holds a NUL.
    member, said = ((arguments.get(name) or "").replace("\0", "") for name in ("member", "said"))
    return Spot(**numbers, member=member, said=said, box=box if len(box) == 4 else ())


async def page(request: Request, datasette: Datasette) -> Response:
    """`/-/marked/<digest>?page=…&box=…` and the like."""
    digest = request.url_vars["sha256"]
    body = await raw.load(datasette, digest)
    at = spot({name: request.args.get(name) for name in request.args})
    try:
        data = await shown(body, at, laid=datasette.plugin_config(ask.NAME)["laid"])
    except bounded.Refused:
        data = SHELL.format(
            "—",
            "这份文件不能在此显示，请下载原件。 This document can't be shown here: download the original.",
        ).encode()
    return respond(data, digest)


def respond(data: bytes, digest: str, *, status: int = 200) -> Response:
    """What was made from an archived document, in the sandbox of the original."""
    headers = sandbox.headers(
        digest, content_type="text/html; charset=utf-8", media_type="text/html", url="marked.html"
    )
    content_type = headers.pop("Content-Type")
    del headers["ETag"]
    return Response(data, headers=headers, content_type=content_type, status=status)


async def shown(body: raw.Body, at: Spot, *, laid: str | None) -> bytes:
    """`laid` is a program: `python -m laid TABLE [MEMBER]` tells the tables of the document on its standard input as JSON (see `table`)."""
    if not at.member:
        if body.media_type in tree.PAGES:
            return await _page(body, at, laid=laid)
        if body.media_type == "text/plain" and at.line:
            return lines(tree.text_of(body), at.line)
        if body.media_type == "application/pdf":
            answer = await bounded.run("archive.browse.draw", max(at.page, 1), data=body.data)
            return picture(answer, at)
    return table(await _laid(body, at, laid), at)


async def _page(body: raw.Body, at: Spot, *, laid: str | None) -> bytes:
    """The page itself, or the table as it was read where the page shows none such: its script writes it, or its styles make it of others."""
    root = tree.parse(body)
    if at.table and not holds(root, at):
        try:
            rows = await _laid(body, at, laid)
        except bounded.Refused:
            rows = []
        cells = {(one["row"], one["column"]): str(one["text"]) for row in rows for one in row}
        if _is_said(cells.get((at.row, at.column)), at):
            return table(rows, at, note=UNSHOWN)
    return cell(root, at)


async def _laid(body: raw.Body, at: Spot, laid: str | None) -> list[list[dict[str, object]]]:
    if laid is None:
        raise bounded.Refused("nothing here lays out its tables")
    within = [at.member] if at.member else []
    told: list[list[dict[str, object]]] = json.loads(
        await bounded.run(laid, max(at.table, 1), *within, data=body.data)
    )
    return told


def picture(answer: bytes, at: Spot) -> bytes:
    """A page drawn by archive.browse.draw, with a frame around the box, whose sides are points from the top left."""
    size, _, png = answer.partition(b"\n")
    width, height = map(float, size.split())
    mark = Markup("")
    if at.box:
        x0, top, x1, bottom = at.box
        width, height = max(width, 1), max(height, 1)
        sides = (100 * x0 / width, 100 * top / height, 100 * (x1 - x0) / width, 100 * (bottom - top) / height)
        mark = Markup(
            '<div id="gongkai-place" style="position:absolute;left:{:.2f}%;top:{:.2f}%;width:{:.2f}%;height:{:.2f}%;'
            'outline:4px solid #c4572b;background:#ffd96655;scroll-margin:40vh"></div>'
        ).format(*sides)
    image = Markup(
        '<div class=page><img alt="第 {} 页 page {}" src="data:image/png;base64,{}">{}</div>'
    ).format(at.page, at.page, base64.b64encode(png).decode(), mark)
    return SHELL.format("page", image).encode()


def table(rows: Sequence[Sequence[Mapping[str, object]]], at: Spot, *, note: str = "") -> bytes:
    """A table as a reader sees it in a document, the cell at a row and column marked, under a note."""
    if not rows:
        raise bounded.Refused("no such table")
    marked = Markup(' id="gongkai-place" style="{}"').format(MARK)
    lines = [
        Markup("<tr>{}</tr>").format(
            Markup("").join(
                Markup('<td rowspan="{}" colspan="{}"{}>{}</td>').format(
                    one["rowspan"],
                    one["colspan"],
                    marked if (one["row"], one["column"]) == (at.row, at.column) else "",
                    one["text"],
                )
                for one in row
            )
        )
        for row in rows
    ]
    told = Markup("<p>{}</p>").format(note) if note else ""
    return SHELL.format("table", told + Markup("<table>{}</table>").format(Markup("").join(lines))).encode()


def lines(text: str, wanted: int) -> bytes:
    """Plain text as numbered lines, one of them marked."""
    out = [
        Markup("<pre{}>{}</pre>").format(
            Markup(' id="gongkai-place" style="{}"').format(MARK) if number == wanted else "",
            "".join(c for c in line if c.isprintable() or c == "\t"),
        )
        for number, line in enumerate(text.splitlines(), 1)
    ]
    return SHELL.format("text", Markup("").join(out)).encode()


def holds(root: html.HtmlElement, at: Spot) -> bool:
    """Whether a page has the cell at (table, row, column), and what was read stands in it."""
    tables = list(root.iter("table"))
    found = _at(tables[at.table - 1], at.row, at.column) if 0 < at.table <= len(tables) else None
    return _is_said(None if found is None else found.text_content(), at)


def _is_said(text: str | None, at: Spot) -> bool:
    return text is not None and (not at.said or "".join(text.split()) == "".join(at.said.split()))


def cell(root: html.HtmlElement, at: Spot) -> bytes:
    """A page with the cell at (table, row, column), counted from 1 with spans resolved, outlined; as it was where there is none."""
    tables = list(root.iter("table"))
    if 0 < at.table <= len(tables):
        found = _at(tables[at.table - 1], at.row or 1, at.column or 1)
        target = tables[at.table - 1] if found is None else found
        target.set("id", "gongkai-place")
        target.set("style", f"{target.get('style', '')};{MARK}")
    return tree.dump(root, {})


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
