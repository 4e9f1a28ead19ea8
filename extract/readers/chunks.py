"""What a Word document takes in from other files of its package when it is opened (ISO 29500-1 §11.3.1): pages, as exporters in
browsers write them, and other documents."""

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import replace

from lxml import etree

from archive.errors import DocumentUnreadable
from archive.files import sniff
from archive.records import Part
from extract.document import Block
from extract.readers.elements import member, package, parse, value

_KINDS = frozenset({sniff.HTML, sniff.MHTML, sniff.TEXT, sniff.RTF, sniff.DOCX})
_MOST = 50
"""Chunks of a document: more are made to be slow."""
_LINKS = "word/_rels/document.xml.rels"
_INNER = "chunk:"
"""Begins the name of a chunk: what it takes in itself is left, for packages can be made to hold themselves."""


def chunks(part: Part, body: etree._Element) -> Mapping[str, tuple[Block, ...]]:
    """The blocks of each chunk by the name of its link; none of what cannot be read, nor of chunks in chunks."""
    names = [name for each in body.iter("{*}altChunk") if (name := value(each, "id"))]
    if not names or part.name.startswith(_INNER) or sniff.media_type(part.body) != sniff.DOCX:
        return {}
    return dict(_read(part, names[:_MOST]))


def _read(part: Part, names: list[str]) -> Iterator[tuple[str, tuple[Block, ...]]]:
    from extract import readers

    with package(part.body, sniff.DOCX) as files:
        links = member(files, _LINKS, sniff.DOCX)
        root = parse(links, sniff.DOCX) if links else ()
        targets = {value(each, "Id"): value(each, "Target") or "" for each in root}
        for name in dict.fromkeys(names):
            path = posixpath.normpath(posixpath.join("/word", targets.get(name, ""))).lstrip("/")
            held = member(files, path.lower(), sniff.DOCX)
            if not held or sniff.media_type(held) not in _KINDS:
                continue
            try:
                found = readers.document(replace(part, body=held, name=f"{_INNER}{path}"))
            except DocumentUnreadable:
                continue
            yield name, tuple(block for document in found for block in document.blocks)
