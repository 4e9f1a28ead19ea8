"""What a page prints of an element: without what is unseen, and with lines where the page breaks them."""

import re
from collections.abc import Callable

from lxml import etree
from lxml.html import HtmlElement as Element

from extract.document import OBJECT
from extract.numbers import raised
from extract.readers import page
from extract.readers.page import CELLS, names

_DROPPED = names(
    "script style noscript template select option textarea button input del s strike "
    "object embed iframe frame canvas svg video audio map link"
)
BLOCKS = names(
    "p div section article main header footer aside nav ul ol li dl dt dd "
    "table tbody thead tfoot tr td th h1 h2 h3 h4 h5 h6 blockquote pre "
    "center form fieldset hr figure figcaption address body ucapcontent ucaptitle"
)
_KEPT = names("html head body title")
_HIDDEN = re.compile(r"display\s*:\s*none|text-decoration[^;]*line-through", re.IGNORECASE)
_GONE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_SUPER = re.compile(r"vertical-align\s*:\s*super", re.IGNORECASE)
_INLINE = names("span font a b i em strong u")
_VEILED = re.compile(r"visibility\s*:\s*hidden", re.IGNORECASE)
_SPACES = re.compile(r"[ \t\r\n\f]+")
LINE = "\ufdd0"
"""Stands for a line that the page breaks, until the line ends of the mark-up are gone; no character, so that no page prints it."""
_IN_CELLS = {"br", *BLOCKS} - CELLS - names("table tbody thead tfoot tr")
"""Elements that end a line of a cell's text."""
_UNPLAIN = names("sup pre table") | _DROPPED
"""Elements in a table that print otherwise than as they stand, or not at all."""
_SHOWN = names("img svg canvas object embed select")
"""Elements that show something without being text."""
_WORDS = (b"none", b"hidden", b"through", b"super")
_HIDING = re.compile(
    rb"display\s*:\s*none|[\s;\"']visibility\s*:\s*hidden|line-through|vertical-align\s*:\s*super|\shidden[\s=>]"
)
"""Mark-up that hides something, strikes it out or raises it."""


def hides(markup: bytes) -> bool:
    """Whether any tag hides, strikes out or raises something. Tags repeat, above all those of word processors: each is looked at once."""
    tags = b"<".join(set(markup.split(b"<"))).lower()
    return any(word in tags for word in _WORDS) and _HIDING.search(tags) is not None


def strip(root: Element) -> None:
    """Takes out what is not printed: scripts, forms' fields, hidden elements."""
    for element in list(page.elements(root)):
        if element.tag not in _KEPT and element.getparent() is not None and _is_unseen(element):
            element.drop_tree()


def _is_unseen(element: Element) -> bool:
    if element.tag in _DROPPED or element.get("hidden") is not None:
        return True
    style = element.get("style")
    if style is None or not _may_hide(style):
        return False
    # A script unveils the article itself once the page has loaded (WeChat's `js_content`).
    return _HIDDEN.search(style) is not None or (
        _VEILED.search(style) is not None and next(element.iterdescendants("p", "table"), None) is None
    )


def _may_hide(style: str) -> bool:
    return "none" in style or "idden" in style or "through" in style


def lines(text: str) -> str:
    """Text in which only `<br>` and ends of blocks break lines, not the line ends of the mark-up."""
    if " " in text or "\n" in text or "\t" in text or "\r" in text:
        text = _SPACES.sub(" ", text)
    return "\n".join(line.strip(" ") for line in text.split(LINE)) if LINE in text else text.strip(" ")


def inline(element: Element) -> str:
    """The text of an element and of all in it."""
    pieces: list[str] = []
    _gather(element, pieces)
    return "".join(pieces)


def _gather(element: Element, pieces: list[str]) -> None:
    tag = element.tag
    if element.text:
        pieces.append(_raised(tag, element.text))
    for child in element:
        if child.tag == "br":
            pieces.append(LINE)
        elif isinstance(child.tag, str) and child.tag != "table" and not _is_unseen(child):
            _gather(child, pieces)
            if child.tag in BLOCKS:
                pieces.append(LINE)
        if child.tail:
            pieces.append(_raised(tag, child.tail))


def _raised(tag: str, text: str) -> str:
    if tag == "sup":
        return raised(text)
    return text.replace("\n", LINE) if tag == "pre" else text


CellTexts = Callable[[Element], Callable[[Element], str]]
"""For a table what gives the text of each of its cells."""


def cell_text(table: Element) -> Callable[[Element], str]:
    """What gives the text of each cell of a table in which nothing is hidden."""
    return _plain_cell if _is_plain(table) else _cell


def shown_text(table: Element) -> Callable[[Element], str]:
    """The same for a page that hides something, if not here. Rows and cells that are not shown are taken out."""
    # Looking at each element's attributes takes three times as long as writing them all out.
    if not hides(etree.tostring(table, encoding="utf-8", with_tail=False)):
        return cell_text(table)
    _name_raised(table)
    _drop_unseen(table)
    return _cell


def _name_raised(table: Element) -> None:
    """Gives what a style raises the name of what is raised."""
    for element in table.iterdescendants(*_INLINE):
        if _SUPER.search(element.get("style") or ""):
            element.tag = "sup"


def _drop_unseen(table: Element) -> None:
    for element in list(table.iterdescendants("tr", *CELLS)):
        hidden = element.get("hidden") is not None or _GONE.search(element.get("style") or "")
        if hidden or (element.tag == "tr" and _is_unseen(element)):
            element.drop_tree()


def _is_plain(table: Element) -> bool:
    """Whether all text of a table is printed as it stands; then its breaks are marked, so that cells need not be walked."""
    found = list(table.iterdescendants(*_UNPLAIN, *_IN_CELLS))
    if any(element.tag in _UNPLAIN for element in found):
        return False
    for element in found:
        element.tail = LINE + (element.tail or "")
    return True


def _plain_cell(element: Element) -> str:
    if not len(element):
        text = element.text or ""
        return text if text.isalnum() else _printed(text)
    text = etree.tostring(element, method="text", encoding="unicode", with_tail=False)
    return _printed(text.strip(LINE)) or _shown(element)


def _cell(element: Element) -> str:
    return "" if _is_unseen(element) else _printed(inline(element)) or _shown(element)


def _shown(element: Element) -> str:
    """What stands for a cell that prints no text."""
    return "" if next(element.iterdescendants(*_SHOWN), None) is None else OBJECT


def _printed(text: str) -> str:
    """A cell's text as printed, empty lines left out."""
    text = lines(text)
    return "\n".join(line for line in text.split("\n") if line) if "\n" in text else text
