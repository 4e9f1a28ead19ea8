"""Bare Scrapy spiders, one request at a time as the crawler asks, that throw pages away.

python -m benchmarks.bare_spider fetching LIST   # a downloader that never looks into a page
python -m benchmarks.bare_spider reading LIST    # takes the links out of every page
python -m benchmarks.bare_spider following LIST  # hands on those of them that are in the list, for Scrapy to drop what it knows
python -m benchmarks.bare_spider wandering LIST  # finds its pages itself: from the host's home, by every link, breadth first,
                                                 # as many pages as the list has
"""

import json
import sys
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from urllib.parse import urljoin

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import HtmlResponse, Response
from scrapy.linkextractors import LinkExtractor

SETTINGS = {
    "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
    # With no delay at all, Scrapy 2.19 sends whatever is queued at once.
    "DOWNLOAD_DELAY": 0.0001,
    "ROBOTSTXT_OBEY": False,
    "LOG_ENABLED": False,
    "HTTPERROR_ALLOW_ALL": True,
    "TELNETCONSOLE_ENABLED": False,
}

BREADTH_FIRST = {
    "DEPTH_PRIORITY": 1,
    "SCHEDULER_MEMORY_QUEUE": "scrapy.squeues.FifoMemoryQueue",
    "SCHEDULER_DISK_QUEUE": "scrapy.squeues.PickleFifoDiskQueue",
}


class Fetching(scrapy.Spider):
    """Fetches addresses in order, each as often as it is listed."""

    name = "fetching"
    addresses: tuple[str, ...] = ()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for address in self.addresses:
            yield scrapy.Request(address, self.parse, dont_filter=True)

    def parse(self, response: Response) -> Iterable[scrapy.Request]:
        """Nothing is kept."""
        return ()


class Reading(Fetching):
    """Fetches the same, and looks for links in what it fetched."""

    name = "reading"

    def parse(self, response: Response) -> Iterable[scrapy.Request]:
        """Nothing is kept."""
        links(response)
        return ()


class Following(Fetching):
    """Fetches the same, each address once, and asks for every link to one of them: Scrapy knows what was asked for."""

    name = "following"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        self.wanted = frozenset(self.addresses)
        for address in self.addresses:
            yield scrapy.Request(address, self.parse)

    def parse(self, response: Response) -> Iterable[scrapy.Request]:
        """Nothing is kept."""
        return (scrapy.Request(url, self.parse) for url in links(response) if url in self.wanted)


class Wandering(Fetching):
    """Follows every link that it meets until it has fetched as many pages as there are addresses."""

    name = "wandering"

    async def start(self) -> AsyncIterator[scrapy.Request]:
        yield scrapy.Request(urljoin(self.addresses[0], "/"), self.parse)

    def parse(self, response: Response) -> Iterable[scrapy.Request]:
        """Nothing is kept."""
        return (scrapy.Request(url, self.parse) for url in links(response))


LINKS = LinkExtractor()


def links(response: Response) -> list[str]:
    """The addresses that a page links."""
    if not isinstance(response, HtmlResponse):
        return []
    return [link.url for link in LINKS.extract_links(response)]


def main() -> None:
    """Run the spider that the arguments name over the list of addresses that they name."""
    spider, path = sys.argv[1:]
    addresses = tuple(json.loads(Path(path).read_text()))
    kinds = {kind.name: kind for kind in (Fetching, Reading, Following, Wandering)}
    wandering = {**BREADTH_FIRST, "CLOSESPIDER_PAGECOUNT": len(addresses)}
    process = CrawlerProcess({**SETTINGS, **(wandering if spider == Wandering.name else {})})
    process.crawl(kinds[spider], addresses=addresses)
    process.start()


if __name__ == "__main__":
    main()
