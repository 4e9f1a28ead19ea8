"""Where ink stands, also where detection of lines runs it together or overlooks it: cells side by side, and lone digits."""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy

    Image = numpy.ndarray[Any, numpy.dtype[Any]]

Box = tuple[int, int, int, int]
"""Left, top, right and bottom in pixels, right and bottom exclusive."""
_APART = 0.4
"""Of a detected line's height, which is more than its type's: a wider gap may part two cells."""
_MARGIN = 3
_LEAST, _TALLEST = 10, 48
"""Pixels: the height of what can be a digit by itself at the usual scale."""
_TOGETHER = 13
"""Pixels between digits of one number, at most."""
_BROKEN = 2
"""Pixels from one column of ink to the next, at most, in a digit that is printed badly."""
_TALL, _WIDEST = 0.6, 0.98
"""Of the height of a line: what of it can be a digit, and how wide that is at most."""


def binarised(image: "Image") -> "Image":
    """White ink on black, whatever the light of the scan."""
    import cv2

    return cv2.adaptiveThreshold(image, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 31, 15)


def within(sides: Sequence[float], shape: Sequence[int]) -> Box:
    """A box in whole pixels, no larger than the image."""
    x0, top, x1, bottom = (max(round(float(side)), 0) for side in sides)
    return x0, top, min(x1, shape[1]), min(bottom, shape[0])


def pieces(ink: "Image", box: Box) -> Iterator[Box]:
    """A detected line, cut where it is empty over more than its height."""
    x0, top, x1, bottom = box
    import numpy

    columns = numpy.flatnonzero((ink[top:bottom, x0:x1] > 0).any(axis=0)).tolist()
    if not columns:
        return
    start = last = columns[0]
    for column in columns[1:]:
        if column - last > _APART * (bottom - top):
            yield x0 + start, top, x0 + last + 1, bottom
            start = column
        last = column
    yield x0 + start, top, x0 + last + 1, bottom


def overlooked(ink: "Image", boxes: Sequence[Box]) -> Iterator[Box]:
    """Ink of the size of digits that no detected line holds."""
    import cv2

    rest = ink.copy()
    for x0, top, x1, bottom in boxes:
        rest[max(top - _MARGIN, 0) : bottom + _MARGIN, max(x0 - _MARGIN, 0) : x1 + _MARGIN] = 0
    joined = cv2.dilate(rest, cv2.getStructuringElement(cv2.MORPH_RECT, (_TOGETHER, 1)))
    _, owner, stats, _ = cv2.connectedComponentsWithStats(joined)
    # A sign is flat, and noise is small: only where something stands as tall as a digit is there a number.
    count, marks, parts, _ = cv2.connectedComponentsWithStats(rest)
    holding: set[int] = set()
    for number, (x, y, width, height, _) in enumerate(parts[1:count].tolist(), start=1):
        if _LEAST <= height <= _TALLEST:
            around = slice(y, y + height), slice(x, x + width)
            holding.add(int(owner[around][marks[around] == number][0]))
    for x, y, width, height, _ in (stats[number].tolist() for number in sorted(holding)):
        if height <= _TALLEST:
            yield x + _TOGETHER // 2, y, x + width - _TOGETHER // 2, y + height


def lines(ink: "Image") -> Iterator[tuple[int, int, int, int]]:
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


def digits(ink: "Image") -> int:
    """How many digits a line of ink has at least: by what stands apart and is about as tall as the line, and how wide that is."""
    import numpy

    rows, columns = (numpy.flatnonzero((ink > 0).any(axis=axis)) for axis in (1, 0))
    if not rows.size:
        return 0
    height = int(rows[-1] - rows[0]) + 1
    count = 0
    for run in numpy.split(columns, numpy.flatnonzero(numpy.diff(columns) > _BROKEN) + 1):
        own = numpy.flatnonzero((ink[:, run] > 0).any(axis=1))
        if own[-1] - own[0] + 1 >= _TALL * height:
            count += math.ceil(len(run) / (_WIDEST * height))
    return count
