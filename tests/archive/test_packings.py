"""Web archives in every packing: gzip, zstd with and without a dictionary, and ARC, the format before WARC."""

import gzip
from pathlib import Path

import pytest
import zstandard

from archive.errors import UsageInvalid
from archive.imports.records import is_warc, records
from archive.store import Archive
from tests.archive.foreign import OK, PAGE, URL, captured, made, page, record, take


def zstd_dictionary() -> zstandard.ZstdCompressionDict:
    return zstandard.train_dictionary(2000, [page(str(n), packed=False) * (1 + n % 3) for n in range(200)])


def framed(dictionary: bytes) -> bytes:
    """A skippable frame, as a .warc.zst begins with where its records need a dictionary."""
    return b"\x5d\x2a\x4d\x18" + len(dictionary).to_bytes(4, "little") + dictionary


def zstds(*records: bytes, dictionary: zstandard.ZstdCompressionDict | None = None) -> bytes:
    """Each record a frame of its own."""
    return b"".join(map(zstandard.ZstdCompressor(dict_data=dictionary).compress, records))


def arc() -> bytes:
    """A file of the format before WARC."""
    about = b"1 0 Example\nURL IP-address Archive-date Content-type Archive-length\n"
    answer = f"{OK}\r\n\r\n".encode() + PAGE + b"a"
    records = (("filedesc://a.arc", "text/plain", about), (URL.format("a"), "text/html", answer))
    return b"".join(
        f"{url} 192.0.2.1 20240201030405 {kind} {len(body)}\n".encode() + body + b"\n"
        for url, kind, body in records
    )


def packing(name: str) -> bytes:
    plain, known = page("a", packed=False), zstd_dictionary()
    return {
        "zstd": zstds(record("warcinfo", None, packed=False), plain),
        "zstd, one frame": zstandard.compress(record("warcinfo", None, packed=False) + plain),
        "zstd with a dictionary": framed(known.as_bytes()) + zstds(plain, dictionary=known),
        "zstd with a packed dictionary": framed(zstandard.compress(known.as_bytes()))
        + zstds(plain, dictionary=known),
        "arc": arc(),
        "arc.gz": gzip.compress(arc()),
    }[name]


@pytest.mark.parametrize("name", ["lost.warc", "lost.WARC.gz", "lost.wacz", "lost.txt"])
def test_a_web_archive_whose_beginning_is_lost_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"\0" * 100)
    assert is_warc(path) is not name.endswith(".txt")


@pytest.mark.parametrize(
    "name",
    ["zstd", "zstd, one frame", "zstd with a dictionary", "zstd with a packed dictionary", "arc", "arc.gz"],
)
def test_every_packing_is_known_by_how_it_begins(archive: Archive, tmp_path: Path, name: str) -> None:
    path = made(tmp_path / "theirs", packing(name))
    assert is_warc(path)
    assert take(archive, path) == []
    assert captured(archive) == [("a", "ok", PAGE + b"a")]


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (framed(b"") + zstds(page("a", packed=False), dictionary=zstd_dictionary()), "dictionary"),
        (b"\x28\xb5\x2f\xfd no frame", "zstd"),
        (framed(b"")[:6], "nothing"),
    ],
    ids=["another dictionary", "no frame", "no dictionary"],
)
def test_a_zstd_that_cannot_be_unpacked_is_named(tmp_path: Path, file: bytes, why: str) -> None:
    path = made(tmp_path / "theirs.warc.zst", file)
    with pytest.raises(UsageInvalid, match=f"(?i)theirs.warc.zst.*{why}"):
        list(records(path))
