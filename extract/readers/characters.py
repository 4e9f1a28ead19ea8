"""Which characters of a binary Word document are taken back (deleted, hidden, struck through) or set off ([MS-DOC] 2.8.5, 2.9.33)."""

import re
import struct
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import Enum, auto
from typing import NamedTuple

from extract.document import OBJECT
from extract.readers.cellfonts import NEARLY_WHITE
from extract.readers.modifiers import modifiers
from extract.words.numbers import lowered, raised

GONE = "\x02"
"""Stands for a character that is taken back; it prints nothing."""
_TAKEN_BACK = frozenset({0x0800, 0x0837, 0x083C, 0x2A53})
"""Deleted while changes were tracked, struck through, hidden, struck through twice."""
_LEVEL = 0x2A48
_INKS: dict[int, Callable[[bytes], bool]] = {
    0x2A42: lambda ink: ink == b"\x08",
    0x6870: lambda ink: not ink[3] and min(ink[:3]) >= NEARLY_WHITE,
}
"""What says the ink of text, by number or by colour, with whether it says white."""
_STYLE = 0x4A30
_POSITION = 0x4845
_HIGHER = 4
"""Half points by which a note's mark stands above or below the number before it, at least."""
_CHARACTER_STYLE = 2
_DEEPEST = 20
"""Styles made one from the other."""
_DIGIT = re.compile(r"\d")
_ON = frozenset({1, 0x81})
_MARKS = frozenset("\r\x07\x0c")
"""Ends of paragraphs and cells: they stay, whatever is said of them."""


class Look(Enum):
    """What a run, or its style, does to its characters."""

    GONE = auto()
    RAISED = auto()
    LOWERED = auto()
    """Set as a note's mark."""
    HIGHER = auto()
    LOWER = auto()
    """Moved, which makes a mark of digits behind a digit only: whole cells are moved too."""
    WHITE = auto()
    """In white ink. What its digits print, a cell with others doesn't tell, nor one whose ground may be dark."""


_LEVELS = {1: Look.RAISED, 2: Look.LOWERED}


class Span(NamedTuple):
    """Bytes of the main stream whose characters do not print as they stand."""

    start: int
    end: int
    look: Look


class Characters:
    """Every such span of a document. Raises struct.error where the tables that say so are damaged."""

    def __init__(self, main: bytes, pages: bytes, stylesheet: bytes) -> None:
        found = sorted(_spans(main, pages, _styles(stylesheet)), key=lambda span: span[:2])
        self.spans = list(_joined(found))
        self._starts = [span.start for span in self.spans]

    def printed(self, text: str, at: int, width: int) -> str:
        """The text that stands at a place in the main stream, of so many bytes a character, with what is taken back as GONE."""
        pieces: list[str] = []
        done = 0
        for span in self.spans[max(bisect_right(self._starts, at) - 1, 0) :]:
            first, last = (max((side - at) // width, done) for side in span[:2])
            if first >= len(text):
                break
            pieces += (text[done:first], _changed(text[first:last], span, before=text[first - 1 : first]))
            done = max(last, done)
        return "".join((*pieces, text[done:]))


def _changed(text: str, span: Span, *, before: str) -> str:
    match span.look:
        case Look.GONE:
            return "".join(each if each in _MARKS else GONE for each in text)
        case Look.HIGHER | Look.LOWER if not before.isdigit():
            return text
        case Look.WHITE:
            return _DIGIT.sub(OBJECT, text)
        case Look.RAISED | Look.HIGHER:
            return raised(text)
        case Look.LOWERED | Look.LOWER:
            return lowered(text)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans of one look that follow each other as one: what is moved as a whole may be so in pieces."""
    last: Span | None = None
    for span in spans:
        if last is not None and (last.end, last.look) == (span.start, span.look):
            last = last._replace(end=span.end)
            continue
        if last is not None:
            yield last
        last = span
    if last is not None:
        yield last


def _spans(main: bytes, pages: bytes, styles: Mapping[int, Look]) -> Iterator[Span]:
    count = max((len(pages) - 4) // 8, 0)
    for index in range(count):
        (number,) = struct.unpack_from("<I", pages, 4 * (count + 1) + 4 * index)
        page = main[(number & 0x3FFFFF) * 512 :][:512]
        if len(page) == 512:
            yield from _of_page(page, styles)


def _of_page(page: bytes, styles: Mapping[int, Look]) -> Iterator[Span]:
    count = page[511]
    if 5 * count + 4 > 511:
        return
    starts = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = 2 * page[4 * (count + 1) + index]
        if 0 < at < 511 and (look := _look(page[at + 1 : at + 1 + page[at]], styles)):
            yield Span(starts[index], starts[index + 1], look)


def _look(packed: bytes, styles: Mapping[int, Look]) -> Look | None:
    """What properties come to: the run's own, or those of its style where they say nothing else."""
    found: Look | None = None
    for code, operand in modifiers(packed):
        if code == _STYLE and len(operand) == 2:
            found = styles.get(struct.unpack("<H", operand)[0])
        elif code in _TAKEN_BACK:
            found = Look.GONE if operand[0] in _ON else None if found is Look.GONE else found
        elif found is not Look.GONE and code == _LEVEL:
            found = _LEVELS.get(operand[0])
        elif found in {None, Look.WHITE} and code in _INKS:
            found = Look.WHITE if _INKS[code](operand) else None
        elif found is None and code == _POSITION:
            found = _moved(*struct.unpack("<h", operand))
    return found


def _moved(by: int) -> Look | None:
    if abs(by) < _HIGHER:
        return None
    return Look.HIGHER if by > 0 else Look.LOWER


def _styles(stylesheet: bytes) -> dict[int, Look]:
    """The character styles that do something, by their numbers ([MS-DOC] 2.9.271, 2.9.260)."""
    packed: dict[int, tuple[int, bytes]] = {}
    if len(stylesheet) >= 6:
        size, count, base = struct.unpack_from("<3H", stylesheet)
        at = 2 + size
        for number in range(count):
            length = int.from_bytes(stylesheet[at : at + 2], "little")
            style = stylesheet[at + 2 : at + 2 + length]
            if len(style) > base and style[2] & 0x0F == _CHARACTER_STYLE:
                packed[number] = (int.from_bytes(style[2:4], "little") >> 4, _properties(style, base))
            at += 2 + length
    return {number: look for number in packed if (look := _inherited(packed, number)) is not None}


def _properties(style: bytes, base: int) -> bytes:
    """The modifiers of a character style, which follow its name."""
    named = base + 2 + 2 * int.from_bytes(style[base : base + 2], "little") + 2
    named += named % 2
    return style[named + 2 : named + 2 + int.from_bytes(style[named : named + 2], "little")]


def _inherited(packed: Mapping[int, tuple[int, bytes]], number: int, depth: int = 0) -> Look | None:
    if number not in packed or depth > _DEEPEST:
        return None
    parent, own = packed[number]
    above = _inherited(packed, parent, depth + 1)
    style = struct.pack("<HH", _STYLE, parent) if above else b""
    return _look(style + own, {parent: above} if above else {})
