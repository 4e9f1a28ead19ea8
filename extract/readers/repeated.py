"""Merged cells that converters have written out wherever they reach, as the cells that they were."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from archive.records import State
from extract.grid import Spanned
from extract.words.labels import sign, tight
from extract.words.numbers import is_figure, parse

_WORD = re.compile(r"[㐀-鿿]")

Rows = Sequence[Sequence[Spanned | str]]


def merged(rows: Rows) -> Rows:
    """The rows with merged cells for repeated ones, the same rows where spans show that nothing is repeated.

    The same words side by side are one cell, in rows of words also one below the other; the same figures are one where the
    last row of words above them is merged. Rows of several lengths repeat nothing: there merged cells are printed once.
    """
    if len(set(map(len, rows))) > 1 or not any(map(_repeats, rows)):
        return rows
    texts = [[tight(cell if isinstance(cell, str) else cell.text) for cell in row] for row in rows]
    if any(
        each.rowspan != 1 or each.colspan != 1 for row in rows for each in row if not isinstance(each, str)
    ):
        return rows
    begins = list(_begins(texts))
    heads = [_head(row, at) for row, at in zip(texts, begins, strict=True)]
    return [
        [
            _spanning(cell, colspan=begins[y].count(x), rowspan=_depth(heads, y, x))
            for x, cell in enumerate(row)
            if begins[y][x] == x and not (y and x in heads[y] and heads[y - 1].get(x) == heads[y][x])
        ]
        for y, row in enumerate(rows)
    ]


def _repeats(row: Sequence[Spanned | str]) -> bool:
    """Whether a cell says the same as its neighbour, in words."""
    return any(
        left == right and _is_word(left)
        for left, right in pairwise(cell if isinstance(cell, str) else cell.text for cell in row)
    )


def _spanning(cell: Spanned | str, *, colspan: int, rowspan: int) -> Spanned:
    text, line = (cell, None) if isinstance(cell, str) else (cell.text, cell.line)
    return Spanned(text=text, line=line, colspan=colspan, rowspan=rowspan)


def _begins(rows: Sequence[Sequence[str]]) -> Iterator[list[int]]:
    """For each row the column at which the cell begins that covers a column."""
    head: list[int] = []
    for row in rows:
        begins: list[int] = []
        for x, text in enumerate(row):
            merged = _is_word(text) or (x < len(head) and head[x] < x)
            begins.append(begins[-1] if x and text and text == row[x - 1] and merged else x)
        if _is_worded(row):
            head = begins
        yield begins


def _head(row: Sequence[str], begins: Sequence[int]) -> dict[int, tuple[str, int]]:
    """The words and width of each cell of a row of nothing but words, by its column; nothing for other rows."""
    if not all(row) or not _is_worded(row):
        return {}
    return {x: (text, begins.count(x)) for x, text in enumerate(row) if begins[x] == x}


def _depth(heads: Sequence[dict[int, tuple[str, int]]], y: int, x: int) -> int:
    """How many rows from row `y` on repeat its cell at a column."""
    end = y + 1
    while x in heads[y] and end < len(heads) and heads[end].get(x) == heads[y][x]:
        end += 1
    return end - y


def _is_worded(texts: Sequence[str]) -> bool:
    return any(texts) and all(_is_word(text) for text in texts if text)


def _is_word(text: str) -> bool:
    """Whether a cell prints words, and no figure: `0件`, `0（结转）` and `无` stand side by side as often as 0 does."""
    if _WORD.search(text) is None or is_figure(text):
        return False
    return parse(text).state is not State.ANNOTATED or sign(text) is not None
