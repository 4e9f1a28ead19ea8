"""Which element of a page holds the report: a family's own container, or the deepest that leaves next to no text outside."""

import re

from lxml.html import HtmlElement as Element

from extract.readers.page import HELD, LARGE, elements, is_layout, names

_BODIES = tuple(
    re.compile(pattern)
    for pattern in (
        r"^ucapcontent#",
        r"#(?:zoom|Zoom|zoomcon|fontzoom|ZoomCon)#",
        r"#[^#]*(?:TRS_Editor|TRS_UEDITOR|trs_editor_view)[^#]*$",
        r"#vsb_content[^#]*#[^#]*$",
        r"#[^#]*(?:v_news_content|wp_articlecontent)[^#]*$",
        r"#details-content#|#[^#]*(?:wzzw-article|bt_content)[^#]*$",
        r"#UCAP-CONTENT#|#[^#]*(?:pages_content|article-content)[^#]*$",
    )
)
"""Where the families of PORTALS §2 put the body, as `tag#id#classes`; any other page is told by where its text stands."""
_KNOWN_SHARE = 0.4
_SHARE = 0.9
_LEFT_OUT = 40
"""Characters of running text that a page's furniture may have: a notice in the footer."""
_LEAVES = names("p span font h1 h2 h3 h4 li")
_TABLE_WEIGHT = 60
_MENU = 4
"""Characters of links: `首页` twice."""
_PROSE_MARKS = re.compile(r"[。；，]")
_CHAPTER = re.compile(r"(?:^|\s)[一二三四五六七八九]、")


def body_of(root: Element) -> tuple[Element, bool]:
    """The element that holds the report, and whether it holds nothing else: the families' own container where it has the
    page's text, else the one where the text is; where the text has no place of its own, the whole page."""
    page = root.find("body") if root.find("body") is not None else root
    weights = _weights(page)
    total = weights.get(page, 0)
    heavy = [element for element in reversed(weights) if weights[element] > total * _KNOWN_SHARE]
    for body in _BODIES:
        found = [element for element in heavy if body.search(_marks(element))]
        if found:
            return max(found, key=lambda element: weights[element]), True
    densest = _densest(page, weights) if total else page
    return densest, densest is not page or not _has_menu(page)


def _marks(element: Element) -> str:
    return f"{element.tag}#{element.get('id') or ''}#{element.get('class') or ''}"


def _has_menu(page: Element) -> bool:
    """Whether the page links elsewhere: a document saved as a page has no furniture to be told from."""
    return sum(len(link.text_content().strip()) for link in page.iter("a") if link.get("href")) >= _MENU


def _densest(page: Element, weights: dict[Element, int]) -> Element:
    """The deepest element that leaves next to no running text outside."""
    total = weights.get(page, 0)
    here = page
    while True:
        inside = max(here, key=lambda child: weights.get(child, 0), default=None)
        if inside is None or inside.tag in _LEAVES or (inside.tag == "table" and not is_layout(inside)):
            return here
        if total - weights.get(inside, 0) > max(_LEFT_OUT, total * (1 - _SHARE)):
            return here
        if any(child is not inside and weights.get(child) and _is_of_report(child) for child in here):
            return here
        here = inside


def _is_of_report(element: Element) -> bool:
    """Whether an element beside the one with nearly all text holds a chapter or a large table all the same."""
    if any(table.get(LARGE) is not None for table in element.iter("table")):
        return True
    return _CHAPTER.search(element.text_content()) is not None


def _weights(page: Element) -> dict[Element, int]:
    """Characters of running text under each element: text with the marks of sentences, links left out; a table counts as a line
    of it. Menus, labels and lists of links weigh nothing."""
    weights: dict[Element, int] = {}
    for element in reversed(list(elements(page))):
        if element.tag == "a":
            weights[element] = 0
            continue
        weight = _TABLE_WEIGHT if element.get(HELD) is not None else _prose(element.text)
        for child in element:
            weight += weights.get(child, 0) + _prose(child.tail)
        weights[element] = weight
    return weights


def _prose(text: str | None) -> int:
    return len(text.strip()) if text and _PROSE_MARKS.search(text) else 0
