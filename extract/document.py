"""A document as every reader gives it: blocks in reading order, each with where it came from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from archive.records import Place

OBJECT: Final = "\ufffc"
"""The text of a cell that shows no text but something else: a picture, a control, a formula without its result. It is no blank, and
no number can be read in it."""


@dataclass(kw_only=True, slots=True)
class Cell:
    """One printed cell; a cell that spans stands at every position it covers, as the same object.

    Nothing changes one. Not frozen all the same: that makes its making three times as slow, and a report has 300.
    """

    text: str
    """As printed, lines joined by '\\n', never stripped of inner spaces."""
    row: int
    column: int
    """Its top left position in the grid, from 0."""
    rowspan: int = 1
    colspan: int = 1
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A table as a rectangle, rows × columns; None where the source has no cell at all."""

    rows: tuple[tuple[Cell | None, ...], ...]
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A line the source marks as a heading (h1–h6, an outline style). Level from 1."""

    text: str
    level: int
    place: Place


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A run of text that ends in a line break; also each line of a text that has tables only as lines."""

    text: str
    place: Place


Block = Heading | Paragraph | Grid


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """What a reader saw. An empty `blocks` is never returned: a reader that sees nothing raises DocumentUnreadable."""

    media_type: str
    blocks: tuple[Block, ...]
    title: str | None = None
    """The title the format itself declares (ArticleTitle, h1, document properties); null where it has none."""
    unread: str | None = None
    """Why some of it could not be read; null where it was read whole."""
    meta: Mapping[str, str] = field(default_factory=dict)
    """Labelled values around the body, label as printed and folded: 发布日期, 发布机构, 索引号, 来源, PubDate, breadcrumb …"""


def moved(blocks: Iterable[Block], put: Callable[[Place], Place]) -> Iterator[Block]:
    """The blocks with other places."""
    cells: dict[int, Cell] = {}

    def cell(old: Cell) -> Cell:
        return cells.setdefault(id(old), replace(old, place=put(old.place)))

    for block in blocks:
        if isinstance(block, Grid):
            rows = tuple(tuple(each and cell(each) for each in row) for row in block.rows)
            yield Grid(rows=rows, place=put(block.place))
        else:
            yield replace(block, place=put(block.place))
