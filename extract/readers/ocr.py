"""Scans and pictures of tables, by the extra `ocr`: recognised words and drawn lines, then the same way as a PDF's.

Detection overlooks lone digits and runs neighbouring cells together, so that in a ruled table each cell that has ink
is recognised by itself: a blank cell is one without ink, never one that was not seen.
"""

import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from archive.errors import DocumentUnreadable
from archive.files import sniff
from archive.records import Part
from extract.document import Document
from extract.layout import ruled
from extract.layout.pages import Page, blocks
from extract.layout.ruled import Ruling
from extract.layout.words import Glyph, spread
from extract.readers import inked, recogniser

if TYPE_CHECKING:
    import numpy

    Image = numpy.ndarray[Any, numpy.dtype[Any]]

MISSING = "the pages are images, and the extra `ocr` that reads these is not installed"
UNREAD = "its pictures may be tables, and the extra `ocr` that reads these is not installed"
MAX_PAGES = 24
"""Of one scan: a page takes some ten seconds."""
_UPRIGHT, _ACROSS = 1400, 1980
"""Pixels: the width that pages are brought to, upright and across."""
_MAX_RATIO = 3.0
_MAX_PIXELS = 16_000_000
_POINTS = 595 / _UPRIGHT
"""Points a pixel at that width, on A4."""
_BAND = 600
"""Pixels: about how tall a strip is looked at in one go."""
_LEAST_INK = 40
"""Pixels of ink in a strip that is looked at."""
_DETECTED = 0.6
"""The scale at which lines are detected; they are recognised at their own."""
_BORDER = 4
"""Pixels around a table that are its border's."""
_LINE_BLUR = 1
"""Pixels beside a ruling that are grey with it: a digit may touch it."""
_LINE = 25
"""Pixels: a straight run of ink at least this long may be a ruling."""


def read(*parts: Part) -> Document:
    """The blocks of an image, or of several as pages. Raises DocumentUnreadable without the extra, for images all of which are
    damaged, and for those without text."""
    kind = sniff.media_type(parts[0].body)
    if not recogniser.installed():
        raise DocumentUnreadable(kind, MISSING)
    opened = [
        (number, image) for number, part in enumerate(parts, 1) if (image := _decoded(part)) is not None
    ]
    if not opened:
        raise DocumentUnreadable(kind, "the image is damaged or of a kind that cannot be read")
    found = blocks((page(image, number) for number, image in opened), kind)
    if not found:
        raise DocumentUnreadable(kind, "no text was recognised in the image")
    return Document(media_type=kind, blocks=tuple(found))


def _decoded(part: Part) -> "Image | None":
    """A grey image; None where it is damaged or of a kind that cannot be read."""
    import cv2
    import numpy

    image: Image | None = cv2.imdecode(numpy.frombuffer(part.body, numpy.uint8), cv2.IMREAD_GRAYSCALE)
    return image


def page(image: "Image", number: int) -> Page:
    """What stands on one grey image, straightened."""
    scan = Scan(image)
    return Page(
        number=number,
        width=scan.width,
        height=scan.height,
        glyphs=(*scan.celled(), *scan.loose()),
        rulings=scan.rulings,
    )


class Scan:
    """One grey image, straightened: what is drawn on it, in points; what it prints is recognised where it is asked for."""

    def __init__(self, image: "Image") -> None:
        self._image = _straightened(_scaled(image))
        self._drawn = list(_rulings(self._image))
        self.rulings = tuple(Ruling(*(side * _POINTS for side in ruling)) for ruling in self._drawn)
        self._tables, _ = ruled.tables([], self.rulings)
        height, width = self._image.shape[:2]
        self.width, self.height = width * _POINTS, height * _POINTS

    def celled(self) -> Iterator[Glyph]:
        """What stands in the cells of its ruled tables."""
        cells = [piece.box for table in self._tables for piece in table.pieces if piece.box]
        unlined = _without(self._image, self._drawn, _LINE_BLUR) if cells else self._image
        for cell in cells:
            yield from _cell(unlined, cell)

    def loose(self) -> Iterator[Glyph]:
        """What stands outside its ruled tables."""
        return _words(_without(self._image, [_pixels(table.box) for table in self._tables], _BORDER))


def _scaled(image: "Image") -> "Image":
    """The image at the width of a page of A4, upright or across, at which type has its usual size."""
    import cv2

    height, width = image.shape[:2]
    wanted = _ACROSS if width > height else _UPRIGHT
    ratio = min(wanted / width, _MAX_RATIO, math.sqrt(_MAX_PIXELS / (width * height)))
    if abs(ratio - 1) < 0.02:
        return image
    how = cv2.INTER_AREA if ratio < 1 else cv2.INTER_CUBIC
    return cv2.resize(image, None, fx=ratio, fy=ratio, interpolation=how)


def _straightened(image: "Image") -> "Image":
    """The image turned by the angle at which most of its long lines lie, where that is a small one."""
    import cv2
    import numpy

    # Half the size shows an angle as well, at a quarter of the cost.
    small = cv2.resize(inked.binarised(image), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    _, ink = cv2.threshold(small, 64, 255, cv2.THRESH_BINARY)
    length = ink.shape[1] // 4
    found = cv2.HoughLinesP(ink, 1, math.pi / 1800, length // 2, minLineLength=length, maxLineGap=4)
    if found is None:
        return image
    angles = [math.degrees(math.atan2(y1 - y0, x1 - x0)) for x0, y0, x1, y1 in found.reshape(-1, 4)]
    near = [angle for angle in angles if abs(angle) < 10]
    angle = float(numpy.median(near)) if near else 0.0
    if abs(angle) < 0.05:
        return image
    height, width = image.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return cv2.warpAffine(image, turn, (width, height), flags=cv2.INTER_CUBIC, borderValue=(255,))


Box = tuple[float, float, float, float]


def _rulings(image: "Image") -> Iterator[Box]:
    """Long straight runs of ink, in pixels; the bars of large characters are shorter."""
    import cv2

    ink = inked.binarised(image)
    for shape, gap in (((_LINE, 1), (3, 1)), ((1, _LINE), (1, 3))):
        joined = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, cv2.getStructuringElement(cv2.MORPH_RECT, gap))
        lines = cv2.morphologyEx(joined, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, shape))
        count, _, stats, _ = cv2.connectedComponentsWithStats(lines)
        for x, y, width, height, _ in stats[1:count]:
            if max(width, height) >= 2 * _LINE and min(width, height) <= 12:
                yield float(x), float(y), float(x + width), float(y + height)


def _pixels(box: Box) -> Box:
    x0, top, x1, bottom = (round(side / _POINTS) for side in box)
    return x0, top, x1, bottom


def _without(image: "Image", boxes: Iterable[Box], around: int) -> "Image":
    """The image with boxes in pixels painted over, and as many pixels around each."""
    rest = image.copy()
    for box in boxes:
        x0, top, x1, bottom = map(round, box)
        rest[max(top - around, 0) : bottom + around, max(x0 - around, 0) : x1 + around] = 255
    return rest


def _words(image: "Image") -> Iterator[Glyph]:
    """Characters of the lines that are detected, wherever they stand, and of the digits that are not."""
    import cv2
    import numpy

    for top, bottom in _bands(image):
        band = image[top:bottom]
        small = cv2.resize(band, None, fx=_DETECTED, fy=_DETECTED, interpolation=cv2.INTER_AREA)
        coloured = cv2.cvtColor(small, cv2.COLOR_GRAY2BGR)
        found, _ = recogniser.engine()(coloured, use_det=True, use_cls=False, use_rec=False)
        corners = [numpy.array(each, numpy.float32) / _DETECTED for each in found or []]
        boxes = [inked.within((*each.min(axis=0), *each.max(axis=0)), band.shape) for each in corners]
        ink = inked.binarised(band)
        parts = [part for box in boxes for part in inked.pieces(ink, box)]
        for x0, y0, x1, y1 in [*parts, *inked.overlooked(ink, boxes)]:
            text = recogniser.recognised(band[max(y0 - 4, 0) : y1 + 4, max(x0 - 6, 0) : x1 + 6])
            corner, end = (x0 * _POINTS, (y0 + top) * _POINTS), (x1 * _POINTS, (y1 + top) * _POINTS)
            yield from spread(text, (*corner, *end))


def _bands(image: "Image") -> Iterator[tuple[int, int]]:
    """The page in strips that have ink, cut where the least is: detection takes memory by the size of what it is given."""
    ink = (inked.binarised(image) > 0).sum(axis=1).tolist()
    top, height = 0, len(ink)
    while top < height:
        cut = height
        if height - top > 1.5 * _BAND:
            reach = range(top + _BAND - _BAND // 5, top + _BAND + _BAND // 5)
            cut = min(reach, key=lambda y: ink[y])
        if sum(ink[top:cut]) > _LEAST_INK:
            yield top, cut
        top = cut


def _cell(image: "Image", box: Box) -> Iterator[Glyph]:
    """What one cell prints, line by line; nothing for a cell without ink."""
    import cv2
    import numpy

    x0, y0, x1, y1 = map(round, _pixels(box))
    inner = image[y0:y1, x0:x1]
    if min(inner.shape[:2], default=0) < 6:
        return
    ink = inked.binarised(cv2.medianBlur(inner, 3))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    # Noise leaves specks; a minus sign of a page at this scale is some eight pixels wide, a digit sixteen tall.
    specks = [i for i in range(1, count) if max(stats[i][2], stats[i][3]) < 6 or stats[i][4] < 10]
    ink[numpy.isin(labels, specks)] = 0
    for top, bottom, left, right in inked.lines(ink):
        crop = inner[max(top - 4, 0) : bottom + 4, max(left - 6, 0) : right + 6]
        text = recogniser.recognised(crop)
        corner = (x0 + left) * _POINTS, (y0 + top) * _POINTS
        end = (x0 + right) * _POINTS, (y0 + bottom) * _POINTS
        yield from spread(text, (*corner, *end))
