"""Entries of a list that say what they are and lead nowhere: what opens them is not understood."""

from itertools import islice
from typing import cast

from lxml import etree

from crawler.pages.anchors import anchors
from crawler.pages.page import Page
from crawler.pages.wording import folded
from crawler.relevance import Kind, judge_title
from crawler.years import named_year

_TEXTS = etree.XPath("/descendant::body/descendant::text()[not(parent::script or parent::style)]")
_ROWS = ("li", "tr", "dd", "article")
_MOST = 5000
"""Texts of a page that are looked at."""
_SEVERAL = 3
_LONGEST = 80
"""Letters of a title, to tell it from prose."""


def unopened(page: Page, *, shown: int) -> bool:
    """Whether a page prints several titles of reports, and no fewer than the reports that it leads to, which no link of it bears."""
    texts = islice(cast("list[etree._ElementUnicodeResult]", _TEXTS(page.tree)), _MOST)
    titles = {words for text in texts if (words := _title(text)) and not _is_linked(page, text)}
    linked = [folded(anchor.text) for anchor in anchors(page)] if titles else []
    return sum(not any(title in words for words in linked) for title in titles) >= max(_SEVERAL, shown)


def _title(text: str) -> str:
    """The title of a report that a text is; '' for any other."""
    words = folded(text) if len(text) < 2 * _LONGEST else ""
    said = words and len(words) <= _LONGEST and named_year(words) is not None
    return words if said and judge_title(words) is Kind.REPORT else ""


def _is_linked(page: Page, text: etree._ElementUnicodeResult) -> bool:
    """Whether the row of a text leads somewhere: what is cut there may be printed whole beside it."""
    parent = cast("etree._Element", text.getparent())
    row = next((one for one in (parent, *parent.iterancestors()) if one.tag in _ROWS), parent)
    return any(page.join(link.get("href", "")) for link in row.iter("a"))
