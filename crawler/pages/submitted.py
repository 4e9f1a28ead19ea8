"""What forms lead to when they are submitted: a list's next page, what a list is chosen by, and ASP.NET's postbacks."""

import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from crawler.organs import is_organ
from crawler.pages import clicked, queries
from crawler.pages.anchors import tag_path
from crawler.pages.captions import link_text
from crawler.pages.page import Anchor, Ask, Page, words_of
from crawler.pages.pagers import is_page_key, number_in, pages
from crawler.pages.wording import folded
from crawler.relevance import REPORTS, Trail, is_choice, is_year, kind_of

_MOST_BODY = 100_000
"""Letters of a form beyond which its state is not carried from page to page."""
_COUNTED = re.compile(r"共(\d{1,4})页|\d{1,4}/(\d{1,4})页")
_GO = re.compile(r"\b\w*page\w*\(\s*['\"]?(\d{1,4})['\"]?\s*\)", re.IGNORECASE)
_COUNTS = re.compile(r"(?:total|count|all)_?pages?|pages?_?(?:count|total)|countpage", re.IGNORECASE)
_POSTBACK = re.compile(r"__doPostBack\(\s*\\?['\"]([^'\"\\]+)\\?['\"]\s*,\s*\\?['\"]([^'\"]*?)\\?['\"]\s*\)")
"""Inside a text of a handler (`setTimeout('…', 0)`) its own quotes are escaped."""
_STATE = "__VIEWSTATE"
_NUMBER = re.compile(r"\d{1,4}")
_SEARCHED = ".//input[@name][not(@type) or @type='text' or @type='search']"
_SEARCH = re.compile(r"搜|检索|查询|search|query", re.IGNORECASE)
_SEARCH_WORDS = ".//input/@name | .//input/@value | .//input/@placeholder | .//input/@alt"
SUBJECT = "信息公开"
SEARCH_PATH = ("form", "search")
"""Where a search stands, whatever its page is made of."""
_TAKES_IN = ".//textarea | .//input[@type='password' or @type='file' or @type='checkbox']"
"""Fields of forms that take in something, rather than showing a list."""
_MARKS = ".//input[@type='radio']"
_BOXES = ".//select[@name][.//option]"
_CHOOSING = f".//select[@name] | {_MARKS}[@name]"
_SET = re.compile(r"\$([\w-]+)\.val(?:ue\s*=\s*|\(\s*)([\w.$]+)")
_SUBMITS = re.compile(r"\.submit\(\)")
_IN_COLUMN = Trail(column=True, public=True)
_NO_CHOICE = ("全部", "所有", "不限")


def next_page(page: Page) -> Ask | None:
    """The request for the page after this one; None where no form of the page turns pages, or this is the last."""
    for form in page.tree.iter("form"):
        fields = dict(_fields(page, form))
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
    """What the forms of a page lead to, chosen in their boxes, by their buttons, or posted back by their links.

    What a postback brought shows the same choices under another state: only those of the page itself are followed.
    """
    for form in page.tree.iter("form"):
        fields = dict(_fields(page, form))
        if _STATE not in fields:
            yield from _submissions(page, form, fields)
        elif page.ask.method != "POST":
            yield from _postbacks(page, form, fields)
    yield from _scripted(page)
    yield from _searches(page)


def _postbacks(page: Page, form: HtmlElement, fields: dict[str, str]) -> Iterator[Anchor]:
    """The postbacks of organs, years and columns."""
    for element in form.iter("a", "option"):
        words = link_text(element)
        chosen = _chosen(element) if is_choice(words) else {}
        if chosen and (ask := _ask(page, form, {**fields, **chosen})):
            yield Anchor(ask=ask, text=words, path=tag_path(page, element))


def _submissions(page: Page, form: HtmlElement, fields: dict[str, str]) -> Iterator[Anchor]:
    """What submitting a form leads to for each choice that it offers. Where it posts, searches by words or is told by a button or
    a mark, organs and years are all that a list is chosen by. In what one box has chosen, no other is used to choose again, unless none
    of them can be left open; nor where none has chosen and the pages of the list show all."""
    if form.xpath(_TAKES_IN) or not all(_offers(link_text(mark)) for mark in form.xpath(_MARKS)):
        return
    if _shows_all(page, form, fields):
        return
    chosen = _chosen_by(page, form)
    closed = {str(box.get("name")) for box in form.xpath(_BOXES) if _is_closed(box)} if chosen else set()
    lists = (form.get("method") or "get").lower() != "post" and not form.xpath(_SEARCHED)
    for element in form.iter("option", "input", "button"):
        words, sent = link_text(element), _sent(form, element)
        if (
            sent is None
            or not words
            or (chosen - sent.keys() and not closed >= {*chosen, *sent})
            or not (_tells(words) or (lists and element.tag == "option"))
        ):
            continue
        if ask := _ask(page, form, {**_from_start(fields), **sent}):
            yield Anchor(ask=ask, text=words, path=tag_path(page, element))


def _from_start(fields: Mapping[str, str]) -> dict[str, str]:
    """A form's fields with those of a page's number set to the first: what is chosen is shown from its beginning."""
    return {name: "1" if is_page_key(name) and value.isdigit() else value for name, value in fields.items()}


def _shows_all(page: Page, form: HtmlElement, fields: Mapping[str, str]) -> bool:
    """Whether a page is one of those of a list of reports from which no box of its form has chosen."""
    boxes = form.xpath(_BOXES)
    if (
        not boxes
        or form.xpath(_MARKS)
        or not all(_is_all(fields[str(box.get("name"))], box) for box in boxes)
    ):
        return False
    turns = any(map(is_page_key, fields)) or number_in(page.url)[1] > 1 or pages(page)[0]
    return bool(turns) and _lists_reports(page)


def _is_closed(box: HtmlElement) -> bool:
    """Whether a box has nothing but organs and years to choose."""
    return all(_value(one) and _tells(link_text(one)) for one in box.iter("option"))


def _is_all(value: str, box: HtmlElement) -> bool:
    """Whether a value stands for a box's choice of everything (全部单位), not for a word that only asks to choose."""
    return any(
        _value(one) == value and folded(words_of(one)).startswith(_NO_CHOICE) for one in box.iter("option")
    )


def _lists_reports(page: Page) -> bool:
    return any(kind_of(link_text(one), _IN_COLUMN) in REPORTS for one in page.hyperlinks)


def _chosen_by(page: Page, form: HtmlElement) -> frozenset[str]:
    """The boxes and marks of a form by which a page was chosen that lists reports."""
    asked = page.ask.body or urlsplit(page.ask.url).query
    named = (str(one.get("name")) for one in form.xpath(_CHOOSING))
    chosen = frozenset(name for name in named if queries.field(asked, name))
    return chosen if chosen and _lists_reports(page) else frozenset()


def _scripted(page: Page) -> Iterator[Anchor]:
    """What a script submits where an organ or a year is clicked."""
    if page.ask.method == "POST" or not _SUBMITS.search(page.text):
        return
    named = {str(one.get("id")): one for one in page.tree.iter("input", "select") if one.get("id")}
    for element in clicked.running(page):
        words = link_text(element)
        runs = clicked.runs(page, element) if _tells(words) else ()
        if ask := next(filter(None, (_set(page, run, named) for run in runs)), None):
            yield Anchor(ask=ask, text=words, path=tag_path(page, element))


def _searches(page: Page) -> Iterator[Anchor]:
    """The searches that a page offers of its own host, by the words that every report's title has."""
    for form in page.tree.iter("form"):
        boxes = form.xpath(_SEARCHED)
        told = f"{form.get('action')} {' '.join(map(str, form.xpath(_SEARCH_WORDS)))} {words_of(form)}"
        if len(boxes) != 1 or form.xpath(_TAKES_IN) or not _SEARCH.search(told):
            continue
        fields = {**dict(_fields(page, form)), str(boxes[0].get("name")): SUBJECT}
        ask = _ask(page, form, fields)
        if ask and _STATE not in fields and urlsplit(ask.url).netloc == urlsplit(page.url).netloc:
            yield Anchor(ask=ask, text=SUBJECT, path=SEARCH_PATH)


def _set(page: Page, run: clicked.Run, named: Mapping[str, HtmlElement]) -> Ask | None:
    """The form that a script submits after it has set a field of it to what an element holds; None where it does not."""
    for name, variable in _SET.findall(run.text) if _SUBMITS.search(run.text) else ():
        form = next(named[name].iterancestors("form"), None) if name in named else None
        if form is not None and variable in run.values:
            field = str(named[name].get("name") or name)
            return _ask(page, form, {**dict(_fields(page, form)), field: run.values[variable]})
    return None


def _sent(form: HtmlElement, element: HtmlElement) -> dict[str, str] | None:
    """The field that a form sends beside the others for a choice, a mark or a button of it; None for what submits nothing."""
    if element.tag == "option":
        box = next(element.iterancestors("select"), element)
        name, value = box.get("name"), _value(element)
        sends = form.get("action") or "submit" in (box.get("onchange") or "")
        return {str(name): value} if name and value and sends else None
    kind = (element.get("type") or ("submit" if element.tag == "button" else "text")).lower()
    name, value = element.get("name"), str(element.get("value") or "")
    if kind == "radio":
        return {str(name): value} if name and value and form.get("action") else None
    if kind != "submit" or element.get("onclick"):
        return None
    return {str(name): value} if name else {}


def _offers(words: str) -> bool:
    """Whether a mark of a form is one of the choices of a list, or that of none."""
    return _tells(words) or words in _NO_CHOICE


def _tells(words: str) -> bool:
    return is_organ(words) or is_year(words)


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
        return Ask(url=queries.requeried(url, fields, page.sending))
    body = queries.form(fields, page.sending)
    return (
        Ask(url=url, method="POST", body=body, headers=queries.FORM_HEADERS)
        if len(body) <= _MOST_BODY
        else None
    )


def _fields(page: Page, form: HtmlElement) -> Iterator[tuple[str, str]]:
    """The hidden fields, those to write into and the boxes, as they stand: what a script submits; no buttons."""
    for field in form.iter("input"):
        if field.get("name") and (field.get("type") or "text").lower() in ("hidden", "text"):
            yield str(field.get("name")), str(field.get("value") or "")
    for box in form.iter("select"):
        shown = box.xpath(".//option[@selected]") or box.xpath(".//option")
        if box.get("name") and shown:
            yield str(box.get("name")), _chosen_before(page, box) or _value(shown[0])


def _chosen_before(page: Page, box: HtmlElement) -> str:
    """The choice of a box by which its page was asked for, where the page does not mark it; '' for any other."""
    told = page.ask.body or urlsplit(page.ask.url).query
    asked = queries.field(told, str(box.get("name")), page.sending)
    marked = bool(box.xpath(".//option[@selected]"))
    return asked if asked and not marked and asked in map(_value, box.iter("option")) else ""


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
