"""Statistics tables of the years before 2019: a list of indicators with their units, told by their head.

The national table (form 2014) has known indicators; any other (form local) is kept under its labels and headings as printed.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from archive.records import Figure, Finding, Place, State
from extract.chapters.lines import Consumed
from extract.document import Document
from extract.flat.runs import Piece, Run, solve
from extract.forms import Form, Identity, Label, Table, form
from extract.statistics.listed import ENOUGH
from extract.statistics.listed import statistics as listed
from extract.statistics.outline import Outline
from extract.statistics.tabulated import Indicator, Statistics
from extract.statistics.tabulated import statistics as tabulated
from extract.words import numerals
from extract.words.labels import core, sign, tight
from extract.words.numbers import Printed, parse

_MOST = 0.75
"""The share of a torn table's rows that are of the form whose it is."""
_EARLIER = re.compile("[上去]年|历年|.*同期")
"""Headings of figures of another time, which are not the form's even where they stand alone."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The figures and findings of a statistics table and its form."""

    form: Form
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    consumed: Consumed


def read(document: Document) -> list[Found]:
    """The document's statistics table, and behind it those that print its indicators again."""
    national = form("2014")
    known = frozenset(core(name) for row in national.tables[0].rows for name in (row.label, *row.aliases))
    for candidates in (tabulated(document, known), _in_text(document, known)):
        found = [each for statistics in candidates if (each := _found(statistics, known, national))]
        if found:
            first = {figure.row for figure in found[0].figures}
            return [each for each in found if not first.isdisjoint(figure.row for figure in each.figures)]
    return []


def _found(statistics: Statistics, known: AbstractSet[str], national: Form) -> Found | None:
    if not statistics.rows:
        return None
    printed = {core(row.label) for row in statistics.rows}
    own, (table,) = len(known & printed), national.tables
    # Of a table that is torn there may be few rows: then its column must be the form's too.
    torn = own >= _MOST * len(printed) and table.columns[0].key in _columns(statistics.headings, table)
    if own >= ENOUGH or torn:
        return _national(statistics, national)
    return _local(statistics, form("local")) if statistics.sure else None


def _in_text(document: Document, known: Collection[str]) -> Iterator[Statistics]:
    for found in listed(document, known):
        rows = [
            Indicator(label=row.label, texts=(row.figures,), places=(row.place,), fused=True, coded=row.coded)
            for row in found.rows
        ]
        yield Statistics(headings=found.headings, rows=tuple(rows), consumed=found.consumed)


def _national(statistics: Statistics, known: Form) -> Found:
    table = known.tables[0]
    outline = Outline(table)
    rows = [(outline.key(indicator.label), indicator) for indicator in statistics.rows]
    unknown = tuple(
        _warning("unknown-row", f"{table.key}/{tight(row.label)}", "an indicator that the form does not have")
        for key, row in rows
        if key is None
    )
    keyed = [(key, row) for key, row in rows if key is not None]
    columns = _columns(statistics.headings, table)
    figures, findings = _figures(keyed, columns, replace(table, columns=tuple(_label(c) for c in columns)))
    return Found(
        form=known,
        figures=figures,
        findings=(*unknown, *findings, *_left(statistics, table), *_without_own(columns, table)),
        consumed=statistics.consumed,
    )


def _columns(headings: Sequence[str], table: Table) -> Sequence[str]:
    """The form's column for the only heading, or for the only one that is a name of it (统计数 beside 上年数, 合计 behind its parts);
    other headings as printed."""
    (column,) = table.columns
    names = {core(name) for name in (column.label, *column.aliases)}
    alone = headings if len(headings) == 1 and not _EARLIER.match(headings[0]) else ()
    own = [heading for heading in headings if core(heading) in names or heading in alone]
    return [column.key if [heading] == own else heading for heading in headings]


def _local(statistics: Statistics, known: Form) -> Found:
    keyed: list[tuple[str, Indicator]] = []
    for row in statistics.rows:
        key = local_key(row.label)
        taken = {other for other, _ in keyed}
        keyed.append((tight(row.label) if key in taken else key, row))
    table = Table(
        key=known.tables[0].key,
        title=known.tables[0].title,
        shape="printed",
        rows=tuple(_label(key) for key, _ in keyed),
        columns=tuple(_label(heading) for heading in statistics.headings),
        identities=tuple(_parts(keyed)),
    )
    figures, findings = _figures(keyed, statistics.headings, table)
    return Found(
        form=known,
        figures=figures,
        findings=(*findings, *_left(statistics, table)),
        consumed=statistics.consumed,
    )


def _left(statistics: Statistics, table: Table) -> Iterator[Finding]:
    """What was not read of the document's statistics tables."""
    if all(map(_EARLIER.match, statistics.headings)):
        yield _warning("missing-table", table.key, "the table names no column but those of another time")
    for label in statistics.torn:
        message = "a row that follows the table under other columns, and is not read"
        yield _warning("unknown-row", f"{table.key}/{tight(label)}", message)


def _without_own(columns: Sequence[str], table: Table) -> Iterator[Finding]:
    """Figures by parts of the whole alone: nothing prints their sum, which would be the form's."""
    (own,) = table.columns
    if own.key not in columns and not all(map(_EARLIER.match, columns)):
        message = f"no column is 「{own.label}」 or the whole of those that are: {'、'.join(columns)}"
        yield _warning("unreadable-cell", f"{table.key}/*/{own.key}", message)


def local_key(label: str) -> str:
    """A label as printed, without spaces, without `其中：` and its outline sign."""
    printed = re.sub(r"^其中[:：]?", "", tight(label))
    return re.sub(
        r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}、|\d{1,2}[.．、，,])",
        "",
        printed,
    )


def _label(key: str) -> Label:
    return Label(key=key, label=key)


def _parts(keyed: Sequence[tuple[str, Indicator]]) -> Iterator[Identity]:
    """An indicator is the sum of the numbered ones under its 其中."""
    total: str | None = None
    parts: list[str] = []
    for key, row in (*keyed, ("", None)):
        numbered = row is not None and (sign(row.label) or "").rstrip(".").isdigit()
        if not numbered:
            if total and len(parts) > 1:
                yield Identity(code="column-sum", over="rows", parts=tuple(parts), totals=(total,))
            total, parts = key, []
        elif row is not None:
            parts.append(key)


Keyed = Sequence[tuple[str, Indicator]]


def _figures(
    keyed: Keyed, columns: Sequence[str], table: Table
) -> tuple[tuple[Figure, ...], tuple[Finding, ...]]:
    runs = [
        Run(
            cells=tuple((key, column) for column in columns),
            raw=row.texts[0],
            place=row.places[0],
            headless=row.coded,
        )
        for key, row in keyed
        if row.fused
    ]
    pieces = {piece.cell: piece for piece in solve(table, runs, {})}
    figures: dict[str, Figure] = {}
    for key, row in keyed:
        for at, column in enumerate(columns):
            figure = (
                _cut(table, pieces[key, column]) if row.fused else _plain(table, key, column, row=row, at=at)
            )
            figures.setdefault(figure.address, figure)
    return tuple(figures.values()), tuple(_findings(figures, columns))


def _plain(table: Table, key: str, column: str, *, row: Indicator, at: int) -> Figure:
    text = row.texts[at]
    found, value = parse(text), numerals.in_cell(text)
    if found.state is State.UNREADABLE and value is not None:
        found = Printed(value, State.NUMBER)
    return _figure(table, (key, column), found, raw=text, place=row.places[at])


def _cut(table: Table, piece: Piece) -> Figure:
    found = Printed(None, State.UNREADABLE) if piece.text is None else parse(piece.text)
    if piece.cut and found.value is not None:
        found = Printed(found.value, State.REPAIRED)
    raw = piece.run.raw if piece.cut or piece.text is None else piece.text
    return _figure(table, piece.cell, found, raw=raw, place=piece.run.place)


def _figure(table: Table, cell: tuple[str, str], found: Printed, *, raw: str, place: Place | None) -> Figure:
    return Figure(
        table=table.key,
        row=cell[0],
        column=cell[1],
        value=found.value,
        raw=raw,
        state=found.state,
        place=place,
    )


_CODES: Mapping[State, tuple[str, str]] = {
    State.REPAIRED: ("repaired-cell", "{raw!r} cut by its sums: no other cut fits"),
    State.UNREADABLE: ("unreadable-cell", "no number can be told in {raw!r}"),
}


def _findings(figures: Mapping[str, Figure], columns: Sequence[str]) -> Iterator[Finding]:
    """One finding a row and kind."""
    seen: set[tuple[str, str]] = set()
    for figure in figures.values():
        code, message = _CODES.get(figure.state, ("", ""))
        if code and (figure.row, code) not in seen:
            seen.add((figure.row, code))
            yield _warning(code, f"{figure.table}/{figure.row}", message.format(raw=figure.raw.strip()[:60]))


def _warning(code: str, where: str, message: str) -> Finding:
    return Finding(code=code, level="warning", where=where, message=message)
