"""A host's delay counts from its last answer, as in Heritrix and Nutch: Scrapy counts from the moment at which it let a request go.

A busy crawl puts what it let go on the wire late, and the next request to that host would follow too soon; a host that takes
longer to answer than the delay would get no rest at all.
"""

from time import monotonic
from typing import Self

from scrapy import Request, signals
from scrapy.crawler import Crawler


class Pace:
    """A Scrapy extension; delays themselves are the slots' (DOWNLOAD_DELAY, AutoThrottle, Crawl-delay)."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        # The first comes before Scrapy lets the host's next request go; the second also after a request without an answer.
        for signal in (signals.response_downloaded, signals.request_left_downloader):
            crawler.signals.connect(self._rest, signal=signal)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def _rest(self, request: Request) -> None:
        engine = self._crawler.engine
        assert engine is not None
        slot = engine.downloader.slots.get(request.meta["download_slot"])
        if slot is not None:
            slot.lastseen = monotonic()
