"""Bare Scrapy spiders, one request at a time as the crawler asks, that throw pages away.

python -m benchmarks.bare_spider LIST       # fetches a list of addresses: a downloader that never looks into a page
python -m benchmarks.bare_spider HOME MOST  # follows the links of every page on its host, as any spider that finds its pages does
"""

import json
import sys
from collections.abc import AsyncIterator, Iterator
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


class Following(scrapy.Spider):
    """Fetches a home page and whatever the pages of its host link, in the order of Scrapy's own queue."""

    name = "following"
    home: str = ""

    async def start(self) -> AsyncIterator[scrapy.Request]:
        yield scrapy.Request(self.home, self.parse)

    def parse(self, response: Response) -> Iterator[scrapy.Request]:
        """Nothing is kept but what is to be asked."""
        if isinstance(response, HtmlResponse):
            for link in LinkExtractor(allow=self.home).extract_links(response):
                yield scrapy.Request(link.url, self.parse)


def main() -> None:
    """Run the spider that the arguments name."""
    match sys.argv[1:]:
        case [path]:
            process = CrawlerProcess(SETTINGS)
            process.crawl(Fetching, addresses=tuple(json.loads(Path(path).read_text())))
        case [home, most]:
            process = CrawlerProcess({**SETTINGS, "CLOSESPIDER_PAGECOUNT": int(most)})
            process.crawl(Following, home=home)
        case _:
            sys.exit(__doc__)
    process.start()


if __name__ == "__main__":
    main()
