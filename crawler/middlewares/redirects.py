"""Redirects, followed as long as they lead somewhere, each answer kept."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response

from archive.records import Headers
from crawler.middlewares.wire import pairs
from crawler.pipelines import session_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Hop:
    """An answer that led on."""

    url: str
    status: int
    asked: Headers
    answered: Headers
    latency: float
    """Seconds from the request to the answer."""
    received: datetime


class Redirects(RedirectMiddleware):
    """Scrapy's, which leaves the `hops` in the request's meta; an answer that sends back to an address that led to it is told as
    it is, with the cookie that it may ask for."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        target = (response.headers.get("Location") or b"").decode("latin-1")
        passed = {request.url, *request.meta.get("redirect_urls", ())}
        if target and response.status in (301, 302, 303, 307, 308) and urljoin(request.url, target) in passed:
            return response
        following = super().process_response(request, response)
        if isinstance(following, Request):
            hop = Hop(
                url=request.url,
                status=response.status,
                asked=pairs(request),
                answered=pairs(response),
                latency=float(request.meta.get("download_latency") or 0.0),
                received=session_of(self.crawler).clock(),
            )
            following.meta["hops"] = (*request.meta.get("hops", ()), hop)
        return following
