"""A walker that follows every link of a portal and knows nothing of its family but the scripts that list."""

import json
import re
from http.client import HTTPConnection
from urllib.parse import urljoin, urlsplit

_LINK = re.compile(r"""(?:href|src)=["']([^"'#]+)""")
_SKIPPED = re.compile(r"^https?://[^/]+/(u|search)/|[?&]y=\d+&m=")


def fetch(url: str, *, headers: dict[str, str] | None = None) -> tuple[int, bytes, dict[str, str]]:
    """Status, body and headers (names in lower case) of one request."""
    parts = urlsplit(url)
    connection = HTTPConnection(parts.netloc, timeout=30)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", target, headers=headers or {})
        answer = connection.getresponse()
        return answer.status, answer.read(), {name.lower(): value for name, value in answer.getheaders()}
    finally:
        connection.close()


def links(page: str, base: str) -> list[str]:
    """Addresses on the same host, fragments off."""
    found = (urljoin(base, target) for target in _LINK.findall(page))
    return [url for url in found if urlsplit(url).netloc == urlsplit(base).netloc]


def walk(home: str, *, also: "list[Lister]", most: int = 3000) -> dict[str, int]:
    """Every address reached from the home page with its status; `also` reads what is no plain link."""
    waiting, seen = [home], {home: 0}
    while waiting and len(seen) < most:
        url = waiting.pop()
        status, body, headers = fetch(url)
        seen[url] = status
        if not re.search("html|json|xml;", headers.get("content-type", "")):
            continue
        if status in (301, 302):
            body += f"<a href='{headers['location']}'>".encode()
        page = body.decode("gb18030" if b"charset=gb" in body[:400].lower() else "utf-8", "replace")
        for target in [*links(page, url), *(t for lister in also for t in lister(page, url))]:
            if target not in seen and not _SKIPPED.search(target):
                seen[target] = 0
                waiting.append(target)
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
