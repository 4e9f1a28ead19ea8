"""Reads a grid row by row: heads, labelled rows, and the unlabelled line under a head that names the rows too."""

from collections.abc import Mapping, Sequence

from archive.records import State
from extract.document import Cell, Grid
from extract.grid import transposed
from extract.tables.cells import Row, split
from extract.tables.header import Header, Leaf
from extract.tables.rows import (
    Line,
    group_of,
    is_head,
    label_of,
    like_label,
    line,
    placed,
    shortened,
    subtotal,
)
from extract.tables.table import Sum, TableReading, record, unknown, unplaced
from extract.words.labels import core, sign
from extract.words.numbers import parse

_OTHERS = 3
"""Numbers in one cell: a line break may cut one in two."""


def read_grid(grid: Grid, rows: Sequence[Row], readings: Sequence[TableReading]) -> bool:
    """Adds the figures of a grid, whose rows these are, to the tables that they belong to; whether it held any."""
    if _is_sideways(rows, [reading.words.sideways for reading in readings]):
        rows = split(transposed(grid))
    width = len(rows[0].positions) if rows else 0
    for reading in readings:
        reading.enter(width)
    current = next((each for each in readings if _is_its_line(rows, each)), None)
    touched = False
    for y, row in enumerate(rows):
        head = _head_of(row, readings)
        for reading in readings:
            if reading is head:
                reading.add_head(row)
            elif reading.zone:
                reading.close_zone()
        if head:
            current, touched = head, True
            continue
        owner = _read_row(rows, y, readings, current)
        current, touched = owner or current, touched or owner is not None
    for reading in readings:
        reading.close_zone()
    return touched


def _is_its_line(rows: Sequence[Row], reading: TableReading) -> bool:
    """Whether a grid is nothing but the line of figures under a head that names rows and stood in a grid of its own."""
    header = reading.header
    if len(rows) != 1 or not reading.table.rows_in_header or header is None or reading.figures:
        return False
    this = line(rows[0], reading.words, header)
    return this.numeric and not this.labels and len(this.values) == len(header.leaves)


def _head_of(row: Row, readings: Sequence[TableReading]) -> TableReading | None:
    """The table whose head this row belongs to: the one that knows most of its labels, else the one whose head goes on."""
    if row.has_number:
        return None
    beside = [each.words.beside for each in readings if not each.words.beside.isdisjoint(row.names)]
    labels = [
        cell.text
        for cell, name in zip(row.cells, row.names, strict=True)
        if beside and any(name in words for words in beside)
    ]
    if any(sign(text) for text in labels):
        return None
    heads = [each for each in readings if is_head(row, each.words, following=False)]
    if heads:
        return max(heads, key=lambda each: sum(name in each.words.known for name in row.names))
    if labels:
        return None
    return next((each for each in readings if each.zone and is_head(row, each.words, following=True)), None)


def _is_sideways(rows: Sequence[Row], vocabularies: Sequence[frozenset[str]]) -> bool:
    """Whether a grid prints a form's rows as columns: labels that belong side by side stand one below the other."""
    across = [set(row.names) for row in rows]
    printed = set[str]().union(*across)
    rivals = [
        wordings
        for wordings in vocabularies
        if len(printed & wordings) >= 3 and not any(len(names & wordings) > 1 for names in across)
    ]
    if not rivals:
        return False
    down = [
        {core(cell.text) for cell in column if cell is not None}
        for column in zip(*(row.positions for row in rows), strict=True)
    ]
    return any(len(names & wordings) >= 3 for wordings in rivals for names in down)


def _read_row(
    rows: Sequence[Row], y: int, readings: Sequence[TableReading], current: TableReading | None
) -> TableReading | None:
    """Gives the row's figures to the table whose label it carries; the table, or null for a row that is none's."""
    others = [each for each in readings if each is not current]
    for reading in [current, *others] if current else others:
        this, key = _labelled(rows, y, reading, readings)
        if key and _is_torn(rows, y, this, reading):
            return None
        if key and (reading is current or not _is_line_of(current, this)):
            return _take(reading, key, this)
    if current is None:
        return None
    this = line(rows[y], current.words, current.header)
    unlabelled = current.table.rows_in_header and current.header is not None and not this.labels
    if unlabelled and (this.numeric or not (current.figures or _prints(this))):
        return _take_unlabelled(current, this)
    if not this.numeric:
        current.group = group_of(this, current.words) or current.group
        return None
    if current.table.rows_in_header and current.header:
        return _take_unlabelled(current, this)
    group = group_of(this, current.words) or current.group
    if (added := subtotal(this, current.words)) and _take_sum(current, added, this):
        return current
    if key := like_label(this, current.words, group=group, taken=current.taken):
        return _take(current, key, this)
    unknown(current, this)
    return current


def _prints(this: Line) -> bool:
    return any(cell.text.strip() for cell in this.values)


def _is_torn(rows: Sequence[Row], y: int, this: Line, reading: TableReading) -> bool:
    """Whether a row prints a label only, and the next one figures beside no label that begins a row: they stand between the lines of
    one label, whose they are."""
    if this.numeric or not this.values or y + 1 == len(rows) or sign(this.labels[-1].text) is None:
        return False
    below = line(rows[y + 1], reading.words, reading.header)
    begun = any(sign(cell.text) for cell in _own(rows[y + 1], below))
    return below.numeric and not begun and _key(below, reading) is None


def _own(row: Row, found: Line) -> tuple[Cell, ...]:
    """A row's labels without those that reach down from rows above."""
    at = max((cell.row for cell in row.cells), default=0)
    return tuple(cell for cell in found.labels if cell.row == at)


def _is_line_of(current: TableReading | None, this: Line) -> bool:
    """Whether a row that prints a label of another table (合计) is a line of figures under a head that names the rows."""
    if current is None or not current.table.rows_in_header or current.header is None or not this.numeric:
        return False
    return core(this.labels[-1].text) in current.words.known


def _labelled(
    rows: Sequence[Row], y: int, reading: TableReading, readings: Sequence[TableReading]
) -> tuple[Line, str | None]:
    """The row and what its label names, where need be with the piece that a page break left alone in the row after or before."""
    this = line(rows[y], reading.words, reading.header)
    key = _key(this, reading)
    if key or not this.numeric:
        return this, key
    for other in (y + 1, y - 1):
        if not 0 <= other < len(rows) or any(
            is_head(rows[other], each.words, following=False) for each in readings
        ):
            continue
        piece = _stray(rows[other], reading)
        if piece is None or (not this.labels and other > y):
            continue
        # Beside a label of its own a whole one is that of a row that prints nothing.
        if _own(rows[y], this) and _key(piece, reading):
            continue
        labels = (*this.labels, *piece.labels) if other > y else (*piece.labels, *this.labels)
        joined = this._replace(labels=labels)
        if key := _key(joined, reading):
            return joined, key
    return this, None


def _key(this: Line, reading: TableReading) -> str | None:
    group = group_of(this, reading.words) or reading.group
    return label_of(this, reading.words, group=group, near=reading.near)


def _stray(row: Row, reading: TableReading) -> Line | None:
    """The row's own labels where it prints nothing else."""
    found = line(row, reading.words, reading.header)
    own = _own(row, found)
    if found.numeric or not 0 < len(own) <= 2 or core(own[-1].text) in reading.words.groups:
        return None
    return Line(labels=own, values=(), numeric=False)


def _take(reading: TableReading, key: str, this: Line) -> TableReading | None:
    """Records the figures of a labelled row; a group's label with no cells of its own only sets the context."""
    reading.group = group_of(this, reading.words) or reading.group
    reading.near = key
    if not this.values:
        return reading
    wanted = reading.words.columns_of[key]
    header = reading.header
    if header is None or header.columns.isdisjoint(wanted):
        header = Header(leaves=_only_column(wanted), aligned=False)
    leaves = header.leaves
    if not leaves:
        unplaced(reading, [(key, column) for column in wanted], this, headless=True)
        return reading
    whole = header.columns.issuperset(wanted)
    cells = _under(this, leaves, header, whole=whole)
    if cells is None:
        printed: Sequence[str] = [str(leaf.column) for leaf in leaves if leaf.column in wanted]
        # As many figures as the head still names may stand in other columns.
        fits = sum(bool(cell.text.strip()) for cell in this.values) == len(printed)
        unplaced(reading, [(key, column) for column in (wanted if fits and not whole else printed)], this)
        return reading
    for index, leaf in enumerate(leaves):
        if leaf.column in wanted and (cell := cells.get(index)) is not None:
            record(reading, key, str(leaf.column), cell)
    return reading


def _only_column(wanted: Sequence[str]) -> tuple[Leaf, ...]:
    """A row with a single column needs no head to tell which it is."""
    return tuple(Leaf(column=column) for column in wanted) if len(wanted) == 1 else ()


def _under(
    this: Line, leaves: Sequence[Leaf], header: Header, *, whole: bool = True
) -> Mapping[int, Cell] | None:
    """Which cell stands under which leaf; `whole` says that the head names every column of the row."""
    values: Sequence[Cell] = this.values
    if any(_holds_others(cell.text) for cell in values if len(cell.text) > _OTHERS):
        return None
    start = header.start
    aligned = header.aligned and all(cell.column < start for cell in this.labels)
    if header.aligned and values and values[-1].column + values[-1].colspan < leaves[-1].end:
        return shortened(values, leaves)
    if aligned:
        values = [cell for cell in values if cell.column + cell.colspan > start or cell.text.strip()]
    if len(values) == 1 and len(leaves) > 1 and parse(values[0].text).value is None:
        return dict.fromkeys(range(len(leaves)), values[0])
    return placed(values, leaves, header if aligned else header.loose(), whole=whole)


def _holds_others(text: str) -> bool:
    """Whether a cell prints so many numbers that some are figures of other columns."""
    printed = text.split()
    return len(printed) >= _OTHERS and all(parse(each).state is State.NUMBER for each in printed)


def _take_sum(reading: TableReading, group: str, this: Line) -> bool:
    """Keeps what a group's label prints until its rows are read; false where its columns are not told."""
    header = reading.header
    cells = _under(this, header.leaves, header) if header else None
    if header is None or cells is None:
        return False
    reading.group = group
    rows = tuple(row.key for row in reading.table.rows if row.path and core(row.path[-1]) == group)
    values = {
        leaf.column: parse(cells[at].text).value
        for at, leaf in enumerate(header.leaves)
        if leaf.column and at in cells
    }
    reading.sums.append(Sum(label=this.labels[-1].text, rows=rows, values=values))
    return True


def _take_unlabelled(reading: TableReading, this: Line) -> TableReading:
    """The line of figures under a head that names the rows too."""
    assert reading.header is not None
    header = reading.header
    cells = _under(this, header.leaves, header) if header.sure else None
    if cells is None:
        named = [(leaf.row, leaf.column) for leaf in header.leaves if leaf.row and leaf.column]
        unplaced(reading, [(str(row), str(column)) for row, column in named], this, headless=not header.sure)
        return reading
    for index, leaf in enumerate(reading.header.leaves):
        if leaf.row and leaf.column and (cell := cells.get(index)) is not None:
            record(reading, leaf.row, leaf.column, cell)
    return reading
