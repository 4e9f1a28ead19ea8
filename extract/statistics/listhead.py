"""Heads of statistics tables in grids: where indicators stand, and which columns hold figures."""

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from extract.document import Cell
from extract.statistics.listed import ENOUGH, HEADING
from extract.tables.cells import FIGURES, Positions, distinct, said
from extract.words.labels import core, tight

_INDICATOR = frozenset({"指标名称", "统计指标", "指标", "统计项目", "指标内容"})
_UNIT = frozenset({"计量单位", "单位", "计量单位名称"})
_SERIAL = frozenset({"代码", "序号", "编号", "行次", "指标代码"})
_ASIDE = _SERIAL | {"备注", "说明"}
_HEADING = re.compile(HEADING)
_TOP, _FRONT = 4, 3
"""Rows and columns of a list in which one of its first indicators stands: to look at all cells of every table would cost more than
all else."""


class Heading(NamedTuple):
    """A column of figures: its label as printed, and its positions, `end` exclusive."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """Where the parts of a table stand: positions of the label cells, and of each heading of figures."""

    label: tuple[int, int]
    headings: tuple[Heading, ...]
    width: int
    end: int
    """Behind all that it names."""
    order: tuple[int, ...]
    """Which of a row's cells are the label and the figures, where each column is one cell; empty where heads stand on two levels."""
    cells: int
    """How many cells such a row has."""
    below: int
    """The first row under it."""
    sure: bool
    """Whether it shows by itself that the table is one of statistics."""


Rows = Sequence[Positions]


def starts_of(row: Positions) -> list[int]:
    """Where lists of indicators begin, if the row is a head: at the label, or at the serial number before it."""
    starts: list[int] = []
    serial: int | None = None
    for cell, start, _ in _runs(row):
        name = core(cell.text)
        if name in _INDICATOR:
            starts.append(start if serial is None else serial)
        serial = start if name in _SERIAL else None
    return starts


def _runs(row: Positions) -> list[tuple[Cell, int, int]]:
    """The cells of a row with the positions that they take."""
    runs: list[tuple[Cell, int, int]] = []
    for x, cell in enumerate(row):
        if cell is None:
            continue
        if runs and runs[-1][0] is cell:
            runs[-1] = (cell, runs[-1][1], x + 1)
        else:
            runs.append((cell, x, x + 1))
    return runs


def head_of(rows: Rows) -> Head | None:
    """The first head of a grid."""
    for y in range(len(rows)):
        head = head_at(rows, y)
        if head is not None:
            return head
    return None


def head_at(rows: Rows, y: int) -> Head | None:
    """The head that begins in a row: an indicator cell, a unit cell, at least one heading of figures; without units, the
    headings themselves must be those of years or sums, and one alone is not sure to make a statistics table."""
    runs = [run for run in _runs(rows[y]) if run[0].text.strip()]
    names = [core(cell.text) for cell, _, _ in runs]
    at = next((at for at, name in enumerate(names) if name in _INDICATOR), None)
    if at is None:
        return None
    label = (runs[at][1], runs[at][2])
    lower = rows[y + 1] if y + 1 < len(rows) and _is_lower(rows[y], rows[y + 1], label) else None
    figures = [
        run for run, name in zip(runs[at + 1 :], names[at + 1 :], strict=True) if name not in _UNIT | _ASIDE
    ]
    headings = list(_headings(figures, lower))
    units = not _UNIT.isdisjoint(names)
    if not headings or not (units or all(_HEADING.fullmatch(heading.text) for heading in headings)):
        return None
    order = () if lower else (at, *(runs.index(run) for run in figures))
    return Head(
        label=label,
        headings=tuple(headings),
        width=len(rows[y]),
        end=runs[-1][2],
        order=order,
        cells=len(runs),
        below=y + 2 if lower else y + 1,
        sure=units or len(headings) > 1,
    )


def is_bare_head(row: Positions) -> bool:
    """Whether a row is the head of a list, with or without figures: it names indicators and their units."""
    names = {core(cell.text) for cell in distinct(row)}
    return not _INDICATOR.isdisjoint(names) and not _UNIT.isdisjoint(names)


def told_by_rows(rows: Rows, known: Collection[str]) -> Head | None:
    """The head of a list of a form's own indicators (folded wordings) under other words, or none: where one column of figures stands
    beside them, it is the form's."""
    if not any(core(cell.text) in known for row in rows[:_TOP] for cell in row[:_FRONT] if cell is not None):
        return None
    named = [
        (y, start, end)
        for y, row in enumerate(rows)
        for cell, start, end in _runs(row)
        if core(cell.text) in known
    ]
    if len(named) < ENOUGH:
        return None
    (label, _), first = Counter((start, end) for _, start, end in named).most_common(1)[0], named[0][0]
    head = rows[first - 1] if first else ()
    body = [row for row in rows[first:] if any(map(is_figure, distinct(row[label[1] :])))]
    columns = [run for run in _runs(rows[first]) if run[1] >= label[1]] if body else []
    figures = [
        (start, end)
        for _, start, end in columns
        if core(_said(head, start)) not in _ASIDE
        and 2 * sum(_prints_number(row, start) for row in body) > len(body)
    ]
    if len(figures) != 1:
        return None
    return Head(
        label=label,
        headings=(Heading(tight(_said(head, figures[0][0])), *figures[0]),),
        width=len(rows[first]),
        end=len(rows[first]),
        order=(),
        cells=0,
        below=first,
        sure=False,
    )


def _said(row: Positions, at: int) -> str:
    cell = row[at] if at < len(row) else None
    return "" if cell is None else cell.text


def _prints_number(row: Positions, at: int) -> bool:
    value = said(_said(row, at))[1]
    return value is not None and value.value is not None


def _is_lower(upper: Positions, row: Positions, label: tuple[int, int]) -> bool:
    """Whether a row is the lower level of a head: words under the headings, beside a label that reaches down or is blank."""
    own = row[slice(*label)]
    if any(
        cell is not above and cell is not None and cell.text.strip()
        for cell, above in zip(own, upper[slice(*label)], strict=True)
    ):
        return False
    printed = [
        cell for cell in distinct(row) if not any(cell is above for above in upper) and cell.text.strip()
    ]
    return bool(printed) and not any(is_figure(cell) for cell in printed)


def _headings(runs: Sequence[tuple[Cell, int, int]], lower: Positions | None) -> Iterator[Heading]:
    """The columns of figures; those on a lower level by its labels, behind the upper one where these come again."""
    found: list[tuple[str, Heading]] = []
    for cell, start, end in runs:
        under = _runs(lower[start:end]) if lower else []
        for one, left, right in under or [(cell, 0, end - start)]:
            text = cell.text if one is cell or not one.text.strip() else one.text
            found.append((tight(cell.text), Heading(tight(text), start + left, start + right)))
    texts = [heading.text for _, heading in found]
    for above, heading in found:
        again = texts.count(heading.text) > 1 and heading.text != above
        yield heading._replace(text=above + heading.text) if again else heading


def is_figure(cell: Cell) -> bool:
    _, value = said(cell.text)
    return value is not None and value.state in FIGURES
