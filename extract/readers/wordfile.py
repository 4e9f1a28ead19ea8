"""The streams of a binary Word document, decoded: text by pieces, paragraph properties, the cells that each row states."""

import re
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from archive.errors import DocumentUnreadable
from archive.files import sniff
from extract.document import OBJECT
from extract.readers.characters import Characters
from extract.readers.modifiers import DEFINE_TABLE, RowCells, defined, merged_down, modifiers
from extract.readers.ole import Compound

_SWITCHES = {0x2416: "in_table", 0x2417: "row_end", 0x244B: "inner_cell", 0x244C: "inner_row_end"}
_DEPTH = 0x6649
_OUTLINE = 0x2640
_MERGE_DOWN = 0xD62B
_HUGE = 0x6646
_CLX = 0x1A2
_CHARACTER_PAGES = 0xFA
_PARAGRAPH_PAGES = 0x102
_STYLES = 0xA2
_MAX_DEPTH = 20
_PARAGRAPH_ENDS = re.compile("[\r\x07\x0c]")
_DROPPED = dict.fromkeys([*range(0x01, 0x09), *range(0x0E, 0x20), 0xAD], None)
_MARKS = {**_DROPPED, 0x01: OBJECT, 0x08: OBJECT, 0x07: None, 0x0B: "\n", 0x0E: "\n", 0x1E: "-", 0x09: "\t"}


Ends = Literal["paragraph", "cell", "row"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A paragraph: its text, how deep in tables it stands, what its mark ends."""

    text: str
    depth: int
    ends: Ends
    level: int | None
    row: RowCells | None


@dataclass(slots=True)
class _Properties:
    style: int = 0
    in_table: bool = False
    row_end: bool = False
    inner_cell: bool = False
    inner_row_end: bool = False
    depth: int = 0
    outline: int | None = None
    row: RowCells | None = None


class WordFile:
    """A document's text and properties. Raises DocumentUnreadable where its main stream is not one."""

    def __init__(self, container: Compound) -> None:
        self.main = container.stream("WordDocument")
        if len(self.main) < 0x200 or self.main[:2] != b"\xec\xa5":
            raise DocumentUnreadable(sniff.DOC, "the main stream is damaged")
        (flags,) = struct.unpack_from("<H", self.main, 0x0A)
        if flags & 0x0100:
            raise DocumentUnreadable(sniff.DOC, "the file is locked with a password")
        self.table = container.stream("1Table" if flags & 0x0200 else "0Table")
        self.data = container.stream("Data")
        try:
            self._pieces = _pieces(self._part(_CLX))
            self._characters = Characters(self.main, self._part(_CHARACTER_PAGES), self._part(_STYLES))
            self._starts, self._papx = self._paragraphs()
            self._headings = _headings(self._part(_STYLES))
        except (struct.error, IndexError) as broken:
            raise DocumentUnreadable(sniff.DOC, f"the tables of the file are damaged: {broken}") from broken

    def _part(self, at: int) -> bytes:
        start, size = struct.unpack_from("<II", self.main, at)
        return self.table[start : start + size]

    def runs(self) -> Iterator[Run]:
        """The main text's paragraphs in order, then those of its text boxes."""
        counts = struct.unpack_from("<8I", self.main, 0x4C)
        yield from self._between(0, counts[0])
        # Main text, footnotes, headers, (reserved), comments, endnotes, text boxes ([MS-DOC] 2.3.2).
        before = sum(counts[index] for index in (0, 1, 2, 4, 5))
        yield from self._between(before, before + counts[6])

    def _between(self, first: int, last: int) -> Iterator[Run]:
        held = ""
        for text, at, width in self._texts(first, last):
            start = 0
            wide = width == 2 and not text.isascii() and max(text) > "\uffff"
            for mark in _PARAGRAPH_ENDS.finditer(text):
                # A character outside the first plane takes two units of the stream.
                before = len(text[: mark.start()].encode("utf-16-le")) if wide else mark.start() * width
                position = at + before
                yield self._run(held + text[start : mark.start()], mark[0], position)
                held, start = "", mark.end()
            held += text[start:]
        if held:
            yield self._run(held, "\r", None)

    def _texts(self, first: int, last: int) -> Iterator[tuple[str, int, int]]:
        """The text of each piece in reach, where it begins in the main stream, bytes a character."""
        for start, end, offset, width in self._pieces:
            low, high = max(start, first), min(end, last)
            if low < high:
                at = offset + (low - start) * width
                raw = self.main[at : at + (high - low) * width]
                text = raw.decode("utf-16-le" if width == 2 else "cp1252", "replace")
                yield self._characters.printed(text, at, width), at, width

    def _run(self, text: str, mark: str, position: int | None) -> Run:
        properties = self._properties(position) if position is not None else _Properties()
        depth = max(properties.depth, int(properties.in_table))
        ends: Ends = "paragraph"
        if depth:
            if properties.row_end or properties.inner_row_end:
                ends = "row"
            elif mark == "\x07" or properties.inner_cell:
                ends = "cell"
        outline = properties.outline
        level = outline + 1 if outline is not None and outline < 9 else self._headings.get(properties.style)
        if outline == 9:
            level = None
        return Run(
            text=printed(text), depth=min(depth, _MAX_DEPTH), ends=ends, level=level, row=properties.row
        )

    def _properties(self, position: int) -> _Properties:
        found = _Properties()
        at = bisect_right(self._starts, position) - 1
        if at >= 0:
            packed = self._papx[at]
            if len(packed) >= 2:
                (found.style,) = struct.unpack_from("<H", packed)
                self._apply(found, packed[2:], 0)
        return found

    def _apply(self, found: _Properties, packed: bytes, nested: int) -> None:
        for code, operand in modifiers(packed):
            if code in _SWITCHES:
                setattr(found, _SWITCHES[code], bool(operand[0]))
            elif code == _DEPTH:
                found.depth = max(0, min(struct.unpack("<i", operand)[0], _MAX_DEPTH))
            elif code == _OUTLINE:
                found.outline = operand[0]
            elif code == DEFINE_TABLE:
                found.row = defined(operand)
            elif code == _MERGE_DOWN and found.row is not None:
                found.row = merged_down(found.row, operand)
            elif code == _HUGE and nested == 0:
                self._apply(found, self._huge(operand), 1)

    def _huge(self, operand: bytes) -> bytes:
        """Properties too long for their page, kept in the data stream."""
        (at,) = struct.unpack("<I", operand)
        if at + 2 > len(self.data):
            return b""
        (size,) = struct.unpack_from("<H", self.data, at)
        return self.data[at + 2 : at + 2 + size]

    def _paragraphs(self) -> tuple[list[int], list[bytes]]:
        """Where each run of paragraph properties begins in the main stream, and the properties, packed."""
        plc = self._part(_PARAGRAPH_PAGES)
        count = (len(plc) - 4) // 8
        found: dict[int, bytes] = {}
        for index in range(max(count, 0)):
            (number,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 4 * index)
            page = self.main[(number & 0x3FFFFF) * 512 :][:512]
            if len(page) == 512:
                found.update(_page(page))
        starts = sorted(found)
        return starts, [found[start] for start in starts]


def printed(text: str) -> str:
    """Text as it prints: without the codes of fields and the anchors of notes; OBJECT for what it shows that is no text."""
    if "\x13" not in text:
        return text.translate(_MARKS)
    kept: list[str] = []
    codes: list[bool] = []
    for character in text:
        if character == "\x13":
            codes.append(True)
        elif character == "\x14" and codes:
            codes[-1] = False
        elif character == "\x15" and codes:
            if codes.pop():  # It has no result: Word works it out when it prints.
                kept.append(OBJECT)
        elif not any(codes):
            kept.append(character)
    return "".join(kept).translate(_MARKS)


def _page(page: bytes) -> Iterator[tuple[int, bytes]]:
    """(first position, packed properties) of each paragraph run of one 512-byte page."""
    count = page[511]
    if 4 * (count + 1) + 13 * count > 511:
        return
    starts = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = 2 * page[4 * (count + 1) + 13 * index]
        if not 0 < at < 510:
            yield starts[index], b""
            continue
        size, begin = (2 * page[at] - 1, at + 1) if page[at] else (2 * page[at + 1], at + 2)
        yield starts[index], page[begin : begin + size]


Piece = tuple[int, int, int, int]


def _pieces(clx: bytes) -> list[Piece]:
    """(first character, end, place in the main stream, bytes a character) of each piece of text."""
    at = 0
    while at < len(clx) and clx[at] == 1:
        at += 3 + struct.unpack_from("<H", clx, at + 1)[0]
    if at >= len(clx) or clx[at] != 2:
        raise DocumentUnreadable(sniff.DOC, "the table of text pieces is damaged")
    (size,) = struct.unpack_from("<I", clx, at + 1)
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", plc)
    found = []
    for index in range(count):
        (offset,) = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * index + 2)
        narrow = bool(offset & 0x40000000)
        offset &= 0x3FFFFFFF
        found.append(
            (positions[index], positions[index + 1], offset // 2 if narrow else offset, 1 if narrow else 2)
        )
    return found


def _headings(stylesheet: bytes) -> dict[int, int]:
    """Heading level by style number: the built-in styles 1–9 are headings, 62 is the title."""
    if len(stylesheet) < 4:
        return {}
    size, count = struct.unpack_from("<HH", stylesheet)
    at = 2 + size
    found: dict[int, int] = {}
    for index in range(count):
        if at + 4 > len(stylesheet):
            break
        length, kind = struct.unpack_from("<HH", stylesheet, at)
        if length and 1 <= kind & 0xFFF <= 9:
            found[index] = kind & 0xFFF
        elif length and kind & 0xFFF == 62:
            found[index] = 1
        at += 2 + length
    return found
