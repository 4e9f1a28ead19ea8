"""What is true of a made report: its figures, its text, its tables as laid out, and what a careful reader must find wrong with it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

State = Literal["number", "blank", "dash", "annotated", "repaired", "unreadable"]
Number = int | Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """A printed cell: its number (null where it prints none), the cell as printed, and how."""

    value: Number | None
    raw: str
    state: State = "number"


@dataclass(frozen=True, kw_only=True, slots=True)
class Expected:
    """A finding that a reader must report."""

    code: str
    where: str
    """A figure's, a row's or a table's address, `section N`, or ''."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """A cell of a laid-out table."""

    text: str
    rowspan: int = 1
    colspan: int = 1
    address: str | None = None
    """The figure that it prints; null for labels and headings."""


Row = tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table as it is laid out: rows of the cells that begin in them."""

    key: str
    width: int
    rows: tuple[Row, ...]
    heads: int = 0
    """How many rows at the top are headings."""

    def edit(self, change: Callable[[Cell], Cell]) -> "Table":
        """The same table with every cell passed through `change`."""
        return replace(self, rows=tuple(tuple(change(cell) for cell in row) for row in self.rows))


@dataclass(frozen=True, kw_only=True, slots=True)
class Sentence:
    """A sentence of the narrative; one that states a number of the tables says which."""

    text: str
    claim: tuple[str, ...] = ()
    """Addresses of the figures whose sum the sentence states."""
    stated: Number | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Chapter:
    """A chapter of the report: heading, paragraphs of sentences, the tables below them."""

    number: int | None
    heading: str
    paragraphs: tuple[tuple[Sentence, ...], ...] = ()
    tables: tuple[str, ...] = ()
    """Keys of the tables that stand in it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Report:
    """One organ's report on one year, as published."""

    id: str
    """Stable within its portal: `<organ key>-<year>`."""
    organ: str
    year: int
    form: str | None
    title: str
    published: str
    """ISO date."""
    preamble: tuple[Sentence, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    tables: tuple[Table, ...] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    planted: tuple[Expected, ...] = ()
    """Findings that follow from planted defects and not from the figures' own arithmetic."""
    marks: tuple[str, ...] = ()
    """Names of the defects applied, and hints for renderers."""

    def table(self, key: str) -> Table:
        """The laid-out table of that key."""
        return next(table for table in self.tables if table.key == key)

    def marked(self, mark: str, *planted: Expected) -> "Report":
        """The same report with a mark and the findings that come with it."""
        return replace(self, marks=(*self.marks, mark), planted=(*self.planted, *planted))

    def with_table(self, table: Table) -> "Report":
        """The same report with that table in the place of the one of its key."""
        return replace(self, tables=tuple(table if t.key == table.key else t for t in self.tables))

    def reprint(self, address: str, figure: Figure) -> "Report":
        """The same report with another figure printed at `address`, in the truth and in the table alike."""

        def change(cell: Cell) -> Cell:
            return replace(cell, text=figure.raw) if cell.address == address else cell

        tables = tuple(table.edit(change) for table in self.tables)
        return replace(self, tables=tables, figures={**self.figures, address: figure})
