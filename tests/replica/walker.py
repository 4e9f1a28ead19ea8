"""A walker that follows every link of a portal and knows nothing of its family but the scripts that list."""

import json
import re
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

from replica.server.control import Desk
from replica.server.http import Request
from replica.server.process import desk
from replica.site.sizes import SizeName

_LINK = re.compile(r"""(?:href|src)=["']([^"'#]+)""")
_SKIPPED = re.compile(r"^https?://[^/]+/(u|search)/|[?&]y=\d+&m=")


Answer = tuple[int, bytes, dict[str, str]]
"""Status, body, headers with names in lower case."""


class Client:
    """One connection, kept alive; an address that begins with `POST ` carries its body behind a blank."""

    def __init__(self, url: str) -> None:
        self._connection = HTTPConnection(urlsplit(url).netloc, timeout=30)

    def fetch(self, url: str, *, headers: dict[str, str] | None = None) -> Answer:
        """One request."""
        method, url, body = url.split(" ", 2) if url.startswith("POST ") else ("GET", url, None)
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        self._connection.request(method, target, body=body, headers=headers or {})
        answer = self._connection.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}

    def close(self) -> None:
        """Ends the connection."""
        self._connection.close()


class Inside:
    """The same without a wire: asks a portal that is not served."""

    def __init__(self, portal: Desk) -> None:
        self._portal = portal

    def fetch(self, url: str, *, headers: dict[str, str] | None = None) -> Answer:
        """One request."""
        method, url, body = url.split(" ", 2) if url.startswith("POST ") else ("GET", url, "")
        parts = urlsplit(url)
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        sent = {"host": parts.netloc, **{name.lower(): value for name, value in (headers or {}).items()}}
        request = Request(method=method, target=target, headers=sent, body=body.encode())
        reply = self._portal.handle(request)
        known = {name.lower(): value for name, value in reply.headers.items()}
        return reply.status, reply.body, {"content-type": reply.media_type or "", **known}

    def close(self) -> None:
        """Nothing is open."""


def inside(family: str, *, seed: int, size: SizeName = "demo") -> tuple[Desk, Inside]:
    """A portal of its own and how to ask it."""
    portal = desk(family=family, size=size, seed=seed)
    portal.origin = "http://portal.test"
    return portal, Inside(portal)


def fetch(url: str, *, headers: dict[str, str] | None = None) -> Answer:
    """One request on a connection of its own."""
    client = Client(url)
    try:
        return client.fetch(url, headers=headers)
    finally:
        client.close()


def links(page: str, base: str) -> list[str]:
    """Addresses on the same host, fragments off."""
    found = (urljoin(base, target) for target in _LINK.findall(page))
    return [url for url in found if urlsplit(url).netloc == urlsplit(base).netloc]


def _text(body: bytes) -> str:
    declared = body[:600].lower()
    return body.decode("gb18030" if b"charset=gb" in declared else "utf-8", "replace")


def walk(
    home: str, *, also: "list[Lister]", most: int = 3000, client: Client | Inside | None = None
) -> dict[str, int]:
    """Every address reached from the home page with its status; `also` reads what is no plain link."""
    waiting, seen, client = [home], {home: 0}, client or Client(home)
    while waiting and len(seen) < most:
        url = waiting.pop()
        status, body, headers = client.fetch(url, headers={"Referer": home})
        seen[url] = status
        if status in (301, 302):
            body = f"<a href='{headers['location']}'>".encode()
        elif not re.search("html|json|xml;", headers.get("content-type", "")):
            continue
        page, base = _text(body), url.removeprefix("POST ").partition(" ")[0]
        for target in [*links(page, base), *(t for lister in also for t in lister(page, url))]:
            if target not in seen and not _SKIPPED.search(target):
                seen[target] = 0
                waiting.append(target)
    client.close()
    return seen


class Lister:
    """What turns a page into further addresses."""

    def __call__(self, page: str, url: str) -> list[str]:
        """Addresses in a page that are no plain links."""
        raise NotImplementedError


class Ucap(Lister):
    """Hub queries, createPageHTML and the JSON list."""

    def __call__(self, page: str, url: str) -> list[str]:
        """Further pages of a list, lists behind a hub, items of a JSON list."""
        found = []
        pager = re.search(r"createPageHTML\('page_div', (\d+), (\d+), '(\w+)', 'shtml'", page)
        if pager and pager[2] == "1":
            found += [urljoin(url, f"{pager[3]}_{n}.shtml") for n in range(2, int(pager[1]) + 1)]
        for code, temp in re.findall(r"\?code=(\w+)&temp=(\w+)", page):
            found.append(urljoin(url, f"../{code}/{temp}.shtml"))
        channel = re.search(r'var channelId="(\w+)"', page)
        if channel:
            found.append(urljoin(url, f"/common/search/{channel[1]}?page=1"))
        if page.startswith("{"):
            data = json.loads(page)["data"]
            found += ["http:" + result["url"] for result in data["results"]]
            if data["page"] * data["rows"] < data["total"]:
                found.append(url.rpartition("=")[0] + f"={data['page'] + 1}")
        return found
