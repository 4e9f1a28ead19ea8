"""What a binary workbook says of its cells and the converter does not tell: merged cells, hidden sheets, rows and columns, and text
that fonts strike out or raise ([MS-XLS])."""

import struct
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from archive.errors import DocumentUnreadable
from extract.numbers import raised
from extract.readers.ole import Compound
from extract.readers.xlsx import Merge

_BOUND_SHEET = 0x0085
_MERGED_CELLS = 0x00E5
_BEGIN = 0x0809
_WORKSHEET = 0x0010
_ROW, _COLUMNS = 0x0208, 0x007D
_FONT, _FORMAT = 0x0031, 0x00E0
_STRINGS, _CONTINUE = 0x00FC, 0x003C
_STRING_CELL = 0x00FD
_NUMBER_CELLS = frozenset({0x0203, 0x027E, 0x0006})
"""A number, a short one, a formula."""
_NUMBER_RUN = 0x00BD
_MOST_COLUMNS = 256


@dataclass(kw_only=True, slots=True)
class Worksheet:
    """What is said of one."""

    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    """Those that are hidden."""
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    """What cells print in which something is struck out or raised."""


class _Run(NamedTuple):
    """From which character of a string on a font holds."""

    start: int
    font: int


class _String(NamedTuple):
    text: str
    runs: Sequence[_Run]


def worksheets(body: bytes) -> list[Worksheet]:
    """The worksheets of a workbook in order; none of one that is damaged."""
    records = list(_records(body))
    hidden = [
        record[4] & 3 > 0
        for code, record in records
        if code == _BOUND_SHEET and len(record) >= 6 and record[5] == 0
    ]
    fonts = _Fonts(records)
    sheets: list[Worksheet] = []
    for code, record in records:
        if code == _BEGIN and len(record) >= 4 and struct.unpack_from("<H", record, 2)[0] == _WORKSHEET:
            sheets.append(Worksheet())
        elif sheets:
            try:
                _add(sheets[-1], code, record, fonts)
            except (struct.error, IndexError):
                continue
    if len(hidden) == len(sheets):
        for sheet, is_hidden in zip(sheets, hidden, strict=True):
            sheet.hidden = is_hidden
    return sheets


def _add(sheet: Worksheet, code: int, record: bytes, fonts: "_Fonts") -> None:
    """Takes in what a record says of its sheet."""
    if code == _MERGED_CELLS:
        for index in range(min(struct.unpack_from("<H", record)[0], (len(record) - 2) // 8)):
            top, bottom, left, right = struct.unpack_from("<4H", record, 2 + 8 * index)
            sheet.merges.append((top, bottom + 1, left, right + 1))
    elif code == _ROW and record[12] & 0x20:
        sheet.rows.add(struct.unpack_from("<H", record)[0])
    elif code == _COLUMNS and record[8] & 1:
        first, last = struct.unpack_from("<2H", record)
        sheet.columns.update(range(first, min(last + 1, _MOST_COLUMNS)))
    elif fonts.changing:
        sheet.texts |= _changed(code, record, fonts)


def _changed(code: int, record: bytes, fonts: "_Fonts") -> Mapping[tuple[int, int], str]:
    """The cells of a record that print otherwise than as they stand, with what they print."""
    if code not in _NUMBER_CELLS | {_STRING_CELL, _NUMBER_RUN}:
        return {}
    row, column, form = struct.unpack_from("<3H", record)
    if code == _STRING_CELL:
        text = fonts.printed(struct.unpack_from("<I", record, 6)[0], form)
        return {} if text is None else {(row, column): text}
    forms = (
        [struct.unpack_from("<H", record, at)[0] for at in range(4, len(record) - 2, 6)]
        if code == _NUMBER_RUN
        else [form]
    )
    return {(row, column + at): "" for at, each in enumerate(forms) if fonts.strikes(each)}


class _Fonts:
    """The fonts that strike out or raise, the cells' formats, and the strings where one of these is used."""

    def __init__(self, records: Sequence[tuple[int, bytes]]) -> None:
        fonts = [record for code, record in records if code == _FONT and len(record) >= 10]
        # No font has the number 4.
        numbered = {at if at < 4 else at + 1: record for at, record in enumerate(fonts)}
        self.struck = {at for at, record in numbered.items() if record[2] & 0x08}
        self.high = {at for at, record in numbered.items() if record[8] == 1}
        self.changing = bool(self.struck or self.high)
        self._formats = [
            struct.unpack_from("<H", record)[0]
            for code, record in records
            if code == _FORMAT and len(record) >= 2
        ]
        self._strings = list(strings(records)) if self.changing else []

    def strikes(self, form: int) -> bool:
        """Whether cells of a format are struck out."""
        return self._font(form) in self.struck

    def printed(self, string: int, form: int) -> str | None:
        """What a cell of a format prints of a string; null where that is all of it as it stands."""
        text, runs = self._strings[string] if string < len(self._strings) else _String("", ())
        every = [_Run(0, self._font(form)), *runs, _Run(len(text), 0)]
        if not any(run.font in self.struck | self.high for run in every[:-1]):
            return None
        return "".join(self._piece(text[one.start : other.start], one.font) for one, other in pairwise(every))

    def _piece(self, text: str, font: int) -> str:
        if font in self.struck:
            return ""
        return raised(text) if font in self.high else text

    def _font(self, form: int) -> int:
        return self._formats[form] if form < len(self._formats) else 0


class _Pieces:
    """Bytes that go on from record to record; where characters are cut, each piece says anew how wide they are."""

    def __init__(self, pieces: Sequence[bytes]) -> None:
        self.pieces = pieces
        self.index = self.at = 0

    def take(self, count: int) -> bytes:
        """So many bytes. Raises IndexError where they end before."""
        taken = b""
        while len(taken) < count:
            if self.at >= len(self.pieces[self.index]):
                self.index, self.at = self.index + 1, 0
                continue
            piece = self.pieces[self.index][self.at : self.at + count - len(taken)]
            taken, self.at = taken + piece, self.at + len(piece)
        return taken

    def number(self, form: str) -> int:
        (number,) = struct.unpack(form, self.take(struct.calcsize(form)))
        return int(number)

    def characters(self, count: int, wide: int) -> str:
        """So many characters, of two bytes each or of one."""
        text = ""
        while len(text) < count:
            left = len(self.pieces[self.index]) - self.at
            if left <= 0:
                self.index, self.at = self.index + 1, 1
                wide = self.pieces[self.index][0] & 1
                continue
            here = min(count - len(text), left // (1 + wide))
            if not here:
                raise IndexError
            text += self.take(here * (1 + wide)).decode("utf-16-le" if wide else "latin-1", "replace")
        return text


def strings(records: Sequence[tuple[int, bytes]]) -> Iterator[_String]:
    """The strings that cells share, as far as they can be read."""
    start = next((at for at, (code, _) in enumerate(records) if code == _STRINGS), None)
    if start is None:
        return
    end = start + 1
    while end < len(records) and records[end][0] == _CONTINUE:
        end += 1
    pieces = _Pieces([record for _, record in records[start:end]])
    try:
        _, count = pieces.number("<I"), pieces.number("<I")
        for _ in range(count):
            yield _string(pieces)
    except (IndexError, struct.error):
        return


def _string(pieces: _Pieces) -> _String:
    length, flags = pieces.number("<H"), pieces.number("<B")
    runs = pieces.number("<H") if flags & 0x08 else 0
    extended = pieces.number("<I") if flags & 0x04 else 0
    text = pieces.characters(length, flags & 1)
    found = [_Run(pieces.number("<H"), pieces.number("<H")) for _ in range(runs)]
    pieces.take(extended)
    return _String(text, found)


def _records(body: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a binary workbook, each with its code; none where it is damaged."""
    try:
        container = Compound(body)
    except DocumentUnreadable:
        return
    stream = container.stream("Workbook") or container.stream("Book")
    at = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        yield code, stream[at + 4 : at + 4 + size]
        at += 4 + size
