"""Redirects, followed as long as they lead somewhere."""

from urllib.parse import urljoin

from scrapy import Request
from scrapy.downloadermiddlewares.redirect import RedirectMiddleware
from scrapy.http import Response


class Redirects(RedirectMiddleware):
    """Scrapy's; an answer that sends back to an address that led to it is told as it is, with the cookie that it may ask for."""

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        target = (response.headers.get("Location") or b"").decode("latin-1")
        passed = {request.url, *request.meta.get("redirect_urls", ())}
        if target and response.status in (301, 302, 303, 307, 308) and urljoin(request.url, target) in passed:
            return response
        return super().process_response(request, response)
