"""Whether a report's figures agree with themselves: the sums that the form prints beside its tables, and what is missing."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from archive.records import Figure, Finding, State
from extract.forms import Form, Identity, Table

_Lines = dict[tuple[str, str, str], dict[str, Figure]]
"""The figures over the columns of each table's row, and over the rows of each column, by the key of the other axis."""
_NAMES = {"row-sum": "the row's parts", "column-sum": "the detail rows"}


def check(figures: Sequence[Figure], form: Form) -> tuple[Finding, ...]:
    """Every sum that fails, in the order of the form. A blank counts as zero; a sum whose own total is blank says nothing."""
    lines: _Lines = {}
    for figure in figures:
        lines.setdefault(("columns", figure.table, figure.row), {})[figure.column] = figure
        lines.setdefault(("rows", figure.table, figure.column), {})[figure.row] = figure
    return tuple(
        finding
        for table in form.tables
        for identity in table.identities
        for finding in _check(table, identity, lines)
    )


def missing(figures: Sequence[Figure], form: Form) -> tuple[Finding, ...]:
    """The tables and rows that the form asks for and the report does not print."""
    return tuple(_missing(figures, form))


def _check(table: Table, identity: Identity, figures: _Lines) -> Iterator[Finding]:
    lines = table.columns if identity.over == "rows" else table.rows
    for line in lines:
        parts = _addressed(table, identity, line.key, identity.parts, figures)
        totals = _addressed(table, identity, line.key, identity.totals, figures)
        if not parts or not totals or any(figure.state is State.UNREADABLE for figure in (*parts, *totals)):
            continue
        if totals[0].value is None or len(totals) < len(identity.totals):
            continue
        left, right = _sum(parts), _sum(totals)
        if left == right or all(figure.value is None for figure in parts):
            continue
        if not _says_nothing((*parts, *totals), table, figures):
            yield Finding(
                code=identity.code,
                level="error",
                where=totals[0].address,
                message=_message(identity, parts, totals, left, right),
            )


def _says_nothing(terms: Sequence[Figure], table: Table, figures: _Lines) -> bool:
    """Whether a term is a blank total of a row that prints figures: that blank is no zero, and no sum with it can be checked."""
    return any(
        figure.value is None
        and figure.column in identity.totals
        and _sum(_addressed(table, identity, figure.row, identity.parts, figures)) != 0
        for figure in terms
        for identity in table.identities
        if identity.over == "columns"
    )


def _addressed(
    table: Table, identity: Identity, line: str, keys: Sequence[str], figures: _Lines
) -> list[Figure]:
    """The figures of one row (or column) at the keys of the other axis, those that the report prints."""
    printed = figures.get((identity.over, table.key, line), {})
    return [printed[key] for key in keys if key in printed]


def _sum(figures: Sequence[Figure]) -> int | Decimal:
    return sum((figure.value for figure in figures if figure.value is not None), start=0)


def _message(
    identity: Identity,
    parts: Sequence[Figure],
    totals: Sequence[Figure],
    left: int | Decimal,
    right: int | Decimal,
) -> str:
    if len(totals) > 1:
        return f"{_terms(parts)} = {left}, but {_terms(totals)} = {right}"
    return f"{_NAMES.get(identity.code, 'the parts')} add up to {left}, the total printed is {right}"


def _terms(figures: Sequence[Figure]) -> str:
    return " + ".join(f"{figure.row} {figure.raw.strip() or 'blank'}" for figure in figures)


def _missing(figures: Sequence[Figure], form: Form) -> Iterator[Finding]:
    printed = {(figure.table, figure.row) for figure in figures}
    for table in form.tables:
        rows = {row for key, row in printed if key == table.key}
        if not rows:
            yield _warning("missing-table", table.key, f"no table 「{table.title}」")
            continue
        stands_in = {row.key: set(row.replaces) for row in table.rows}
        for row in table.rows:
            replaced = any(row.key in stands_in[key] for key in rows)
            instead = bool(stands_in[row.key] & rows) or (bool(row.replaces) and row.key not in rows)
            if row.key not in rows and not replaced and not instead:
                yield _warning("missing-row", f"{table.key}/{row.key}", f"no row 「{row.label}」")


def _warning(code: str, where: str, message: str) -> Finding:
    return Finding(code=code, level="warning", where=where, message=message)
