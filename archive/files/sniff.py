"""Media type of a body by its bytes: names and Content-Type headers of portals are not to be trusted."""

import io
import re
import struct
import zipfile

DOC = "application/msword"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLS = "application/vnd.ms-excel"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPT = "application/vnd.ms-powerpoint"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
OFD = "application/ofd"
OLE = "application/x-ole-storage"
PDF = "application/pdf"
RTF = "application/rtf"
ZIP = "application/zip"
RAR = "application/vnd.rar"
SEVEN = "application/x-7z-compressed"
HTML = "text/html"
MHTML = "multipart/related"
XML = "application/xml"
WORDML = "application/vnd.ms-word.xml"
JSON = "application/json"
TEXT = "text/plain"
UNKNOWN = "application/octet-stream"
TEXTUAL = frozenset({HTML, JSON, XML, TEXT})
"""What a browser shows as text, and a crawl reads for links."""

_MAGIC = (
    (b"Rar!\x1a\x07", RAR),
    (b"7z\xbc\xaf\x27\x1c", SEVEN),
    (b"{\\rt", RTF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
    (b"BM", "image/bmp"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"\x1f\x8b", "application/gzip"),
    (b"BZh", "application/x-bzip2"),
    (b"\xfd7zXZ\x00", "application/x-xz"),
)
_ZIP_MEMBERS = (
    ("word/document.xml", DOCX),
    ("xl/workbook.xml", XLSX),
    ("xl/workbook.bin", XLSX),
    ("ppt/presentation.xml", PPTX),
    ("ofd.xml", OFD),
)
_OLE_STREAMS = (("WordDocument", DOC), ("Workbook", XLS), ("Book", XLS), ("PowerPoint Document", PPT))
_TAG = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|meta|title|script|style|link|table|div|span|p|br|h[1-6]|ul|iframe|font|center|form|a)\b",
    re.IGNORECASE,
)
_LOCAL_NAME = re.compile(rb"PK\x03\x04.{22}(.)(.)..", re.DOTALL)
_HEAD = 4096


def media_type(body: bytes) -> str:
    """The type that the bytes show; `application/octet-stream` where they show none, also for an empty body."""
    head = body[:_HEAD]
    if b"%PDF-" in head[:1024]:
        return PDF
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return _ole(body)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip(body)
    for magic, name in _MAGIC:
        if head.startswith(magic) and (magic != b"BM" or body[6:10] == bytes(4)):
            return name
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return "image/webp"
    return _text(body)


def _ole(body: bytes) -> str:
    """What an OLE container holds, by the names of its streams: Kingsoft's .wps and .et are Word and Excel by these."""
    for stream, name in _OLE_STREAMS:
        # A directory entry is its UTF-16 name, padded to 64 bytes: the zero pair tells `Book` from `Bookmarks`.
        if stream.encode("utf-16-le") + b"\0\0" in body:
            return name
    return OLE


def _zip(body: bytes) -> str:
    names = {name.replace("\\", "/").lower() for name in _zip_names(body)}
    for member, name in _ZIP_MEMBERS:
        if member in names:
            return name
    # OpenDocument stores its own type, uncompressed, as the first member.
    for kind in (ODT, ODS):
        if kind.encode() in body[:128]:
            return kind
    return ZIP


def _zip_names(body: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, OverflowError, struct.error):
        # A cut file has lost its directory; the members' own headers still name them.
        names = []
        for match in _LOCAL_NAME.finditer(body):
            length = match[1][0] + 256 * match[2][0]
            names.append(body[match.end() : match.end() + length].decode("utf-8", "replace"))
        return names


def _text(body: bytes) -> str:
    sample = body[: 16 * _HEAD]
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if sample.startswith(mark):
            sample = sample[2:].decode(codec, "replace").encode()
    # A stray zero does not make a page anything else; no text has many.
    if not sample.strip() or sample.count(b"\0") > len(sample) // 200:
        return UNKNOWN
    start = sample.removeprefix(b"\xef\xbb\xbf").lstrip()
    if start.startswith(b"<?xml") or start.startswith((b"<w:", b"<pkg:")):
        return _xml(start)
    if re.match(rb"(?:from|subject|date|mime-version|message-id|x-[\w-]+):", start, re.IGNORECASE):
        return MHTML if b"multipart/related" in start[:_HEAD].lower() else TEXT
    if start.startswith((b"{", b"[")) and re.match(rb"[{\[]\s*[\"{\[\]}]", start):
        return JSON
    if start.startswith(b"<") and _TAG.search(start[:_HEAD]):
        return HTML
    if len(_TAG.findall(sample)) >= 3:
        return HTML
    return TEXT if _printable(sample) else UNKNOWN


def _xml(start: bytes) -> str:
    if b"Word.Document" in start[:_HEAD] or b"/word/2003/wordml" in start or b"<pkg:package" in start:
        return WORDML
    return HTML if re.search(rb"<(?:!doctype\s+)?html\b", start[:_HEAD], re.IGNORECASE) else XML


def _printable(sample: bytes) -> bool:
    """Whether so few control bytes occur that it can be text in UTF-8 or GB18030."""
    control = sum(sample.count(bytes([code])) for code in range(32) if code not in (9, 10, 12, 13, 26))
    return control <= len(sample) // 200
