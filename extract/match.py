"""From a document to figures: which tables it holds, told by their labels, and what every labelled cell prints."""

from collections.abc import Iterator
from dataclasses import dataclass

from archive.records import Figure, Finding
from extract.document import Document, Grid
from extract.forms import Form, Table, forms
from extract.header import distinct
from extract.labels import core
from extract.lines import WHOLE, Consumed
from extract.scan import read_grid
from extract.table import TableReading, finish, in_order
from extract.vocabulary import vocabulary


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


def tables(document: Document) -> Match:
    """Reads every statutory table of a document, each told on its own by the labels that it carries."""
    readings = [
        TableReading(form=form, table=table, words=vocabulary(table)) for form, table in _chosen(document)
    ]
    consumed: dict[int, tuple[tuple[int, int], ...]] = {}
    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid) and read_grid(block, readings):
            consumed[index] = ((0, WHOLE),)
    for reading in readings:
        finish(reading)
    found = [reading for reading in readings if reading.figures]
    return Match(
        figures=tuple(figure for reading in found for figure in in_order(reading)),
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
