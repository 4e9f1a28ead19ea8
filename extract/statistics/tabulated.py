"""Statistics tables of the years before 2019 in grids: their heads, their rows, and the grids that they go on in."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from archive.records import Place
from extract.chapters.lines import WHOLE, Consumed
from extract.document import Cell, Document, Grid
from extract.grid import transposed
from extract.statistics.listhead import (
    Head,
    Rows,
    head_at,
    head_of,
    is_figure,
    starts_of,
    told_by_rows,
)
from extract.tables import numbered
from extract.tables.cells import Positions, distinct, said
from extract.words.labels import fold, tight
from extract.words.units import is_unit

_BETWEEN = re.compile(r"\W*(?:第?\d{1,3}页?(?:共\d{1,3}页)?|续表?|接上[页表])?\W*")
"""What may stand between two grids that are one table, its spaces removed."""
_SIGNED = re.compile(
    r"(?:负责人|填[表报]人|制表人|审核人|经办人|联系电话|填报日期|填报时间)(?:（[^）]*）)?[:：]"
)
"""What stands below a table: who answers for it."""
_LABELLING = 2
"""Cells of a head that names nothing but indicators, units and figures: more are those of codes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """One row: its label as printed, and what stands under each heading."""

    label: str
    texts: tuple[str, ...]
    places: tuple[Place | None, ...]
    fused: bool = False
    """Whether `texts` is a single run that holds the figures of all headings."""
    coded: bool = False
    """Whether that run may hold the row's code as well."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Statistics:
    """A table as found: headings, rows, and what of the document it took."""

    headings: tuple[str, ...]
    rows: tuple[Indicator, ...]
    consumed: Consumed
    sure: bool = True
    """Whether its head shows by itself that it is a statistics table; else its indicators must."""
    torn: tuple[str, ...] = ()
    """Labels of rows that the table seems to go on with under other columns."""


def statistics(document: Document, known: Collection[str]) -> Iterator[Statistics]:
    """The statistics tables of a document's grids, each with the grids that it goes on in; `known` are the wordings, folded, of a form's
    own indicators, which tell a table whose head does not.

    A head that begins the list of indicators again is that of another table: another organ's, or another year's.
    """
    reading: _Reading | None = None
    near = False
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Grid):
            near = near and _BETWEEN.fullmatch("".join(block.text.split())) is not None
            continue
        for part in _parts(numbered.without(block)):
            head = head_of(part)
            if head is None and reading is None:
                head = told_by_rows(part, known)
            if head is not None:
                head = _with_unnamed(head, part)
                rows = [row for each in part[head.below :] if (row := _indicator(each, head))]
                if reading is not None and reading.begins_again(rows):
                    yield reading.read()
                    reading = None
                reading = reading or _Reading(head)
                reading.add(index, head, [row for row in rows if not is_unit(tight(row.label))])
                # A row without the cell of a group that reaches down to it has its unit where its label should be.
                reading.torn += [row.label for row in rows if is_unit(tight(row.label))]
            elif reading is not None:
                reading.go_on(index, part, near=near)
        near = reading is not None and index in reading.consumed
    if reading:
        yield reading.read()


class _Reading:
    """How far a table has been read."""

    def __init__(self, head: Head) -> None:
        self.first = self.head = head
        self.rows: list[Indicator] = []
        self.torn: list[str] = []
        self.consumed: dict[int, tuple[tuple[int, int], ...]] = {}

    def begins_again(self, rows: Sequence[Indicator]) -> bool:
        """Whether rows are those of another table of the kind."""
        return bool(rows) and any(tight(row.label) == tight(rows[0].label) for row in self.rows)

    def add(self, index: int, head: Head, rows: Sequence[Indicator]) -> None:
        """Rows under the table's own head, or under one that is printed again."""
        if [heading.text for heading in head.headings] != [heading.text for heading in self.first.headings]:
            self.torn += [row.label for row in rows]
            return
        self.head = head
        self.rows += rows
        self.consumed[index] = ((0, WHOLE),)

    def go_on(self, index: int, part: Rows, *, near: bool) -> None:
        """Rows of a grid without a head: the table's, where nothing stands between and their cells are those of its columns."""
        if not near or not _prints_figures(part):
            return
        if len(part[0]) == self.head.width:
            rows = [row for each in part if (row := _indicator(each, self.head))]
        else:
            rows = [row for each in part if (row := _in_order(each, self.head))]
            if len(rows) < len(part):
                self.torn += ["".join(cell.text for cell in distinct(each)[:1]) for each in part]
                return
        self.add(index, self.head, rows)

    def read(self) -> Statistics:
        """The table as far as it was found."""
        return Statistics(
            headings=tuple(heading.text for heading in self.first.headings),
            rows=tuple(self.rows),
            consumed=self.consumed,
            sure=self.first.sure,
            torn=tuple(self.torn),
        )


def _parts(grid: Grid) -> Iterator[Rows]:
    """The rows of a grid; where a head is printed several times side by side, those under the first, then those under the next;
    where indicators are its columns, the grid turned on its side."""
    if not grid.rows:
        return
    starts = next((starts for row in grid.rows if (starts := starts_of(row))), [])
    if len(starts) > 1:
        for start, end in pairwise([0, *starts[1:], len(grid.rows[0])]):
            yield [row[start:end] for row in grid.rows]
    elif head_of(grid.rows) is None and head_of(turned := transposed(grid).rows) is not None:
        yield turned
    else:
        yield from _stacked(grid.rows)


def _stacked(rows: Rows) -> Iterator[Rows]:
    """The rows, cut at each head below which the list begins again."""
    start = below = 0
    first: tuple[str, ...] = ()
    for y in range(len(rows)):
        head = head_at(rows, y) if y >= below else None
        if head is None or head.below >= len(rows):
            continue
        below, words = head.below, _words(rows[head.below])
        if first and words == first:
            yield rows[start:y]
            start = y
        first = first or words
    yield rows[start:]


def _with_unnamed(head: Head, part: Rows) -> Head:
    """The head with the columns behind it that it does not name, where most rows print figures in them."""
    rows = part[head.below :]
    behind = sum(any(map(is_figure, distinct(row[head.end :]))) for row in rows)
    return replace(head, end=head.width) if 2 * behind > len(rows) else head


def _words(row: Positions) -> tuple[str, ...]:
    return tuple(tight(cell.text) for cell in distinct(row) if not is_figure(cell))


def _indicator(row: Positions, head: Head) -> Indicator | None:
    at = max((cell.row for cell in row if cell is not None), default=0)
    own = [cell for cell in distinct(row[slice(*head.label)]) if cell.text.strip() and cell.row == at]
    own = [cell for cell in own if fold(cell.text)] or own[-1:]
    if not own or head_at([row], 0) or _SIGNED.search("".join(cell.text for cell in own)):
        return None
    if row[head.headings[-1].end - 1] is None or any(map(is_figure, distinct(row[head.end :]))):
        return _shifted(own, row, head)
    cells = [_under(row, start, end) for _, start, end in head.headings]
    if all(cell is not None and any(cell is label for label in own) for cell in cells):
        return None
    if any(cell is not None and is_unit(tight(cell.text)) for cell in cells) or _is_under_several(cells):
        return _shifted(own, row, head)
    return _row(own, [None if cell in own else cell for cell in cells])


def _is_under_several(cells: Sequence[Cell | None]) -> bool:
    """Whether one number stands under several headings."""
    twice = [left for left, right in pairwise(cells) if left is not None and left is right]
    values = [said(cell.text)[1] for cell in twice]
    return any(value is not None and value.value is not None for value in values)


def _shifted(label: Sequence[Cell], row: Positions, head: Head) -> Indicator:
    """A row that ends before its head does, or prints figures behind it: it may have lost a blank cell anywhere, or have one too many,
    and its figures are left to be cut."""
    behind = distinct(row[head.label[1] :])
    printed = [cell for cell in behind if cell.text.strip() and is_figure(cell)]
    if not printed:
        return _row(label, [None] * len(head.headings))
    return Indicator(
        label="".join(cell.text for cell in label),
        texts=(" ".join(map(tight, (cell.text for cell in printed))),),
        places=(printed[0].place,),
        fused=True,
        coded=head.cells > len(head.headings) + _LABELLING,
    )


def _in_order(row: Positions, head: Head) -> Indicator | None:
    """A row of a grid with other columns, its cells in the order of the head's; null where they are more or fewer."""
    cells = distinct(row)
    while cells and not cells[0].text.strip():
        cells = cells[1:]
    order = head.order
    if len(cells) == len(head.headings) + 1 and len(order) < head.cells:
        order = tuple(range(len(cells)))
    elif len(cells) != head.cells or not order:
        return None
    label, *values = (cells[at] for at in order)
    return None if is_figure(label) else _row([label], values)


def _row(label: Sequence[Cell], cells: Sequence[Cell | None]) -> Indicator:
    return Indicator(
        label="".join(cell.text for cell in label),
        texts=tuple("" if cell is None else cell.text for cell in cells),
        places=tuple(cell.place if cell else None for cell in cells),
    )


def _under(row: Positions, start: int, end: int) -> Cell | None:
    cells = distinct(row[start:end])
    return next((cell for cell in cells if cell.text.strip()), cells[0] if cells else None)


def _prints_figures(rows: Rows) -> bool:
    """Whether most rows are a label and figures behind it."""
    full = 0
    for row in rows:
        printed = [cell for cell in distinct(row) if cell.text.strip()]
        words = [at for at, cell in enumerate(printed) if not is_figure(cell)]
        full += bool(words) and any(map(is_figure, printed[words[0] + 1 :]))
    return 2 * full > len(rows)
