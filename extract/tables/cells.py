"""The rows of a grid with what their cells say, folded and read once for all the tables that they may belong to."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from archive.records import State
from extract.document import Cell, Grid
from extract.words.labels import core, sign
from extract.words.numbers import Printed, mended, parse

FIGURES = frozenset({State.NUMBER, State.ANNOTATED, State.DASH})
"""What a cell of a row of figures prints where it is not blank."""

Positions = Sequence[Cell | None]
"""A row as a grid has it."""


class Row(NamedTuple):
    """One printed row; `cells`, `names` and `values` are parallel."""

    positions: Positions
    cells: Sequence[Cell]
    """From left to right, a spanning one once."""
    names: Sequence[str]
    """What each cell says as a label (`labels.core`)."""
    values: Sequence[Printed | None]
    """What each prints as a value; null where it can only be a label: `3.其他` is no number."""
    has_number: bool
    """Whether any cell prints a bare number."""


def distinct(row: Positions) -> list[Cell]:
    """The cells of a row from left to right, a spanning one once."""
    return [
        cell for cell, left in zip(row, (None, *row), strict=False) if cell is not None and cell is not left
    ]


def split(grid: Grid) -> list[Row]:
    """The rows of a grid from top to bottom."""
    rows = []
    for positions in grid.rows:
        cells = distinct(positions)
        each = [said(cell.text) for cell in cells]
        values = [value for _, value in each]
        rows.append(Row(positions, cells, [name for name, _ in each], values, has_number(values)))
    return rows


def has_number(values: Iterable[Printed | None]) -> bool:
    """Whether any of these is a bare number."""
    return State.NUMBER in [value.state for value in values if value is not None]


@lru_cache(maxsize=16384)
def said(text: str) -> tuple[str, Printed | None]:
    """A cell's text as a label and as a value."""
    value = parse(text)
    unread = value.state is State.UNREADABLE and mended(text) is None
    is_label = unread or (value.state is State.ANNOTATED and sign(text) is not None)
    return core(text), None if is_label else value
