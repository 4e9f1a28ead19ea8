"""The printed lines of a document that are text: without what the tables took, without what Word and the printer left behind."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from extract.chapters import headings
from extract.document import Block, Document, Grid, Heading, Paragraph
from extract.words.labels import without_residue

Consumed = Mapping[int, tuple[tuple[int, int], ...]]
"""What the statutory tables took of a document: index of a block → spans of its characters (start, end).

A grid, or a whole line, stands there with the single span `(0, WHOLE)`."""

WHOLE: Final = 1 << 30

_CONTROL: Final = re.compile(
    r"</?(?:o|w|st1):[^>]{0,80}>|[\u200b-\u200f\u2060\ufeff\u00ad\x00-\x08\x0b\x0c\x0e-\x1f]"
)
_RADICAL: Final = re.compile(r"[\u2e80-\u2fdf\uf900-\ufaff]")
_PAGE_NUMBER: Final = r"[-—–－―]?\s*\d{1,4}\s*[-—–－―]?|第\s*\d{1,4}\s*页(?:\s*[,，/]?\s*共\s*\d{1,4}\s*页)?"
_RULE: Final = r"[=\-—_*~#·\s]*(?:正文)?[=\-—_*~#·\s]*"
_FURNITURE: Final = (
    r"[【\[（(]?(?:打印(?:本页|此页)?|关闭(?:窗口|本页)?|附件(?:下载|列表)?|扫一扫.{0,16}|分享(?:到|至)?|上一[篇条].*|下一[篇条].*"
    r"|返回(?:顶部|首页|列表)|收藏|字[体号].{0,10}|信息来源.{0,4}|责任编辑.{0,10}|[大中小\s]{1,5})[】\]）)]?[：:]?"
)
_NOISE: Final = re.compile(f"{_PAGE_NUMBER}|{_RULE}|{_FURNITURE}")

_CAPTION: Final = 40


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text and the block that it stands in."""

    text: str
    block: int
    marked: bool
    """Whether the source marks it as a heading."""
    caption: bool
    """Whether it stood in a table, or between two that were printed as text: a heading, or nothing of the text."""


def clean(text: str) -> str:
    """One printed line without Word's residue and control characters, runs of blanks as one space, radicals as characters."""
    if not text.isprintable() or "<" in text:
        text = _CONTROL.sub("", text)
    if _RADICAL.search(text):
        text = _RADICAL.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    return " ".join(without_residue(text).split())


def without(document: Document, consumed: Consumed) -> Document:
    """The document without those blocks, or parts of them; every block is at its index."""
    blocks = tuple(
        _rest(block, consumed[index]) if index in consumed else block
        for index, block in enumerate(document.blocks)
    )
    return replace(document, blocks=blocks)


def _rest(block: Block, spans: tuple[tuple[int, int], ...]) -> Paragraph:
    return Paragraph(text="" if isinstance(block, Grid) else _outside(block.text, spans), place=block.place)


def lines(document: Document, consumed: Consumed) -> Iterator[Line]:
    """Each text line of the document in reading order, cleaned; empty lines, page numbers and page furniture are left out."""
    for index, block in enumerate(document.blocks):
        spans = consumed.get(index, ())
        for raw in _kept(block, spans).split("\n"):
            text = clean(raw)
            if text and not _is_noise(text):
                caption = bool(spans) and (isinstance(block, Grid) or _is_leftover(text))
                yield Line(text=text, block=index, marked=isinstance(block, Heading), caption=caption)


def _is_leftover(text: str) -> bool:
    """Whether what the tables left of a line is a few labels or signs, and no sentence."""
    return len(text) < _CAPTION and not re.search(r"[。；：，]", text) and not any(headings.inline(text))


def _is_noise(text: str) -> bool:
    if len(text) == 1:
        return text not in "无略"
    return len(text) < 60 and _NOISE.fullmatch(text) is not None


def _kept(block: Block, spans: tuple[tuple[int, int], ...]) -> str:
    if isinstance(block, Grid):
        return _spoken(block, taken=bool(spans))
    return _outside(block.text, spans)


def _outside(text: str, spans: tuple[tuple[int, int], ...]) -> str:
    start, kept = 0, []
    for low, high in sorted(spans):
        kept.append(text[start:low])
        start = max(start, high)
    kept.append(text[start:])
    return "\n".join(kept)


def _spoken(grid: Grid, *, taken: bool) -> str:
    """What of a table is text: a row that is one cell across (a chapter's heading may stand in it), a frame drawn around prose."""
    if taken:
        captions = (row[0] for row in grid.rows if row and row[0] is row[-1])
        return "\n".join(cell.text for cell in captions if cell is not None and len(cell.text) < _CAPTION)
    spoken = []
    for row in grid.rows:
        cells = {id(cell): cell for cell in row if cell is not None and cell.text.strip()}
        if len(cells) == 1:
            (cell,) = cells.values()
            if len(grid.rows) == 1 or len(cell.text) > 2 * _CAPTION:
                spoken.append(cell.text)
    return "\n".join(spoken)
