"""From a document to figures: which tables it holds, told by their labels, and what every labelled cell prints."""

from collections.abc import Container, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache

from archive.records import Figure, Finding
from extract.document import Document, Grid
from extract.flat.stream import read_text
from extract.forms import Form, Table, forms
from extract.labels import core
from extract.lines import WHOLE, Consumed
from extract.statistics import indicators
from extract.tables import beside, captions
from extract.tables.cells import split
from extract.tables.scan import read_grid
from extract.tables.table import TableReading, finish, in_order
from extract.tables.vocabulary import Vocabulary, vocabulary


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
    """Reads every statutory table of a document, each told on its own by the labels that it carries.

    What no grid holds is looked for in the text.
    """
    grids = {
        index: (block, captions.named(document, index, split(block)))
        for index, block in enumerate(document.blocks)
        if isinstance(block, Grid)
    }
    printed = set[str]().union(*(row.names for _, rows in grids.values() for row in rows))
    readings = _readings(printed, least=2)
    consumed: dict[int, tuple[tuple[int, int], ...]] = {}
    for index, (grid, rows) in grids.items():
        taken = [read_grid(*part, readings) for part in beside.parts(grid, rows)] if readings else []
        if any(taken):
            consumed[index] = ((0, WHOLE),)
    for reading in readings:
        finish(reading)
    found = {reading.table.key: reading for reading in readings if reading.figures}
    for reading, spans in _in_text(document, set(found)):
        found[reading.table.key] = reading
        consumed |= spans
    if not found and (statistics := indicators.read(document)):
        return Match(
            figures=statistics.figures,
            findings=statistics.findings,
            form=statistics.form.form,
            consumed=statistics.consumed,
        )
    ordered = [found[key] for key in _keys() if key in found]
    return Match(
        figures=tuple(figure for reading in ordered for figure in in_order(reading)),
        findings=tuple(finding for reading in ordered for finding in reading.findings),
        form=ordered[0].form.form if ordered else None,
        consumed=consumed,
    )


def _in_text(document: Document, found: Container[str]) -> Iterator[tuple[TableReading, Consumed]]:
    """The tables that stand in running text, for keys that no grid gave."""
    if all(key in found for key in _keys()):
        return
    text = core("".join(block.text for block in document.blocks if not isinstance(block, Grid)))
    printed = {wording for wording in _wordings() if wording in text}
    readings = [each for each in _readings(printed, least=4) if each.table.key not in found]
    if not readings:
        return
    taken = read_text(document, readings)
    runs = [run for reading in readings for run in reading.runs]
    for reading in readings:
        finish(reading, runs)
        if reading.figures:
            yield reading, {index: tuple(spans) for index, spans in taken.items()}


@cache
def _keys() -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(table.key for form in forms() for table in form.tables if table.shape == "matrix")
    )


def _readings(printed: AbstractSet[str], *, least: int) -> list[TableReading]:
    """For each table key the form whose labels are printed most, the newest of equals; none with fewer than `least`."""
    readings = []
    for rivals in _rivals():
        scores = [rival.score(printed) for rival in rivals]
        if max(scores) >= least:
            best = rivals[scores.index(max(scores))]
            readings.append(TableReading(form=best.form, table=best.table, words=best.words))
    return readings


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rival:
    """A form's table, and the wordings of each of its own labels; a row that stands in for others tells nothing."""

    form: Form
    table: Table
    words: Vocabulary
    labels: tuple[frozenset[str], ...]

    def score(self, printed: AbstractSet[str]) -> int:
        """How many of the labels are printed."""
        return sum(1 for wordings in self.labels if not wordings.isdisjoint(printed))


@cache
def _rivals() -> tuple[tuple[_Rival, ...], ...]:
    """For each table key the tables of all forms that have it."""
    return tuple(
        tuple(_rival(form, table) for form in forms() if (table := form.table(key)) is not None)
        for key in _keys()
    )


def _rival(form: Form, table: Table) -> _Rival:
    labels = [*(row for row in table.rows if not row.replaces), *table.columns]
    wordings = tuple(frozenset(core(name) for name in (label.label, *label.aliases)) for label in labels)
    return _Rival(form=form, table=table, words=vocabulary(table), labels=wordings)


@cache
def _wordings() -> frozenset[str]:
    """Every wording of every label."""
    return frozenset().union(
        *(wordings for rivals in _rivals() for rival in rivals for wordings in rival.labels)
    )
