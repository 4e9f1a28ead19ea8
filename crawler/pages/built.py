"""Addresses that a page puts together itself: from texts and variables, by a function that a handler calls, from what a box chooses."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

from lxml.html import HtmlElement

from crawler.organs import is_organ
from crawler.pages import queries, scripts
from crawler.pages.page import Page
from crawler.pages.scripted import address
from crawler.relevance import is_year

SLOT = re.compile(r"\$\{\s*([\w$.]+)\s*\}")
"""What a variable fills in a template."""
_WRITTEN = r"(?:'([^'\n]*)'|\"([^\"\n]*)\"|`([^`]*)`|([A-Za-z_$][\w$.]*))"
_PIECE = re.compile(rf"\s*{_WRITTEN}\s*(\+)?")
_TEMPLATE = re.compile(rf"{_WRITTEN}(?:\s*\+\s*{_WRITTEN})*")
_CLICKED = re.compile(r"\bonclick\s*=\s*\\?['\"]?\s*(\w+)\(\s*\\?['\"]?\$\{([\w$.]+)\}")
_PASSED = re.compile(r"(\w+)\(\s*([A-Za-z_$][\w$]*\.[\w$.]+)\s*[,)]")
_CALLED = re.compile(r"\b(\w+)\(([^()]*)\)")
_ARGUMENT = re.compile(r"'([^']*)'|\"([^\"]*)\"|(-?\d+)")
_CHOICE = re.compile(r"this\.options\[\s*this\.selectedIndex\s*\]\.value|\$\(this\)\.val\(\)")
_ASKING = re.compile(r"[\w./-]*\?\w+=[^\s<>]*")
_HREF = re.compile(r"\bhref\s*=\s*\\?['\"]?([^'\"\\<>\s]*\$\{[^{}]+\}[^'\"\\<>\s]*)")
_SLOTTED = re.compile(r"\{\{:?\s*(?=[\w$.]+\s*\}\})|<%=\s*(?=[\w$.]+\s*%>)")
_SLOT_END = re.compile(r"(?<=[\w$\s])(?:\}\}|%>)")
"""What other templates write for `${` and `}`."""
_SEARCHED = ".//input[not(@type) or @type='text']"
_NEVER_SENT = ".//textarea | .//input[@name='__VIEWSTATE' or @type='password' or @type='file' or @type='radio' or @type='checkbox']"
"""Fields of forms that take in something, rather than showing a list."""
_WRITTEN_FIELDS = ".//input[@name][not(@type) or @type='hidden' or @type='text']"
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


def handler(element: HtmlElement) -> str:
    """The script that runs where an element is clicked; '' where none does."""
    href = element.get("href") or ""
    return str(element.get("onclick") or (href if href.lower().startswith("javascript:") else ""))


def called(handler: str) -> Iterator[tuple[str, list[str]]]:
    """The functions that a handler calls, each with the texts and numbers that it passes."""
    for name, given in _CALLED.findall(handler):
        yield name, ["".join(groups) for groups in _ARGUMENT.findall(given)]


def handled(page: Page, handler: str) -> str:
    """The address that a handler's call puts together (`view('7', 3)`); '' where no function of the page does."""
    for name, arguments in called(handler):
        if name in page.functions:
            parameters, body = page.functions[name]
            return _first(body, dict(zip(parameters, arguments, strict=False)))
    return ""


def entry(tree: HtmlElement) -> str:
    """How a page's scripts and attributes put its entries' addresses together, with `${name}` for a field; '' where they do not."""
    for bound in tree.xpath("//@*[contains(name(), 'href')]"):
        text = _slotted(str(bound))
        written = template(text)[0] if text.lstrip()[:1] in "'\"`" else text
        if SLOT.search(written):
            return _by_field(written)
    for script in tree.iter("script"):
        for written in _templates(_slotted((script.text or "")[:_LONGEST])):
            if found := _HREF.search(written):
                return _by_field(found[1])
            if (found := _CLICKED.search(written)) and (opened := _opened(tree, found[1], found[2])):
                return opened
    for handler in tree.xpath("//@*[contains(name(), 'click')]"):
        if (found := _PASSED.match(str(handler).strip())) and (opened := _opened(tree, found[1], found[2])):
            return opened
    return ""


def _opened(tree: HtmlElement, name: str, field: str) -> str:
    """The address that the function or method `name` opens for an entry whose `field` it is passed; '' where it opens none."""
    for script in tree.iter("script"):
        text = (script.text or "")[:_LONGEST]
        for named, parameters, start in chain(scripts.functions(text), scripts.methods(text)):
            told = {parameters[0]: f"${{{field.rpartition('.')[2]}}}"}
            if named == name and (url := _first(scripts.body(text, start), told)):
                return url
    return ""


def _slotted(text: str) -> str:
    return _SLOT_END.sub("}", _SLOTTED.sub("${", text))


def _by_field(written: str) -> str:
    return SLOT.sub(lambda slot: "${" + slot[1].rpartition(".")[2] + "}", written)


def mapped(tree: HtmlElement, key: str) -> str:
    """The address that an object of the page's scripts holds under a key (`{"2023": "/nb/y2023/"}`); '' where none does."""
    written = re.compile(rf"(?<![\w$])['\"]?{re.escape(key)}['\"]?\s*:\s*['\"]([^'\"\s]+)['\"]")
    found = (written.search((script.text or "")[:_LONGEST]) for script in tree.iter("script"))
    return next((one[1] for one in found if one and address(one[1])), "")


def chosen(option: HtmlElement) -> tuple[str, str]:
    """The address that choosing this leads to, and the body that is posted to it: by its box's handler, or by the box's form.

    ('', '') where it leads nowhere. Where a form posts, or searches by words, only organs and years are what a list is chosen by.
    """
    value = (option.get("value") or "").strip()
    box = next(option.iterancestors("select"), None)
    if box is None or not (value or option.get("value") is None):
        return "", ""
    if (handler := box.get("onchange")) and (
        url := _first(_CHOICE.sub("this.value", handler), {"this.value": value})
    ):
        return url, ""
    words = str(option.text_content()).strip()
    if handler and (is_organ(words) or is_year(words)) and (url := mapped(option.getroottree(), value)):
        return url, ""
    form = next(box.iterancestors("form"), None)
    if form is None or not form.get("action") or not box.get("name") or form.xpath(_NEVER_SENT):
        return "", ""
    post = (form.get("method") or "get").lower() == "post"
    if not words or ((post or form.xpath(_SEARCHED)) and not (is_organ(words) or is_year(words))):
        return "", ""
    sent = queries.form({**_standing(form), str(box.get("name")): value or words})
    if post:
        return str(form.get("action")), sent
    action = str(form.get("action"))
    return f"{action}{'&' if '?' in action else '?'}{sent}", ""


def _standing(form: HtmlElement) -> dict[str, str]:
    """What a form's fields hold as it stands: the values written, and of each box what it shows."""
    fields = {str(one.get("name")): str(one.get("value") or "") for one in form.xpath(_WRITTEN_FIELDS)}
    for box in form.xpath(".//select[@name]"):
        shown = box.xpath(".//option[@selected]") or box.xpath(".//option")
        if shown:
            words = str(shown[0].text_content()).strip()
            fields[str(box.get("name"))] = str(shown[0].get("value", words))
    return fields


def _first(text: str, values: Mapping[str, str]) -> str:
    """The first text with one of the values in it that can only be an address."""
    for written in _templates(text):
        slots = SLOT.findall(written)
        if slots and all(name in values for name in slots):
            url = SLOT.sub(lambda slot: values[slot[1]], written)
            if (address(url) or _ASKING.fullmatch(url)) and url not in values.values():
                return url
    return ""
