"""Characters that a drawn line strikes out: on paper they are taken back, whatever the file still names."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from operator import sub
from typing import NamedTuple

from extract.layout.ruled import Ruling
from extract.layout.words import Glyph

_THROUGH = (0.3, 0.75)
"""Shares of a character's height, from its top, between which a line goes through it; an underline lies lower."""
_COVERED = 0.6
"""Of a character's width, along the line: less is the end of a line that strikes its neighbour."""
_OVER = 0.75
"""Of a character's height: how far a line may run beyond what it strikes, over a space or by its own thickness."""
_THICK = 0.25
"""Of a character's height: what is thicker covers and does not strike."""
_ON_LINE = 0.35
"""Of a character's height: how far the middles of a line's characters may lie apart."""
_APART = 1.0
"""Points between the pieces of one line, and between a ruling's end and the ruling that it meets."""


class Strike(NamedTuple):
    """A line and what it strikes out, by their numbers among a page's rulings and characters."""

    at: float
    rulings: tuple[int, ...]
    glyphs: tuple[int, ...]


class _Line(NamedTuple):
    """A drawn line with the numbers of its pieces."""

    box: Ruling
    pieces: tuple[int, ...]


def strikes(glyphs: Sequence[Glyph], rulings: Sequence[Ruling]) -> Iterator[Strike]:
    """The lines that go through characters from the first to the last and meet no line of a table."""
    _, _, tops, _, ends = zip(*glyphs, strict=True) if glyphs else [()] * 5
    order = sorted(range(len(glyphs)), key=ends.__getitem__)
    bottoms = [ends[number] for number in order]
    tallest = max(map(sub, ends, tops), default=0.0)
    down = [ruling for ruling in rulings if not _is_across(ruling)]
    for box, pieces in _across(rulings):
        at = (box.top + box.bottom) / 2
        near = order[bisect_left(bottoms, at) : bisect_left(bottoms, at + tallest)]
        under = [number for number in near if _covers(box, glyphs[number])]
        met = [number for number in under if glyphs[number].top <= at]
        crossed = [glyphs[number] for number in met if _goes_through(box, glyphs[number])]
        if (
            _ends_with(box, crossed)
            and _is_one_line([glyphs[number] for number in met])
            and not any(_meets(box, each) for each in down)
        ):
            yield Strike(at, pieces, tuple(number for number in under if _stands_in(glyphs[number], crossed)))


def unstruck(
    glyphs: Sequence[Glyph], rulings: Sequence[Ruling], struck: Sequence[Strike]
) -> tuple[tuple[Glyph, ...], tuple[Ruling, ...]]:
    """The characters and rulings of a page without what is struck out, and without the lines that strike it."""
    out = {number for strike in struck for number in strike.glyphs}
    lines = {number for strike in struck for number in strike.rulings}
    return (
        tuple(glyph for number, glyph in enumerate(glyphs) if number not in out),
        tuple(ruling for number, ruling in enumerate(rulings) if number not in lines),
    )


def _is_across(ruling: Ruling) -> bool:
    return ruling.x1 - ruling.x0 >= ruling.bottom - ruling.top


def _across(rulings: Sequence[Ruling]) -> list[_Line]:
    """The lines across a page; pieces that touch are one."""
    found: list[_Line] = []
    flat = [number for number, ruling in enumerate(rulings) if _is_across(ruling)]
    for number in sorted(flat, key=lambda number: (round(2 * rulings[number].top), rulings[number].x0)):
        ruling = rulings[number]
        if found and _goes_on(found[-1].box, ruling):
            box, pieces = found[-1]
            found[-1] = _Line(box._replace(x1=max(box.x1, ruling.x1)), (*pieces, number))
        else:
            found.append(_Line(ruling, (number,)))
    return found


def _goes_on(line: Ruling, ruling: Ruling) -> bool:
    return abs(line.top - ruling.top) < _APART / 2 and line.x0 <= ruling.x0 <= line.x1 + _APART


def _covers(line: Ruling, glyph: Glyph) -> bool:
    covered = min(line.x1, glyph.x1) - max(line.x0, glyph.x0)
    return covered >= _COVERED * (glyph.x1 - glyph.x0)


def _goes_through(line: Ruling, glyph: Glyph) -> bool:
    height = glyph.bottom - glyph.top
    least, most = _THROUGH
    share = (line.top + line.bottom) / 2 - glyph.top
    return least * height <= share <= most * height and line.bottom - line.top <= _THICK * height


def _ends_with(line: Ruling, crossed: Sequence[Glyph]) -> bool:
    """Whether a line is as long as the characters that it goes through: a ruling is as long as its cell."""
    if not any(glyph.text.isalnum() for glyph in crossed):
        return False
    over = _OVER * max(glyph.bottom - glyph.top for glyph in crossed)
    return (
        min(glyph.x0 for glyph in crossed) - over <= line.x0
        and line.x1 <= max(glyph.x1 for glyph in crossed) + over
    )


def _is_one_line(glyphs: Sequence[Glyph]) -> bool:
    """Whether characters stand on one line: a ruling goes through several where rows are too low for their type."""
    heights = [(glyph.top + glyph.bottom) / 2 for glyph in glyphs]
    tallest = max(glyph.bottom - glyph.top for glyph in glyphs)
    return max(heights) - min(heights) <= _ON_LINE * tallest


def _meets(line: Ruling, down: Ruling) -> bool:
    return (
        line.x0 - _APART <= down.x1
        and down.x0 <= line.x1 + _APART
        and down.top - _APART <= line.bottom
        and line.top <= down.bottom + _APART
    )


def _stands_in(glyph: Glyph, crossed: Sequence[Glyph]) -> bool:
    """Whether a character stands in the line of those: a point or comma lies below what goes through it."""
    middle = (glyph.top + glyph.bottom) / 2
    return min(each.top for each in crossed) <= middle <= max(each.bottom for each in crossed)
