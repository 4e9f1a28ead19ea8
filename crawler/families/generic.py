"""Any other portal: plain links and the pager forms that portals share. It recognises nothing; it is what remains.

It also reads what the calls of any page's own script bring (crawler/pages/calls.py): rows of JSON, or a piece of markup.
"""

import re
from collections.abc import Iterator

from crawler.families.base import Family, ListingUnreadable
from crawler.pages.calls import turned
from crawler.pages.entries import day, entries, plain
from crawler.pages.page import Item, Listing, Page
from crawler.pages.scripted import address

_TITLE = re.compile(r"title|subject|name|^bt$", re.IGNORECASE)
_URL = re.compile(r"url|link|href|path", re.IGNORECASE)
_DATE = re.compile(r"date|time|day", re.IGNORECASE)
_TOTAL = re.compile(r"total(?:count|num|records?|rows?|elements)?|record(?:s)?count|count", re.IGNORECASE)
_HAN = re.compile(r"[一-龥]{2}")


class Generic(Family):
    """The defaults under a name."""

    name = "generic"

    def listing(self, page: Page) -> Listing | None:
        return _reply(page) if page.ask.family == self.name else super().listing(page)


def _reply(page: Page) -> Listing:
    told = page.json
    items = tuple(_rows(page, told) if told is not None else entries(page, [page.text]))
    following = turned(page.ask) if items else None
    return Listing(items=items, more=(following,) if following else (), total=_total(told))


def _rows(page: Page, told: object) -> Iterator[Item]:
    """The entries of the longest list of titled objects. Raises ListingUnreadable where none of these has an address."""
    rows = max(_lists(told), key=len, default=[])
    read = [(_titled(row), _linked(row), row) for row in rows]
    if rows and not any(url for _, url, _ in read):
        raise ListingUnreadable(page.url, "generic", "entries without addresses")
    for title, url, row in read:
        dates = (day(value) for key, value in row.items() if _DATE.search(key))
        if joined := page.join(url) if url else "":
            yield Item(url=joined, title=title, published=next(filter(None, dates), None))


def _lists(told: object) -> Iterator[list[dict[str, object]]]:
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    if isinstance(told, list) and (rows := [row for row in told if isinstance(row, dict) and _titled(row)]):
        yield rows
    for value in inner:
        yield from _lists(value)


def _titled(row: dict[str, object]) -> str:
    words = (plain(value) for key, value in row.items() if isinstance(value, str) and _TITLE.search(key))
    return max(filter(_HAN.search, words), key=len, default="")


def _linked(row: dict[str, object]) -> str:
    texts = (value for key, value in row.items() if isinstance(value, str) and _URL.search(key))
    return next(filter(address, texts), "")


def _total(told: object) -> int | None:
    """The number of entries that a reply declares, however deep."""
    if isinstance(told, dict):
        for key, value in told.items():
            if _TOTAL.fullmatch(key) and str(value).isdigit():
                return int(str(value))
        return next((found for value in told.values() if (found := _total(value)) is not None), None)
    return None


FAMILY = Generic()
