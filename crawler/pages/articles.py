"""What an article page says of itself outside its text."""

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.organs import is_organ
from crawler.pages.page import Article, Page, marks, words_of
from crawler.pages.wording import before_date, folded, iso_date, spaced
from crawler.relevance import Kind, judge_title
from crawler.remembered import remembered

_TITLE_LABELS = ("标题", "信息名称", "名称")
_ORGAN_LABELS = (
    "发布机构",
    "发布机关",
    "发文机关",
    "公开责任部门",
    "责任部门",
    "发布单位",
)
_SOURCE_LABELS = ("信息来源", "来源")
_DATE_LABELS = (
    "发布日期",
    "公开日期",
    "发布时间",
    "发文日期",
    "成文日期",
    "生成日期",
    "公文生成日期",
    "日期",
)
_WANTED = frozenset({*_TITLE_LABELS, *_ORGAN_LABELS, *_SOURCE_LABELS, *_DATE_LABELS})
_ENDS = "".join(sorted({label[-1] for label in _WANTED}))
# Without `[1]` it goes through every node of the page.
_TITLE = etree.XPath("/descendant::title[1]")
_TEXTS = etree.XPath("/descendant::text()")
_LABEL_END = re.compile(rf"[{_ENDS}](?!\w)")
_MOST_WRITTEN = 5000
"""Letters of what may hold a label, spaces included: what is longer is a script or prose."""
_MOST_LABELLED = 120
"""Letters of a node that holds a label and its value."""
_NOTHING = re.compile(
    r"^(?:\d{1,2}|无|无文号|none|null|-+|/+|〔〕号|本站|本网|[本局镇乡]?(?:党政|综合)?办(?:公室)?|)$",
    re.IGNORECASE,
)
"""Placeholders, and offices of an organ that is not named."""
_CRUMB = re.compile(
    r"crumb|position|location|weizhi|dqwz|curr?ent|breadcrumb|bread|wz|path|navi?gat", re.IGNORECASE
)
_PLACED = etree.XPath("/descendant::text()[contains(., '位置')][not(preceding-sibling::text())]/parent::*")
_CRUMB_WORDS = re.compile(r"(?:您?现?在?的?(?:当前|所在)?位置(?:是)?[:：]?)?(首页.*)")
_TITLE_TAGS = frozenset({"ucaptitle", "h1", "h2", "h3"})
_TITLE_CLASSES = frozenset({"title", "bt", "arti_title"})
_BODY_TAG = "ucapcontent"
_BODY_IDS = frozenset(
    {
        "UCAP-CONTENT",
        "zoom",
        "zoomcon",
        "vsb_content",
        "details-content",
        "content",
        "article",
        "NewsContent",
        "mainText",
    }
)
_BODY_CLASS = re.compile(
    r"(?<!\S)TRS_Editor(?!\S)|TRS_UEDITOR|v_news_content|wzzw-article|wp_articlecontent|article-content|bt_content"
)
_LABELLED = frozenset({"td", "th", "li", "span", "dt", "dd", "p", "em", "b", "strong", "div"})
_TITLED = ("p", "div", "td", "th", "center", "font", "span", "strong", "b", "h4", "h5", "dt")
_MOST_TITLED = 400
_MOST_INSIDE = 6
"""Children of a node that may be a title set in several pieces."""
_INSIDE = re.compile(
    rf"({'|'.join((*_ORGAN_LABELS, *_SOURCE_LABELS, *_DATE_LABELS))})\s*:\s*(?=(\S+(?: \d\d?:\d\d)?))"
)
_NEXT_LABEL = re.compile(r"\s+[^\s:：]{2,8}[:：]")


def article(page: Page) -> Article:
    """Title, breadcrumb, organ and date, each from the best place that has it (PORTALS §3.3)."""
    metas = _metas(page)
    labels = _labels(page)
    label, published = _published(labels, metas)
    crumb = crumbs(page)
    return Article(
        title=_title(page, metas, labels, crumb),
        crumb=crumb,
        organ=_first(labels, _ORGAN_LABELS),
        source=_first(labels, _SOURCE_LABELS) or _value(metas.get("contentsource", "")),
        published=published,
        published_label=label,
        text=folded(body_text(page)),
    )


def crumbs(page: Page) -> tuple[str, ...]:
    """The breadcrumb's words from 首页 on; empty where the page has none."""
    for element in page.marked:
        if _holds_crumb(marks(element)) and len(words := _crumb_words(element)) >= 2:
            return words
    places = _PLACED(page.tree) if "位置" in page.once or "&#" in page.once else ()
    for element in cast("Iterable[HtmlElement]", places):
        words = _crumb_words(element) or _crumb_words(element.getparent())
        if len(words) >= 2:
            return words
    return ()


@remembered
def _holds_crumb(told: str) -> bool:
    return _CRUMB.search(told) is not None


def printed_title(page: Page) -> str:
    """The first short node, of any tag, whose words are a report's title: for pages that mark none; '' where there is none."""
    for element in islice(page.tree.iter(*_TITLED), _MOST_TITLED):
        words = spaced(words_of(element)) if len(element) <= _MOST_INSIDE else ""
        if (
            8 <= len(words) <= 80
            and next(element.iter("a"), None) is None
            and judge_title(words) is Kind.REPORT
        ):
            return words
    return ""


def body_text(page: Page) -> str:
    """The words of the article's own node; of the whole page where no known node holds them."""
    nodes = [str(node.text_content()) for node in bodies(page)]
    longest = max(nodes, key=len, default="")
    if len(longest.strip()) >= 40:
        return longest
    return " ".join(page.words)


def bodies(page: Page) -> Iterator[HtmlElement]:
    """The nodes that systems are known to put an article's own words into."""
    return filter(_is_body, page.marked)


def _is_body(element: HtmlElement) -> bool:
    if element.tag == _BODY_TAG or element.get("id") in _BODY_IDS:
        return True
    classes = element.get("class")
    return classes is not None and _names_body(classes)


@remembered
def _names_body(classes: str) -> bool:
    return _BODY_CLASS.search(classes) is not None


def _is_title(element: HtmlElement) -> bool:
    return (
        element.tag in _TITLE_TAGS
        or element.get("id") == "title"
        or element.get("class", "") in _TITLE_CLASSES
    )


def _metas(page: Page) -> dict[str, str]:
    return {
        name.lower(): spaced(content)
        for meta in page.tree.iter("meta")
        if (name := meta.get("name")) is not None and (content := meta.get("content")) is not None
    }


def _title(page: Page, metas: dict[str, str], labels: dict[str, str], crumb: tuple[str, ...]) -> str:
    candidates = [metas.get("articletitle", "")]
    titles = islice(filter(_is_title, page.marked), 8)
    candidates += [spaced(words_of(node)) for node in titles]
    candidates.append(_first(labels, _TITLE_LABELS) or "")
    candidates += [
        re.split(r"[_|]|\s-\s|--", spaced(words_of(node)))[0]
        for node in cast("list[HtmlElement]", _TITLE(page.tree))
    ]
    site = metas.get("sitename", "")
    fitting = [
        words for words in candidates if 4 <= len(words) <= 200 and words != site and words not in crumb
    ]
    # The name of the organ whose part of the portal this is may stand over the title.
    told = next((words for words in fitting if not is_organ(words)), "")
    return told or next((words for words in (*fitting, *candidates) if words), "")


def _labels(page: Page) -> dict[str, str]:
    """Label → value of the header table: in one cell, in neighbours, or as list entries."""
    labels: dict[str, str] = {}
    for element, words in _around_labels(page):
        if element.tag not in _LABELLED or len(element) >= (4 if element.tag == "div" else 12):
            continue
        words = words.replace("：", ":")
        label, colon, value = words.partition(":")
        label = folded(label).strip("[]【】")
        if label in _WANTED and label not in labels:
            following = element.getnext()
            value = value if colon and value.strip() else ("" if following is None else words_of(following))
            labels[label] = _NEXT_LABEL.split(spaced(value))[0][:80]
        if colon:
            for name, inside in _INSIDE.findall(words):
                labels.setdefault(name, inside)
    return labels


def _around_labels(page: Page) -> Iterator[tuple[HtmlElement, str]]:
    """The nodes of few words around each text in which a label may end, in order: most of a report's nodes hold figures alone."""
    met: set[HtmlElement] = set()
    for text in cast("list[etree._ElementUnicodeResult]", _TEXTS(page.tree)):
        if len(text) > _MOST_WRITTEN or not _LABEL_END.search(text):
            continue
        holder = cast("HtmlElement", text.getparent())
        around = []
        for node in chain(() if text.is_tail else (holder,), holder.iterancestors()):
            if node in met:
                break
            met.add(node)
            words = words_of(node)
            if len(words) > _MOST_WRITTEN or len(words := spaced(words)) > _MOST_LABELLED:
                break
            around.append((node, words))
        yield from reversed(around)


def _published(labels: dict[str, str], metas: dict[str, str]) -> tuple[str | None, str | None]:
    for label in _DATE_LABELS:
        if published := iso_date(labels.get(label, "")):
            return label, published
    if published := iso_date(metas.get("pubdate", "")):
        return "PubDate", published
    return None, None


def _first(labels: Mapping[str, str], wanted: Iterable[str]) -> str | None:
    return next((value for label in wanted if (value := _value(labels.get(label, "")))), None)


def _value(words: str) -> str | None:
    words = before_date(words)
    return None if _NOTHING.match(words) else words


def _crumb_words(element: HtmlElement | None) -> tuple[str, ...]:
    if element is None:
        return ()
    links = [spaced(words_of(link)) for link in element.iter("a")]
    if not any("首页" in link for link in links):
        return ()
    text = spaced(str(element.text_content()))[:400]
    tail = _CRUMB_WORDS.search(text)
    words = [part.strip() for part in re.split(r"[>»›》→/|]|&gt;", tail.group(1) if tail else text)]
    words = [word for word in words if word]
    return (
        tuple(words) if len(words) > len(links) or len(words) >= 2 else tuple(link for link in links if link)
    )
