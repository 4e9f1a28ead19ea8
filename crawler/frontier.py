"""Scrapy's scheduler over the campaigns: every portal's best address, one at a time, portals in turn."""

from collections import deque
from collections.abc import Callable
from typing import Self
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from archive.frontier import Waiting
from crawler.discovery.steps import Step, step_of
from crawler.pipelines import session_of
from crawler.running import browser
from crawler.running.session import Session
from crawler.running.writer import Bundle


class Frontier(BaseScheduler):
    """Retries and redirects that Scrapy hands back go first: they are the same claimed step."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._again: deque[Request] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def _session(self) -> Session:
        return session_of(self._crawler)

    def has_pending_requests(self) -> bool:
        return bool(self._again) or self._session.ongoing

    def enqueue_request(self, request: Request) -> bool:
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        if self._again:
            return self._again.popleft()
        if self._session.writer.failed:
            self._session.stop("stopped")
        while turn := self._session.take_turn():
            for campaign in turn:
                if waiting := campaign.next():
                    self._session.had_turn(campaign)
                    self._session.writer.put(Bundle(claimed=(waiting.key,)))
                    return self._request(waiting)
            if not any(campaign.over for campaign in turn):
                break
        return None

    def _request(self, waiting: Waiting) -> Request:
        step = step_of(waiting)
        headers = dict(step.ask.headers)
        if waiting.found_on:
            headers.setdefault("Referer", waiting.found_on)
        spider = self._crawler.spider
        assert spider is not None
        return Request(
            waiting.url,
            method=step.ask.method,
            body=step.ask.body,
            headers=headers,
            callback=spider.parse,
            errback=getattr(spider, "failed", None),
            dont_filter=True,
            meta={
                "waiting": waiting,
                "step": step,
                "portal": waiting.portal,
                **(browser.meta(rest=self._rest_of(waiting.url)) if self._draws(step) else {}),
            },
        )

    def _draws(self, step: Step) -> bool:
        return step.rendered and self._session.rendering

    def _rest_of(self, url: str) -> Callable[[], float]:
        """How long a host is let rest between requests, in seconds, as it stands whenever that is asked."""
        host = urlsplit(url).hostname

        def rest() -> float:
            engine = self._crawler.engine
            slot = engine.downloader.slots.get(host or "") if engine else None
            return slot.download_delay() if slot else self._crawler.settings.getfloat("DOWNLOAD_DELAY")

        return rest
