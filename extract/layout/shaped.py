"""Cells of ruled tables that print no character but hold ink: a picture, or characters that are drawn as outlines."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extract.document import OBJECT
from extract.layout.edges import Piece
from extract.layout.ruled import Table

_OVER = 1.0
"""Points that ink may reach over the ruling of its cell."""
_OFF = 2.0
"""Points from a ruling to the middle of ink that is not the ruling's own."""
_LEAST = 2.0
"""Points: no digit is lower."""
_GROUND = 0.95
"""Of a cell's width and height: what fills as much of both is its ground."""

Box = tuple[float, float, float, float]


def marked(table: Table, shapes: Iterable[Box]) -> Table:
    """The table, its cells that are blank but for a shape told as such; they are no blanks."""
    left, top, right, bottom = table.box
    inside = [
        (x0, y0, x1, y1)
        for x0, y0, x1, y1 in shapes
        if left < x0 + _OVER and x1 - _OVER < right and top < y0 + _OVER and y1 - _OVER < bottom
        if y1 - y0 >= _LEAST
    ]
    if not inside:
        return table
    pieces = tuple(
        piece._replace(text=OBJECT) if not piece.text.strip() and _holds(piece, inside) else piece
        for piece in table.pieces
    )
    return replace(table, pieces=pieces)


def _holds(piece: Piece, shapes: Sequence[Box]) -> bool:
    """Whether one of the shapes stands in the cell, and is neither its ground nor a thick ruling."""
    if piece.box is None:
        return False
    left, top, right, bottom = piece.box
    wide, tall = _GROUND * (right - left), _GROUND * (bottom - top)
    return any(
        left - _OVER <= x0
        and x1 <= right + _OVER
        and top - _OVER <= y0
        and y1 <= bottom + _OVER
        and left + _OFF < (x0 + x1) / 2 < right - _OFF
        and top + _OFF < (y0 + y1) / 2 < bottom - _OFF
        and (x1 - x0 < wide or y1 - y0 < tall)
        for x0, y0, x1, y1 in shapes
    )
