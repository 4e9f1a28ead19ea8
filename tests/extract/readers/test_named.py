"""Documents under names that are not theirs, pages saved with all that belongs to them, and Kingsoft's files: told by their bytes."""

import struct
from email.message import EmailMessage
from pathlib import Path

import pytest

from archive.errors import DocumentUnreadable
from archive.files import sniff
from extract.readers import document
from extract.readers.ole import Compound
from replica.documents import files, html, office
from tests.extract.readers import made

REPORT = made.reports()[1]
PAGE = html.page(REPORT)


def compound(streams: dict[str, bytes]) -> bytes:
    """A compound file of those streams, each padded to where streams have sectors of their own."""
    width, least, last, none = 512, 4096, 0xFFFFFFFE, 0xFFFFFFFF
    bodies = {name: body.ljust(least, b"\0") for name, body in streams.items()}
    fat: list[int] = []
    starts: dict[str, int] = {}
    blocks = b""
    for name, body in bodies.items():
        count = -(-len(body) // width)
        starts[name] = len(fat)
        fat += [*range(len(fat) + 1, len(fat) + count), last]
        blocks += body.ljust(count * width, b"\0")
    entries = [_entry("Root Entry", 5, last, 0)]
    entries += [_entry(name, 2, starts[name], len(body)) for name, body in bodies.items()]
    directory = b"".join(entries).ljust(-(-len(entries) // 4) * width, b"\0")
    first, count = len(fat), len(directory) // width
    fat += [*range(first + 1, first + count), last]
    sectors = -(-(len(fat) + 2) // (width // 4 - 1))
    table = len(fat)
    fat += [0xFFFFFFFD] * sectors
    fat += [none] * (sectors * width // 4 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    head += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    head += struct.pack("<IIIIIIII", sectors, first, 0, least, last, 0, last, 0)
    head += struct.pack("<109I", *range(table, table + sectors), *[none] * (109 - sectors))
    return head + blocks + directory + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le") + b"\0\0"
    head = encoded.ljust(64, b"\0") + struct.pack("<HBB", len(encoded), kind, 1)
    return head + struct.pack("<III", *[0xFFFFFFFF] * 3) + bytes(36) + struct.pack("<IQ", start, size)


def saved(page: str, charset: str, encoding: str) -> bytes:
    """The page as a web archive with a picture, the way Word and browsers save it."""
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message["Subject"] = "a report"
    message.set_content(page, subtype="html", charset=charset, cte=encoding)
    message.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<one>")
    return message.as_bytes()


@pytest.mark.parametrize(
    ("charset", "encoding"),
    [
        ("utf-8", "quoted-printable"),
        ("utf-8", "base64"),
        ("gb2312", "base64"),
        ("gb18030", "quoted-printable"),
    ],
)
def test_a_saved_page_is_read_whatever_its_name(charset: str, encoding: str) -> None:
    body = saved(PAGE.encode(charset, "xmlcharrefreplace").decode(charset), charset, encoding)
    assert sniff.media_type(body) == sniff.MHTML
    documents = document(made.part(body, "年报.doc"))
    assert made.found(documents) == made.wanted(REPORT)


def test_a_saved_page_without_a_page_is_unreadable() -> None:
    message = EmailMessage()
    message["MIME-Version"] = "1.0"
    message.set_content("nothing")
    message.add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<one>")
    with pytest.raises(DocumentUnreadable, match="no page"):
        document(made.part(message.as_bytes(), "年报.mht"))


@pytest.mark.parametrize("name", ["年报.wps", "年报.doc", "年报.pdf"])
@pytest.mark.parametrize("kind", ["docx", "rtf", "html", "zip"])
def test_a_file_is_what_its_bytes_say(kind: str, name: str) -> None:
    bodies = {
        "html": PAGE.encode("gb18030"),
        "zip": made.packed({"年报.docx": files.render(REPORT, "docx")}),
    }
    body = bodies.get(kind) or files.render(REPORT, kind)
    assert made.found(document(made.part(body, name))) == made.wanted(REPORT)


def test_kingsofts_file_is_a_word_file_with_streams_of_its_own() -> None:
    path = next(iter(sorted(Path(office.FOLDER).glob("*.doc"))))
    word = Compound(path.read_bytes())
    streams = {name: word.stream(name) for name in word.names() - {"Root Entry"}}
    body = compound({**streams, "WpsCustomData": b"kingsoft"})
    assert Compound(body).stream("WpsCustomData").startswith(b"kingsoft")
    expected = document(made.part(path.read_bytes()))
    assert made.found(document(made.part(body, "年报.wps"))) == made.found(expected) != []


@pytest.mark.parametrize(
    "streams", [{"CONTENTS": b"CHNKWKS"}, {"MatOST": b"\1\2"}, {"WordDocument": b"\xff" * 700}]
)
def test_another_word_processors_file_is_unreadable_with_a_reason(streams: dict[str, bytes]) -> None:
    with pytest.raises(DocumentUnreadable) as unread:
        document(made.part(compound(streams), "年报.wps"))
    assert unread.value.why
