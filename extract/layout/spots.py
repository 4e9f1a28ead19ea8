"""Words with positions: characters that stand close on one line, however the lines beside them are set."""

from collections.abc import Iterable, Sequence
from operator import attrgetter
from statistics import median
from typing import NamedTuple

from extract.layout.words import Glyph, em, joined
from extract.tables.cells import FIGURES, said
from extract.words.labels import core

_LEVEL = 0.25
"""The share of the usual height by which a character of the same word may stand higher or lower."""
_SAME = 0.05
"""The share of it that characters of one line differ by where the font gives some of them boxes of their own."""
_CLOSE = 0.4
"""Of the size of type: the widest gap within a word."""
_CLOSE_DIGITS = 0.2
"""The widest within a number: a cell's figure may end close to where the next one begins."""


_LONGEST = 16
"""Characters of a figure with its unit; a longer text that begins with a number is a sentence."""


class Spot(NamedTuple):
    """A word and the box around it."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    glyphs: tuple[Glyph, ...]

    @property
    def middle(self) -> float:
        """Its height on the page."""
        return (self.top + self.bottom) / 2

    @property
    def is_figure(self) -> bool:
        """Whether it prints a number or a dash, perhaps with a unit."""
        _, value = said(self.text)
        return value is not None and value.state in FIGURES and len(self.text) <= _LONGEST

    @property
    def wording(self) -> str:
        """What it says as a label."""
        return core(self.text)


def spots(glyphs: Iterable[Glyph]) -> list[Spot]:
    """The words of a page, from top to bottom and from left to right."""
    found: list[Spot] = []
    for band in _bands(glyphs):
        word: list[Glyph] = []
        for glyph in sorted(band, key=_left):
            if word and glyph.x0 - word[-1].x1 > _widest(word[-1], glyph) * em(glyph):
                found.append(_spot(word))
                word = []
            word.append(glyph)
        found.append(_spot(word))
    return found


def _widest(left: Glyph, right: Glyph) -> float:
    return _CLOSE_DIGITS if left.text.isdigit() and right.text.isdigit() else _CLOSE


_left = attrgetter("x0")


def _height(glyph: Glyph) -> float:
    return glyph.top + glyph.bottom


def _bands(glyphs: Iterable[Glyph]) -> list[list[Glyph]]:
    ordered = sorted(glyphs, key=_height)
    # Some producers give a character only its ink for a box: its own height tells nothing.
    usual = median(glyph.bottom - glyph.top for glyph in ordered) if ordered else 0.0
    bands: list[list[Glyph]] = []
    level = last = 0.0
    for glyph in ordered:
        middle = (glyph.top + glyph.bottom) / 2
        if not bands or (middle - level > _LEVEL * usual and middle - last > _SAME * usual):
            bands.append([])
            level = middle
        bands[-1].append(glyph)
        last = middle
    return bands


def cut(word: Spot, at: int) -> tuple[Spot, Spot]:
    """A word as two: its first `at` characters and the others."""
    return _spot(word.glyphs[:at]), _spot(word.glyphs[at:])


def join(words: Sequence[Spot]) -> Spot:
    """Words on one line as one."""
    return words[0] if len(words) == 1 else _spot([glyph for word in words for glyph in word.glyphs])


def _spot(word: Sequence[Glyph]) -> Spot:
    top, bottom = min(each.top for each in word), max(each.bottom for each in word)
    size = median(em(each) for each in word)
    return Spot(joined(word), word[0].x0, top, max(each.x1 for each in word), bottom, size, tuple(word))
