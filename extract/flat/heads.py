"""The head of a table in running text: which table's it is, which columns it names in which order, where it begins."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from extract.flat.flow import Flow, Segment
from extract.tables.header import Leaf, named
from extract.tables.table import TableReading
from extract.tables.vocabulary import Vocabulary
from extract.words.labels import fold

_HAN = re.compile(r"[㐀-鿿]")
_WORD = re.compile(r"[0-9A-Za-z㐀-鿿]")


def head_of(text: str, readings: Sequence[TableReading]) -> TableReading | None:
    """The table whose column labels the text prints most of, and its head made of them.

    A head that stands over all its rows is known by their names alone, in a narrow table whose columns' names are in pieces.
    """
    best: tuple[int, TableReading, tuple[Leaf, ...]] | None = None
    for reading in readings:
        words = reading.words
        labels = list(_labels(text, words))
        columns = [label for label, _ in labels if label in words.columns]
        # A chapter's heading names rows that stand in heads, and its text a column.
        enough = (
            1 if any(label in words.notes for label, _ in labels) and not words.table.rows_in_header else 3
        )
        rows = {words.row(label) for label, _ in labels if label in words.rows}
        if words.table.rows_in_header and len(rows) == len(words.table.rows):
            enough = 0
        if len(columns) < enough or (best is not None and len(columns) <= best[0]):
            continue
        leaves = [] if _has_unknown(text, words) else _leaves(text, labels, words)
        if leaves is not None:
            best = (len(columns), reading, tuple(leaves))
    if best is None:
        return None
    best[1].leaves = best[2]
    return best[1]


Label = tuple[str, int]
"""A folded wording and its position in the text."""


def _labels(text: str, words: Vocabulary) -> Iterator[Label]:
    letters = _letters(text)
    for found in _pattern(words).finditer("".join(char for char, _ in letters)):
        yield found[0], letters[found.start()][1]


def _has_unknown(text: str, words: Vocabulary) -> bool:
    """Whether words that are none of its labels stand among the columns of a head over all rows: which figures are theirs, the order
    does not tell."""
    if not words.table.rows_in_header:
        return False
    squeezed = "".join(char for char, _ in _letters(text))
    columns = [found for found in _pattern(words).finditer(squeezed) if found[0] in words.columns]
    inside = squeezed[columns[0].start() : columns[-1].end()] if columns else ""
    return _HAN.search(_pattern(words).sub("", inside)) is not None


def _leaves(text: str, labels: Sequence[Label], words: Vocabulary) -> list[Leaf] | None:
    """The columns in printed order.

    Of a head on several lines, labels in tall cells come between those of others. Then the columns must stand side by side
    in the form's own order; null where they do not.
    """
    leaves = named([label for label, _ in labels], words)
    order = [column.key for column in words.table.columns]
    ranks = [order.index(leaf.column) for leaf in leaves if leaf.column]
    if words.table.rows_in_header or ranks == sorted(ranks) or "\n" not in text.strip():
        return leaves
    sides = {
        words.columns[label]: at - text.rfind("\n", 0, at) for label, at in labels if label in words.columns
    }
    ordered = sorted(leaves, key=lambda leaf: order.index(str(leaf.column)))
    across = [sides[str(leaf.column)] for leaf in ordered]
    return ordered if all(left < right for left, right in pairwise(across)) else None


@cache
def _pattern(words: Vocabulary) -> re.Pattern[str]:
    known = {*words.columns, *words.notes, *words.groups}
    known |= set(words.rows) if words.table.rows_in_header else set()
    return re.compile("|".join(sorted(map(re.escape, filter(None, known)), key=len, reverse=True)))


def beginning(flow: Flow, segment: Segment, words: Vocabulary) -> int:
    """Where the table's head begins within the text before its first figures: at its first column, and before it whatever
    notes, groups and rows of the table stand there without a gap."""
    text = flow.masked[segment.start : segment.end]
    letters = _letters(text)
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


def _letters(text: str) -> list[tuple[str, int]]:
    """The words' characters and their positions: brackets do not hide labels that stand between their lines."""
    return [(char, at) for at, char in enumerate(text) if _WORD.match(char)]


def _squeeze(label: str) -> str:
    return "".join(_WORD.findall(fold(label)))
