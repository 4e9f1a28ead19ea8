"""Frames that a page's scripts fill, with what the page's own address names too (`frame.src = '/list/' + code + '.html'`)."""

import re
from collections.abc import Iterator
from itertools import islice

from crawler.pages import variables
from crawler.pages.built import SLOT, template
from crawler.pages.page import Anchor, Ask, Page
from crawler.pages.scripted import address

_SET = re.compile(r"(?:\.src\s*=|\.(?:attr|prop|setAttribute)\(\s*['\"]src['\"]\s*,)\s*(?=['\"`])")
_MOST = 5
_PATH = ("iframe",)


def framed(page: Page) -> Iterator[Anchor]:
    """What scripts show in the page's empty frames, in order; what only running them could tell is left out."""
    if any(frame.get("src") is None for frame in page.tree.iter("iframe", "frame")):
        for url in dict.fromkeys(islice(_set(page), _MOST)):
            yield Anchor(ask=Ask(url=url), text="", path=_PATH)


def _set(page: Page) -> Iterator[str]:
    for text in page.written:
        for found in _SET.finditer(text):
            filled = _filled(page, template(text, found.end())[0])
            if address(filled) and (url := page.join(filled)) != page.url:
                yield url


def _filled(page: Page, written: str) -> str:
    """An address with what its variables hold; '' where one holds nothing."""
    told = {name: variables.value(page, name, within=written) for name in SLOT.findall(written)}
    return SLOT.sub(lambda slot: told[slot[1]] or "", written) if all(told.values()) else ""
