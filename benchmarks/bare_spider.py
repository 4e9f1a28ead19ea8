"""A Scrapy spider that fetches a list of addresses as the crawler would, and throws the pages away: `python -m benchmarks.bare_spider LIST`."""

import json
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import scrapy
from scrapy.crawler import CrawlerProcess
from scrapy.http import Response


class Bare(scrapy.Spider):
    """Fetches, counts, forgets."""

    name = "bare"
    custom_settings = {  # noqa: RUF012
        "CONCURRENT_REQUESTS_PER_DOMAIN": 1,
        # One at a time, as the crawler asks: with no delay at all, Scrapy 2.19 sends whatever is queued at once.
        "DOWNLOAD_DELAY": 0.0001,
        "ROBOTSTXT_OBEY": False,
        "LOG_ENABLED": False,
        "DUPEFILTER_CLASS": "scrapy.dupefilters.BaseDupeFilter",
        "HTTPERROR_ALLOW_ALL": True,
        "TELNETCONSOLE_ENABLED": False,
    }
    addresses: tuple[str, ...] = ()
    times: list[float] = []  # noqa: RUF012

    async def start(self) -> AsyncIterator[scrapy.Request]:
        for address in self.addresses:
            yield scrapy.Request(address, self.parse)

    def parse(self, response: Response) -> None:
        self.times.append(time.perf_counter())


def main() -> None:
    Bare.addresses = tuple(json.loads(Path(sys.argv[1]).read_text()))
    process = CrawlerProcess()
    process.crawl(Bare)
    process.start()
    print(round(len(Bare.times) / (Bare.times[-1] - Bare.times[0]), 1))


if __name__ == "__main__":
    main()
