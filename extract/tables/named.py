"""Grids that hold a single row or a single column of a table, which the line above them, or their top cell, names."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from archive.records import Place
from extract.chapters import headings
from extract.document import Block, Cell, Document, Grid
from extract.forms import Table, forms
from extract.tables import aside, dated
from extract.tables.cells import FIGURES, Positions, Row, split
from extract.tables.vocabulary import Vocabulary, vocabulary
from extract.words.labels import core, fold, sign

_BRACKETS = re.compile(r"[()]")
_NAME = 24
"""Characters of a line that names the row or column of the grid below it."""

_TOTAL = "总计"
"""The column of a table that tells no applicants."""
_NEAR = 2
"""Blocks above a grid of which one may be that line: its unit may stand between."""

_HAN = frozenset("一二三四五六七八九")
"""What the heading of a chapter begins with."""
_NARROW = 3
"""Cells in the rows of a grid with one column of figures, where what lost its span may still be a title: elsewhere it is a row of
blanks."""


def named(document: Document, index: int, grid: Grid) -> Iterator[tuple[Grid, list[Row]]]:
    """The grid with its rows, and the row's or the column's name as part of their head where they lack it; where rows in between
    name columns, each with what stands below it by itself. Where chapters have their headings in the grid, each is such a grid."""
    near = document.blocks[max(0, index - _NEAR) : index]
    for chapter in _chapters(grid):
        yield from _named(document, index, chapter, near)
        near = ()


def _chapters(grid: Grid) -> Iterator[Grid]:
    """The grid, cut above each row that prints nothing but the heading of a chapter: what it says below is another table."""
    starts = [at for at, row in enumerate(grid.rows) if at and _is_heading(row)]
    if not starts:
        yield grid
        return
    for start, end in pairwise([0, *starts, len(grid.rows)]):
        yield _part(grid, start, end)


def _is_heading(row: Positions) -> bool:
    first = row[0]
    if first is None or first.text[:1] not in _HAN:
        return False
    if any(cell is not None and cell is not first and cell.text.strip() for cell in row):
        return False
    opening = headings.opening(first.text.strip())
    return opening is not None and opening.style == "han" and opening.number is not None


def _named(
    document: Document, index: int, grid: Grid, near: Sequence[Block]
) -> Iterator[tuple[Grid, list[Row]]]:
    rows = dated.without(aside.without(split(grid)))
    narrow = max([len(row.cells) for row in rows], default=0) <= _NARROW
    tops = {
        at: top for at, row in enumerate(rows) if (narrow or len(row.cells) == 1) and (top := _title(row))
    }
    titles = list(tops)
    if not titles or titles[0]:
        front = rows[: titles[0]] if titles else rows
        yield grid if front is rows else _part(grid, 0, titles[0]), _below(document, index, front, near)
    for start, end in pairwise([*titles, len(rows)]):
        top, below = tops[start], rows[start + 1 : end]
        yield _part(grid, start, end), _under_column(below, top.text, top.place) or rows[start:end]


def _part(grid: Grid, start: int, end: int) -> Grid:
    return Grid(rows=grid.rows[start:end], place=grid.place)


def _below(document: Document, index: int, rows: list[Row], near: Sequence[Block]) -> list[Row]:
    """Rows with what the lines above their grid, `near`, name; the only column of a table without applicants is that of the totals."""
    for above in reversed(near if rows else ()):
        if isinstance(above, Grid) or len(above.text) > _NAME:
            break
        if found := _under_row(rows, above.text, above.place) or _under_column(rows, above.text, above.place):
            return found
    if not _is_single(rows) or _names_columns(near):
        return rows
    totals = _under_column(rows, _TOTAL, document.blocks[index].place)
    return totals if totals and _is_alone(document, index, rows) else rows


def _is_single(rows: Sequence[Row]) -> bool:
    """Whether the first row that prints a number prints one."""
    first = next((row for row in rows if row.has_number), None)
    return first is not None and sum(value is not None for value in first.values) == 1


def _names_columns(near: Iterable[Block]) -> bool:
    """Whether text names a column of a table, though not one alone."""
    texts = [core(block.text) for block in near if not isinstance(block, Grid)]
    return any(name in text for words in _of_even_rows() for name in words.sideways for text in texts)


def _is_alone(document: Document, index: int, rows: Sequence[Row]) -> bool:
    """Whether no other grid prints a row that these print."""
    known = {name for words in _of_even_rows() for name in words.rows if name not in words.columns}
    own = known.intersection(name for row in rows for name in row.names)
    others = (block for at, block in enumerate(document.blocks) if at != index and isinstance(block, Grid))
    return all(own.isdisjoint(row.names) for other in others for row in split(other))


def _title(row: Row) -> Cell | None:
    """The only label of a row, if it is of a column of the rows below it; the head of their labels (项目, 申请人情况) may stand before it."""
    printed = [(cell, name) for cell, name in zip(row.cells, row.names, strict=True) if name]
    if not printed or any(value is not None and value.state in FIGURES for value in row.values):
        return None
    top, name = printed[-1]
    for words, _ in _columns(top.text):
        others = [name for _, name in printed[:-1]]
        if words.known.isdisjoint(name for name in others if name not in words.notes) and (
            len(row.cells) == 1 or others or name in words.sideways or sign(top.text) is None
        ):
            return top
    return None


def _under_row(rows: Sequence[Row], said: str, place: Place) -> list[Row] | None:
    """The rows below the name of the only row of figures; null where the text names none, or the grid names its rows."""
    for words, row in _rows(said):
        if _is_bare(rows, words):
            return [_head([(row, 0)], len(rows[0].positions), place), *rows]
    return None


def _is_bare(rows: Sequence[Row], words: Vocabulary) -> bool:
    """Whether a grid prints the columns of a table once, and none of its rows."""
    names = [name for row in rows for name in row.names]
    columns = sum(name in words.columns for name in names)
    return columns == len(words.table.columns) and words.rows.keys().isdisjoint(names)


def _under_column(rows: Sequence[Row], said: str, place: Place) -> list[Row] | None:
    """The rows with the name of their only column of figures above the first of them; null where the text names none, or the
    grid has several or names them."""
    for words, column in _columns(said):
        labelled = [at for at, row in enumerate(rows) if not words.rows.keys().isdisjoint(row.names)]
        figures = [_figures(rows[at], words) for at in labelled]
        starts = [found[0].column for found in figures if found]
        if not starts or max(map(len, figures)) > 1 or any(map(words.sideways.intersection, _names(rows))):
            continue
        first, width = labelled[0], len(rows[0].positions)
        # Some columns have names that rows have too (其他): a note of the table's shows that this is a head.
        head = _head([(words.table.notes[-1], 0), (column, min(starts))], width, place)
        return [*rows[:first], head, *rows[first:]]
    return None


def _names(rows: Sequence[Row]) -> Iterator[Sequence[str]]:
    return (row.names for row in rows)


def _figures(row: Row, words: Vocabulary) -> list[Cell]:
    """The cells of a row that print a figure."""
    printed = zip(row.cells, row.names, row.values, strict=True)
    return [
        cell
        for cell, name, value in printed
        if value is not None and value.state in FIGURES and name not in words.known
    ]


def _head(labels: Sequence[tuple[str, int]], width: int, place: Place) -> Row:
    """A row of labels, each from its position to the next one's."""
    ends = [*(start for _, start in labels[1:]), width]
    cells = [
        Cell(text=text, row=0, column=start, colspan=end - start, place=place)
        for (text, start), end in zip(labels, ends, strict=True)
    ]
    return Row(
        positions=[cell for cell in cells for _ in range(cell.colspan)],
        cells=cells,
        names=[core(cell.text) for cell in cells],
        values=[None] * len(cells),
        has_number=False,
    )


@lru_cache(maxsize=1024)
def _columns(said: str) -> tuple[tuple[Vocabulary, str], ...]:
    """The tables of which a text names one column, behind its group or alone, with the column's label."""
    found = []
    for words in _of_even_rows():
        wording = core(said)
        for group in sorted(words.groups, key=len, reverse=True):
            wording = wording.replace(group, "")
        keys = {key for known, key in words.columns.items() if known and known in wording}
        if len(keys) == 1:
            label = next(column.label for column in words.table.columns if column.key in keys)
            found.append((words, label))
    return tuple(found)


@lru_cache(maxsize=1024)
def _rows(said: str) -> tuple[tuple[Vocabulary, str], ...]:
    """The tables of which a text names one row, where rows stand in heads, with the row's label."""
    # 行政诉讼（未经复议直接起诉）: what brackets hold explains elsewhere, and names the row here.
    wording = _BRACKETS.sub("", fold(said))
    named_in = [
        (words, [row.label for row in words.table.rows if core(row.label) in wording])
        for words in with_rows_in_heads()
    ]
    return tuple((words, labels[0]) for words, labels in named_in if len(labels) == 1)


@cache
def with_rows_in_heads() -> tuple[Vocabulary, ...]:
    """The words of the tables whose rows stand in their heads."""
    return tuple(vocabulary(table) for table in _matrices() if table.rows_in_header)


@cache
def _of_even_rows() -> tuple[Vocabulary, ...]:
    """The tables whose rows all have the same columns."""
    return tuple(
        vocabulary(table)
        for table in _matrices()
        if table.notes and not table.rows_in_header and not any(row.columns for row in table.rows)
    )


def _matrices() -> Iterator[Table]:
    return (table for form in forms() for table in form.tables if table.shape == "matrix")
