"""Cells with rows and left and right edges, from any format, laid out as a Grid: the edges themselves make the columns."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cache, partial
from itertools import accumulate
from typing import NamedTuple

from archive.errors import DocumentUnreadable
from archive.records import Place
from extract.document import Cell, Grid
from extract.grid import position

MAX_POSITIONS = 1_000_000
"""Rows × columns of one grid. The largest statutory table has 290."""


class Piece(NamedTuple):
    """One cell before it has a column: rows `top` to `bottom` (exclusive, from 0) and edges in the format's own unit."""

    text: str
    top: int
    bottom: int
    left: float
    right: float
    page: int | None = None
    box: tuple[float, float, float, float] | None = None

    def lowered(self, rows: int) -> "Piece":
        """The same cell so many rows further down."""
        return Piece(self.text, self.top + rows, self.bottom + rows, *self[3:])


def edges(values: Sequence[float], tolerance: float) -> list[float]:
    """Sorted positions, those within `tolerance` of their neighbour taken for one (its first)."""
    kept: list[float] = []
    last = float("-inf")
    for value in sorted(values):
        if value - last > tolerance:
            kept.append(value)
        last = value
    return kept


def nearest(ordered: Sequence[float], value: float) -> int:
    """The index of the entry of `ordered` closest to `value`."""
    at = bisect_left(ordered, value)
    if at == len(ordered) or (at and value - ordered[at - 1] <= ordered[at] - value):
        return at - 1
    return at


def compact(pieces: Sequence[Piece]) -> list[Piece]:
    """The cells without rows that hold nothing of their own: no cell begins in them, or only empty ones of one row."""
    height = max((piece.bottom for piece in pieces), default=0)
    bare = set(range(height)) - {
        piece.top for piece in pieces if piece.text.strip() or piece.bottom - piece.top > 1
    }
    if not bare:
        return list(pieces)
    before = list(accumulate((row in bare for row in range(height)), initial=0))
    return [
        piece._replace(top=piece.top - before[piece.top], bottom=piece.bottom - before[piece.bottom])
        for piece in pieces
        if before[piece.bottom] - before[piece.top] < piece.bottom - piece.top
    ]


def grid(pieces: Sequence[Piece], place: Place, *, media_type: str, tolerance: float = 0) -> Grid:
    """The rectangle that `pieces` make; a position that two of them claim goes to the first that prints something. What finds no
    position of its own is printed in the cell that stands there, so that this can't be read as if it stood alone.

    Raises DocumentUnreadable where the rectangle would be larger than MAX_POSITIONS.
    """
    columns = edges([x for piece in pieces for x in (piece.left, piece.right)], tolerance)
    height = max((piece.bottom for piece in pieces), default=0)
    width = max(len(columns) - 1, min(len(columns), 1))
    if height * width > MAX_POSITIONS:
        raise DocumentUnreadable(media_type, f"a table of {height} × {width} cells")
    rows: list[list[Cell | None]] = [[None] * width for _ in range(height)]
    column = cache(partial(nearest, columns))
    for piece in sorted(pieces, key=_is_blank):
        # A damaged row may have a cell that begins where the table ends.
        left = min(column(piece.left), width - 1)
        right = max(column(piece.right), left + 1)
        _put(rows, piece, left, min(right, width), place)
    return Grid(rows=tuple(tuple(row) for row in rows), place=place)


def _is_blank(piece: Piece) -> bool:
    return not piece.text.strip()


def _put(rows: list[list[Cell | None]], piece: Piece, left: int, right: int, place: Place) -> None:
    cell = Cell(
        text=piece.text,
        row=piece.top,
        column=left,
        rowspan=piece.bottom - piece.top,
        colspan=right - left,
        place=_place(piece, left, place),
    )
    free = [
        (row, column)
        for row in rows[piece.top : piece.bottom]
        for column in range(left, right)
        if row[column] is None
    ]
    for row, column in free:
        row[column] = cell
    if not free and not _is_blank(piece) and (other := rows[piece.top][left]) is not None:
        other.text = f"{other.text} | {piece.text}"


def _place(piece: Piece, left: int, table: Place) -> Place:
    if piece.page is None and piece.box is None:
        return position(table, piece.top + 1, left + 1)
    return Place(
        part=table.part,
        member=table.member,
        page=piece.page or table.page,
        box=piece.box,
        table=table.table,
        row=piece.top + 1,
        column=left + 1,
    )
