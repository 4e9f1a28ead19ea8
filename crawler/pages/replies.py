"""What a data call of an unknown system brings: rows of JSON or XML with a title and an address, or markup; and what comes next."""

import base64
import binascii
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from html import unescape
from urllib.parse import unquote

from lxml import etree

from crawler.pages import names
from crawler.pages.built import SLOT
from crawler.pages.decode import decode
from crawler.pages.entries import day, entries, plain
from crawler.pages.page import Item, Page
from crawler.pages.scripted import DATA_ADDRESSES, address
from crawler.pages.turning import is_cursor

Row = Mapping[str, object]

_HAN = re.compile(r"[一-龥]{2}")
_MARKUP = re.compile(
    rf"<(?:a\s|[a-z]+\s[^<>]{{0,300}}?\b(?:{'|'.join(DATA_ADDRESSES)}|onclick)\s*=)", re.IGNORECASE
)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
"""Its charset is that of the bytes, which were decoded by it."""
_FEED = re.compile(r"\s*(?:<\?xml[^>]*>)?\s*<(?:rss|feed|rdf:RDF)\b")
"""What a site sends to those who follow it: XML, though its summaries are markup."""
_QUOTED = re.compile(r"%3Ca(?:%20|\+)", re.IGNORECASE)
_BASE64 = re.compile(r"[A-Za-z0-9+/\s]{80,}={0,2}\s*")
_XML = re.compile(r"\s*<(?:\?xml|[\w:-]+[\s>])")


def data(page: Page) -> object:
    """A reply as values: JSON, or XML as objects of its leaves' texts; None for markup."""
    if page.json is not None:
        return page.json
    markup = _MARKUP.search(page.text) and not _FEED.match(page.text)
    return None if markup or not _XML.match(page.text) else _of_xml(page.text)


def items(page: Page, told: object) -> tuple[Item, ...] | None:
    """The entries of a reply; None where it has rows with titles and none of them tells its address."""
    if told is None:
        return tuple(entries(page, [page.text]))
    listed = rows(told)
    if not listed:
        return tuple(entries(page, filter(_MARKUP.search, _texts(told))))
    read = [(row, _linked(row, page.ask.entry)) for row in listed]
    if not any(url for _, url in read):
        return None
    return tuple(
        Item(url=joined, title=titled(row), published=_published(row))
        for row, url in read
        if url and (joined := page.join(url))
    )


def rows(told: object) -> Sequence[Row]:
    """The longest list of objects with titles in a reply."""
    return max(_lists(told), key=len, default=[])


def titled(row: Row) -> str:
    """What an object is called: the longest text under a key that says so, else the longest of all; '' without Chinese words."""
    texts = [(key, plain(value)) for key, value in row.items() if isinstance(value, str)]
    chinese = [(key, words) for key, words in texts if _HAN.search(words)]
    named = [words for key, words in chinese if names.TITLE.search(key)]
    return max(named or [words for _, words in chinese], key=len, default="")


def total(told: object) -> int | None:
    """The number of entries that a reply declares, however deep."""
    if isinstance(told, dict):
        for key, value in told.items():
            if names.TOTAL.search(key) and str(value).isdigit():
                return int(str(value))
        return next((found for value in told.values() if (found := total(value)) is not None), None)
    return None


def cursor(told: object, *, named: str = "") -> str:
    """What a reply says the next call has to name to go on from here, under this name where its page tells one; '' where it says
    nothing, or that there is no more."""
    if not isinstance(told, dict):
        return ""
    own = (
        str(value)
        for key, value in told.items()
        if (key == named or _goes_on(key)) and isinstance(value, str | int) and value is not False
    )
    inner = (cursor(value, named=named) for value in told.values())
    return next(filter(None, own), "") or next(filter(None, inner), "")


def _goes_on(key: str) -> bool:
    return is_cursor(key) or key.lower() == "next"


def _of_xml(text: str) -> object:
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    root = etree.fromstring(_DECLARATION.sub("", text).strip().encode(), parser)
    return None if root is None else _values(root)


def _values(element: etree._Element) -> dict[str, object]:
    """An element's attributes and leaves by name, and every other element in it as such an object in a list."""
    told: dict[str, object] = {str(key): str(value) for key, value in element.attrib.items()}
    inner: list[dict[str, object]] = []
    for child in element.iterchildren(tag=etree.Element):
        name, href = etree.QName(child).localname, child.get("href")
        if name == "link" and href:
            told[name] = href
        elif len(child) or child.attrib:
            inner.append(_values(child))
        else:
            told[name] = (child.text or "").strip()
    return {**told, "": inner} if inner else told


def _lists(told: object) -> Iterator[Sequence[Row]]:
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    if isinstance(told, list) and (rows := [row for row in map(_flat, told) if titled(row)]):
        yield rows
    for value in inner:
        yield from _lists(value)


def _flat(told: object) -> Row:
    """A row with what objects of its own hold, but for what it says itself."""
    if not isinstance(told, dict):
        return {}
    inner = (value for value in told.values() if isinstance(value, dict))
    return {**{key: value for one in inner for key, value in one.items()}, **told}


def _texts(told: object) -> Iterator[str]:
    """The texts of a reply, those that it wrapped once more for the way with what was in them."""
    if isinstance(told, str):
        yield from (told, *_unwrapped(told))
    for value in told.values() if isinstance(told, dict) else told if isinstance(told, list) else ():
        yield from _texts(value)


def _unwrapped(text: str) -> Iterator[str]:
    """The markup in a text that is escaped as in an attribute or an address, or written as base64."""
    if "&lt;a" in text:
        yield unescape(text)
    elif _QUOTED.search(text):
        yield unquote(text)
    elif _BASE64.fullmatch(text):
        with suppress(binascii.Error):
            yield decode(base64.b64decode(text)).text


def _linked(row: Row, entry: str) -> str:
    """A row's address: what it tells from the root, else as the page puts it together (`Ask.entry`), else what looks like one."""
    own = next(
        (
            value
            for key, value in row.items()
            if isinstance(value, str) and names.ADDRESS.search(key) and address(value)
        ),
        "",
    )
    return own if own.startswith(("/", "http")) else filled(entry, row) or own


def filled(entry: str, row: Row) -> str:
    """A row's address as its page puts such addresses together; '' where a field is missing, or no field fills any."""
    slots = SLOT.findall(entry)
    whole = bool(slots) and all(slot in row for slot in slots)
    return SLOT.sub(lambda slot: str(row[slot[1]]), entry) if whole else ""


def _published(row: Row) -> str | None:
    return next(filter(None, (day(value) for key, value in row.items() if names.DATE.search(key))), None)
