"""Which characters of a binary Word document are taken back (deleted, hidden, struck through) or raised ([MS-DOC] 2.8.5, 2.9.33)."""

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from extract.numbers import raised
from extract.readers.modifiers import modifiers

GONE = "\x02"
"""Stands for a character that is taken back; it prints nothing."""
_TAKEN_BACK = frozenset({0x0800, 0x0837, 0x083C, 0x2A53})
"""Deleted while changes were tracked, struck through, hidden, struck through twice."""
_RAISED = 0x2A48
_ON = frozenset({1, 0x81})
_MARKS = frozenset("\r\x07\x0c")
"""Ends of paragraphs and cells: they stay, whatever is said of them."""


class Span(NamedTuple):
    """Bytes of the main stream whose characters do not print as they stand."""

    start: int
    end: int
    is_raised: bool


class Characters:
    """Every such span of a document. Raises struct.error where the tables that say so are damaged."""

    def __init__(self, main: bytes, pages: bytes) -> None:
        self.spans = sorted(_spans(main, pages))
        self._starts = [span.start for span in self.spans]

    def printed(self, text: str, at: int, width: int) -> str:
        """The text that stands at a place in the main stream, of so many bytes a character, with what is taken back as GONE."""
        pieces: list[str] = []
        done = 0
        for span in self.spans[max(bisect_right(self._starts, at) - 1, 0) :]:
            first, last = (max((side - at) // width, done) for side in span[:2])
            if first >= len(text):
                break
            pieces += (text[done:first], _changed(text[first:last], span))
            done = max(last, done)
        return "".join((*pieces, text[done:]))


def _changed(text: str, span: Span) -> str:
    if span.is_raised:
        return raised(text)
    return "".join(each if each in _MARKS else GONE for each in text)


def _spans(main: bytes, pages: bytes) -> Iterator[Span]:
    count = max((len(pages) - 4) // 8, 0)
    for index in range(count):
        (number,) = struct.unpack_from("<I", pages, 4 * (count + 1) + 4 * index)
        page = main[(number & 0x3FFFFF) * 512 :][:512]
        if len(page) == 512:
            yield from _of_page(page)


def _of_page(page: bytes) -> Iterator[Span]:
    count = page[511]
    if 5 * count + 4 > 511:
        return
    starts = struct.unpack_from(f"<{count + 1}I", page)
    for index in range(count):
        at = 2 * page[4 * (count + 1) + index]
        if not 0 < at < 511:
            continue
        for code, operand in modifiers(page[at + 1 : at + 1 + page[at]]):
            if code in _TAKEN_BACK and operand[0] in _ON:
                yield Span(starts[index], starts[index + 1], is_raised=False)
            elif code == _RAISED and operand[0] == 1:
                yield Span(starts[index], starts[index + 1], is_raised=True)
