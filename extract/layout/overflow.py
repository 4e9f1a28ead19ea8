"""Figures that run over the ruling of their cell: whole in the cell that they are of, or in none where that does not show."""

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import NamedTuple

from extract.document import OBJECT
from extract.layout.words import Glyph, rows

_PARTS = frozenset("0123456789０１２３４５６７８９.,-")
_REACH = 3.0
"""Points: how far from a ruling the last digit stands before the one that crosses it, at most."""
_LEVEL = 0.35
"""Of a digit's height: how far apart the middles of two characters of one line may stand."""
_LEAST, _MOST = -0.25, 0.15
"""Of a digit's width: the gaps between the digits of a number; fonts may give digits that touch boxes that overlap."""
_APART = 0.5
"""Of a digit's width: the gap between a number and what stands beside it without being of it, at least."""
_CENTRED = 0.3
"""Of a digit's width: how far the middle of a number may stand from that of its cell."""

Middled = tuple[Glyph, float, float]
"""A character and where its middle stands, across and down."""
Figure = list[Glyph]
"""The characters of a number, or of what one cell shows of it."""


class Region(NamedTuple):
    """Units from `top` to `bottom` and `left` to `right`, ends exclusive, that form one cell."""

    top: int
    bottom: int
    left: int
    right: int


def filled(
    regions: Sequence[Region],
    xs: Sequence[float],
    ys: Sequence[float],
    glyphs: Iterable[Middled],
) -> tuple[list[list[Glyph]], list[Middled]]:
    """The characters of each region and those outside, by their middles; but a figure is whole, however far it reaches."""
    owner = {
        (y, x): number
        for number, each in enumerate(regions)
        for y in range(each.top, each.bottom)
        for x in range(each.left, each.right)
    }
    # What stands at the right of each row is none of the table's, unless it is the end of a figure.
    owner |= {(y, len(xs) - 1): len(regions) + y for y in range(len(ys) - 1)}
    cells = [Cell(xs[each.left], xs[each.right], []) for each in regions]
    cells += [Cell(xs[-1], math.inf, []) for _ in ys[1:]]
    top, bottom = ys[0], ys[-1]
    outside: list[Middled] = []
    for one in glyphs:
        glyph, x, y = one
        # Most of a page stands above or below a table.
        level = top <= y < bottom
        number = owner.get((bisect_right(ys, y) - 1, bisect_right(xs, x) - 1)) if level else None
        if number is None:
            outside.append(one)
        else:
            cells[number].glyphs.append(glyph)
    _settle(
        cells,
        lambda at: (
            {owner[y, regions[at].right] for y in range(*regions[at][:2])} if at < len(regions) else ()
        ),
    )
    for cell in cells[len(regions) :]:
        outside += [(each, (each.x0 + each.x1) / 2, (each.top + each.bottom) / 2) for each in cell.glyphs]
    return [cell.glyphs for cell in cells[: len(regions)]], outside


class Cell(NamedTuple):
    """The sides of a cell of a ruled table, and what is printed in it; without an end what stands beside a row of the table."""

    left: float
    right: float
    glyphs: list[Glyph]


def _settle(cells: Sequence[Cell], beside: Callable[[int], Iterable[int]]) -> None:
    """Puts each figure that crosses a ruling into its cell; where that is not told, OBJECT stands in each for what is not read.

    `beside` tells the cells that begin where a cell ends, by their numbers.
    """
    reaching = {number for number, cell in enumerate(cells) if cell.glyphs and _reaches(cell)}
    if reaching:
        parted = _Parted(cells, reaching, beside)
        for number in sorted(reaching, key=lambda number: cells[number].left):
            for figure in parted.figures(number):
                parts = list(parted.parts(number, figure))
                if len(parts) > 1:
                    _place([glyph for _, part in parts for glyph in part], [cells[each] for each, _ in parts])


class _Parted:
    """The figures of a table's cells, before any was put elsewhere."""

    def __init__(
        self, cells: Sequence[Cell], reaching: Set[int], beside: Callable[[int], Iterable[int]]
    ) -> None:
        self._cells = cells
        self._reaching = reaching
        self._beside = beside
        self._found: dict[int, list[Figure]] = {}
        self._going_on = set[int]()

    def figures(self, number: int) -> list[Figure]:
        """Those of a cell, or of what it shows of them."""
        if number not in self._found:
            self._found[number] = _figures(self._cells[number].glyphs)
        return self._found[number]

    def parts(self, number: int, figure: Figure) -> Iterator[tuple[int, Figure]]:
        """A figure's parts from its first on, with the cells that they stand in; none where it begins in another cell."""
        if id(figure) in self._going_on:
            return
        yield number, figure
        while following := self._following(number, figure):
            number, figure = following
            self._going_on.add(id(figure))
            yield following

    def _following(self, number: int, figure: Figure) -> tuple[int, Figure] | None:
        if number not in self._reaching:
            return None
        near = ((other, part) for other in self._beside(number) for part in self.figures(other))
        return next((each for each in near if _touch(figure[-1], each[1][0])), None)


def _reaches(cell: Cell) -> bool:
    """Whether a digit stands so near to a cell's right side that the next one may cross it."""
    near = cell.right - _REACH
    return any(x1 > near and text in _PARTS for text, _, _, x1, _ in cell.glyphs)


def _figures(glyphs: Iterable[Glyph]) -> list[Figure]:
    """The numbers of a cell."""
    found: list[Figure] = []
    for line in rows(glyphs):
        last: Glyph | None = None
        for glyph in line:
            if glyph.text not in _PARTS:
                last = None
                continue
            if last is not None and _touch(last, glyph):
                found[-1].append(glyph)
            else:
                found.append([glyph])
            last = glyph
    return found


def _touch(glyph: Glyph, following: Glyph) -> bool:
    """Whether two characters follow each other on a line as the digits of a number do."""
    width, height = glyph.x1 - glyph.x0, glyph.bottom - glyph.top
    apart = abs(glyph.top + glyph.bottom - following.top - following.bottom) / 2
    return apart <= _LEVEL * height and _LEAST * width <= following.x0 - glyph.x1 <= _MOST * width


def _place(figure: Figure, cells: Sequence[Cell]) -> None:
    """Puts the parts of a figure that stand in these cells into one of them, or says in all that it is not read."""
    own = set(figure)
    others = [[glyph for glyph in cell.glyphs if glyph not in own] for cell in cells]
    alone = [cell for cell, rest in zip(cells, others, strict=True) if not rest and cell.right < math.inf]
    owners = alone if len(alone) == 1 else [cell for cell in cells if _is_centred(figure, cell)]
    if len(owners) != 1 or any(_is_crowded(figure, rest) for rest in others):
        mark = figure[-1]._replace(text=OBJECT, x0=figure[-1].x1)
        for cell in cells:
            if cell.right < math.inf:
                cell.glyphs.append(mark)
        return
    for cell, rest in zip(cells, others, strict=True):
        cell.glyphs[:] = [*rest, *figure] if cell is owners[0] else rest


def _is_centred(figure: Figure, cell: Cell) -> bool:
    """Whether a figure stands in the middle of a cell."""
    off = (figure[0].x0 + figure[-1].x1 - cell.left - cell.right) / 2
    return abs(off) <= _CENTRED * (figure[0].x1 - figure[0].x0)


def _is_crowded(figure: Figure, others: Iterable[Glyph]) -> bool:
    """Whether other characters of its line overlap a figure, or stand so close that they may be of it."""
    first, last = figure[0], figure[-1]
    room = _APART * (last.x1 - last.x0)
    return any(
        first.top < (top + bottom) / 2 < first.bottom and x0 < last.x1 + room and x1 > first.x0 - room
        for _, x0, top, x1, bottom in others
    )
