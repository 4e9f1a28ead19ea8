"""Lists that go on where something is clicked, by no address or call that the page tells."""

import re
from collections.abc import Iterator
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.pages.anchors import destination
from crawler.pages.clicked import handler
from crawler.pages.page import Page, marks, words_of
from crawler.pages.pagers import declared, is_next
from crawler.pages.wording import folded

_TEXTS = etree.XPath(
    "/descendant::body/descendant::text()[string-length() < 30]"
    "[contains(., '页') or contains(., '更多') or normalize-space() = '2']/.."
    " | /descendant::body/descendant::input[contains(@value, '页') or contains(@value, '更多')]"
)
_MOST = 40
_MORE = re.compile(r"更多")
_PAGER = re.compile(r"pag|fenye|(?<![a-z])pg(?![a-z])", re.IGNORECASE)
"""Where a lone number is that of a page."""
_LONGEST_PAGER = 100
"""Letters of a pager, to tell it from a list of numbered rows."""
_OFF = re.compile(r"disab|unable|no[-_]?(?:more|link|next)|_d\b|hid", re.IGNORECASE)
_HIDDEN = re.compile(r"display:none|visibility:hidden")
_WHOLE = re.compile(r"共1页|(?<!\d)1/1(?!\d)|总?页数[:：]1(?!\d)")
"""A pager of one page."""
_PAGES = re.compile(r"(?<!\d)1页?[/,|]?共(\d{1,4})页|(?<!\d)1/(\d{1,4})页")
"""How many pages a list says to have on its first."""
_IDLE = re.compile(
    r"[\s;]*(?:javascript:)?[\s;]*(?:void\s*\(?\s*0?\s*\)?|return\s+(?:false|!1))?[\s;]*", re.IGNORECASE
)
"""A handler that does nothing by itself."""
_SECOND = re.compile(r"第?2页?")
_TO_SECOND = re.compile(r"page\w*\(\s*['\"]?2\b", re.IGNORECASE)
"""A handler that turns to it by its function's own name."""
_HIGHEST = 3
"""Elements around the words among which the one stands that is clicked."""


def goes_on(page: Page, *, shown: int) -> bool:
    """Whether something on a page that shows so many entries says that it turns the list or shows more of it, does so by a script
    alone, and is not said to be off; or the page, on which nothing else turns it, that it is the first of several."""
    told = cast("list[HtmlElement]", _TEXTS(page.tree))
    # Most pages say nothing of the kind, and it takes long to go through all that a page prints.
    if not any(_turns(page, element) or _is_first_of_several(element) for element in islice(told, _MOST)):
        return False
    return (declared(page) or shown + 1) > shown and not _WHOLE.search(folded("".join(page.words)))


def _is_first_of_several(element: HtmlElement) -> bool:
    counted = _PAGES.findall(folded(str(element.text_content())[:_LONGEST_PAGER]))
    return any(int(one or other) > 1 for one, other in counted)


def _turns(page: Page, element: HtmlElement) -> bool:
    words = str(element.get("value") or "") if element.tag == "input" else str(element.text_content())
    around = list(_around(element))
    second = _is_second(words) and any(
        _is_pager(one) or _TO_SECOND.search(handler(page, one)) for one in around
    )
    if (
        not (is_next(words) or second)
        or any(_is_off(one) for one in around)
        or any(destination(page, one) for one in around)
    ):
        return False
    # A pager at its end often keeps its words; what shows more is there where there is more, as is a second page, whose handler
    # a framework sets without a word in the page.
    if second or _MORE.search(words) or any(not _IDLE.fullmatch(handler(page, one)) for one in around):
        return True
    # What turns to a second page that is named may be bound by a script that the page does not hold.
    return any(handler(page, one) for one in around) and any(map(_is_second, around[-1].itertext()))


def _is_second(words: object) -> bool:
    """Whether words name a list's second page."""
    return _SECOND.fullmatch(folded(str(words))) is not None


def _is_pager(element: HtmlElement) -> bool:
    return _PAGER.search(marks(element)) is not None and len(folded(words_of(element))) <= _LONGEST_PAGER


def _around(element: HtmlElement) -> Iterator[HtmlElement]:
    yield element
    yield from islice(element.iterancestors(), _HIGHEST - 1)


def _is_off(element: HtmlElement) -> bool:
    style = folded(element.get("style") or "")
    off = element.get("disabled") is not None or element.get("hidden") is not None
    return off or _OFF.search(marks(element)) is not None or _HIDDEN.search(style) is not None
