"""Lonsun (龙讯, Anhui): `/public/column/<organ>?type=4&catId=<n>` is a shell; its list is a fragment of `/site/label/8888`."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from lxml.html import tostring

from crawler.families.base import Family, ListingUnreadable
from crawler.pages import queries, scripts
from crawler.pages.entries import LIKELY_FULL, MOST_PAGES, entries
from crawler.pages.page import Anchor, Ask, Item, Listing, Page
from crawler.pages.wording import folded

_LABEL = re.compile(
    r"['\"]([^'\"\s<>]{0,200}/site/label/\d{1,9}\?[^'\"\s<>]{0,500}publicInfoList[^'\"<>]{0,1000})['\"]"
)
_COLUMN = re.compile(r"^(.*)/public/column/(\d+)")
_ADDRESS = re.compile(r"['\"]([^'\"\s<>?]*/site/label/\d+)['\"?]")
_DEFAULTS = {
    "IsAjax": "1",
    "dataType": "html",
    "labelName": "publicInfoList",
    "siteId": "",
    "pageSize": "15",
    "action": "list",
    "isDate": "true",
    "dateFormat": "yyyy-MM-dd",
    "length": "50",
    "organId": "",
    "type": "4",
    "catId": "",
}
_PAGES = re.compile(
    r"\b(?:pageCount|totalPages?|countPage)['\"]?\s*[:=]\s*['\"]?(\d{1,5})|共\s*(\d{1,5})\s*页"
)
_TOTAL = re.compile(
    r"\b(?:total|totalCount|recordCount)['\"]?\s*[:=]\s*['\"]?(\d{1,7})|共(?:有)?\s*(\d{1,7})\s*条"
)
_EMPTY = re.compile(r"暂无|没有(?:相关|查询到)|无相关信息")
_NOTE = "lonsun.label"
_HEADERS = (("X-Requested-With", "XMLHttpRequest"),)


class Lonsun(Family):
    """The printed titles are cut at `length`; the `title` attribute has the whole. `_` only defeats caches and is dropped."""

    name = "lonsun"
    body_signals = (
        ("labelName=publicInfoList", r"labelName['\"]?\s*[=:]\s*['\"]?publicInfoList"),
        ("/site/label/8888", r"/site/label/\d+"),
        ("/public/column/<n>", r"/public/column/\d+\?"),
        (".xxgk_navli", r"xxgk_navli\b"),
        ("/group<n>/M00/", r"/group\d+/M\d\d/"),
    )
    address_signals = (
        ("/public/column/<n>", r"/public/column/\d+"),
        ("/public/<organ>/<id>.html", r"/public/\d+/\d+\.html"),
    )

    def notes(self, page: Page) -> Mapping[str, str]:
        """The call that an empty shell led to, without the organ and the category that the shell's own address names."""
        named, query = _category(page.ask.base or ""), urlsplit(page.ask.url).query
        if page.ask.family != self.name or named is None or queries.number(query, "pageIndex") != 1:
            return {}
        if any(queries.field(query, name) != value for name, value in named.items()):
            return {}
        return {_NOTE: queries.requeried(page.ask.url, dict.fromkeys(named))}

    def links(self, page: Page) -> Iterator[Anchor]:
        """A link to a category's shell is the call that fills it, once one shell of the portal was seen to be empty."""
        known = page.notes.get(_NOTE)
        for anchor in super().links(page):
            named = _category(anchor.url) if known else None
            if known and named:
                bare = Ask(url=queries.requeried(known, named), family=self.name, base=anchor.url)
                yield replace(anchor, ask=_numbered(bare, 1))
            else:
                yield anchor

    def listing(self, page: Page) -> Listing | None:
        if page.ask.family == self.name:
            return _reply(page)
        column = _COLUMN.match(urlsplit(page.url).path)
        told = _LABEL.search(page.text) or _told(page)
        if not told and not (column and _asks_category(page)):
            return super().listing(page)
        items, (pages, total) = _items(page), _counts(page)
        if items and (column is None or pages):
            call = _call(page)
            numbers = range(2, min(pages or 1, MOST_PAGES) + 1)
            return Listing(
                items=items, more=tuple(_numbered(call, k) for k in numbers) if call else (), total=total
            )
        call = _call(page)
        if call is None:
            raise ListingUnreadable(page.url, self.name, "the list's organ and category are not told")
        return Listing(items=(), more=(call,))


def _category(url: str) -> dict[str, str | None] | None:
    """Organ and category as the address of a category's page names them; null where it names not both."""
    parts = urlsplit(url)
    column, category = _COLUMN.match(parts.path), queries.field(parts.query, "catId")
    return {"organId": column.group(2), "catId": category} if column and category else None


def _asks_category(page: Page) -> bool:
    return queries.field(urlsplit(page.url).query, "catId") is not None


def _items(page: Page) -> tuple[Item, ...]:
    """The entries in the list's own box; the rest of the page is the tree of organs and categories."""
    boxes = page.tree.xpath("//*[contains(@class, 'xxgk_navli') or contains(@class, 'xxgk_nav_list')]")
    found = entries(page, (str(tostring(box, encoding="unicode")) for box in boxes))
    return tuple({item.url: item for item in found}.values())


def _call(page: Page) -> Ask | None:
    """The label call for the first page: as the page writes it, else put together from its script and its address."""
    if found := _LABEL.search(page.text):
        url = page.join(html.unescape(found.group(1)).replace(" ", "%20"))
        fields = {
            name: value for name, value in _own(page).items() if not queries.field(urlsplit(url).query, name)
        }
    else:
        address = _ADDRESS.search(page.text)
        column = _COLUMN.match(urlsplit(page.url).path)
        url = page.join(
            address.group(1) if address else f"{column.group(1) if column else ''}/site/label/8888"
        )
        fields = {**_DEFAULTS, **_own(page)}
        if not fields["organId"] and not fields["catId"]:
            return None
    if not url:
        return None
    bare = queries.requeried(url, {**fields, "_": None})
    return _numbered(Ask(url=bare, headers=_HEADERS, family="lonsun", base=page.base), 1)


def _told(page: Page) -> dict[str, str]:
    """The label's parameters as an object in a script; empty where none is for a list."""
    told = scripts.holding(page.text, "labelName")
    return told if told.get("labelName") == "publicInfoList" else {}


def _own(page: Page) -> dict[str, str]:
    """What the page's script, metas and address say of its list."""
    fields = _told(page)
    parts = urlsplit(page.url)
    column = _COLUMN.match(parts.path)
    sites = page.tree.xpath("//meta[translate(@name, 'SITED', 'sited')='siteid']/@content")
    known = {
        "siteId": str(sites[0]) if sites else scripts.scalar(page.text, "siteId"),
        "organId": column.group(2) if column else scripts.scalar(page.text, "organId"),
        "catId": queries.field(parts.query, "catId") or scripts.scalar(page.text, "catId"),
        "type": queries.field(parts.query, "type"),
    }
    return {
        **{name: value for name, value in known.items() if value},
        **{k: v for k, v in fields.items() if v},
    }


def _numbered(ask: Ask, number: int) -> Ask:
    url = queries.requeried(ask.url, {"pageIndex": str(number)})
    return Ask(url=url, headers=_HEADERS, family="lonsun", base=ask.base)


def _counts(page: Page) -> tuple[int | None, int | None]:
    """(pages, entries in all), each where told."""
    pages, total = _PAGES.search(page.text), _TOTAL.search(page.text)
    return (
        int(pages.group(1) or pages.group(2)) if pages else None,
        int(total.group(1) or total.group(2)) if total else None,
    )


def _reply(page: Page) -> Listing:
    items = tuple(entries(page, [page.text]))
    pages, total = _counts(page)
    if (
        not items
        and not _EMPTY.search(folded(page.text))
        and (total or (pages or 0) > 1 or not page.text.strip())
    ):
        raise ListingUnreadable(page.url, "lonsun", "a reply without entries that does not say it is empty")
    query = urlsplit(page.ask.url).query
    number, size = queries.number(query, "pageIndex"), queries.number(query, "pageSize", 15)
    if pages is None:
        pages = -(-total // size) if total is not None else number + (len(items) >= min(size, LIKELY_FULL))
    numbers = range(number + 1, min(pages, number + MOST_PAGES) + 1)
    more = tuple(_numbered(page.ask, k) for k in numbers)
    return Listing(items=items, more=more, total=total, restarts=number == 1)


FAMILY = Lonsun()
