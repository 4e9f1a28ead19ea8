"""Addresses that a page puts together itself: from texts and variables, by a function that a handler calls, from what a box chooses."""

import re
from collections.abc import Mapping

from lxml.html import HtmlElement

from crawler.pages import queries, scripts
from crawler.pages.scripted import address

SLOT = re.compile(r"\$\{\s*([\w$.]+)\s*\}")
"""What a variable fills in a template."""
Functions = Mapping[str, tuple[tuple[str, ...], str]]
"""Name → its parameters and its body."""
_PIECE = re.compile(r"\s*(?:'([^'\n]*)'|\"([^\"\n]*)\"|`([^`]*)`|([A-Za-z_$][\w$.]*))\s*(\+)?")
_FUNCTION = re.compile(
    r"\bfunction\s+(?P<name>\w+)\s*\((?P<given>[^()]*)\)\s*(?=\{)|\b(?P<named>\w+)\s*=\s*function\s*\((?P<taken>[^()]*)\)\s*(?=\{)"
)
_CALLED = re.compile(r"\b(\w+)\(([^()]*)\)")
_ARGUMENT = re.compile(r"'([^']*)'|\"([^\"]*)\"|(-?\d+)")
_CHOICE = re.compile(r"this\.options\[\s*this\.selectedIndex\s*\]\.value|\$\(this\)\.val\(\)")
_ASKING = re.compile(r"[\w./-]*\?\w+=[^\s<>]*")
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


def functions(tree: HtmlElement) -> Functions:
    """The functions that the page's own scripts define."""
    found = {}
    for script in tree.iter("script"):
        text = (script.text or "")[:_LONGEST]
        for one in _FUNCTION.finditer(text):
            taken = (one["given"] or one["taken"] or "").split(",")
            body = text[one.end() : scripts.closed(text, one.end())]
            found[one["name"] or one["named"]] = tuple(name.strip() for name in taken), body
    return found


def handled(handler: str, known: Functions) -> str:
    """The address that a handler's call puts together (`view('7', 3)`); '' where no known function does."""
    for name, given in _CALLED.findall(handler):
        if name in known:
            parameters, body = known[name]
            arguments = ("".join(groups) for groups in _ARGUMENT.findall(given))
            return _first(body, dict(zip(parameters, arguments, strict=False)))
    return ""


def chosen(option: HtmlElement) -> str:
    """The address that choosing this leads to: by its box's handler, or by a form of boxes alone; '' where it leads nowhere."""
    value = (option.get("value") or "").strip()
    box = next(option.iterancestors("select"), None)
    if not value or box is None:
        return ""
    if handler := box.get("onchange"):
        return _first(_CHOICE.sub("this.value", handler), {"this.value": value})
    form = next(box.iterancestors("form"), None)
    asks = form is not None and (form.get("method") or "get").lower() == "get" and form.get("action")
    if form is None or not asks or not box.get("name"):
        return ""
    if len(list(form.iter("select"))) > 1 or form.xpath(".//textarea | .//input[not(@type) or @type='text']"):
        return ""
    kept = {
        str(one.get("name")): str(one.get("value") or "")
        for one in form.xpath(".//input[@type='hidden'][@name]")
    }
    return queries.requeried(str(form.get("action")), {**kept, str(box.get("name")): value})


def _first(text: str, values: Mapping[str, str]) -> str:
    """The first text with one of the values in it that can only be an address."""
    position = 0
    while position < len(text):
        written, end = template(text, position)
        slots = SLOT.findall(written)
        if slots and all(name in values for name in slots):
            url = SLOT.sub(lambda slot: values[slot[1]], written)
            if (address(url) or _ASKING.fullmatch(url)) and url not in values.values():
                return url
        position = max(end, position + 1)
    return ""
