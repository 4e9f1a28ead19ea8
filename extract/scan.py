"""Reads a grid row by row: heads, labelled rows, and the unlabelled line under a head that names the rows too."""

from collections.abc import Mapping, Sequence

from archive.records import State
from extract.document import Cell, Grid
from extract.grid import transposed
from extract.header import Header, Leaf, Row, distinct
from extract.labels import core, sign
from extract.numbers import parse
from extract.rows import Line, group_of, is_head, label_of, like_label, line, placed
from extract.table import TableReading, record, unknown, unplaced

_HEAD_ROWS = 4
"""Where a head is looked for first."""


def read_grid(grid: Grid, readings: Sequence[TableReading]) -> bool:
    """Adds a grid's figures to the tables that they belong to; whether it held any."""
    if _is_sideways(grid, [reading.words.sideways for reading in readings]):
        grid = transposed(grid)
    for reading in readings:
        reading.enter(grid)
    current: TableReading | None = None
    touched = False
    for y, row in enumerate(grid.rows):
        head = _head_of(row, readings)
        for reading in readings:
            if reading is head:
                reading.zone.append(row)
            else:
                reading.close_zone()
        if head:
            current, touched = head, True
            continue
        owner = _read_row(grid, y, readings, current)
        current, touched = owner or current, touched or owner is not None
    for reading in readings:
        reading.close_zone()
    return touched


def _head_of(row: Row, readings: Sequence[TableReading]) -> TableReading | None:
    """The table whose head this row belongs to: the one that knows most of its labels, else the one whose head goes on."""
    texts = [cell.text for cell in distinct(row)]
    if any(parse(text).state is State.NUMBER for text in texts):
        return None
    rows = [text for text in texts if any(each.words.knows_row(text) for each in readings)]
    if any(sign(text) for text in rows):
        return None
    heads = [each for each in readings if is_head(row, each.words, following=False)]
    if heads:
        return max(heads, key=lambda each: sum(map(each.words.knows, texts)))
    if rows:
        return None
    return next((each for each in readings if each.zone and is_head(row, each.words, following=True)), None)


def _is_sideways(grid: Grid, vocabularies: Sequence[frozenset[str]]) -> bool:
    """Whether a grid prints a form's rows as columns: labels that belong side by side stand one below the other."""
    top = [_cores(distinct(row)) for row in grid.rows[:_HEAD_ROWS]]
    rivals = [wordings for wordings in vocabularies if not any(len(row & wordings) > 1 for row in top)]
    if not rivals:
        return False
    columns = [_cores([cell for cell in column if cell]) for column in zip(*grid.rows, strict=True)]
    return any(
        any(len(column & wordings) >= 3 for column in columns)
        and not any(len(_cores(distinct(row)) & wordings) > 1 for row in grid.rows)
        for wordings in rivals
    )


def _cores(cells: Sequence[Cell]) -> set[str]:
    return {core(cell.text) for cell in cells}


def _read_row(
    grid: Grid, y: int, readings: Sequence[TableReading], current: TableReading | None
) -> TableReading | None:
    """Gives the row's figures to the table whose label it carries; the table, or null for a row that is none's."""
    for reading in sorted(readings, key=lambda each: each is not current):
        this = _with_neighbours(grid, y, reading)
        group = group_of(this, reading.words) or reading.group
        if key := label_of(this, reading.words, group=group, near=reading.near):
            return _take(reading, key, this, group)
    if current is None:
        return None
    this = line(grid.rows[y], current.words, current.header)
    unlabelled = current.table.rows_in_header and current.header is not None and not this.labels
    if unlabelled and (this.numeric or not current.figures):
        return _take_unlabelled(current, this)
    if not this.numeric:
        current.group = group_of(this, current.words) or current.group
        return None
    if current.table.rows_in_header and current.header:
        return _take_unlabelled(current, this)
    group = group_of(this, current.words) or current.group
    if key := like_label(this, current.words, group=group, taken=current.taken):
        return _take(current, key, this, group)
    unknown(current, this)
    return current


def _with_neighbours(grid: Grid, y: int, reading: TableReading) -> Line:
    """The row, with the piece of its label that a page break left alone in the row after or before."""
    this = line(grid.rows[y], reading.words, reading.header)
    if not this.numeric or label_of(this, reading.words, group=reading.group, near=reading.near):
        return this
    for other in (y + 1, y - 1):
        piece = _stray(grid, other, reading)
        if piece is None or (not this.labels and other > y):
            continue
        labels = (*this.labels, *piece.labels) if other > y else (*piece.labels, *this.labels)
        joined = Line(labels=labels, values=this.values, numeric=True)
        if label_of(joined, reading.words, group=reading.group, near=reading.near):
            return joined
    return this


def _stray(grid: Grid, y: int, reading: TableReading) -> Line | None:
    """The row's own labels where it prints nothing else and is no head."""
    if not 0 <= y < len(grid.rows) or is_head(grid.rows[y], reading.words, following=False):
        return None
    found = line(grid.rows[y], reading.words, reading.header)
    own = tuple(cell for cell in found.labels if cell.row == y)
    if found.numeric or not 0 < len(own) <= 2 or core(own[-1].text) in reading.words.groups:
        return None
    return Line(labels=own, values=(), numeric=False)


def _take(reading: TableReading, key: str, this: Line, group: str | None) -> TableReading | None:
    """Records the figures of a labelled row; a group's label with no cells of its own only sets the context."""
    reading.group, reading.near = group, key
    if not this.values:
        return reading
    wanted = set(reading.table.columns_of(key))
    header = reading.header
    leaves = header.leaves if header else ()
    if not any(leaf.column in wanted for leaf in leaves):
        leaves, header = _only_column(wanted), Header(leaves=(), aligned=False)
    if not leaves or header is None:
        unplaced(reading, [(key, column) for column in reading.table.columns_of(key)], this, headless=True)
        return reading
    cells = _under(this, leaves, header)
    if cells is None:
        unplaced(reading, [(key, str(leaf.column)) for leaf in leaves if leaf.column in wanted], this)
        return reading
    for index, leaf in enumerate(leaves):
        if leaf.column in wanted and (cell := cells.get(index)) is not None:
            record(reading, key, str(leaf.column), cell)
    return reading


def _only_column(wanted: set[str]) -> tuple[Leaf, ...]:
    """A row with a single column needs no head to tell which it is."""
    return tuple(Leaf(column=column) for column in wanted) if len(wanted) == 1 else ()


def _under(this: Line, leaves: Sequence[Leaf], header: Header) -> Mapping[int, Cell] | None:
    aligned = header.aligned and all(cell.column < header.start for cell in this.labels)
    values = [
        cell
        for cell in this.values
        if not aligned or cell.column + cell.colspan > header.start or cell.text.strip()
    ]
    if len(values) == 1 and len(leaves) > 1 and parse(values[0].text).value is None:
        return dict.fromkeys(range(len(leaves)), values[0])
    return placed(values, leaves, header if aligned else header.loose())


def _take_unlabelled(reading: TableReading, this: Line) -> TableReading:
    """The line of figures under a head that names the rows too."""
    assert reading.header is not None
    cells = _under(this, reading.header.leaves, reading.header)
    if cells is None:
        named = [(leaf.row, leaf.column) for leaf in reading.header.leaves if leaf.row and leaf.column]
        unplaced(reading, [(str(row), str(column)) for row, column in named], this)
        return reading
    for index, leaf in enumerate(reading.header.leaves):
        if leaf.row and leaf.column and (cell := cells.get(index)) is not None:
            record(reading, leaf.row, leaf.column, cell)
    return reading
