"""Hanweb's disclosure module: lists behind `POST /module/xxgk/search.jsp`, and one report an organ and year at `xxgkAnnualReport.jsp`."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit, urlunsplit

from crawler.families.base import Family, ListingUnreadable
from crawler.pages import queries, scripts
from crawler.pages.entries import LIKELY_FULL, MOST_PAGES, entries
from crawler.pages.page import Anchor, Article, Ask, Item, Listing, Page, Signal
from crawler.pages.wording import folded

_SEARCH = re.compile(r"['\"]([^'\"\s<>]{0,300}/module/xxgk/search\.jsp[^'\"\s<>]{0,1000})['\"]")
_REPORTS = re.compile(
    r"['\"]([^'\"\s<>]{0,300}/xxgkAnnualReport\.jsp)(?:\?[^'\"\s<>]{0,300})?['\"]", re.IGNORECASE
)
_FIELDS = (
    "infotypeId",
    "divid",
    "area",
    "jdid",
    "vc_title",
    "vc_number",
    "vc_filenumber",
    "vc_all",
    "texttype",
)
_DEFAULTS = {"currpage": "1", "sortfield": "", "fbtime": "-1", "texttype": "0", "vc_title": ""}
_BODY = re.compile(r"['\"]([^'\"]{0,1000}\binfotypeId=[^'\"]{0,1000})['\"]")
_AREA = re.compile(r"\barea['\"]?\s*[=:]\s*['\"]?([0-9A-Z]{9,18})\b")
_CODE = re.compile(r"^[0-9A-Z]{9,18}$")
_YEAR = re.compile(r"^(?:19|20)\d\d$")
_CODED = ("data-area", "area", "data-year", "fbtime")
_CHOICES = " | ".join(("/descendant::option/@value/..", *(f"/descendant::*/@{name}/.." for name in _CODED)))
_PAGES = re.compile(r"共(?:有)?(\d{1,5})页|(?:totalpage|pagecount)['\"]?[:=]['\"]?(\d{1,5})", re.IGNORECASE)
_TOTAL = re.compile(r"共(?:有)?(\d{1,6})(?:条|篇|项|个)")
_COLUMN = re.compile(r"/col/col(\d+)/")
_FORM = (
    ("X-Requested-With", "XMLHttpRequest"),
    ("Content-Type", "application/x-www-form-urlencoded; charset=UTF-8"),
)
_MOST_CALLS = 3000


class HanwebXxgk(Family):
    """The search answers for a whole area: entries of other columns are left out where the column's own can be told."""

    name = "hanweb_xxgk"
    order = 45
    body_signals = (
        ("/module/xxgk/search.jsp", r"/module/xxgk/search\.jsp"),
        ("/module/xxgk/xxgkAnnualReport.jsp", r"/module/xxgk/xxgkAnnualReport\.jsp"),
        ("/module/xxgk/tree.jsp", r"/module/xxgk/tree\.jsp"),
    )
    address_signals = (("/module/xxgk/", r"/module/xxgk/\w+\.jsp"),)

    def recognise_body(self, page: Page) -> Signal | None:
        """A page that carries its list as a `<datastore>` is the plain system's, whatever it links."""
        signal = super().recognise_body(page)
        plain = signal is not None and re.search(r"(?i)<datastore\b|dataproxy\.jsp", page.once)
        return None if plain else signal

    def links(self, page: Page) -> Iterator[Anchor]:
        """Also one report for each organ and year that the page offers for choice.

        An organ's address without a year shows the newest of them once more: it is left out where its years are linked.
        """
        anchors = list(super().links(page))
        dated = {area for anchor in anchors if (area := _area(anchor.url)) and _year(anchor.url)}
        yield from (one for one in anchors if _year(one.url) or _area(one.url) not in dated)
        yield from _reports(page)

    def listing(self, page: Page) -> Listing | None:
        if page.ask.family == self.name:
            return _reply(page)
        if "xxgkAnnualReport.jsp" in urlsplit(page.url).path:
            return None
        if "/module/xxgk/search.jsp" not in page.text:
            return super().listing(page)
        call = _first_call(page)
        if call is None:
            raise ListingUnreadable(
                page.url, self.name, "search.jsp is called and its parameters are not told"
            )
        return Listing(items=(), more=(call,))

    def article(self, page: Page) -> Article:
        """An address without a year shows whichever report is newest: where years are offered, it is no report's own address."""
        article = super().article(page)
        yearless = _area(page.url) is not None and not _year(page.url)
        offered = yearless and any(_year(anchor.url) for anchor in self.links(page))
        return replace(article, title="") if offered else article

    def real(self, url: str) -> str:
        """A report's address with its parameters in one order: organ and year name it, however they are written."""
        area, year = _area(url), _year(url)
        if not area or not year:
            return url
        parts = urlsplit(url)
        return urlunsplit((*parts[:3], queries.form({"area": area, "fbtime": year}), ""))


def _area(url: str) -> str | None:
    """The organ's code in a report's address; None in any other."""
    parts = urlsplit(url)
    return queries.field(parts.query, "area") if parts.path.endswith("/xxgkAnnualReport.jsp") else None


def _year(url: str) -> str | None:
    return queries.field(urlsplit(url).query, "fbtime") if _area(url) else None


def _reports(page: Page) -> Iterator[Anchor]:
    """The report of every organ (a choice of codes, or the one of this address) in every year that the page offers."""
    endpoint = page.url if "xxgkAnnualReport.jsp" in page.url else None
    if endpoint is None and (found := _REPORTS.search(page.text)):
        endpoint = page.join(found.group(1))
    if not endpoint:
        return
    choices = tuple(_choices(page))
    years = dict.fromkeys(value for value, _ in choices if _YEAR.match(value))
    organs = {value: words for value, words in choices if _CODE.match(value) and not value.isalpha()}
    if not organs and (area := queries.field(urlsplit(page.url).query, "area")):
        organs = {area: ""}
    base = endpoint.partition("?")[0]
    pairs = [(area, words, year) for area, words in organs.items() for year in years][:_MOST_CALLS]
    for area, words, year in pairs:
        url = f"{base}?{queries.form({'area': area, 'fbtime': year})}"
        yield Anchor(
            ask=Ask(url=url), text=f"{words}{year}年政府信息公开工作年度报告", path=("select", "option")
        )


def _choices(page: Page) -> Iterator[tuple[str, str]]:
    """(value, words) of every option and of every element that carries an organ's code or a year as its data."""
    for element in page.tree.xpath(_CHOICES):
        words = folded(str(element.text_content()))[:60]
        for name in ("value", *_CODED):
            if value := element.get(name):
                yield value.strip(), words


def _first_call(page: Page) -> Ask | None:
    found = _SEARCH.search(page.text)
    url = page.join(html.unescape(found.group(1)) if found else "/module/xxgk/search.jsp")
    fields = _fields(page, urlsplit(url).query)
    if not url or not (fields.get("infotypeId") or fields.get("area") or fields.get("divid")):
        return None
    return Ask(
        url=urlunsplit((*urlsplit(url)[:3], "", "")),
        method="POST",
        body=queries.form({**_DEFAULTS, **fields, "currpage": "1"}),
        headers=_FORM,
        family="hanweb_xxgk",
        base=page.base,
    )


def _fields(page: Page, query: str) -> dict[str, str]:
    """The search's parameters: from its address, a form body, an object, hidden inputs, lone values; at last the column's number."""
    fields: dict[str, str] = {}
    bodies = [query, *(html.unescape(body) for body in _BODY.findall(page.text))]
    known = scripts.holding(page.text, "infotypeId")
    for name in (*_FIELDS, "standardXxgk", "isAllList", "sortfield"):
        candidates = [queries.field(body.partition("?")[2] or body, name) for body in bodies]
        candidates += [known.get(name), *_inputs(page, name), scripts.scalar(page.text, name)]
        if value := next((candidate for candidate in candidates if candidate), None):
            fields[name] = value
    if "area" not in fields and (area := _AREA.search(page.text)):
        fields["area"] = area.group(1)
    if "divid" not in fields and (column := _COLUMN.search(page.url)):
        fields["divid"] = f"div{column.group(1)}"
    return fields


def _inputs(page: Page, name: str) -> list[str | None]:
    return [
        element.get("value") for element in page.tree.xpath("//input[@name=$name or @id=$name]", name=name)
    ]


def _reply(page: Page) -> Listing:
    body, words = page.ask.body, folded(str(page.tree.text_content()))
    items = tuple(entries(page, [page.text]))
    told, counted = _PAGES.search(words) or _PAGES.search(folded(page.text)), _TOTAL.search(words)
    total = int(counted.group(1)) if counted else None
    if not items and (total or 0) > 0:
        raise ListingUnreadable(page.url, "hanweb_xxgk", f"declares a total of {total} and shows no entry")
    number = queries.number(body, "currpage")
    pages = int(told.group(1) or told.group(2)) if told else number + (len(items) >= LIKELY_FULL)
    more = (_numbered(page.ask, k) for k in range(number + 1, min(pages, number + MOST_PAGES) + 1))
    own = _own(page, items)
    total = total if len(own) == len(items) else None
    return Listing(items=own, more=tuple(more), total=total, restarts=number == 1)


def _own(page: Page, items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The entries of the column that asked, by `art_<column>_`; all of them where the answer was limited to a class or has none."""
    column = _COLUMN.search(page.ask.base or "")
    if not column:
        return items
    own = tuple(item for item in items if f"art_{column.group(1)}_" in item.url)
    return own if own or not queries.field(page.ask.body, "infotypeId") else items


def _numbered(ask: Ask, number: int) -> Ask:
    body = queries.changed(ask.body, {"currpage": str(number)})
    return Ask(url=ask.url, method="POST", body=body, headers=_FORM, family="hanweb_xxgk", base=ask.base)


FAMILY = HanwebXxgk()
