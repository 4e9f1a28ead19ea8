"""Heads of the forms' tables among the words of a page, by what they say: so a table is found where no line is drawn around it."""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import NamedTuple

from extract.document import Block, Grid
from extract.forms import forms
from extract.layout.spots import Spot, cut, join
from extract.tables.vocabulary import vocabulary
from extract.words.labels import core

_LEVEL = 0.35
"""Sizes of type: how far apart the middles of words on one line may be."""
_LINE = 4
"""Characters of a label's first line."""
_LONGEST = 12
"""Characters of the longest label of a column that is set without signs."""
_TWO_LINES = 2.5
"""Sizes of type: from the middle of one line of a heading to that of the next, at most."""
_SPACED = 2.0
"""Sizes of type: the widest gap between the letters of a label that is set with spaces."""


@dataclass(frozen=True, kw_only=True, slots=True)
class HeadWords:
    """Folded wordings of all forms."""

    telling: frozenset[str]
    """Wordings that only a head has."""
    over: frozenset[str]
    """Those that stand over several columns, or beside them: groups, notes, blocks, rows that stand in a head."""
    notes: frozenset[str]
    """Those that name nothing."""
    printed: frozenset[str]
    """Those that make a line the head of a table whose headings are printed freely: indicator, unit …"""
    whole: frozenset[str]
    """Every wording that one word of a head may be."""
    labels: str
    """All wordings of rows and their groups, one a line."""
    groups: str
    """All wordings of groups of rows, a line end before each."""
    leaves: str
    """All wordings of columns, one a line: what a head prints, in however many pieces, is part of one."""
    every: str
    """All wordings of heads, one a line."""
    firsts: tuple[str, ...]
    """Wordings of the first row of each table whose rows stand beside their figures."""

    def piece(self, wording: str) -> bool:
        """Whether a folded text could be a piece of a head's label."""
        return wording in self.every

    def leaf(self, wording: str) -> bool:
        """Whether a folded text could be a piece of the label of one column."""
        return bool(wording) and wording not in self.over and wording in self.leaves

    def begins_group(self, wording: str) -> bool:
        """Whether a folded text could be the first line of the label of a group of rows."""
        return f"\n{wording}" in self.groups

    def begins(self, wordings: Iterable[str]) -> bool:
        """Whether any folded text is the first row's label, or the first line of it."""
        return any(
            len(each) >= _LINE and first.startswith(each) for each in wordings for first in self.firsts
        )

    def tell(self, wordings: AbstractSet[str]) -> bool:
        """Whether what a table's cells say makes it one of the forms', or a list of indicators."""
        return not wordings.isdisjoint(self.telling) or len(wordings & self.printed) > 1


@cache
def head_words() -> HeadWords:
    """The words of every form, gathered once."""
    tables = [table for form in forms() for table in form.tables]
    matrix = [vocabulary(table) for table in tables if table.shape == "matrix"]
    lists = [table for table in tables if table.shape != "matrix"]
    telling = frozenset(chain.from_iterable(words.heading for words in matrix)) - {""}
    columns = frozenset(chain.from_iterable(words.columns for words in matrix))
    printed = frozenset(core(note) for table in lists for note in table.notes)
    return HeadWords(
        telling=telling,
        over=telling - columns,
        notes=frozenset(chain.from_iterable(words.notes for words in matrix)),
        printed=printed,
        whole=telling | columns | printed,
        labels="\n".join(sorted(chain.from_iterable((*words.rows, *words.groups) for words in matrix))),
        groups="".join(sorted(f"\n{group}" for words in matrix for group in words.groups)),
        leaves="\n".join(sorted(columns)),
        every="\n".join(sorted(telling | columns)),
        firsts=tuple(core(words.table.rows[0].label) for words in matrix if words.beside),
    )


def is_table(block: Block) -> bool:
    """Whether a block prints the head of a statistics table."""
    known = head_words()
    if not isinstance(block, Grid):
        return core(block.text) in known.telling
    wordings = {core(cell.text) for row in block.rows for cell in row if cell is not None}
    return known.tell(wordings)


class Head(NamedTuple):
    """The words of a table's head."""

    words: tuple[Spot, ...]
    listed: bool
    """Whether it stands over a list of indicators with headings of its own."""


def heads(words: Sequence[Spot]) -> Iterator[Head]:
    """Neighbouring lines that print nothing but labels of heads, one at least that only a head has, or one alone over a table's first
    row; and the heads of lists."""
    known = head_words()
    zone: list[Spot] = []
    every = [*map(_unspaced, _lines(chain.from_iterable(map(_parted, words)))), []]
    for at, line in enumerate(every):
        wordings = [word.wording for word in line]
        listed = sum(wording in known.printed for wording in wordings) > 1
        labels = all(map(known.piece, wordings)) and not any(word.is_figure for word in line)
        if line and labels and not listed:
            zone += line
            continue
        below = [word.wording for following in every[at : at + 2] for word in following]
        telling = known.telling | known.whole if known.begins(below) else known.telling
        if any(word.wording in telling for word in zone):
            yield Head(tuple(zone), listed=False)
        zone = []
        if listed:
            yield Head(
                (*line, *_wrapped(line, every[max(at - 1, 0) : at], every[at + 1 : at + 2])), listed=True
            )


def _wrapped(
    line: Sequence[Spot], above: Sequence[list[Spot]], below: Sequence[list[Spot]]
) -> Iterator[Spot]:
    """Headings of two lines, the line of the others between them."""
    for first in chain.from_iterable(above):
        for second in chain.from_iterable(below):
            level = abs((first.middle + second.middle) / 2 - line[0].middle) < _LEVEL * line[0].size
            beside = not any(_overlap(first, word) or _overlap(second, word) for word in line)
            if (
                level
                and beside
                and _overlap(first, second)
                and second.middle - first.middle < _TWO_LINES * first.size
            ):
                yield join((first, second))


def _overlap(one: Spot, other: Spot) -> bool:
    return min(one.x1, other.x1) > max(one.x0, other.x0)


def _parted(word: Spot) -> Iterator[Spot]:
    """The labels that a word is made of, where these are set close to each other; any other word as it is."""
    sizes = list(_sizes(word.text)) if len(word.text) == len(word.glyphs) else []
    for size in sizes[:-1] if sum(sizes) == len(word.text) else ():
        label, word = cut(word, size)
        yield label
    yield word


def _sizes(text: str) -> Iterator[int]:
    """The lengths of the labels of heads that a text begins with, each the longest that there is."""
    known, at = head_words().whole, 0
    while sizes := [n for n in range(2, min(_LONGEST, len(text) - at) + 1) if text[at : at + n] in known]:
        yield sizes[-1]
        at += sizes[-1]


def _lines(words: Iterable[Spot]) -> Iterator[list[Spot]]:
    """Words at one height, from top to bottom, each line from left to right."""
    line: list[Spot] = []
    for word in sorted(words, key=lambda each: each.middle):
        if line and word.middle - line[0].middle > _LEVEL * word.size:
            yield sorted(line, key=lambda each: each.x0)
            line = []
        line.append(word)
    if line:
        yield sorted(line, key=lambda each: each.x0)


def _unspaced(line: Sequence[Spot]) -> list[Spot]:
    """A line with the letters of spaced labels joined to one word."""
    known = head_words().whole
    joined: list[Spot] = []
    start = 0
    while start < len(line):
        stop = start + 1
        for end in range(start + 2, len(line) + 1):
            if line[end - 1].x0 - line[end - 2].x1 > _SPACED * line[end - 1].size:
                break
            if "".join(word.wording for word in line[start:end]) in known:
                stop = end
        joined.append(join(line[start:stop]))
        start = stop
    return joined
