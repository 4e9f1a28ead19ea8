"""Prints a report as PDF: text in the reader's own Chinese font, with the characters behind its glyphs, and ruled boxes."""

import zlib

from replica.documents.paper import PAGE, Line, Mark, Rules, paginate
from replica.documents.report import Report


def cid(character: str) -> int:
    """The glyph's number in Adobe-GB1, which follows the rows of GB 2312; a character it lacks prints as 〓."""
    if " " <= character <= "~":
        return ord(character) - 31
    try:
        row, place = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return cid("〓")
    match row:
        case 0xA1:
            return 96 + place - 0xA1
        case 0xA3:
            return 262 + place - 0xA1
        case _ if 0xB0 <= row <= 0xD7:
            return 940 + 94 * (row - 0xB0) + place - 0xA1
        case _ if row >= 0xD8:
            return 4695 + 94 * (row - 0xD8) + place - 0xA1
        case _:
            return cid("〓")


def _to_unicode(used: set[str]) -> bytes:
    pairs = sorted((cid(character), ord(character)) for character in used)
    blocks = []
    for start in range(0, len(pairs), 100):
        lines = [f"<{code:04X}> <{point:04X}>" for code, point in pairs[start : start + 100]]
        blocks.append(f"{len(lines)} beginbfchar\n" + "\n".join(lines) + "\nendbfchar")
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n/CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n" + "\n".join(blocks) + "\nendcmap end end"
    ).encode()


def _operator(mark: Mark) -> str:
    if isinstance(mark, Line):
        code = "".join(f"{cid(character):04X}" for character in mark.text)
        return f"BT /F1 {mark.size:g} Tf {mark.x:.1f} {mark.y:.1f} Td <{code}> Tj ET"
    return f"{mark.x:.1f} {mark.y:.1f} {mark.width:.1f} {mark.height:.1f} re S"


def _objects(sheets: list[list[Mark]]) -> list[bytes]:
    pages = len(sheets)
    used = {
        character for marks in sheets for mark in marks if isinstance(mark, Line) for character in mark.text
    }
    kids = " ".join(f"{7 + 2 * i} 0 R" for i in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {pages} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 6 0 R >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 5 0 R /DW 1000 /W [1 95 500] >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 "
        b"/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
        _stream(_to_unicode(used)),
    ]
    for i, marks in enumerate(sheets):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {PAGE[0]:g} {PAGE[1]:g}] "
            f"/Resources << /Font << /F1 3 0 R >> >> /Contents {8 + 2 * i} 0 R >>".encode()
        )
        objects.append(_stream(("0.5 w\n" + "\n".join(map(_operator, marks))).encode("ascii")))
    return objects


def _stream(data: bytes) -> bytes:
    packed = zlib.compress(data, 1)
    return b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)


def file_of(objects: list[bytes]) -> bytes:
    """A PDF file of these objects; the first is the catalog."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, table)
    return bytes(out)


def render(report: Report, rules: Rules = "cells") -> bytes:
    """The whole file."""
    return file_of(_objects(paginate(report, rules)))
