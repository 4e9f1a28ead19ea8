"""Figures that their cell is too narrow for: lines of digits are one number where none but the last leaves room for one digit more."""

import re
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from extract.layout.edges import Piece
from extract.layout.words import Glyph, rows
from extract.words.numbers import mended

_MARGIN = 5.75
"""Points that a cell leaves free on each side, at most: Word's 5.4, and half its ruling."""
_SLACK = 0.5
_BROKEN = re.compile(r"\A[^\s]*(?:\n[^\s]*)+\Z")
"""Lines without gaps: what is set apart on one may be two numbers."""
_APART = 0.6
"""Of the height of a line: from its middle to that of the next, at least."""


class Line(NamedTuple):
    """The box of a line of a cell, and how many characters it has."""

    x0: float
    top: float
    x1: float
    bottom: float
    characters: int

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def digit(self) -> float:
        """What one character takes."""
        return self.width / self.characters


def unwrapped(pieces: Sequence[Piece], glyphs: Sequence[Sequence[Glyph]]) -> list[Piece]:
    """The cells of a ruled table, whose characters these are, with figures that are wrapped as one number."""
    whole = list(pieces)
    for at, piece in enumerate(pieces):
        number = mended(piece.text) if _BROKEN.search(piece.text) else None
        if number is None:
            continue
        sides = (piece.left, piece.right)
        column = [
            line
            for other, inside in zip(pieces, glyphs, strict=True)
            if (other.left, other.right) == sides
            for line in lines(inside)
        ]
        if is_wrapped(lines(glyphs[at]), column, sides):
            whole[at] = piece._replace(text=number)
    return whole


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of a cell."""
    return [Line(line[0].x0, line[0].top, line[-1].x1, line[0].bottom, len(line)) for line in rows(glyphs)]


def is_wrapped(
    digits: Sequence[Line], column: Iterable[Line], sides: tuple[float, float] | None = None
) -> bool:
    """Whether lines of digits are one number, by the lines that are printed in its column and the rulings at its sides."""
    # A character by itself is printed however narrow its column is.
    widest = max((line.width for line in column if line.characters > 1), default=0.0)
    return all(
        _is_above(line, following)
        and (_is_full(line, widest, sides) or (sides is not None and _is_indented(line, following, sides[1])))
        for line, following in pairwise(digits)
    )


def _is_above(line: Line, following: Line) -> bool:
    """Whether a line stands above the next, and not beside it as a raised mark does."""
    apart = line.top + line.bottom - following.top - following.bottom
    return -apart > 2 * _APART * (following.bottom - following.top)


def _is_full(line: Line, widest: float, sides: tuple[float, float] | None) -> bool:
    """Whether a line is as wide as any of its column may be."""
    room = sides[1] - sides[0] - 2 * _MARGIN if sides else 0.0
    return line.width + line.digit > max(widest + _SLACK, room)


def _is_indented(line: Line, following: Line, right: float) -> bool:
    """Whether a line begins further right than the next, as a paragraph's first does, and goes as far as it can."""
    begins, ends = line.x0 - following.x0, line.x1 - following.x1
    return min(begins, ends) > _SLACK and right - line.x1 - line.digit < _MARGIN
