"""WebPlus (苏迪): `<column>/list.htm`, `list2.htm` …; articles at `/<yyyy>/<mmdd>/c<column>a<id>/page.htm`."""

import re
from urllib.parse import urlsplit

from crawler.families.base import Family
from crawler.pages.entries import MOST_PAGES
from crawler.pages.page import Ask, Listing, Page
from crawler.pages.wording import folded

_ARTICLE = re.compile(r"/page\.(?:htm|psp)$")
_LIST = re.compile(r"^(?P<head>.*/)list(?P<number>\d*)(?P<extension>\.(?:htm|psp))$")
_PAGES = "//*[contains(@class, 'all_pages')]"
_ROWS = "//*[contains(@class, 'all_count')]"


class WebPlus(Family):
    """The pager prints how many pages there are; page 1 has no number."""

    name = "webplus"
    body_signals = (
        ("wp_paging", r"wp_(?:paging|news_w\d+|articlecontent|entry)\b"),
        ("/_upload/article/", r"/_upload/article/"),
        ("/c<column>a<id>/page.htm", r"/c\d+a\d+/page\.(?:htm|psp)"),
        ("/_css/_system/", r"/_(?:css|js)/_?(?:system|sudy)"),
    )
    address_signals = (
        ("/c<column>a<id>/page.htm", r"/\d{4}/\d{4}/c\d+a\d+/page\.(?:htm|psp)"),
        ("/list<n>.htm", r"/list\d*\.(?:htm|psp)(?:[?#]|$)"),
    )

    def listing(self, page: Page) -> Listing | None:
        parts = urlsplit(page.url)
        if _ARTICLE.search(parts.path) or page.tree.xpath("//*[contains(@class, 'wp_articlecontent')]"):
            return None
        pages, found = _number(page, _PAGES), _LIST.match(parts.path)
        if pages is None:
            return super().listing(page)
        items = tuple(self.items(page))
        number = int(found["number"] or 1) if found else 1
        head, extension = (found["head"], found["extension"]) if found else ("./", ".htm")
        numbers = range(number + 1, min(pages, number + MOST_PAGES) + 1)
        more = tuple(Ask(url=page.join(f"{head}list{k}{extension}")) for k in numbers)
        return Listing(items=items, more=more, total=_number(page, _ROWS)) if items or more else None


def _number(page: Page, path: str) -> int | None:
    for element in page.tree.xpath(path):
        digits = re.search(r"\d{1,6}", folded(str(element.text_content())))
        if digits:
            return int(digits.group())
    return None


FAMILY = WebPlus()
