"""Neighbouring blocks of text as one run of characters, with the digits that are no figures masked; its runs of figures."""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from archive.records import Place
from extract.document import Block, Document, Grid
from extract.words.numbers import COUNTED

_SIGN = re.compile(
    r"\d(?=\s*[.．、][^\S\n]*[㐀-鿿“\"'])|(?<!\d)\d(?=\s*[.．、]\s*[㐀-鿿“\"'])|(?<=[（(])\d{1,2}(?=[)）]\s*[㐀-鿿])"
)
_ASIDE = re.compile(r"(?<=[㐀-鿿])\d{1,2}(?=[㐀-鿿][^（()）\d]{0,20}[)）])")
_MOVED = re.compile(r"增\s*[/／]\s*减")
_PAGE = re.compile(
    r"^[ \t　]*[-—－–][ \t]*\d{1,3}[ \t]*[-—－–][ \t]*$|^[ \t　]*第\s*\d{1,3}\s*页(?:[，,/\s]*共\s*\d{1,3}\s*页)?[ \t]*$",
    re.MULTILINE,
)
_BARS = re.compile(r"[|\u2500-\u257f]")
"""Bars and drawn lines that keep cells apart."""
_MASKED = re.compile(r"[\ue000-\ue00a]")
_COUNTED = rf"{COUNTED}(?=\s|$|[-−–—/]?\d)"
"""A unit behind a cell's figure; words may follow one in prose (3件申请)."""
_ATOM = rf"(?:[-−–—]?\d[\d,.]*(?:万元|亿元|元|{_COUNTED})?|[-−–—/]+)"
_FIGURES = re.compile(rf"{_ATOM}(?:\s*{_ATOM})*")


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """Neighbouring blocks of text as one, with signs and page numbers masked so that they are no figures."""

    raw: str
    masked: str
    starts: tuple[tuple[int, int], ...]
    """(position, index of the block that begins there)."""
    places: Mapping[int, Place]

    def place(self, position: int) -> Place:
        """Where the block stands that holds a character."""
        return self.places[self.block(position)]

    def block(self, position: int) -> int:
        """The index of the block that holds a character."""
        return self.starts[bisect_right(self.starts, (position, len(self.raw))) - 1][1]

    def spans(self, start: int, stop: int) -> Iterator[tuple[int, tuple[int, int]]]:
        """The part of each block between two positions."""
        for (begin, index), following in zip(
            self.starts, (*self.starts[1:], (len(self.raw) + 1, -1)), strict=True
        ):
            low, high = max(start, begin), min(stop, following[0] - 1)
            if low < high:
                yield index, (low - begin, high - begin)


@dataclass(frozen=True, kw_only=True, slots=True)
class Segment:
    """Text without figures and the figures after it, by their positions in the flow."""

    start: int
    end: int
    """Where the text ends and the figures begin."""
    stop: int


def segments(flow: Flow, start: int = 0) -> Iterator[Segment]:
    """The flow's text from `start` on, cut behind each run of figures; what follows the last is left out."""
    for found in _FIGURES.finditer(flow.masked, start):
        yield Segment(start=start, end=found.start(), stop=found.end())
        start = found.end()


def flows(document: Document) -> Iterator[Flow]:
    """The document's text between its grids."""
    for text, run in groupby(enumerate(document.blocks), key=lambda each: not isinstance(each[1], Grid)):
        if text:
            yield _flow(list(run))


def unmasked(text: str) -> str:
    """The text with its outline signs as printed."""
    return _MASKED.sub(lambda found: "0123456789/"[ord(found[0]) - 0xE000], text)


def mask(text: str) -> str:
    """The text with its digits masked, character for character."""
    return re.sub(r"[0-9]", lambda found: chr(0xE000 + int(found[0])), text)


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
    masked = _MOVED.sub(lambda found: found[0].replace("/", "\ue00a"), masked)
    for digits in (_SIGN, _ASIDE):
        masked = digits.sub(lambda found: mask(found[0]), masked)
    return Flow(
        raw=raw, masked=masked, starts=tuple(starts), places={index: block.place for index, block in blocks}
    )


def _single(text: str) -> str:
    """Full-width digits and signs as plain ones, bars as blanks, character for character."""
    text = _BARS.sub(" ", text)
    return "".join(
        folded
        if len(folded := unicodedata.normalize("NFKC", char)) == 1 and char not in "①②③④⑤⑥⑦⑧⑨"
        else char
        for char in text
    )
