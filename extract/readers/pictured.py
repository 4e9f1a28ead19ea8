"""Pages of a PDF that print text and show pictures: what these hold is recognised and takes its place among the text. What a layer
without ink says of a picture was recognised by others: of two figures for one cell neither is believed."""

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
        seen = _seen(page, image, box, whole=True)
        glyphs += seen.glyphs
        rulings += seen.rulings
    return replace(page, glyphs=tuple(glyphs), rulings=tuple(rulings))


def compared(page: Page, image: "ocr.Image", layered: Sequence[Box]) -> Page:
    """The page with the ruled tables that its pictures show, and what layers say of the rest; `image` is the page as it is seen."""
    for box in layered:
        seen = _seen(page, image, box, whole=False)
        tables = ruled.tables([], seen.rulings)[0]
        cells = [piece.box for table in tables for piece in table.pieces if piece.box]
        said = [glyph for glyph in page.glyphs if _holds(box, glyph)]
        if not cells and sum(word.is_figure for word in spots(said)) >= _FIGURES:
            beside = [glyph for glyph in page.glyphs if not _holds(box, glyph)]
            seen = _seen(page, image, box, whole=True)
            checked = (*_checked(said, seen.glyphs), *_overlooked(said, seen.glyphs))
            page = replace(page, glyphs=(*beside, *checked))
            continue
        kept = [glyph for glyph in page.glyphs if not any(_holds(table.box, glyph) for table in tables)]
        shown = [glyph for cell in cells for glyph in _agreed(cell, seen.glyphs, page.glyphs)]
        page = replace(page, glyphs=(*kept, *shown), rulings=(*page.rulings, *seen.rulings))
    return page


def _seen(page: Page, image: "ocr.Image", box: Box, *, whole: bool) -> Page:
    """What a picture shows, where it stands on the page."""
    scale = image.shape[1] / page.width
    x0, top, x1, bottom = (max(round(side * scale), 0) for side in box)
    seen = ocr.page(image[top:bottom, x0:x1], page.number, whole=whole)
    back = (box[2] - box[0]) / seen.width
    glyphs = tuple(Glyph(each.text, *_placed(each[1:], box, back)) for each in seen.glyphs)
    return replace(
        seen, glyphs=glyphs, rulings=tuple(Ruling(*_placed(each, box, back)) for each in seen.rulings)
    )


def _agreed(cell: Box, seen: Iterable[Glyph], said: Iterable[Glyph]) -> list[Glyph]:
    """What a cell shows, unless the layer says another number."""
    shown = [glyph for glyph in seen if _holds(cell, glyph)]
    printed, layer = text(shown), text([glyph for glyph in said if _holds(cell, glyph)])
    return list(spread(_DISPUTED.format(printed, layer), cell)) if _differ(printed, layer) else shown


def _checked(said: Sequence[Glyph], seen: Sequence[Glyph]) -> Iterator[Glyph]:
    """What the layer says, but for figures in whose place the picture shows others."""
    for word in spots(said):
        box = word.x0, word.top, word.x1, word.bottom
        shown = text([glyph for glyph in seen if _holds(box, glyph)]) if word.is_figure else ""
        yield from (
            spread(_DISPUTED.format(shown, word.text), box) if _differ(shown, word.text) else word.glyphs
        )


def _overlooked(said: Sequence[Glyph], seen: Sequence[Glyph]) -> Iterator[Glyph]:
    """Figures that the picture shows where the layer says nothing."""
    for word in spots(seen):
        box = word.x0, word.top, word.x1, word.bottom
        if word.is_figure and not any(_holds(box, glyph) for glyph in said):
            yield from word.glyphs


def _differ(one: str, other: str) -> bool:
    """Whether two texts are numbers, and not the same."""
    values = parse(one).value, parse(other).value
    return None not in values and values[0] != values[1]


def _placed(inner: Box, outer: Box, scale: float) -> Box:
    """A box within a picture, on the page."""
    left, top = outer[:2]
    return left + inner[0] * scale, top + inner[1] * scale, left + inner[2] * scale, top + inner[3] * scale


def _holds(box: Box, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] < x < box[2] and box[1] < y < box[3]
