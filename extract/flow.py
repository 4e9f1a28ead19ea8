"""Neighbouring blocks of text as one run of characters, with the digits that are no figures masked."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.records import Place
from extract.document import Block, Document, Grid

_SIGN = re.compile(r"\d(?=\s*[.．、]\s*[㐀-鿿“\"'])")
_PAGE = re.compile(r"^[ \t　]*[-—－–][ \t]*\d{1,3}[ \t]*[-—－–][ \t]*$", re.MULTILINE)
_MASKED = re.compile(r"[\ue000-\ue009]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """Neighbouring blocks of text as one, with signs and page numbers masked so that they are no figures."""

    raw: str
    masked: str
    starts: tuple[tuple[int, int], ...]
    """(position, index of the block that begins there)."""
    places: Mapping[int, Place]

    def block(self, position: int) -> int:
        return next(index for start, index in reversed(self.starts) if start <= position)

    def spans(self, start: int, stop: int) -> Iterator[tuple[int, tuple[int, int]]]:
        """The part of each block between two positions."""
        for (begin, index), following in zip(
            self.starts, (*self.starts[1:], (len(self.raw) + 1, -1)), strict=True
        ):
            low, high = max(start, begin), min(stop, following[0] - 1)
            if low < high:
                yield index, (low - begin, high - begin)


def flows(document: Document) -> Iterator[Flow]:
    """The document's text between its grids."""
    for text, run in groupby(enumerate(document.blocks), key=lambda each: not isinstance(each[1], Grid)):
        if text:
            yield _flow(list(run))


def unmasked(text: str) -> str:
    """The text with its outline signs as printed."""
    return _MASKED.sub(lambda found: str(ord(found[0]) - 0xE000), text)


def _flow(blocks: Sequence[tuple[int, Block]]) -> Flow:
    starts: list[tuple[int, int]] = []
    position = 0
    texts = []
    for index, block in blocks:
        text = "" if isinstance(block, Grid) else block.text
        starts.append((position, index))
        texts.append(text)
        position += len(text) + 1
    raw = "\n".join(texts)
    masked = _PAGE.sub(lambda found: " " * len(found[0]), _single(raw))
    masked = _SIGN.sub(lambda found: chr(0xE000 + int(found[0])), masked)
    return Flow(
        raw=raw, masked=masked, starts=tuple(starts), places={index: block.place for index, block in blocks}
    )


def _single(text: str) -> str:
    """Full-width digits and signs as plain ones, character for character."""
    return "".join(
        folded
        if len(folded := unicodedata.normalize("NFKC", char)) == 1 and char not in "①②③④⑤⑥⑦⑧⑨"
        else char
        for char in text
    )
