"""The rows of a table without rulings: figures that stand side by side, and the labels that reach to their height."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extract.layout.columns import Columns, Extent
from extract.layout.edges import Piece
from extract.layout.headed import head_words
from extract.layout.levelled import levelled
from extract.layout.spots import Spot, cut
from extract.layout.words import text
from extract.layout.wrapped import Line, is_wrapped
from extract.words.labels import sign
from extract.words.numbers import mended

_INK = 0.4
"""Of the size of type: half the height of what a character's box prints."""
_LEADING = 0.75
"""Of the size of type: the most that is free between two lines of one cell, whose boxes may be taller than their ink."""
_BESIDE = 1.5
"""Of the size of type: the widest gap in a label that is set with spaces."""
_LEVEL = 0.35
"""Of the size of type: how far apart the middles of words on one line may be."""


_WRAPPED = 1.75
"""Of the size of type: from the middle of one line of a figure to that of the next, at most."""
_FIGURE = re.compile(r"\d[\d.,，+=-]*")
"""A number, or the sum that comes to it."""
_INNER_SIGN = re.compile(r"(?<=[㐀-鿿])[（(][一二三四五六七八九十]{1,2}[)）]")


@dataclass(slots=True)
class Block:
    """Words that make one cell, or the figures of one row; top and bottom are those of their ink."""

    words: list[Spot] = field(default_factory=list)
    top: float = float("inf")
    bottom: float = float("-inf")
    first: int = 0
    last: int = 0
    """Of a head's cell: the lines from which to which it reaches."""
    row: int | None = None
    """Of a label: the row of figures on whose line one of its own lines stands."""

    def add(self, word: Spot) -> None:
        self.words.append(word)
        self.top = min(self.top, word.middle - _INK * word.size)
        self.bottom = max(self.bottom, word.middle + _INK * word.size)

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def figure_rows(body: Iterable[Spot], columns: Columns) -> list[Block]:
    """The rows of figures, from top to bottom: words that stand at one height in columns of figures."""
    rows: list[Block] = []
    for word in sorted((word for word in body if columns.holds(word)), key=lambda each: each.middle):
        if not rows or word.middle - _INK * word.size >= rows[-1].bottom:
            rows.append(Block())
        rows[-1].add(word)
    return rows


def pieces_of(head: Sequence[Spot], body: Sequence[Spot], columns: Columns) -> list[Piece]:
    """The cells of a table, its head on top: `body` are the words of its rows."""
    rows = figure_rows(body, columns)
    figures = {id(word) for row in rows for word in row.words}
    rest = [word for word in body if id(word) not in figures]
    names = [word for word in rest if columns.at(word) == columns.label]
    rows = _whole_rows(rows, names, columns)
    labels = (_levelled(names, rows) if columns.listed else []) or list(_labels(names, rows))
    for word in rest:
        if columns.at(word) != columns.label:
            min(rows, key=lambda row: abs(row.middle - word.middle)).words.append(word)
    above = list(_head(head, columns))
    top = max((piece.bottom for piece in above), default=0)
    return [*above, *_unwrapped(_body(rows, labels, columns, top), [*head, *body], columns)]


def _unwrapped(pieces: Iterable[Piece], words: Sequence[Spot], columns: Columns) -> Iterator[Piece]:
    """The cells, with each figure of several lines as one number where its column has no room for more of it on a line."""
    for piece in pieces:
        number = mended(piece.text)
        if number is None or piece.box is None:
            yield piece
            continue
        beside = [word for word in words if columns.edges[columns.at(word)] == piece.left]
        own = [word for word in beside if piece.box[1] <= word.middle <= piece.box[3]]
        wrapped = is_wrapped(_lines(own), _lines(beside))
        yield piece._replace(text=number) if wrapped else piece


def _lines(words: Iterable[Spot]) -> list[Line]:
    return [Line(word.x0, word.top, word.x1, word.bottom, len(word.text)) for word in words]


def _whole_rows(rows: Sequence[Block], names: Sequence[Spot], columns: Columns) -> list[Block]:
    """The rows, with both lines of figures that a narrow column wraps in one, at the height of its label: the others of the row are
    level with the first line or stand in the middle."""
    found: list[Block] = []
    while rows:
        row, count = rows[0], 1
        for lines in (3, 2):
            if (level := _one_row(rows[:lines], names, columns)) is not None:
                row, count = _whole(rows[:lines], level), lines
                break
        found.append(row)
        rows = rows[count:]
    return found


def _whole(lines: Sequence[Block], level: float) -> Block:
    """The lines of one row, as high as one line at this height."""
    words = [word for line in lines for word in line.words]
    reach = _INK * words[0].size
    return Block(words=words, top=level - reach, bottom=level + reach)


def _one_row(rows: Sequence[Block], names: Sequence[Spot], columns: Columns) -> float | None:
    """The height of the label of several lines of which the last goes on with figures of the first, and one between them has other
    columns; null where they are several rows."""
    if len(rows) < 2:
        return None
    upper, *between, lower = rows
    middle, size = (upper.middle + lower.middle) / 2, lower.words[0].size
    others = {columns.at(word) for row in between for word in row.words}
    if (
        not _is_second_line(upper, lower, columns)
        or not others.isdisjoint(columns.at(word) for word in upper.words)
        or any(abs(row.middle - middle) >= _LEVEL * size for row in between)
    ):
        return None
    near = [word for word in names if upper.middle - size < word.middle < lower.middle + size]
    return next((at for at in (upper.middle, middle) if _is_labelled_at(at, near, _LEVEL * size)), None)


def _is_labelled_at(height: float, near: Sequence[Spot], level: float) -> bool:
    """Whether a label stands at a height, and none begins below it. Lines of a group's label, which reaches over several rows, may stand
    at any height; a label without a sign may begin at each of its lines."""
    begun = [word for word in near if sign(word.text) and not head_words().begins_group(word.wording)]
    if not begun:
        return bool(near) and all(abs(word.middle - height) < level for word in near)
    is_level = any(abs(word.middle - height) < level for word in near)
    return is_level and all(word.middle < height + level for word in begun)


def _is_second_line(upper: Block, lower: Block, columns: Columns) -> bool:
    """Whether digits stand right under figures that are at least as wide."""
    above = {columns.at(word): word for word in upper.words}
    return lower.middle - upper.middle < _WRAPPED * lower.words[0].size and all(
        (first := above.get(columns.at(word))) is not None
        and _FIGURE.fullmatch(first.text + word.text) is not None
        and word.x1 - word.x0 <= first.x1 - first.x0
        for word in lower.words
    )


def foot_of_labels(body: Iterable[Spot], rows: Sequence[Block], columns: Columns) -> float:
    """The height of the last line of the labels where each is level with its row; as little as can be where that is not told."""
    labels = levelled(
        (word for word in body if columns.at(word) == columns.label), [row.middle for row in rows]
    )
    return max((word.middle for word in labels[-1]), default=float("-inf")) if labels else float("-inf")


def _levelled(words: Sequence[Spot], rows: Sequence[Block]) -> list[Block]:
    """The labels where each is level with its row; none where that is not told."""
    blocks = []
    for at, label in enumerate(levelled(words, [row.middle for row in rows]) or ()):
        block = Block(row=at)
        for word in label:
            block.add(word)
        blocks.append(block)
    return blocks


def _labels(words: Sequence[Spot], rows: Sequence[Block]) -> Iterator[Block]:
    """The labels, each as many lines as it has; a label stands in one row of figures, or reaches over several."""
    blocks: list[Block] = []
    signed = [each for word in words for each in _signed(word)]
    bare = set(range(len(rows))) - {_row_of(word, rows) for word in signed}
    for word in sorted(signed, key=lambda each: (each.middle, each.x0)):
        row = _row_of(word, rows)
        own = _nearest(word, rows) if row is None else row
        others = [each for each in blocks if own not in bare or each.row in {None, own}]
        block = next((each for each in reversed(others) if _continues(each, word, row)), None)
        if block is None:
            block = Block()
            blocks.append(block)
        block.add(word)
        block.row = row if block.row is None else block.row
    yield from blocks


def _signed(word: Spot) -> Sequence[Spot]:
    """A group's label and the label beside it where one ends right where the other begins."""
    inner = _INNER_SIGN.search(word.text) if sign(word.text) else None
    return cut(word, inner.start()) if inner and len(word.text) == len(word.glyphs) else (word,)


def _row_of(word: Spot, rows: Sequence[Block]) -> int | None:
    return next(
        (
            index
            for index, row in enumerate(rows)
            if any(abs(each.middle - word.middle) < _LEVEL * word.size for each in row.words)
        ),
        None,
    )


def _nearest(word: Spot, rows: Sequence[Block]) -> int:
    """The row of figures that is nearest to a word: between those of two lines stands none on either's height."""
    return min(range(len(rows)), key=lambda index: abs(rows[index].middle - word.middle))


def _continues(block: Block, word: Spot, row: int | None) -> bool:
    """Whether a word goes on with a label: on its line without a wide gap, or on the line below it."""
    if sign(word.text) or (row is not None and block.row is not None and row != block.row):
        return False
    last = block.words[-1]
    if abs(last.middle - word.middle) < _LEVEL * word.size:
        return 0 <= word.x0 - last.x1 < _BESIDE * word.size
    wide = min(word.x1 - word.x0, max(each.x1 - each.x0 for each in block.words))
    common = max(min(word.x1, each.x1) - max(word.x0, each.x0) for each in block.words)
    return word.middle - last.middle < (1 + _LEADING) * word.size and common > 0.5 * wide


def _head(head: Sequence[Spot], columns: Columns) -> Iterator[Piece]:
    """The cells of the head: the label of a column whole, however many lines it has, down to the rows, and so what stands over their
    labels; other words line by line."""
    known = head_words()
    beside = (columns.label, columns.label + 1)
    top, middle = -1, float("-inf")
    cells: dict[tuple[int, int, int], Block] = {}
    for word in sorted(head, key=lambda each: (each.middle, each.x0)):
        if word.middle - middle > _LEVEL * word.size:
            top, middle = top + 1, word.middle
        at, under = columns.at(word), columns.under(word)
        whole = known.leaf(word.wording) or under == beside
        key = (-1, at, at + 1) if whole else (top, *under)
        cell = cells.setdefault(key, Block(first=top))
        cell.add(word)
        cell.last = top
    for (line, left, right), cell in cells.items():
        last = cell.last if line >= 0 else top
        yield _piece(cell.words, (cell.first, last + 1), (columns.edges[left], columns.edges[right]))


def _body(rows: Sequence[Block], labels: Sequence[Block], columns: Columns, top: int) -> Iterator[Piece]:
    """The cells of the rows. A label at whose height no figures stand makes a row of blanks."""
    reach = {id(label): [row for row in rows if label.top < row.middle < label.bottom] for label in labels}
    every = sorted(
        [*rows, *(label for label in labels if not reach[id(label)])], key=lambda each: each.middle
    )
    order = {id(block): y for y, block in enumerate(every, start=top)}
    for block in every:
        yield from _figures(block, columns, order[id(block)])
    for label in labels:
        own = [order[id(each)] for each in reach[id(label)] or [label]]
        sides = (min(word.x0 for word in label.words), max(word.x1 for word in label.words))
        yield _piece(label.words, (min(own), max(own) + 1), sides)


def _figures(row: Block, columns: Columns, y: int) -> Iterator[Piece]:
    """A row's cells beside its label, blank ones too."""
    cells: dict[int, list[Spot]] = {}
    for word in sorted(row.words, key=lambda each: (each.middle, each.x0)):
        cells.setdefault(columns.at(word), []).append(word)
    for at in range(columns.count):
        sides = (columns.edges[at], columns.edges[at + 1])
        if at == columns.label:
            continue
        yield _piece(cells[at], (y, y + 1), sides) if at in cells else Piece("", y, y + 1, *sides)


def _piece(words: Sequence[Spot], rows: tuple[int, int], sides: Extent) -> Piece:
    glyphs = [glyph for word in words for glyph in word.glyphs]
    box = (
        min(word.x0 for word in words),
        min(word.top for word in words),
        max(word.x1 for word in words),
        max(word.bottom for word in words),
    )
    return Piece(text(glyphs), *rows, *sides, box=box)
