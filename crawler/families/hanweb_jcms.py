"""Hanweb JCMS (大汉): `/col/col<n>/index.html`; the first entries stand in a `<datastore>` in a script, the rest behind `dataproxy.jsp`."""

import html
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from crawler.families.base import Family, ListingUnreadable
from crawler.pages import queries, scripts
from crawler.pages.entries import entries, following
from crawler.pages.page import Ask, Item, Listing, Page, Signal

_RECORD = re.compile(r"<record>", re.IGNORECASE)
_RECORD_END = re.compile(r"\]\]>|</record>", re.IGNORECASE)
_STORE = re.compile(r"<(?:datastore|recordset)\b|\bdataStore['\"]?\s*[:=]\s*\[", re.IGNORECASE)
_NEXT_GROUP = re.compile(
    r"<nextgroup>[^>]{0,80}<a\s[^>]{0,80}?href=(['\"])([^'\"<>]{1,1500})\1", re.IGNORECASE
)
_PROXY = re.compile(r"['\"]([^'\"\s<>]{0,300}dataproxy\.jsp[^'\"\s<>]{0,1500})['\"]", re.IGNORECASE)
_TOTAL = re.compile(r"total_?record['\"]?\s*(?:>|[:=]\s*['\"]?)\s*(\d+)", re.IGNORECASE)
_TOTAL_PAGES = re.compile(r"total_?page['\"]?\s*(?:>|[:=]\s*['\"]?)\s*(\d+)", re.IGNORECASE)
_FIELDS = (
    "col",
    "appid",
    "webid",
    "path",
    "columnid",
    "sourceContentType",
    "unitid",
    "webname",
    "permissiontype",
)
_COLUMN = re.compile(r"/col/col(\d+)/")
_PER_PAGE = 100
"""Rows asked for at once: servers cut larger pages silently (above about 300)."""
_MOST_RECORDS = 3000
_HEADERS = (("X-Requested-With", "XMLHttpRequest"),)
_FORM = (*_HEADERS, ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"))


class HanwebJcms(Family):
    """A data call says the same rows in every dialect (`page`, `startrecord`), since servers differ in which they honour."""

    name = "hanweb_jcms"
    order = 40
    body_signals = (
        ("<datastore>", r"(?i)<datastore\b|<recordset>"),
        ("dataproxy.jsp", r"dataproxy\.jsp"),
        ("i_columnid", r"<meta[^<>]+name=['\"]?i_(?:columnid|articleid)"),
        ("ContentStart", r"<meta[^<>]+name=['\"]?ContentStart"),
        ("downfile.jsp", r"/module/download/downfile\.jsp"),
    )
    address_signals = (
        ("/col/col<n>/index.html", r"/col/col\d+/(?:index\.html)?(?:[?#]|$)"),
        ("/art/<y>/<m>/<d>/art_<col>_<id>.html", r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html"),
        ("/col/<a>_<b>/", r"/col/\d+_\d+/(?:index\.html|art/\d+/\w+\.html|$)"),
    )

    def recognise_body(self, page: Page) -> Signal | None:
        """A page of the disclosure module is that family's, whatever of this system's markup its text carries."""
        return None if "/module/xxgk/" in urlsplit(page.url).path else super().recognise_body(page)

    def listing(self, page: Page) -> Listing | None:
        if page.ask.family == self.name:
            return _reply(page)
        stored, proxied = _STORE.search(page.text), "dataproxy.jsp" in page.text
        if not stored and not proxied:
            return super().listing(page)
        records = _records(page)
        total = _number(_TOTAL, page.text)
        call = None if _whole(page, records, total) else _first_call(page)
        if call is None and not records and total != 0:
            raise ListingUnreadable(
                page.url, self.name, "the entries come by script and no data call is told"
            )
        return Listing(items=records, more=(call,) if call else (), total=total)


def _records(page: Page) -> tuple[Item, ...]:
    """The entries in the page's scripts or the reply; raises where records are marked and none can be read."""
    pieces = _RECORD.split(page.text, maxsplit=_MOST_RECORDS)[1:]
    markups = [_unquoted(_RECORD_END.split(piece, maxsplit=1)[0]) for piece in pieces]
    if not markups and isinstance(rows := scripts.assigned(page.text, "dataStore"), list):
        markups = [row for row in rows if isinstance(row, str)]
    found = tuple(_each(page, markups))
    if markups and not found:
        raise ListingUnreadable(page.url, "hanweb_jcms", "records without a titled link")
    return found


def _each(page: Page, markups: list[str]) -> Iterator[Item]:
    """One entry a record: the link with the longest words, beside which a record may link its column."""
    seen: set[str] = set()
    for markup in markups:
        best = max(entries(page, [markup]), key=lambda item: len(item.title), default=None)
        if best and best.url not in seen:
            seen.add(best.url)
            yield best


def _unquoted(piece: str) -> str:
    """A record's markup, out of its CDATA or its escapes."""
    piece = piece.strip().removeprefix("<![CDATA[")
    return html.unescape(piece) if "&lt;" in piece and "<a" not in piece else piece


def _whole(page: Page, records: tuple[Item, ...], total: int | None) -> bool:
    """Whether the page prints the whole list: all that it declares, or fewer than one page of it."""
    if total is not None:
        return len(records) >= total
    size = scripts.scalar(page.text, "perPage") or scripts.scalar(page.text, "perpage") or ""
    return bool(records) and size.isdigit() and len(records) < int(size)


def _first_call(page: Page) -> Ask | None:
    groups = [html.unescape(group) for _, group in _NEXT_GROUP.findall(page.text)]
    if groups:
        column = _COLUMN.search(page.url)
        own = (href for href in groups if column and f"columnid={column.group(1)}&" in f"{href}&")
        if url := _proxied(page, next(own, groups[0])):
            return _call(
                Ask(url=url, headers=_HEADERS, family="hanweb_jcms", base=page.base), number=1, size=_PER_PAGE
            )
        return None
    proxy = _PROXY.search(page.text)
    fields = _fields(page)
    url = page.join(html.unescape(proxy.group(1)) if proxy else "/module/web/jpage/dataproxy.jsp")
    if not url or ("columnid" not in fields and queries.field(urlsplit(url).query, "columnid") is None):
        return None
    bare = Ask(
        url=url, method="POST", body=queries.form(fields), headers=_FORM, family="hanweb_jcms", base=page.base
    )
    return _call(bare, number=1, size=_PER_PAGE)


def _proxied(page: Page, href: str) -> str:
    """The next group's address; a `proxyUrl` in the page's script replaces its path."""
    proxy, query = scripts.scalar(page.text, "proxyUrl"), urlsplit(href).query
    return page.join(f"{proxy.partition('?')[0]}?{query}" if proxy and query else href)


def _fields(page: Page) -> dict[str, str]:
    """The list's parameters: from an object in a script, else field by field, the column at last from the address."""
    known = scripts.holding(page.text, "columnid")
    fields = {name: known.get(name) or scripts.scalar(page.text, name) for name in _FIELDS}
    if not fields["columnid"] and (column := _COLUMN.search(page.url)):
        fields["columnid"] = column.group(1)
    return {name: value for name, value in fields.items() if value}


def _call(ask: Ask, *, number: int, size: int) -> Ask:
    """The call for one page, in all dialects at once."""
    changes = {
        "page": str(number),
        "startrecord": str(max(number - 1, 0) * size + 1),
        "endrecord": str(number * size),
        "perpage": str(size),
    }
    return Ask(
        url=queries.requeried(ask.url, changes),
        method=ask.method,
        body=ask.body,
        headers=ask.headers,
        family=ask.family,
        base=ask.base,
    )


def _reply(page: Page) -> Listing:
    if not _STORE.search(page.text):
        raise ListingUnreadable(page.url, "hanweb_jcms", "the reply holds no datastore")
    records = _records(page)
    query = urlsplit(page.ask.url).query
    number, asked = queries.number(query, "page"), queries.number(query, "perpage", _PER_PAGE)
    total = _number(_TOTAL, page.text)
    more = tuple(_rest(page, len(records), number, asked, total))
    return Listing(items=records, more=more, total=total, restarts=number == 1)


def _rest(page: Page, shown: int, number: int, asked: int, total: int | None) -> Iterator[Ask]:
    """The calls after this one. A first page shorter than asked for, of a longer list, tells the server's own page size."""
    if number == 1 and not shown and total:
        yield _call(page.ask, number=0, size=asked)
        return
    size = shown if number == 1 and total is not None and shown < min(asked, total) else asked
    pages = _number(_TOTAL_PAGES, page.text)
    if total is not None:
        numbers = following(max(number, 1), total=total, size=size)
    elif pages is not None:
        numbers = range(number + 1, min(pages, number + 500) + 1)
    else:
        numbers = (
            range(number + 1, number + 2)
            if shown and (shown >= asked or _NEXT_GROUP.search(page.text))
            else range(0)
        )
    for following_number in numbers:
        yield _call(page.ask, number=following_number, size=size)


def _number(pattern: re.Pattern[str], text: str) -> int | None:
    found = pattern.search(text)
    return int(found.group(1)) if found and len(found.group(1)) < 8 else None


FAMILY = HanwebJcms()
