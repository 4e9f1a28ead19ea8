"""Columns that print the same for several years: the newest year's are the report's own, the others are none of the form's."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from extract.document import Cell
from extract.tables.aside import cut
from extract.tables.cells import Row, has_number, said
from extract.words.labels import core

_YEAR = re.compile(r"(?:(?P<number>20\d\d)年|(?P<this>本年)|(?:上一?年|去年))度?")
_THIS = 3000
"""The year of a label that says 本年: after all others."""


class _Dated(NamedTuple):
    cell: Cell
    year: int
    label: str
    """What the cell says besides its year."""


def without(rows: list[Row]) -> list[Row]:
    """The rows without the columns of earlier years, and without the year in the labels of the newest."""
    for row in rows:
        if row.has_number or "年" not in "".join(row.names) or len(dated := _dated(row)) < 2:
            continue
        newest = max(each.year for each in dated)
        own = [each for each in dated if each.year == newest]
        labels = {each.label for each in own}
        others = [each.cell for each in dated if each.year != newest and each.label in labels]
        if others:
            kept = [_cut(each, others) for each in rows]
            return without([_undated(each, own) for each in kept])
    return rows


def _dated(row: Row) -> list[_Dated]:
    """The cells of a head that begin with a year."""
    found = [(cell, _YEAR.match(name)) for cell, name in zip(row.cells, row.names, strict=True)]
    return [
        _Dated(cell, _year(year), core(cell.text)[year.end() :]) for cell, year in found if year is not None
    ]


def _year(found: re.Match[str]) -> int:
    if found["number"]:
        return int(found["number"])
    return _THIS if found["this"] else 0


def _cut(row: Row, others: Sequence[Cell]) -> Row:
    for cell in others:
        row = cut(row, cell.column, cell.column + cell.colspan)
    return row


def _undated(row: Row, own: Sequence[_Dated]) -> Row:
    """The row with the labels of the newest year as they stand where there is but one year."""
    plain = {id(each.cell): replace(each.cell, text=each.label) for each in own}
    if not any(id(cell) in plain for cell in row.cells):
        return row
    cells = [plain.get(id(cell), cell) for cell in row.cells]
    said_by = [said(cell.text) for cell in cells]
    values = [value for _, value in said_by]
    return Row(
        positions=[cell and plain.get(id(cell), cell) for cell in row.positions],
        cells=cells,
        names=[name for name, _ in said_by],
        values=values,
        has_number=has_number(values),
    )
