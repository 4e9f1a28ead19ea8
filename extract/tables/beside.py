"""Tables that are printed beside one another in one grid, or one table whose rows go on beside the first: each by itself."""

from collections.abc import Sequence
from itertools import pairwise

from extract.document import Grid
from extract.layout.headed import head_words
from extract.tables.cells import Row, split

Part = tuple[Grid, Sequence[Row]]


def parts(grid: Grid, rows: Sequence[Row]) -> list[Part]:
    """The grid and its rows, cut where a head begins again on its own line: the left part first."""
    begins = next((begins for row in rows if len(begins := _begins(row)) > 1), [])
    if not begins:
        return [(grid, rows)]
    cut: list[Part] = []
    for start, end in pairwise([0, *begins[1:], len(grid.rows[0])]):
        part = Grid(rows=tuple(row[start:end] for row in grid.rows), place=grid.place)
        cut.append((part, split(part)))
    return cut


def _begins(row: Row) -> list[int]:
    """Where heads begin in a row: at each cell that says the same as its first, if what follows are labels of columns.

    The first is none of these itself: columns stand side by side by right where rows are named above them. A blank one says nothing by
    itself: what follows it must come again too.
    """
    printed = any(value is not None and value.value is not None for value in row.values)
    if printed or not row.names or row.names.count(row.names[0]) < 2:
        return []
    known = head_words()
    again = [at for at, name in enumerate(row.names) if name == row.names[0]]
    behind = [row.names[at + 1] if at + 1 < len(row.names) else "" for at in again]
    follows = all(map(known.leaf, behind)) and (bool(row.names[0]) or len(set(behind)) == 1)
    own = row.names[0] in known.telling and row.names[0] not in known.notes
    return [row.cells[at].column for at in again] if follows and not own else []
