"""The links of a page with what surrounds them, and the entries of a list printed as links."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.pages.built import chosen, handled, mapped
from crawler.pages.captions import called_by
from crawler.pages.clicked import own, running
from crawler.pages.page import Anchor, Ask, Item, Page, marks, words_of
from crawler.pages.rows import HEADINGS, column_head, organ_beside
from crawler.pages.scripted import DATA_ADDRESSES, address, called, data_address, written
from crawler.pages.wording import folded, has_date, iso_date, spaced
from crawler.relevance import Kind, Trail, kind_of
from crawler.remembered import remembered

_LINKS = frozenset({"a", "area", "iframe", "frame", "option"})
_LEADERS = (
    *(f"/descendant::{tag}" for tag in sorted(_LINKS)),
    *("/descendant::*/@onclick/..", "/descendant::*/@ng-click/.."),
    *("/descendant::input/@onchange/..", "/descendant::meta/@http-equiv/.."),
)
_OPENED = re.compile(
    r"(?:window\.open|location(?:\.href)?\s*=|open|goto\w*)\s*\(?\s*['\"]([^'\"]+)['\"](?!\s*\+)",
    re.IGNORECASE,
)
_SHELL = re.compile(
    r"(?:window|self|top|document)?\.?location(?:\.href)?\s*(?:=|\.replace\()\s*['\"]([^'\"]+)['\"](?!\s*\+)"
)
_REFRESH = re.compile(r"url\s*=\s*['\"]?([^'\"]+)", re.IGNORECASE)
_IGNORED_FRAME = re.compile(r"visitcount|counter|hit/count|login|share|weather|tianqi|player", re.IGNORECASE)
_CRUMB = re.compile(r"crumb|breadcrumb|position|weizhi|dqwz", re.IGNORECASE)
_ROUTE = re.compile(r"#!?/([\w-]+)/?")
"""A link that the page's own script answers (`#/open`)."""
_FURNITURE = frozenset({"header", "footer", "nav"})
_MAX_LINKS = 5000
_LONGEST_PATH = 24
_TITLE_LENGTH = 10
_HIGHEST = 5
"""Elements around a link before which its heading may stand."""
_NEAR, _FARTHEST = 3, 24
"""Elements between a link and what may be its heading by the looks, and by its tag."""
_LONGEST_HEADING = 40
_HAN = re.compile(r"[一-龥]{2}")
_SHORT_SHELL = 3000
_FEW_LINKS = 3
"""Links of a page that only lets in, by a picture; frames of one that holds its text in them."""
_FEW_WORDS = 40
"""What a page may say (正在跳转，请稍候) and still be a shell."""


def anchors(page: Page) -> Iterator[Anchor]:
    """Links, frames, image maps, choices, handlers, refreshes, what scripts link, and script shells, each once for each text."""
    seen: set[tuple[str, str]] = set()
    entrance = len(page.text) < _SHORT_SHELL and len(page.hyperlinks) <= _FEW_LINKS
    for element in islice(leading(page), _MAX_LINKS):
        target = _choice(page, element) if element.tag == "option" else destination(page, element)
        url = page.join(target) if target else ""
        text = called_by(page, element)
        if url and (url, text) not in seen:
            seen.add((url, text))
            path = tag_path(page, element) if text or not entrance else ("script",)
            beside = organ_beside(element)
            yield Anchor(ask=Ask(url=url), text=text, context=_context(element), beside=beside, path=path)
    for href, text in written(page.tree):
        url = page.join(href)
        if url and (url, text) not in seen:
            seen.add((url, text))
            yield Anchor(ask=Ask(url=url), text=text, path=("script", "node"))
    if len(page.text) < _SHORT_SHELL:
        for href in _SHELL.findall(page.text):
            if url := page.join(href):
                yield Anchor(ask=Ask(url=url), text="", path=("script",))


def shell(page: Page) -> str:
    """Where a page that says nothing itself sends a browser, by refresh or script; '' for any other page."""
    if len(page.text) >= _SHORT_SHELL:
        return ""
    if len(folded("".join(page.words))) > _FEW_WORDS:
        return ""
    targets = [_target(meta) for meta in page.tree.iter("meta")]
    return next(
        (url for target in targets + _SHELL.findall(page.text) if target and (url := page.join(target))), ""
    )


def frames(page: Page) -> tuple[str, ...]:
    """The addresses of a page's frames that may hold its own text, in order."""
    joined = (page.join(_target(frame)) for frame in page.tree.iter("iframe", "frame"))
    return tuple(dict.fromkeys(filter(None, joined)))[:_FEW_LINKS]


def items(page: Page) -> Iterator[Item]:
    """Links that stand as entries: in the groups that print dates, where any does; else those worded like a title.

    Furniture and breadcrumbs are left out: an entry too many would hide that a list repeats or falls short.
    """
    rows: dict[str, tuple[tuple[str, ...], str, str]] = {}
    for element in islice((*page.hyperlinks, *_acting(page)), _MAX_LINKS):
        url, title = _address_of(page, element), called_by(page, element)
        if url and title and url not in rows and not _in_furniture(element):
            rows[url] = tag_path(page, element), title, row_text(element)
    dated = Counter(path for path, _, row in rows.values() if has_date(row))
    groups = Counter(path for path, _, _ in rows.values())
    lists = {path for path, count in dated.items() if 2 * count >= groups[path]}
    for url, (path, title, row) in rows.items():
        if path in lists or (not lists and len(title) >= _TITLE_LENGTH):
            yield Item(url=url, title=title, published=iso_date(row.replace(title, " ")))


def _address_of(page: Page, element: HtmlElement) -> str:
    """The address of an entry: its link's, else where what runs on a click leads; '' for neither."""
    href = element.get("href")
    if href and (url := page.join(href)):
        return url
    target = destination(page, element)
    return page.join(target) if target else ""


def _acting(page: Page) -> Iterator[HtmlElement]:
    """What is no link and acts as one."""
    return (one for one in running(page) if one.tag != "option" and one.get("href") is None)


def tag_path(page: Page, element: HtmlElement) -> tuple[str, ...]:
    """The tags from below `body` to `element`, each with its id and classes, digits folded so that repeated blocks agree."""
    below: list[HtmlElement] = []
    node: HtmlElement | None = element
    while node is not None and node not in page.paths:
        below.append(node)
        node = node.getparent()
    path = () if node is None else page.paths[node]
    for one in reversed(below):
        if isinstance(one.tag, str) and one.tag not in ("html", "body"):
            path = (*path, _step(one.tag, one.get("id") or "", one.get("class") or ""))[-_LONGEST_PATH:]
        page.paths[one] = path
    return path


@remembered
def _step(tag: str, identifier: str, classes: str) -> str:
    name = tag
    if identifier:
        name += "#" + identifier
    if classes:
        name += "." + ".".join(sorted(classes.split()))
    return re.sub(r"\d+", "0", name)[:80]


def row_text(element: HtmlElement) -> str:
    """The words of the row that an entry stands in: the widest ancestor, at most four up, that holds no other link."""
    row = element
    for node in list(element.iterancestors())[:4]:
        if node.tag in ("body", "html") or _holds_several(node):
            break
        row = node
    return spaced(str(row.text_content()))[:600]


def _holds_several(node: HtmlElement) -> bool:
    """Whether links to different addresses stand in an element."""
    hrefs = filter(None, (link.get("href") for link in node.iter("a")))
    first = next(hrefs, None)
    return any(href != first for href in hrefs)


def leading(page: Page) -> Iterator[HtmlElement]:
    """The elements of a page that lead somewhere, by themselves or by what its scripts bind to them, in order."""
    tags = page.once.lower()
    named = tuple(name for name in DATA_ADDRESSES if name in tags)
    leading = cast("list[HtmlElement]", _leaders(named)(page.tree))
    if not page.clicked:
        return iter(leading)
    either = {*leading, *page.clicked}
    return (one for one in page.tree.iter("*") if one in either)


@lru_cache(64)
def _leaders(named: tuple[str, ...]) -> etree.XPath:
    """What leads somewhere by itself. `named`: the attributes of its page that may hold addresses. One node after another in Python
    took ten times as long."""
    held = (f"/descendant::*[not(self::img)]/@{name}[. != '']/.." for name in named)
    return etree.XPath(" | ".join((*_LEADERS, *held)))


def _target(element: HtmlElement) -> str:
    tag = element.tag
    if tag in ("iframe", "frame"):
        source = element.get("src") or element.get("data-src") or ""
        return "" if _IGNORED_FRAME.search(source) else source
    if tag == "meta":
        refresh = _REFRESH.search(element.get("content", ""))
        return refresh.group(1) if refresh and element.get("http-equiv", "").lower() == "refresh" else ""
    href = (element.get("href") or "").strip()
    if href and not href.lower().startswith(("javascript:", "#", "mailto:", "tel:", "data:")):
        return href
    script = own(element)
    if opened := _OPENED.search(script):
        return opened.group(1)
    return called(script) or data_address(element)


def destination(page: Page, element: HtmlElement) -> str:
    """Where an element leads: as it says, by what a script holds for its route, or by what its handler puts together; '' for nowhere."""
    if target := _target(element):
        return target
    route = _ROUTE.fullmatch(element.get("href") or "")
    return (mapped(page.tree, route[1]) if route else "") or handled(page, element)


def _choice(page: Page, option: HtmlElement) -> str:
    value = (option.get("value") or "").strip()
    return value if address(value) else chosen(page, option)


def _context(element: HtmlElement) -> str:
    """The head of the link's column in a table, where that names a column of reports; else the nearest heading above: an earlier
    sibling of the link or of its ancestors that is one, or of these is worded like one."""
    if kind_of(head := column_head(element), Trail()) is Kind.COLUMN:
        return head
    own = islice(element.itersiblings(preceding=True), _FARTHEST)
    if words := next(filter(None, map(_heading, own)), ""):
        return words
    for node in islice(element.iterancestors(), _HIGHEST):
        for distance, earlier in enumerate(islice(node.itersiblings(preceding=True), _FARTHEST)):
            words = _loose_heading(node, earlier) if distance < _NEAR else ""
            if words or (words := _heading(earlier)):
                return words
    return ""


def _loose_heading(node: HtmlElement, earlier: HtmlElement) -> str:
    """The words of what stands just before a node and heads it by its place, its tag or its class; '' for anything else."""
    if not isinstance(earlier.tag, str):
        return ""
    branches = node.tag in ("ul", "ol") and earlier.getparent().tag == "li"
    if not (branches or earlier.tag in HEADINGS or _names_heading(earlier.get("class") or "")):
        return ""
    words = spaced(words_of(earlier))
    return words if len(words) <= _LONGEST_HEADING else ""


def _heading(element: HtmlElement) -> str:
    """The words of a heading, or of a line that is nothing else (`<p><b>…</b></p>`); '' for anything else."""
    lone = element[0] if element.tag in ("p", "div") and len(element) == 1 and not element.text else element
    words = spaced(words_of(lone)) if lone.tag in HEADINGS and lone.find(".//a") is None else ""
    return words if len(words) <= _LONGEST_HEADING and _HAN.search(words) else ""


@remembered
def _names_heading(classes: str) -> bool:
    return re.search(r"title|head|tit|bt|name|hd", classes) is not None


def _in_furniture(element: HtmlElement) -> bool:
    parent = element.getparent()
    return (parent is not None and "位置" in (parent.text or "")) or any(
        node.tag in _FURNITURE or _names_crumb(marks(node))
        for node in element.iterancestors()
        if isinstance(node.tag, str)
    )


@remembered
def _names_crumb(told: str) -> bool:
    return _CRUMB.search(told) is not None
