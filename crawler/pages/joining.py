"""What is written as a link's address, as the address that a browser asks for."""

import re
from urllib.parse import quote, urljoin

from crawler.documents import shown
from crawler.remembered import remembered

_MOST_VIEWERS = 4
"""Viewers that may show one another before the document."""
_KEPT = "%/?:@!$&'()*+,;=-._~#[]"
"""What a query may hold as it is."""


@remembered
def joined(href: str, base: str, charset: str) -> str:
    """`href` as an absolute address on the web, its query in `charset`, a viewer's as that of its document; '' for any other."""
    url = _absolute(href, base)
    for _ in range(_MOST_VIEWERS):
        document = shown(url)
        if not document:
            break
        url = _absolute(document, url.partition("?")[0])
    path, mark, query = url.partition("?")
    return url if query.isascii() else f"{path}{mark}{quote(query.encode(charset, 'replace'), _KEPT)}"


def _absolute(href: str, base: str) -> str:
    href = re.sub(r"[\t\r\n]", "", href.strip())
    try:
        url = urljoin(base, href.replace("\\", "/") if "://" not in href else href)
    except ValueError:
        return ""
    return url if url.startswith(("http://", "https://")) else ""
