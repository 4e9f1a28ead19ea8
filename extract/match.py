"""From a document to figures: which tables it holds, told by their labels, and what every labelled cell prints."""

from collections.abc import Container, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cache

from archive.records import Figure, Finding
from extract.chapters.lines import WHOLE, Consumed
from extract.document import Document, Grid
from extract.flat.stream import read_text
from extract.forms import Form, Table, forms
from extract.statistics import indicators
from extract.statistics.left import left
from extract.tables import again, beside, lined, numbered
from extract.tables.again import Printing
from extract.tables.named import named
from extract.tables.scan import read_grid
from extract.tables.table import TableReading, finish
from extract.tables.vocabulary import Vocabulary, vocabulary
from extract.words.labels import core


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
    printings: Mapping[str, tuple[Printing, ...]] = field(default_factory=dict)
    """Of each table that is printed several times with other figures every printing in order; `figures` has the first."""


def tables(document: Document) -> Match:
    """Reads every statutory table of a document, each told on its own by the labels that it carries.

    What no grid holds is looked for in the text.
    """
    printed, consumed = _in_grids(document)
    for key, each, spans in _in_text(document, printed):
        printed[key] = each
        consumed |= spans
    found = {key: printed[key] for key in _keys() if key in printed}
    unread: list[Finding] = []
    if not found:
        found, consumed = _lists(document)
        unread += left(document, consumed, next(iter(found), None))
    firsts = [printings[0] for printings in found.values()]
    return Match(
        figures=tuple(figure for first in firsts for figure in first.figures),
        findings=(*(finding for first in firsts for finding in first.findings), *unread),
        form=firsts[0].form if firsts else None,
        consumed=consumed,
        printings={key: printings for key, printings in found.items() if len(printings) > 1},
    )


_Printed = dict[str, tuple[Printing, ...]]
"""Every printing of each table by its key."""
_Spans = dict[int, tuple[tuple[int, int], ...]]


def _in_grids(document: Document) -> tuple[_Printed, _Spans]:
    """The tables that stand in grids."""
    pieces = [
        (index, piece)
        for index, block in enumerate(document.blocks)
        if isinstance(block, Grid)
        for piece in named(document, index, numbered.without(block))
    ]
    names = set[str]().union(*(row.names for _, (_, rows) in pieces for row in rows))
    readings = _readings(names, least=2)
    parts = [
        (index, part)
        for index, piece in pieces
        for beside_another in beside.parts(*piece)
        for part in lined.lines(beside_another)
    ]
    taken = {index for index, part in parts if read_grid(*part, readings)} if readings else set()
    if any(reading.again for reading in readings):
        readings = again.read(parts, [reading.anew() for reading in readings])
    for reading in again.every(readings):
        finish(reading)
    found = {reading.table.key: each for reading in readings if (each := again.printings(reading))}
    return found, dict.fromkeys(sorted(taken), ((0, WHOLE),))


def _lists(document: Document) -> tuple[_Printed, _Spans]:
    """The statistics table of the years before 2019, and those that print its indicators again."""
    found = indicators.read(document)
    consumed: _Spans = {}
    for each in found:
        consumed |= {index: (*consumed.get(index, ()), *spans) for index, spans in each.consumed.items()}
    printings = [
        Printing(figures=each.figures, findings=each.findings, form=each.form.form, block=min(each.consumed))
        for each in found
    ]
    return {each.form.tables[0].key: again.whole(printings) for each in found[:1]}, consumed


def _in_text(
    document: Document, found: Container[str]
) -> Iterator[tuple[str, tuple[Printing, ...], Consumed]]:
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
    for reading in again.every(readings):
        finish(reading, runs)
    for reading in readings:
        if each := again.printings(reading):
            yield reading.table.key, each, {index: tuple(spans) for index, spans in taken.items()}


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
