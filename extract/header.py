"""The head of a table: which column each position under it belongs to, by the labels above it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from extract.cells import Row
from extract.document import Cell
from extract.labels import core
from extract.vocabulary import Vocabulary


class Leaf(NamedTuple):
    """One column of figures. `column` is null for one that the form does not know; `row` is set where rows stand in the head."""

    column: str | None
    row: str | None = None
    start: int = 0
    end: int = 0
    """Its positions in the grid, `end` exclusive."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Header:
    """The columns in printed order."""

    leaves: tuple[Leaf, ...]
    aligned: bool
    """Whether the leaves' positions hold for the rows below; where spans were lost, only their order does."""

    @property
    def start(self) -> int:
        return self.leaves[0].start if self.aligned and self.leaves else 0

    def loose(self) -> "Header":
        """The same columns for a grid that is laid out differently (the next page's)."""
        return Header(leaves=self.leaves, aligned=False)


def build(zone: Sequence[Row], words: Vocabulary) -> Header | None:
    """The header that consecutive head rows make; null where they name no column."""
    by_position = _by_position(zone, words)
    printed = sum(
        1
        for y, row in enumerate(zone)
        for cell in row.cells
        if _begins(cell, y, zone) and _column(cell.text, words)
    )
    known = [(leaf.row, leaf.column) for leaf in by_position if leaf.column]
    if known and len(known) >= printed and len(set(known)) == len(known) and _is_even(by_position):
        return Header(leaves=tuple(by_position), aligned=True)
    in_order = _by_order(zone, words)
    return Header(leaves=tuple(in_order), aligned=False) if in_order else None


def _is_even(leaves: Sequence[Leaf]) -> bool:
    """Whether rows that stand in the head have as many columns each: else their labels' spans were lost."""
    rows = [leaf.row for leaf in leaves if leaf.column]
    return len({rows.count(row) for row in rows}) <= 1


def _begins(cell: Cell, y: int, zone: Sequence[Row]) -> bool:
    """Whether a cell is met for the first time in row `y` of the zone."""
    return y == 0 or not any(cell is above for above in zone[y - 1].cells)


@lru_cache(maxsize=8192)
def _column(text: str, words: Vocabulary) -> str | None:
    return words.column(text) or (None if words.knows(text) else words.column_like(text))


def _by_position(zone: Sequence[Row], words: Vocabulary) -> list[Leaf]:
    """A leaf for each run of positions that stand under the same cells, from the first that names a column."""
    leaves: list[Leaf] = []
    stacks = [_stack(zone, x) for x in range(max((len(row.positions) for row in zone), default=0))]
    for x, stack in enumerate(stacks):
        if x and stack and leaves and leaves[-1].end == x and _same(stack, stacks[x - 1]):
            leaves[-1] = leaves[-1]._replace(end=x + 1)
            continue
        column = _leaf(stack, words)
        if column or (leaves and any(core(cell.text) for cell in stack)):
            leaves.append(Leaf(column=column, row=_row(stack, words), start=x, end=x + 1))
    return _with_rows(leaves, words) if words.table.rows_in_header else leaves


def _stack(zone: Sequence[Row], x: int) -> list[Cell]:
    """The cells above position `x`, top to bottom, each once, blank ones left out."""
    cells: list[Cell] = []
    for row in zone:
        cell = row.positions[x] if x < len(row.positions) else None
        if cell is not None and cell.text.strip() and not any(cell is seen for seen in cells):
            cells.append(cell)
    return cells


def _same(left: Sequence[Cell], right: Sequence[Cell]) -> bool:
    return len(left) == len(right) and all(a is b for a, b in zip(left, right, strict=True))


def _leaf(stack: Sequence[Cell], words: Vocabulary) -> str | None:
    """The column named by the lowest cells of a stack: one, or several that hold its label in pieces."""
    texts = [cell.text for cell in stack]
    for pieces in range(1, min(len(texts), 4) + 1):
        if column := words.column("".join(texts[-pieces:])):
            return column
    for pieces in range(1, min(len(texts), 4) + 1):
        if column := _column("".join(texts[-pieces:]), words):
            return column
    return None


def _row(stack: Sequence[Cell], words: Vocabulary) -> str | None:
    """The innermost row label of a stack, for tables whose rows stand in the head."""
    if not words.table.rows_in_header:
        return None
    return next((row for cell in reversed(stack) if (row := _named_row(cell.text, words))), None)


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


def _by_order(zone: Sequence[Row], words: Vocabulary) -> list[Leaf]:
    """The columns in the order in which the head names them, those of a group in the group's place."""
    labels = [
        cell.text
        for y, row in enumerate(zone)
        for cell in row.cells
        if _begins(cell, y, zone) and cell.text.strip()
    ]
    return named(labels, words)


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
