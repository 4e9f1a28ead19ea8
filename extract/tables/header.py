"""The head of a table: which column each position under it belongs to, by the labels above it."""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from typing import NamedTuple

from extract.tables.cells import Row
from extract.tables.vocabulary import Vocabulary, is_apart
from extract.words.labels import core

_MOST_POSITIONS = 500
"""Of a head worth remembering: the largest statutory one has 45."""


class Leaf(NamedTuple):
    """One column of figures. `column` is null for one that the form does not know; `row` is set where rows stand in the head."""

    column: str | None
    row: str | None = None
    start: int = 0
    end: int = 0
    """Its positions in the grid, `end` exclusive."""


@dataclass(frozen=True, kw_only=True)
class Header:
    """The columns in printed order."""

    leaves: tuple[Leaf, ...]
    aligned: bool
    """Whether the leaves' positions hold for the rows below; where spans were lost, only their order does."""
    sure: bool = True
    """Whether these hold at all: where an unknown label stands among others, which figures are its is not told."""

    @cached_property
    def columns(self) -> frozenset[str | None]:
        """Of all leaves."""
        return frozenset(leaf.column for leaf in self.leaves)

    @property
    def start(self) -> int:
        return self.leaves[0].start if self.aligned and self.leaves else 0

    def loose(self) -> "Header":
        """The same columns for a grid that is laid out differently (the next page's)."""
        return replace(self, aligned=False)


Shape = tuple[tuple[int, ...], ...]
"""Which text stands at each position of each head row: an index, -1 for none. A cell that spans has one index wherever it reaches."""


def build(zone: Sequence[Row], words: Vocabulary) -> Header | None:
    """The header that consecutive head rows make; null where they name no column."""
    order: dict[int, int] = {}
    texts: list[str] = []
    for row in zone:
        for cell in row.cells:
            if id(cell) not in order:
                order[id(cell)] = len(texts)
                texts.append(cell.text)
    shape = tuple(tuple([-1 if cell is None else order[id(cell)] for cell in row.positions]) for row in zone)
    made = _made if sum(map(len, shape)) <= _MOST_POSITIONS else _made.__wrapped__
    return made(shape, tuple(texts), words)


@lru_cache(maxsize=1024)
def _made(shape: Shape, texts: Sequence[str], words: Vocabulary) -> Header | None:
    """Reports of one year, and of one portal, have the same heads."""
    sums = _subtotals(shape, texts, words)
    by_position = _by_position(shape, texts, words, sums)
    printed = sum(1 for index in _begun(shape) if index not in sums and _column(texts[index], words))
    known = [(leaf.row, leaf.column) for leaf in by_position if leaf.column]
    in_order = named([texts[index] for index in _begun(shape) if texts[index].strip()], words)
    is_whole = known and len(known) >= printed and len(set(known)) == len(known) and _is_even(by_position)
    if is_whole and not _is_misplaced(known, in_order, words):
        return Header(leaves=tuple(by_position), aligned=True)
    if words.table.rows_in_header and _has_unknown([texts[index] for index in _begun(shape)], words):
        table = words.table
        every = (Leaf(column=column.key, row=row.key) for row in table.rows for column in table.columns)
        return Header(leaves=tuple(every), aligned=False, sure=False)
    return Header(leaves=tuple(in_order), aligned=False) if in_order else None


def _has_unknown(labels: Sequence[str], words: Vocabulary) -> bool:
    """Whether a label that is none of the table's stands among those of its columns: which figures are its, order does not tell."""
    at = [index for index, label in enumerate(labels) if _column(label, words)]
    among = labels[at[0] : at[-1]] if at else ()
    return any(
        core(label) and not (words.knows(label) or _column(label, words) or _named_row(label, words))
        for label in among
    )


def _is_misplaced(
    known: Sequence[tuple[str | None, str | None]], in_order: Sequence[Leaf], words: Vocabulary
) -> bool:
    """Whether wrong spans have moved labels past one another: in reading order they are the form's own, by position not."""
    rows = [row.key for row in words.table.rows] if words.table.rows_in_header else [None]
    form = [(row, column.key) for row in rows for column in words.table.columns]
    return [(leaf.row, leaf.column) for leaf in in_order] == form != known


def _subtotals(shape: Shape, texts: Sequence[str], words: Vocabulary) -> frozenset[int]:
    """The labels under a group (合计 of 法人或其他组织) that name a column which another label names outside of all groups."""
    if words.table.rows_in_header:
        return frozenset()
    ungrouped = {column.key for column in words.table.columns if not column.path}
    inside: dict[int, str] = {}
    outside = set[str]()
    for x in range(max(map(len, shape), default=0)):
        *over, index = _stack(shape, x, texts) or [-1]
        column = _column(texts[index], words) if index >= 0 else None
        if column not in ungrouped:
            continue
        if any(core(texts[each]) in words.groups for each in over):
            inside[index] = column
        else:
            outside.add(column)
    return frozenset(index for index, column in inside.items() if column in outside)


def _begun(shape: Shape) -> Iterator[int]:
    """The texts in reading order, each where it begins: not where it goes on from the left or from above."""
    above: tuple[int, ...] = ()
    for row in shape:
        for index, left in zip(row, (-1, *row), strict=False):
            if index >= 0 and index != left and index not in above:
                yield index
        above = row


def _is_even(leaves: Sequence[Leaf]) -> bool:
    """Whether rows that stand in the head have as many columns each: else their labels' spans were lost."""
    rows = [leaf.row for leaf in leaves if leaf.column]
    return len({rows.count(row) for row in rows}) <= 1


@lru_cache(maxsize=8192)
def _column(text: str, words: Vocabulary) -> str | None:
    return words.column(text) or (None if words.knows(text) else words.column_like(text))


def _by_position(shape: Shape, texts: Sequence[str], words: Vocabulary, sums: AbstractSet[int]) -> list[Leaf]:
    """A leaf for each run of positions that stand under the same cells, from the first that names a column; one of none of the form's
    columns for what is under the label of a sum."""
    leaves: list[Leaf] = []
    before: list[int] = []
    for x in range(max(map(len, shape), default=0)):
        stack = _stack(shape, x, texts)
        if stack and leaves and leaves[-1].end == x and stack == before:
            leaves[-1] = leaves[-1]._replace(end=x + 1)
            continue
        before = stack
        printed = [texts[index] for index in stack]
        column = _leaf(printed, words) if sums.isdisjoint(stack) else None
        if column or any(map(is_apart, printed)) or (leaves and any(map(core, printed))):
            leaves.append(Leaf(column=column, row=_row(printed, words), start=x, end=x + 1))
    return _with_rows(leaves, words) if words.table.rows_in_header else leaves


def _stack(shape: Shape, x: int, texts: Sequence[str]) -> list[int]:
    """The texts above position `x`, top to bottom, each once, blank ones left out."""
    found = dict.fromkeys(row[x] for row in shape if x < len(row))
    return [index for index in found if index >= 0 and texts[index].strip()]


def _leaf(stack: Sequence[str], words: Vocabulary) -> str | None:
    """The column named by the lowest labels of a stack: one, or several that hold its label in pieces."""
    for pieces in range(1, min(len(stack), 4) + 1):
        if column := words.column("".join(stack[-pieces:])):
            return column
    for pieces in range(1, min(len(stack), 4) + 1):
        if column := _column("".join(stack[-pieces:]), words):
            return column
    return None


def _row(stack: Sequence[str], words: Vocabulary) -> str | None:
    """The innermost row label of a stack, for tables whose rows stand in the head."""
    if not words.table.rows_in_header:
        return None
    return next((row for text in reversed(stack) if (row := _named_row(text, words))), None)


@lru_cache(maxsize=8192)
def _named_row(text: str, words: Vocabulary) -> str | None:
    return words.row(text) or (None if words.knows(text) else words.like(text, group=None, taken=()))


def _with_rows(leaves: Sequence[Leaf], words: Vocabulary) -> list[Leaf]:
    """Gives a leaf without a row the row of its left neighbour until a column comes again: there the next row begins."""
    order = [row.key for row in words.table.rows]
    filled: list[Leaf] = []
    seen: set[str] = set()
    current: str | None = None
    for leaf in leaves:
        if leaf.row is not None and leaf.row != current:
            current, seen = leaf.row, set()
        elif leaf.row is None and leaf.column in seen:
            following = order.index(current) + 1 if current else 0
            current, seen = (order[following] if following < len(order) else None), set()
        elif current is None and leaf.column:
            current = order[0] if leaf.column == words.table.columns[0].key else None
        if leaf.column:
            seen.add(leaf.column)
        filled.append(leaf._replace(row=leaf.row or current))
    return filled


def named(labels: Sequence[str], words: Vocabulary) -> list[Leaf]:
    """The columns that head labels name when only their reading order is known, row by row or group by group."""
    if words.table.rows_in_header:
        return _runs(labels, words)
    grouped = {column.key: core(column.path[-1]) for column in words.table.columns if column.path}
    top: list[str] = []
    inside: dict[str, list[str]] = {}
    for label in labels:
        column = _column(label, words)
        if column is None and core(label) in grouped.values():
            top.append(core(label))
        elif column in grouped:
            inside.setdefault(grouped[column], []).append(column)
        elif column is not None and column not in top:
            top.append(column)
    for group in inside:
        if group not in top:
            return []
    keys = [key for name in top for key in dict.fromkeys(inside.get(name, [name]))]
    return [Leaf(column=key) for key in keys if key not in inside and key not in words.groups]


def _runs(labels: Sequence[str], words: Vocabulary) -> list[Leaf]:
    """For rows in the head: the n-th run of column labels belongs to the n-th row label."""
    rows = list(dict.fromkeys(row for label in labels if (row := _named_row(label, words))))
    runs: list[list[str]] = []
    for label in labels:
        if column := _column(label, words):
            if not runs or column in runs[-1]:
                runs.append([])
            runs[-1].append(column)
    if len(rows) != len(runs):
        return []
    return [Leaf(column=column, row=row) for row, run in zip(rows, runs, strict=True) for column in run]
