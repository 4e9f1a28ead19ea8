"""What a PDF strikes out: by a line through the ink of characters, or by an annotation."""

import ctypes
from collections.abc import Iterator, Sequence

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.layout import struck
from extract.layout.ruled import Ruling
from extract.layout.struck import Strike
from extract.layout.words import Glyph
from extract.readers.strokes import Box
from extract.readers.view import View

_INKED = (0.15, 0.85)
"""Shares of the height of a character's ink between which a line strikes it."""
_LEAST_INK = 0.3
"""The share of a character's height: less is a dash or a point, or a font that isn't there, and tells nothing."""


def strikes(
    textpage: pdfium.PdfTextPage,
    view: View,
    *,
    glyphs: Sequence[Glyph],
    numbers: Sequence[int],
    rulings: Sequence[Ruling],
    annotated: Sequence[Box],
) -> Iterator[Strike]:
    """Everything that strikes out some of the page's characters, whose numbers in the text layer are `numbers`; `annotated` are the
    boxes that annotations strike out."""
    for strike in struck.strikes(glyphs, rulings):
        inked = [
            (glyphs[number], Glyph("", *view.box(*ink(textpage, numbers[number]))))
            for number in strike.glyphs
        ]
        if all(_runs_through(strike.at, *each) for each in inked):
            yield strike
    for box in annotated:
        yield Strike(at=box[1], rulings=(), glyphs=tuple(_within(box, glyphs)))


def ink(textpage: pdfium.PdfTextPage, index: int) -> Box:
    """The box around what a character prints, in the page's own space."""
    left, right, bottom, top = held = tuple(ctypes.c_double() for _ in range(4))
    raw.FPDFText_GetCharBox(textpage, index, *held)
    return left.value, bottom.value, right.value, top.value


def _runs_through(at: float, glyph: Glyph, inked: Glyph) -> bool:
    """Whether a line at this height runs through a character's ink: a font may give it a measure that an underline runs through."""
    height = inked.bottom - inked.top
    if height < _LEAST_INK * (glyph.bottom - glyph.top):
        return True
    least, most = _INKED
    return inked.top + least * height <= at <= inked.top + most * height


def _within(box: Box, glyphs: Sequence[Glyph]) -> Iterator[int]:
    left, top, right, bottom = box
    for number, glyph in enumerate(glyphs):
        x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
        if left <= x <= right and top <= y <= bottom:
            yield number
