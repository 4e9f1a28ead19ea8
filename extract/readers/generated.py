"""What only a page's style sheets print, before or behind what its elements hold (CSS Pseudo-Elements §4): no cell with it is blank."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml.html import HtmlElement as Element

from extract.document import OBJECT
from extract.readers import styles
from extract.readers.page import CELLS
from extract.readers.selectors import select
from extract.words.numbers import is_figure

_PSEUDO = re.compile(r"::?(?:before|after)\s*$", re.IGNORECASE)
_CONTENT = re.compile(r"(?<![\w-])content\s*:\s*([^;]+)", re.IGNORECASE)
_PIECE = re.compile(
    r"attr\(\s*(?P<attribute>[\w-]+)[^)]*\)|(?P<quote>[\"'])(?P<text>(?:[^\\]|\\.)*?)(?P=quote)"
)
_ESCAPED = re.compile(r"\\([0-9a-fA-F]{1,6})\s?")
_WORD = re.compile(r"[㐀-鿿]")
_MOST = 2000
"""Selectors that print something: one for each cell of a report's tables are some hundreds."""


def mark(root: Element, blocks: Iterable[tuple[str, str]]) -> None:
    """Puts a sign in each element without words in which a rule prints a digit: what stands there is more than the page's text."""
    selectors = (
        (text, found[1])
        for chosen, given in blocks
        if "content" in given and (found := _printing(given))
        for text in chosen.split(",")
    )
    for text, content in islice(selectors, _MOST):
        for element in _chosen(text, root):
            if _prints_digit(content, element) and not _WORD.search(_around(element).text_content()):
                element.text = OBJECT + (element.text or "")


def _printing(given: str) -> re.Match[str] | None:
    found = _CONTENT.search(given)
    return found if found and not styles.effect(given) else None


def _chosen(selector: str, root: Element) -> Iterator[Element]:
    """The elements before or behind whose text a selector prints."""
    bare, count = _PSEUDO.subn("", selector.strip())
    return select(bare or "*", root) if count else iter(())


def _prints_digit(content: str, element: Element) -> bool:
    """Whether what is printed may be taken for a figure or a piece of one; a heading (2023年) is not."""
    texts = (
        element.get(piece["attribute"].lower()) or ""
        if piece["attribute"]
        else _ESCAPED.sub(_character, piece["text"])
        for piece in _PIECE.finditer(content)
    )
    return any(is_figure(text) or (any(map(str.isdigit, text)) and not _WORD.search(text)) for text in texts)


def _character(escaped: re.Match[str]) -> str:
    number = int(escaped[1], 16)
    return chr(number) if number < 0x110000 else ""


def _around(element: Element) -> Element:
    """The cell that an element stands in, or itself."""
    if element.tag in CELLS:
        return element
    return next(element.iterancestors(*CELLS), element)
