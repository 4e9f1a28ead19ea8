"""Nothing is asked of a host that is not the portal's, of a private address, or of a host that has refused us: also after redirects."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler

from archive.records import Outcome
from crawler.address import is_private, netloc, of_hosts
from crawler.middlewares.refused import Refused
from crawler.pipelines import session_of


class Guard:
    """Sees every request last before it is sent, hence redirects too; resolved addresses are the resolver's to check."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_request(self, request: Request) -> None:
        session = session_of(self._crawler)
        campaign = session.campaigns[request.meta["portal"]]
        host = netloc(request.url)
        if not of_hosts(request.url, campaign.hosts):
            raise Refused(Outcome.OFF_HOST, f"{host} is not a host of {campaign.key}")
        if not session.options.allow_private and is_private(host.rpartition(":")[0] or host):
            raise Refused(Outcome.PRIVATE_ADDRESS, f"{host} is not on the public internet")
        if blocked := campaign.answering.blocked(request.url):
            raise Refused(blocked, f"{host} answered so before in this run")
