"""What the paths of a PDF draw: lines, which are stroked segments and filled boxes too thin to be anything else; boxes; other shapes."""

import ctypes
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import pypdfium2.raw as raw

from extract.readers.calls import Address, handle, quick

_THIN = 3.0
"""Points: a shape no thicker than this is a drawn line."""
_STEM = 1.0
"""Points: no digit's outline is narrower, and few lines are thicker."""
_ONE_BOX = 5
"""Segments: a path of no more is one figure, as large as its bounds."""
_MAX_SEGMENTS = 20_000

Box = tuple[float, float, float, float]


class Matrix(NamedTuple):
    """x' = ax + cy + e, y' = bx + dy + f (ISO 32000 §8.3.3)."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def point(self, x: float, y: float) -> tuple[float, float]:
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Box:
        (ax, ay), (bx, by) = self.point(x0, y0), self.point(x1, y1)
        return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)

    def after(self, inner: "Matrix") -> "Matrix":
        """The matrix that does `inner` first, then this one."""
        a, b = self.a * inner.a + self.c * inner.b, self.b * inner.a + self.d * inner.b
        c, d = self.a * inner.c + self.c * inner.d, self.b * inner.c + self.d * inner.d
        e, f = self.point(inner.e, inner.f)
        return Matrix(a, b, c, d, e, f)


_bounds = quick(raw.FPDFPageObj_GetBounds, ctypes.c_int, *[Address] * 5)


def matrix(item: int) -> Matrix:
    """An object's own matrix."""
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(handle(item), found):
        return Matrix()
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def bounds(item: int, outer: Matrix) -> Box | None:
    """The box around what an object paints, `outer` being the matrix of the form that it stands in; null for a damaged one."""
    corners = (ctypes.c_float * 4)()
    at = ctypes.addressof(corners)
    return outer.box(*corners) if _bounds(item, at, at + 4, at + 8, at + 12) else None


class Drawn(NamedTuple):
    """What a path draws."""

    lines: Iterable[Box] = ()
    """The boxes of its lines, each no thicker than a line."""
    filled: Box | None = None
    """The box that it fills where that is all it is."""
    shape: Box | None = None
    """The box around what it fills where that is more: a sign, or a character without its name."""


def drawn(item: int, outer: Matrix) -> Drawn:
    """What the path draws, `outer` being the matrix of the form that it stands in."""
    box = bounds(item, outer)
    if box is None:
        return Drawn()
    path = handle(item)
    if _thin(box):
        # A page may have thousands of rulings, and hardly any is as thick.
        narrow = min(box[2] - box[0], box[3] - box[1]) < _STEM
        plain = narrow or raw.FPDFPath_CountSegments(path) <= _ONE_BOX
        return Drawn((box,), None, None if plain else box)
    plain = raw.FPDFPath_CountSegments(path) <= _ONE_BOX
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(path, fill, stroked)
    if fill.value and plain and not stroked.value:
        return Drawn(filled=box)
    lines = _lines(
        _shapes(path, outer.after(matrix(item))), fill=bool(fill.value), stroked=bool(stroked.value)
    )
    return Drawn(lines, box if fill.value and plain else None, box if fill.value and not plain else None)


def _lines(shapes: Iterable["Shape"], *, fill: bool, stroked: bool) -> Iterator[Box]:
    for shape in shapes:
        if stroked:
            yield from _sides(shape)
        elif fill and _thin(box := around(shape)):
            yield box


def _thin(box: Box) -> bool:
    return box[2] - box[0] <= _THIN or box[3] - box[1] <= _THIN


Shape = list[tuple[float, float]]


def _shapes(path: object, matrix: Matrix) -> Iterator[Shape]:
    """The corners of each closed or open figure of a path, closed ones with their first corner again at the end."""
    shape: Shape = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for index in range(min(raw.FPDFPath_CountSegments(path), _MAX_SEGMENTS)):
        segment = raw.FPDFPath_GetPathSegment(path, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        point = matrix.point(x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO:
            if len(shape) > 1:
                yield shape
            shape = [point]
        else:
            shape.append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            shape.append(shape[0])
    if len(shape) > 1:
        yield shape


def around(shape: Shape) -> Box:
    """The box around points."""
    xs, ys = [x for x, _ in shape], [y for _, y in shape]
    return min(xs), min(ys), max(xs), max(ys)


def _sides(shape: Shape) -> Iterator[Box]:
    for start, end in pairwise(shape):
        box = around([start, end])
        if _thin(box):
            yield box
