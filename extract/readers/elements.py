"""XML elements by their local names, and the zip packages that they come in, with caps on what these unpack to."""

import io
import lzma
import struct
import zipfile
import zlib
from functools import lru_cache

from lxml import etree

from archive.errors import DocumentUnreadable

_BROKEN = (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError, struct.error)

MAX_XML = 32 * 2**20
"""Bytes of one XML part once unpacked; a report's is under two million."""


@lru_cache(4096)
def _name(tag: str) -> str:
    return tag.rpartition("}")[2]


def local(element: etree._Element) -> str:
    """The element's name without its namespace; '' for comments and processing instructions."""
    tag = element.tag
    return _name(tag) if isinstance(tag, str) else ""


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """An attribute by its local name, whatever namespace this dialect puts it in."""
    if element is None:
        return None
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), None)


def child(element: etree._Element | None, *path: str) -> etree._Element | None:
    """The first descendant along a path of local names."""
    for name in path:
        if element is None:
            return None
        for each in element:
            if local(each) == name:
                element = each
                break
        else:
            return None
    return element


def integer(text: str | None) -> int | None:
    """A plain decimal number of an attribute; null for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def parse(xml: bytes, media_type: str) -> etree._Element:
    """The root, mended where the markup is broken. Raises DocumentUnreadable where nothing is left of it."""
    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as broken:
        raise DocumentUnreadable(media_type, f"broken XML: {broken}") from broken
    if root is None:
        raise DocumentUnreadable(media_type, "broken XML")
    return root


def member(package: zipfile.ZipFile, name: str, media_type: str) -> bytes | None:
    """One member of a zip package, None where it has none. Raises DocumentUnreadable where it is damaged or a bomb."""
    found = next(
        (info for info in package.infolist() if info.filename.replace("\\", "/").lower() == name), None
    )
    if found is None:
        return None
    try:
        with package.open(found) as stream:
            xml = stream.read(MAX_XML + 1)
    except (*_BROKEN, zlib.error, lzma.LZMAError, EOFError, RuntimeError) as broken:
        raise DocumentUnreadable(media_type, f"{name} is damaged: {broken}") from broken
    if len(xml) > MAX_XML:
        raise DocumentUnreadable(media_type, f"{name} unpacks to more than {MAX_XML} bytes")
    return xml


def package(body: bytes, media_type: str) -> zipfile.ZipFile:
    """The zip package. Raises DocumentUnreadable where its directory is lost."""
    try:
        return zipfile.ZipFile(io.BytesIO(body))
    except _BROKEN as broken:
        raise DocumentUnreadable(media_type, f"the package is damaged: {broken}") from broken
