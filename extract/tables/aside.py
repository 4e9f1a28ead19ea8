"""Columns that stand beside the figures and are none: serial numbers and units, told by their heads and by all that they hold."""

import re
from collections.abc import Sequence

from extract.document import Cell
from extract.tables.cells import Row, has_number

_HEADS = frozenset({"序号", "编号", "行次", "栏次", "代码", "单位", "计量单位"})
_HELD = re.compile(r"\d{0,3}|[件条个次宗项份元万人]{1,2}|[-—/]*")
"""What such a column may hold: where 单位 means an organ it holds names."""


def without(rows: list[Row]) -> list[Row]:
    """The rows without those columns."""
    for y, row in enumerate(rows):
        if row.has_number:
            break
        for cell, name in zip(row.cells, row.names, strict=True):
            if name in _HEADS and _is_aside(rows[y + 1 :], cell.column, cell.column + cell.colspan):
                return without([cut(each, cell.column, cell.column + cell.colspan) for each in rows])
    return rows


def _is_aside(rows: Sequence[Row], start: int, end: int) -> bool:
    held = {cell.text.strip() for row in rows for cell in row.cells if _is_within(cell, start, end)}
    return all(_HELD.fullmatch(text) or text in _HEADS for text in held)


def _is_within(cell: Cell, start: int, end: int) -> bool:
    return start <= cell.column and cell.column + cell.colspan <= end


def cut(row: Row, start: int, end: int) -> Row:
    """A row without the cells at those positions; one that reaches further stays elsewhere."""
    kept = [at for at, cell in enumerate(row.cells) if not _is_within(cell, start, end)]
    values = [row.values[at] for at in kept]
    return Row(
        positions=[None if start <= at < end else cell for at, cell in enumerate(row.positions)],
        cells=[row.cells[at] for at in kept],
        names=[row.names[at] for at in kept],
        values=values,
        has_number=has_number(values),
    )
