"""Reports in traditional characters: their text in simplified ones, by which everything is told, and back as it was printed."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from importlib import resources

from archive.records import Figure, Section
from extract.document import Block, Cell, Document, Grid

_WORD = "公開"
"""Every report says it, and none in simplified characters."""
_FRONT = 40
"""Blocks in which a report names itself."""
_REACH = 20_000
"""Characters in which the rest of a line is looked for."""


def is_traditional(document: Document) -> bool:
    """Whether a document is written in traditional characters."""
    front = "".join([block.text for block in document.blocks[:_FRONT] if not isinstance(block, Grid)])
    return _WORD[1] in front and _WORD in front  # A single character is found sooner.


def simplified(document: Document) -> Document:
    """The document with a simplified character for each traditional one, at the same place."""
    return replace(
        document,
        blocks=tuple(map(_block, document.blocks)),
        title=document.title and _simple(document.title),
        meta={_simple(label): _simple(value) for label, value in document.meta.items()},
    )


class Printed:
    """What documents print, by its text in simplified characters."""

    def __init__(self, documents: Iterable[Document]) -> None:
        lines = ["".join(line.split()) for document in documents for line in _lines(document)]
        self._text = "".join(lines)
        self._simple = _simple(self._text)
        self._starts: dict[str, int] = {}
        at = 0
        for line in lines:
            self._starts.setdefault(_simple(line), at)
            at += len(line)
        self._at = 0

    def text(self, simple: str) -> str:
        """A text as it is printed, line by line; a line that stands nowhere as it is."""
        return "\n".join(map(self._line, simple.split("\n")))

    def sections(self, simple: Iterable[Section]) -> tuple[Section, ...]:
        return tuple(
            replace(each, heading=self.text(each.heading), text=self.text(each.text)) for each in simple
        )

    def figures(self, simple: Iterable[Figure]) -> tuple[Figure, ...]:
        return tuple(
            each if each.raw.isascii() else replace(each, raw=self.text(each.raw)) for each in simple
        )

    def _line(self, simple: str) -> str:
        bare = "".join(simple.split())
        at = self._starts.get(bare)
        if at is None:  # It is a piece of a line, behind the last one.
            at = self._simple.find(bare, self._at, self._at + _REACH)
        if at < 0:
            return simple
        self._at = at
        printed = iter(self._text[at : at + len(bare)])
        return "".join(char if char.isspace() else next(printed) for char in simple)


def _lines(document: Document) -> Iterator[str]:
    yield document.title or ""
    for block in document.blocks:
        if not isinstance(block, Grid):
            yield from block.text.split("\n")
            continue
        for row in block.rows:
            yield from (line for cell in row if cell is not None for line in cell.text.split("\n"))


def _block(block: Block) -> Block:
    if not isinstance(block, Grid):
        return replace(block, text=_simple(block.text))
    cells = {id(cell): _cell(cell) for row in block.rows for cell in row if cell is not None}
    rows = tuple(tuple(None if cell is None else cells[id(cell)] for cell in row) for row in block.rows)
    return Grid(rows=rows, place=block.place)


def _cell(cell: Cell) -> Cell:
    return replace(cell, text=_simple(cell.text))


def _simple(text: str) -> str:
    return text.translate(_pairs())


@cache
def _pairs() -> dict[int, str]:
    data = resources.files("extract.words").joinpath("traditional.tsv").read_text("utf-8")
    lines = [line.split("\t") for line in data.splitlines() if not line.startswith("#")]
    return {ord(one): other for left, right in lines for one, other in zip(left, right, strict=True)}
