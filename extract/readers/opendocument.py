"""OpenDocument texts without what their automatic styles take back (hidden, struck through), and with raised digits as such: the
converter keeps no styles."""

import io
import zipfile

from lxml import etree

from archive.errors import DocumentUnreadable
from extract.numbers import raised
from extract.readers.elements import member, package, parse, value

_CONTENT = "content.xml"


def printed(body: bytes, media_type: str) -> bytes:
    """The document as it prints; itself where no style takes anything back, or where it is damaged."""
    try:
        with package(body, media_type) as files:
            content = member(files, _CONTENT, media_type)
            root = parse(content, media_type) if content else None
            if root is None or not _strip(root):
                return body
            return _packed(files, etree.tostring(root, xml_declaration=True, encoding="utf-8"))
    except DocumentUnreadable:
        return body


def _strip(root: etree._Element) -> bool:
    """Takes out the text of such styles; whether there was any."""
    gone, up = set[str](), set[str]()
    for style in root.iter("{*}style"):
        name = value(style, "name") or ""
        for properties in style.iter("{*}text-properties"):
            if _takes_back(properties):
                gone.add(name)
            elif (value(properties, "text-position") or "").startswith("super"):
                up.add(name)
    spans = [span for span in root.iter("{*}span") if value(span, "style-name") in gone | up]
    for span in spans:
        if value(span, "style-name") in gone:
            span[:] = []
            span.text = None
        for each in span.iter():
            each.text = each.text and raised(each.text)
    return bool(spans)


def _takes_back(properties: etree._Element) -> bool:
    lines = {value(properties, "text-line-through-style"), value(properties, "text-line-through-type")}
    return bool(lines - {None, "none"}) or value(properties, "display") == "none"


def _packed(files: zipfile.ZipFile, content: bytes) -> bytes:
    """The package with another content."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as written:
        for info in files.infolist():
            held = content if info.filename == _CONTENT else member(files, info.filename.lower(), "") or b""
            written.writestr(info.filename, held, zipfile.ZIP_STORED if info.filename == "mimetype" else None)
    return buffer.getvalue()
