"""One statutory table as it is being read: where its head stands, what figures it has given, what could not be settled."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from archive.records import Figure, Finding, State
from extract.document import Cell
from extract.flat.runs import Piece, Run, solve
from extract.forms import Form, Table
from extract.tables import torn
from extract.tables.cells import Row
from extract.tables.header import Header, Leaf, build
from extract.tables.rows import Line
from extract.tables.vocabulary import Vocabulary
from extract.words import numerals
from extract.words.numbers import Printed, narrow, parse


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """A row that may print the sum of others."""

    label: str
    rows: tuple[str, ...]
    values: Mapping[str, int | Decimal | None]
    """By column."""


@dataclass(kw_only=True, slots=True, eq=False)
class TableReading:
    """How far one table has been read, over all the grids that hold parts of it."""

    form: Form
    table: Table
    words: Vocabulary
    figures: dict[tuple[str, str], Figure] = field(default_factory=dict)
    """By row and column."""
    findings: list[Finding] = field(default_factory=list)
    zone: list[Row] = field(default_factory=list)
    header: Header | None = None
    width: int = 0
    """Width of the grid that the header was read from."""
    group: str | None = None
    near: str | None = None
    leaves: tuple[Leaf, ...] = ()
    """The columns of the head last printed in running text."""
    runs: list[Run] = field(default_factory=list)
    """Rows whose cells are not told apart yet."""
    sums: list[Sum] = field(default_factory=list)
    """Groups with figures of their own."""
    block: int = 0
    """The block of the document that it begins in; 0 as long as that is unknown."""
    again: bool = False
    """Whether a cell was printed twice with two values, or blank at first."""
    earlier: tuple["TableReading", ...] = ()
    """The same table printed further up, as another organ's or year's is."""

    @property
    def taken(self) -> set[str]:
        return {row for row, _ in self.figures}

    def anew(self) -> "TableReading":
        """The same table, of which nothing is read yet."""
        return TableReading(form=self.form, table=self.table, words=self.words)

    def copy(self) -> "TableReading":
        """The reading as far as it has come."""
        return replace(
            self,
            figures=self.figures.copy(),
            findings=self.findings.copy(),
            zone=self.zone.copy(),
            runs=self.runs.copy(),
            sums=self.sums.copy(),
        )

    def add_head(self, row: Row) -> None:
        """Takes a row into the head; one like the first says that the whole head is printed again, as below a page break."""
        if self.zone and row.names == self.zone[0].names:
            self.zone = []
        self.zone.append(row)

    def close_zone(self) -> None:
        if self.zone:
            self.header = build(self.zone, self.words) or self.header
            self.zone = []

    def enter(self, width: int) -> None:
        """A new grid: a head read from one of another width holds in its order only."""
        if self.header is not None and width != self.width:
            self.header = self.header.loose()
        self.width = width


def record(reading: TableReading, row: str, column: str, cell: Cell) -> None:
    """Keeps a figure; the first printed wins, and one printed twice with two values is a finding."""
    found = parse(cell.text)
    if found.state is State.UNREADABLE:
        found = _in_column(cell.text, column) or found
    figure = Figure(
        table=reading.table.key,
        row=row,
        column=column,
        value=found.value,
        raw=cell.text,
        state=found.state,
        place=cell.place,
    )
    known = reading.figures.get((row, column))
    if known is None or known.state is State.BLANK:
        reading.again |= known is not None and figure.value is not None
        reading.figures[row, column] = figure
    elif figure.value is not None and figure.value != known.value:
        reading.again = True
        message = f"printed twice, as {known.raw.strip()!r} and as {cell.text.strip()!r}"
        reading.findings.append(_finding("unknown-row", figure.address, message))
        return
    if figure.state is State.UNREADABLE:
        message = f"no number can be read in {cell.text.strip()[:40]!r}"
        reading.findings.append(_finding("unreadable-cell", figure.address, message))


def _in_column(text: str, column: str) -> Printed | None:
    """What is a figure only in its column: there 十二 is a number, which may be the sign of a label elsewhere; 36.5万 is money, of
    which the unit stays as printed."""
    value = numerals.in_cell(text)
    if value is not None:
        return Printed(value, State.NUMBER)
    return parse(f"{text}元") if column == "amount" else None


def unplaced(
    reading: TableReading, cells: Sequence[tuple[str, str]], this: Line, *, headless: bool = False
) -> None:
    """A row whose cells fit no columns: what its text can be cut into is settled when the whole table has been read."""
    raw = narrow(" ".join(" ".join(cell.text.split()) for cell in this.values)).strip()
    place = this.values[0].place if this.values else None
    reading.runs.append(Run(cells=tuple(cells), raw=raw, place=place, headless=headless))


def finish(reading: TableReading, text: Sequence[Run] = ()) -> None:
    """Settles the runs, and says of each row what was recovered and what was not; `text` has all runs of a text's tables."""
    rows: dict[tuple[int, str], list[Piece]] = {}
    for piece in solve(reading.table, reading.runs, reading.figures, text=text):
        rows.setdefault((id(piece.run), piece.cell[0]), []).append(piece)
    for (_, row), pieces in rows.items():
        if row not in reading.taken:
            _settle(reading, row, pieces)
    reading.runs.clear()
    _settle_sums(reading)
    _mend(reading)


def _mend(reading: TableReading) -> None:
    """Tells of a figure that is made whole that it is, and no longer that it cannot be read."""
    repaired = list(torn.mend(reading.table, reading.figures))
    known = {finding.where for finding in repaired}
    reading.findings[:] = [
        each for each in reading.findings if each.code != "unreadable-cell" or each.where not in known
    ] + repaired


def _settle_sums(reading: TableReading) -> None:
    """Leaves out rows that are the sum of others, which are printed too; one that is not their sum is none of the form's."""
    for row in reading.table.rows:
        if row.replaces and row.key in reading.taken and not reading.taken.isdisjoint(row.replaces):
            cells = [cell for cell in reading.figures if cell[0] == row.key]
            values = {column: reading.figures.pop((key, column)).value for key, column in cells}
            reading.sums.append(Sum(label=row.label, rows=row.replaces, values=values))
    for each in reading.sums:
        if not _adds_up(each, reading.figures):
            unknown_label(reading, each.label)
    reading.sums.clear()


def _adds_up(printed: Sum, figures: Mapping[tuple[str, str], Figure]) -> bool:
    parts = {
        column: [figures[row, column].value or 0 for row in printed.rows if (row, column) in figures]
        for column in printed.values
    }
    return any(parts.values()) and all(
        value is None or value == sum(parts[column]) for column, value in printed.values.items()
    )


def _settle(reading: TableReading, row: str, pieces: Sequence[Piece]) -> None:
    for piece in pieces:
        figure = _cut_out(reading, piece)
        reading.figures[piece.cell] = figure
    where, raw = f"{reading.table.key}/{row}", pieces[0].run.raw[:80]
    read = [piece for piece in pieces if piece.cut and piece.text is not None]
    lost = [piece for piece in pieces if piece.text is None]
    if read:
        texts = " ".join("?" if piece.text is None else piece.text for piece in pieces)
        reading.findings.append(
            _finding("repaired-cell", where, f"{raw!r} read as {texts}: no other cut fits")
        )
    if lost:
        names = ", ".join(piece.cell[1] for piece in lost)
        message = f"{raw!r} can not be told apart into cells: {names}"
        reading.findings.append(_finding("unreadable-cell", where, message))


def _cut_out(reading: TableReading, piece: Piece) -> Figure:
    found = Printed(None, State.UNREADABLE) if piece.text is None else parse(piece.text)
    return Figure(
        table=reading.table.key,
        row=piece.cell[0],
        column=piece.cell[1],
        value=found.value,
        raw=piece.run.raw if piece.cut or piece.text is None else piece.text,
        state=State.REPAIRED if piece.cut and found.value is not None else found.state,
        place=piece.run.place,
    )


def unknown(reading: TableReading, this: Line) -> None:
    """A row of figures that is none of the form's."""
    unknown_label(reading, this.labels[-1].text if this.labels else "")


def unknown_label(reading: TableReading, text: str) -> None:
    label = "".join(text.split())
    message = (
        f"a row of figures with a label that fits none: {label!r}"
        if label
        else "a row of figures without a label"
    )
    reading.findings.append(_finding("unknown-row", f"{reading.table.key}/{label}", message))


def _finding(code: str, where: str, message: str) -> Finding:
    return Finding(code=code, level="warning", where=where, message=message)


def in_order(reading: TableReading) -> Iterator[Figure]:
    """Figures in the order in which the form lists them."""
    for row, columns in reading.words.columns_of.items():
        for column in columns:
            if figure := reading.figures.get((row, column)):
                yield figure
