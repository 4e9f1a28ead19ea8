"""What surrounds a report on its page: metas, breadcrumb, labelled header, title; and which tables hold data."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement as Element

from extract.identity import masthead


def names(words: str) -> frozenset[str]:
    """A set of names written as words."""
    return frozenset(words.split())


_METAS = {
    name.lower(): name
    for name in names(
        "SiteName SiteDomain SiteIDCode ColumnName ColumnType ColumnDescription ColumnKeywords "
        "ArticleTitle PubDate ContentSource Author Keywords Description Url"
    )
}
LABELS = names(
    "索引号 信息索取号 信息索引号 发布机构 发布机关 发文机关 公开责任部门 责任部门 信息来源 来源 文章来源 发布日期 发布时间 "
    "公开日期 公开时间 发文日期 发文时间 发稿时间 发布于 成文日期 生成日期 公文生成日期 日期 时间 名称 标题 信息名称 文号 发文字号 组配分类 信息分类 "
    "主题分类 文件分类 有效性 时效性 公开方式 公开形式 公开范围 主题词 关键词 内容概述 体裁分类 公开类别 所属机构 制发日期 "
    "备注/文号 内容分类 发布人 更新时间 更新日期 废止日期 生效日期 语种"
)
COUNTERS = re.compile(
    r"(?:浏览|点击|访问|阅读|查看|下载)(?:次数|数量|量|数|人次|人数)?|字体|字号|打印|分享|视力保护色?|责任编辑|编辑|审核|作者"
)
_SPACED = "|".join(r"[\s　]*".join(map(re.escape, label)) for label in sorted(LABELS, key=len, reverse=True))
_ANY = r"[一-鿿]{2,8}"
_LABELLED = re.compile(
    rf"(?<![一-鿿])[【\[]?(?P<label>{_SPACED})[】\]]?[\s　]*[:：][\s　]*(?P<value>[^\n|｜]*?)"
    rf"(?=[\s　]*[【\[]?(?:{_SPACED})[】\]]?[\s　]*[:：]|[\s　]+{_ANY}[:：]|[\s　]+(?:打印|字体|字号|浏览|点击|分享)|[\s　]*(?:$|\n|[|｜]))"
)
_CRUMB = re.compile(r"crumb|weizhi|dqwz|wz_?nav|position|location|curr?ent|path", re.IGNORECASE)
_CRUMB_WORDS = re.compile(r"^\s*(?:您?(?:现在)?(?:的|所在的?)?位置|当前(?:的)?位置|所在位置|首页)")
_SEPARATORS = re.compile(r"\s*(?:>+|＞+|»|›|→|/|\\|--+)\s*")
_SITE_SUFFIX = re.compile(r"\s*(?:[-_|—–―]+\s*[^-_|—–―]{2,30})+$")
_TITLE_NODES = etree.XPath("//ucaptitle | //*[contains(concat(' ', @class, ' '), ' title ')] | //h1 | //h2")
CELLS = names("td th")
HELD = "data-held-table"
"""Attribute of the empty element that stands for a table taken out of the tree, with its number."""
LARGE = "data-large-table"
"""Attribute that it has too where the table is larger than those that pages have in their headers."""
_LARGE_ROWS = 10


def take_out_tables(root: Element) -> list[Element]:
    """Takes every table of data out of the tree: what looks for the body then need not walk thousands of cells."""
    taken: list[Element] = []
    for table in list(root.iter("table")):
        if _is_frame(table):
            table.drop_tag()
    for table in list(root.iter("table")):
        parent = table.getparent()
        if parent is None or next(table.iterdescendants("table"), None) is not None or is_layout(table):
            continue
        holder = table.makeelement("table", {HELD: str(len(taken))})
        if max(len(table), *map(len, table), 0) >= _LARGE_ROWS:
            holder.set(LARGE, "")
        for name in ("style", "hidden"):
            if (value := table.get(name)) is not None:
                holder.set(name, value)
        holder.tail, table.tail = table.tail, None
        parent.replace(table, holder)
        taken.append(table)
    return taken


def metas(root: Element) -> dict[str, str]:
    """The standard metas under their standard spelling, whatever case or order of attributes the page uses."""
    found: dict[str, str] = {}
    for meta in root.iter("meta"):
        name = _METAS.get((meta.get("name") or meta.get("property") or "").strip().lower())
        content = " ".join((meta.get("content") or "").split())
        if name and content:
            found.setdefault(name, content)
    return found


def breadcrumb(root: Element) -> str | None:
    """The parts of the page's breadcrumb joined by `>`."""
    for element in root.iter("div", "p", "span", "ul", "ol", "nav", "td", "li", "h3", "h4"):
        marked = _CRUMB.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        if not marked and not _CRUMB_WORDS.match(element.text or ""):
            continue
        text = " ".join(element.text_content().split())
        if not 4 < len(text) < 300 or ("首页" not in text and "位置" not in text):
            continue
        parts = _parts(element, text)
        if len(parts) > 1:
            return ">".join(parts)
    return None


def _parts(element: Element, text: str) -> list[str]:
    """By the separators printed, else by the links."""
    text = re.sub(r"^.{0,10}?位置\s*[:：]?\s*", "", text)
    parts = [part.strip() for part in _SEPARATORS.split(text) if part.strip()]
    if len(parts) < 2:
        parts = [" ".join(link.text_content().split()) for link in element.iter("a", "span", "li")]
    return [part for part in dict.fromkeys(parts) if 0 < len(part) <= 40]


@lru_cache(maxsize=4096)
def fold_label(text: str) -> str:
    """A label without spaces, brackets and colon: `索 引 号：` → `索引号`."""
    return "".join(unicodedata.normalize("NFKC", text).split()).strip(":【】[]")


def labelled(text: str) -> dict[str, str]:
    """The labelled values in a line of a page's header: `发布日期：2024-01-25 来源：…`."""
    found: dict[str, str] = {}
    if ":" not in text and "：" not in text:
        return found
    for match in _LABELLED.finditer(text):
        label = fold_label(match["label"])
        if label in LABELS:
            found.setdefault(label, match["value"].strip())
    return found


def is_header_line(text: str) -> bool:
    """Whether a line is the page's own, above or below the report: dates, sources, counters, print and share."""
    text = " ".join(text.split())
    if not text or len(text) > 200 or "。" in text:
        return False
    if labelled(text):
        rest = _LABELLED.sub("", text)
        return len(re.sub(r"\W", "", rest)) < 20
    bare = COUNTERS.sub("", text)
    return bare != text and len(re.sub(r"[\W\d大中小默认次本页到]", "", bare)) < 4


def labelled_cells(cells: Sequence[str]) -> dict[str, str]:
    """Labels and values of a table's row, each value in the cell after its label or in the same cell."""
    found: dict[str, str] = {}
    at = 0
    while at < len(cells):
        label = fold_label(cells[at])
        if label in LABELS and at + 1 < len(cells):
            value = " ".join(cells[at + 1].split())
            if value and fold_label(value) not in LABELS:
                found.setdefault(label, value)
            at += 2
            continue
        for label, value in labelled(cells[at]).items():
            found.setdefault(label, value)
        at += 1
    return found


def date_alone(root: Element, body: Element) -> str | None:
    """The date that stands by itself between the report's title and the element that holds its text."""
    titled = False
    for element in root.iter(
        "h1", "h2", "h3", "h4", "p", "span", "div", "td", "time", "em", "i", "ucaptitle"
    ):
        if element is body:
            break
        text = element.get("datetime") or element.text or ""
        titled = titled or ("公开" in text and "报" in text)
        if titled and "20" in text and masthead.DATED.match(text.strip()):
            return text.strip()
    return None


def title(root: Element, meta: dict[str, str]) -> str | None:
    """ArticleTitle, else the page's title node outside of its furniture, else the document's title without the site's name."""
    if "ArticleTitle" in meta:
        return meta["ArticleTitle"]
    for element in cast("list[Element]", _TITLE_NODES(root)):
        text = " ".join(element.text_content().split())
        if 6 <= len(text) <= 120 and "公开" in text.replace(" ", "") and "报" in text:
            return text
    printed = " ".join((root.findtext(".//title") or "").split())
    return _SITE_SUFFIX.sub("", printed) or printed or None


_FRAMED = 60
"""Characters that a cell may hold in a table of its own, around one figure or label."""


def _is_frame(table: Element) -> bool:
    """Whether a table inside a cell is a single short cell: a frame around what the outer cell prints."""
    if (
        next(table.iterancestors(*CELLS), None) is None
        or next(table.iterdescendants("table"), None) is not None
    ):
        return False
    cells = list(islice(own_cells(table), 2))
    return len(cells) == 1 and len(cells[0].text_content().strip()) <= _FRAMED


_LAYOUT_CELLS = 9
"""A table that holds another is a layout unless it has more cells of its own than this."""
_PROSE_CELLS = 4
"""A table of more cells than this holds data."""
_PROSE = 600
"""Characters in one cell that make it prose: no statutory label is a sixth as long."""


def is_layout(table: Element) -> bool:
    """Whether a table only arranges the page: a single cell, tables inside, or few cells of which one is prose."""
    if table.get(HELD) is not None:
        return False
    if next(table.iterdescendants("table"), None) is not None:
        cells = list(own_cells(table))
        nested = sum(next(cell.iter("table"), None) is not None for cell in cells)
        if nested:
            return len(cells) - nested <= _LAYOUT_CELLS
    few = list(islice(own_cells(table), _PROSE_CELLS + 1))
    return len(few) <= 1 or (
        len(few) <= _PROSE_CELLS and any(len(cell.text_content()) > _PROSE for cell in few)
    )


def own_cells(table: Element) -> Iterator[Element]:
    """The cells of a table itself, not of tables inside it."""
    return (cell for row in rows_of(table) for cell in row if cell.tag in CELLS)


def rows_of(table: Element) -> Iterator[Element]:
    """The rows of a table itself in the order in which they show, its foot last; some pages wrap them in stray elements."""
    feet: list[Element] = []
    for child in table:
        if child.tag == "tr":
            yield child
        elif child.tag == "tfoot":
            feet.append(child)
        elif isinstance(child.tag, str) and child.tag not in {"table", "td", "th", "caption"}:
            yield from rows_of(child)
    for foot in feet:
        yield from rows_of(foot)


def elements(root: Element) -> Iterator[Element]:
    """Every element, without comments and processing instructions."""
    return (element for element in root.iter() if isinstance(element.tag, str))
