"""Tables in plain text whose cells marks keep apart: line ends, tabs, commas, the bars of Markdown."""

import csv
import re
from collections.abc import Iterable, Sequence

from archive.files import sniff
from archive.records import Place
from extract.document import Grid
from extract.grid import Spanned, rectangle
from extract.readers import marks, repeated
from extract.words.labels import sign
from extract.words.numbers import is_figure

Rows = list[list[Spanned]]
"""Rows of cells with the numbers of their lines, from 1."""
Taken = tuple[Rows, int]
"""The rows of the table that begins at a line, none where there is no table, and the line behind it."""

_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
_BAR = re.compile(r"(?<!\\)\|")
_ONLY_BARS = re.compile(r"^\s*\|(?:\s*\|)*\s*$")
_FILL = re.compile(r"(?<=\|)(?:(\|+)|\s+(\|{2,}))\s*$")
"""Bars with nothing between them behind the one that ends a line's last cell; a blank cell has a space."""
_TABS = re.compile(r"\t+")
_QUOTED = re.compile(r'(?:^|[\t,;])"')
_LONGEST_CELL = 30
"""Lines that a quoted cell may run over; past this the quote is a slip."""
_LONGEST_BREAK = 30
"""Characters of a line without bars between two with them: more is prose."""
_LONGEST_HEAD = 40
"""Lines that the first row of a table may take where its cells stand below each other."""
_LONGEST_STACKED = 200
"""Characters of a cell on lines of its own: more is prose."""
_LEAST_COMMAS = 3
"""Lines with as many commas as the first: fewer may be chance."""


def cells_by_line(lines: Sequence[str], at: int) -> Taken:
    """Each cell on a line of its own behind a tab, further lines of its text without one; a blank line ends the row."""
    if not _is_alone(lines[at]) or _is_behind_another(lines, at):
        return [], at
    rows: Rows = []
    row: list[Spanned] = []
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            row.append(Spanned(line[1:], line=at + 1))
        elif not line:
            if row:
                rows.append(row)
            row = []
        elif row:
            row[-1] = row[-1]._replace(text=f"{row[-1].text}\n{line}")
        else:
            break
        at += 1
    if row:
        rows.append(row)
    return (rows, at) if len(rows) > 1 else ([], at)


def _is_alone(line: str) -> bool:
    """Whether a line is one cell behind a tab."""
    return line.startswith("\t") and "\t" not in line.strip()


def _is_behind_another(lines: Sequence[str], at: int) -> bool:
    """Whether a line is one of several such, of which the first already began no table."""
    return at > 0 and _is_alone(lines[at]) and _is_alone(lines[at - 1])


def tabbed(lines: Sequence[str], at: int) -> Taken:
    """Lines of cells with tabs between, as a spreadsheet copies them; one blank line may stand inside a table."""
    if _is_behind_another(lines, at):
        return [], at
    found: list[tuple[str, int]] = []
    end = at
    while at < len(lines):
        text, after = _whole(lines, at)
        if "\t" in text:
            found.append((text, at + 1))
            end = after
        elif text.strip() or at > end:
            break
        at = after
    mark = _tabs(text for text, _ in found)
    if all(_is_alone(text) for text, _ in found):
        # Cells below each other: nothing says where their rows end.
        return [], end
    last = -1 if all(text.endswith(mark) for text, _ in found) else None
    rows = [[Spanned(cell, line=number) for cell in _cells(text, mark)[:last]] for text, number in found]
    return (_filled(rows), end) if len(rows) > 1 else ([], end)


def _tabs(texts: Iterable[str]) -> str:
    """What keeps the cells of these lines apart: a tab, or two where tabs come in pairs throughout (resiliparse)."""
    runs = [run for text in texts for run in _TABS.findall(text)]
    return "\t\t" if runs and all(len(run) % 2 == 0 for run in runs) else "\t"


def commas(lines: Sequence[str], at: int) -> Taken:
    """Lines with the same number of commas or semicolons, as a spreadsheet saves them, or fewer than the first where a cell was
    lost; Chinese prose has others."""
    mark = max(",;", key=lines[at].count)
    rows: Rows = []
    end = at
    while end < len(lines) and mark in lines[end]:
        text, after = _whole(lines, end)
        cells = _cells(text, mark)
        if len(cells) < 3 or (rows and len(cells) > len(rows[0])):
            break
        rows.append([Spanned(cell, line=end + 1) for cell in cells])
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
    """Lines with bars between their cells, at their ends as well or not; the rule under the head is left out.

    A short line without bars between two with them is a row that is one cell.
    """
    # Of a head without its spans the first row may have two cells over many.
    following = len(_BAR.findall(lines[at + 1])) if at + 1 < len(lines) else 0
    told = following > 1 or (following and _RULE.match(lines[at + 1]))
    if len(_BAR.findall(lines[at])) < (1 if told else 2):
        return [], at
    end = at
    while end < len(lines) and ("|" in lines[end] or _is_between(lines, end)):
        end += 1
    printed = [(number, line.strip()) for number, line in enumerate(lines[at:end], start=at + 1)]
    barred = [line for _, line in printed if "|" in line]
    first = 1 if all(line.startswith("|") for line in barred) else 0
    last = -1 if all(line.endswith("|") and not line.endswith("\\|") for line in barred) else None
    width = max(map(len, map(_BAR.split, barred))) - first + (last or 0)
    rows = [
        [Spanned(marks.plain(cell), line=number) for cell in _BAR.split(_unfilled(line))[first:last]]
        if "|" in line
        else [Spanned(line, colspan=width, line=number)]
        for number, line in printed
        if not _RULE.match(line)
    ]
    rows = [row for row in rows if row]
    return (rows, end) if len(rows) > 1 else ([], at)


def _unfilled(line: str) -> str:
    """A row without the bars that fill it up, where blanks stand around its cells and none between those bars."""
    return line[: len(line) - _fill(line)] if " |" in line and not _ONLY_BARS.match(line) else line


def _is_between(lines: Sequence[str], at: int) -> bool:
    line = lines[at].strip()
    if (
        not 0 < len(line) <= _LONGEST_BREAK
        or "。" in line
        or at + 1 == len(lines)
        or "|" not in lines[at + 1]
    ):
        return False
    return sign(line) is None


def stacked(lines: Sequence[str], at: int) -> Taken:
    """Cells below each other with a bar behind each, as trafilatura prints cells of several lines: blank cells are bars alone,
    and bars fill a row up to the width of the table, which its first row, a title over all columns, shows."""
    width = _stacked_width(lines, at)
    rows: Rows = []
    row: list[Spanned] = []
    text = ""
    here = end = at
    while width and here < len(lines) and (row or text or _begins_cell(lines, here)):
        line = lines[here]
        pieces = [piece.strip() for piece in line.split("|")]
        if len(row) + len(pieces) - 1 > width or len(text) > _LONGEST_STACKED:
            break
        here += 1
        for piece in pieces[:-1]:
            row.append(Spanned(marks.plain(f"{text}\n{piece}".strip("\n")), line=here))
            text = ""
        text = f"{text}\n{pieces[-1]}".strip("\n")
        if len(row) == width and not text:
            rows.append(row[: max(1, width - _fill(line))])
            row, end = [], here
    return (rows, end) if len(rows) > 1 else ([], at)


def _fill(line: str) -> int:
    """How many bars at the end of a line stand for no cells of their own: they fill its row up."""
    found = _FILL.search(line)
    if found is None:
        return 0
    return line.count("|") if _ONLY_BARS.match(line) else len(found[1] or found[2])


def _stacked_width(lines: Sequence[str], at: int) -> int:
    """The bars up to the end of the first that fill a row; 0 where a line before has several cells, or none fill the first row."""
    bars = 0
    for number, line in enumerate(lines[at : at + _LONGEST_HEAD]):
        bars += line.count("|")
        if _fill(line):
            return bars if number else 0
        if line.count("|") > 1 or (not bars and line.strip()):
            return 0
    return 0


def _begins_cell(lines: Sequence[str], at: int) -> bool:
    """Whether a row goes on here: the line has a bar, or the next is one."""
    return "|" in lines[at] or (at + 1 < len(lines) and _ONLY_BARS.match(lines[at + 1]) is not None)


def _filled(rows: Rows) -> Rows:
    """The rows, those without a figure filled up with blanks: wherever blank cells were left out, that row has no others. In a row
    with figures they may have stood anywhere."""
    width = max(map(len, rows), default=0)
    return [
        row
        if any(is_figure(cell.text) for cell in row)
        else row + [Spanned("", line=row[-1].line)] * (width - len(row))
        for row in rows
    ]


def grid(rows: Rows, table: int) -> Grid:
    """The rows as a grid, the first of a document is number 1; None where a row has no cell."""
    return rectangle(repeated.merged(rows), Place(table=table, line=rows[0][0].line), media_type=sniff.TEXT)
