"""Figures that a line break cuts: one number wherever the form's sums say so, else unread."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from archive.records import Figure, Finding, State
from extract.forms import Table
from extract.words.numbers import mended, parse

Figures = dict[tuple[str, str], Figure]
"""By row and column."""


def mend(table: Table, figures: Figures) -> Iterator[Finding]:
    """Makes whole each torn figure with which a sum of the form holds, and none fails; a finding for each."""
    unread = [(cell, figure) for cell, figure in figures.items() if figure.state is State.UNREADABLE]
    torn = {cell: made for cell, figure in unread if (made := _whole(figure)) is not None}
    if not torn:
        return
    before = figures.copy()
    checked = list(_sums(table, {**figures, **torn}))
    for cell, made in torn.items():
        around = [(cells, holds) for cells, holds in checked if cell in cells]
        # Two rows in one, with both numbers in every cell, add up however they are read.
        told = any(before[other].value for cells, _ in around for other in cells)
        if told and all(holds for _, holds in around):
            figures[cell] = made
            message = f"{made.raw!r} read as {made.value}, with which its sums hold"
            yield Finding(code="repaired-cell", level="warning", where=made.address, message=message)


def _whole(figure: Figure) -> Figure | None:
    """An unread figure that is torn as one number; null for any other."""
    number = mended(figure.raw)
    if number is None or (len(number) > 1 and number[0] == "0" and number[1] != "."):
        return None
    return replace(figure, value=parse(number).value, state=State.REPAIRED)


def _sums(
    table: Table, figures: Mapping[tuple[str, str], Figure]
) -> Iterator[tuple[set[tuple[str, str]], bool]]:
    """The cells of each sum that can be checked, and whether it holds; a blank is zero, but no total."""
    for identity in table.identities:
        for line in table.columns if identity.over == "rows" else table.rows:
            parts, totals = (
                [(key, line.key) if identity.over == "rows" else (line.key, key) for key in keys]
                for keys in (identity.parts, identity.totals)
            )
            printed = {cell: figures[cell] for cell in (*parts, *totals) if cell in figures}
            if any(cell not in printed or printed[cell].value is None for cell in totals) or any(
                figure.state is State.UNREADABLE for figure in printed.values()
            ):
                continue
            left, right = (
                sum(printed[cell].value or 0 for cell in cells if cell in printed)
                for cells in (parts, totals)
            )
            yield set(printed), left == right
