"""What captions say of the tables below them: that they are another organ's or another year's, or which row stands there by itself."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache

from extract.document import Block, Cell, Document, Grid, Paragraph
from extract.forms import forms
from extract.identity import organs, titles
from extract.labels import core
from extract.tables.cells import Row, distinct, said
from extract.tables.vocabulary import Vocabulary, vocabulary

_LONGEST = 60
"""Characters of a caption; a longer line is a sentence."""
_ALIKE = 0.8
"""The share of labels in common that makes two tables tables of one kind."""
_NAME = 24
"""Characters of a line that names the row of the table below it."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!\d{1,2}月)")
_LEAD = re.compile(r"^(?:附[件表录]?|表|续表)?[\d一二三四五六七八九十]{0,3}[\W_]*")
_ORGAN = re.compile(
    r"^([㐀-鿿]{3,30}?(?:人民政府|[省市县区旗州盟]政府|委员会|办公室|办事处|管委会|中心|街道|[局委办厅院镇乡]))"
    r"(?=$|[\W\d]|本?年|政府信息|信息公开|公开|情况|统计|数据|汇总|[的之]?表)"
)
_HINT = re.compile(r"20\d\d年|[府会室处心道局委办厅院镇乡]")
"""What a line must have to name a year or an organ: few have."""
_FACELESS = re.compile(r"^(?:我|本|该|各|全|其他|上级|下级|所属|有关)")
_CHAPTER = re.compile(r"^[一二三四五六七八九]、")
_GOVERNMENT = frozenset({"government", "office"})


def foreign(document: Document, organ: str, year: int | None) -> dict[int, str]:
    """The grids under a caption that names another organ than the report's, or another year: index of the block → caption.

    A caption holds for the tables that follow, to the next caption, chapter or sentence, or to a table like one of them; the title
    of a whole report to the next title.
    """
    found: dict[int, str] = {}
    caption = report = ""
    under: list[Grid] = []
    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            own = _told(_topmost(block), organ, year)
            if own is None and caption and any(_alike(block, other) for other in under):
                caption = ""
            if named := (caption or report) if own is None else own:
                found[index] = named
                under.append(block)
            continue
        if len(block.text) > _LONGEST and "\n" not in block.text:
            caption = ""
            continue
        for line in _lines(block):
            told = None if _CHAPTER.match(line) else _told(line, organ, year)
            if told is not None and titles.is_title(line):
                report, caption = told, ""
            elif told is not None:
                caption, under = told, []
            elif _CHAPTER.match(line) or len(line) > _LONGEST:
                caption = ""
    return found


def _labels(grid: Grid) -> frozenset[str]:
    """What the cells of a table say that are no figures."""
    return frozenset(
        core(cell.text) for row in grid.rows for cell in distinct(row) if said(cell.text)[1] is None
    )


def _alike(one: Grid, other: Grid) -> bool:
    """Whether two tables print the same labels, but for a few."""
    left, right = _labels(one), _labels(other)
    return len(left & right) > _ALIKE * max(len(left), len(right))


def without(document: Document, grids: dict[int, str]) -> Document:
    """The document with those grids blank, every other block at its index."""
    blocks = [
        Paragraph(text="", place=block.place) if index in grids else block
        for index, block in enumerate(document.blocks)
    ]
    return replace(document, blocks=tuple(blocks))


def _lines(block: Block) -> Iterator[str]:
    if not isinstance(block, Grid):
        for line in block.text.split("\n"):
            if folded := "".join(unicodedata.normalize("NFKC", line).split()):
                yield folded


def _topmost(grid: Grid) -> str:
    """What the first row of a grid says where it is a single cell: a caption may stand there."""
    cells = distinct(grid.rows[0]) if grid.rows else []
    return "".join(unicodedata.normalize("NFKC", cells[0].text).split()) if len(cells) == 1 else ""


def _told(line: str, organ: str, year: int | None) -> str | None:
    """The caption where it names another organ or year, '' where it names the report's own, null where it names neither."""
    if not _HINT.search(line) or len(line) > _LONGEST or "。" in line:
        return None
    years = {int(each) for each in _YEAR.findall(line)}
    found = _ORGAN.match(_LEAD.sub("", _YEAR.sub("", line)))
    named = found[1] if found and not _FACELESS.match(found[1]) and organs.kind(found[1]) != "other" else ""
    if (years and year and year not in years) or (named and organ and not _is_same(named, organ)):
        return line
    return "" if years or named else None


def _is_same(named: str, organ: str) -> bool:
    """Whether a name in a caption can mean the report's own organ: one of its kind whose name is part of the other's, or a
    government and its office."""
    kinds = {organs.kind(named), organs.kind(organ)}
    if len(kinds) > 1:
        return kinds <= _GOVERNMENT and organs.place(named) == organs.place(organ)
    one, other = organs.key(named), organs.key(organ)
    return one in other or other in one or organs.bare(named) in organs.bare(organ)


def named(document: Document, index: int, rows: list[Row]) -> list[Row]:
    """A grid's rows; where one row of a table stands by itself, under its columns alone, with the line above that names it on top."""
    above = document.blocks[index - 1] if index else None
    if above is None or isinstance(above, Grid) or not rows or len(above.text) > _NAME:
        return rows
    said_above = core(above.text)
    for words in _with_rows_in_heads():
        told = [row.label for row in words.table.rows if core(row.label) in said_above]
        if len(told) == 1 and _is_bare(rows, words):
            cell = Cell(text=told[0], row=0, column=0, place=above.place)
            width = len(rows[0].positions)
            return [
                Row(positions=[cell] * width, cells=[cell], names=[core(cell.text)], values=[None]),
                *rows,
            ]
    return rows


def _is_bare(rows: Sequence[Row], words: Vocabulary) -> bool:
    """Whether a grid prints the columns of a table once, and none of its rows."""
    names = [name for row in rows for name in row.names]
    columns = sum(name in words.columns for name in names)
    return columns == len(words.table.columns) and words.rows.keys().isdisjoint(names)


@cache
def _with_rows_in_heads() -> tuple[Vocabulary, ...]:
    return tuple(vocabulary(table) for form in forms() for table in form.tables if table.rows_in_header)
