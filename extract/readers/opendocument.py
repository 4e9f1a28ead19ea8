"""OpenDocument texts without what their automatic styles take back (hidden, struck through), and with raised digits as such: the
converter keeps no styles."""

import io
import re
import zipfile
from collections.abc import Iterator

from lxml import etree

from archive.errors import DocumentUnreadable
from extract.numbers import raised
from extract.readers.elements import member, package, parse, value

_CONTENT = "content.xml"
_RAISED = re.compile(r"super|0*[1-9]\d*(?:\.\d+)?%")
"""What says that text stands above its line: by how much of its size, or as much as the font says."""


def printed(body: bytes, media_type: str) -> bytes:
    """The document as it prints; itself where no style takes anything back, or where it is damaged."""
    try:
        with package(body, media_type) as files:
            content = member(files, _CONTENT, media_type)
            root = parse(content, media_type) if content else None
            if root is None or not strip(root):
                return body
            return _packed(files, etree.tostring(root, xml_declaration=True, encoding="utf-8"))
    except DocumentUnreadable:
        return body


def taken_back(root: etree._Element) -> set[str]:
    """The automatic styles that hide or strike out."""
    return {name for name, properties in _styles(root) if _takes_back(properties)}


def unstruck(root: etree._Element) -> set[str]:
    """Those that say of text inside what is struck out that it is not."""
    return {name for name, properties in _styles(root) if "none" in _lines(properties)}


def strip(root: etree._Element) -> bool:
    """Takes out the text of such styles, and marks what others raise; whether there was any."""
    gone = taken_back(root)
    up = {
        name
        for name, properties in _styles(root)
        if name not in gone and _RAISED.match(value(properties, "text-position") or "")
    }
    spans = [span for span in root.iter("{*}span") if value(span, "style-name") in gone | up]
    for span in spans:
        if value(span, "style-name") in gone:
            span[:] = []
            span.text = None
        for each in span.iter():
            each.text = each.text and raised(each.text)
    return bool(spans)


def _styles(root: etree._Element) -> Iterator[tuple[str, etree._Element]]:
    return (
        (value(style, "name") or "", properties)
        for style in root.iter("{*}style")
        for properties in style.iter("{*}text-properties")
    )


def _takes_back(properties: etree._Element) -> bool:
    return bool(_lines(properties) - {None, "none"}) or value(properties, "display") == "none"


def _lines(properties: etree._Element) -> set[str | None]:
    return {value(properties, "text-line-through-style"), value(properties, "text-line-through-type")}


def _packed(files: zipfile.ZipFile, content: bytes) -> bytes:
    """The package with another content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for info in files.infolist():
            held = content if info.filename == _CONTENT else member(files, info.filename.lower(), "") or b""
            written.writestr(info.filename, held, zipfile.ZIP_STORED if info.filename == "mimetype" else None)
    return buffer.getvalue()
