"""What came over the wire, before it is unpacked: digest, headers, moment."""

import hashlib
from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.imports.codings import decoded
from crawler.pipelines import session_of


class CutOff(Exception):
    """A packed body that ends early."""


class Wire:
    """Leaves `wire` (digest, where the body is packed), `answered` (headers) and `received` (moment) in the request's meta.

    Raises CutOff: unpacked, what came of such a body would be taken for the whole.
    """

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        packed = "Content-Encoding" in response.headers
        request.meta["wire"] = hashlib.sha256(response.body).hexdigest() if packed else None
        request.meta["answered"] = pairs(response)
        if packed and not decoded(response.body, request.meta["answered"]).whole:
            raise CutOff(f"{len(response.body)} bytes, packed, are not the whole body")
        request.meta["received"] = session_of(self._crawler).clock()
        return response


def pairs(message: Request | Response) -> tuple[tuple[str, str], ...]:
    """Headers in order, as text; bytes that are no UTF-8 are kept as Latin-1."""
    return tuple((_text(name), _text(value)) for name, values in message.headers.items() for value in values)


def _text(value: bytes) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("latin-1")
