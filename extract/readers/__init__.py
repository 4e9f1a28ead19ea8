"""One file format, one file; each reader gives a Document whose blocks say where they came from.

A reader is a module with `read(part: Part) -> Document`, imported when its format first comes.
"""

import importlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

from archive.errors import DocumentUnreadable
from archive.files import sniff
from archive.records import Part
from extract.document import Document

if TYPE_CHECKING:
    from extract.readers.packed import Budget

_READERS = {
    sniff.HTML: "html",
    sniff.TEXT: "text",
    sniff.DOCX: "docx",
    sniff.WORDML: "docx",
    sniff.DOC: "office",
    sniff.RTF: "office",
    sniff.ODT: "office",
    sniff.OLE: "office",
    sniff.MHTML: "office",
    sniff.PDF: "pdf",
    sniff.OFD: "ofd",
    sniff.XLS: "sheet",
    sniff.XLSX: "sheet",
    sniff.ODS: "sheet",
    "image/png": "ocr",
    "image/jpeg": "ocr",
    "image/gif": "ocr",
    "image/bmp": "ocr",
    "image/tiff": "ocr",
    "image/webp": "ocr",
}
_PICTURES = frozenset(kind for kind, reader in _READERS.items() if reader == "ocr")
_WITH_PICTURES = frozenset({sniff.DOCX, sniff.DOC, sniff.OLE, sniff.ODT, sniff.OFD})
_CONTAINERS = frozenset({sniff.ZIP, sniff.RAR, sniff.SEVEN, "application/gzip"})


def document(part: Part, budget: "Budget | None" = None) -> list[Document]:
    """The documents in a part, told by its bytes: one, or one for each file of an archive file that is a document.

    `budget` is what an archive file around this part leaves to unpack. Raises DocumentUnreadable with the reason; never
    returns an empty list.
    """
    kind = sniff.media_type(part.body)
    if not part.body:
        raise DocumentUnreadable(kind, "the file is empty")
    if kind in _CONTAINERS:
        from extract.readers import packed

        return packed.documents(part, budget or packed.Budget())
    if kind not in _READERS:
        raise DocumentUnreadable(kind, "no reader for this kind of file")
    return [_read(part, kind)]


def _read(part: Part, kind: str) -> Document:
    """The document by its kind's reader, with what its pictures show."""
    reader = importlib.import_module(f"extract.readers.{_READERS[kind]}")
    found: Document | DocumentUnreadable
    try:
        found = reader.read(part)
    except DocumentUnreadable as failure:
        found = failure
    if kind in _WITH_PICTURES:
        from extract.readers import pasted

        return pasted.completed(part, found)
    if isinstance(found, DocumentUnreadable):
        raise found
    return found


def is_picture(part: Part) -> bool:
    """Whether a part's bytes are those of an image."""
    return sniff.media_type(part.body) in _PICTURES


def pictures(parts: Sequence[Part]) -> Document:
    """Images that follow one another as the pages of one document, for a table may go on from one to the next; a place's `page`
    counts the images. Raises DocumentUnreadable where none of them can be read."""
    from extract.readers import ocr

    return ocr.read(*parts)
