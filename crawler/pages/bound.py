"""What a page's scripts do with its elements: what they bind to a click by a selector, and which function reads which of them."""

import re
from collections.abc import Iterable, Mapping
from itertools import chain

from cssselect import SelectorError
from lxml.html import HtmlElement

from crawler.pages import scripts

_MOST_SELECTING, _MOST_SELECTED = 3, 2000
"""Parts of a selector, which multiply the time that it takes, and elements that it tells."""
_MOST_BOUND = 10_000
"""Letters of what is bound to one element."""
_NAMED = re.compile(r"['\"]#?([A-Za-z][\w-]{0,60})(?:\s+option:selected)?['\"]")


def bound(tree: HtmlElement, written: Iterable[str]) -> Mapping[HtmlElement, str]:
    """What a page's scripts have run where its elements are clicked or chosen."""
    told: dict[HtmlElement, str] = {}
    for selector, text in chain.from_iterable(map(scripts.bindings, written)):
        for element in _selected(tree, selector):
            both = f"{told[element]};{text}" if element in told else text
            told[element] = both if len(both) <= _MOST_BOUND else told.get(element, "")
    return told


def readers(bodies: Mapping[str, str]) -> Mapping[str, str]:
    """Name of an element → the first of the functions, given by name with their bodies, that names it."""
    told: dict[str, str] = {}
    for function, body in bodies.items():
        for found in _NAMED.finditer(body):
            told.setdefault(found[1], function)
    return told


def _selected(tree: HtmlElement, selector: str) -> list[HtmlElement]:
    """What a selector tells; nothing for a long one, or for what jQuery alone knows (`:eq(0)`)."""
    if len(selector.split()) > _MOST_SELECTING:
        return []
    try:
        return list(tree.cssselect(selector))[:_MOST_SELECTED]
    except SelectorError:
        return []
