"""Tables that styles make of other elements: rows of `flex`, a `grid`, `display: table` (CSS Flexible Box, Grid, CSS 2.2 §17)."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import prod

from lxml.html import HtmlElement as Element

from extract.grid import MAX_POSITIONS
from extract.readers import sheets
from extract.words.numbers import is_figure

_ARRANGING = re.compile(r"(?<![\w-])(?:display\s*:\s*(?:inline-)?(?:table|flex|grid)|grid-)", re.IGNORECASE)
_ARRANGED = re.compile(rb"isplay\s*:\s*(?:inline-)?(?:table|flex|grid)", re.IGNORECASE)
_DISPLAY = re.compile(r"(?<![\w-])display\s*:\s*([\w-]+)", re.IGNORECASE)
_COLUMNS = re.compile(r"grid-template(?:-columns)?\s*:\s*([^;]+)", re.IGNORECASE)
_REPEATED = re.compile(r"repeat\(\s*(\d{1,2})\s*,[^,]*\)$")
_SPAN = re.compile(r"(?<![\w-])grid-(column|row)\s*:\s*([^;!]+)", re.IGNORECASE)
_TABLE = {
    "table": "table",
    "inline-table": "table",
    "table-row": "tr",
    "table-cell": "td",
    "table-row-group": "tbody",
    "table-header-group": "thead",
    "table-footer-group": "tfoot",
}
_FEWEST = 3
"""Rows, and cells that are figures, of what is taken for a table: menus and headers are arranged too."""


def may_arrange(tags: bytes) -> bool:
    """Whether any of a page's tags, or its sheets, may do so."""
    return b"isplay" in tags and _ARRANGED.search(tags) is not None


def make_tables(root: Element, sheet: Sequence[sheets.Given]) -> None:
    """Makes what is arranged as a table one, if it holds figures."""
    for element, given in sheets.chosen(sheet, root, _ARRANGING):
        element.set("style", f"{given};{element.get('style') or ''}")
    arranged = [
        (element, _display(element)) for element in root.iter("div", "ul", "li", "section", "dl", "p", "span")
    ]
    for element, display in arranged:
        if display in {"table", "inline-table"} and _holds_figures(_cells(element)):
            _rename(element)
        elif display == "grid" and _holds_figures(element):
            _lay_out(element)
    for parent in {element.getparent() for element, display in arranged if display == "flex"} - {None}:
        for display, rows in groupby(list(parent), key=_display):
            if display == "flex":
                _stack(list(rows))


def _display(element: Element) -> str:
    found = _DISPLAY.findall(element.get("style") or "")
    return found[-1].lower() if found else ""


def _cells(table: Element) -> Iterator[Element]:
    return (each for each in table.iterdescendants() if _display(each) == "table-cell")


def _holds_figures(cells: Iterable[Element]) -> bool:
    texts = (cell.text_content() for cell in cells if isinstance(cell.tag, str))
    return sum(1 for text in texts if is_figure(text)) >= _FEWEST


def _rename(table: Element) -> None:
    for element in (table, *table.iterdescendants()):
        if isinstance(element.tag, str):
            element.tag = _TABLE.get(_display(element), element.tag)


def _lay_out(grid: Element) -> None:
    """A grid's children, in rows as they find room (CSS Grid §8.5); one that is put elsewhere leaves the grid as it is."""
    width, items = _width(grid), [(each, _spans(each)) for each in grid if isinstance(each.tag, str)]
    if not width or any(spans is None or spans[1] > width for _, spans in items):
        return
    if sum(prod(spans or (1, 1)) for _, spans in items) > MAX_POSITIONS:
        return
    rows: dict[int, list[Element]] = {}
    taken: set[tuple[int, int]] = set()
    y = x = 0
    for element, spans in items:
        down, across = spans or (1, 1)
        while x + across > width or any((y, at) in taken for at in range(x, x + across)):
            y, x = (y, x + 1) if x + across < width else (y + 1, 0)
        taken |= {(row, at) for row in range(y, y + down) for at in range(x, x + across)}
        element.tag = "td"
        element.set("rowspan", str(down))
        element.set("colspan", str(across))
        rows.setdefault(y, []).append(element)
        x += across
    grid.tag = "table"
    for number in range(max(rows) + 1):
        grid.append(_row(grid, rows.get(number, [])))


def _row(table: Element, cells: Sequence[Element]) -> Element:
    row: Element = table.makeelement("tr")
    row.extend(cells)
    return row


def _width(grid: Element) -> int:
    found = _COLUMNS.findall(grid.get("style") or "")
    said = found[-1].rpartition("/")[2].strip() if found else ""
    repeated = _REPEATED.match(said)
    return int(repeated[1]) if repeated else 0 if "(" in said else len(said.split())


def _spans(element: Element) -> tuple[int, int] | None:
    """How many rows and columns a child of a grid takes; null where it names its lines."""
    said = dict(_SPAN.findall((element.get("style") or "").lower()))
    spans = [
        re.fullmatch(r"(?:auto\s*/\s*)?span\s+(\d{1,2})\s*|auto\s*", said.get(name, "auto"))
        for name in ("row", "column")
    ]
    if None in spans or "grid-area" in (element.get("style") or ""):
        return None
    down, across = (int(each[1] or 1) if each else 1 for each in spans)
    return down, across


def _stack(rows: list[Element]) -> None:
    """Rows of cells side by side, one below the other, as a table."""
    cells = [cell for row in rows for cell in row]
    if (
        len(rows) < _FEWEST
        or any(not len(row) or _has_text(row) for row in rows)
        or not _holds_figures(cells)
    ):
        return
    table = rows[0].makeelement("table")
    rows[0].addprevious(table)
    for row in rows:
        reverse = "row-reverse" in (row.get("style") or "")
        row.tag = "tr"
        for cell in sorted(row, key=row.index, reverse=reverse):
            cell.tag, cell.tail = "td", None
            row.append(cell)
        table.append(row)
    table.tail, rows[-1].tail = rows[-1].tail, None


def _has_text(row: Element) -> bool:
    """Whether a row has text beside its cells."""
    return bool("".join([row.text or "", *(cell.tail or "" for cell in row)]).strip())
