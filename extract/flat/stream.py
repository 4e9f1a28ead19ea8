"""Tables that were printed as running text: labels are found by the form's words, in order, and what stands between them is figures.

Serves text whose cells are separated by spaces or line ends as well as text in which nothing separates them.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from extract.document import Document
from extract.flat.flow import Flow, Segment, flows, segments, unmasked
from extract.flat.heads import beginning, head_of
from extract.flat.runs import Run
from extract.tables.table import TableReading, unknown_label
from extract.words.labels import core, fold, sign

_SENTENCE = re.compile(r"[。；！？]")
_PIECES = re.compile(r"(?=\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、|\d[.、])")
_MOST_PRINTINGS = 60
"""Times that a table may begin again: a report on all towns of a county prints fewer."""
_FEWEST = 2
"""Folded characters of a label that must stand before its figures."""
_LONGEST_LABEL = 60
"""Folded characters of the longest label with its groups; more text between figures is prose."""


Taken = dict[int, list[tuple[int, int]]]


def read_text(document: Document, readings: list[TableReading]) -> Taken:
    """Adds the figures of tables in the document's text; the characters of each block that they took. A table that begins again
    takes the place of its reading, which is kept as an earlier one."""
    taken: Taken = {}
    for flow in flows(document):
        for index, span in _read_flow(flow, readings):
            taken.setdefault(index, []).append(span)
    return taken


def _read_flow(flow: Flow, readings: list[TableReading]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Goes from label to label; a table is open from a head to the first text that is none of its labels."""
    current: TableReading | None = None
    torn: list[TableReading] = []
    regions: list[tuple[int, int]] = []
    pieces = list(segments(flow))
    for number, segment in enumerate(pieces):
        text = _label(flow.masked[segment.start : segment.end])
        head = head_of(text, readings)
        if head is not None and _begins_again(head, text):
            head = _again(head, readings)
        owner = head or current
        blanks = [
            (table, run)
            for table in dict.fromkeys((current, head))
            if table
            for run in _blanks(table, text, flow, segment)
        ]
        if owner is not None and _take(owner, text, flow, segment, headed=owner is head):
            for table, run in blanks:
                table.runs.append(run)
            if owner is not current:
                regions.append((beginning(flow, segment, owner.words), segment.stop))
                owner.block = owner.block or flow.block(regions[-1][0])
            current = owner
            regions[-1] = (regions[-1][0], segment.stop)
        elif current is not None and _goes_on(current, flow, pieces[number + 1 : number + 2]):
            unknown_label(current, text)
            torn.append(current)
        else:
            current = None
    for reading in (each for last in readings for each in (*last.earlier, last)):
        if reading in torn or any(len(run.raw.split()) > len(run.cells) for run in reading.runs):
            # Figures have come away from their labels: a label without any prints no blank.
            reading.runs = [run for run in reading.runs if run.raw]
    for begin, stop in regions:
        yield from flow.spans(begin, stop)


def _begins_again(reading: TableReading, text: str) -> bool:
    """Whether the head that a text ends with, or the row behind it, is where the table began."""
    if not reading.runs or len(reading.earlier) >= _MOST_PRINTINGS:
        return False
    if reading.table.rows_in_header:
        return True
    pieces = [piece for piece in _PIECES.split(fold(text)) if piece]
    return bool(pieces) and reading.words.row(pieces[-1]) == reading.runs[0].cells[0][0]


def _again(reading: TableReading, readings: list[TableReading]) -> TableReading:
    fresh = reading.anew()
    fresh.leaves, fresh.earlier = reading.leaves, (*reading.earlier, reading)
    readings[readings.index(reading)] = fresh
    return fresh


def _goes_on(reading: TableReading, flow: Flow, following: Sequence[Segment]) -> bool:
    """Whether the next figures stand behind a row of the table: then those before them are of a row it does not know."""
    return any(_row(reading, _label(flow.masked[each.start : each.end])) is not None for each in following)


def _label(masked: str) -> str:
    """The text before figures from its last sentence on, its signs as printed."""
    return unmasked(_SENTENCE.split(masked)[-1])


def _blanks(reading: TableReading, text: str, flow: Flow, segment: Segment) -> Iterator[Run]:
    """Rows whose label is printed with the next label right behind it: every cell of theirs is blank."""
    if not reading.leaves or reading.table.rows_in_header:
        return
    place = flow.place(max(segment.start, segment.end - 1))
    taken = {row for run in reading.runs for row, _ in run.cells}
    for piece in [piece for piece in _PIECES.split(fold(text)) if piece][:-1]:
        key = None if core(piece) in reading.words.groups else reading.words.row(piece, near=reading.near)
        if key is not None and key not in taken:
            taken.add(key)
            cells = tuple((key, column) for column in reading.table.columns_of(key))
            yield Run(cells=cells, raw="", place=place)


def _take(reading: TableReading, text: str, flow: Flow, segment: Segment, *, headed: bool) -> bool:
    """Keeps the figures behind a label, or behind the head of all rows, for the table to cut; false where the text names none."""
    raw = " ".join(flow.masked[segment.end : segment.stop].split())
    place = flow.place(segment.end)
    if reading.table.rows_in_header:
        if not headed or reading.runs:
            return False
        both = tuple((leaf.row, leaf.column) for leaf in reading.leaves if leaf.row and leaf.column)
        every = tuple(
            (row.key, column) for row in reading.table.rows for column in reading.table.columns_of(row.key)
        )
        reading.runs.append(Run(cells=both or every, raw=raw, place=place, headless=not both))
        return True
    key = _row(reading, text)
    if key is None:
        return False
    wanted = reading.table.columns_of(key)
    printed = [leaf.column for leaf in reading.leaves if leaf.column in wanted]
    whole = len(printed) == len(wanted)
    columns = [column for column in printed if column] if whole else list(wanted)
    cells = tuple((key, column) for column in columns)
    reading.runs.append(Run(cells=cells, raw=raw, place=place, headless=not whole and len(wanted) > 1))
    reading.near = key
    return True


def _row(reading: TableReading, text: str) -> str | None:
    """The row that the end of a text names: its last numbered piece, or the longest wording that it ends with."""
    words, wording = reading.words, core(text)
    pieces = [piece for piece in _PIECES.split(fold(text)) if piece]
    group = next((core(piece) for piece in reversed(pieces) if core(piece) in words.groups), None)
    reading.group = group or reading.group
    taken = {row for run in reading.runs for row, _ in run.cells}
    for piece in [pieces[-1]] if pieces else []:
        if (key := words.row(piece, group=reading.group, near=reading.near)) and key not in taken:
            return key
    ends = [known for known in words.rows if wording.endswith(known)]
    if ends and (key := words.row(max(ends, key=len), group=reading.group, near=reading.near)):
        return key if key not in taken else None
    if pieces and (key := _begun(reading, pieces, taken)):
        return key
    if pieces and len(fold(text)) <= _LONGEST_LABEL:
        return words.like(pieces[-1], group=reading.group, taken=taken)
    return None


def _begun(reading: TableReading, pieces: Sequence[str], taken: Collection[str]) -> str | None:
    """The row whose label begins before its figures and goes on behind them, as lines of a narrow column do: the next row
    with the printed sign, in the printed group, if it begins with the same words."""
    rows = reading.table.rows
    order = [row.key for row in rows]
    begun, printed = core(pieces[-1])[:_FEWEST], sign(pieces[-1])
    groups = {group for row in rows for group in row.path}
    above = [group for piece in pieces[:-1] for group in groups if _begins(group, piece)]
    for row in rows[order.index(reading.near) + 1 if reading.near else 0 :]:
        if printed and row.key not in taken and sign(row.label) == printed:
            inside = not above or above[-1] in row.path[-1:]
            return row.key if inside and len(begun) == _FEWEST and _begins(row.label, pieces[-1]) else None
    return None


def _begins(label: str, piece: str) -> bool:
    return sign(label) == sign(piece) and core(label).startswith(core(piece)[:_FEWEST])
