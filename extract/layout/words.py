"""Positioned characters, from a PDF, an OFD page or OCR alike: into lines and into the text of a cell."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from extract.words.numbers import lowered, raised

_SMALLER, _RAISED = 0.9, 0.25
"""Of the height of a number's type: what the type of a raised digit has at most, and how far above its line it stands. Browsers take
0.83 and 0.38 of it, word processors 0.58 to 0.65 and 0.35 to 0.5."""
_LOWERED = 0.04
"""How far below its line a digit stands that is lowered, at least: word processors lower by 0.08 to 0.15, browsers by 0.2."""
_DESCENT = 0.18
"""Of the height of a character's box: what lies below its line, in most fonts between 0.12 and 0.25."""
_MARK = 0.75
"""Of the height of a line: less has the box of a character that stands on it as a mark."""


_FEW = 30
"""Characters of a cell, most of which have one line of one type; a page never has."""


class Glyph(NamedTuple):
    """A character and its box, in points from the page's top left."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float


class Line(NamedTuple):
    """Characters that stand on one line, left to right, and the box around them."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    """The size of the type: what a full-width character advances, for boxes' heights differ from font to font."""


def spread(text: str, box: tuple[float, float, float, float]) -> list[Glyph]:
    """A recognised word as characters that share its box by their width: full-width ones take twice the room."""
    x0, top, x1, bottom = box
    widths = [1 if character.isascii() else 2 for character in text]
    unit = (x1 - x0) / max(sum(widths), 1)
    glyphs = []
    for character, width in zip(text, widths, strict=True):
        glyphs.append(Glyph(character, x0, top, x0 + width * unit, bottom))
        x0 += width * unit
    return glyphs


def rows(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    """Characters grouped by line, top to bottom, each line left to right; those drawn twice for boldness once."""
    every = list(glyphs)
    if not every:
        return []
    if len(every) < _FEW and len({(top, bottom) for _, _, top, _, bottom in every}) == 1:
        return [_once(sorted(every, key=_left))]
    # Some producers give a character only its ink for a box: 一 is then a hair, and joins the line that it lies in.
    heights = [glyph.bottom - glyph.top for glyph in every]
    least = 0.6 * median(heights) if min(heights) < 0.6 * max(heights) else 0.0
    small = [glyph for glyph, tall in zip(every, heights, strict=True) if tall < least]
    if small:
        large = [glyph for glyph, tall in zip(every, heights, strict=True) if tall >= least]
        grouped = _joined_small(_stacked(large), small)
    else:
        grouped = _stacked(every)
    return [_once(sorted(line, key=_left)) for line in grouped]


_left = attrgetter("x0")


def _height_twice(glyph: Glyph) -> float:
    return glyph.top + glyph.bottom


def _stacked(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    grouped: list[list[Glyph]] = []
    middle = height = 0.0
    for glyph in sorted(glyphs, key=_height_twice):
        _, _, top, _, bottom = glyph
        centre, tall = (top + bottom) / 2, bottom - top
        apart = 2 * (centre - middle)
        if grouped and ((apart < height and apart < tall) or _is_mark(apart, height, tall)):
            grouped[-1].append(glyph)
            if tall > height:
                middle, height = centre, tall
        else:
            grouped.append([glyph])
            middle, height = centre, tall
    return grouped


def _is_mark(apart: float, height: float, tall: float) -> bool:
    """Whether of two boxes of such heights one is a mark's on the other's line: its middle lies within that, if not near its middle."""
    less, more = (tall, height) if tall < height else (height, tall)
    return apart < more and less < _MARK * more


def _joined_small(grouped: list[list[Glyph]], small: Sequence[Glyph]) -> list[list[Glyph]]:
    """Lines with the small characters that lie in their height; those that lie in none make lines of their own."""
    extents = [(min(each.top for each in line), max(each.bottom for each in line)) for line in grouped]
    tops = [top for top, _ in extents]
    alone: list[Glyph] = []
    for glyph in small:
        centre = (glyph.top + glyph.bottom) / 2
        at = bisect_right(tops, centre) - 1
        near = [i for i in (at, at - 1) if i >= 0 and centre <= extents[i][1]]
        if near:
            grouped[min(near, key=lambda i: abs(sum(extents[i]) / 2 - centre))].append(glyph)
        else:
            alone.append(glyph)
    return sorted(grouped + _stacked(alone), key=lambda line: min(each.top for each in line))


def _once(line: list[Glyph]) -> list[Glyph]:
    kept: list[Glyph] = []
    for glyph in line:
        near = glyph.x0 - 0.2 * (glyph.x1 - glyph.x0)
        # Most stand clear of the one before, and so of all before it.
        if kept and kept[-1].x0 > near and any(_twice(other, glyph, near) for other in kept[-3:]):
            continue
        kept.append(glyph)
    return kept


def _twice(other: Glyph, glyph: Glyph, near: float) -> bool:
    return other.text == glyph.text and other.x0 > near


def lines(glyphs: Iterable[Glyph]) -> list[Line]:
    """The lines of printed text, empty ones left out."""
    found = []
    for row in rows(glyphs):
        inked = [glyph for glyph in row if not glyph.text.isspace()]
        if inked:
            _, lefts, tops, rights, bottoms = zip(*inked, strict=True)
            size = median(map(em, inked))
            found.append(Line(joined(inked), lefts[0], min(tops), max(rights), max(bottoms), size))
    return found


def em(glyph: Glyph) -> float:
    """The size of a character's type."""
    return 0.8 * (glyph.bottom - glyph.top) if glyph.text.isascii() else glyph.x1 - glyph.x0


def text(glyphs: Sequence[Glyph]) -> str:
    """What a cell prints, its lines joined by a line break."""
    if len(glyphs) < 2:
        return "".join(glyph.text for glyph in glyphs).strip()
    return "\n".join(line for row in rows(glyphs) if (line := joined(row)))


def joined(row: Sequence[Glyph]) -> str:
    """One line's characters with a space where the type leaves a gap that is no letter-spacing, a tab for a wide one, and with
    digits that are set off as such."""
    parts: list[str] = []
    last: Glyph | None = None
    base: Glyph | None = None
    for glyph in row:
        text = glyph.text
        if text.isspace():
            continue
        gap = ""
        # Most characters touch the one before.
        if last is not None and glyph.x0 > last.x1:
            gap = _gap(last, glyph)
        if (
            base is not None
            and glyph.bottom != base.bottom
            and text.isdigit()
            and gap != "\t"
            and _is_smaller(glyph, base)
        ):
            text = _set_off(glyph, base)
        else:
            base = glyph
        parts += (gap, text)
        last = glyph
    return "".join(parts)


def _is_smaller(glyph: Glyph, base: Glyph) -> bool:
    """Whether a digit stands behind a number of larger type."""
    return base.text.isdigit() and glyph.bottom - glyph.top <= _SMALLER * (base.bottom - base.top)


def _set_off(glyph: Glyph, base: Glyph) -> str:
    """A digit of smaller type as a note's mark where it stands above or below the line of the number before it."""
    height = base.bottom - base.top
    size = (glyph.bottom - glyph.top) / height
    above = (base.bottom - glyph.bottom) / height
    if above >= _RAISED:
        return raised(glyph.text)
    # A font's own measure may make a box smaller, but not narrower.
    narrower = glyph.x1 - glyph.x0 <= _SMALLER * (base.x1 - base.x0)
    below = _DESCENT * (1 - size) - above
    return lowered(glyph.text) if narrower and below >= _LOWERED else glyph.text


def _gap(left: Glyph, right: Glyph) -> str:
    size = max(left.bottom - left.top, right.bottom - right.top)
    gap = right.x0 - left.x1
    if gap > 2.5 * size:
        return "\t"
    narrow = left.text.isascii() and right.text.isascii()
    return " " if gap > (0.25 if narrow else 0.8) * size else ""
