"""What captions say of tables: that they are another organ's or another year's."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.document import Block, Document, Grid
from extract.identity import organs, titles
from extract.tables.cells import distinct, said
from extract.words.labels import core

_LONGEST = 60
"""Characters of a caption; a longer line is a sentence."""
_ALIKE = 0.8
"""The share of labels in common that makes two tables tables of one kind."""
_NEAR = 3
"""Blocks above a table that may be its caption."""
_TOP = 10
"""Blocks of a document among which its title stands."""
_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!\d{1,2}月)")
_LEAD = re.compile(
    r"^\W*(?:注\W+)?(?:(?:以下|下表|以上|上表|上述)(?:表格?|数据)?(?:为|是|系)?|附[件表录]?|表|续表)?[\d一二三四五六七八九十]{0,3}[\W_]*"
)
_BELOW = re.compile(r"^\W*(?:注\W+)?(?:以上|上表|上述)")
"""What a line begins with that speaks of the table above it."""
_ENDS = r"(?=$|[\W\d]|本?年|政府信息|信息公开|公开|情况|统计|数据|汇总|[的之]?表)"
_NAMED = r"^([㐀-鿿]{2,30}?(?:人民政府|[省市县区旗州盟]政府|委员会|办公室|办事处|管委会|中心|街道|[局委办厅院镇乡站所队馆]))"
_ITSELF = r"^[我本](?:局|委|办|厅|院|县|市|区|州|镇|乡|街道|中心|单位)"
_ORGAN, _ANY_ORGAN = re.compile(_NAMED + _ENDS), re.compile(_NAMED)
_OWN, _ANY_OWN = re.compile(_ITSELF + _ENDS), re.compile(_ITSELF)
_POINTS = re.compile(r"下表|如下")
"""What a sentence has that stands above its table: its organ is followed by any words."""
_OTHERS = re.compile(
    rf"^(?:(?:上一?年度?|去年)(?:同期)?{_ENDS}|[下所直]属(?:事业)?(?:单位|机构|部门)|下级(?:单位|机关|部门))"
)
"""The year before, or organs below, without a name."""
_HINT = re.compile(r"20\d\d年|[府会室处心道局委办厅院镇乡]|上一?年|去年|[属级][事单机部]|^\W*[我本]")
"""What a line must have to name a year or an organ: few have."""
_FACELESS = re.compile(r"^(?:我|本|该|各|全|其他|上级|下级|所属|有关)")
_BARE_YEAR = re.compile(r"^(20\d\d)(?:年度)?$")
_SUMS = frozenset({"合计", "总计", "共计", "总数"})
_CHAPTER = re.compile(r"^[一二三四五六七八九]、")
_GOVERNMENT = frozenset({"government", "office"})


def foreign(document: Document, organ: str, year: int | None) -> dict[int, str]:
    """The grids under a caption that names another organ than the report's, or another year: index of the block → caption.

    A caption holds for the tables that follow, to the next caption, chapter or sentence, or to a table like one of them; one that
    says 上表 for those right above it; the title of a whole report to the next title.
    """
    captions = _Captions(organ=organ, year=year)
    for index, block in enumerate(document.blocks):
        if isinstance(block, Grid):
            captions.table(index, block)
        elif len(block.text) > _LONGEST and "\n" not in block.text:
            captions.sentence()
        else:
            for line in _lines(block):
                captions.line(line)
    return captions.found


@dataclass(kw_only=True, slots=True)
class _Captions:
    """Which captions hold at some point of a document; '' for none, or one of the report's own organ and year."""

    organ: str
    year: int | None
    found: dict[int, str] = field(default_factory=dict)
    """The tables under one that names another, by their blocks."""
    report: str = ""
    """The title of a whole report."""
    caption: str = ""
    under: list[Grid] = field(default_factory=list)
    """The tables under `caption`."""
    last: list[int] = field(default_factory=list)
    """The tables since the last line of text, by their blocks."""

    def table(self, index: int, grid: Grid) -> None:
        own = _told(_topmost(grid), self.organ, self.year)
        if own is None and self.caption and any(_alike(grid, other) for other in self.under):
            self.caption = ""
        if named := (self.caption or self.report) if own is None else own:
            self.found[index] = named
            self.under.append(grid)
        self.last.append(index)

    def sentence(self) -> None:
        """A text too long to be a caption."""
        self.caption, self.last = "", []

    def line(self, line: str) -> None:
        if _BELOW.match(line):
            told = _told(line.rstrip("。)"), self.organ, self.year)
            self.found |= dict.fromkeys(self.last, told) if told else {}
            return
        is_chapter = _CHAPTER.match(line) is not None
        told = None if is_chapter else _told(line, self.organ, self.year)
        self.last = []
        if told is not None and titles.is_title(line):
            self.report, self.caption = told, ""
        elif told is not None:
            self.caption, self.under = told, []
        elif is_chapter or len(line) > _LONGEST:
            self.caption = ""


def above(document: Document, index: int, organ: str, year: int | None) -> str | None:
    """What the lines above a table say of it, up to the next table: the caption where that names another organ or year, '' where
    it names the report's own, null where none names either. The report's title is no caption."""
    for block in reversed(document.blocks[max(0, index - _NEAR) : index]):
        if isinstance(block, Grid):
            return None
        for line in reversed(list(_lines(block))):
            if titles.is_title(line):
                return None
            if (told := _told(line, organ, year, points=bool(_POINTS.search(line)))) is not None:
                return told
    return None


def title(document: Document, organ: str, year: int | None) -> str | None:
    """The title of a document where it names another organ than the report's, or another year."""
    lines = [document.title or "", *(line for block in document.blocks[:_TOP] for line in _lines(block))]
    found = next((line for line in map(_squeezed, lines) if titles.is_title(line)), None)
    named = titles.parse(found) if found else None
    if named is None:
        return None
    is_of_another = bool(organ and named.organ) and organs.kind(named.organ) != "other"
    is_of_another = is_of_another and not _is_same(named.organ, organ)
    return found if is_of_another or (year and named.year and named.year != year) else None


def is_own(label: str, organ: str, year: int | None) -> bool:
    """Whether the label of a line of figures names the report's own organ or year, or says that these are the sum of all."""
    folded = _squeezed(label)
    return core(folded) in _SUMS or _told(_BARE_YEAR.sub(r"\1年", folded), organ, year) == ""


def _labels(grid: Grid) -> frozenset[str]:
    """What the cells of a table say that are no figures."""
    return frozenset(
        core(cell.text) for row in grid.rows for cell in distinct(row) if said(cell.text)[1] is None
    )


def _alike(one: Grid, other: Grid) -> bool:
    """Whether two tables print the same labels, but for a few."""
    left, right = _labels(one), _labels(other)
    return len(left & right) > _ALIKE * max(len(left), len(right))


def _lines(block: Block) -> Iterator[str]:
    if not isinstance(block, Grid):
        yield from filter(None, map(_squeezed, block.text.split("\n")))


def _squeezed(line: str) -> str:
    return "".join(unicodedata.normalize("NFKC", line).split())


def _topmost(grid: Grid) -> str:
    """What the first row of a grid says where it is a single cell: a caption may stand there."""
    cells = distinct(grid.rows[0]) if grid.rows else []
    return _squeezed(cells[0].text) if len(cells) == 1 else ""


def _told(line: str, organ: str, year: int | None, *, points: bool = False) -> str | None:
    """The caption where it names another organ or year, '' where it names the report's own, null where it names neither."""
    if not _HINT.search(line) or len(line) > _LONGEST or "。" in line:
        return None
    years = {int(each) for each in _YEAR.findall(line)}
    bare = _LEAD.sub("", _YEAR.sub("", line))
    if _OTHERS.match(bare):
        return line
    found = (_ANY_ORGAN if points else _ORGAN).match(bare)
    named = found[1] if found and not _FACELESS.match(found[1]) and organs.kind(found[1]) != "other" else ""
    if (years and year and year not in years) or (named and organ and not _is_same(named, organ)):
        return line
    return "" if years or named or (_ANY_OWN if points else _OWN).match(bare) else None


def _is_same(named: str, organ: str) -> bool:
    """Whether a name in a caption can mean the report's own organ: one of its kind whose name is part of the other's, or a
    government and its office."""
    kinds = {organs.kind(named), organs.kind(organ)}
    if len(kinds) > 1:
        return kinds <= _GOVERNMENT and organs.place(named) == organs.place(organ)
    one, other = organs.key(named), organs.key(organ)
    return one in other or other in one or organs.bare(named) in organs.bare(organ)
