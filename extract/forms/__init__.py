"""The statutory forms as data: one TOML file a form, checked when it is loaded.

A figure's address is table/row/column; a form says by which labels a table, row or column is known and which sums must hold.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal

from archive.errors import FormInvalid

FOLDER = Path(__file__).parent

Shape = Literal["matrix", "outline", "printed"]
"""`matrix`: rows × columns with known labels. `outline`: a list of indicators, row = path of its outline signs. `printed`: row =
label as printed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """A row or column: its key in the codebook and the wordings that name it."""

    key: str
    label: str
    aliases: tuple[str, ...] = ()
    path: tuple[str, ...] = ()
    """The labels of the groups it stands under, outermost first."""
    block: str | None = None
    """The band of the table it stands in, where bands have columns of their own."""
    columns: tuple[str, ...] = ()
    """For a row: the columns it has; empty means all of them."""
    replaces: tuple[str, ...] = ()
    """For a row: those that it stands for where a report prints it instead of them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Identity:
    """Σ parts = Σ totals, within each row (`over` columns) or within each column (`over` rows)."""

    code: str
    over: Literal["rows", "columns"]
    parts: tuple[str, ...]
    totals: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """One table of a form."""

    key: str
    title: str
    shape: Shape = "matrix"
    rows_in_header: bool = False
    notes: tuple[str, ...] = ()
    """Labels that belong to the table and name no figure."""
    blocks: tuple[str, ...] = ()
    columns: tuple[Label, ...] = ()
    rows: tuple[Label, ...] = ()
    identities: tuple[Identity, ...] = ()

    def row(self, key: str) -> Label:
        return next(row for row in self.rows if row.key == key)

    def columns_of(self, row: str) -> tuple[str, ...]:
        """The keys of the columns that a row has, in printed order."""
        return self.row(row).columns or tuple(column.key for column in self.columns)


@dataclass(frozen=True, kw_only=True, slots=True)
class Form:
    """A statutory form. The report years it was made for say what a report without tables lacks; they never choose a form."""

    form: str
    first_year: int
    last_year: int | None
    """Null while the form is in force."""
    notice: str
    tables: tuple[Table, ...]

    def table(self, key: str) -> Table | None:
        return next((table for table in self.tables if table.key == key), None)


@cache
def forms() -> tuple[Form, ...]:
    """Every form of the package, newest first."""
    loaded = [load(path) for path in sorted(FOLDER.glob("*.toml"))]
    return tuple(sorted(loaded, key=lambda form: (form.form.isdigit(), form.form), reverse=True))


def form(key: str) -> Form:
    """The form of that key; KeyError for an unknown one."""
    return {known.form: known for known in forms()}[key]


def load(path: Path) -> Form:
    """Reads one form's file; FormInvalid names the file and the key that is wrong."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise FormInvalid(path, "file", str(error)) from error
    reader = _Reader(path=path)
    reader.only(content, "", {"form", "first_year", "last_year", "notice", "tables"})
    tables = tuple(
        reader.table(entry, f"tables[{index}]")
        for index, entry in enumerate(reader.entries(content, "", "tables"))
    )
    return Form(
        form=reader.text(content, "", "form"),
        first_year=reader.year(content, "first_year"),
        last_year=reader.year(content, "last_year") if "last_year" in content else None,
        notice=reader.text(content, "", "notice"),
        tables=tables,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reader:
    """Takes values out of parsed TOML; every complaint names the file and the key."""

    path: Path

    def fail(self, where: str, key: str, why: str) -> FormInvalid:
        return FormInvalid(self.path, f"{where}.{key}" if where else key, why)

    def only(self, entry: Mapping[str, Any], where: str, known: set[str]) -> None:
        for key in entry:
            if key not in known:
                raise self.fail(where, key, f"unknown key (known: {', '.join(sorted(known))})")

    def text(self, entry: Mapping[str, Any], where: str, key: str) -> str:
        value = entry.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(where, key, "missing, or not a text")
        return value

    def year(self, entry: Mapping[str, Any], key: str) -> int:
        value = entry.get(key)
        if not isinstance(value, int) or not 2000 < value < 2200:
            raise self.fail("", key, "missing, or not a year")
        return value

    def texts(self, entry: Mapping[str, Any], where: str, key: str) -> tuple[str, ...]:
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
            raise self.fail(where, key, "not a list of texts")
        return tuple(value)

    def entries(self, entry: Mapping[str, Any], where: str, key: str) -> Sequence[Mapping[str, Any]]:
        value = entry.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            raise self.fail(where, key, "not a list of tables")
        return value

    def choice(self, entry: Mapping[str, Any], where: str, key: str, known: tuple[str, ...]) -> str:
        value = entry.get(key, known[0])
        if value not in known:
            raise self.fail(where, key, f"{value!r} is none of {', '.join(known)}")
        return str(value)

    def label(self, entry: Mapping[str, Any], where: str) -> Label:
        self.only(entry, where, {"key", "label", "aliases", "path", "block", "columns", "replaces"})
        return Label(
            key=self.text(entry, where, "key"),
            label=self.text(entry, where, "label"),
            aliases=self.texts(entry, where, "aliases"),
            path=self.texts(entry, where, "path"),
            block=self.text(entry, where, "block") if "block" in entry else None,
            columns=self.texts(entry, where, "columns"),
            replaces=self.texts(entry, where, "replaces"),
        )

    def labels(self, entry: Mapping[str, Any], where: str, key: str) -> tuple[Label, ...]:
        found = tuple(
            self.label(item, f"{where}.{key}[{index}]")
            for index, item in enumerate(self.entries(entry, where, key))
        )
        keys = [label.key for label in found]
        for twice in sorted({known for known in keys if keys.count(known) > 1}):
            raise self.fail(where, key, f"{twice!r} is there twice")
        return found

    def identity(self, entry: Mapping[str, Any], where: str) -> Identity:
        self.only(entry, where, {"code", "over", "parts", "totals"})
        over = self.choice(entry, where, "over", ("rows", "columns"))
        return Identity(
            code=self.text(entry, where, "code"),
            over="rows" if over == "rows" else "columns",
            parts=self.texts(entry, where, "parts"),
            totals=self.texts(entry, where, "totals"),
        )

    def table(self, entry: Mapping[str, Any], where: str) -> Table:
        self.only(
            entry,
            where,
            {"key", "title", "shape", "rows_in_header", "notes", "blocks", "columns", "rows", "identities"},
        )
        shapes: tuple[Shape, ...] = ("matrix", "outline", "printed")
        shape = self.choice(entry, where, "shape", shapes)
        table = Table(
            key=self.text(entry, where, "key"),
            title=self.text(entry, where, "title"),
            shape=next(known for known in shapes if known == shape),
            rows_in_header=bool(entry.get("rows_in_header", False)),
            notes=self.texts(entry, where, "notes"),
            blocks=self.texts(entry, where, "blocks"),
            columns=self.labels(entry, where, "columns"),
            rows=self.labels(entry, where, "rows"),
            identities=tuple(
                self.identity(item, f"{where}.identities[{index}]")
                for index, item in enumerate(self.entries(entry, where, "identities"))
            ),
        )
        self._check_references(table, where)
        return table

    def _check_references(self, table: Table, where: str) -> None:
        """Every key a row or an identity names must be one of the table's own."""
        rows, columns = {row.key for row in table.rows}, {column.key for column in table.columns}
        if table.shape == "matrix" and not (rows and columns):
            raise self.fail(where, "rows", "a matrix needs rows and columns")
        for row in table.rows:
            if unknown := set(row.columns) - columns:
                raise self.fail(
                    where, f"rows.{row.key}.columns", f"no such column: {', '.join(sorted(unknown))}"
                )
            if unknown := set(row.replaces) - rows:
                raise self.fail(
                    where, f"rows.{row.key}.replaces", f"no such row: {', '.join(sorted(unknown))}"
                )
            if row.block is not None and row.block not in table.blocks:
                raise self.fail(where, f"rows.{row.key}.block", f"no such block: {row.block}")
        for identity in table.identities:
            known = rows if identity.over == "rows" else columns
            if unknown := {*identity.parts, *identity.totals} - known:
                raise self.fail(
                    where, f"identities.{identity.code}", f"no such key: {', '.join(sorted(unknown))}"
                )
