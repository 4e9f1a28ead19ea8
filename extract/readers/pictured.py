"""Pages of a PDF that print text and show pictures: what these hold is recognised and takes its place among the text."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from extract.layout.pages import Page
from extract.layout.ruled import Ruling
from extract.layout.words import Glyph
from extract.readers import ocr

_WIDE, _TALL = 200.0, 40.0
"""Points: a picture of a table is no smaller; signs, seals and codes are."""

Box = tuple[float, float, float, float]


def pictures(page: pdfium.PdfPage) -> Iterator[Box]:
    """Where a page shows pictures that may be tables, in points from its top left."""
    left, bottom, right, top = page.get_bbox()
    for each in page.get_objects(filter=(raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        x0, y0, x1, y1 = each.get_bounds()
        x0, y0, x1, y1 = max(x0, left), max(y0, bottom), min(x1, right), min(y1, top)
        if x1 - x0 >= _WIDE and y1 - y0 >= _TALL:
            yield x0 - left, top - y1, x1 - left, top - y0


def recognised(page: Page, image: "ocr.Image", shown: Sequence[Box]) -> Page:
    """The page with what its pictures print; `image` is the page as it is seen."""
    # What a file says by itself of a picture's text is recognised text too, and says it without the picture's rulings.
    glyphs = [glyph for glyph in page.glyphs if not any(_holds(box, glyph) for box in shown)]
    rulings = list(page.rulings)
    scale = image.shape[1] / page.width
    for box in shown:
        x0, top, x1, bottom = (max(round(side * scale), 0) for side in box)
        seen = ocr.page(image[top:bottom, x0:x1], page.number)
        back = (box[2] - box[0]) / seen.width
        glyphs += [Glyph(each.text, *_placed(each[1:], box, back)) for each in seen.glyphs]
        rulings += [Ruling(*_placed(each, box, back)) for each in seen.rulings]
    return replace(page, glyphs=tuple(glyphs), rulings=tuple(rulings))


def _placed(inner: Box, outer: Box, scale: float) -> Box:
    """A box within a picture, on the page."""
    left, top = outer[:2]
    return left + inner[0] * scale, top + inner[1] * scale, left + inner[2] * scale, top + inner[3] * scale


def _holds(box: Box, glyph: Glyph) -> bool:
    x, y = (glyph.x0 + glyph.x1) / 2, (glyph.top + glyph.bottom) / 2
    return box[0] < x < box[2] and box[1] < y < box[3]
