"""A body's type is told by its bytes alone."""

import io
import zipfile

import pytest

from archive.files.sniff import media_type

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def packed(*names: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as files:
        for name in names:
            files.writestr(name, "x")
    return buffer.getvalue()


def ole(stream: str) -> bytes:
    return OLE + bytes(600) + stream.encode("utf-16-le").ljust(64, b"\0")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7\n", "application/pdf"),
        (b"\n\n  %PDF-1.4", "application/pdf"),
        (ole("WordDocument"), "application/msword"),
        (ole("Workbook"), "application/vnd.ms-excel"),
        (ole("Book"), "application/vnd.ms-excel"),
        (ole("Bookmarks"), "application/x-ole-storage"),
        (packed("[Content_Types].xml", "word/document.xml"), WORD),
        (packed("[Content_Types].xml", "word/document.xml")[:110], WORD),
        (packed("xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        (packed("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
        (packed("a.doc"), "application/zip"),
        (b"Rar!\x1a\x07\x01\x00", "application/vnd.rar"),
        (b"7z\xbc\xaf\x27\x1c\x00", "application/x-7z-compressed"),
        (b"{\\rtf1\\ansi", "application/rtf"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("<!DOCTYPE html><html>页</html>".encode("gb18030"), "text/html"),
        (b"\xef\xbb\xbf\r\n<html>", "text/html"),
        ("<html><body>页</body></html>".encode("utf-16"), "text/html"),
        (b"<html><body><p>\0</p>" + b"<p>a</p>" * 60, "text/html"),
        (b'<?xml version="1.0"?><!DOCTYPE html><html xmlns="x">', "text/html"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>',
            "application/vnd.ms-word.xml",
        ),
        (b'<?xml version="1.0"?><rss/>', "application/xml"),
        ("年报<p>一</p><p>二</p><table></table>".encode(), "text/html"),
        (b"MIME-Version: 1.0\nContent-Type: multipart/related; x", "multipart/related"),
        (b'{"code": 200}', "application/json"),
        ("一、总体情况".encode("gb18030"), "text/plain"),
        ("一、总体情况".encode(), "text/plain"),
        (b"", "application/octet-stream"),
        (b"\x00\x01\x02\x03", "application/octet-stream"),
    ],
)
def test_the_bytes_tell(body: bytes, kind: str) -> None:
    assert media_type(body) == kind
