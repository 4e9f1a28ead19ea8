"""Which characters of a PDF's text layer its page does not show: in white ink on paper, without ink, or under a filled box; and the
pictures whose text a layer without ink says again."""

import ctypes
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import chain, groupby
from statistics import median
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.layout.words import Glyph
from extract.readers.calls import address, handle
from extract.readers.painted import Cover, Painted
from extract.readers.placed import clip
from extract.readers.strokes import Box
from extract.readers.view import View

_SHARP = 16
"""Pixels for the height of a character, at which its ink and the paper around it tell apart."""
_LARGEST = 3000
"""Pixels of a page's longer side."""
_DARK = 0xC8
"""Of 255: a ground no lighter shows light ink."""
_GROUND = 0.4
"""Of what is around a character: its ground takes more, and other characters' ink less."""
_REACH = 0.75
"""Of a character's size: how far from its middle its ground is looked at."""
_OPAQUE = 0xF0
"""Of 255: ink that lets nothing through."""
_FEW = 5
"""Characters: a picture may lie on a number of its page."""


class _Run(NamedTuple):
    """Characters that one object paints one after the other, by their numbers among the page's."""

    owner: int
    glyphs: range
    middle: float
    """Its height on the page."""


def unseen(
    page: pdfium.PdfPage,
    textpage: pdfium.PdfTextPage,
    view: View,
    painted: Painted,
    *,
    glyphs: Sequence[Glyph],
    numbers: Sequence[int],
) -> Iterator[int]:
    """The characters that the page does not show, whose numbers in the text layer are `numbers`."""
    if not (painted.clear or painted.light or painted.covers):
        return
    every = _runs(textpage, glyphs, numbers)
    # A picture is a ground of its own, and what it shows may be said again in a layer of text.
    pictures = [view.box(*picture.box) for picture in painted.pictures]
    runs = [run for run in every if not all(_is_within(glyphs[at], pictures) for at in run.glyphs)]
    clear = [run for run in runs if run.owner in painted.clear]
    hidden = clear if 2 * _count(clear) < _count(every) else []
    light = [run for run in runs if run.owner in painted.light]
    for run in (*hidden, *(_faint(page, light, glyphs) if light else ())):
        yield from run.glyphs
    middles = [run.middle for run in runs]
    for cover in painted.covers:
        box = view.box(*cover.box)
        beside = runs[bisect_left(middles, box[1]) : bisect_right(middles, box[3])]
        before = [run for run in beside if painted.texts.get(run.owner, cover.after) < cover.after]
        under = [at for run in before for at in run.glyphs if _is_within(glyphs[at], [box])]
        if under and (shown := _opaque(cover)):
            yield from (at for at in under if _is_within(glyphs[at], [view.box(*shown)]))


def layered(
    textpage: pdfium.PdfTextPage,
    painted: Painted,
    glyphs: Sequence[Glyph],
    numbers: Sequence[int],
    view: View,
) -> Iterator[Box]:
    """The pictures on which text stands that leaves no ink, or under which text lies: what each shows, somebody recognised."""
    if not painted.pictures or not (painted.clear or any(picture.after for picture in painted.pictures)):
        return
    every = _runs(textpage, glyphs, numbers)
    for picture in painted.pictures:
        box = view.box(*picture.box)
        hides = not raw.FPDFPageObj_HasTransparency(handle(picture.item))
        unseen = (
            run
            for run in every
            if run.owner in painted.clear
            or (hides and painted.texts.get(run.owner, picture.after) < picture.after)
        )
        if sum(_is_within(glyphs[at], [box]) for run in unseen for at in run.glyphs) >= _FEW:
            yield box


def _runs(textpage: pdfium.PdfTextPage, glyphs: Sequence[Glyph], numbers: Sequence[int]) -> list[_Run]:
    """The characters by their objects, from the top of the page to its foot."""
    owners = [address(raw.FPDFText_GetTextObject(textpage, number)) for number in numbers]
    runs: list[_Run] = []
    start = 0
    for owner, group in groupby(owners):
        inside = range(start, start + sum(1 for _ in group))
        start = inside.stop
        runs.append(_Run(owner, inside, median(glyphs[at].top + glyphs[at].bottom for at in inside) / 2))
    return sorted(runs, key=lambda run: run.middle)


def _count(runs: Sequence[_Run]) -> int:
    return sum(len(run.glyphs) for run in runs)


def _is_within(glyph: Glyph, boxes: Sequence[Box]) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return any(left < x < right and top < y < bottom for left, top, right, bottom in boxes)


def _faint(page: pdfium.PdfPage, light: Sequence[_Run], glyphs: Sequence[Glyph]) -> Iterator[_Run]:
    """The runs in light ink whose ground is as light."""
    size = median(_size(glyphs[at]) for run in light for at in run.glyphs)
    scale = min(_SHARP / max(size, 0.1), _LARGEST / max(page.get_size()))
    bitmap = page.render(scale=scale, force_bitmap_format=raw.FPDFBitmap_Gray)
    try:
        pixels = memoryview(bitmap.buffer).cast("B")
        rows = [pixels[y * bitmap.stride :][: bitmap.width] for y in range(bitmap.height)]
        for run in light:
            ground = b"".join(chain.from_iterable(_around(glyphs[at], rows, scale) for at in run.glyphs))
            if sum(map(_DARK.__gt__, ground)) < _GROUND * len(ground):
                yield run
    finally:
        bitmap.close()


def _size(glyph: Glyph) -> float:
    return max(glyph.x1 - glyph.x0, glyph.bottom - glyph.top)


def _around(glyph: Glyph, rows: Sequence[memoryview], scale: float) -> Iterator[bytes]:
    """The pixels of a character and of its ground, line by line: its box may be as narrow as its ink."""
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    reach = _REACH * _size(glyph)
    left, right, top, bottom = (
        max(round(scale * side), 0) for side in (x - reach, x + reach, y - reach, y + reach)
    )
    for row in rows[top:bottom]:
        yield bytes(row[left:right])


def _opaque(cover: Cover) -> Box | None:
    """What of a box hides the text under it: nothing where it lets that through, as a marker does."""
    colour = [ctypes.c_uint() for _ in range(4)]
    path = handle(cover.item)
    if (
        raw.FPDFPageObj_HasTransparency(path)
        or not raw.FPDFPageObj_GetFillColor(path, *colour)
        or colour[3].value < _OPAQUE
    ):
        return None
    cut = clip(cover.item, cover.outer)
    return cover.box if cut is None else _common(cover.box, cut)


def _common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
