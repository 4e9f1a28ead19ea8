"""Printed pages → blocks in reading order: running headers dropped, tables and paragraphs joined over page breaks."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from archive.records import Place
from extract.document import Block, Heading, Paragraph
from extract.layout import breaks, edges
from extract.layout.aligned import Open, aligned
from extract.layout.drawn import drawn
from extract.layout.headed import head_words
from extract.layout.ruled import TOLERANCE, Ruling, Table, tables
from extract.layout.shaped import Box, marked
from extract.layout.words import Glyph, Line, joined, lines, rows
from extract.words.labels import core
from extract.words.numbers import parse

_PAGE_NUMBER = re.compile(
    r"[\s\-—–－―─_·•.\[\](（）)]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／,，共]+\s*(?:共\s*)?\d{1,4}\s*页?)?[\s\-—–－―─_·•.\[\](（）)]*"
)
_EDGE = 0.12
"""The share of a page's height, at its top and at its foot, where running headers and page numbers stand."""
_ALONE = re.compile(r"(?:^|\s)[\d.,/—–－无-]+(?:\s|$)")
_SENTENCE = re.compile(r"[，。；、]")
"""What stands between the words of a sentence or of a chapter's heading, and between those of no head but its note."""
_HEAD_LINES = 8
"""Lines of the longest head of a statutory table, and of what may stand under it at the foot of a page."""
_LARGE = 1.2
"""A line of type this much larger than the body's is a heading."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """What stands on one page, from its top left in points."""

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...]
    rulings: tuple[Ruling, ...] = ()
    shapes: tuple[Box, ...] = ()
    """Pictures, and ink of other kinds than lines, boxes and characters."""


@dataclass(frozen=True, slots=True)
class _Item:
    """A line or a table on its page."""

    page: int
    content: Line | Table

    @property
    def top(self) -> float:
        return self.content.top if isinstance(self.content, Line) else self.content.box[1]


def blocks(pages: Iterable[Page], media_type: str) -> list[Block]:
    """Headings, paragraphs and grids of all pages in reading order."""
    # A page's characters go as soon as they are lines and cells: a bulletin of 500 pages has a million.
    sheets = list(_sheets(pages))
    running = _running(sheets)
    items = list(_settled([item for page, found in sheets for item in _printed(found, page, running)]))
    width = max((page.width for page, _ in sheets), default=0.0)
    body = _Body([item.content for item in items if isinstance(item.content, Line)], width)
    found: list[Block] = []
    number = 0
    for group in _groups(items):
        if isinstance(group[0].content, Table):
            number += 1
            found.append(_grid(group, number, media_type))
        else:
            found.extend(_paragraphs(group, body))
    return found


def _sheets(pages: Iterable[Page]) -> Iterator[tuple[Page, list[_Item]]]:
    """Each page, without its characters, with its lines and tables from top to bottom."""
    above: Open | None = None
    for page in pages:
        found, rest = tables(page.glyphs, page.rulings)
        whole, rest = drawn(found, rest, page.glyphs, (1 - _EDGE) * page.height)
        whole = [marked(table, page.shapes) for table in whole] if page.shapes else whole
        numbers = _page_number(page, rest)
        body = [glyph for glyph in rest if glyph not in numbers] if numbers else rest
        printed = lines(body)
        if above or _may_hold_tables(printed):
            more = aligned(body, above)
            above, printed = more.open, lines(more.rest) if more.tables or more.open else printed
            whole += more.tables
        contents: list[Line | Table] = [*whole, *printed, *lines(numbers)]
        items = sorted((_Item(page.number, each) for each in contents), key=lambda item: item.top)
        yield replace(page, glyphs=(), rulings=(), shapes=()), items


def _may_hold_tables(printed: Sequence[Line]) -> bool:
    """Whether figures stand alone in a page's lines, or a table's head at its foot: on most pages neither does."""
    if any(_ALONE.search(line.text) for line in printed):
        return True
    foot = [core(line.text) for line in printed[-_HEAD_LINES:] if not _SENTENCE.search(line.text)]
    return any(word in text for text in foot for word in head_words().telling)


def _page_number(page: Page, glyphs: Sequence[Glyph]) -> set[Glyph]:
    """The characters of the page's number."""
    head = rows(glyph for glyph in glyphs if glyph.top <= _EDGE * page.height)
    foot = rows(glyph for glyph in glyphs if glyph.top >= (1 - _EDGE) * page.height)
    outermost = [*head[:1], *foot[-1:]]
    return {
        glyph for row in (*head, *foot) if _is_page_number(joined(row), row in outermost) for glyph in row
    }


def _is_page_number(text: str, outermost: bool) -> bool:
    """Whether a line at a page's edge prints its number: what may be a figure of a table only as the line nearest to the edge."""
    return _PAGE_NUMBER.fullmatch(text) is not None and (outermost or parse(text).value is None)


def _masked(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _at_edge(item: _Item, page: Page) -> bool:
    if not isinstance(item.content, Line):
        return False
    return item.content.bottom < _EDGE * page.height or item.content.top > (1 - _EDGE) * page.height


def _running(sheets: Sequence[tuple[Page, list[_Item]]]) -> set[tuple[str, int]]:
    """Lines that stand at the same height of the edge of most pages, whatever digits they hold."""
    seen = Counter(
        key for page, items in sheets for key in {_spot(item) for item in items if _at_edge(item, page)}
    )
    return {key for key, count in seen.items() if count >= 2 and count >= 0.6 * len(sheets)}


def _spot(item: _Item) -> tuple[str, int]:
    return _masked(_text(item)), round(item.top / 6)


def _printed(items: Sequence[_Item], page: Page, running: set[tuple[str, int]]) -> list[_Item]:
    """A page's items without running lines and its number."""
    kept = [item for item in items if not (_at_edge(item, page) and _spot(item) in running)]
    outermost = (kept[0], kept[-1]) if kept else ()
    return [
        item
        for item in kept
        if not (_at_edge(item, page) and _is_page_number(_text(item), item in outermost))
    ]


def _text(item: _Item) -> str:
    assert isinstance(item.content, Line)
    return item.content.text


def _settled(items: Sequence[_Item]) -> Iterator[_Item]:
    """The items, with the lines of each single box that continues no table: it frames a page or sets off a paragraph."""
    for index, item in enumerate(items):
        if isinstance(item.content, Line) or not item.content.loose:
            yield item
            continue
        above = index > 0 and _continues(items[index - 1], item)
        below = index + 1 < len(items) and _continues(item, items[index + 1])
        if above or below:
            yield item
        else:
            yield from (_Item(item.page, line) for line in lines(item.content.loose))


def _groups(items: Sequence[_Item]) -> Iterator[list[_Item]]:
    """Runs of lines, and tables with those that continue them on the next pages."""
    group: list[_Item] = []
    for item in items:
        if group and _continues(group[-1], item):
            group.append(item)
            continue
        if group:
            yield group
        group = [item]
    if group:
        yield group


def _continues(above: _Item, below: _Item) -> bool:
    if isinstance(above.content, Line) and isinstance(below.content, Line):
        return True
    if isinstance(above.content, Table) and isinstance(below.content, Table):
        return below.page == above.page + 1 and breaks.same_columns(above.content, below.content)
    return False


def _grid(group: Sequence[_Item], number: int, media_type: str) -> Block:
    joined = breaks.join([(item.page, item.content) for item in group if isinstance(item.content, Table)])
    place = Place(page=group[0].page, table=number)
    return edges.grid(joined, place, media_type=media_type, tolerance=TOLERANCE)


class _Body:
    """The measure of the body text: the size of its type and where its lines begin and end."""

    def __init__(self, found: Sequence[Line], width: float) -> None:
        full = [line for line in found if len(line.text) >= 15]
        long = full or list(found)
        self.size = median(line.size for line in long) if long else 0.0
        self.left = _mode(line.x0 for line in long)
        # Few lines tell nothing of where lines end: then the margins are taken for equal.
        self.right = _mode(line.x1 for line in full) if len(full) >= 5 else width - self.left

    def heading(self, line: Line) -> bool:
        return line.size >= _LARGE * self.size and len(line.text) < 60

    def begins(self, line: Line, above: Line) -> bool:
        """Whether a line begins a paragraph: indented, or after one that ends short, or set in other type."""
        if line.x0 > self.left + 1.2 * self.size or above.x1 < self.right - 2.2 * self.size:
            return True
        return abs(line.size - above.size) > 0.15 * self.size or "\t" in line.text or "\t" in above.text


def _mode(values: Iterable[float]) -> float:
    counts = Counter(round(value / 4) for value in values)
    return counts.most_common(1)[0][0] * 4.0 if counts else 0.0


def _paragraphs(group: Sequence[_Item], body: _Body) -> Iterator[Block]:
    texts: list[str] = []
    first: _Item | None = None
    above: Line | None = None
    for item in group:
        line = item.content
        assert isinstance(line, Line)
        if first is not None and above is not None and _breaks(line, above, body):
            yield _block(texts, first, body)
            texts, first = [], None
        texts.append(line.text)
        first, above = first or item, line
    if first is not None:
        yield _block(texts, first, body)


def _breaks(line: Line, above: Line, body: _Body) -> bool:
    if body.heading(line) and body.heading(above):
        return abs(line.size - above.size) > 0.1 * line.size
    return body.begins(line, above)


def _block(texts: Sequence[str], first: _Item, body: _Body) -> Block:
    line = first.content
    assert isinstance(line, Line)
    text = "".join(_spliced(texts))
    place = Place(page=first.page, box=(line.x0, line.top, line.x1, line.bottom))
    if body.heading(line):
        return Heading(text=text, level=1, place=place)
    return Paragraph(text=text, place=place)


def _spliced(texts: Sequence[str]) -> Iterator[str]:
    """Lines of one paragraph: Latin words keep the space that the line break stood for."""
    last = ""
    for text in texts:
        if last[-1:].isascii() and last[-1:].isalpha() and text[:1].isascii() and text[:1].isalpha():
            yield " "
        yield text
        last = text
