"""The recogniser of the extra `ocr`: where lines stand in an image, and what one line of ink says."""

from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Protocol

from extract.readers import inked

if TYPE_CHECKING:
    import numpy

    Image = numpy.ndarray[Any, numpy.dtype[Any]]

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
_LONE_WIDTH = 1.5
"""A line no wider than this, in its height, is one character: two alike, thrice over, might be taken for fewer."""
_LONGEST = 4000
"""Pixels of a line that the recogniser takes as it is: what it shrinks may come to nothing."""
_WHITE = (255, 255, 255)


class Engine(Protocol):
    """What the recogniser of the extra does: the boxes of an image's lines, or text and score of one line."""

    def __call__(
        self, image: "Image", *, use_det: bool, use_cls: bool, use_rec: bool
    ) -> tuple[list[list[object]] | None, object]: ...


def installed() -> bool:
    """Whether the extra is there."""
    return find_spec("rapidocr_onnxruntime") is not None and find_spec("cv2") is not None


@cache
def engine() -> Engine:
    """The one of this process, made when it is first asked for."""
    from rapidocr_onnxruntime import RapidOCR

    # One thread: the pool above has a process for each core, and threads that wait for one another only burn time.
    # Its lines are padded to 160 pixels rather than 320: most of a table's are a digit or two, and cost half.
    # Detection must not enlarge what it is given: its memory goes by the size.
    made: Engine = RapidOCR(
        intra_op_num_threads=1,
        inter_op_num_threads=1,
        rec_img_shape=[3, 48, 160],
        det_limit_side_len=32,
        max_side_len=_LONGEST,
    )
    return made


def recognised(crop: "Image") -> str:
    """The text of one line of ink; a replacement character where none is sure, for ink is not a blank."""
    import cv2

    height, width = crop.shape
    alone = [_thrice(crop)] if width < _LONE_WIDTH * height else []
    read = filter(None, (*alone, *(_line(crop, room) for room in (8, 16, 32))))
    least = inked.digits(inked.binarised(cv2.medianBlur(crop, 3)))
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
    found, _ = engine()(coloured, use_det=False, use_cls=False, use_rec=True)
    text, score = (str(found[0][0]).strip(), float(str(found[0][1]))) if found and found[0] else ("", 0.0)
    return _unmistaken(text) if score >= _SURE else ""


def _unmistaken(text: str) -> str:
    """A round letter or two by themselves are zeros, a double bar two ones: no cell of a report holds the letter."""
    return (
        "".join(_LONE[each] for each in text) if text and set(text) <= set(_LONE) and len(text) <= 3 else text
    )
