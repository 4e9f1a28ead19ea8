"""The tabular exports' tables: which columns each has, what they hold, and their rows, streamed from one pass over the versions."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive import codebook
from archive.exports.rows import Row

Type = Literal["text", "integer", "number"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A column of an exported table."""

    name: str
    type: Type
    says: str


def _columns(*told: tuple[str, Type, str]) -> tuple[Column, ...]:
    return tuple(Column(name=name, type=kind, says=says) for name, kind, says in told)


VERSION = _columns(
    ("report_id", "text", "the report: portal, organ and year"),
    (
        "version",
        "integer",
        "1, 2, … in order of publication; the largest of a report is its newest, and sums want that alone",
    ),
)
REPORTS = VERSION + _columns(
    ("portal", "text", "host of the portal's home address"),
    ("organ", "text", "as the report names itself"),
    ("division_code", "text", "division code (GB/T 2260 and 统计用区划代码), where known"),
    ("year", "integer", "the year reported on"),
    ("form", "text", "2021, 2019, 2014, local; empty where the document has no statutory table"),
    ("title", "text", "the report's title"),
    ("published", "text", "date of publication, where known"),
    ("url", "text", "the page; a file: address for an imported file"),
    ("attachments", "text", "addresses of its files, one a line"),
    ("sightings", "text", "every other address it was seen at, one a line"),
    ("withdrawn", "text", "date of the first look that no longer found it"),
    ("captured_at", "text", "when the version was first captured, UTC"),
    ("sha256", "text", "digest of the bytes that were read"),
    ("media_type", "text", "of those bytes"),
    ("extractor", "text", "version of the extractor that read them"),
    ("status", "text", "ok, partial, unreadable"),
)
FIGURES = VERSION + _columns(
    ("table", "text", "proactive, requests, review_litigation, statistics, local"),
    ("row", "text", "the row's name in the codebook"),
    ("column", "text", "the column's name in the codebook"),
    ("value", "number", "empty where the document prints no number; zero is a number"),
    ("raw", "text", "the cell as printed"),
    ("state", "text", "number, blank, dash, annotated, repaired, unreadable"),
    (
        "place",
        "text",
        "where it stands in the document, as JSON counted from 1; empty where that is not told",
    ),
)
SECTIONS = VERSION + _columns(
    ("position", "integer", "order in the report, from 1"),
    ("number", "integer", "1 to 6 by its meaning under the statutory outline"),
    ("heading", "text", "as printed"),
    ("text", "text", "the section's text"),
)
FINDINGS = VERSION + _columns(
    ("code", "text", "which check"),
    ("level", "text", "error, warning, notice"),
    ("where", "text", "the figure's address, the row, the table or the section"),
    ("message", "text", "what was found"),
)
ORGAN_AND_YEAR = _columns(
    ("portal", "text", "host of the portal's home address"),
    ("organ", "text", "as the report names itself"),
    ("division_code", "text", "division code, where known"),
    ("year", "integer", "the year reported on"),
    ("report_id", "text", "the report, of which the newest version stands here"),
    ("version", "integer", "that version: by report_id and version a line joins the other tables"),
)


def _spread(kind: Type, what: str) -> tuple[Column, ...]:
    """A column for each figure of the statutory tables."""
    return tuple(
        Column(name=codebook.spread(row, column), type=kind, says=f"{what} of {table}/{row}/{column}")
        for table, row, column in codebook.addresses()
    )


PANEL = ORGAN_AND_YEAR + _spread("number", "value")
STATES = ORGAN_AND_YEAR + _spread("text", "state")
SHEETS: dict[str, tuple[Column, ...]] = {
    "reports": REPORTS,
    "figures": FIGURES,
    "sections": SECTIONS,
    "findings": FINDINGS,
    "panel": PANEL,
    "panel_states": STATES,
}
"""Table → its columns, in order. `panel` is wide: one row an organ and year; `panel_states`, alike, tells how each of its figures is
printed, which a missing value does not: empty where the report has no such cell."""

Values = tuple[object, ...]


def lines(rows: Iterator[Row]) -> Iterator[tuple[str, Values]]:
    """(table, values) of every version; a report's lines of the panels follow its newest version."""
    before: Row | None = None
    for row in rows:
        if before is not None and before["report_id"] != row["report_id"]:
            yield from _panels(before)
        before = row
        yield from _lines(row)
    if before is not None:
        yield from _panels(before)


def _lines(row: Row) -> Iterator[tuple[str, Values]]:
    joined = {**row, **{name: "\n".join(row[name]) for name in ("attachments", "sightings")}}
    yield "reports", tuple(joined[column.name] for column in REPORTS)
    for name, columns in (("figures", FIGURES), ("findings", FINDINGS)):
        for one in row[name]:
            yield name, (row["report_id"], row["version"], *(one[column.name] for column in columns[2:]))
    for at, section in enumerate(row["sections"], 1):
        told = (at, section["number"], section["heading"], section["text"])
        yield "sections", (row["report_id"], row["version"], *told)


def _panels(row: Row) -> Iterator[tuple[str, Values]]:
    fixed = tuple(row[column.name] for column in ORGAN_AND_YEAR)
    figures = {(f["table"], f["row"], f["column"]): f for f in row["figures"]}
    spread = [figures.get(address, {}) for address in codebook.addresses()]
    for name, told in (("panel", "value"), ("panel_states", "state")):
        yield name, (*fixed, *(figure.get(told) for figure in spread))


def book() -> Iterator[Values]:
    """The codebook that goes with the files: table, column, type, what it holds."""
    for name, columns in SHEETS.items():
        yield from ((name, column.name, column.type, column.says) for column in columns)
