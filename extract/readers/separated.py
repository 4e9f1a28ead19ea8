"""Tables in plain text whose cells marks keep apart: line ends, tabs, commas, the bars of Markdown."""

import csv
import html
import re
from collections.abc import Sequence

from archive import sniff
from archive.records import Place
from extract.document import Grid
from extract.grid import Spanned, rectangle
from extract.readers import repeated

Rows = list[list[tuple[str, int]]]
"""Rows of (text, line number from 1)."""
Taken = tuple[Rows, int]
"""The rows of the table that begins at a line, none where there is no table, and the line behind it."""

_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_EMPHASIS = re.compile(r"^\s*(\*{1,3}|_{1,3}|`)(?P<text>.+)\1\s*$", re.DOTALL)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_QUOTED = re.compile(r'(?:^|[\t,])"')
_LONGEST_CELL = 30
"""Lines that a quoted cell may run over; past this the quote is a slip."""
_LEAST_COMMAS = 3
"""Lines with as many commas as the first: fewer may be chance."""


def cells_by_line(lines: Sequence[str], at: int) -> Taken:
    """Each cell on a line of its own behind a tab, further lines of its text without one; a blank line ends the row."""
    if not lines[at].startswith("\t") or "\t" in lines[at].strip():
        return [], at
    rows: Rows = []
    row: list[tuple[str, int]] = []
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            row.append((line[1:], at + 1))
        elif not line:
            if row:
                rows.append(row)
            row = []
        elif row:
            row[-1] = (f"{row[-1][0]}\n{line}", row[-1][1])
        else:
            break
        at += 1
    if row:
        rows.append(row)
    return (rows, at) if len(rows) > 1 else ([], at)


def tabbed(lines: Sequence[str], at: int) -> Taken:
    """Lines of cells with tabs between, as a spreadsheet copies them; one blank line may stand inside a table."""
    rows: Rows = []
    end = at
    while at < len(lines):
        text, after = _whole(lines, at)
        if "\t" in text:
            rows.append([(cell, at + 1) for cell in _cells(text, "\t")])
            end = after
        elif text.strip() or at > end:
            break
        at = after
    return (_filled(rows), end) if len(rows) > 1 else ([], end)


def commas(lines: Sequence[str], at: int) -> Taken:
    """Lines with the same number of commas, as a spreadsheet saves them; Chinese prose has others."""
    rows: Rows = []
    end = at
    while end < len(lines) and "," in lines[end]:
        text, after = _whole(lines, end)
        cells = _cells(text, ",")
        if len(cells) < 3 or (rows and len(cells) != len(rows[0])):
            break
        rows.append([(cell, end + 1) for cell in cells])
        end = after
    return (rows, end) if len(rows) >= _LEAST_COMMAS else ([], at)


def _whole(lines: Sequence[str], at: int) -> tuple[str, int]:
    """A line with those that a quoted cell runs on over, and the line behind them."""
    text, end = lines[at], at + 1
    while _QUOTED.search(text) and text.count('"') % 2 and end < min(len(lines), at + _LONGEST_CELL):
        text, end = f"{text}\n{lines[end]}", end + 1
    return (text, end) if text.count('"') % 2 == 0 else (lines[at], at + 1)


def _cells(text: str, mark: str) -> list[str]:
    if not _QUOTED.search(text) or text.count('"') % 2:
        return text.split(mark)
    return next(csv.reader([text], delimiter=mark))


def markdown(lines: Sequence[str], at: int) -> Taken:
    """Lines with bars between their cells, at their ends as well or not; the rule under the head is left out."""
    end = at
    least = 1 if at + 1 < len(lines) and "|" in lines[at + 1] and _RULE.match(lines[at + 1]) else 2
    while end < len(lines) and len(_BAR.findall(lines[end])) >= least:
        end += 1
    printed = [line.strip() for line in lines[at:end]]
    first = 1 if all(line.startswith("|") for line in printed) else 0
    last = -1 if all(line.endswith("|") and not line.endswith("\\|") for line in printed) else None
    rows = [
        [(_plain(cell), number) for cell in _BAR.split(line)[first:last]]
        for number, line in enumerate(printed, start=at + 1)
        if not _RULE.match(line)
    ]
    return (rows, end) if len(rows) > 1 else ([], at)


def _plain(cell: str) -> str:
    """A cell's text without the marks of Markdown."""
    text = html.unescape(re.sub(r"<br\s*/?>", "\n", cell))
    if found := _EMPHASIS.match(text):
        text = found["text"]
    return _ESCAPED.sub(r"\1", text)


def _filled(rows: Rows) -> Rows:
    """Rows of one length: cells at a row's end that hold nothing are often left out."""
    width = max(map(len, rows), default=0)
    return [row + [("", row[-1][1])] * (width - len(row)) for row in rows]


def grid(rows: Rows, table: int) -> Grid:
    """The rows as a grid, the first of a document is number 1; None where a row has no cell."""
    spanned = repeated.merged([[Spanned(text=text, line=line) for text, line in row] for row in rows])
    return rectangle(spanned, Place(table=table, line=rows[0][0][1]), media_type=sniff.TEXT)
