"""What a link that says nothing of itself (查看, 下载, 更多) is about: the words of the row, of the column's head or of the box that
it stands in."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement

from crawler.organs import is_organ
from crawler.pages.page import words_of
from crawler.pages.wording import dateless, folded, spaced
from crawler.relevance import Kind, is_year, judge_title, title_organ
from crawler.remembered import remembered
from crawler.years import named_year

HEADINGS = ["h1", "h2", "h3", "h4", "h5", "h6", "dt", "th", "caption", "legend", "strong", "b"]
_SAYS_NOTHING = re.compile(
    r"^(?:点击|在线|我要|立即|请)*(?:查看|下载|浏览|阅读|详情|详细|打开|进入|预览|全文|正文|原文|附件|此处|这里|链接|内容|信息|文件|更多"
    r"|文档|(?:文字|网页|电子)版|版本?|格式|pdf|word|docx?|wps|ofd|html|view|download|detail)*s?$",
    re.IGNORECASE,
)
_AROUND = "[]()【】|:-—·•"
"""What stands around an organ's name before or behind an entry."""
_CHINESE = re.compile(r"[一-龥]")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LABEL = re.compile(r"[【\[(]?([^:【】\[\]()]{2,30})(?:[】\])]:?|:)")
_MOST_BEFORE = 24
"""Elements beside a link, before it, that may be links under the same label."""
_MOST_LETTERS = 120
_MOST_COLUMNS = 100
_MOST_SPANNED = 20
"""Rows that one cell reaches over: the years of an organ."""
_MOST_ACTIONS = 3
"""Links of a row that stand for one thing (查看, 下载, 打印)."""


@remembered
def says_nothing(words: str) -> bool:
    """Whether a link's words only say what a click does, or when what it leads to was published."""
    return _SAYS_NOTHING.fullmatch(folded(words)) is not None or (bool(words) and not dateless(words))


def leaves_out_year(link: HtmlElement, words: str) -> bool:
    """Whether a link in a table calls a report without its year, which a cell of its row tells."""
    row = next(link.iterancestors("tr"), None)
    if row is None or named_year(words) is not None or judge_title(words, in_column=True) is not Kind.REPORT:
        return False
    return any(is_year(_words(cell)) for cell in _cells(row))


def about(link: HtmlElement) -> str:
    """What the row of `link` is about, with the year that heads its column; '' where no words stand beside it."""
    row = next(link.iterancestors("tr"), None)
    return _beside(link) if row is None else _in_table(link, row)


def _in_table(link: HtmlElement, row: HtmlElement) -> str:
    """The title in a cell of the row; else the words of the cells without links, and the head of the link's column where it names a year."""
    cells = [*_spanning(row), *_cells(row)]
    told = [_words(cell) for cell in cells if cell.find(".//a") is None]
    if _YEAR.search(over := column_head(link)):
        told.append(over)
    named = (_words(link), *told)
    title = next((words for words in named if judge_title(words, in_column=True) is Kind.REPORT), "")
    beside = _left_out(title, told) if title else filter(_CHINESE.search, told)
    return spaced(" ".join([*beside, title]))[:_MOST_LETTERS]


def column_head(link: HtmlElement) -> str:
    """What the first row of a table has over the column of `link`; '' where it stands in no table, or in that row."""
    cell = next(link.iterancestors("td", "th"), None)
    table = None if cell is None else next(cell.iterancestors("table"), None)
    head = None if table is None else next(table.iter("tr"), None)
    if cell is None or head is None:
        return ""
    place = sum(1 for _ in islice(cell.itersiblings("td", "th", preceding=True), _MOST_COLUMNS))
    cells = list(_cells(head))
    return _words(cells[place]) if place < len(cells) and head is not cell.getparent() else ""


def _spanning(row: HtmlElement) -> Iterator[HtmlElement]:
    """The cells of the rows above that reach down into a row."""
    above = islice(row.itersiblings("tr", preceding=True), _MOST_SPANNED)
    for distance, earlier in enumerate(above, 1):
        for cell in _cells(earlier):
            span = cell.get("rowspan", "")
            if span.isdigit() and int(span) > distance:
                yield cell


def _cells(row: HtmlElement) -> Iterator[HtmlElement]:
    """The cells of a row that may say what stands in it."""
    return islice(row.iterchildren("td", "th"), _MOST_COLUMNS)


def _left_out(title: str, told: Iterable[str]) -> Iterator[str]:
    """The organ and the year that a row's other cells tell and its title does not."""
    organ = not title_organ(title) and next(filter(is_organ, told), "")
    year = named_year(title) is None and next(filter(is_year, told), "")
    return filter(None, (organ or "", year or ""))


def _beside(link: HtmlElement) -> str:
    """The words of the nearest box that says more than its links do; '' where it holds other links or is no row."""
    for node in islice(link.iterancestors("li", "p", "dd", "dl", "div", "span", "h3", "h4"), 4):
        links = list(node.iter("a"))
        if len(links) > _MOST_ACTIONS or not all(says_nothing(str(one.text_content())) for one in links):
            return ""
        words = _words(node)
        for one in links:
            words = words.replace(spaced(str(one.text_content())), " ")
        if _CHINESE.search(words):
            return spaced(words).rstrip(" :：") if len(words) <= _MOST_LETTERS else ""
    return ""


def organ_beside(link: HtmlElement) -> str:
    """The organ that the row of `link` names in a cell of its own, or before a colon, or that is all the row says beside its one link;
    '' for none."""
    if label := _label_before(link):
        return label
    row = next(link.iterancestors("tr", "li", "dd", "p"), None)
    if row is None:
        return ""
    if row.tag == "tr":
        cells = [cell for cell in (*_spanning(row), *_cells(row)) if cell.find(".//a") is None]
        return next(filter(is_organ, map(_words, cells)), "")
    rest = folded(_words(row)).replace(folded(dateless(words_of(link))), "", 1).strip(_AROUND)
    return rest if len(list(row.iter("a"))) == 1 and is_organ(rest) else ""


def _label_before(link: HtmlElement) -> str:
    """The organ that the nearest words before `link` name as a label (`财政局：`) of it and the links between; '' for any others."""
    before = list(islice(link.itersiblings(preceding=True), _MOST_BEFORE))
    texts = [one.tail for one in before]
    if len(before) < _MOST_BEFORE and (parent := link.getparent()) is not None:
        texts.append(parent.text)
    words = next((words for text in texts if _CHINESE.search(words := folded(text or ""))), "")
    label = _LABEL.fullmatch(words)
    return label[1] if label and is_organ(label[1]) else ""


def _words(element: HtmlElement) -> str:
    return dateless(spaced(str(element.text_content())))


def headed(node: HtmlElement) -> str:
    """The year under which a box stands, by the heading that it begins with; '' for any other box."""
    first = next(node.iterchildren(*HEADINGS), None)
    words = spaced(words_of(first)) if first is not None and first is node[0] else ""
    return words if is_year(words) else ""
