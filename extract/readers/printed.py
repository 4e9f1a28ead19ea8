"""What a page prints of an element: without what is unseen, and with lines where the page breaks them."""

import re
from collections.abc import Callable, Iterator, Sequence

from lxml import etree
from lxml.html import HtmlElement as Element

from extract.document import OBJECT
from extract.readers import page, styles
from extract.readers.page import CELLS, names
from extract.words.numbers import is_figure, lowered, raised

_DROPPED = names(
    "script style noscript template select option textarea button input del s strike "
    "object embed iframe frame canvas svg video audio map link rt rp"
)
BLOCKS = names(
    "p div section article main header footer aside nav ul ol li dl dt dd "
    "table tbody thead tfoot tr td th h1 h2 h3 h4 h5 h6 blockquote pre "
    "center form fieldset hr figure figcaption address body ucapcontent ucaptitle"
)
_KEPT = names("html head body title")
_SPACES = re.compile(r"[ \t\r\n\f]+")
LINE = "\ufdd0"
"""Stands for a line that the page breaks, until the line ends of the mark-up are gone; no character, so that no page prints it."""
_IN_CELLS = {"br", *BLOCKS} - CELLS - names("table tbody thead tfoot tr")
"""Elements that end a line of a cell's text."""
_TURNED: dict[str, Callable[[str], str]] = {
    "sup": raised,
    "sub": lowered,
    "pre": lambda text: text.replace("\n", LINE),
}
"""What elements do to the text in them."""
_UNPLAIN = _TURNED.keys() | {"table"} | _DROPPED
"""Elements in a table that print otherwise than as they stand, or not at all."""
_USUAL = 12.0
"""Points of text whose size nothing gives."""
_SMALLER = 0.7
"""The share of the size around it that a note's mark has at most."""
_SHOWN = names("img svg canvas object embed iframe select button meter progress")
"""Elements that show something without being text."""


def strip(root: Element, tables: Sequence[Element]) -> None:
    """Takes out what is not printed: scripts, forms' fields, what is hidden or struck out. `tables` are those that place holders stand
    for."""
    holding: list[Element] = []
    for element in list(page.elements(root)):
        if element.tag in _KEPT or element.getparent() is None:
            continue
        by = "display" if _is_dropped(element) else styles.effect_on(element)
        if by in {"display", styles.STRUCK} or (
            by and next(element.iterdescendants("p", "table"), None) is None
        ):
            _unprint(element, by)
        elif by:
            holding.append(element)
    _drop_copies(root, holding, tables)


def _is_dropped(element: Element) -> bool:
    return element.tag in _DROPPED or (element.tag == "dialog" and element.get("open") is None)


def _drop_copies(root: Element, hidden: Sequence[Element], tables: Sequence[Element]) -> None:
    """Takes out the hidden elements of which every table has the labels of one that is shown. A script unveils the article itself once
    the page has loaded (WeChat's `js_content`): then no other has its labels."""

    def labels(holder: Element) -> frozenset[str]:
        return _labels(tables[int(holder.get(page.HELD, ""))])

    covered = {table for element in hidden for table in _holders(element)}
    known = {labels(table) for table in _holders(root) if hidden and table not in covered}
    for element in hidden:
        inside = list(_holders(element))
        if inside and element.getparent() is not None and known.issuperset(map(labels, inside)):
            element.drop_tree()


def _holders(element: Element) -> Iterator[Element]:
    """What holds the places of tables that were taken out."""
    return (table for table in element.iter("table") if table.get(page.HELD) is not None)


def _labels(table: Element) -> frozenset[str]:
    """What a table prints besides figures."""
    texts = ("".join(cell.text_content().split()) for cell in table.iter(*CELLS))
    return frozenset(text for text in texts if text and not is_figure(text))


def _unprint(element: Element, by: str) -> None:
    """Does to an element what its styles do."""
    if by == styles.WHITE:
        _whiten(element)
    elif by in styles.VEILED or (by == styles.STRUCK and element.tag in CELLS):
        styles.veil(element, by)
    elif by not in {styles.MARK, styles.SHIFTED}:
        element.drop_tree()
    elif element.tag not in BLOCKS and (by == styles.MARK or _is_off_a_number(element)):
        element.tag = "sub" if styles.lowers(element.get("style") or "") else "sup"


def _whiten(element: Element) -> None:
    """Takes out figures in white ink on nothing darker; where a cell has no others, a ground that another file gives it may show them:
    then what it prints is not told."""
    if not is_figure(inline(element)) or styles.has_ground(element):
        return
    styles.veil(element, styles.WHITE)
    cell = element if element.tag in CELLS else next(element.iterancestors(*CELLS), None)
    if cell is not None and not inline(cell).strip():
        element.text = OBJECT


def _is_off_a_number(element: Element) -> bool:
    """Whether digits that stand higher, lower or smaller do so behind a digit that does not: whole cells are shifted too."""
    own = _size_alone(element)
    if not inline(element).strip()[:1].isdigit() or (own is not None and _is_as_large(element, own)):
        return False
    here: Element | None = element
    while here is not None and here.tag not in BLOCKS:
        for beside in here.itersiblings(preceding=True):
            if text := (beside.tail or "").strip():
                return text[-1].isdigit()
            if beside.tag in _IN_CELLS:
                return False
            if text := inline(beside).strip():
                return text[-1].isdigit() and not any(map(_is_shifted, beside.iter()))
        here = here.getparent()
        if here is not None and (text := (here.text or "").strip()):
            return text[-1].isdigit()
    return False


def _size_alone(element: Element) -> float | None:
    """The size of an element's text in points, where its size alone may set it off."""
    return None if styles.is_off_at_any_size(element) else styles.size(element)


def _is_as_large(element: Element, own: float) -> bool:
    """Whether an element of such a size is not much smaller than the text around or before."""
    beside = element.getprevious()
    others = (
        [] if beside is None or (beside.tail or "").strip() else [styles.size(each) for each in beside.iter()]
    )
    around = max((each for each in others if each), default=None) or next(
        filter(None, map(styles.size, element.iterancestors())), _USUAL
    )
    return own > _SMALLER * around


def _is_shifted(element: Element) -> bool:
    return _size_alone(element) is None and styles.effect_on(element) == styles.SHIFTED


def lines(text: str) -> str:
    """Text in which only `<br>` and ends of blocks break lines, not the line ends of the mark-up."""
    if " " in text or "\n" in text or "\t" in text or "\r" in text:
        text = _SPACES.sub(" ", text)
    return "\n".join(line.strip(" ") for line in text.split(LINE)) if LINE in text else text.strip(" ")


def inline(element: Element) -> str:
    """The text of an element and of all in it."""
    pieces: list[str] = []
    _gather(element, pieces)
    text = "".join(pieces)
    turned = _TURNED.get(element.tag)
    return text if turned is None else turned(text)


def _gather(element: Element, pieces: list[str]) -> None:
    if element.text:
        pieces.append(element.text)
    for child in element:
        if child.tag == "br":
            pieces.append(LINE)
        elif isinstance(child.tag, str) and child.tag != "table" and child.tag not in _DROPPED:
            if child.tag in _TURNED:
                pieces.append(inline(child))
            else:
                _gather(child, pieces)
            if child.tag in BLOCKS:
                pieces.append(LINE)
        if child.tail:
            pieces.append(child.tail)


CellTexts = Callable[[Element], Callable[[Element], str]]
"""For a table what gives the text of each of its cells."""


def cell_text(table: Element) -> Callable[[Element], str]:
    """What gives the text of each cell of a table in which nothing is hidden."""
    return _plain_cell if _is_plain(table) else _cell


def shown_text(table: Element) -> Callable[[Element], str]:
    """The same for a page that hides something: what this table does not show is taken out of it."""
    for element in list(table.iterdescendants()):
        if by := styles.effect_on(element):
            _unprint(element, by)
    return cell_text(table)


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
    return _printed(inline(element)) or _shown(element)


def _shown(element: Element) -> str:
    """What stands for a cell that prints no text."""
    return "" if next(element.iterdescendants(*_SHOWN), None) is None else OBJECT


def _printed(text: str) -> str:
    """A cell's text as printed, empty lines left out."""
    text = lines(text)
    return "\n".join(line for line in text.split("\n") if line) if "\n" in text else text
