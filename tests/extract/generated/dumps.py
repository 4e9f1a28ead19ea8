"""Prints a report's tables as the texts that converters, copies and web dumps leave of them. Knows nothing of the reader."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from random import Random

from replica.documents.layout import owners, rectangle
from replica.documents.report import Cell, Report, Table

Shape = Callable[[Table, Random], str]


def _flat(table: Table, random: Random) -> str:
    """Nothing between cells."""
    return "".join(_tight(cell.text) for row in table.rows for cell in row)


def _flat_rows(table: Table, random: Random) -> str:
    """A row a line, nothing between its cells."""
    return "\n".join("".join(_tight(cell.text) for cell in row) for row in table.rows)


def _spaced(table: Table, random: Random) -> str:
    """A blank between cells; a blank cell leaves nothing."""
    return " ".join(_printed(table))


def _rows(table: Table, random: Random) -> str:
    """A row a line, a blank between its cells."""
    return "\n".join(" ".join(cell.text for cell in row if cell.text.strip()) for row in table.rows)


def _cells(table: Table, random: Random) -> str:
    """A cell a line."""
    return "\n".join(_printed(table))


def _wrapped(table: Table, random: Random) -> str:
    """A cell a line, or as many lines as its label needs in a narrow column."""
    width = random.choice((4, 6, 9, 14))
    return "\n".join(_folded(text, width) for text in _printed(table))


def _glued(table: Table, random: Random) -> str:
    """Separators lost here and there."""
    lost = random.choice((0.1, 0.3, 0.6))
    return "".join(
        text + ("" if random.random() < lost else random.choice((" ", "\n", "  ")))
        for text in _printed(table)
    )


def _columns(table: Table, random: Random) -> str:
    """Columns kept apart by blanks, labels wrapped within theirs, everything in the middle of its cell's height."""
    grid = owners(table)
    most = random.choice((8, 10, 14, 24))
    widths = [_width(grid, x, most) for x in range(table.width)]
    lefts = [sum(widths[:x]) for x in range(table.width + 1)]
    placed = [
        (y, x, owner[0], _lines(owner[0].text, lefts[min(table.width, x + owner[0].colspan)] - lefts[x] - 2))
        for y, row in enumerate(grid)
        for x, owner in enumerate(row)
        if owner is not None and owner[1:] == (y, x)
    ]
    tops = _tops(placed, len(grid))
    canvas: list[list[tuple[int, str]]] = [[] for _ in range(tops[-1])]
    for y, x, cell, lines in placed:
        bottom = tops[min(len(grid), y + cell.rowspan)]
        top = tops[y] + (bottom - tops[y] - len(lines)) // 2
        for number, line in enumerate(lines if cell.text.strip() else ()):
            canvas[top + number].append((lefts[x], line))
    return "\n".join(map(_line, canvas))


Owners = list[list[tuple[Cell, int, int] | None]]


def _width(grid: Owners, x: int, most: int) -> int:
    """Of a column: its widest figure, and its widest label up to `most`."""
    texts = [owner[0].text for row in grid if (owner := row[x]) is not None and owner[0].colspan == 1]
    return 2 + max(
        [4, *(_breadth(text) if _is_figure(text) else min(_breadth(text), most) for text in texts)]
    )


def _tops(placed: Sequence[tuple[int, int, Cell, list[str]]], height: int) -> list[int]:
    """The first line of each row, and behind the last: rows are as high as their cells need."""
    heights = [1] * height
    for tall in (False, True):
        for y, _, cell, lines in placed:
            span = range(y, min(height, y + cell.rowspan))
            if (cell.rowspan > 1) == tall:
                heights[span[-1]] += max(0, len(lines) - sum(heights[row] for row in span))
    return [sum(heights[:row]) for row in range(height + 1)]


def _line(words: Sequence[tuple[int, str]]) -> str:
    line = ""
    for left, word in sorted(words):
        line += " " * max(left - _breadth(line), 1 if line else 0) + word
    return line


def _markdown(*, outer: bool = True, rule: bool = True, repeat: bool = False, bold: bool = False) -> Shape:
    """Bars between cells: also at the ends of lines or not, with a rule under the head or not, with merged cells repeated or
    empty, the head bold or not."""

    def shape(table: Table, random: Random) -> str:
        rows = [[_tight(text) for text in row] for row in _grid(table, repeat=repeat)]
        if bold:
            rows[0] = [f"**{text}**" if text else "" for text in rows[0]]
        lines = [" | ".join(row) for row in rows]
        if rule:
            lines.insert(1, " | ".join(["---"] * table.width))
        return "\n".join(f"| {line} |" if outer else line for line in lines)

    return shape


def _tabs(*, quoted: bool = False, stripped: bool = False) -> Shape:
    """Tabs between cells: with cells of several lines quoted, with the empty cells at the end of a row left out."""

    def shape(table: Table, random: Random) -> str:
        width = random.choice((4, 6, 8))
        rows = [list(row) for row in _grid(table, repeat=False)]
        if quoted:
            rows = [[_quoted(text, width) for text in row] for row in rows]
        lines = ["\t".join(row) for row in rows]
        return "\n".join(line.rstrip("\t") if stripped else line for line in lines)

    return shape


def _stacked(*, leading: bool = False, apart: bool = False) -> Shape:
    """A cell a line with a bar behind it, a row filled up to the table's width with bars; also with a bar before each row, or with
    blanks and line ends on both sides of a cell."""

    def shape(table: Table, random: Random) -> str:
        lines = []
        for row in table.rows:
            cells = [f"{_tight(cell.text)} |" if cell.text else "|" for cell in row]
            if apart:
                cells = [f"\n {cell}" for cell in cells]
            missing = table.width - len(row)
            # On the last cell's line where blanks stand around cells.
            fill = ("" if apart else "\n") + "|" * missing if missing else ""
            lines.append(
                ("| " if apart else "|\n" if leading else "") + ("" if apart else "\n").join(cells) + fill
            )
        return "\n".join(lines)

    return shape


def _between(table: Table, random: Random) -> str:
    """A cell a line and a line with a bar between cells."""
    return "\n|\n".join(_printed(table))


def _ragged(table: Table, random: Random) -> str:
    """Bars between cells, merged cells once and nothing in their place, a rule under the first row."""
    lines = ["| ".join(_tight(cell.text) for cell in row) for row in table.rows]
    return "\n".join((lines[0], "|".join(["---"] * len(table.rows[0])), *lines[1:]))


def _paired_tabs(table: Table, random: Random) -> str:
    """Two tabs between cells, merged cells once and nothing in their place."""
    return "\n".join("\t\t".join(_tight(cell.text) for cell in row) for row in table.rows)


SHAPES: dict[str, Shape] = {
    "flat": _flat,
    "flat rows": _flat_rows,
    "spaced": _spaced,
    "rows": _rows,
    "cells": _cells,
    "wrapped": _wrapped,
    "glued": _glued,
    "columns": _columns,
    "markdown": _markdown(),
    "markdown without ends": _markdown(outer=False),
    "markdown without rule": _markdown(rule=False),
    "markdown bare": _markdown(outer=False, rule=False),
    "markdown repeated": _markdown(repeat=True),
    "markdown bold": _markdown(bold=True),
    "tabs": _tabs(),
    "tabs quoted": _tabs(quoted=True),
    "tabs stripped": _tabs(stripped=True),
    "tabs in pairs": _paired_tabs,
    "ragged": _ragged,
    "stacked": _stacked(),
    "stacked behind bars": _stacked(leading=True),
    "stacked apart": _stacked(apart=True),
    "bars between": _between,
}


def dump(report: Report, shape: str, random: Random) -> str:
    """The whole report as text, its tables in that shape."""
    lines = [report.title, "", "".join(sentence.text for sentence in report.preamble)]
    for chapter in report.chapters:
        lines.append(chapter.heading)
        lines += ["".join(sentence.text for sentence in paragraph) for paragraph in chapter.paragraphs]
        lines += [SHAPES[shape](report.table(key), random) for key in chapter.tables]
    return "\n".join(lines) + "\n"


def _printed(table: Table) -> Iterator[str]:
    """The text of every cell that is not blank."""
    yield from (cell.text.replace("\n", " ") for row in table.rows for cell in row if cell.text.strip())


def _grid(table: Table, *, repeat: bool) -> Iterator[list[str]]:
    """Text at every position; merged cells stand at their first, or at all that they cover."""
    if repeat:
        yield from ([owner[0].text if owner else "" for owner in row] for row in owners(table))
    else:
        yield from ([cell.text if cell else "" for cell in row] for row in rectangle(table))


def _is_figure(text: str) -> bool:
    return not any("一" <= character <= "鿿" for character in text)


def _tight(text: str) -> str:
    return text.replace("\n", "")


def _folded(text: str, width: int) -> str:
    return text if _is_figure(text) else "\n".join(text[at : at + width] for at in range(0, len(text), width))


def _quoted(text: str, width: int) -> str:
    return text if _is_figure(text) or len(text) <= width else f'"{_folded(text, width)}"'


def _breadth(text: str) -> int:
    """In half-width characters."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _lines(text: str, width: int) -> list[str]:
    lines = [""]
    for character in _tight(text):
        if _breadth(lines[-1] + character) > width:
            lines.append("")
        lines[-1] += character
    return lines
