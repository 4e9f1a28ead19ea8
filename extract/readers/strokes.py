"""Drawn lines of a PDF page: stroked segments and filled boxes too thin to be anything else, also inside forms."""

import ctypes
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

_THIN = 3.0
"""Points: a shape no thicker than this is a drawn line."""
_ONE_BOX = 5
"""Segments: a path of no more is one figure, as large as its bounds."""
_MAX_DEPTH = 5
_MAX_OBJECTS = 100_000
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


def strokes(page: pdfium.PdfPage) -> Iterator[Box]:
    """Boxes (x0, y0, x1, y1) in the page's own space, y upwards, each no thicker than a line."""
    count = raw.FPDFPage_CountObjects(page)
    yield from _within(page.raw, count, raw.FPDFPage_GetObject, Matrix(), 0)


def _within(
    holder: object, count: int, held: Callable[[object, int], object], outer: Matrix, depth: int
) -> Iterator[Box]:
    """The boxes of a page's objects, or of a form's, which `held` gives by their numbers."""
    kind_of, path, form = raw.FPDFPageObj_GetType, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_FORM
    for index in range(min(count, _MAX_OBJECTS)):
        item = held(holder, index)
        kind = kind_of(item)
        if kind == path:
            yield from _path(item, outer)
        elif kind == form and depth < _MAX_DEPTH:
            inside = raw.FPDFFormObj_CountObjects(item)
            inner = outer.after(_matrix(item))
            yield from _within(item, inside, raw.FPDFFormObj_GetObject, inner, depth + 1)


def _matrix(item: object) -> Matrix:
    found = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(item, found):
        return Matrix()
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def _path(item: object, outer: Matrix) -> Iterator[Box]:
    corners = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(item, *corners):
        return
    bounds = outer.box(*(corner.value for corner in corners))
    if _thin(bounds):
        yield bounds
        return
    fill, stroked = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(item, fill, stroked)
    if not stroked.value and raw.FPDFPath_CountSegments(item) <= _ONE_BOX:
        return
    matrix = outer.after(_matrix(item))
    for shape in _shapes(item, matrix):
        if stroked.value:
            yield from _sides(shape)
        elif fill.value and _thin(box := _around(shape)):
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


def _around(shape: Shape) -> Box:
    xs, ys = [x for x, _ in shape], [y for _, y in shape]
    return min(xs), min(ys), max(xs), max(ys)


def _sides(shape: Shape) -> Iterator[Box]:
    for start, end in pairwise(shape):
        box = _around([start, end])
        if _thin(box):
            yield box
