"""Whether a report's figures agree with themselves: the sums that the form prints beside its tables, and what is missing."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from decimal import Decimal
from functools import lru_cache

from archive.records import Figure, Finding, State
from extract.forms import Form, Identity, Table, forms
from extract.forms import form as form_of

_Lines = Mapping[tuple[str, str, str], Mapping[str, Figure]]
"""(`rows` or `columns`, table, key of a line) → the figures along that line by the key of the other axis."""
_NAMES = {"row-sum": "the row's parts", "column-sum": "the detail rows"}


def check(figures: Sequence[Figure], form: Form) -> tuple[Finding, ...]:
    """Every sum that fails, in the order of the form. A blank counts as zero; a sum whose own total is blank says nothing."""
    lines: defaultdict[tuple[str, str, str], dict[str, Figure]] = defaultdict(dict)
    for figure in figures:
        lines["columns", figure.table, figure.row][figure.column] = figure
        lines["rows", figure.table, figure.column][figure.row] = figure
    return tuple(
        finding
        for table, _ in _tables(figures, form)
        for identity in table.identities
        for finding in _check(table, identity, lines)
    )


def missing(figures: Sequence[Figure], form: Form) -> tuple[Finding, ...]:
    """The tables, rows and columns that the form asks for and the report does not print."""
    return _missing(form.form, frozenset((figure.table, figure.row, figure.column) for figure in figures))


def _tables(figures: Sequence[Figure], form: Form) -> Sequence[tuple[Table, frozenset[str]]]:
    """The form's tables, each with the rows that are printed; where a report joins tables of two forms, the other form's that
    has those rows."""
    return _held(form.form, frozenset((figure.table, figure.row) for figure in figures))


@lru_cache(maxsize=256)
def _held(key: str, printed: frozenset[tuple[str, str]]) -> Sequence[tuple[Table, frozenset[str]]]:
    """Reports of one form print the same rows."""
    held = []
    for table in form_of(key).tables:
        rows = frozenset(row for name, row in printed if name == table.key)
        rivals = [rival for other in forms() if (rival := other.table(table.key)) is not None]
        fits = (each for each in (table, *rivals) if rows <= {row.key for row in each.rows})
        held.append((next(fits, table), rows))
    return held


def _check(table: Table, identity: Identity, figures: _Lines) -> Iterator[Finding]:
    for line in table.columns if identity.over == "rows" else table.rows:
        parts = _addressed(table, identity, line.key, identity.parts, figures)
        totals = _addressed(table, identity, line.key, identity.totals, figures)
        left, right = _sum(parts), _sum(totals)
        if (
            left != right
            and _is_told(parts, totals, identity)
            and not _says_nothing((*parts, *totals), table, figures)
        ):
            yield Finding(
                code=identity.code,
                level="error",
                where=totals[0].address,
                message=_message(identity, parts, totals, left, right),
            )


def _is_told(parts: Sequence[Figure], totals: Sequence[Figure], identity: Identity) -> bool:
    """Whether the cells of a sum are there and can be read, its total is no blank and neither are all of its parts. Of rows a form
    may leave out some; a report without a column prints its numbers in none."""
    return (
        len(totals) == len(identity.totals)
        and (identity.over == "rows" or len(parts) == len(identity.parts))
        and totals[0].value is not None
        and any(figure.value is not None for figure in parts)
        and all(figure.state is not State.UNREADABLE for figure in (*parts, *totals))
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
    return [figure for key in keys if (figure := printed.get(key))]


def _sum(figures: Sequence[Figure]) -> int | Decimal:
    return sum([figure.value or 0 for figure in figures])


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


@lru_cache(maxsize=256)
def _missing(key: str, printed: frozenset[tuple[str, str, str]]) -> tuple[Finding, ...]:
    """Reports of one form print the same cells."""
    held = _held(key, frozenset((table, row) for table, row, _ in printed))
    return tuple(
        finding
        for table, rows in held
        for finding in (
            *_without_rows(table, rows),
            *_without_columns(
                table, rows, {(row, column) for name, row, column in printed if name == table.key}
            ),
        )
    )


def _without_rows(table: Table, rows: AbstractSet[str]) -> Iterator[Finding]:
    """The table where it prints no row; else each row that neither it nor one in its stead prints."""
    if not rows:
        yield _warning("missing-table", table.key, f"no table 「{table.title}」")
        return
    stands_in = {row.key: set(row.replaces) for row in table.rows}
    for row in table.rows:
        replaced = any(row.key in stands_in.get(key, ()) for key in rows)
        instead = bool(stands_in[row.key] & rows) or (bool(row.replaces) and row.key not in rows)
        if row.key not in rows and not replaced and not instead:
            yield _warning("missing-row", f"{table.key}/{row.key}", f"no row 「{row.label}」")


def _without_columns(
    table: Table, rows: AbstractSet[str], cells: AbstractSet[tuple[str, str]]
) -> Iterator[Finding]:
    """Columns of which no row gives a figure: they were left out, or stand in a grid that was not told; and rows that lack cells of
    others, as where a page's edge cuts a table."""
    if table.shape != "matrix":
        return
    printed = {column for _, column in cells}
    wanted = {column for row in table.rows if row.key in rows for column in table.columns_of(row.key)}
    for column in table.columns:
        if column.key in wanted - printed:
            where = f"{table.key}/*/{column.key}"
            yield _warning("unreadable-cell", where, f"no figure under 「{column.label}」 in any row")
    for row in table.rows:
        own = (
            {column for column in table.columns_of(row.key) if column in printed}
            if row.key in rows
            else set()
        )
        lacking = [
            column.label
            for column in table.columns
            if column.key in own and (row.key, column.key) not in cells
        ]
        if lacking:
            yield _warning("unreadable-cell", f"{table.key}/{row.key}", f"no cell under {'、'.join(lacking)}")


def _warning(code: str, where: str, message: str) -> Finding:
    return Finding(code=code, level="warning", where=where, message=message)
