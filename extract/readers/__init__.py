"""One file format, one file; each reader gives a Document whose blocks say where they came from.

A reader is a module with `read(part: Part) -> Document`; those of container formats have `documents(part, depth)` instead.
"""

import importlib

from archive import sniff
from archive.errors import DocumentUnreadable
from archive.records import Part
from extract.document import Document

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
_CONTAINERS = frozenset({sniff.ZIP, sniff.RAR, sniff.SEVEN, "application/gzip"})
MAX_DEPTH = 3
"""How many archive files may stand inside one another: 3 allows a zip in a zip in a zip."""


def document(part: Part, depth: int = 0) -> list[Document]:
    """The documents in a part, told by its bytes: one, or one for each file of an archive file that is a document.

    Raises DocumentUnreadable with the reason; never returns an empty list.
    """
    kind = sniff.media_type(part.body)
    if kind in _CONTAINERS:
        if depth >= MAX_DEPTH:
            raise DocumentUnreadable(kind, f"archive files nested more than {MAX_DEPTH} deep")
        return importlib.import_module("extract.readers.packed").documents(part, depth)  # type: ignore[no-any-return]
    if not part.body:
        raise DocumentUnreadable(kind, "the file is empty")
    if kind not in _READERS:
        raise DocumentUnreadable(kind, "no reader for this kind of file")
    read = importlib.import_module(f"extract.readers.{_READERS[kind]}").read
    return [read(part)]
