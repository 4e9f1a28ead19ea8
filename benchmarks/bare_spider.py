"""Bare Scrapy spiders, one request at a time as the crawler asks, that throw pages away.

python -m benchmarks.bare_spider fetching LIST  # a downloader that never looks into a page
python -m benchmarks.bare_spider reading LIST   # takes the links out of every page, as any spider that finds its pages has to
"""

import json
import sys
from collections.abc import AsyncIterator
from pathlib import Path

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


class Fetching(scrapy.Spider):
    """Fetches addresses in order, each as often as it is listed."""

    name = "fetching"
    addresses: tuple[str, ...] = ()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for address in self.addresses:
            yield scrapy.Request(address, self.parse, dont_filter=True)

    def parse(self, response: Response) -> None:
        """Nothing is kept."""


class Reading(Fetching):
    """Fetches the same, and looks for links in what it fetched."""

    name = "reading"

    def parse(self, response: Response) -> None:
        """Nothing is kept."""
        if isinstance(response, HtmlResponse):
            LinkExtractor().extract_links(response)


def main() -> None:
    """Run the spider that the arguments name over the list of addresses that they name."""
    spider, path = sys.argv[1:]
    process = CrawlerProcess(SETTINGS)
    process.crawl(
        {"fetching": Fetching, "reading": Reading}[spider],
        addresses=tuple(json.loads(Path(path).read_text())),
    )
    process.start()


if __name__ == "__main__":
    main()
