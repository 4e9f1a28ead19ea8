"""A report on paper: pages of lines of text and ruled boxes, which a writer turns into a format.

Cells are wrapped, rows kept whole over pages. Lengths are points, from the page's bottom left.
"""

from dataclasses import dataclass
from typing import Literal

from replica.documents.layout import owners
from replica.documents.report import Report, Table

PAGE = (595.0, 842.0)
_MARGIN = 50.0
_SIZE = 10.5
_SMALL = 7.5


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A line of text with its baseline at y."""

    x: float
    y: float
    text: str
    size: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Box:
    """A ruled rectangle, its lower left corner at x, y."""

    x: float
    y: float
    width: float
    height: float


Mark = Line | Box

Rules = Literal["cells", "rows", "frame", "none"]
"""Which lines of a table are drawn: around every cell, above and below it, those and the table's sides, or none."""
RULES: tuple[Rules, ...] = ("cells", "rows", "frame", "none")


def _width(text: str, size: float) -> float:
    """Points: every glyph of the font is a full square, ASCII by half."""
    return sum(size if ord(c) > 127 else size / 2 for c in text)


def wrap(text: str, *, width: float, size: float) -> list[str]:
    """Lines that fit; breaks anywhere, as Chinese text does, and at its own line ends."""
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for character in paragraph:
            if line and _width(line + character, size) > width:
                lines.append(line)
                line = ""
            line += character
        lines.append(line)
    return lines


class Canvas:
    """Pages of marks, filled from the top."""

    def __init__(self, rules: Rules = "cells") -> None:
        self.rules = rules
        self.pages: list[list[Mark]] = [[]]
        self.y = PAGE[1] - _MARGIN

    def turn(self) -> None:
        """Begins a page, with the page's number under the last one."""
        self.text(PAGE[0] / 2 - 14, 28.0, f"- {len(self.pages)} -", 9.0)
        self.pages.append([])
        self.y = PAGE[1] - _MARGIN

    def need(self, height: float) -> None:
        """Turns the page where less than `height` points are left."""
        if self.y - height < _MARGIN:
            self.turn()

    def text(self, x: float, y: float, text: str, size: float) -> None:
        """A line of text with its baseline at y."""
        if text:
            self.pages[-1].append(Line(x=x, y=y, text=text, size=size))

    def box(self, x: float, top: float, width: float, height: float) -> None:
        """A cell's rectangle, or those of its sides that are drawn."""
        if self.rules == "cells":
            self.pages[-1].append(Box(x=x, y=top - height, width=width, height=height))
        elif self.rules != "none":
            self.pages[-1] += [Box(x=x, y=y, width=width, height=0) for y in (top, top - height)]

    def sides(self, left: float, right: float, top: float, height: float) -> None:
        """The outer sides of a table."""
        if self.rules == "frame":
            self.pages[-1] += [Box(x=x, y=top - height, width=0, height=height) for x in (left, right)]

    def paragraph(self, text: str, *, size: float = _SIZE, indent: int = 2) -> None:
        """Wrapped lines over the full width."""
        for line in wrap("\u3000" * indent + text, width=PAGE[0] - 2 * _MARGIN, size=size):
            self.need(size * 1.6)
            self.y -= size * 1.6
            self.text(_MARGIN, self.y, line, size)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Columns:
    edges: tuple[float, ...]

    def span(self, x: int, count: int) -> tuple[float, float]:
        """Left edge and width of a cell."""
        return self.edges[x], self.edges[min(x + count, len(self.edges) - 1)] - self.edges[x]


def _columns(table: Table) -> _Columns:
    shapes = {"requests": (1.2, 1.4, 4.0), "proactive": (2.0,), "statistics": (5.0,), "local": (3.0,)}
    weights = shapes.get(table.key.partition("/")[0], ())
    parts = [*weights, *([1.0] * (table.width - len(weights)))]
    unit = (PAGE[0] - 2 * _MARGIN) / sum(parts)
    edges = [_MARGIN]
    for part in parts:
        edges.append(edges[-1] + part * unit)
    return _Columns(edges=tuple(edges))


def _heights(table: Table, columns: _Columns, size: float) -> list[float]:
    """Height of every row: its own cells' lines; a cell over several rows adds what it lacks to its last row."""
    heights = [size * 1.9] * len(table.rows)
    tall = []
    for y, row in enumerate(owners(table)):
        for x, owner in enumerate(row):
            if owner is None or owner[1:] != (y, x):
                continue
            cell = owner[0]
            _, width = columns.span(x, cell.colspan)
            need = len(wrap(cell.text, width=width - 4, size=size)) * size * 1.3 + size * 0.6
            if cell.rowspan == 1:
                heights[y] = max(heights[y], need)
            else:
                tall.append((y, min(cell.rowspan, len(heights) - y), need))
    for y, count, need in tall:
        heights[y + count - 1] += max(0.0, need - sum(heights[y : y + count]))
    return heights


def _draw_cell(canvas: Canvas, text: str, *, box: tuple[float, float, float, float], size: float) -> None:
    x, top, width, height = box
    canvas.box(x, top, width, height)
    lines = wrap(text, width=width - 4, size=size)
    y = top - (height - len(lines) * size * 1.3) / 2
    for line in lines:
        y -= size * 1.3
        canvas.text(x + (width - _width(line, size)) / 2, y + size * 0.25, line, size)


def _runs(heights: list[float], room: float, first: float) -> list[tuple[int, int]]:
    """Row ranges that fit on a page each; `first` is what is left of the current one."""
    runs, start, left = [], 0, first
    for y, height in enumerate(heights):
        if height > left and y > start:
            runs.append((start, y))
            start, left = y, room
        left -= height
    return [*runs, (start, len(heights))]


def draw_table(canvas: Canvas, table: Table) -> None:
    """A table; cells that a page break cuts are drawn closed on both pages, their text on the first only."""
    size = _SMALL if table.width > 4 else _SIZE - 1
    columns = _columns(table)
    heights = _heights(table, columns, size)
    room = PAGE[1] - 2 * _MARGIN
    canvas.need(heights[0] * 3)
    for number, (start, end) in enumerate(_runs(heights, room, canvas.y - _MARGIN)):
        if number:
            canvas.turn()
        _draw_rows(canvas, table, columns=columns, heights=heights, rows=range(start, end), size=size)
        height = sum(heights[start:end])
        canvas.sides(columns.edges[0], columns.edges[-1], canvas.y, height)
        canvas.y -= height


def _draw_rows(
    canvas: Canvas, table: Table, *, columns: _Columns, heights: list[float], rows: range, size: float
) -> None:
    grid = owners(table)
    top = canvas.y
    for y in rows:
        for x in range(table.width):
            owner = grid[y][x]
            if owner is None or owner[2] != x or (owner[1] != y and y != rows.start):
                continue
            cell, began, _ = owner
            last = min(began + cell.rowspan, rows.stop, len(heights))
            left, width = columns.span(x, cell.colspan)
            box = (left, top, width, sum(heights[y:last]))
            _draw_cell(canvas, cell.text if began == y else "", box=box, size=size)
        top -= heights[y]


def paginate(report: Report, rules: Rules = "cells") -> list[list[Mark]]:
    """The marks of every page."""
    canvas = Canvas(rules)
    canvas.paragraph(report.title, size=15.0, indent=0)
    canvas.paragraph("".join(s.text for s in report.preamble))
    for chapter in report.chapters:
        canvas.paragraph(chapter.heading, size=12.0, indent=0)
        for sentences in chapter.paragraphs:
            canvas.paragraph("".join(s.text for s in sentences))
        for key in chapter.tables:
            canvas.y -= 8.0
            draw_table(canvas, report.table(key))
    return canvas.pages
