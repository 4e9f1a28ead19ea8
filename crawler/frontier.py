"""Scrapy's scheduler over the campaigns: every portal's best address, one at a time, portals in turn."""

from collections import deque
from typing import Self

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler

from archive.frontier import Waiting
from crawler import browser
from crawler.pipelines import session_of
from crawler.session import Session
from crawler.steps import step_of
from crawler.writer import Bundle


class Frontier(BaseScheduler):
    """Retries and redirects that Scrapy hands back go first: they are the same claimed step."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._again: deque[Request] = deque()
        self._turn: deque[str] = deque()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    @property
    def _session(self) -> Session:
        return session_of(self._crawler)

    def open(self, spider: Spider) -> None:
        self._turn.extend(self._session.campaigns)

    def has_pending_requests(self) -> bool:
        return bool(self._again) or any(
            campaign.reason is None for campaign in self._session.campaigns.values()
        )

    def enqueue_request(self, request: Request) -> bool:
        self._again.append(request)
        return True

    def next_request(self) -> Request | None:
        if self._again:
            return self._again.popleft()
        if self._session.writer.failed:
            for campaign in self._session.campaigns.values():
                campaign.reason = campaign.reason or "stopped"
        for _ in range(len(self._turn)):
            key = self._turn[0]
            self._turn.rotate(-1)
            campaign = self._session.campaigns[key]
            if waiting := campaign.next():
                self._session.writer.put(Bundle(claimed=(waiting.key,)))
                return self._request(waiting)
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
                "portal": waiting.portal,
                **(browser.meta() if step.rendered and self._session.rendering else {}),
            },
        )
