"""Ruled tables whose rulings do not show all their cells: those are for `aligned` to read."""

import re
from collections.abc import Sequence

from extract.layout.headed import head_words, heads
from extract.layout.ruled import Table
from extract.layout.spots import spots
from extract.layout.words import Glyph
from extract.tables.cells import FIGURES, said
from extract.words.labels import core

_FIGURE = r"[-−–—]{0,2}\d*[\d/—-][\d,.]*(?:[件条个次宗项元份人]|万元)?"
_SEVERAL = re.compile(rf"(?<!\S){_FIGURE}(?:[ \t]+{_FIGURE}){{2}}(?!\S)")
_APART = re.compile(rf"\t{_FIGURE}$")


def drawn(
    found: Sequence[Table], rest: Sequence[Glyph], glyphs: Sequence[Glyph], foot: float
) -> tuple[list[Table], list[Glyph]]:
    """The tables that are drawn whole, and the characters outside these.

    `found` and `rest` are the ruled tables of a page and the characters outside, `glyphs` all of them; at `foot` begins the room
    of page numbers.
    """
    printed = [table for table in found if any(piece.text.strip() for piece in table.pieces)]
    ends = [*(table.box[1] for table in printed[1:]), foot]
    partly = [
        table
        for table, end in zip(printed, ends, strict=False)
        if _is_partly_drawn(table, any(table.box[3] < glyph.top < end for glyph in rest))
    ]
    if not partly:
        return printed, list(rest)
    inside = [glyph for glyph in glyphs if any(_holds(table, glyph) for table in partly)]
    return [table for table in printed if table not in partly], [*rest, *inside]


def _is_partly_drawn(table: Table, followed: bool) -> bool:
    """Several figures stand on one line of a cell, lines end in a figure far from their words, or it is a head alone, `followed`
    by text."""
    lines = [line for piece in table.pieces for line in piece.text.split("\n")]
    spaced = [line for line in lines if "\t" in line or " " in line]
    if any(map(_SEVERAL.search, spaced)) or sum(bool(_APART.search(line)) for line in spaced) > 1:
        return True
    if table.loose:
        return any(heads(spots(table.loose)))
    return followed and not any(_is_figure(piece.text) for piece in table.pieces) and _is_head(table)


def _is_figure(text: str) -> bool:
    _, value = said(text)
    return value is not None and value.state in FIGURES


def _is_head(table: Table) -> bool:
    return head_words().tell({core(piece.text) for piece in table.pieces})


def _holds(table: Table, glyph: Glyph) -> bool:
    left, top, right, bottom = table.box
    return left < (glyph.x0 + glyph.x1) / 2 < right and top < (glyph.top + glyph.bottom) / 2 < bottom
