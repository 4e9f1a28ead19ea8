"""Archive files give their documents, and no more than they may."""

import gzip
import io
import struct
import zlib

import py7zr
import pytest

from archive.errors import DocumentUnreadable
from extract.readers import packed
from replica.documents import files
from tests.extract.readers import made

REPORT = made.reports()[1]
DOCX = files.render(REPORT, "docx")


def seven(members: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w") as archive:
        for name, body in members.items():
            archive.writestr(body, name)
    return buffer.getvalue()


def _rar_block(kind: int, flags: int, head: bytes, body: bytes = b"") -> bytes:
    start = struct.pack("<BHH", kind, flags, 7 + len(head))
    return struct.pack("<H", zlib.crc32(start + head) & 0xFFFF) + start + head + body


def rar(name: str, body: bytes) -> bytes:
    """A RAR of one member, stored: nothing but its own program makes these."""
    raw = name.encode("gb18030")
    size, crc = len(body), zlib.crc32(body)
    head = struct.pack("<IIBIIBBHI", size, size, 2, crc, 0x58000000, 20, 0x30, len(raw), 0x20) + raw
    return (
        b"Rar!\x1a\x07\x00"
        + _rar_block(0x73, 0, bytes(6))
        + _rar_block(0x74, 0x8000, head, body)
        + _rar_block(0x7B, 0x4000, b"")
    )


@pytest.mark.parametrize(
    ("name", "body"),
    [
        (
            "年报/河湾镇.docx",
            made.packed({"年报/河湾镇.docx": DOCX, "__MACOSX/._x.docx": b"x", "a.exe": b"MZ"}),
        ),
        ("河湾镇.docx", seven({"河湾镇.docx": DOCX})),
        ("河湾镇.docx", rar("河湾镇.docx", DOCX)),
        ("内.zip/河湾镇.docx", made.packed({"内.zip": made.packed({"河湾镇.docx": DOCX})})),
        (None, gzip.compress(DOCX)),
    ],
    ids=["zip", "7z", "rar", "zip in zip", "gzip"],
)
def test_the_document_inside_is_read_and_says_where_it_was(name: str | None, body: bytes) -> None:
    documents = made.read(body)
    assert made.found(documents) == made.wanted(REPORT)
    assert {block.place.member for each in documents for block in each.blocks} == {name}


def test_a_name_in_the_code_page_of_windows_is_read() -> None:
    plain = made.packed({"XXXXXX.docx": DOCX})
    body = plain.replace(b"XXXXXX.docx", "年报表".encode("gb18030") + b".docx")
    assert made.read(body)[0].blocks[0].place.member == "年报表.docx"


def test_every_document_inside_is_read_and_what_cannot_be_is_passed_over() -> None:
    body = made.packed({"a.docx": DOCX, "b.docx": DOCX[:2000], "c.txt": "二、主动公开".encode()})
    assert [each.media_type for each in made.read(body)][1:] == ["text/plain"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (made.packed({"a.docx": DOCX})[:3000], "damaged"),
        (seven({"a.docx": DOCX})[:3000], "damaged"),
        (rar("a.docx", DOCX)[:3000], "damaged"),
        (made.packed({"a.exe": b"MZ"}), "no document inside"),
        (made.packed({"a.docx": DOCX[:2000]}), "a.docx: the package is damaged"),
    ],
    ids=["cut zip", "cut 7z", "cut rar", "nothing to read", "nothing readable"],
)
def test_what_gives_nothing_says_why(body: bytes, why: str) -> None:
    with pytest.raises(DocumentUnreadable, match=why):
        made.read(body)


@pytest.mark.parametrize("pack", [made.packed, seven], ids=["zip", "7z"])
def test_a_bomb_is_refused(pack: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed.Budget, "__init__", _small)
    assert callable(pack)
    bomb = pack({"a.txt": b"0" * 3_000_000})
    assert len(bomb) < 30_000
    with pytest.raises(DocumentUnreadable, match="unpacks to more than"):
        made.read(bomb)
    # Members count together, on every level.
    many = made.packed({f"{n}.zip": made.packed({"a.txt": b"0" * 700_000}) for n in range(3)})
    with pytest.raises(DocumentUnreadable, match="unpacks to more than"):
        made.read(many)


def _small(budget: packed.Budget, depth: int = 0, left: int = 1_000_000) -> None:
    budget.depth, budget.left = depth, left


def test_nesting_is_capped() -> None:
    body = DOCX
    name = "a.docx"
    for _ in range(packed.MAX_DEPTH):
        body, name = made.packed({name: body}), "inner.zip"
    assert made.found(made.read(body)) == made.wanted(REPORT)
    with pytest.raises(DocumentUnreadable, match="nested more than 3 deep"):
        made.read(made.packed({"inner.zip": body}))
