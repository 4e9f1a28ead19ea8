"""Scans and pictures of tables, by the extra `ocr`: recognised words and drawn lines, then the same way as a PDF's.

Detection overlooks lone digits and runs neighbouring cells together, so that in a ruled table each cell that has ink
is recognised by itself: a blank cell is one without ink, never one that was not seen.
"""

import math
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from archive.errors import DocumentUnreadable
from archive.files import sniff
from archive.records import Part
from extract.document import Document
from extract.layout import ruled
from extract.layout.pages import Page, blocks
from extract.layout.ruled import Ruling
from extract.layout.words import Glyph, spread
from extract.readers import inked

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
_SURE = 0.6
"""Recognition below this is taken for noise."""
_LONE = {
    "o": "0",
    "O": "0",
    "D": "0",
    "Q": "0",
    "０": "0",
    "〇": "0",
    "○": "0",
    "。": "0",
    "°": "0",
    "Ⅱ": "11",
}
_BAND = 600
"""Pixels: about how tall a strip is looked at in one go."""
_LEAST_INK = 40
"""Pixels of ink in a strip that is looked at."""
_DETECTED = 0.6
"""The scale at which lines are detected; they are recognised at their own."""
_LONE_WIDTH = 1.5
"""A line no wider than this, in its height, is one character: two alike, thrice over, might be taken for fewer."""
_LONGEST = 4000
"""Pixels of a line that the recogniser takes as it is: what it shrinks may come to nothing."""
_WHITE = (255, 255, 255)
_BORDER = 4
"""Pixels around a table that are its border's."""
_LINE_BLUR = 1
"""Pixels beside a ruling that are grey with it: a digit may touch it."""
_LINE = 25
"""Pixels: a straight run of ink at least this long may be a ruling."""


class Engine(Protocol):
    """What the recogniser of the extra does: the boxes of an image's lines, or text and score of one line."""

    def __call__(
        self, image: "Image", *, use_det: bool, use_cls: bool, use_rec: bool
    ) -> tuple[list[list[object]] | None, object]: ...

    def get_crop_img_list(self, img: "Image", dt_boxes: "list[Image]") -> "list[Image]":
        """Each box cut from the image and laid straight."""
        ...


def installed() -> bool:
    """Whether the extra is there."""
    return find_spec("rapidocr_onnxruntime") is not None and find_spec("cv2") is not None


def read(*parts: Part) -> Document:
    """The blocks of an image, or of several as pages. Raises DocumentUnreadable without the extra, for images all of which are
    damaged, and for those without text."""
    kind = sniff.media_type(parts[0].body)
    if not installed():
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


@cache
def _engine() -> Engine:
    from rapidocr_onnxruntime import RapidOCR

    # One thread: the pool above has a process for each core, and threads that wait for one another only burn time.
    # Its lines are padded to 160 pixels rather than 320: most of a table's are a digit or two, and cost half.
    # Detection must not enlarge what it is given: its memory goes by the size.
    engine: Engine = RapidOCR(
        intra_op_num_threads=1,
        inter_op_num_threads=1,
        rec_img_shape=[3, 48, 160],
        det_limit_side_len=32,
        max_side_len=_LONGEST,
    )
    return engine


def page(image: "Image", number: int, *, whole: bool = True) -> Page:
    """What stands on one grey image, straightened; of its ruled tables alone where `whole` is false."""
    straight = _straightened(_scaled(image))
    drawn = list(_rulings(straight))
    rulings = [Ruling(*(side * _POINTS for side in ruling)) for ruling in drawn]
    found, _ = ruled.tables([], rulings)
    cells = [piece.box for table in found for piece in table.pieces if piece.box]
    unlined = _without(straight, drawn, _LINE_BLUR) if cells else straight
    glyphs = [glyph for cell in cells for glyph in _cell(unlined, cell)]
    glyphs += _words(_without(straight, [_pixels(table.box) for table in found], _BORDER)) if whole else ()
    height, width = straight.shape[:2]
    return Page(
        number=number,
        width=width * _POINTS,
        height=height * _POINTS,
        glyphs=tuple(glyphs),
        rulings=tuple(rulings),
    )


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


def _ink(image: "Image") -> "Image":
    """White ink on black, whatever the light of the scan."""
    import cv2

    return cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)


def _straightened(image: "Image") -> "Image":
    """The image turned by the angle at which most of its long lines lie, where that is a small one."""
    import cv2
    import numpy

    # Half the size shows an angle as well, at a quarter of the cost.
    small = cv2.resize(_ink(image), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
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

    ink = _ink(image)
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
        found, _ = _engine()(coloured, use_det=True, use_cls=False, use_rec=False)
        corners = [numpy.array(each, numpy.float32) / _DETECTED for each in found or []]
        boxes = [inked.within((*each.min(axis=0), *each.max(axis=0)), band.shape) for each in corners]
        ink = _ink(band)
        parts = [part for box in boxes for part in inked.pieces(ink, box)]
        for x0, y0, x1, y1 in [*parts, *inked.overlooked(ink, boxes)]:
            text = _recognised(band[max(y0 - 4, 0) : y1 + 4, max(x0 - 6, 0) : x1 + 6])
            corner, end = (x0 * _POINTS, (y0 + top) * _POINTS), (x1 * _POINTS, (y1 + top) * _POINTS)
            yield from spread(text, (*corner, *end))


def _bands(image: "Image") -> Iterator[tuple[int, int]]:
    """The page in strips that have ink, cut where the least is: detection takes memory by the size of what it is given."""
    ink = (_ink(image) > 0).sum(axis=1).tolist()
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
    ink = _ink(cv2.medianBlur(inner, 3))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    # Noise leaves specks; a minus sign of a page at this scale is some eight pixels wide, a digit sixteen tall.
    specks = [i for i in range(1, count) if max(stats[i][2], stats[i][3]) < 6 or stats[i][4] < 10]
    ink[numpy.isin(labels, specks)] = 0
    for top, bottom, left, right in inked.lines(ink):
        crop = inner[max(top - 4, 0) : bottom + 4, max(left - 6, 0) : right + 6]
        text = _recognised(crop)
        corner = (x0 + left) * _POINTS, (y0 + top) * _POINTS
        end = (x0 + right) * _POINTS, (y0 + bottom) * _POINTS
        yield from spread(text, (*corner, *end))


def _recognised(crop: "Image") -> str:
    """The text of one line of ink; a replacement character where none is sure, for ink is not a blank."""
    import cv2

    height, width = crop.shape
    alone = [_thrice(crop)] if width < _LONE_WIDTH * height else []
    read = filter(None, (*alone, *(_line(crop, room) for room in (8, 16, 32))))
    least = inked.digits(_ink(cv2.medianBlur(crop, 3)))
    # A recogniser may take like digits side by side for one.
    return next((text for text in read if not text.isdecimal() or len(text) >= least), "\ufffd")


def _thrice(crop: "Image") -> str:
    """A lone digit says little to a recogniser of lines: three of it close together say more, and must agree."""
    import cv2

    # Trimmed of most of the white at its sides: digits further apart are taken for signs of other kinds.
    text = _line(cv2.hconcat([crop[:, 3:-3]] * 3), 6)
    third = text[: len(text) // 3]
    return third if text == third * 3 else ""


def _line(crop: "Image", room: int) -> str:
    """What the recogniser is sure of in a crop with `room` pixels of white around it; '' where it is not."""
    import cv2

    padded = cv2.copyMakeBorder(crop, room // 2, room // 2, room, room, cv2.BORDER_CONSTANT, value=_WHITE)
    coloured = padded if padded.ndim == 3 else cv2.cvtColor(padded, cv2.COLOR_GRAY2BGR)
    found, _ = _engine()(coloured, use_det=False, use_cls=False, use_rec=True)
    text, score = (str(found[0][0]).strip(), float(str(found[0][1]))) if found and found[0] else ("", 0.0)
    return _unmistaken(text) if score >= _SURE else ""


def _unmistaken(text: str) -> str:
    """A round letter or two by themselves are zeros, a double bar two ones: no cell of a report holds the letter."""
    return (
        "".join(_LONE[each] for each in text) if text and set(text) <= set(_LONE) and len(text) <= 3 else text
    )
