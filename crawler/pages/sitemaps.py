"""Site maps (sitemaps.org): what pages a site says it has, and what further maps."""

import re
from dataclasses import dataclass
from html import unescape

from archive.imports.codings import undone
from crawler.pages.page import Page

_ROOT = re.compile(r"(?:\s+|<\?[^>]*\?>|<!--.*?-->)*+<(?:\w+:)?(urlset|sitemapindex)\b", re.DOTALL)
"""What stands before the root is taken once for all: any page may begin with many comments."""
_PLACE = re.compile(r"<(?:\w+:)?loc>\s*(?:<!\[CDATA\[)?\s*([^<>\s]+?)\s*(?:\]\]>)?\s*</(?:\w+:)?loc>")
_NAMED = re.compile(r"/site_?map[\w.-]*\.xml(?:\.gz)?$", re.IGNORECASE)
_PACKED = ".xml.gz"
_LARGEST = 50 * 2**20
"""Bytes of a map, as many as the protocol allows."""
_MOST_MAPS = 20
_MOST_PAGES = 50_000
"""As many as the protocol allows in one map."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sitemap:
    """What one map names."""

    pages: tuple[str, ...] = ()
    maps: tuple[str, ...] = ()


def is_map(url: str) -> bool:
    """Whether an address says that a map stands there."""
    return _NAMED.search(url) is not None


def unpacked(url: str, body: bytes) -> bytes:
    """What a map is that came packed (`sitemap.xml.gz`), as the protocol allows; nothing for any other address or body."""
    told = undone(body, "gzip", most=_LARGEST) if url.partition("?")[0].endswith(_PACKED) else None
    return told[0] if told else b""


def sitemap(page: Page) -> Sitemap | None:
    """The map that a page is; None for any other page."""
    root = _ROOT.match(page.text)
    if root is None:
        return None
    named = tuple(filter(None, (page.join(unescape(found)) for found in _PLACE.findall(page.text))))
    if root[1] == "sitemapindex":
        return Sitemap(maps=named[:_MOST_MAPS])
    return Sitemap(pages=named[:_MOST_PAGES])
