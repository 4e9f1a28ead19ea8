"""What a PDF page paints, in the order in which it does, also inside forms: lines, and what may hide text or be hidden."""

import ctypes
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.layout.ruled import MAX_RULINGS
from extract.readers.calls import Address, address, handle, quick
from extract.readers.placed import is_clipped
from extract.readers.strokes import Box, Matrix, bounds, drawn, matrix

_MAX_DEPTH = 5
_MAX_OBJECTS = 100_000
_LIGHT = 0xE0
"""Of 255, in each of red, green and blue: ink that does not show on paper."""
_CLEAR = 0x10
"""Of 255: ink so transparent shows on nothing."""
_UNPAINTED = frozenset({raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP})
_NO_TEXT = raw.FPDF_TEXTRENDERMODE_UNKNOWN
"""What an object other than text is said to be painted with."""

_kind = quick(raw.FPDFPageObj_GetType, ctypes.c_int, Address)
_of_page = quick(raw.FPDFPage_GetObject, Address, Address, ctypes.c_int)
_of_form = quick(raw.FPDFFormObj_GetObject, Address, Address, ctypes.c_ulong)
_mode = quick(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_int, Address)
_colour = quick(raw.FPDFPageObj_GetFillColor, ctypes.c_int, *[Address] * 5)


class Cover(NamedTuple):
    """A filled box, or a picture."""

    after: int
    """How many texts were painted before it."""
    box: Box
    item: int
    outer: Matrix
    """Of the form that it stands in."""


@dataclass(slots=True)
class Painted:
    """Boxes are in the page's own space, y upwards; objects are named by their addresses."""

    lines: list[Box] = field(default_factory=list)
    """No thicker than a line is."""
    texts: dict[int, int] = field(default_factory=dict)
    """Each piece of text with how many were painted before it."""
    clear: set[int] = field(default_factory=set)
    """Texts that leave no ink: layers of text over a scan, and what is hidden."""
    light: set[int] = field(default_factory=set)
    """Texts in white ink, or nearly so."""
    covers: list[Cover] = field(default_factory=list)
    """Boxes that may lie over text."""
    clipped: dict[int, Matrix] = field(default_factory=dict)
    """Texts that something may cut off, with the matrix of the form that each stands in."""
    pictures: list[Cover] = field(default_factory=list)
    shapes: list[Box] = field(default_factory=list)
    """What is filled, and neither a line nor a box."""


def painted(page: pdfium.PdfPage) -> Painted:
    """Everything that the page paints."""
    found = Painted()
    _Walk(found).within(address(page.raw), raw.FPDFPage_CountObjects(page), _of_page, Matrix(), 0)
    return found


class _Walk:
    """Goes through objects in the order in which they are painted."""

    def __init__(self, found: Painted) -> None:
        self.found = found
        self._ink = ctypes.create_string_buffer(16)
        start = ctypes.addressof(self._ink)
        self._channels = tuple(range(start, start + 16, 4))

    def within(
        self, holder: int, count: int, held: Callable[[int, int], int], outer: Matrix, depth: int
    ) -> None:
        """The objects of a page or of a form, which `held` gives by their numbers."""
        texts, clipped = self.found.texts, self.found.clipped
        ink, (red, green, blue, alpha) = self._ink, self._channels
        mode_of, colour_of, filled, usual = _mode, _colour, raw.FPDF_TEXTRENDERMODE_FILL, b""
        for index in range(min(count, _MAX_OBJECTS)):
            item = held(holder, index)
            mode = mode_of(item)
            if mode == _NO_TEXT:
                self._other(item, outer, depth)
                continue
            texts[item] = len(texts)
            if is_clipped(item):
                clipped[item] = outer
            if mode == filled:
                # Most text of a page is in one colour.
                if colour_of(item, red, green, blue, alpha) and ink.raw != usual and self._shows(item):
                    usual = ink.raw
            elif mode in _UNPAINTED:
                self.found.clear.add(item)

    def _shows(self, item: int) -> bool:
        """Whether text in the ink that was asked for last shows on paper; else it is kept with its like."""
        *channels, alpha = self._values()
        if alpha < _CLEAR:
            self.found.clear.add(item)
        elif min(channels) >= _LIGHT:
            self.found.light.add(item)
        else:
            return True
        return False

    def _is_dark(self, item: int) -> bool:
        """Whether what a path is filled with shows on paper; a pattern, which has no colour, does."""
        if not _colour(item, *self._channels):
            return True
        *channels, alpha = self._values()
        return alpha >= _CLEAR and min(channels) < _LIGHT

    def _values(self) -> list[int]:
        """Of the ink that was asked for last."""
        return [ctypes.c_uint.from_buffer(self._ink, at).value for at in range(0, 16, 4)]

    def _other(self, item: int, outer: Matrix, depth: int) -> None:
        found, kind = self.found, _kind(item)
        if kind == raw.FPDF_PAGEOBJ_PATH and len(found.lines) < MAX_RULINGS:
            lines, filled, shape = drawn(item, outer)
            found.lines.extend(lines)
            if filled and found.texts:
                found.covers.append(Cover(len(found.texts), filled, item, outer))
            if shape and len(found.shapes) < MAX_RULINGS and self._is_dark(item):
                found.shapes.append(shape)
        elif kind == raw.FPDF_PAGEOBJ_IMAGE and (box := bounds(item, outer)):
            found.pictures.append(Cover(len(found.texts), box, item, outer))
        elif kind == raw.FPDF_PAGEOBJ_FORM and depth < _MAX_DEPTH:
            inner = outer.after(matrix(item))
            self.within(item, raw.FPDFFormObj_CountObjects(handle(item)), _of_form, inner, depth + 1)
