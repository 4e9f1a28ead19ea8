"""Scans and pictures of tables, by the extra `ocr`: recognised words and drawn lines, then the same way as a PDF's.

Detection overlooks lone digits and runs neighbouring cells together, so that in a ruled table each cell that has ink
and no sure text of its own is recognised by itself: a blank cell is one without ink, never one that was not seen.
"""

import math
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from archive import sniff
from archive.errors import DocumentUnreadable
from archive.records import Part
from extract import ruled
from extract.document import Document
from extract.layout import Piece
from extract.pages import Page, blocks
from extract.ruled import Ruling
from extract.words import Glyph, spread

if TYPE_CHECKING:
    import numpy

    Image = numpy.ndarray[Any, numpy.dtype[Any]]

MISSING = "the pages are images, and the extra `ocr` that reads these is not installed"
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
_LONE = {"o": "0", "O": "0", "０": "0", "〇": "0", "○": "0", "。": "0", "°": "0"}
_BAND = 600
"""Pixels: about how tall a strip is looked at in one go."""
_LINE = 25
"""Pixels: a straight run of ink at least this long may be a ruling."""


class Engine(Protocol):
    """What the recogniser of the extra does: boxes, texts and scores of an image, or of one line."""

    def __call__(
        self, image: "Image", *, use_det: bool, use_cls: bool
    ) -> tuple[list[list[object]] | None, object]: ...


def installed() -> bool:
    """Whether the extra is there."""
    return find_spec("rapidocr_onnxruntime") is not None and find_spec("cv2") is not None


def read(part: Part) -> Document:
    """An image's blocks. Raises DocumentUnreadable without the extra, for a damaged image, or one without text."""
    kind = sniff.media_type(part.body)
    if not installed():
        raise DocumentUnreadable(kind, MISSING)
    import cv2
    import numpy

    image = cv2.imdecode(numpy.frombuffer(part.body, numpy.uint8), cv2.IMREAD_GRAYSCALE)
    if image is None:
        raise DocumentUnreadable(kind, "the image is damaged or of a kind that cannot be read")
    found = blocks([page(image, 1)], kind)
    if not found:
        raise DocumentUnreadable(kind, "no text was recognised in the image")
    return Document(media_type=kind, blocks=tuple(found))


@cache
def _engine() -> Engine:
    from rapidocr_onnxruntime import RapidOCR

    # One thread: the pool above has a process for each core, and threads that wait for one another only burn time.
    # Its lines are padded to 160 pixels rather than 320: most of a table's are a digit or two, and cost half.
    engine: Engine = RapidOCR(
        intra_op_num_threads=1, inter_op_num_threads=1, text_score=_SURE, rec_img_shape=[3, 48, 160]
    )
    return engine


def page(image: "Image", number: int) -> Page:
    """What stands on one grey image, straightened."""
    straight = _straightened(_scaled(image))
    rulings = [Ruling(*(side * _POINTS for side in ruling)) for ruling in _rulings(straight)]
    words = _words(straight)
    cells = [piece for table in _tables(rulings) for piece in table]
    glyphs = list(_sorted_out(words, cells, straight))
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

    length = image.shape[1] // 4
    found = cv2.HoughLinesP(_ink(image), 1, math.pi / 1800, 200, minLineLength=length, maxLineGap=8)
    if found is None:
        return image
    angles = [math.degrees(math.atan2(y1 - y0, x1 - x0)) for x0, y0, x1, y1 in found.reshape(-1, 4)]
    small = [angle for angle in angles if abs(angle) < 10]
    angle = float(numpy.median(small)) if small else 0.0
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


Word = tuple[str, Box]
_NOWHERE = (0.0, 0.0, 0.0, 0.0)


def _words(image: "Image") -> list[Word]:
    """Recognised words with their boxes in points."""
    import cv2

    words: list[Word] = []
    for top, bottom in _bands(image):
        band = cv2.cvtColor(image[top:bottom], cv2.COLOR_GRAY2BGR)
        found, _ = _engine()(band, use_det=True, use_cls=False)
        for corners, text, _score in found or []:
            assert isinstance(corners, list)
            xs, ys = [float(x) for x, _ in corners], [float(y) + top for _, y in corners]
            box = (min(xs) * _POINTS, min(ys) * _POINTS, max(xs) * _POINTS, max(ys) * _POINTS)
            words.append((_unmistaken(str(text)), box))
    return words


def _bands(image: "Image") -> Iterator[tuple[int, int]]:
    """The page in strips, cut where the least ink is: detection takes memory by the size of what it is given."""
    ink = (_ink(image) > 0).sum(axis=1).tolist()
    top, height = 0, len(ink)
    while height - top > 1.5 * _BAND:
        reach = range(top + _BAND - _BAND // 5, top + _BAND + _BAND // 5)
        cut = min(reach, key=lambda y: ink[y])
        yield top, cut
        top = cut
    yield top, height


def _tables(rulings: Sequence[Ruling]) -> list[tuple[Piece, ...]]:
    found, _ = ruled.tables([], rulings)
    return [table.pieces for table in found]


def _sorted_out(words: Sequence[Word], cells: Sequence[Piece], image: "Image") -> Iterator[Glyph]:
    """Characters of words that lie in one cell or outside all, and of each other cell with ink by itself."""
    boxes = [cell.box or _NOWHERE for cell in cells]
    places = [[i for i, cell in enumerate(boxes) if _overlap(box, cell) > 0.25] for _, box in words]
    # A word over several cells tells none of them: these are recognised again, each by itself.
    unsure = {i for touched in places if len(touched) > 1 for i in touched}
    sure = {i for touched in places for i in touched} - unsure
    for (text, box), touched in zip(words, places, strict=True):
        if not unsure.intersection(touched):
            yield from spread(text, box)
    for i, cell in enumerate(boxes):
        if i not in sure:
            yield from _cell(image, cell)


def _overlap(word: Box, cell: Box) -> float:
    """The share of the word's box, or of the cell's width, that the two have in common."""
    wide = min(word[2], cell[2]) - max(word[0], cell[0])
    high = min(word[3], cell[3]) - max(word[1], cell[1])
    if wide <= 0 or high <= 0.3 * min(word[3] - word[1], cell[3] - cell[1]):
        return 0.0
    return wide / max(min(word[2] - word[0], cell[2] - cell[0]), 1e-6)


def _cell(image: "Image", box: Box) -> Iterator[Glyph]:
    """What one cell prints, line by line; nothing for a cell without ink."""
    import cv2
    import numpy

    x0, y0, x1, y1 = (round(side / _POINTS) for side in box)
    inner = image[y0 + 4 : y1 - 4, x0 + 4 : x1 - 4]
    if min(inner.shape[:2], default=0) < 6:
        return
    ink = _ink(cv2.medianBlur(inner, 3))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    # Noise leaves specks; the smallest digit of a page at this scale is some sixteen pixels tall.
    specks = [i for i in range(1, count) if stats[i][3] < 8 or stats[i][4] < 15]
    ink[numpy.isin(labels, specks)] = 0
    for top, bottom, left, right in _lines(ink):
        crop = inner[max(top - 4, 0) : bottom + 4, max(left - 6, 0) : right + 6]
        text = _recognised(crop)
        corner = (x0 + 4 + left) * _POINTS, (y0 + 4 + top) * _POINTS
        end = (x0 + 4 + right) * _POINTS, (y0 + 4 + bottom) * _POINTS
        yield from spread(text, (*corner, *end))


def _recognised(crop: "Image") -> str:
    """The text of one line of ink; a replacement character where none is sure, for ink is not a blank."""
    for room in (8, 16, 32):
        text = _line(crop, room)
        if text:
            return text
    # A lone digit says little to a recogniser of lines: three of it in a row say more, and must agree.
    thrice = _line(_abreast([crop] * 3), 12)
    third = thrice[: len(thrice) // 3]
    return third if third.isdigit() and thrice == third * 3 else "\ufffd"


def _abreast(crops: Sequence["Image"]) -> "Image":
    """Crops side by side."""
    import cv2

    return cv2.hconcat(
        [cv2.copyMakeBorder(each, 0, 0, 4, 4, cv2.BORDER_CONSTANT, value=(255,)) for each in crops]
    )


def _line(crop: "Image", room: int) -> str:
    """What the recogniser is sure of in a crop with `room` pixels of white around it; '' where it is not."""
    import cv2

    padded = cv2.copyMakeBorder(crop, room // 2, room // 2, room, room, cv2.BORDER_CONSTANT, value=(255,))
    found, _ = _engine()(cv2.cvtColor(padded, cv2.COLOR_GRAY2BGR), use_det=False, use_cls=False)
    text, score = (str(found[0][0]).strip(), float(str(found[0][1]))) if found and found[0] else ("", 0.0)
    return _unmistaken(text) if score >= _SURE else ""


def _unmistaken(text: str) -> str:
    """A round letter or two by themselves are zeros: no cell of a report holds the letter."""
    return (
        "".join(_LONE[each] for each in text) if text and set(text) <= set(_LONE) and len(text) <= 3 else text
    )


def _lines(ink: "Image") -> Iterator[tuple[int, int, int, int]]:
    """Top, bottom, left and right of each line of ink in a cell; specks are none."""
    rows = (ink > 0).sum(axis=1)
    start: int | None = None
    for y, count in enumerate([*rows.tolist(), 0]):
        if count and start is None:
            start = y
        elif not count and start is not None:
            columns = [x for x, count in enumerate((ink[start:y] > 0).sum(axis=0).tolist()) if count]
            if y - start >= 6 and len(columns) >= 2:
                yield start, y, columns[0], columns[-1] + 1
            start = None
