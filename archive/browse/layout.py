"""The statutory tables as they are printed: official wording, order and spans (layouts.toml), filled with a reading's figures."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import NotRequired, TypedDict

TABLES = ("proactive", "requests", "review_litigation", "statistics", "local")
"""Every table of the codebook, in the order of a report."""

OF_ONE_COLUMN = ("requests", "statistics")
"""Tables whose rows are told by their label alone where years or reports stand side by side: by their totals, or their only column."""

LAYOUTS = Path(__file__).with_name("layouts.toml")


class BlockData(TypedDict):
    """A block of layouts.toml."""

    heading: str
    columns: Mapping[str, Sequence[str]]
    rows: Mapping[str, Sequence[str]]
    units: NotRequired[Mapping[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """A heading cell; `key` is the row or column it names, null for a group of several."""

    text: str
    along: int = 1
    """How many columns (or, for a row's label, rows) it covers."""
    across: int = 1
    """How many levels of heading it covers."""
    key: str | None = None

    @property
    def depth(self) -> int:
        """How far in a row stands whose name is the path of its outline signs: 3.1.2a is the fourth level."""
        name = self.key or ""
        return name.count(".") + name[-1:].islower() if name[:1].isdigit() else 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One printed row: the labels that begin in it, then the address `row/column` of each cell."""

    heads: tuple[Head, ...]
    cells: tuple[str, ...]
    unit: str = ""
    """What the form prints under 单位; '' in forms without that column."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """Heading, rows of column headings, and lines."""

    heading: str
    columns: tuple[tuple[Head, ...], ...]
    lines: tuple[Line, ...]
    labels: int
    """Levels of row labels, 0 where the form has none."""
    width: int
    """Cells a line."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One statutory table as printed."""

    table: str
    title: str
    english: str
    blocks: tuple[Block, ...]


@cache
def layouts() -> Mapping[str, Mapping[str, object]]:
    """layouts.toml as it stands."""
    return tomllib.loads(LAYOUTS.read_text(encoding="utf-8"))


def variants(table: str) -> Mapping[str, Sequence[BlockData]]:
    """The official layouts of a table, by the form that brought them; none for tables that every place prints its own way."""
    return layouts().get(table, {})  # type: ignore[return-value]  # shapes are layouts.toml's, checked by its test


def sheets(addresses: Iterable[tuple[str, str, str]]) -> tuple[Sheet, ...]:
    """The tables that a reading has figures in, laid out; `addresses` are (table, row, column) in printed order."""
    found = list(addresses)
    present = {table for table, _, _ in found}
    return tuple(
        sheet(table, [(row, column) for name, row, column in found if name == table])
        for table in TABLES
        if table in present
    )


def sheet(table: str, addresses: Sequence[tuple[str, str]]) -> Sheet:
    """One table; figures that the official layout has no place for follow it in a block of their own."""
    blocks = tuple(_block(table, data, addresses) for data in _best(table, addresses))
    placed = {cell for block in blocks for line in block.lines for cell in line.cells}
    rest = [address for address in addresses if "/".join(address) not in placed]
    titles, english = layouts()["titles"], layouts()["english"]
    return Sheet(
        table=table,
        title=str(titles.get(table, table)),
        english=str(english.get(table, table)),
        blocks=(*blocks, _plain(table, rest)) if rest else blocks,
    )


@cache
def labels(table: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Row key → official label, and column key → official heading, over all layouts of a table (the newest form wins)."""
    rows: dict[str, str] = {}
    columns: dict[str, str] = {}
    for blocks in variants(table).values():
        for block in blocks:
            for key, path in block["rows"].items():
                # A reason says little without what it is a reason for: （三）不予公开 · 1.属于国家秘密.
                rows.setdefault(key, " · ".join(path[1:] if len(path) > 1 else path))
            for key, path in block["columns"].items():
                row, _, column = key.rpartition("/")
                columns.setdefault(column, path[-1])
                if row:
                    rows.setdefault(row, " · ".join(path[:-1]))
    return rows, columns


def keys(block: BlockData) -> list[tuple[str, str]]:
    """Every (row, column) that a block has a cell for."""
    if not block["rows"]:
        return [(row, column) for row, _, column in (key.rpartition("/") for key in block["columns"])]
    return [(row, column) for row in block["rows"] for column in block["columns"]]


def _best(table: str, addresses: Sequence[tuple[str, str]]) -> Sequence[BlockData]:
    """The layout with a place for most of the figures: told by the figures, as forms are told by labels."""
    known = set(addresses)

    def held(blocks: Sequence[BlockData]) -> int:
        return sum(address in known for block in blocks for address in keys(block))

    return max(variants(table).values(), key=held, default=())


def _block(table: str, data: BlockData, addresses: Sequence[tuple[str, str]]) -> Block:
    rows = {key: path for key, path in data["rows"].items() if key not in _replaced(table, addresses)}
    columns = data["columns"]
    heads = _spread([(key, list(path)) for key, path in columns.items()])
    if not rows:
        line = Line(heads=(), cells=tuple(columns))
        return Block(
            heading=data["heading"],
            columns=tuple(tuple(head for _, head in level) for level in heads),
            lines=(line,),
            labels=0,
            width=len(columns),
        )
    starts = _spread([(key, list(path)) for key, path in rows.items()])
    lines = tuple(
        Line(
            heads=tuple(head for level in starts for start, head in level if start == position),
            cells=tuple(f"{row}/{column}" for column in columns),
            unit=data.get("units", {}).get(row, ""),
        )
        for position, row in enumerate(rows)
    )
    return Block(
        heading=data["heading"],
        columns=tuple(tuple(head for _, head in level) for level in heads),
        lines=lines,
        labels=len(starts),
        width=len(columns),
    )


def _replaced(table: str, addresses: Sequence[tuple[str, str]]) -> set[str]:
    """Rows of the layout that this report prints otherwise (one row for several, or several for one)."""
    present = {row for row, _ in addresses}
    out: set[str] = set()
    for single, several in layouts()["instead"].items():
        name, _, row = single.partition("/")
        if name == table:
            out |= set(map(str, several)) if row in present else {row}  # type: ignore[call-overload]
    return out


def _spread(paths: Sequence[tuple[str, list[str]]]) -> list[list[tuple[int, Head]]]:
    """Paths of headings → levels of (start, heading) with spans: equal neighbours join, a last heading fills the levels below it."""
    depth = max(len(path) for _, path in paths)
    levels: list[list[tuple[int, Head]]] = []
    for level in range(depth):
        line: list[tuple[int, Head]] = []
        numbered = [(n, key, path) for n, (key, path) in enumerate(paths) if len(path) > level]
        for prefix, members in groupby(numbered, key=lambda one: tuple(one[2][: level + 1])):
            group = list(members)
            last = len(group[0][2]) == level + 1
            line.append(
                (
                    group[0][0],
                    Head(
                        text=prefix[-1],
                        along=len(group),
                        across=depth - level if last else 1,
                        key=group[0][1] if last else None,
                    ),
                )
            )
        levels.append(line)
    return levels


def _plain(table: str, addresses: Sequence[tuple[str, str]]) -> Block:
    """Rows and columns as printed, or by the official words where they have some: for what no official layout has a place for."""
    labelled, headed = labels(table)
    rows = list(dict.fromkeys(row for row, _ in addresses))
    columns = list(dict.fromkeys(column for _, column in addresses))
    return Block(
        heading="",
        columns=(tuple(Head(text=headed.get(column, column), key=column) for column in columns),),
        lines=tuple(
            Line(
                heads=(Head(text=labelled.get(row, row), key=row),),
                cells=tuple(f"{row}/{column}" for column in columns),
            )
            for row in rows
        ),
        labels=1,
        width=len(columns),
    )
