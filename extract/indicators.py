"""Statistics tables of the years before 2019: a list of indicators with their units, told by their head.

The national table (form 2014) has known indicators; any other (form local) is kept under its labels and headings as printed.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from archive.records import Figure, Finding, Place, State
from extract.cells import Positions, distinct
from extract.document import Cell, Document, Grid
from extract.forms import Form, Identity, Label, Table, form
from extract.labels import core, fold, sign
from extract.lines import WHOLE, Consumed
from extract.listed import ENOUGH
from extract.listed import statistics as listed
from extract.numbers import Printed, parse
from extract.outline import Outline
from extract.runs import Piece, Run, solve

_INDICATOR = frozenset({"指标名称", "统计指标", "指标", "统计项目", "指标内容"})
_UNIT = frozenset({"计量单位", "单位", "计量单位名称"})
_ASIDE = frozenset({"代码", "序号", "编号", "行次", "指标代码", "备注", "说明"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """One row: its label as printed, and what stands under each heading."""

    label: str
    texts: tuple[str, ...]
    places: tuple[Place | None, ...]
    fused: bool = False
    """Whether `texts` is a single run that holds the figures of all headings."""
    coded: bool = False
    """Whether that run may hold the row's code as well."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Statistics:
    """A table as found: headings, rows, and what of the document it took."""

    headings: tuple[str, ...]
    rows: tuple[Indicator, ...]
    consumed: Consumed


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The figures and findings of a statistics table and its form."""

    form: Form
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    consumed: Consumed


def read(document: Document) -> Found | None:
    """The document's statistics table; null where it has none."""
    national = form("2014")
    known = frozenset(core(name) for row in national.tables[0].rows for name in (row.label, *row.aliases))
    statistics = _in_grids(document) or _in_text(document, known)
    if statistics is None or not statistics.rows:
        return None
    if len(known.intersection(core(row.label) for row in statistics.rows)) >= ENOUGH:
        return _national(statistics, national)
    return _local(statistics, form("local"))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Head:
    """Where the parts of a table stand: positions of the label cells, and of each heading of figures."""

    label: tuple[int, int]
    headings: tuple[tuple[str, int, int], ...]


def _in_grids(document: Document) -> Statistics | None:
    """Rows of every grid from the first with a statistics head on; later grids of the same width continue it.

    A grid whose own head begins the list of indicators again is another table: another organ's, or another year's.
    """
    head: _Head | None = None
    width = 0
    rows: list[Indicator] = []
    consumed: dict[int, tuple[tuple[int, int], ...]] = {}
    for index, block in enumerate(document.blocks):
        if not isinstance(block, Grid) or not block.rows:
            continue
        found = next(((y, head) for y, row in enumerate(block.rows) if (head := _head(row))), None)
        if found is not None:
            head, width = found[1], len(block.rows[0])
        if head is None or len(block.rows[0]) != width:
            continue
        start = found[0] + 1 if found else 0
        own = [row for y in range(start, len(block.rows)) if (row := _indicator(block.rows[y], y, head))]
        if found and own and any(_printed(row.label) == _printed(own[0].label) for row in rows):
            break
        rows += own
        consumed[index] = ((0, WHOLE),)
    if head is None:
        return None
    return Statistics(
        headings=tuple(heading for heading, _, _ in head.headings), rows=tuple(rows), consumed=consumed
    )


def _head(row: Positions) -> _Head | None:
    """The head that a row makes: an indicator cell, a unit cell, at least one heading of figures."""
    cells = [cell for cell in distinct(row) if cell.text.strip()]
    names = [core(cell.text) for cell in cells]
    label = next((cell for cell, name in zip(cells, names, strict=True) if name in _INDICATOR), None)
    if label is None or not any(name in _UNIT for name in names):
        return None
    headings = tuple(
        (_printed(cell.text), cell.column, cell.column + cell.colspan)
        for cell, name in zip(cells, names, strict=True)
        if cell is not label and name not in _UNIT | _ASIDE and cell.column > label.column
    )
    return _Head(label=(label.column, label.column + label.colspan), headings=headings) if headings else None


def _indicator(row: Positions, y: int, head: _Head) -> Indicator | None:
    own = [cell for cell in distinct(row[slice(*head.label)]) if cell.text.strip() and cell.row == y]
    own = [cell for cell in own if fold(cell.text)] or own[-1:]
    if not own or _head(row):
        return None
    cells = [_under(row, start, end) for _, start, end in head.headings]
    if all(cell is not None and any(cell is label for label in own) for cell in cells):
        return None
    texts = tuple("" if cell is None or cell in own else cell.text for cell in cells)
    return Indicator(
        label="".join(cell.text for cell in own),
        texts=texts,
        places=tuple(cell.place if cell else None for cell in cells),
    )


def _under(row: Positions, start: int, end: int) -> Cell | None:
    cells = distinct(row[start:end])
    return next((cell for cell in cells if cell.text.strip()), cells[0] if cells else None)


def _printed(text: str) -> str:
    """As printed, without spaces and line ends."""
    return "".join(text.split())


def _in_text(document: Document, known: Collection[str]) -> Statistics | None:
    found = listed(document, known)
    if found is None:
        return None
    rows = [
        Indicator(label=row.label, texts=(row.figures,), places=(row.place,), fused=True, coded=row.coded)
        for row in found.rows
    ]
    return Statistics(headings=found.headings, rows=tuple(rows), consumed=found.consumed)


def _national(statistics: Statistics, known: Form) -> Found:
    table = known.tables[0]
    outline = Outline(table)
    rows = [(outline.key(indicator.label), indicator) for indicator in statistics.rows]
    unknown = tuple(
        _warning(
            "unknown-row", f"{table.key}/{_printed(row.label)}", "an indicator that the form does not have"
        )
        for key, row in rows
        if key is None
    )
    keyed = [(key, row) for key, row in rows if key is not None]
    columns = ("value",) if len(statistics.headings) == 1 else statistics.headings
    figures, findings = _figures(keyed, columns, replace(table, columns=tuple(_label(c) for c in columns)))
    return Found(form=known, figures=figures, findings=(*unknown, *findings), consumed=statistics.consumed)


def _local(statistics: Statistics, known: Form) -> Found:
    keyed: list[tuple[str, Indicator]] = []
    for row in statistics.rows:
        key = local_key(row.label)
        taken = {other for other, _ in keyed}
        keyed.append((_printed(row.label) if key in taken else key, row))
    table = Table(
        key=known.tables[0].key,
        title=known.tables[0].title,
        shape="printed",
        rows=tuple(_label(key) for key, _ in keyed),
        columns=tuple(_label(heading) for heading in statistics.headings),
        identities=tuple(_parts(keyed)),
    )
    figures, findings = _figures(keyed, statistics.headings, table)
    return Found(form=known, figures=figures, findings=findings, consumed=statistics.consumed)


def local_key(label: str) -> str:
    """A label as printed, without spaces, without `其中：` and its outline sign."""
    printed = re.sub(r"^其中[:：]?", "", _printed(label))
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
    return _figure(table, (key, column), parse(row.texts[at]), raw=row.texts[at], place=row.places[at])


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
