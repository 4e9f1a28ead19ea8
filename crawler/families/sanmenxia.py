"""The platform of Sanmenxia: `/pageView/<name>.html?rlmid=<root>&lmid=<column>`, articles at `/<column>/<yyyy>/<m>/<id>.html`."""

import re
from urllib.parse import urlsplit

from crawler.families.base import Family, ListingUnreadable
from crawler.pages import queries
from crawler.pages.numbering import numbered
from crawler.pages.page import Listing, Page

_ARTICLE = re.compile(r"^/(\d{1,7})/(?:20\d\d/\d{1,2}/\d{4,}|\d{9})\.html$")
_KEYS = ("pageNum", "pageNo", "page", "currPage", "pageIndex")


class Sanmenxia(Family):
    """The same list is written with its two parameters in either order; one order stands for both."""

    name = "sanmenxia"
    body_signals = (
        ("/pageView/….html?lmid=", r"/pageView/\w+\.html\?(?:[\w.%-]+=[\w.%-]*&(?:amp;)?)*r?lmid=\d+"),
        ("classifiedSearch.html", r"/pageView/classifiedSearch\.html"),
    )
    address_signals = (
        ("/pageView/….html", r"/pageView/\w+\.html"),
        ("/<column>/<yyyy>/<m>/<id>.html", r"^https?://[^/]+/\d{1,7}/20\d\d/\d{1,2}/\d{5,}\.html"),
    )

    def listing(self, page: Page) -> Listing | None:
        parts = urlsplit(page.url)
        if _ARTICLE.match(parts.path):
            return None
        items = tuple(self.items(page))
        column = queries.field(parts.query, "lmid")
        own = tuple(
            item for item in items if (of := _ARTICLE.match(urlsplit(item.url).path)) and of[1] == column
        )
        more, total = numbered(page, keys=_KEYS)
        if not items and total:
            raise ListingUnreadable(page.url, self.name, f"declares a total of {total} and shows no entry")
        return Listing(items=own or items, more=more, total=total) if items or more else None

    def real(self, url: str) -> str:
        """A tree page's address with `rlmid` before `lmid`, whatever order it was written in."""
        parts = urlsplit(url)
        if not parts.path.startswith("/pageView/"):
            return url
        root, column = queries.field(parts.query, "rlmid"), queries.field(parts.query, "lmid")
        if root is None or column is None:
            return url
        rest = queries.changed(parts.query, {"rlmid": None, "lmid": None})
        query = queries.form({"rlmid": root, "lmid": column}) + (f"&{rest}" if rest else "")
        return parts._replace(query=query).geturl()


FAMILY = Sanmenxia()
