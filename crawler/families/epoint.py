"""Epoint (新点): a column page is a shell; its list is JSON from `POST <project>/rest/lightfrontaction/getgovinfolist`."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from urllib.parse import urlsplit

from crawler.families.base import Family, ListingUnreadable
from crawler.pages import queries, scripts
from crawler.pages.entries import LIKELY_FULL, day, plain
from crawler.pages.page import Anchor, Ask, Item, Listing, Page
from crawler.pages.wording import spaced

_ENDPOINT = re.compile(r"/rest/\w{0,20}lightfrontaction/getgovinfolist", re.IGNORECASE)
_BEFORE = re.compile(r"[^'\"\s<>(]*$")
_COMMON = re.compile(
    r"""<script[^>]+src\s*=\s*['"]([^'"]*webBuilderCommon[^'"]*\.js[^'"]*)['"]""", re.IGNORECASE
)
_SHELL = re.compile(r"getgovinfolist|govinfopub|infopubright|openlist", re.IGNORECASE)
_REST = "/rest/lightfrontaction/getgovinfolist"
_KEYS = ("deptcode", "categorynum", "siteGuid")
_SIZE = 50
"""Entries asked for at once; what a server gives of them tells its own number."""
_HEADERS = (
    ("Content-Type", "application/json;charset=utf-8"),
    ("X-Requested-With", "XMLHttpRequest"),
)


class Epoint(Family):
    """The site's identifier and project stand in the page or in `webBuilderCommon.js`, which is then asked for first."""

    name = "epoint"
    body_signals = (
        ("getgovinfolist", r"(?i)/(?<=lightfrontaction/)getgovinfolist"),
        ("webBuilderCommon.js", r"(?i)webBuilderCommon\w*\.js"),
        ("EWB-FRONT", r"EWB[-_]\w+/"),
        ("epoint-web", r"epoint-(?:article|web)"),
    )
    address_signals = (
        ("govInfoPub.html", r"(?i)/govInfoPub\w*\.html"),
        ("/<yyyymmdd>/<guid>.html", r"/20\d{6}/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f-]{22,}\.html"),
    )

    def notes(self, page: Page) -> Mapping[str, str]:
        """The site's identifier and the path of its project."""
        told = scripts.assigned(page.text, "siteInfo")
        known = told if isinstance(told, dict) else {}
        site = str(known.get("siteGuid") or _scalar(page.once, "siteGuid") or "")
        project = str(known.get("projectName") or scripts.scalar(page.text, "projectName") or "").strip("/")
        if found := _ENDPOINT.search(page.text):
            before = _BEFORE.search(page.text[max(0, found.start() - 100) : found.start()])
            project = project or urlsplit(before.group() if before else "").path.strip("/")
        return {"epoint.site": site, "epoint.project": project} if site else {}

    def first(self, page: Page) -> Ask | None:
        return _common(page) if _COMMON.search(page.text) and not self._known(page) else None

    def links(self, page: Page) -> Iterator[Anchor]:
        """A link to a column's shell is the call that fills it, once the site is known."""
        known = self._known(page)
        for anchor in super().links(page):
            parts = urlsplit(anchor.url)
            if known and _SHELL.search(parts.path) and queries.field(parts.query, "categorynum"):
                fields = {key: queries.field(parts.query, key) or "" for key in _KEYS}
                yield replace(anchor, ask=_first(page, known, fields, base=anchor.url))
            else:
                yield anchor

    def listing(self, page: Page) -> Listing | None:
        if page.ask.family == self.name:
            return _reply(page) if page.ask.method == "POST" else self._described(page)
        fields = _fields(page)
        if not fields.get("categorynum") or not _shell(page):
            return super().listing(page)
        if known := self._known(page):
            return Listing(items=(), more=(_first(page, known, fields, base=page.base),))
        if common := _common(page):
            return Listing(items=(), more=(common,))
        raise ListingUnreadable(
            page.url, self.name, "neither the page nor webBuilderCommon.js tells the site"
        )

    def _known(self, page: Page) -> Mapping[str, str]:
        return self.notes(page) or (page.notes if "epoint.site" in page.notes else {})

    def _described(self, page: Page) -> Listing | None:
        """The call for the column that asked for the site's script; None where a page without a list did."""
        known = self.notes(page)
        if not known:
            raise ListingUnreadable(page.url, self.name, "the site's script names no siteGuid")
        asked = urlsplit(page.ask.url).fragment
        fields = {key: queries.field(asked, key) or "" for key in _KEYS}
        if not fields["categorynum"]:
            return None
        return Listing(items=(), more=(_first(page, known, fields, base=page.base),))


def _shell(page: Page) -> bool:
    """Whether the page's list is fetched: it names the call, or it is the disclosure module's page."""
    return bool(_SHELL.search(page.text) or _SHELL.search(urlsplit(page.url).path))


def _fields(page: Page) -> dict[str, str]:
    """Category, organ and site: from the address, else from the page's script, hidden inputs or data attributes."""
    query, fields = urlsplit(page.url).query, {}
    for key in _KEYS:
        marked = page.tree.xpath(
            "//input[@id=$key or @name=$key]/@value | //@*[name()=$data]", key=key, data=f"data-{key.lower()}"
        )
        candidates = [queries.field(query, key), *map(str, marked), _scalar(page.once, key)]
        fields[key] = next((value for value in candidates if value), "")
    return fields


def _scalar(text: str, key: str) -> str | None:
    """The value of `key` in a script, in whichever case it is written."""
    if key.lower() not in text.lower():
        return None
    found = re.search(rf"(?i)(?<![\w$-]){key}['\"]?\s*[:=]\s*['\"]([\w-]+)['\"]", text)
    return found.group(1) if found else None


def _common(page: Page) -> Ask | None:
    """The script that describes the site; the parameters that the page alone knows travel in the address's fragment."""
    found = _COMMON.search(page.text)
    url = page.join(found.group(1) if found else "/js/webBuilderCommon.js")
    if not url:
        return None
    return Ask(url=f"{url}#{queries.form(_fields(page))}", family="epoint", base=page.base)


def _first(page: Page, known: Mapping[str, str], fields: Mapping[str, str], *, base: str) -> Ask:
    """The call for a column's first page."""
    project = known["epoint.project"]
    endpoint = page.join(f"/{project}/rest/lightfrontaction/getgovinfolist" if project else _REST)
    number = 1 if scripts.scalar(page.text, "pageIndex") == "1" else 0
    told = {**fields, "siteGuid": known["epoint.site"], "pageIndex": number, "pageSize": _SIZE}
    return _call(endpoint, told, base=base, wrapped=_wrapped(page.text))


def _wrapped(text: str) -> bool:
    return bool(re.search(r"['\"]?params['\"]?\s*:\s*\{[^{}]*categorynum", text, re.IGNORECASE))


def _call(url: str, told: Mapping[str, object], *, base: str | None, wrapped: bool) -> Ask:
    body = json.dumps({"params": told} if wrapped else told, ensure_ascii=False)
    return Ask(url=url, method="POST", body=body, headers=_HEADERS, family="epoint", base=base)


def _reply(page: Page) -> Listing:
    told = page.json.get("custom") if isinstance(page.json, dict) else None
    custom = scripts.value(told) if isinstance(told, str) else told
    if not isinstance(custom, dict):
        raise ListingUnreadable(page.url, "epoint", "the reply has no custom")
    rows = custom.get("data") or custom.get("Table") or custom.get("list")
    rows = scripts.value(rows) if isinstance(rows, str) else rows
    rows = rows if isinstance(rows, list) else []
    items = tuple(item for row in rows if (item := _item(page, row)))
    if rows and not items:
        raise ListingUnreadable(page.url, "epoint", "no entry with a title and an address")
    totals = [custom.get(key) for key in ("total", "totalcount", "totalCount", "rowcount", "count")]
    total = next((int(str(found)) for found in totals if found is not None and str(found).isdigit()), None)
    return Listing(items=items, more=tuple(_rest(page.ask, len(rows), total)), total=total)


def _rest(ask: Ask, shown: int, total: int | None) -> Iterator[Ask]:
    """The page after this one. Servers count from 0 or from 1: a first page asked for as 0 that is empty is asked for as 1."""
    sent = json.loads(ask.body)
    told = sent.get("params", sent)
    number, size = int(told.get("pageIndex", 0)), int(told.get("pageSize", _SIZE))
    numbers = range(0)
    if number == 0 and not shown:
        numbers = range(1, 2) if total is None or total > 0 else range(0)
    elif shown and (shown >= LIKELY_FULL if total is None else total > shown):
        size = shown if shown < size and number == 0 else size
        numbers = range(number + 1, number + 2)
    for following in numbers:
        changed = {**told, "pageIndex": following, "pageSize": size}
        yield _call(ask.url, changed, base=ask.base, wrapped="params" in sent)


def _item(page: Page, row: object) -> Item | None:
    if not isinstance(row, dict):
        return None
    known = {str(key).lower(): value for key, value in row.items()}
    title = next(
        (words for key in ("realtitle", "title", "titlenew") if (words := plain(str(known.get(key) or "")))),
        "",
    )
    address = known.get("infourl") or known.get("href") or known.get("url")
    url = page.join(address) if isinstance(address, str) and address else ""
    if not title or not url:
        return None
    keys = ("infodate", "pubdate", "webdate", "pubtime", "date")
    organ = known.get("deptname") or known.get("ouname")
    return Item(
        url=url,
        title=title,
        published=next((found for key in keys if (found := day(known.get(key)))), None),
        organ=spaced(organ) if isinstance(organ, str) and spaced(organ) else None,
    )


FAMILY = Epoint()
