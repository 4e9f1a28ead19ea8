"""Characters that a PDF's text layer puts elsewhere than they are printed: those of one ligature, and those that a clip cuts off."""

import ctypes
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.layout.words import Glyph
from extract.readers.calls import Address, address, handle, quick
from extract.readers.strokes import Box, Matrix, around
from extract.readers.view import View

_MAX_CLIPS, _MAX_SEGMENTS = 100, 1000
_SLACK = 1.0
"""Points by which a character's middle may stand outside of what shows of its text: boxes of some fonts are off."""
_BESIDE, _BELOW = 1.0, 2.0
"""Of a character's height: how far off the next of its text stands on its line, and in the next one, at most."""
_HAIR = 1e-3
"""Points between characters that have no room of their own."""

_owner = quick(raw.FPDFText_GetTextObject, Address, Address, ctypes.c_int)
_clip_of = quick(raw.FPDFPageObj_GetClipPath, Address, Address)
_count = quick(raw.FPDFClipPath_CountPaths, ctypes.c_int, Address)


def is_clipped(item: int) -> bool:
    """Whether something may cut an object off."""
    return bool(_count(_clip_of(item)) > 0)


def clip(item: int, outer: Matrix) -> Box | None:
    """The box to which an object is cut off, `outer` being the matrix of the form that it stands in; null where it is not."""
    path = raw.FPDFPageObj_GetClipPath(handle(item))
    boxes = [
        outer.box(*shape)
        for number in range(min(raw.FPDFClipPath_CountPaths(path), _MAX_CLIPS) if path else 0)
        if (shape := _shape(path, number))
    ]
    if not boxes:
        return None
    lefts, bottoms, rights, tops = zip(*boxes, strict=True)
    return max(lefts), max(bottoms), min(rights), min(tops)


def _shape(path: object, number: int) -> Box | None:
    """The box around a clip's path."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points = []
    for index in range(min(raw.FPDFClipPath_CountPathSegments(path, number), _MAX_SEGMENTS)):
        segment = raw.FPDFClipPath_GetPathSegment(path, number, index)
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append((x.value, y.value))
    return around(points) if points else None


def placed(
    textpage: pdfium.PdfTextPage,
    view: View,
    clipped: Mapping[int, Matrix],
    *,
    glyphs: Sequence[Glyph],
    numbers: Sequence[int],
) -> list[Glyph]:
    """The characters where they are printed: one ligature's beside each other, and those that a cell's neighbour cuts off with the last
    that shows. `clipped` are the texts that something may cut off."""
    held = address(textpage.raw)
    found = list(glyphs)
    for same in list(_ligatures(glyphs)):
        if len({_owner(held, numbers[at]) for at in same}) == 1:
            found[same.start : same.stop] = _beside_each_other([found[at] for at in same])
    if clipped:
        owners = (_owner(held, number) for number in numbers)
        boxes = {item: view.box(*box) for item, outer in clipped.items() if (box := clip(item, outer))}
        for box, group in groupby(enumerate(owners), key=lambda each: boxes.get(each[1])):
            if box is not None:
                _gather(found, [at for at, _ in group], box)
    return found


def _ligatures(glyphs: Sequence[Glyph]) -> Iterator[range]:
    """Runs of characters in one and the same box."""
    lefts = [glyph.x0 for glyph in glyphs]
    # Nearly all characters begin where none begins.
    alike = (at for at, (one, other) in enumerate(pairwise(lefts)) if one == other)
    pairs = [at for at in alike if glyphs[at][1:] == glyphs[at + 1][1:]]
    for _, run in groupby(enumerate(pairs), key=lambda pair: pair[1] - pair[0]):
        places = [at for _, at in run]
        yield range(places[0], places[-1] + 2)


def _beside_each_other(same: Sequence[Glyph]) -> Iterator[Glyph]:
    width = (same[0].x1 - same[0].x0) / len(same)
    for number, glyph in enumerate(same):
        left = glyph.x0 + number * width
        yield glyph._replace(x0=left, x1=left + width)


def _gather(glyphs: list[Glyph], group: Sequence[int], box: Box) -> None:
    """Puts the characters of a text that its box cuts off with the last before them that shows, or the first behind."""
    shown = {at for at in group if _is_within(glyphs[at], box)}
    if not shown or len(shown) == len(group):
        return
    _chain(glyphs, group, shown, _HAIR)
    _chain(glyphs, group[::-1], shown, -_HAIR)


def _chain(glyphs: list[Glyph], group: Iterable[int], shown: set[int], step: float) -> None:
    last: Glyph | None = None
    anchor: Glyph | None = None
    for at in group:
        glyph = glyphs[at]
        if at in shown:
            last = anchor = glyph
        elif last is not None and anchor is not None and _follows(last, glyph):
            last = glyph
            anchor = anchor._replace(text=glyph.text, x0=anchor.x0 + step, x1=anchor.x0 + step)
            glyphs[at] = anchor
            shown.add(at)
        else:
            last = None


def _is_within(glyph: Glyph, box: Box) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] - _SLACK < x < box[2] + _SLACK and box[1] - _SLACK < y < box[3] + _SLACK


def _follows(last: Glyph, glyph: Glyph) -> bool:
    """Whether a character goes on where the last one of its text ends, or in the line below or above."""
    height = last.bottom - last.top
    apart = abs(last.top + last.bottom - glyph.top - glyph.bottom) / 2
    if apart < height / 2:
        return max(glyph.x0 - last.x1, last.x0 - glyph.x1) <= _BESIDE * height
    return apart <= _BELOW * height
