"""The platform of Zibo and Jinan: `/gongkai/site_<organ>/channel_<…>/doc_<24hex>.html`, no list apart from its channel's page."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.families.base import Family, ListingUnreadable
from crawler.pages.numbering import numbered
from crawler.pages.page import Item, Listing, Page

_DOCUMENT = re.compile(r"/doc_[0-9a-f]{24}\.s?html?$")
_CHANNEL = re.compile(r"/(channel_[\w.]+)(?:/|$)")


class Zibo(Family):
    """A channel, or an organ's home, may show its one article in place of a list; sibling documents retell the same report."""

    name = "zibo"
    body_signals = (
        ("#details-content", r"id=['\"]?details-content\b"),
        ("channel_…/doc_<24hex>.html", r"channel_[\w.]+/doc_[0-9a-f]{24}\.s?html?"),
        ("/gongkai/site_<organ>/", r"/gongkai/(?:site_\w+/)?channel_[\w.]+|/gongkai/site_\w+"),
    )
    address_signals = (
        ("/channel_…/", r"/channel_[\w.]+(?:/|$)"),
        ("/gongkai/site_<organ>/", r"/gongkai/site_\w+"),
    )

    def listing(self, page: Page) -> Listing | None:
        """None where the address, although a list's, answers with an article."""
        if _DOCUMENT.search(urlsplit(page.url).path) or page.tree.xpath("//*[@id='details-content']"):
            return None
        items = tuple(self.items(page))
        more, total = numbered(page)
        if not items and total:
            raise ListingUnreadable(page.url, self.name, f"declares a total of {total} and shows no entry")
        return Listing(items=items, more=more, total=total) if items or more else None

    def items(self, page: Page) -> Iterator[Item]:
        """The documents of this channel; those of other channels (latest news beside the list) where it has none of its own."""
        found = list(super().items(page))
        channel = _CHANNEL.search(urlsplit(page.url).path)
        own = [item for item in found if channel and f"/{channel.group(1)}/" in urlsplit(item.url).path]
        documents = [item for item in found if _DOCUMENT.search(urlsplit(item.url).path)]
        yield from own or documents or found


FAMILY = Zibo()
