"""What ours is measured against: breadth first, and best first by the words of links. Both know HTML links and nothing else."""

import heapq
import re
from collections.abc import Iterator
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

import lxml.html
from protego import Protego

_WORDS = (
    ("年度报告", 4),
    ("年报", 4),
    ("信息公开", 3),
    ("政务公开", 3),
    ("公开", 2),
    ("报告", 1),
    ("目录", 1),
    ("下一页", 1),
)
_FILE = re.compile(r"\.(?:docx?|pdf|xlsx?|zip|rar|wps|ofd|jpe?g|png|gif|css|js)$", re.IGNORECASE)


def breadth_first(home: str, budget: int) -> None:
    """Every link in the order found."""
    _walk(home, budget, worded=False)


def keyword_best_first(home: str, budget: int) -> None:
    """The link with the most telling words first, then the shallower."""
    _walk(home, budget, worded=True)


def _walk(home: str, budget: int, *, worded: bool) -> None:
    parts = urlsplit(home)
    connection = HTTPConnection(parts.hostname or "", parts.port or 80, timeout=30)
    rules = Protego.parse(_get(connection, "/robots.txt")[0].decode("utf-8", "replace"))
    queue: list[tuple[float, int, int, str]] = [(0.0, 0, 0, home)]
    seen, order, asked = {home}, 0, 0
    while queue and asked < budget:
        _, depth, _, url = heapq.heappop(queue)
        if not rules.can_fetch(url, "gongkai"):
            continue
        asked += 1
        found = urlsplit(url)
        body, kind = _get(connection, found.path + (f"?{found.query}" if found.query else ""))
        if "html" not in kind or not body.strip():
            continue
        for link, words in _links(body, url):
            if (
                link not in seen
                and urlsplit(link).netloc == parts.netloc
                and not _FILE.search(urlsplit(link).path)
            ):
                seen.add(link)
                order += 1
                score = sum(weight for word, weight in _WORDS if word in words) if worded else 0
                heapq.heappush(queue, (-score, depth + 1, order, link))
    connection.close()


def _get(connection: HTTPConnection, path: str) -> tuple[bytes, str]:
    connection.request("GET", path or "/")
    answer = connection.getresponse()
    return answer.read(), answer.headers.get("Content-Type", "")


def _links(body: bytes, url: str) -> Iterator[tuple[str, str]]:
    # From bytes, so that the words of a page in GB 2312 are words.
    tree = lxml.html.document_fromstring(body)
    for link in tree.iter("a"):
        href = link.get("href") or ""
        if href and not href.startswith(("javascript:", "#", "mailto:")):
            yield urljoin(url, href).partition("#")[0], "".join(link.itertext()) + (link.get("title") or "")
