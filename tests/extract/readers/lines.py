"""Lines of characters as a page has them, and the cells that are made of them."""

from archive.records import Place
from extract.document import Grid
from extract.layout.aligned import aligned
from extract.layout.edges import grid
from extract.layout.words import Glyph, spread

HEADS = (("信息内容", 60), ("本年制发件数", 200), ("本年废止件数", 300), ("现行有效件数", 400))


def line(y: float, *words: tuple[str, float]) -> list[Glyph]:
    """Words from their left side, in type of ten points."""
    return [
        glyph
        for text, x in words
        for glyph in spread(text, (x, y, x + sum(5 if each.isascii() else 10 for each in text), y + 10))
    ]


def cells(found: Grid) -> list[list[str | None]]:
    return [[cell and cell.text for cell in row] for row in found.rows]


def read(glyphs: list[Glyph]) -> list[list[str | None]]:
    (table,) = aligned(glyphs).tables
    return cells(grid(table.pieces, Place(), media_type="application/pdf"))
