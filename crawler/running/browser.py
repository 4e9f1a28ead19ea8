"""The extra `browser`: Chromium for columns of reports that show neither links nor a known data call. Nothing else is given to it.

What a page's scripts ask for is held to the same rules as everything else: the portal's own hosts, no private address, robots.txt.
"""

import os
import shutil
import socket
from collections import Counter
from collections.abc import Callable, Iterable
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from crawler.address import is_counter, is_private, netloc, of_hosts
from crawler.running.overhearing import Overhearing
from crawler.running.session import Session

if TYPE_CHECKING:
    from playwright.async_api import Request

MOST_PAGES = 20
"""Pages of a portal that are rendered: who needs more needs a family."""
_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_SECONDS = 30
_MOST_VISITS = 3
"""How often pages may go to one address: a challenge's script comes back to its own for ever."""
_IDLE = "networkidle"
_UNWANTED = frozenset(
    {"image", "media", "font", "stylesheet", "websocket", "eventsource", "manifest", "other"}
)


def program() -> str | None:
    """The system's Chromium, where it and the extra are installed."""
    if find_spec("scrapy_playwright") is None:
        return None
    return next((path for name in _PROGRAMS if (path := shutil.which(name))), None)


def settings(session: Session, *, agent: str) -> dict[str, Any]:
    """Scrapy's settings for a crawl that renders pages."""
    handler = "scrapy_playwright.handler.ScrapyPlaywrightDownloadHandler"
    hosts = {host for campaign in session.campaigns.values() for host in campaign.hosts}
    rules = ",".join([*_mapped(hosts, session), "MAP * ~NOTFOUND"])
    arguments = [f"--host-resolver-rules={rules}", "--disable-background-networking", "--no-first-run"]
    if os.geteuid() == 0:
        # Chromium's own sandbox refuses to start for root, as in most containers.
        arguments.append("--no-sandbox")
    return {
        "DOWNLOAD_HANDLERS": {"http": handler, "https": handler},
        "PLAYWRIGHT_LAUNCH_OPTIONS": {"executable_path": program(), "args": arguments, "headless": True},
        "PLAYWRIGHT_CONTEXTS": {
            "default": {"user_agent": agent, "ignore_https_errors": True, "accept_downloads": False}
        },
        "PLAYWRIGHT_PROCESS_REQUEST_HEADERS": None,
        "PLAYWRIGHT_DEFAULT_NAVIGATION_TIMEOUT": _SECONDS * 1000,
        "PLAYWRIGHT_MAX_PAGES_PER_CONTEXT": 2,
        "PLAYWRIGHT_ABORT_REQUEST": Subrequests(session).refused,
    }


def meta(*, rest: Callable[[], float]) -> dict[str, Any]:
    """What tells the handler to render a request's page, and to wait until its scripts have asked for their data.

    `rest`: how many seconds to wait before each click.
    """
    return {
        "playwright": True,
        "playwright_page_goto_kwargs": {"wait_until": _IDLE, "timeout": _SECONDS * 1000},
        **Overhearing(rest=rest).meta(),
    }


class Subrequests:
    """Judges what a rendered page asks for."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._visits: Counter[str] = Counter()

    def __deepcopy__(self, _: dict[int, object]) -> "Subrequests":
        """Scrapy copies its settings; this one speaks for the running session."""
        return self

    async def refused(self, request: "Request") -> bool:
        """Whether a request is aborted: not the portal's, denied by robots.txt, a counter, a write, a page that comes again and again,
        or nothing that a list needs."""
        self._visits[request.url] += request.is_navigation_request()
        if (
            is_counter(request.url)
            or request.resource_type in _UNWANTED
            or request.method not in ("GET", "POST")
            or self._visits[request.url] > _MOST_VISITS
        ):
            return True
        if not any(of_hosts(request.url, campaign.hosts) for campaign in self._session.campaigns.values()):
            return True
        rules = self._session.robots.get(netloc(request.url))
        return rules is not None and not rules(request.url)


def _mapped(hosts: Iterable[str], session: Session) -> Iterable[str]:
    """Each host with the address that it was checked to have: the browser resolves nothing itself."""
    for host in sorted({found.rpartition(":")[0] or found for found in hosts}):
        for name in (host, f"www.{host}"):
            try:
                address = str(socket.getaddrinfo(name, None, socket.AF_INET)[0][4][0])
            except OSError:
                continue
            if session.options.allow_private or not is_private(address):
                yield f"MAP {name} {address}"
