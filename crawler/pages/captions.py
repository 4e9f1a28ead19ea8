"""What a link or a field of a page is called."""

import re
from itertools import islice

from lxml.html import HtmlElement

from crawler.pages.page import Page, words_of
from crawler.pages.rows import HEADINGS, about, headed, leaves_out_year, says_nothing
from crawler.pages.wording import folded, spaced
from crawler.relevance import is_year

_HEADLINES = ("h1", "h2", "h3", "h4", "h5", "h6")
_LABELS = ("label", "span", "em", "i", "b")
_MORE = re.compile(r"^[\[(]?(?:查看|点击|浏览|展开)?(?:更多|全部|展开|more)[+>»›\])….]*$", re.IGNORECASE)
_HEAD_LENGTH = 30
_HAN = re.compile(r"[一-龥]")


def called_by(page: Page, element: HtmlElement) -> str:
    """A link's words; of one that says no more than 更多 or 查看, those that stand before it in its box's head, or in its row."""
    if element not in page.captions:
        page.captions[element] = _called_by(element)
    return page.captions[element]


def _called_by(element: HtmlElement) -> str:
    text = link_text(element)
    if not _MORE.match(folded(text)):
        pointed = says_nothing(text) if text else next(element.iterancestors("tr"), None) is not None
        return (about(element) or text) if pointed or leaves_out_year(element, text) else text
    head = element.getprevious()
    if head is not None and head.tag in HEADINGS and is_year(words := words_of(head)):
        return spaced(words)
    for node in islice(element.iterancestors(), 3):
        if head := headed(node):
            return head
        before = spaced("".join(node.itertext(with_tail=False))).removesuffix(text).strip()
        if _HAN.search(before):
            head = (_unlinked(node) or before).removesuffix(text).strip()
            return head if len(head) <= _HEAD_LENGTH else text
    return text


def _unlinked(node: HtmlElement) -> str:
    """The words of a box that none of its links says."""
    return spaced(" ".join(map(str, node.xpath(".//text()[not(ancestor::a)]"))))


def link_text(element: HtmlElement) -> str:
    """The words of a link: its text, or its title where that is the fuller (lists cut what they print)."""
    if element.tag in ("iframe", "frame", "meta"):
        return spaced(element.get("title", ""))
    if element.tag == "input":
        return field_text(element)
    text = spaced(words_of(_named(element)))[:400]
    title = spaced(element.get("title", "") or element.get("alt", ""))[:400]
    if not text and not title:
        title = spaced(" ".join(str(alt) for alt in element.xpath(".//img/@alt | .//img/@title")))[:400]
    return title if len(title) > len(text.rstrip(".…")) or not text else text


def field_text(field: HtmlElement) -> str:
    """What a field is called: a button by what it prints, any other by its label, or by what is written behind it."""
    if (field.get("type") or "").lower() in ("submit", "button"):
        return spaced(field.get("value", ""))
    label = next(field.iterancestors("label"), None)
    if label is None and (named := field.get("id")):
        label = next(iter(field.getroottree().xpath("//label[@for = $named]", named=named)), None)
    if label is not None:
        return spaced(words_of(label))
    following, behind = field.getnext(), spaced(field.tail or "")
    told = following is not None and following.tag in _LABELS
    return behind or (spaced(words_of(following)) if told else "")


def _named(element: HtmlElement) -> HtmlElement:
    """What names a link: the heading inside where it is a whole card (date, title, summary), unless that only names a year."""
    if not len(element):
        return element
    headlines = ((one, folded(words_of(one))) for one in element.iter(*_HEADLINES))
    return next((one for one, words in headlines if words and not is_year(words)), element)
