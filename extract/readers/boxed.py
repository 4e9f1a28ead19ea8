"""Tables in plain text with lines drawn around their cells, of signs for boxes or of `+`, `-` and `|`: where the bars stand tells columns.

Bars are told by where they stand on a screen, on which Chinese characters, and in Chinese fonts the signs for boxes too, are twice
as wide as others.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple
from unicodedata import east_asian_width

from archive.files import sniff
from archive.records import Place
from extract.document import Grid
from extract.layout import edges

_BARS = frozenset("|│┃║")
_RULES = frozenset("-=─━═┄┈")
_CORNERS = frozenset("+┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝╒╤╕╞╪╡╘╧╛")
_FEWEST_LINES, _MOST_LINES = 3, 3000
_LONGEST = 1000
"""Characters of a line: more are made to be slow."""
_FRAME = 3
"""Lines drawn across a table that has none between its rows, at most: around it and below its head."""


class _Stretch(NamedTuple):
    """What stands between two bars or corners of a line, which these are by."""

    left: int
    right: int
    text: str
    cornered: bool
    """Whether a corner is beside it: only then a dash that fills it is a line and no cell."""

    @property
    def is_rule(self) -> bool:
        return self.cornered and bool(self.text) and _RULES.issuperset(self.text)


def boxed(lines: Sequence[str], at: int, table: int) -> tuple[Grid | None, int]:
    """The table whose top line this is, and the line behind it; None where none begins here, or where its bars stand anywhere."""
    if not _is_drawn(lines[at]) or not _is_ruled(lines[at]) or (at and _is_drawn(lines[at - 1])):
        return None, at
    end = at
    while end < min(len(lines), at + _MOST_LINES) and _is_drawn(lines[end]):
        end += 1
    if end - at < _FEWEST_LINES or max(map(len, lines[at:end])) > _LONGEST:
        return None, at
    for wide in ("WFA", "WF"):
        drawn = [_stretches(line, wide) for line in lines[at:end]]
        if pieces := _pieces(drawn):
            place = Place(table=table, line=at + 1)
            return edges.grid(edges.compact(pieces), place, media_type=sniff.TEXT), end
    return None, at


def _is_drawn(line: str) -> bool:
    """Whether a line is of a box: it begins and ends with a bar or a corner."""
    text = line.strip()
    return len(text) > 2 and text[0] in _BARS | _CORNERS and text[-1] in _BARS | _CORNERS


def _is_ruled(line: str) -> bool:
    """Whether a line is drawn from corner to corner."""
    signs = set(line.strip())
    return bool(signs & _RULES) and signs <= _RULES | _CORNERS


def _stretches(line: str, wide: str) -> list[_Stretch]:
    found: list[_Stretch] = []
    at = left = 0
    mark = text = ""
    for number, char in enumerate(line.rstrip()):
        if char in _BARS or (char in _CORNERS and _is_corner(line, number)):
            if mark:
                found.append(_Stretch(left, at, text, mark in _CORNERS or char in _CORNERS))
            left, mark, text = at, char, ""
        else:
            text += char
        at += 2 if east_asian_width(char) in wide else 1
    return found


def _is_corner(line: str, at: int) -> bool:
    """Whether a sign is one; a plus is where a line meets it."""
    return line[at] != "+" or not _RULES.isdisjoint(line[max(at - 1, 0) : at + 2])


def _pieces(drawn: Sequence[Sequence[_Stretch]]) -> list[edges.Piece]:
    """The cells; none where a bar stands where no line ends, or below another cell's middle."""
    known = {side for line in drawn for each in line if each.is_rule for side in (each.left, each.right)}
    if any(side not in known for line in drawn for each in line for side in (each.left, each.right)):
        return []
    ruled = sum(any(each.is_rule for each in line) for line in drawn)
    apart = ruled <= _FRAME < len(drawn) - ruled
    pieces: list[edges.Piece] = []
    begun: dict[tuple[int, int], tuple[int, list[str]]] = {}
    for number, line in enumerate(drawn):
        for rule in line:
            if apart or rule.is_rule:
                pieces += _closed(begun, number, rule)
        for each in line:
            if each.is_rule:
                continue
            if any(_overlap(each, *sides) and sides != (each.left, each.right) for sides in begun):
                return []
            begun.setdefault((each.left, each.right), (number, []))[1].append(each.text.strip())
    return [] if begun else pieces


def _closed(
    begun: dict[tuple[int, int], tuple[int, list[str]]], number: int, rule: _Stretch
) -> Iterator[edges.Piece]:
    """The cells that a line ends, or a line of text where no lines are drawn between rows."""
    for left, right in [sides for sides in begun if _overlap(rule, *sides)]:
        top, texts = begun.pop((left, right))
        yield edges.Piece("\n".join(filter(None, texts)), top, number, left, right)


def _overlap(stretch: _Stretch, left: int, right: int) -> bool:
    return stretch.left < right and left < stretch.right
