"""Hanweb JCMS (大汉): `/col/col<n>/index.html`; the first entries stand in a `<datastore>` in a script, the rest behind `dataproxy.jsp`."""

import html
import re
from collections.abc import Iterator, Mapping
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
_ROWS = "hanweb_jcms.rows"
"""Note: the rows that the portal's server gives at once, whatever it is asked for."""
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

    def notes(self, page: Page) -> Mapping[str, str]:
        """The size of the server's own pages, as a first page tells it that is shorter than what was asked for."""
        if page.ask.family != self.name:
            return {}
        number, asked = _asked(page)
        rows = _size(len(_RECORD.findall(page.text)), number, asked, _number(_TOTAL, page.text))
        return {_ROWS: str(rows)} if 0 < rows < asked else {}

    def listing(self, page: Page) -> Listing | None:
        if page.ask.family == self.name:
            return _reply(page)
        stored, proxied = _STORE.search(page.text), "dataproxy.jsp" in page.text
        if not stored and not proxied:
            return super().listing(page)
        records = _records(page)
        total = _number(_TOTAL, page.text)
        call = None if _whole(page, records, total) else _first_call(page, len(records), total)
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
    return 0 < len(records) < _stated(page)


def _stated(page: Page) -> int:
    """The rows that a page says it prints of its list; 0 where it does not say."""
    size = scripts.scalar(page.text, "perPage") or scripts.scalar(page.text, "perpage") or ""
    return int(size) if size.isdigit() and len(size) < 6 else 0


def _first_call(page: Page, shown: int, total: int | None) -> Ask | None:
    """The call for what a page leaves out of its list, of which it shows so many rows."""
    number, size = _onward(page, shown, total)
    groups = [html.unescape(group) for _, group in _NEXT_GROUP.findall(page.text)]
    if groups:
        column = _COLUMN.search(page.url)
        own = (href for href in groups if column and f"columnid={column.group(1)}&" in f"{href}&")
        if url := _proxied(page, next(own, groups[0])):
            bare = Ask(url=url, headers=_HEADERS, family="hanweb_jcms", base=page.base)
            return _call(bare, number=number, size=size)
        return None
    proxy = _PROXY.search(page.text)
    fields = _fields(page)
    url = page.join(html.unescape(proxy.group(1)) if proxy else "/module/web/jpage/dataproxy.jsp")
    if not url or ("columnid" not in fields and queries.field(urlsplit(url).query, "columnid") is None):
        return None
    bare = Ask(
        url=url, method="POST", body=queries.form(fields), headers=_FORM, family="hanweb_jcms", base=page.base
    )
    return _call(bare, number=number, size=size)


def _onward(page: Page, shown: int, total: int | None) -> tuple[int, int]:
    """Which page to ask for first, and of how many rows: the list anew in larger pages; or the page after this one, where that is
    the last, or the server is known to keep to its own size."""
    stated, known = _stated(page), int(page.notes.get(_ROWS, 0))
    rows = known or stated
    is_last = shown == stated and total is not None and total <= 2 * shown
    fits = shown > 0 and rows > 0 and shown % rows == 0 and stated in (0, rows)
    return (shown // rows + 1, rows) if fits and (known or is_last) else (1, _PER_PAGE)


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
    number, asked = _asked(page)
    total = _number(_TOTAL, page.text)
    more = tuple(_rest(page, len(records), number, asked, total))
    return Listing(items=records, more=more, total=total, restarts=number == 1)


def _asked(page: Page) -> tuple[int, int]:
    """Which page a reply was asked to be, and of how many rows."""
    query = urlsplit(page.ask.url).query
    return queries.number(query, "page"), queries.number(query, "perpage", _PER_PAGE)


def _size(shown: int, number: int, asked: int, total: int | None) -> int:
    """Rows of a list's pages. A first page shorter than asked for, of a longer list, tells the server's own size."""
    return shown if number == 1 and total is not None and shown < min(asked, total) else asked


def _rest(page: Page, shown: int, number: int, asked: int, total: int | None) -> Iterator[Ask]:
    """The calls after this one."""
    if number in (1, 2) and not shown and total:
        # Counted from 0; or the server's first page holds more than the column's own, and with it the whole list.
        yield (
            _call(page.ask, number=0, size=asked)
            if number == 1
            else _call(page.ask, number=1, size=_PER_PAGE)
        )
        return
    size = _size(shown, number, asked, total)
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
