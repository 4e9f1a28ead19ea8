"""Addresses that a page puts together itself: from texts and variables, by a function that a handler calls, from what a box chooses."""

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import chain
from urllib.parse import quote

from lxml.html import HtmlElement

from crawler.organs import is_organ
from crawler.pages import scripts
from crawler.pages.clicked import handler, runs
from crawler.pages.page import Page
from crawler.pages.scripted import address
from crawler.relevance import is_year

SLOT = re.compile(r"\$\{\s*([\w$.\[\]]+)\s*\}")
"""What a variable fills in a template."""
_WRITTEN = r"(?:'([^'\\\n]*(?:\\.[^'\\\n]*)*)'|\"([^\"\\\n]*(?:\\.[^\"\\\n]*)*)\"|`([^`]*)`|([A-Za-z_$][\w$.]*(?:\[\w+\][\w$.]*)?))"
_PIECE = re.compile(rf"\s*{_WRITTEN}\s*(\+)?")
_TEMPLATE = re.compile(rf"{_WRITTEN}(?:\s*\+\s*{_WRITTEN})*")
_ENCODED = re.compile(r"\b(?:encodeURI(?:Component)?|escape)\(\s*([A-Za-z_$][\w$.]*)\s*\)")
_AS_SENT = ".encoded"
"""What `filled` writes behind the name of a variable that a script encodes."""
_MOST_ENCODED = 2
"""Times over that a script encodes what it puts into an address: some servers decode it once more than they need to."""
_CLICKED = re.compile(r"\bonclick\s*=\s*\\?['\"]?\s*(\w+)\(\s*\\?['\"]?\$\{([\w$.]+)\}")
_PASSED = re.compile(r"(\w+)\(\s*([A-Za-z_$][\w$]*\.[\w$.]+)\s*[,)]")
_ASKING = re.compile(r"[\w./-]*\?\w+=[^\s<>]*")
_HREF = re.compile(r"\bhref\s*=\s*\\?['\"]?([^'\"\\<>\s]*\$\{[^{}]+\}[^'\"\\<>\s]*)")
_SLOTTED = re.compile(r"\{\{:?\s*(?=[\w$.]+\s*\}\})|<%=\s*(?=[\w$.]+\s*%>)")
_ENTRY = re.compile(r"(\w+)\[(\w+)\]")
_SLOT_END = re.compile(r"(?<=[\w$\s])(?:\}\}|%>)")
"""What other templates write for `${` and `}`."""
_LONGEST = 100_000


def template(text: str, start: int = 0) -> tuple[str, int]:
    """A text put together with `+` or backticks: texts as they are, what a variable fills as `${name}`; and where it ends."""
    written, position = "", start
    while piece := _PIECE.match(text, position):
        single, double, marked, variable, more = piece.groups()
        written += single or double or marked or (f"${{{variable}}}" if variable else "")
        position = piece.end()
        if not more:
            break
    return written, position


def _templates(text: str) -> Iterator[str]:
    """Every text that a script puts together, in order."""
    for found in _TEMPLATE.finditer(text):
        yield template(found[0])[0]


# Every element of a list runs the same script.
@lru_cache(64)
def filled(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The texts of a script that variables fill but in part, each with these."""
    for _ in range(_MOST_ENCODED):
        text = _ENCODED.sub(rf"\1{_AS_SENT}", text)
    templates = ((written, tuple(SLOT.findall(written))) for written in dict.fromkeys(_templates(text)))
    return tuple((written, slots) for written, slots in templates if slots and not SLOT.fullmatch(written))


def handled(page: Page, element: HtmlElement) -> str:
    """The address that an element's handler, or what it calls, puts together (`view('7', 3)`); '' where nothing does."""
    addresses = (_first(page, run.text, run.values) for run in runs(page, element))
    return next(filter(None, addresses), "")


def entry(page: Page) -> str:
    """How a page's scripts and attributes put its entries' addresses together, with `${name}` for a field; '' where they do not."""
    for bound in page.tree.xpath("//@*[contains(name(), 'href')]"):
        text = _slotted(str(bound))
        written = template(text)[0] if text.lstrip()[:1] in "'\"`" else text
        if SLOT.search(written):
            return _by_field(page, written)
    for script in page.tree.iter("script"):
        for written in _templates(_slotted((script.text or "")[:_LONGEST])):
            if found := _HREF.search(written):
                return _by_field(page, found[1])
            if (found := _CLICKED.search(written)) and (opened := _opened(page, found[1], found[2])):
                return opened
    for written in page.tree.xpath("//@*[contains(name(), 'click')]"):
        if (found := _PASSED.match(str(written).strip())) and (opened := _opened(page, found[1], found[2])):
            return opened
    return ""


def _opened(page: Page, name: str, field: str) -> str:
    """The address that the function or method `name` opens for an entry whose `field` it is passed; '' where it opens none."""
    for script in page.tree.iter("script"):
        text = (script.text or "")[:_LONGEST]
        for named, parameters, start in chain(scripts.functions(text), scripts.methods(text)):
            told = {parameters[0]: f"${{{field.rpartition('.')[2]}}}"}
            if named == name and (url := _first(page, scripts.body(text, start), told)):
                return url
    return ""


def _slotted(text: str) -> str:
    return _SLOT_END.sub("}", _SLOTTED.sub("${", text))


def _by_field(page: Page, written: str) -> str:
    def field(slot: re.Match[str]) -> str:
        return page.constants.get(slot[1]) or f"${{{slot[1].rpartition('.')[2]}}}"

    return SLOT.sub(field, written)


def mapped(tree: HtmlElement, key: str) -> str:
    """The address that an object of the page's scripts holds under a key (`{"2023": "/nb/y2023/"}`); '' where none does."""
    written = re.compile(rf"(?<![\w$])['\"]?{re.escape(key)}['\"]?\s*:\s*['\"]([^'\"\s]+)['\"]")
    found = (written.search((script.text or "")[:_LONGEST]) for script in tree.iter("script"))
    return next((one[1] for one in found if one and address(one[1])), "")


def chosen(page: Page, option: HtmlElement) -> str:
    """The address that choosing this in its box leads to by the box's handler; '' where it leads nowhere."""
    value = (option.get("value") or "").strip()
    if not handler(page, option) or not (value or option.get("value") is None):
        return ""
    words = str(option.text_content()).strip()
    named = is_organ(words) or is_year(words)
    return handled(page, option) or (mapped(page.tree, value) if named else "")


def _first(page: Page, text: str, values: Mapping[str, str]) -> str:
    """The first text with one of the values in it, beside what the page's scripts set once, that can only be an address."""
    for written, slots in filled(text):
        if not any(name.partition(_AS_SENT)[0] in values for name in slots):
            continue
        held = {name: value for name in slots if (value := _value(page, name, values)) is not None}
        url = _put(written, held) if held.keys() >= {*slots} else ""
        if (address(url) or _ASKING.fullmatch(url)) and url not in values.values():
            return url
    return ""


def _put(written: str, held: Mapping[str, str]) -> str:
    return SLOT.sub(lambda slot: held[slot[1]], written)


def _value(page: Page, name: str, values: Mapping[str, str]) -> str | None:
    """What a variable, or an object's entry for one (`kinds[type]`), holds; null where the page does not say."""
    if name.endswith(_AS_SENT):
        held = _value(page, name.removesuffix(_AS_SENT), values)
        return None if held is None else quote(held, safe="")
    if name in values:
        return values[name]
    if (entry := _ENTRY.fullmatch(name)) and entry[2] in values:
        return _entries(page.text, entry[1]).get(values[entry[2]])
    return page.constants.get(name)


@lru_cache(8)
def _entries(text: str, name: str) -> Mapping[str, str]:
    """The texts that an object of a page's scripts holds by name."""
    told = scripts.assigned(text, name)
    return (
        {key: held for key, held in told.items() if isinstance(held, str)} if isinstance(told, dict) else {}
    )
