"""Pictures inside documents: a report may hold its tables as pictures pasted between its paragraphs."""

import re
import struct
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive.errors import DocumentUnreadable
from archive.files import sniff
from archive.records import Part
from extract.document import Block, Document, Grid
from extract.layout.headed import is_table
from extract.readers import ocr, recogniser
from extract.readers.elements import member, package
from extract.readers.ole import Compound

_PACKAGES = frozenset({sniff.DOCX, sniff.ODT, sniff.OFD})
_WIDE, _TALL = 400, 80
"""Pixels: a table is no smaller; signs, seals and codes are."""
_PNG = re.compile(rb"\x89PNG\r\n\x1a\n.*?IEND\xaeB`\x82", re.DOTALL)
_JPEG = re.compile(rb"\xff\xd8\xff.*?(?=\xff\xd8\xff[\xe0-\xef]|\x89PNG\r\n|\Z)", re.DOTALL)
_SIZE = re.compile(rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]..\x08(..)(..)", re.DOTALL)


def completed(part: Part, found: Document | DocumentUnreadable) -> Document:
    """A document that prints no table, with those of its pictures; without the extra `ocr` it says that these are unread.

    Raises the given DocumentUnreadable where it holds no pictures, or nothing is recognised in them.
    """
    if isinstance(found, Document) and any(map(is_table, found.blocks)):
        return found
    pictures = [replace(part, body=body) for body in _pictures(part.body) if _is_large(body)]
    if not pictures:
        return _own(found)
    if not recogniser.installed():
        if isinstance(found, Document):
            return replace(found, unread=ocr.UNREAD)
        raise DocumentUnreadable(found.media_type, ocr.UNREAD)
    try:
        seen = ocr.read(*pictures[: ocr.MAX_PAGES])
    except DocumentUnreadable:
        return _own(found)
    if isinstance(found, Document):
        return replace(found, blocks=(*found.blocks, *_tables(seen, found.blocks)))
    return replace(seen, media_type=found.media_type)


def _own(found: Document | DocumentUnreadable) -> Document:
    if isinstance(found, DocumentUnreadable):
        raise found
    return found


def _tables(seen: Document, before: Sequence[Block]) -> Iterator[Grid]:
    """The tables of the pictures, numbered after the document's own."""
    count = sum(isinstance(block, Grid) for block in before)
    grids = [block for block in seen.blocks if isinstance(block, Grid)]
    for grid in grids:
        yield replace(grid, place=replace(grid.place, table=(grid.place.table or 0) + count))


def _pictures(body: bytes) -> Iterator[bytes]:
    """The pictures of a document, in its order where its file tells it."""
    kind = sniff.media_type(body)
    if kind in _PACKAGES:
        with package(body, kind) as files:
            for name in _named(files, kind):
                yield member(files, name, kind) or b""
    elif kind in {sniff.DOC, sniff.OLE}:
        data = Compound(body).stream("Data")
        found = [*_PNG.finditer(data), *_JPEG.finditer(data)]
        yield from (each[0] for each in sorted(found, key=lambda each: each.start()))


def _named(files: zipfile.ZipFile, kind: str) -> list[str]:
    names = [
        name.lower() for name in files.namelist() if re.search(r"(?i)\.(png|jpe?g|bmp|gif|tiff?)$", name)
    ]
    order = _printed(files, kind)
    return sorted(names, key=lambda name: (order.get(name, len(order)), len(name), name))


def _printed(files: zipfile.ZipFile, kind: str) -> dict[str, int]:
    """The pictures of a .docx by the place where its text first shows them."""
    if kind != sniff.DOCX:
        return {}
    links = member(files, "word/_rels/document.xml.rels", kind) or b""
    text = member(files, "word/document.xml", kind) or b""
    targets = {
        key: target
        for link in re.findall(rb"<Relationship\b[^>]*>", links)
        if (key := _attribute(link, rb"Id")) and (target := _attribute(link, rb"Target"))
    }
    shown = re.findall(rb'r:(?:embed|id|pict)="([^"]*)"', text)
    paths = [f"word/{targets[key].decode('utf-8', 'replace')}".lower() for key in shown if key in targets]
    return {path: at for at, path in enumerate(dict.fromkeys(paths))}


def _attribute(element: bytes, name: bytes) -> bytes | None:
    found = re.search(rb"\b%s=\"([^\"]*)\"" % name, element)
    return found[1] if found else None


def _is_large(picture: bytes) -> bool:
    width, height = _size(picture)
    return width >= _WIDE and height >= _TALL


def _size(picture: bytes) -> tuple[int, int]:
    """Width and height in pixels; of a kind that is not known here, large enough to be looked at."""
    if picture.startswith(b"\x89PNG") and len(picture) >= 24:
        return struct.unpack(">II", picture[16:24])
    if picture.startswith(b"GIF8") and len(picture) >= 10:
        return struct.unpack("<HH", picture[6:10])
    if picture.startswith(b"\xff\xd8"):
        found = _SIZE.search(picture)
        return (int.from_bytes(found[2]), int.from_bytes(found[1])) if found else (0, 0)
    return (_WIDE, _TALL) if picture.startswith((b"BM", b"II*", b"MM\0*")) else (0, 0)
