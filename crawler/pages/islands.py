"""Lists that a page keeps as text for its scripts to show: markup, XML or JSON in a `<textarea>`, a template, a data island, a hidden field."""

import re
from collections.abc import Iterator, Mapping
from html import escape
from itertools import islice
from typing import cast

from lxml import etree
from lxml.html import HtmlElement

from crawler.pages import scripts
from crawler.pages.markup import parsed
from crawler.pages.scripted import marked_up, named
from crawler.pages.wording import iso_date

_KEEPING = ("textarea", "xmp", "xml", "script", "input", "iframe")
_CELLS = ("td", "li", "dd")
"""In these a script that runs writes an entry of a list."""
_ROWS = etree.XPath("/descendant::*/@*[starts-with(., '[{')]/..")
_OPENINGS = ("='[{", '="[{')
"""How rows stand in any other element's attribute."""
_ESCAPED = etree.XPath("/descendant::*[not(self::textarea)][starts-with(normalize-space(text()), '<')]")
_RUNS = re.compile(r"javascript|ecmascript|module|ld\+json", re.IGNORECASE)
"""Types of scripts that are no data, or none that the page shows."""
_LINKED = etree.XPath("boolean(/descendant::a[@href] | /descendant::*[@onclick])")
_FILLED = re.compile(r"\{\{|\$\{|#\{|<%|\[\[|\b(?:href|onclick)\s*=\s*['\"]?[^'\"<>]{0,200}\{\w")
"""What a script fills: a template, and no list yet."""
_READ_ELSEWHERE = re.compile(r"<(?:datastore|recordset)\b", re.IGNORECASE)
"""Hanweb's, which its family reads."""
_LONGEST = 1_000_000
_MOST_ROWS = 5000
_DEEPEST = 6


def lay_open(tree: HtmlElement, once: str) -> HtmlElement:
    """The page of which `once` holds every piece, and each such list behind the element that holds it, as links that stand in it."""
    keeping = list(tree.iter(*_KEEPING))
    if any(opening in once for opening in _OPENINGS):
        keeping += cast("list[HtmlElement]", _ROWS(tree))
    if "&lt;a " in once:
        keeping += cast("list[HtmlElement]", _ESCAPED(tree))
    for island in keeping:
        shown = _shown(island)
        if shown is not None and island.getparent() is not None:
            island.addnext(shown)
    return tree


def _shown(island: HtmlElement) -> HtmlElement | None:
    if island.tag == "xml":
        return _entries(_records(island))
    text = _held(island).strip()[:_LONGEST]
    if not text:
        return _written(island)
    if text[:1] in ("[", "{"):
        return _entries(_objects(scripts.value(text), deep=0))
    if text[:1] != "<" or _FILLED.search(text) or _READ_ELSEWHERE.search(text):
        return None
    held = parsed(text)
    return _body(held) if _LINKED(held) else _entries(_records(held))


def _written(island: HtmlElement) -> HtmlElement | None:
    """The links that a script writes into the row in which it runs; null for anything else."""
    parent, script = island.getparent(), island.text or ""
    if island.tag != "script" or parent is None or parent.tag not in _CELLS or ".write(" not in script:
        return None
    links = islice(marked_up(script), _MOST_ROWS)
    shown = "".join(f'<a href="{escape(href)}">{escape(words)}</a>' for href, words in links)
    return _body(parsed(f"<div>{shown}</div>")) if shown else None


def _held(island: HtmlElement) -> str:
    """The text that an element keeps; '' for a script that runs."""
    if island.tag == "textarea" or island.tag == "xmp":
        return island.text or ""
    if island.tag == "script":
        kind = island.get("type")
        return "" if kind is None or _RUNS.search(kind) else island.text or ""
    kept = (*island.attrib.values(), (island.text or "").lstrip())
    return next((value for value in kept if value[:1] in ("<", "[", "{")), "")


def _records(tree: HtmlElement) -> Iterator[Mapping[str, str]]:
    """What the elements of XML hold by name, in attributes and in elements of their own. To HTML a `link` is empty: its text follows it."""
    for element in tree.iter(etree.Element):
        leaves = ((one.tag, one.text or one.tail or "") for one in element.iterchildren(etree.Element))
        yield {**element.attrib, **{str(tag): text.strip() for tag, text in leaves}}


def _objects(told: object, *, deep: int) -> Iterator[Mapping[str, str]]:
    """The objects of JSON, each with its texts by name."""
    if isinstance(told, dict):
        yield {str(key): value for key, value in told.items() if isinstance(value, str)}
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    for value in inner if deep < _DEEPEST else ():
        yield from _objects(value, deep=deep + 1)


def _entries(rows: Iterator[Mapping[str, str]]) -> HtmlElement | None:
    """A list of links to what rows name an address of, with their dates; null where none does."""
    told = ((named(row.items()), " ".join(row.values())) for row in islice(rows, _MOST_ROWS))
    entries = [
        f'<li><a href="{escape(link[0])}">{escape(link[1])}</a> <span>{iso_date(values) or ""}</span></li>'
        for link, values in told
        if link
    ]
    return _body(parsed(f"<ul>{''.join(entries)}</ul>")) if entries else None


def _body(tree: HtmlElement) -> HtmlElement | None:
    """What a text shows, as a part of another page."""
    body = tree.find("body")
    if body is not None:
        body.tag = "div"
    return body
