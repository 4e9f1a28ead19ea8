"""Rows of cells with spans, as a mark-up states them, to the rectangle that a Grid is; and a Grid turned on its side."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from archive.errors import DocumentUnreadable
from archive.records import Place
from extract.document import Cell, Grid

MAX_POSITIONS = 250_000
"""Rows × columns of one grid; the largest statutory table has 290. A span beyond it is cut, never built."""
MAX_COLUMNS = 1000
MAX_COLSPAN = 100
"""No statutory table is a third as wide: a larger span is a slip or a trap."""
_COLUMNS = 15
"""Of the widest statutory table."""


class Spanned(NamedTuple):
    """A cell as its mark-up states it; a rowspan of 0 means to the end of the table."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    line: int | None = None


def rectangle(
    rows: Sequence[Sequence[Spanned | str]], place: Place, *, media_type: str = "text/html"
) -> Grid:
    """The grid those rows make: each cell takes the first free position of its row, and a span ends where another cell stands.

    A text alone is a cell that spans nothing.
    """
    height = len(rows)
    taken: list[dict[int, Cell]] = [{} for _ in rows]
    part, member, page, table = place.part, place.member, place.page, place.table
    width = covered = 0
    for y, row in enumerate(rows):
        line, x = taken[y], 0
        places = _places(part, member, page, table, y + 1, min(len(row), _COLUMNS))
        for each in row:
            while x in line:
                x += 1
            text, rowspan, colspan, printed = (each, 1, 1, None) if isinstance(each, str) else each
            known = printed is None and x < len(places)
            at = places[x] if known else _position(part, member, page, table, y + 1, x + 1, printed)
            if rowspan == colspan == 1:
                line[x] = Cell(text=text, row=y, column=x, place=at)
                covered += 1
                x += 1
            else:
                down = max(1, min(rowspan or height, height - y))
                across = max(1, min(colspan, MAX_COLSPAN))
                covered += _cover(
                    taken, Cell(text=text, row=y, column=x, rowspan=down, colspan=across, place=at)
                )
                x += across
            if covered > MAX_POSITIONS or x > MAX_COLUMNS:
                raise DocumentUnreadable(media_type, f"a table of more than {MAX_POSITIONS} cells")
        width = max(width, x)
    return Grid(rows=tuple(tuple(map(line.get, range(width))) for line in taken), place=place)


def _cover(taken: Sequence[dict[int, Cell]], cell: Cell) -> int:
    """Puts a cell where it reaches and no other stands; how many positions it took."""
    covered = 0
    for line in taken[cell.row : cell.row + cell.rowspan]:
        before = len(line)
        for x in range(cell.column, cell.column + cell.colspan):
            line.setdefault(x, cell)
        covered += len(line) - before
    return covered


def position(table: Place, row: int, column: int) -> Place:
    """Where the cell at a row and a column, both from 1, of a table stands."""
    return _position(table.part, table.member, table.page, table.table, row, column, None)


@lru_cache(maxsize=8192)
def _position(
    part: int,
    member: str | None,
    page: int | None,
    table: int | None,
    row: int,
    column: int,
    line: int | None,
) -> Place:
    """The tables of all reports have much the same positions."""
    return Place(part=part, member=member, page=page, table=table, row=row, column=column, line=line)


@lru_cache(maxsize=1024)
def _places(
    part: int, member: str | None, page: int | None, table: int | None, row: int, columns: int
) -> tuple[Place, ...]:
    """Those of a row's first columns."""
    return tuple(_position(part, member, page, table, row, x + 1, None) for x in range(columns))


def transposed(grid: Grid) -> Grid:
    """The same cells with rows for columns; each keeps the place where it was printed."""
    turned: dict[int, Cell] = {}
    for row in grid.rows:
        for cell in row:
            if cell is not None and id(cell) not in turned:
                turned[id(cell)] = replace(
                    cell, row=cell.column, column=cell.row, rowspan=cell.colspan, colspan=cell.rowspan
                )
    rows = tuple(
        tuple(None if cell is None else turned[id(cell)] for cell in column)
        for column in zip(*grid.rows, strict=True)
    )
    return Grid(rows=rows, place=grid.place)
