"""What the scripts of a rendered page fetch, kept beside the page: the calls for its lists are then made without a browser.

A list for which no such call is known is turned page by page.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from crawler.families.base import ListingUnreadable
from crawler.families.generic import FAMILY
from crawler.pages.page import Ask, Heard
from crawler.pages.page import Page as Read
from crawler.running.turning import Turning

if TYPE_CHECKING:
    from playwright.async_api import Page, Response

MOST = 40
"""Replies of a page that are kept."""
_LARGEST = 2_000_000
"""Letters of a reply."""
_DATA = frozenset({"xhr", "fetch"})
_OWN = ("content-type", "x-requested-with")
"""Headers that a call may need beyond a page's own."""


class Overhearing:
    """Listens to one rendered page."""

    def __init__(self, *, rest: Callable[[], float]) -> None:
        self.heard: list[Heard] = []
        self.turning = Turning(rest=rest)
        self._responses: list[Response] = []

    def meta(self) -> dict[str, Any]:
        """What tells the handler to listen from the first request on, and to ask for the replies once the page is whole."""
        from scrapy_playwright.page import PageMethod

        return {
            "playwright_page_event_handlers": {"response": self._note},
            "playwright_page_methods": [PageMethod(self._keep)],
            "overhearing": self,
        }

    def _note(self, response: "Response") -> None:
        request = response.request
        asks = request.resource_type in _DATA or (request.resource_type == "script" and "?" in request.url)
        if asks and not response.ok:
            self.turning.refused = True
        elif asks and len(self._responses) < MOST:
            self._responses.append(response)

    async def _keep(self, page: "Page") -> None:
        from playwright.async_api import Error

        for response in self._responses:
            try:
                text, ask = await response.text(), await _ask(response)
            except (Error, UnicodeDecodeError):
                continue
            if ask and len(text) <= _LARGEST:
                self.heard.append(Heard(ask=ask, text=text))
        if not _goes_on(
            Read(url=page.url, text=await page.content(), ask=Ask(url=page.url), heard=tuple(self.heard))
        ):
            await self.turning.run(page)


def _goes_on(page: Read) -> bool:
    """Whether a list's further pages are known how to ask for, or it cannot be read at all."""
    try:
        listing = FAMILY.listing(page)
    except ListingUnreadable:
        return True
    return listing is not None and bool(listing.more)


async def _ask(response: "Response") -> Ask | None:
    """The request as a crawl makes it; null for a form of several parts, which holds files."""
    request = response.request
    headers = await request.all_headers()
    if headers.get("content-type", "").startswith("multipart/"):
        return None
    return Ask(
        url=request.url,
        method="POST" if request.method == "POST" else "GET",
        body=request.post_data or "",
        headers=tuple((name.title(), headers[name]) for name in _OWN if name in headers),
    )
