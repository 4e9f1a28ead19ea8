"""The strings of a binary workbook ([MS-XLS] 2.4.265, 2.5.293)."""

import struct
from collections.abc import Iterator, Sequence
from typing import NamedTuple

_STRINGS, _CONTINUE = 0x00FC, 0x003C

Record = tuple[int, bytes]
"""Its code and what it holds."""


class Run(NamedTuple):
    """From which character of a string on a font holds."""

    start: int
    font: int


class String(NamedTuple):
    """A text with the fonts of its parts."""

    text: str
    runs: Sequence[Run]


class Pieces:
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


def strings(records: Sequence[Record]) -> Iterator[String]:
    """The strings that cells share, as far as they can be read."""
    start = next((at for at, (code, _) in enumerate(records) if code == _STRINGS), None)
    if start is None:
        return
    end = start + 1
    while end < len(records) and records[end][0] == _CONTINUE:
        end += 1
    pieces = Pieces([record for _, record in records[start:end]])
    try:
        _, count = pieces.number("<I"), pieces.number("<I")
        for _ in range(count):
            yield string(pieces)
    except (IndexError, struct.error):
        return


def string(pieces: Pieces) -> String:
    """The string that begins here. Raises IndexError or struct.error where it ends before."""
    length, flags = pieces.number("<H"), pieces.number("<B")
    runs = pieces.number("<H") if flags & 0x08 else 0
    extended = pieces.number("<I") if flags & 0x04 else 0
    text = pieces.characters(length, flags & 1)
    found = [Run(pieces.number("<H"), pieces.number("<H")) for _ in range(runs)]
    pieces.take(extended)
    return String(text, found)
