"""One printed row of a table: its label cells, its value cells, and which of them carry which label."""

import re
from collections.abc import Collection, Sequence
from operator import attrgetter
from typing import NamedTuple

from archive.records import State
from extract.document import Cell
from extract.tables.cells import FIGURES, Row
from extract.tables.header import Header, Leaf
from extract.tables.vocabulary import Vocabulary
from extract.words.labels import core
from extract.words.numbers import parse

_EMPTY = frozenset({State.BLANK, State.DASH})
"""Only a cell without a number may stand under several columns."""

_SUBTOTAL = re.compile(r"(?:小计|合计|共计)$")


class Line(NamedTuple):
    """A row's cells, split where its labels end."""

    labels: tuple[Cell, ...]
    """Cells with text before the figures: those that reach down from rows above, then the row's own."""
    values: tuple[Cell, ...]
    """Every cell after the last label, blank ones too, but no label of a row above that reaches down too far."""
    numeric: bool
    """Whether any value cell prints a figure or a dash."""


def line(row: Row, words: Vocabulary, header: Header | None) -> Line:
    """Splits a row. Text within the columns of figures that is no label is a value that cannot be read."""
    found = [
        None if name in words.known else value for name, value in zip(row.names, row.values, strict=True)
    ]
    first = next(
        (i for i, value in enumerate(found) if value is not None and value.state in FIGURES), len(found)
    )
    last = first - 1
    while last >= 0 and (found[last] is not None or _misprinted_value(row, last, words, header)):
        last -= 1
    return Line(
        labels=_own_last([cell for cell in row.cells[: last + 1] if cell.text.strip()]),
        values=_without_labels_above(row, last + 1, words),
        numeric=first < len(found),
    )


_ROW = attrgetter("row")


def _own_last(labels: Sequence[Cell]) -> tuple[Cell, ...]:
    """The labels that reach down from rows above, then the row's own, which a rowspan too long may have moved before them."""
    if len(labels) > 1 and labels[-1].row < (at := max(map(_ROW, labels))):
        return tuple(sorted(labels, key=lambda cell: cell.row == at))
    return tuple(labels)


def _without_labels_above(row: Row, start: int, words: Vocabulary) -> tuple[Cell, ...]:
    """The cells from `start` on without labels of rows above that reach down too far."""
    cells = row.cells[start:]
    if len(set(map(_ROW, cells))) > 1:
        at = max(map(_ROW, cells))
        behind = zip(cells, row.names[start:], strict=True)
        return tuple(cell for cell, name in behind if cell.row == at or name not in words.known)
    return tuple(cells)


def _misprinted_value(row: Row, at: int, words: Vocabulary, header: Header | None) -> bool:
    cell = row.cells[at]
    if header is None or not header.aligned or cell.column < header.start or row.names[at] in words.known:
        return False
    return words.like(cell.text, group=None, taken=()) is None


def label_of(line: Line, words: Vocabulary, *, group: str | None, near: str | None) -> str | None:
    """The row that a line's labels name exactly: the innermost label, or its last pieces joined."""
    texts = [cell.text for cell in line.labels]
    for pieces in range(1, min(len(texts), 3) + 1):
        if row := words.row("".join(texts[-pieces:]), group=group, near=near):
            return row
    return None


def group_of(line: Line, words: Vocabulary) -> str | None:
    """The innermost group label of a line, folded."""
    for cell in reversed(line.labels):
        if (wording := core(cell.text)) in words.groups:
            return wording
    return None


def subtotal(line: Line, words: Vocabulary) -> str | None:
    """The group whose sum a row prints, by the group's label or with 小计 behind it."""
    wording = core(line.labels[-1].text) if line.labels else ""
    return next((each for each in (wording, _SUBTOTAL.sub("", wording)) if each in words.groups), None)


def like_label(line: Line, words: Vocabulary, *, group: str | None, taken: Collection[str]) -> str | None:
    """The row that a line's innermost label resembles."""
    texts = [cell.text for cell in line.labels]
    for pieces in range(1, min(len(texts), 3) + 1):
        if row := words.like("".join(texts[-pieces:]), group=group, taken=taken):
            return row
    return None


def is_head(row: Row, words: Vocabulary, *, following: bool) -> bool:
    """Whether a row belongs to the table's head: it names columns and prints no figure.

    `following` says that the row above was head: then a row of label pieces, or of labels that could be rows, is head too.
    """
    names_columns = not words.heading.isdisjoint(row.names)
    if not (names_columns or following):
        return False
    if any(
        value is not None and value.state in FIGURES and name not in words.known
        for name, value in zip(row.names, row.values, strict=True)
    ):
        return False
    if names_columns:
        return True
    return any(row.names) and not any(name in words.rows and name not in words.columns for name in row.names)


def placed(
    values: Sequence[Cell], leaves: Sequence[Leaf], header: Header, *, whole: bool
) -> dict[int, Cell] | None:
    """Which cell stands under which leaf (by index); null where neither position nor count can tell.

    A row whose labels reach into the columns of figures has lost its spans: there only the order holds, but not where the head has
    lost a column, so that one figure too many looks like one blank too many.
    """
    if not header.aligned and _may_name_several(leaves):
        return None
    if header.aligned and any(_is_under_several(cell, leaves) for cell in values):
        return None
    if len(values) == len(leaves):
        return dict(enumerate(values))
    if header.aligned and (found := _overlapping(values, leaves)) is not None:
        return found
    return _window(values, leaves) if whole else None


def shortened(values: Sequence[Cell], leaves: Sequence[Leaf]) -> dict[int, Cell] | None:
    """Which cell stands under which leaf in a row that ends before its head does: it has lost a label, or a blank cell that may
    have stood anywhere. Null where that is not told."""
    filled = [at for at, cell in enumerate(values) if cell.text.strip()]
    if not filled:
        return dict.fromkeys(range(len(leaves)), values[0])
    first, end = filled[0], filled[-1] + 1
    # A blank before the figures may be a label's, unless there are more cells than figures behind them too.
    fits = [
        values[first:end],
        *([values] if not first else []),
        *([values[:end]] if end < len(values) else []),
    ]
    return next((dict(enumerate(each)) for each in fits if len(each) == len(leaves)), None)


def _may_name_several(leaves: Sequence[Leaf]) -> bool:
    """Whether a label that is none of the form's is wider than all that are: what stands under it by order is not told."""
    widest = max((leaf.end - leaf.start for leaf in leaves if leaf.column), default=0)
    return any(leaf.column is None and leaf.end - leaf.start > widest for leaf in leaves)


def _is_under_several(cell: Cell, leaves: Sequence[Leaf]) -> bool:
    """Whether a cell reaches over several columns whole, and prints what can only be of one."""
    end = cell.column + cell.colspan
    return (
        cell.colspan > 1
        and sum(cell.column <= leaf.start and leaf.end <= end for leaf in leaves) > 1
        and parse(cell.text).state not in _EMPTY
    )


def _overlapping(values: Sequence[Cell], leaves: Sequence[Leaf]) -> dict[int, Cell] | None:
    found: dict[int, Cell] = {}
    used: set[int] = set()
    for index, leaf in enumerate(leaves):
        under = [
            cell for cell in values if cell.column < leaf.end and cell.column + cell.colspan > leaf.start
        ]
        filled = [cell for cell in under if cell.text.strip()] or under[:1]
        if len(filled) != 1 or (id(filled[0]) in used and parse(filled[0].text).state not in _EMPTY):
            return None
        found[index] = filled[0]
        used.add(id(filled[0]))
    if any(cell.text.strip() and id(cell) not in used for cell in values):
        return None
    return found


def _window(values: Sequence[Cell], leaves: Sequence[Leaf]) -> dict[int, Cell] | None:
    """The only run of as many cells as there are leaves that leaves nothing but blanks outside; of several the one that ends with
    a printed total, which only a row of zeros may leave blank."""
    count = len(leaves)
    fits = [
        values[at : at + count]
        for at in range(len(values) - count + 1)
        if not any(cell.text.strip() for cell in (*values[:at], *values[at + count :]))
    ]
    if len(fits) > 1 and leaves[-1].column == "total" and any(parse(cell.text).value for cell in values):
        fits = [fit for fit in fits if fit[-1].text.strip()]
    if len(fits) == 1 or (fits and not any(cell.text.strip() for cell in values)):
        return dict(enumerate(fits[0]))
    filled = [cell for cell in values if cell.text.strip()]
    return dict(enumerate(filled)) if len(filled) == count else None
