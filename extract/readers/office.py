"""Binary Word and Kingsoft Writer, RTF, OpenDocument and saved web archives, each by its own bytes."""

import email
import email.policy
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from typing import TypedDict

from extractous import Extractor
from lxml import etree

from archive.errors import DocumentUnreadable
from archive.files import sniff
from archive.records import Part, Place
from extract.document import Block, Document, Grid, Heading, Paragraph
from extract.grid import Spanned, rectangle
from extract.readers import html, opendocument, rtf, word
from extract.readers.elements import local, parse

_MAX_TEXT = 20_000_000
"""Characters that the converter may give; past this a document is a bomb."""


def read(part: Part) -> Document:
    """The document by the reader of its kind. Raises DocumentUnreadable with what the last reader tried said."""
    kind = sniff.media_type(part.body)
    if kind == sniff.MHTML:
        return html.read(replace(part, **_page(part.body)))
    blocks = tuple(_readers(kind)(part.body, kind))
    if not blocks:
        raise DocumentUnreadable(kind, "the document holds no text")
    return Document(media_type=kind, blocks=blocks)


class _Saved(TypedDict):
    body: bytes
    charset: str | None


def _page(body: bytes) -> _Saved:
    """The page inside a web archive, which Word saves under the name .doc. Raises DocumentUnreadable where it has none."""
    message = email.message_from_bytes(body, policy=email.policy.default)
    for each in message.walk():
        if each.get_content_type() == "text/html":
            content = each.get_payload(decode=True)
            if isinstance(content, bytes):
                return {"body": content, "charset": each.get_content_charset()}
    raise DocumentUnreadable(sniff.MHTML, "the web archive holds no page")


def _readers(kind: str) -> Callable[[bytes, str], list[Block]]:
    return {sniff.DOC: _word, sniff.OLE: _word, sniff.RTF: _rich, sniff.ODT: _open}.get(kind, converted)


def _word(body: bytes, kind: str) -> list[Block]:
    """By our own reader, which keeps merged cells; by the converter where the file is damaged or older than Word 97."""
    try:
        return word.blocks(body) or converted(body, kind)
    except DocumentUnreadable:
        return converted(body, kind)


def _rich(body: bytes, kind: str) -> list[Block]:
    return rtf.blocks(body) or converted(body, kind)


def _open(body: bytes, kind: str) -> list[Block]:
    return converted(opendocument.printed(body, kind), kind)


@cache
def _extractor() -> Extractor:
    return Extractor().set_xml_output(True).set_extract_string_max_length(_MAX_TEXT)


def converted(body: bytes, kind: str) -> list[Block]:
    """What Apache Tika makes of a document: every cell is kept, merged cells of .doc only as empty ones."""
    try:
        xhtml, _ = _extractor().extract_bytes_to_string(bytearray(body))
    except (RuntimeError, OSError, ValueError, TypeError) as broken:
        said, *_ = str(broken).splitlines() or [type(broken).__name__]
        raise DocumentUnreadable(kind, f"the converter could not read it: {said}") from broken
    return list(_Xhtml(kind).blocks(parse(xhtml.encode(), kind)))


class _Xhtml:
    """The converter's XHTML as blocks; counts the tables."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.tables = 0

    def blocks(self, element: etree._Element) -> Iterator[Block]:
        for each in element:
            name = local(each)
            if name == "table":
                self.tables += 1
                yield self.grid(each, Place(table=self.tables))
            elif name in {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6"}:
                yield from _lines(each, name)
            elif name not in {"head", "style", "script"}:
                yield from self.blocks(each)

    def grid(self, table: etree._Element, place: Place) -> Grid:
        rows = [
            [_cell(cell) for cell in row if local(cell) in {"td", "th"}]
            for row in table.iter()
            if local(row) == "tr"
        ]
        return rectangle(rows, place, media_type=self.kind)


def _cell(cell: etree._Element) -> Spanned:
    return Spanned(text=_text(cell), rowspan=_span(cell, "rowspan"), colspan=_span(cell, "colspan"))


def _span(cell: etree._Element, name: str) -> int:
    text = str(cell.get(name, "1"))
    return max(1, min(int(text), 100)) if text.isascii() and text.isdigit() else 1


def _text(cell: etree._Element) -> str:
    paragraphs = ["".join(str(t) for t in each.itertext()).strip("\n") for each in cell if local(each) == "p"]
    return "\n".join(paragraphs) if paragraphs else "".join(str(t) for t in cell.itertext()).strip("\n")


def _lines(element: etree._Element, name: str) -> Iterator[Block]:
    text = "".join(str(t) for t in element.itertext())
    for line in text.split("\n"):
        if not line.strip():
            continue
        if name.startswith("h"):
            yield Heading(text=line, level=int(name[1]), place=Place())
        else:
            yield Paragraph(text=line, place=Place())
