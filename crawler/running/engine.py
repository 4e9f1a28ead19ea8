"""A crawl while it runs: Scrapy's crawler with our settings, on the reactor's loop."""

import asyncio
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from scrapy.crawler import AsyncCrawlerRunner, Crawler
from scrapy.settings import Settings
from twisted.internet.base import ReactorBase

from crawler import settings as ours
from crawler.address import is_loopback
from crawler.middlewares.resolver import GuardedResolver
from crawler.running import browser
from crawler.running.session import Session
from crawler.spiders.portal import PortalSpider

_NEW_OBJECTS = 10_000
"""New objects until the youngest are looked through for circles."""


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Pages leave few circles of objects behind: to look for them as often as Python does takes a twelfth of a crawl's processor."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
        gc.unfreeze()


class Running:
    """Started with `crawl`, ended early with `stop` (both on the loop)."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._crawler: Crawler | None = None
        self._stopping: asyncio.Task[None] | None = None

    async def crawl(self, reactor: ReactorBase) -> None:
        """Run until every campaign is over."""
        settings = self._settings()
        timeout = settings.getfloat("DNS_TIMEOUT")
        allowed = self._session.options.allow_private
        GuardedResolver(reactor, allow_private=allowed, timeout=timeout).install_on_reactor()
        runner = AsyncCrawlerRunner(settings)
        self._crawler = runner.create_crawler(PortalSpider)
        with seldom_collecting():
            await runner.crawl(self._crawler, session=self._session)

    def stop(self, reason: str) -> None:
        """Let the requests on their way end, ask nothing more."""
        self._session.stop(reason)
        if self._crawler is not None and self._stopping is None:
            self._stopping = asyncio.ensure_future(self._crawler.stop_async())

    def _settings(self) -> Settings:
        settings = Settings()
        settings.setmodule(ours, priority="project")
        # Every portal has a request of its own on its way, most of them waiting for their host's delay.
        changed: dict[str, Any] = {
            "DOWNLOAD_SLOTS": self._slots(),
            "CONCURRENT_REQUESTS": max(settings.getint("CONCURRENT_REQUESTS"), self._session.options.at_once),
        }
        delay = self._session.options.delay
        if delay is not None:
            changed |= {"DOWNLOAD_DELAY": delay, "AUTOTHROTTLE_START_DELAY": delay}
        if all(is_loopback(campaign.account.portal.home) for campaign in self._session.campaigns.values()):
            changed["AUTOTHROTTLE_ENABLED"] = False
        if self._session.rendering:
            changed |= browser.settings(self._session, agent=ours.USER_AGENT)
        settings.setdict(changed, priority="cmdline")
        return settings

    def _slots(self) -> dict[str, dict[str, float]]:
        """This machine need not be spared, unless a delay was asked for."""
        hosts = ("127.0.0.1", "localhost", "::1")
        if self._session.options.delay is not None:
            return {}
        return {host: {"delay": 0.0, "concurrency": 1, "jitter": 0.0} for host in hosts}
