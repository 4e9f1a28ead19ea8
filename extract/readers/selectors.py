"""What the selectors of a page's style sheets choose."""

import re
from collections.abc import Iterator
from typing import cast

import cssselect
from lxml.html import HtmlElement as Element

CHANGING = re.compile(r":(?!(?:nth|first|last|only|not)\b)")
"""Part of a selector for a state, or for what no element is (`:hover`, `::before`)."""
TRANSLATOR = cssselect.HTMLTranslator()


def select(selector: str, root: Element) -> Iterator[Element]:
    """The elements that a selector chooses; none where it is damaged, or for a state."""
    if CHANGING.search(selector):
        return
    try:
        parsed = cssselect.parse(selector)
    except cssselect.SelectorError:
        return
    for each in parsed:
        yield from cast("list[Element]", root.xpath(TRANSLATOR.selector_to_xpath(each)))
