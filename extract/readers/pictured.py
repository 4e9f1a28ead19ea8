"""Pages of a PDF that print text and show pictures: what these hold is recognised and takes its place among the text. What a layer
without ink says of a picture was recognised by others: of two figures for one cell neither is believed."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.layout import ruled
from extract.layout.pages import Page
from extract.layout.ruled import Ruling
from extract.layout.spots import spots
from extract.layout.words import Glyph, spread, text
from extract.readers import ocr
from extract.words.numbers import parse

_WIDE, _TALL = 200.0, 40.0
"""Points: a picture of a table is no smaller; signs, seals and codes are."""
_FIGURES = 2
"""Figures by themselves on a picture without lines that may be a table's."""
_DISPUTED = "{}\ufffd{}"
"""What a cell prints of which the picture shows one number and the layer says another."""

Box = tuple[float, float, float, float]


def is_large(box: Box) -> bool:
    """Whether a picture may be a table."""
    return box[2] - box[0] >= _WIDE and box[3] - box[1] >= _TALL


def pictures(page: pdfium.PdfPage) -> Iterator[Box]:
    """Where a page shows pictures that may be tables, in points from its top left."""
    left, bottom, right, top = page.get_bbox()
    for each in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        x0, y0, x1, y1 = each.get_bounds()
        x0, y0, x1, y1 = max(x0, left), max(y0, bottom), min(x1, right), min(y1, top)
        if is_large((x0, y0, x1, y1)):
            yield x0 - left, top - y1, x1 - left, top - y0


def recognised(page: Page, image: "ocr.Image", shown: Sequence[Box]) -> Page:
    """The page with what its pictures print; `image` is the page as it is seen."""
    # What a file says by itself of a picture's text is recognised text too, and says it without the picture's rulings.
    glyphs = [glyph for glyph in page.glyphs if not any(_holds(box, glyph) for box in shown)]
    rulings = list(page.rulings)
    for box in shown:
        picture = _Picture(page, image, box)
        glyphs += [*picture.celled(), *picture.loose()]
        rulings += picture.rulings
    return replace(page, glyphs=tuple(glyphs), rulings=tuple(rulings))


def compared(page: Page, image: "ocr.Image", layered: Sequence[Box]) -> Page:
    """The page with the ruled tables that its pictures show, and what layers say of the rest; `image` is the page as it is seen."""
    for box in layered:
        picture = _Picture(page, image, box)
        tables = ruled.tables([], picture.rulings)[0]
        cells = [piece.box for table in tables for piece in table.pieces if piece.box]
        said = [glyph for glyph in page.glyphs if _holds(box, glyph)]
        seen = list(picture.celled())
        if not cells and sum(word.is_figure for word in spots(said)) >= _FIGURES:
            beside = [glyph for glyph in page.glyphs if not _holds(box, glyph)]
            seen += picture.loose()
            page = replace(page, glyphs=(*beside, *_checked(said, seen), *_overlooked(said, seen)))
            continue
        kept = [glyph for glyph in page.glyphs if not any(_holds(table.box, glyph) for table in tables)]
        page = replace(
            page,
            glyphs=(*kept, *_agreed(cells, seen, page.glyphs)),
            rulings=(*page.rulings, *picture.rulings),
        )
    return page


class _Picture:
    """What a picture shows, where it stands on the page."""

    def __init__(self, page: Page, image: "ocr.Image", box: Box) -> None:
        scale = image.shape[1] / page.width
        x0, top, x1, bottom = (max(round(side * scale), 0) for side in box)
        self._scan = ocr.Scan(image[top:bottom, x0:x1])
        self._box, self._scale = box, (box[2] - box[0]) / self._scan.width
        self.rulings = [Ruling(*self._placed(each)) for each in self._scan.rulings]

    def celled(self) -> Iterator[Glyph]:
        """What stands in the cells of its ruled tables."""
        return (Glyph(each.text, *self._placed(each[1:])) for each in self._scan.celled())

    def loose(self) -> Iterator[Glyph]:
        """What stands outside its ruled tables."""
        return (Glyph(each.text, *self._placed(each[1:])) for each in self._scan.loose())

    def _placed(self, inner: Box) -> Box:
        left, top = self._box[:2]
        x0, y0, x1, y1 = (self._scale * side for side in inner)
        return left + x0, top + y0, left + x1, top + y1


class _Standing:
    """Characters by their height on a page, to be asked for by the boxes that hold them."""

    def __init__(self, glyphs: Iterable[Glyph]) -> None:
        self._ordered = sorted(enumerate(glyphs), key=lambda each: _middle(each[1]))
        self._middles = [_middle(glyph) for _, glyph in self._ordered]

    def within(self, box: Box) -> list[Glyph]:
        """Those whose middles lie in a box, in the order in which they were given."""
        level = self._ordered[bisect_right(self._middles, box[1]) : bisect_left(self._middles, box[3])]
        return [glyph for _, glyph in sorted(level) if _holds(box, glyph)]


def _agreed(cells: Iterable[Box], seen: Iterable[Glyph], said: Iterable[Glyph]) -> Iterator[Glyph]:
    """What cells show, unless the layer says another number."""
    shown, layer = _Standing(seen), _Standing(said)
    for cell in cells:
        glyphs = shown.within(cell)
        printed, told = text(glyphs), text(layer.within(cell))
        yield from spread(_DISPUTED.format(printed, told), cell) if _differ(printed, told) else glyphs


def _checked(said: Sequence[Glyph], seen: Sequence[Glyph]) -> Iterator[Glyph]:
    """What the layer says, but for figures in whose place the picture shows others."""
    picture = _Standing(seen)
    for word in spots(said):
        box = word.x0, word.top, word.x1, word.bottom
        shown = text(picture.within(box)) if word.is_figure else ""
        yield from (
            spread(_DISPUTED.format(shown, word.text), box) if _differ(shown, word.text) else word.glyphs
        )


def _overlooked(said: Sequence[Glyph], seen: Sequence[Glyph]) -> Iterator[Glyph]:
    """Figures that the picture shows where the layer says nothing."""
    layer = _Standing(said)
    for word in spots(seen):
        if word.is_figure and not layer.within((word.x0, word.top, word.x1, word.bottom)):
            yield from word.glyphs


def _differ(one: str, other: str) -> bool:
    """Whether two texts are numbers, and not the same."""
    values = parse(one).value, parse(other).value
    return None not in values and values[0] != values[1]


def _holds(box: Box, glyph: Glyph) -> bool:
    return box[0] < (glyph.x0 + glyph.x1) / 2 < box[2] and box[1] < _middle(glyph) < box[3]


def _middle(glyph: Glyph) -> float:
    return (glyph.top + glyph.bottom) / 2
