"""Tables that few lines or none are drawn around: found by the words of their heads, their columns by what stands one below the
other, their rows by the figures that stand side by side."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median_low
from typing import NamedTuple

from extract.layout.columns import Columns, columns_of
from extract.layout.headed import Head, head_words, heads
from extract.layout.rowed import figure_rows, foot_of_labels, pieces_of
from extract.layout.ruled import Table
from extract.layout.spots import Spot, spots
from extract.layout.words import Glyph

_FREE = 5.0
"""Sizes of type: the most that is free between two rows, whose cells may be of several lines."""
_EVEN, _FARTHEST = 1.5, 9.0
"""Of what is free between most rows, and sizes of type: the most between two rows of a table that is set as wide as that."""
_LINE = 1.75
"""Sizes of type: from the middle of one line of a cell to that of the next, at most."""
_PAGE = 20_000.0
"""Points: more than any page is high."""


class Open(NamedTuple):
    """A table that is not ended: its head, or where that stands on an earlier page its columns."""

    head: Head
    columns: Columns | None = None


class Aligned(NamedTuple):
    """What of a page stands in columns."""

    tables: tuple[Table, ...]
    """From top to bottom."""
    rest: list[Glyph]
    """The characters outside them."""
    open: Open | None
    """The table that reaches to the foot of the page, and may go on at the top of the next."""


_HEADLESS = Head((), listed=False)


def aligned(glyphs: Sequence[Glyph], above: Open | None = None) -> Aligned:
    """The tables among characters that no ruled table holds; `above` may come from the page before."""
    words = spots(glyphs)
    found: list[Table] = []
    used: set[Glyph] = set()
    last: Open | None = None
    for part, below in _parts(words, above):
        head = part.head.words
        columns = part.columns or columns_of(head, below, listed=part.head.listed)
        below = [each for word in below for each in columns.apart(word)] if columns else below
        body = _body(below, columns) if columns else []
        if columns and body and not part.head.listed:
            head, body = _headed(head, body, columns)
        last = None
        if columns and body:
            found.append(_table(head, body, columns))
            last = Open(_HEADLESS, columns) if _goes_on(below, body, columns) else None
        elif not below and _are_side_by_side(head):
            last = Open(_turned(part.head))
        if last or body:
            used.update(glyph for word in (*head, *body) for glyph in word.glyphs)
    return Aligned(tuple(found), [glyph for glyph in glyphs if glyph not in used], last)


def _turned(head: Head) -> Head:
    """A head that stands alone at the foot of a page, as it stands above the next one."""
    moved = (word._replace(top=word.top - _PAGE, bottom=word.bottom - _PAGE) for word in head.words)
    return head._replace(words=tuple(moved))


def _are_side_by_side(head: Sequence[Spot]) -> bool:
    """Whether labels of a head share a line: one alone is the caption of a table that lines are drawn around."""
    return any(left.top < right.middle < left.bottom for left, right in pairwise(head))


def _parts(words: Sequence[Spot], above: Open | None) -> Iterator[tuple[Open, list[Spot]]]:
    """Each head with the words down to the next one; first what stands under the head of the page before."""
    parts = [Open(head) for head in heads([*(above.head.words if above else ()), *words])]
    if above and above.columns:
        parts = [above, *parts]
    for part, following in zip(parts, [*parts[1:], None], strict=False):
        start = max((word.middle for word in part.head.words), default=0.0)
        taken = {glyph for word in part.head.words for glyph in word.glyphs}
        end = min(word.top for word in following.head.words) if following else float("inf")
        yield part, [word for word in words if start < word.middle < end and word.glyphs[0] not in taken]


def _goes_on(below: Sequence[Spot], body: Sequence[Spot], columns: Columns) -> bool:
    """Whether nothing stands under the rows but pieces of a label that reaches over to the next page."""
    foot = max(word.middle for word in body)
    return all(_labels_row(word, columns) for word in below if word.middle > foot)


def _labels_row(word: Spot, columns: Columns) -> bool:
    """Whether a word can be a piece of the label of one of the forms' rows."""
    return word.wording in head_words().labels and columns.at(word) == columns.label


def _table(head: Sequence[Spot], body: Sequence[Spot], columns: Columns) -> Table:
    here = [word for word in (*head, *body) if word.top > 0]
    top, bottom = min(word.top for word in here), max(word.bottom for word in here)
    return Table(
        pieces=tuple(pieces_of(head, body, columns)),
        columns=columns.edges,
        box=(columns.edges[0], top, columns.edges[-1], bottom),
    )


def _body(below: Sequence[Spot], columns: Columns) -> list[Spot]:
    """The words of the rows: from the label of the first figures down to a gap or a text across the columns."""
    rows = figure_rows(below, columns)
    if not rows:
        return []
    size = median_low(word.size for word in below)
    usual = median_low([lower.top - upper.bottom for upper, lower in pairwise(rows)] or [0.0])
    most = max(_FREE * size, min(_EVEN * usual, _FARTHEST * size))
    last = rows[0]
    for upper, lower in pairwise(rows):
        between = [word for word in below if upper.bottom < word.middle < lower.top]
        gap = _free(between, upper.bottom, lower.top)
        if gap > most or any(_is_prose(word, columns) for word in between):
            break
        last = lower
    top, bottom = rows[0].top, last.bottom
    for word in sorted(below, key=lambda each: -each.middle):
        reach = _FREE if _labels_row(word, columns) else _LINE
        if top - reach * size < word.middle < top and not _is_prose(word, columns):
            top = word.middle
    for word in sorted(below, key=lambda each: each.middle):
        if bottom < word.middle < bottom + _FREE * size and _labels_row(word, columns):
            bottom = word.middle
    if columns.listed:
        own = [row for row in rows if row.bottom <= last.bottom]
        bottom = max(bottom, foot_of_labels((word for word in below if word.middle >= top), own, columns))
    return [word for word in below if top <= word.middle <= bottom]


def _headed(
    head: tuple[Spot, ...], body: list[Spot], columns: Columns
) -> tuple[tuple[Spot, ...], list[Spot]]:
    """The head with lines of words above the first figures that stand in their columns too (项目, 数量), and the body without."""
    first = figure_rows(body, columns)[0]
    above = [word for word in body if word.bottom < first.top and columns.at(word) != columns.label]
    foot = max((word.bottom for word in above), default=float("-inf"))
    return (*head, *(word for word in body if word.middle < foot)), [w for w in body if w.middle >= foot]


def _is_prose(word: Spot, columns: Columns) -> bool:
    """Whether a word is no cell: a sentence, or as wide as several columns."""
    first, stop = columns.under(word)
    return (first <= columns.label and stop - columns.label > 2) or "。" in word.text


def _free(words: Sequence[Spot], top: float, bottom: float) -> float:
    """The tallest room without words between two heights."""
    heights = sorted([top, *(word.middle for word in words), bottom])
    return max(lower - upper for upper, lower in pairwise(heights))
