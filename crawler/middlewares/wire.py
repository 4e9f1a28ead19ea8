"""What came over the wire, and what it is unpacked."""

import hashlib

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.downloadermiddlewares.httpcompression import HttpCompressionMiddleware
from scrapy.exceptions import DownloadCancelledError
from scrapy.http import Response

from archive.imports.codings import undone
from crawler.pipelines import session_of


class CutOff(Exception):
    """A packed body that ends early."""


class Wire(HttpCompressionMiddleware):
    """Scrapy's unpacking, which leaves `wire` (digest, where the body is packed), `answered` (headers) and `received` (moment) in the
    request's meta.

    Raises CutOff: what Scrapy makes of such a body would be taken for the whole; and DownloadCancelledError, as for any body too large.
    """

    def __init__(self, *, crawler: Crawler) -> None:
        super().__init__(crawler=crawler)
        self._crawler = crawler

    def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        packed = "Content-Encoding" in response.headers
        request.meta["wire"] = hashlib.sha256(response.body).hexdigest() if packed else None
        request.meta["answered"] = pairs(response)
        request.meta["received"] = session_of(self._crawler).clock()
        return super().process_response(request, response)

    @staticmethod
    def _decode(body: bytes, encoding: bytes, max_size: int) -> bytes:
        unpacked, whole = undone(body, encoding.decode(), most=max_size) or (b"", False)
        if len(unpacked) > max_size:
            raise DownloadCancelledError(f"{len(body)} bytes, packed, are more than {max_size} unpacked")
        if not whole:
            raise CutOff(f"{len(body)} bytes, packed, are not the whole body")
        return unpacked


def pairs(message: Request | Response) -> tuple[tuple[str, str], ...]:
    """Headers in order, as text; bytes that are no UTF-8 are kept as Latin-1."""
    return tuple((_text(name), _text(value)) for name, values in message.headers.items() for value in values)


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
