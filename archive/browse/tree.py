"""An archived page as a tree, made still: without what a browser would run or ask for, so that its sandbox has nothing to refuse."""

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urldefrag, urljoin

from lxml import etree, html

from archive.browse import raw
from archive.files import charsets

PAGES = frozenset(("text/html", "application/xhtml+xml"))

BARRED = ("script", "link", "iframe", "frame", "base")
"""Elements that run or fetch, and hold no text of the page."""
LEADING = frozenset(
    (
        "href",
        "xlink:href",
        "action",
        "formaction",
        "ping",
        "target",
        "src",
        "srcset",
        "background",
        "poster",
        "data",
    )
)
"""Attributes that lead elsewhere, or that a browser follows by itself."""
ELSEWHERE = re.compile(r"@import[^;]*;?|url\((?!\s*[\"']?\s*data:)[^)]*\)", re.IGNORECASE)
"""What a style asks for; pictures that stand in it stay."""


def parse(body: raw.Body) -> html.HtmlElement:
    """An archived page, however broken, by the characters that its bytes are in."""
    text = text_of(body).encode("utf-8", "replace")
    try:
        return html.document_fromstring(text, parser=html.HTMLParser(encoding="utf-8", huge_tree=False))
    except etree.ParserError:
        return html.document_fromstring("<p></p>")


def text_of(body: raw.Body) -> str:
    """The text of a page or a text file, told as a reading tells it."""
    _, _, told = (body.content_type or "").lower().partition("charset=")
    return charsets.decode(body.data, told.strip("\"' ;") or None).text


def dump(root: html.HtmlElement, kept: Mapping[html.HtmlElement, str]) -> bytes:
    """The tree as a page in UTF-8 that runs nothing, asks for nothing and leads nowhere, but for the ways out that are `kept`."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.tag in BARRED:
            element.drop_tree()
            continue
        _still(element)
        if element in kept:
            element.set("src" if element.tag == "img" else "href", kept[element])
    text: bytes = html.tostring(root, encoding="utf-8")
    return b"<!DOCTYPE html><meta charset=utf-8>" + text


def _still(element: html.HtmlElement) -> None:
    if element.tag == "meta":
        # What a head says of characters is no longer so, and where it would lead nobody goes.
        element.attrib.clear()
    if element.tag == "style":
        element.text = ELSEWHERE.sub("", element.text or "")
    for name, value in element.attrib.items():
        if name == "style":
            element.set(name, ELSEWHERE.sub("none", value))
        elif name.startswith("on") or (name in LEADING and not value.startswith("#")):
            del element.attrib[name]


def base_of(root: html.HtmlElement, url: str) -> str:
    """What relative addresses of a page are relative to."""
    declared = root.find(".//base[@href]")
    return (joined(url, declared.get("href")) or url) if declared is not None else url


def pictures(root: html.HtmlElement, base: str) -> Iterator[tuple[html.HtmlElement, str]]:
    """Each picture of a page and its address."""
    for element in root.iter("img"):
        target = joined(base, (element.get("src") or "").strip())
        if target:
            yield element, target


def joined(base: str, href: str) -> str | None:
    """An address without its fragment; null for what is none on the web."""
    try:
        target = urldefrag(urljoin(base, href)).url
    except ValueError:
        return None
    return target if target.startswith(("http://", "https://")) else None
