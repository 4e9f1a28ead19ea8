"""Hanweb JPaaS: a page names its lists as units (`queryData`), which `…/front/page/build/unit` renders, paged only by `paramJson`."""

import json
import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from lxml.html import HtmlElement, tostring

from crawler.families.base import Family, ListingUnreadable
from crawler.pages import pagers, queries, scripts
from crawler.pages.entries import LIKELY_FULL, entries, following, fragment
from crawler.pages.page import Anchor, Ask, Listing, Page

_UNIT = "/api-gateway/jpaas-publish-server/front/page/build/unit"
_LISTS = re.compile(r"列表|分页|信息|内容|目录|list|ajax", re.IGNORECASE)
_NO_LISTS = re.compile(r"导航|位置|头部|底部|页头|页脚|轮播|banner|nav|菜单", re.IGNORECASE)
_ASSIGNED = re.compile(r"queryData['\"]?\s*[:=]\s*(?=[{\"'])", re.IGNORECASE)
_LITERAL = re.compile(r"['\"]([^'\"\s]*jpaas-publish-server/front/page/build/unit\?[^'\"\s]+)['\"]")
_ADDRESS = re.compile(r"['\"]([^'\"\s]*jpaas-publish-server/front/page/build/unit)['\"]")
_COUNT = re.compile(r"\bcount\\?['\"]?\s*[=:]\s*\\?['\"]?(\d{1,7})")
_SIZE = 50
"""Entries asked for at once; a server that keeps to its own number says so in `rows`."""
_HEADERS = (("X-Requested-With", "XMLHttpRequest"),)
_MOST_UNITS = 4
Unit = tuple[HtmlElement | None, Mapping[str, object], str]
"""The element that shows it, its query data, the call's address."""


class HanwebJpaas(Family):
    """A column's list is in the page, in a unit, or both; a bare `pageNo` is ignored by the server and never sent."""

    name = "hanweb_jpaas"
    order = 30
    body_signals = (
        ("front/page/build/unit", r"jpaas-publish-server/front/page/build/unit"),
        ("queryData=", r"uery(?<=[qQ]uery)[dD]ata\s*=\s*['\"]\s*\{"),
        (".wzzw-article", r"class=['\"][^'\"<]*\bwzzw-article\b"),
        ("jpaas-", r"/api-gateway/jpaas-"),
    )
    address_signals = (("/art/<year>/art_<32hex>.html", r"/art/\d{4}/art_[0-9a-f]{32}\.html"),)

    def links(self, page: Page) -> Iterator[Anchor]:
        """Also, without a name, the calls of units beside the list: which of several is the list, only their replies tell."""
        yield from super().links(page)
        found = _found(page)
        beside = _lists(page, found)[1:] if len(found) <= _MOST_UNITS else []
        for element, ask in beside:
            if element is None or not _linked(element):
                yield Anchor(ask=ask, text="", path=("unit",))

    def listing(self, page: Page) -> Listing | None:
        if page.ask.family == self.name:
            return _reply(page)
        found = _found(page)
        if not found and "front/page/build/unit" in page.text:
            raise ListingUnreadable(page.url, self.name, "a unit without readable queryData")
        units = _lists(page, found)
        if not units:
            return super().listing(page)
        printed = [_printed(page, element) for element, _ in units if element is not None]
        items = tuple({item.url: item for listing in printed for item in listing.items}.values())
        more = [call for listing in printed for call in listing.more]
        calls = [ask for element, ask in units if element is None or not _linked(element)]
        totals = [listing.total for listing in printed if listing.total is not None]
        return Listing(
            items=items, more=(*calls, *more), total=totals[0] if len(units) == 1 and totals else None
        )


def _found(page: Page) -> list[Unit]:
    """Every unit that the page names: on an element, else in a script."""
    found: list[Unit] = [
        (element, told, element.get("url") or element.get("data-url") or _UNIT)
        for element in page.tree.xpath("//*[@querydata]")
        if isinstance(told := scripts.value(element.get("querydata", "")), dict)
    ]
    if not found:
        address = _ADDRESS.search(page.text)
        found = [(None, told, address.group(1) if address else _UNIT) for told in _scripted(page.text)]
    return found


def _lists(page: Page, found: list[Unit]) -> list[tuple[HtmlElement | None, Ask]]:
    """(the element that shows the unit, the call for its first page), those named as lists first; navigation is left out."""
    rest = [unit for unit in found if not _NO_LISTS.search(str(unit[1].get("tagId", "")))]
    rest.sort(key=lambda unit: _LISTS.search(str(unit[1].get("tagId", ""))) is None)
    calls = [(element, _first(page, told, url)) for element, told, url in rest[:_MOST_UNITS]]
    return [(element, ask) for element, ask in calls if ask]


def _scripted(text: str) -> Iterator[dict[str, object]]:
    """Query data given in a script: as an object, as a string that holds one, or as the address of the call itself."""
    for found in _ASSIGNED.finditer(text):
        rest = text[found.end() :]
        told = scripts.value(rest if rest[:1] == "{" else rest[1:])
        if isinstance(told, dict):
            yield told
    for address in _LITERAL.findall(text):
        pieces = urlsplit(address.replace("&amp;", "&")).query.split("&")
        names = [piece.partition("=")[0] for piece in pieces]
        yield {name: queries.field("&".join(pieces), name) for name in names}


def _first(page: Page, told: Mapping[str, object], url: str) -> Ask | None:
    url = page.join(url if "build/unit" in url else _UNIT)
    fields = {key: _text(value) for key, value in told.items() if key != "paramJson"}
    if not url or not fields.get("pageId"):
        return None
    parameters = told.get("paramJson")
    parameters = scripts.value(parameters) if isinstance(parameters, str) else parameters
    bare = Ask(
        url=queries.requeried(url, {"parseType": "bulidstatic", **fields}),
        headers=_HEADERS,
        family="hanweb_jpaas",
        base=page.base,
    )
    return _call(bare, parameters if isinstance(parameters, dict) else {}, number=1, size=_SIZE)


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _call(ask: Ask, parameters: Mapping[str, object], *, number: int, size: int) -> Ask:
    told = json.dumps(
        {**parameters, "pageNo": number, "pageSize": size}, ensure_ascii=False, separators=(",", ":")
    )
    return Ask(
        url=queries.requeried(ask.url, {"paramJson": told}),
        headers=ask.headers,
        family=ask.family,
        base=ask.base,
    )


def _linked(element: HtmlElement) -> bool:
    return bool(element.xpath(".//a[@href and not(starts-with(@href, 'javascript'))]"))


def _printed(page: Page, element: HtmlElement) -> Listing:
    """The unit's first page where the column page prints it, and the calls for the pages after it."""
    if not _linked(element):
        return Listing(items=())
    markup = str(tostring(element, encoding="unicode"))
    items = tuple(entries(page, [markup]))
    pager = _pager(element) or (_pager(element.getparent()) if element.getparent() is not None else None)
    told = scripts.value(element.get("querydata", ""))
    ask = _first(page, told, element.get("url") or _UNIT) if isinstance(told, dict) else None
    if pager is None or ask is None:
        return Listing(items=items, more=(ask,) if ask and len(items) >= LIKELY_FULL else ())
    total, rows, number = pager
    size = rows or len(items)
    more = tuple(_numbered(ask, k, size) for k in following(number, total=total, size=size))
    return Listing(items=items, more=more, total=total)


def _numbered(ask: Ask, number: int, size: int) -> Ask:
    told = scripts.value(queries.field(urlsplit(ask.url).query, "paramJson") or "")
    return _call(ask, told if isinstance(told, dict) else {}, number=number, size=size)


def _pager(tree: HtmlElement) -> tuple[int, int, int] | None:
    """(entries in all, rows a page, this page's number) from the pager's attributes."""
    for element in tree.xpath(".//*[@count] | self::*[@count]"):
        count, rows, number = (element.get(name) or "" for name in ("count", "rows", "pageno"))
        if count.isdigit() and len(count) < 8:
            return int(count), int(rows) if rows.isdigit() else 0, int(number) if number.isdigit() else 1
    return None


def _reply(page: Page) -> Listing:
    match page.json:
        case {"data": {"html": str(markup)}} | {"data": str(markup)} | {"html": str(markup)}:
            pass
        case {"success": True, "data": None | {}}:
            return Listing(items=())
        case _:
            raise ListingUnreadable(page.url, "hanweb_jpaas", "the reply has no data.html")
    items = tuple(entries(page, [markup]))
    told = scripts.value(queries.field(urlsplit(page.ask.url).query, "paramJson") or "")
    asked = told if isinstance(told, dict) else {}
    number, size = _whole(asked.get("pageNo"), 1), _whole(asked.get("pageSize"), _SIZE)
    piece = fragment(page, markup)
    pager = _pager(piece.tree)
    counted = _COUNT.search(markup)
    total = pager[0] if pager else int(counted.group(1)) if counted else pagers.declared(piece)
    if total and not items and number == 1:
        raise ListingUnreadable(page.url, "hanweb_jpaas", f"declares a total of {total} and shows no entry")
    if number == 1 and pager and pager[1]:
        size = pager[1]
    if number == 1 and total and 0 < len(items) < min(size, total):
        size = len(items)
    likely = range(number + 1, number + 1 + (len(items) >= LIKELY_FULL))
    numbers = likely if total is None else following(number, total=total, size=size)
    return Listing(
        items=items,
        more=tuple(_numbered(page.ask, k, size) for k in numbers),
        total=total,
        restarts=number == 1,
    )


def _whole(value: object, default: int) -> int:
    return int(value) if isinstance(value, int | str) and str(value).isdigit() and int(value) > 0 else default


FAMILY = HanwebJpaas()
