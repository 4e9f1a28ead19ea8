"""The style sheets inside a page: what their rules hide, strike out or set off is as much hidden as what its own style hides."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from itertools import count, islice
from typing import cast

import cssselect
from cssselect.parser import Selector
from lxml.html import HtmlElement as Element

from archive.errors import DocumentUnreadable
from archive.files import sniff
from extract.readers import generated, styles
from extract.readers.selectors import CHANGING, TRANSLATOR, select

_COMMENT = re.compile(r"/\*.*?\*/|<!--|-->", re.DOTALL)
_MEDIA = re.compile(r"@media([^{}]*)\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}", re.IGNORECASE)
_RULE = re.compile(r"([^{};]+)\{([^{}]*)\}")
_ON_SCREEN = re.compile(r"\s*(?:only\s+)?(?:all|screen)?\s*")
_NAME = re.compile(r"([.#])([\w-]+)")
_LARGEST = 500_000
"""Characters of a page's sheets; more are a whole site's, or made to be slow."""
_MOST = 2000
"""Selectors that choose something of a page by a rule that may hide it or show it: word processors write some dozens, pages that
were saved with all their sheets some hundreds."""


class _Rule:
    """A selector with what it gives to the elements that it selects."""

    def __init__(self, selector: Selector, given: str, order: int, root: Element) -> None:
        self.given = given
        self.weight = ("!important" in given, selector.specificity(), order)
        self._path = TRANSLATOR.selector_to_xpath(selector)
        self._root = root

    @cached_property
    def elements(self) -> set[Element]:
        """What it selects."""
        return set(cast("list[Element]", self._root.xpath(self._path)))


Given = tuple[str, str]
"""The selectors of a rule, and what it gives."""


def given(root: Element) -> list[Given]:
    """The rules of the page's sheets that hold on a screen."""
    texts = [each.text or "" for each in root.iter("style") if _ON_SCREEN.fullmatch(each.get("media") or "")]
    if not texts:
        return []
    sheet = _COMMENT.sub("", "\n".join(texts)[:_LARGEST])
    sheet = _MEDIA.sub(lambda media: media[2] if _ON_SCREEN.fullmatch(media[1]) else "", sheet)
    return [(rule[1], rule[2]) for rule in _RULE.finditer(sheet) if "@" not in rule[1]]


def apply(sheet: Sequence[Given], root: Element) -> bool:
    """Gives each element that a rule hides, strikes out or sets off the styles of that rule as its own; whether there is one. What a
    rule prints itself is marked.

    Raises DocumentUnreadable for a page of more than _MOST selectors: what it hides is not told.
    """
    generated.mark(root, sheet)
    if not any(styles.effect(given) for _, given in sheet):
        return False
    rules = list(islice(_rules(sheet, root), _MOST + 1))
    if len(rules) > _MOST:
        raise DocumentUnreadable(sniff.HTML, f"style sheets with more than {_MOST} selectors")
    found = [(element, rule.given) for rule in rules for element in _hidden(rule, rules)]
    spared = _spared([element for element, _ in found], root)
    for element, given in found:
        if element not in spared:
            element.set("style", f"{element.get('style') or ''};{given}")
    return bool(found)


def chosen(sheet: Sequence[Given], root: Element, wanted: re.Pattern[str]) -> Iterator[tuple[Element, str]]:
    """The elements to which rules give what matches, with all that each rule gives, in the order of the rules."""
    blocks = ((selectors, said) for selectors, said in sheet if wanted.search(said))
    texts = (
        (text, said)
        for selectors, said in blocks
        for text in selectors.split(",")
        if not CHANGING.search(text)
    )
    for text, said in islice(texts, _MOST):
        for element in select(text, root):
            yield element, said


def _rules(sheet: Sequence[Given], root: Element) -> Iterator[_Rule]:
    """A rule for each selector whose classes and names the page has at all, where it sets what hides or shows."""
    used = {
        ".": {name for names in root.xpath("//@class") for name in str(names).split()},
        "#": set(map(str, root.xpath("//@id"))),
    }
    order = count()
    for selectors, given in sheet:
        if not styles.SETTING.search(given):
            continue
        for text in selectors.split(","):
            if CHANGING.search(text) or any(name not in used[sign] for sign, name in _NAME.findall(text)):
                continue
            try:
                parsed = cssselect.parse(text)
            except cssselect.SelectorError:
                continue
            yield from (_Rule(each, given, next(order), root) for each in parsed)


def _hidden(rule: _Rule, rules: Sequence[_Rule]) -> Iterator[Element]:
    """The elements that a rule hides, strikes out or sets off: those whose own style says nothing of it, nor a stronger rule for them or
    one for what is in them."""
    by = styles.effect(rule.given)
    if not by:
        return
    own = _setting(by)
    rivals = [each for each in rules if own.search(each.given) and styles.effect(each.given) != by]
    stronger = set[Element]().union(*(each.elements for each in rivals if each.weight > rule.weight))
    again = set[Element]().union(*(each.elements for each in rivals if by in styles.VEILED))
    for element in rule.elements - stronger:
        if not own.search(element.get("style") or "") and again.isdisjoint(element.iterdescendants()):
            yield element


@cache
def _setting(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-]){styles.PROPERTIES.get(name, name)}\s*:", re.IGNORECASE)


def _spared(hidden: Sequence[Element], root: Element) -> set[Element]:
    """Of hidden elements those that hold tables or paragraphs, where the page would be left without any: a script shows these."""
    holding = {element for element in hidden if next(element.iter("table", "p"), None) is not None}
    inside = {each for element in holding for each in element.iter("table", "p")}
    printed = list(root.iter("table")) or list(root.iter("p"))
    return holding if inside.issuperset(printed) else set()
