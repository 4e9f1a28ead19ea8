"""What a list's form leads to when it is submitted: its next page by a field with the page's number, and ASP.NET's postbacks."""

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from crawler.organs import is_organ
from crawler.pages import queries
from crawler.pages.anchors import link_text, tag_path
from crawler.pages.page import Anchor, Ask, Page
from crawler.pages.pagers import is_page_key
from crawler.pages.wording import folded
from crawler.relevance import Kind, Trail, is_year, kind_of

_MOST_BODY = 100_000
"""Letters of a form beyond which its state is not carried from page to page."""
_COUNTED = re.compile(r"共(\d{1,4})页|\d{1,4}/(\d{1,4})页")
_GO = re.compile(r"\b\w*page\w*\(\s*['\"]?(\d{1,4})['\"]?\s*\)", re.IGNORECASE)
_COUNTS = re.compile(r"(?:total|count|all)_?pages?|pages?_?(?:count|total)|countpage", re.IGNORECASE)
_POSTBACK = re.compile(r"__doPostBack\(\s*\\?['\"]([^'\"\\]+)\\?['\"]\s*,\s*\\?['\"]([^'\"]*?)\\?['\"]\s*\)")
"""Inside a text of a handler (`setTimeout('…', 0)`) its own quotes are escaped."""
_STATE = "__VIEWSTATE"
_LISTS = frozenset({Kind.COLUMN, Kind.YEAR, Kind.DIRECTORY})
_NUMBER = re.compile(r"\d{1,4}")


def next_page(page: Page) -> Ask | None:
    """The request for the page after this one; None where no form of the page turns pages, or this is the last."""
    for form in page.tree.iter("form"):
        fields = dict(_fields(form))
        if _STATE in fields:
            return _posted_back(page, form, fields)
        key = next(filter(is_page_key, fields), None)
        if key is None:
            continue
        asked = queries.field(page.ask.body, key) or fields[key]
        current = int(asked) if asked.isdigit() else 1
        if current < _last(page, fields):
            return _ask(page, form, {**fields, key: str(current + 1)})
    return None


def choices(page: Page) -> Iterator[Anchor]:
    """The postbacks of what a page is chosen by: organs, years and columns, in boxes and in links.

    What a postback brought shows the same choices under another state: only those of the page itself are followed.
    """
    if page.ask.method == "POST" or _STATE not in page.text:
        return
    for form in page.tree.iter("form"):
        fields = dict(_fields(form))
        for element in form.iter("a", "option") if _STATE in fields else ():
            words = link_text(element)
            chosen = _chosen(element) if _chooses(words) else {}
            if chosen and (ask := _ask(page, form, {**fields, **chosen})):
                yield Anchor(ask=ask, text=words, path=tag_path(element))


def _chooses(words: str) -> bool:
    return is_organ(words) or is_year(words) or kind_of(words, Trail()) in _LISTS


def _chosen(element: HtmlElement) -> dict[str, str]:
    """The fields that a click on a link, or the choice of an option that its page does not show already, sets; empty for any other."""
    box = next(element.iterancestors("select"), None)
    handler = element.get("href") if box is None else box.get("onchange")
    called = _POSTBACK.search(handler or "")
    if called is None or element.get("selected") is not None:
        return {}
    value = {} if box is None else {str(box.get("name")): _value(element)}
    return {**value, "__EVENTTARGET": called[1], "__EVENTARGUMENT": called[2]}


def _posted_back(page: Page, form: HtmlElement, fields: dict[str, str]) -> Ask | None:
    """The postback of the link to the next page: by its words, or by the number after the one that this page was asked by."""
    found = _NUMBER.search(queries.field(page.ask.body, "__EVENTARGUMENT") or "1")
    wanted = str(int(found[0]) + 1) if found else "2"
    for link in form.iter("a"):
        called = _POSTBACK.search(link.get("href") or "")
        words = folded(str(link.text_content()))
        if called and (words in (wanted, f"[{wanted}]") or words.startswith(("下一页", "下页"))):
            return _ask(page, form, {**fields, "__EVENTTARGET": called[1], "__EVENTARGUMENT": called[2]})
    return None


def _ask(page: Page, form: HtmlElement, fields: dict[str, str]) -> Ask | None:
    url = page.join(form.get("action") or page.url)
    if not url:
        return None
    if (form.get("method") or "get").lower() != "post":
        return Ask(url=queries.requeried(url, fields))
    body = queries.form(fields)
    return (
        Ask(url=url, method="POST", body=body, headers=queries.FORM_HEADERS)
        if len(body) <= _MOST_BODY
        else None
    )


def _fields(form: HtmlElement) -> Iterator[tuple[str, str]]:
    """The hidden fields, those to write into and the boxes, as they stand: what a script submits; no buttons."""
    for field in form.iter("input"):
        if field.get("name") and (field.get("type") or "text").lower() in ("hidden", "text"):
            yield str(field.get("name")), str(field.get("value") or "")
    for box in form.iter("select"):
        shown = box.xpath(".//option[@selected]") or box.xpath(".//option")
        if box.get("name") and shown:
            yield str(box.get("name")), _value(shown[0])


def _value(option: HtmlElement) -> str:
    return str(option.get("value", str(option.text_content()).strip()))


def _last(page: Page, fields: dict[str, str]) -> int:
    """The number of the last page that a field, a handler or the page's words tell of; 0 where none does."""
    told = [value for name, value in fields.items() if _COUNTS.fullmatch(name) and value.isdigit()]
    told += _GO.findall(_handlers(page.tree.iter("a", "button", "li", "span")))
    told += [one or other for one, other in _COUNTED.findall(folded(str(page.tree.text_content())))]
    return max(map(int, told), default=0)


def _handlers(elements: Iterable[HtmlElement]) -> str:
    return " ".join(f"{one.get('onclick') or ''} {one.get('href') or ''}" for one in elements)
