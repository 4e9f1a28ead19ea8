"""From a document to figures: which tables it holds, told by their labels, and what every labelled cell prints."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from archive.records import Figure, Finding, State
from extract.document import Cell, Document, Grid
from extract.forms import Form, Table, forms
from extract.grid import transposed
from extract.header import Header, Leaf, Row, build, distinct
from extract.labels import core, sign
from extract.lines import WHOLE, Consumed
from extract.numbers import parse
from extract.rows import Line, group_of, is_head, label_of, like_label, line, placed
from extract.vocabulary import Vocabulary, vocabulary


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """What the statutory tables of one document say."""

    figures: tuple[Figure, ...]
    """In the order of the form."""
    findings: tuple[Finding, ...]
    """What could not be settled: rows that fit no label, cells that cannot be read."""
    form: str | None
    consumed: Consumed
    """Which blocks, or characters of them, were tables and are no narrative."""


@dataclass(kw_only=True, slots=True, eq=False)
class _Reading:
    """How far one table has been read, over all the grids that hold parts of it."""

    form: Form
    table: Table
    words: Vocabulary
    figures: dict[str, Figure] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    zone: list[Row] = field(default_factory=list)
    header: Header | None = None
    width: int = 0
    """Width of the grid that the header was read from."""
    group: str | None = None
    near: str | None = None

    @property
    def taken(self) -> set[str]:
        return {figure.row for figure in self.figures.values()}

    def close_zone(self) -> None:
        if self.zone:
            self.header = build(self.zone, self.words) or self.header
            self.zone = []

    def enter(self, grid: Grid) -> None:
        """A new grid: a head read from one of another width holds in its order only."""
        width = len(grid.rows[0]) if grid.rows else 0
        if self.header is not None and width != self.width:
            self.header = self.header.loose()
        self.width = width


def tables(document: Document) -> Match:
    """Reads every statutory table of a document, each told on its own by the labels that it carries."""
    readings = [
        _Reading(form=form, table=table, words=vocabulary(table)) for form, table in _chosen(document)
    ]
    consumed: dict[int, tuple[tuple[int, int], ...]] = {}
    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid) and _read_grid(block, readings):
            consumed[index] = ((0, WHOLE),)
    found = [reading for reading in readings if reading.figures]
    return Match(
        figures=tuple(figure for reading in found for figure in _in_order(reading)),
        findings=tuple(finding for reading in found for finding in reading.findings),
        form=found[0].form.form if found else None,
        consumed=consumed,
    )


def _chosen(document: Document) -> Iterator[tuple[Form, Table]]:
    """For each table key the form whose labels the document prints most of; the newest of equals."""
    printed = {
        core(cell.text)
        for block in document.blocks
        if isinstance(block, Grid)
        for row in block.rows
        for cell in distinct(row)
    }
    keys = dict.fromkeys(table.key for form in forms() for table in form.tables if table.shape == "matrix")
    for key in keys:
        rivals = [(form, table) for form in forms() if (table := form.table(key)) is not None]
        scores = [_score(table, printed) for _, table in rivals]
        if max(scores) >= 2:
            yield rivals[scores.index(max(scores))]


def _score(table: Table, printed: set[str]) -> int:
    """How many of the table's own labels are printed; a row that stands in for others tells nothing."""
    labels = [row for row in table.rows if not row.replaces] + list(table.columns)
    return sum(1 for label in labels if any(core(name) in printed for name in (label.label, *label.aliases)))


def _read_grid(grid: Grid, readings: Sequence[_Reading]) -> bool:
    """Adds a grid's figures to the tables that they belong to; whether it held any."""
    words = [reading.words for reading in readings]
    grid = transposed(grid) if any(_is_sideways(grid, each) for each in words) else grid
    for reading in readings:
        reading.enter(grid)
    current: _Reading | None = None
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


def _head_of(row: Row, readings: Sequence[_Reading]) -> _Reading | None:
    """The table whose head this row belongs to: the one that knows most of its labels, else the one whose head goes on."""
    rows = [cell.text for cell in distinct(row) if any(each.words.knows_row(cell.text) for each in readings)]
    if any(sign(text) for text in rows):
        return None
    heads = [each for each in readings if is_head(row, each.words, following=False)]
    if heads:
        return max(heads, key=lambda each: sum(each.words.knows(cell.text) for cell in distinct(row)))
    if rows:
        return None
    return next((each for each in readings if each.zone and is_head(row, each.words, following=True)), None)


def _is_sideways(grid: Grid, words: Vocabulary) -> bool:
    """Whether a grid prints the form's rows as columns: labels that belong side by side stand one below the other."""
    wordings = set(words.columns) - set(words.rows)
    across = max((len(_cores(distinct(row)) & wordings) for row in grid.rows), default=0)
    down = max(
        (len(_cores([c for c in column if c]) & wordings) for column in zip(*grid.rows, strict=True)),
        default=0,
    )
    return down >= 3 and across < down and across <= 1


def _cores(cells: Sequence[Cell]) -> set[str]:
    return {core(cell.text) for cell in cells}


def _read_row(grid: Grid, y: int, readings: Sequence[_Reading], current: _Reading | None) -> _Reading | None:
    """Gives the row's figures to the table whose label it carries; the table, or null for a row that is none's."""
    for reading in readings:
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
    _unknown(current, this)
    return current


def _with_neighbours(grid: Grid, y: int, reading: _Reading) -> Line:
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


def _stray(grid: Grid, y: int, reading: _Reading) -> Line | None:
    """The row's own labels where it prints nothing else and is no head."""
    if not 0 <= y < len(grid.rows) or is_head(grid.rows[y], reading.words, following=False):
        return None
    found = line(grid.rows[y], reading.words, reading.header)
    own = tuple(cell for cell in found.labels if cell.row == y)
    if found.numeric or not 0 < len(own) <= 2 or core(own[-1].text) in reading.words.groups:
        return None
    return Line(labels=own, values=(), numeric=False)


def _take(reading: _Reading, key: str, this: Line, group: str | None) -> _Reading | None:
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
        _unplaced(reading, key, this)
        return reading
    cells = _under(this, leaves, header)
    if cells is None:
        _unplaced(reading, key, this)
        return reading
    for index, leaf in enumerate(leaves):
        if leaf.column in wanted and (cell := cells.get(index)) is not None:
            _record(reading, key, str(leaf.column), cell)
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


def _take_unlabelled(reading: _Reading, this: Line) -> _Reading:
    """The line of figures under a head that names the rows too."""
    assert reading.header is not None
    cells = _under(this, reading.header.leaves, reading.header)
    if cells is None:
        _unplaced(reading, "", this)
        return reading
    for index, leaf in enumerate(reading.header.leaves):
        if leaf.row and leaf.column and (cell := cells.get(index)) is not None:
            _record(reading, leaf.row, leaf.column, cell)
    return reading


def _record(reading: _Reading, row: str, column: str, cell: Cell) -> None:
    """Keeps a figure; the first printed wins, and one printed twice with two values is a finding."""
    found = parse(cell.text)
    figure = Figure(
        table=reading.table.key,
        row=row,
        column=column,
        value=found.value,
        raw=cell.text,
        state=found.state,
        place=cell.place,
    )
    known = reading.figures.get(figure.address)
    if known is None or known.state is State.BLANK:
        reading.figures[figure.address] = figure
    elif figure.value is not None and figure.value != known.value:
        message = f"printed twice, as {known.raw.strip()!r} and as {cell.text.strip()!r}"
        reading.findings.append(_finding("unknown-row", figure.address, message))
        return
    if figure.state is State.UNREADABLE:
        message = f"no number can be read in {cell.text.strip()[:40]!r}"
        reading.findings.append(_finding("unreadable-cell", figure.address, message))


def _unplaced(reading: _Reading, key: str, this: Line) -> None:
    """A row whose cells fit no columns: its figures are unreadable, its text is kept."""
    raw = " ".join(cell.text for cell in this.values)
    where = f"{reading.table.key}/{key}".rstrip("/")
    reading.findings.append(_finding("unreadable-cell", where, f"cells {raw[:60]!r} fit no columns"))
    for column in reading.table.columns_of(key) if key else ():
        figure = Figure(
            table=reading.table.key, row=key, column=column, value=None, raw=raw, state=State.UNREADABLE
        )
        reading.figures.setdefault(figure.address, figure)


def _unknown(reading: _Reading, this: Line) -> None:
    label = "".join("".join(cell.text.split()) for cell in this.labels[-1:])
    message = (
        f"a row of figures with a label that fits none: {label!r}"
        if label
        else "a row of figures without a label"
    )
    reading.findings.append(_finding("unknown-row", f"{reading.table.key}/{label}", message))


def _finding(code: str, where: str, message: str) -> Finding:
    return Finding(code=code, level="warning", where=where, message=message)


def _in_order(reading: _Reading) -> Iterator[Figure]:
    """Figures in the order in which the form lists them."""
    for row in reading.table.rows:
        for column in reading.table.columns_of(row.key):
            if figure := reading.figures.get(f"{reading.table.key}/{row.key}/{column}"):
                yield figure
