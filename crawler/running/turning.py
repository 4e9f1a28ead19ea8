"""A drawn list that goes on by a click alone, or as it is scrolled, is turned page by page in the browser, as a reader would."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from crawler.pages.pagers import MARKS, NEXT

if TYPE_CHECKING:
    from playwright.async_api import Page, Route

MOST = 60
"""Pages of one list that are drawn."""
_LONGEST = 240.0
"""Seconds that one list may take."""
_PATIENCE = 5.0
"""Seconds in which a click has to bring entries."""
_GLANCE = 1.0
"""Seconds for what is scrolled to: most lists are whole."""
_LOOK = 0.1
_MOST_ENTRIES = 5000
_TURN = Path(__file__).with_suffix(".js").read_text("utf-8")
_ENTRIES = f"""() => [...document.querySelectorAll("a, li, tr, dd")].slice(0, {_MOST_ENTRIES})
  .map(one => `${{one.getAttribute("href") || ""}} ${{one.textContent.trim()}}`).filter(one => /[一-龥]{{4}}/.test(one))"""


class Turning:
    """One list, from the page that is drawn first."""

    def __init__(self, *, rest: Callable[[], float]) -> None:
        self.shown: list[str] = []
        """The markup of every page of the list, in order; that of the last is what the browser gives as the page itself."""
        self.stuck = False
        """Whether the list evidently goes on further."""
        self.refused = False
        """Whether what a script asked for was not answered well."""
        self._rest = rest
        self._known: set[str] = set()

    async def run(self, page: "Page") -> None:
        """Turn to the end of the list, with a rest before each click; `shown` and `stuck` tell what came of it."""
        self.refused = False
        # What is clicked may lead away: the list is to stay.
        await page.route("**", _stay)
        until = monotonic() + _LONGEST
        await self._fresh(page)
        self.shown.append(await page.content())
        while await self._turned(page):
            self.shown.append(await page.content())
            if len(self.shown) >= MOST or monotonic() > until:
                self.stuck = True
                break
        self.stuck |= self.refused

    async def _turned(self, page: "Page") -> bool:
        """Whether there was a next page, and it shows what no page before did."""
        await asyncio.sleep(self._rest())
        clicked, numbered = await page.evaluate(_TURN, [NEXT.pattern, MARKS, len(self.shown) + 1])
        until = monotonic() + (_PATIENCE if clicked else _GLANCE)
        while monotonic() < until:
            await asyncio.sleep(_LOOK)
            if await self._fresh(page):
                return True
        self.stuck = bool(numbered)
        return False

    async def _fresh(self, page: "Page") -> bool:
        told = {str(one) for one in await page.evaluate(_ENTRIES)}
        fresh = told - self._known
        self._known |= fresh
        return bool(fresh)


async def _stay(route: "Route") -> None:
    request = route.request
    if request.is_navigation_request() and request.frame.parent_frame is None:
        await route.abort("aborted")
    else:
        await route.fallback()
