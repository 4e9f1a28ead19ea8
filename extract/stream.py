"""Tables that were printed as running text: labels are found by the form's words, in order, and what stands between them is figures.

Serves text whose cells are separated by spaces or line ends as well as text in which nothing separates them.
"""

import re
from collections.abc import Iterator, Sequence

from extract.document import Document
from extract.flow import Flow, Segment, flows, segments, unmasked
from extract.header import Leaf, named
from extract.labels import core, fold
from extract.runs import Run
from extract.table import TableReading, unknown_label
from extract.vocabulary import Vocabulary

_SENTENCE = re.compile(r"[。；！？]")
_PIECES = re.compile(r"(?=\([一二三四五六七八九十]{1,3}\)|[一二三四五六七八九十]{1,3}、|\d[.、])")
_WORD = re.compile(r"[0-9A-Za-z㐀-鿿]")
_LONGEST_LABEL = 60
"""Folded characters of the longest label with its groups; more text between figures is prose."""


Taken = dict[int, list[tuple[int, int]]]


def read_text(document: Document, readings: Sequence[TableReading]) -> Taken:
    """Adds the figures of tables in the document's text; the characters of each block that they took."""
    taken: Taken = {}
    for flow in flows(document):
        for index, span in _read_flow(flow, readings):
            taken.setdefault(index, []).append(span)
    return taken


def _read_flow(flow: Flow, readings: Sequence[TableReading]) -> Iterator[tuple[int, tuple[int, int]]]:
    """Goes from label to label; a table is open from a head to the first text that is none of its labels."""
    current: TableReading | None = None
    regions: list[tuple[int, int]] = []
    pieces = list(segments(flow))
    for number, segment in enumerate(pieces):
        text = _label(flow.masked[segment.start : segment.end])
        head = _head(text, readings)
        for table in dict.fromkeys((current, head)):
            if table is not None:
                _take_blanks(table, text, flow, segment)
        owner = head or current
        if owner is not None and _take(owner, text, flow, segment):
            if owner is not current:
                regions.append((_beginning(flow, segment, owner.words), segment.stop))
            current = owner
            regions[-1] = (regions[-1][0], segment.stop)
        elif current is not None and _goes_on(current, flow, pieces[number + 1 : number + 2]):
            unknown_label(current, text)
        else:
            current = None
    for begin, stop in regions:
        yield from flow.spans(begin, stop)


def _goes_on(reading: TableReading, flow: Flow, following: Sequence[Segment]) -> bool:
    """Whether the next figures stand behind a row of the table: then those before them are of a row it does not know."""
    return any(_row(reading, _label(flow.masked[each.start : each.end])) is not None for each in following)


def _label(masked: str) -> str:
    """The text before figures from its last sentence on, its signs as printed."""
    return unmasked(_SENTENCE.split(masked)[-1])


def _head(text: str, readings: Sequence[TableReading]) -> TableReading | None:
    """The table whose column labels the text prints, and its head made of them."""
    wording = core(text)
    best: tuple[int, TableReading, tuple[Leaf, ...]] | None = None
    for reading in readings:
        labels = list(_pattern(reading.words).findall(wording))
        columns = [label for label in labels if label in reading.words.columns]
        enough = 1 if any(label in reading.words.notes for label in labels) else 3
        if len(columns) >= enough and (best is None or len(columns) > best[0]):
            best = (len(columns), reading, tuple(named(labels, reading.words)))
    if best is None:
        return None
    best[1].leaves = best[2]
    return best[1]


def _pattern(words: Vocabulary) -> re.Pattern[str]:
    known = {*words.columns, *words.notes, *words.groups}
    known |= set(words.rows) if words.table.rows_in_header else set()
    return re.compile("|".join(sorted(map(re.escape, filter(None, known)), key=len, reverse=True)))


def _take_blanks(reading: TableReading, text: str, flow: Flow, segment: Segment) -> None:
    """Rows whose label is printed with the next label right behind it: every cell of theirs is blank."""
    if not reading.leaves or reading.table.rows_in_header:
        return
    place = flow.place(max(segment.start, segment.end - 1))
    for piece in [piece for piece in _PIECES.split(fold(text)) if piece][:-1]:
        key = None if core(piece) in reading.words.groups else reading.words.row(piece, near=reading.near)
        if key is not None and key not in {row for run in reading.runs for row, _ in run.cells}:
            cells = tuple((key, column) for column in reading.table.columns_of(key))
            reading.runs.append(Run(cells=cells, raw="", place=place))


def _take(reading: TableReading, text: str, flow: Flow, segment: Segment) -> bool:
    """Keeps the figures behind a label for the table to cut; false where the text names no row."""
    raw = " ".join(flow.masked[segment.end : segment.stop].split())
    place = flow.place(segment.end)
    if reading.table.rows_in_header:
        both = tuple((leaf.row, leaf.column) for leaf in reading.leaves if leaf.row and leaf.column)
        if not both:
            return False
        reading.runs.append(Run(cells=both, raw=raw, place=place))
        reading.leaves = ()
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
    if pieces and len(fold(text)) <= _LONGEST_LABEL:
        return words.like(pieces[-1], group=reading.group, taken=taken)
    return None


def _beginning(flow: Flow, segment: Segment, words: Vocabulary) -> int:
    """Where the table's head begins within the text before its first figures: at its first column, and before it whatever
    notes, groups and rows of the table stand there without a gap."""
    text = flow.masked[segment.start : segment.end]
    letters = [(char, at) for at, char in enumerate(text) if _WORD.match(char)]
    squeezed = "".join(char for char, _ in letters)
    columns = [_squeeze(label) for column in words.table.columns for label in (column.label, *column.aliases)]
    first = [squeezed.find(label) for label in columns if len(label) > 2 and label in squeezed]
    if not first:
        return segment.end
    at = min(first)
    known = {_squeeze(label) for label in _printed_labels(words)}
    while before := next((label for label in known if label and squeezed.endswith(label, 0, at)), None):
        at -= len(before)
    start = letters[at][1]
    return segment.start + (start - 1 if start and text[start - 1] in "（(" else start)


def _printed_labels(words: Vocabulary) -> Iterator[str]:
    table = words.table
    yield from (*table.notes, *table.blocks)
    for label in (*table.columns, *(table.rows if table.rows_in_header else ())):
        yield from (label.label, *label.aliases, *label.path)


def _squeeze(label: str) -> str:
    return "".join(_WORD.findall(fold(label)))
