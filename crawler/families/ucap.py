"""UCAP (开普云): `/<site>/<column>/<yyyymm>/<32 hex>.shtml`, lists paged by `createPageHTML('page_div', …)`, hubs around a frame."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit, urlunsplit

from crawler.families.base import Family, ListingUnreadable
from crawler.pages.anchors import items
from crawler.pages.page import Ask, File, Item, Listing, Page, words_of
from crawler.pages.wording import spaced

_CALL = re.compile(
    r"createPageHTML\(\s*['\"][^'\"]+['\"]\s*,\s*(\d+)\s*,\s*(\d+)\s*,\s*['\"]([^'\"]+)['\"]\s*,\s*['\"](\w+)['\"]\s*(?:,\s*(\d+))?"
)
_DATA_CALL = re.compile(r"['\"]([^'\"\s]*/(?:common/search|searchList|search)/[0-9a-f]{32}[^'\"\s]*)['\"]")
_APPENDIXES = frozenset({"cmspro_appendixs", "cmspro_appendix"})
_SEARCH_DEFAULTS = {"_isAgg": "true", "_isJson": "true", "_pageSize": "20", "_template": "index"}


class Ucap(Family):
    """Lists in the page or by the JSON search; the report's files stand in `#cmspro_appendixs`."""

    name = "ucap"
    body_signals = (
        ("createPageHTML('page_div',", r"createPageHTML\(\s*['\"]page_div['\"]"),
        ("<UCAPTITLE>", r"(?i)<ucap(?:title|content)\b"),
        ("#UCAP-CONTENT", r"id=['\"]?UCAP-CONTENT"),
        ("manuscriptId", r"manuscriptId"),
        ("#cmspro_appendixs", r"cmspro_(?:appendixs|reldocuments)"),
        ("?code=&temp=", r"\?code=\w+&(?:amp;)?temp=\w+"),
        ("/common/search/<channel>", r"/common/search/[0-9a-f]{32}"),
    )
    address_signals = (
        ("/<yyyymm>/<32hex>.shtml", r"/20\d{4}/[0-9a-f]{32}\.shtml"),
        ("/pc/content/content_<n>.html", r"/pc/content/\d{10,}/content_\d{10,}\.html"),
        ("/c01_<n>.shtml", r"/20\d{4}/c01_\d+\.shtml"),
    )

    def listing(self, page: Page) -> Listing | None:
        if page.ask.family == self.name:
            return self._reply(page)
        entries = tuple(items(page))
        if called := _CALL.search(page.text):
            total = int(called.group(5)) if called.group(5) else None
            if not entries and total:
                raise ListingUnreadable(
                    page.url, self.name, f"declares a total of {total} and shows no entry"
                )
            return Listing(items=entries, more=tuple(_paged(page, called)), total=total)
        if (data := _DATA_CALL.search(page.text)) and (
            call := _search(page, page.join(data.group(1)), number=1)
        ):
            return Listing(items=entries, more=(call,))
        return super().listing(page)

    def attachments(self, page: Page) -> tuple[File, ...]:
        """Everything in the box of appendixes, whatever its address; with the files that the text itself links."""
        boxed = {
            url: File(url=url, name=spaced(words_of(link)))
            for box in page.marked
            if box.get("id") in _APPENDIXES or "appendix" in box.get("class", "")
            for link in box.iter("a")
            if (url := page.join(link.get("href", "")))
        }
        return tuple({**{file.url: file for file in super().attachments(page)}, **boxed}.values())

    def real(self, url: str) -> str:
        """A hub's `<hub>?code=<column>&temp=<template>` as the list that its frame shows: `/<site>/<column>/<template>.shtml`."""
        # A portal has thousands of links, and few of these are hubs.
        if "temp=" not in url:
            return url
        parts = urlsplit(url)
        query = parse_qs(parts.query)
        site = parts.path.strip("/").split("/")[0]
        if "code" not in query or "temp" not in query or not site or "." in site:
            return url
        code, template = query["code"][0], query["temp"][0]
        if not re.fullmatch(r"\w+", code + template):
            return url
        return urlunsplit((parts.scheme, parts.netloc, f"/{site}/{code}/{template}.shtml", "", ""))

    def _reply(self, page: Page) -> Listing:
        match page.json:
            case {"data": {"results": list(rows)} as data}:
                entries = tuple(_entries(page, rows))
                total = data.get("total")
                number = int(dict(parse_qsl(urlsplit(page.ask.url).query)).get("page", "1"))
                total = total if isinstance(total, int) else None
                rest = bool(rows) and (total is None or total > len(rows))
                following = _search(page, page.ask.url, number=number + 1) if rest else None
                return Listing(items=entries, more=(following,) if following else (), total=total)
        raise ListingUnreadable(page.url, self.name, "the reply has no data.results")


def _paged(page: Page, called: re.Match[str]) -> Iterator[Ask]:
    """Pages after the current one: 1-based, `list.shtml` then `list_2.shtml`; some sites write `list.shtml?2`."""
    last, current, stem, extension = int(called[1]), int(called[2]), called[3], called[4]
    queried = urlsplit(page.url).query.isdigit()
    for number in range(current + 1, min(last, current + 500) + 1):
        name = f"{stem}.{extension}?{number}" if queried else f"{stem}_{number}.{extension}"
        yield Ask(url=page.join(name))


def _search(page: Page, url: str, *, number: int) -> Ask | None:
    """The JSON search for one page of the list; the address written in the page may lack its parameters."""
    parts = urlsplit(url)
    query = {**_SEARCH_DEFAULTS, **dict(parse_qsl(parts.query)), "page": str(number)}
    address = urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(sorted(query.items())), ""))
    return Ask(url=address, family="ucap", base=page.base) if parts.netloc else None


def _entries(page: Page, rows: list[object]) -> Iterator[Item]:
    for row in rows:
        match row:
            case {"title": str(title), "url": str(address), **rest}:
                published = rest.get("publishedTimeStr")
                date = published[:10] if isinstance(published, str) and len(published) >= 10 else None
                yield Item(
                    url=page.join(address), title=spaced(re.sub(r"<[^>]+>", "", title)), published=date
                )
            case _:
                raise ListingUnreadable(page.url, "ucap", "an entry without title or url")


FAMILY = Ucap()
