"""Which files are web archives, and what stands in them: WARC packed or plain, WACZ."""

import gzip
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from archive.errors import UsageInvalid
from archive.imports.records import is_warc
from archive.store import Archive
from tests.archive.foreign import OK, ORIGINAL, PAGE, PROFILE, REVISITS, URL, captured, made, record, take


def test_a_wacz_of_several_warcs_is_taken_in_any_order(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "theirs.wacz"
    later = record(
        "revisit",
        URL.format("a"),
        OK,
        date="2024-03-01T00:00:00Z",
        WARC_Profile=PROFILE,
        **REVISITS["record"],
    )
    with zipfile.ZipFile(path, "w") as out:
        out.writestr("archive/rec-0.warc.gz", later)
        out.writestr("archive/rec-1.warc.gz", ORIGINAL)
        out.writestr("pages/pages.jsonl", '{"format": "json-pages-1.0", "id": "pages"}\n')
        out.writestr("datapackage.json", "{}")
    assert take(archive, path) == []
    assert captured(archive) == [("a", "ok", PAGE + b"a")] * 2


def test_a_wacz_of_waczs_is_taken_in(archive: Archive, tmp_path: Path) -> None:
    inner = BytesIO()
    with zipfile.ZipFile(inner, "w") as out:
        out.writestr("archive/data.warc.gz", ORIGINAL)
    path = tmp_path / "multi.wacz"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("crawl.wacz", inner.getvalue())
        out.writestr("datapackage.json", "{}")
    assert take(archive, path) == []
    assert captured(archive) == [("a", "ok", PAGE + b"a")]


def zipped(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name, body in files.items():
            packed.writestr(name.replace("__", "/").replace("_", "."), body)
    return out.getvalue()


@pytest.mark.parametrize(
    ("body", "holds"),
    [
        (ORIGINAL, True),
        (gzip.decompress(ORIGINAL), True),
        (zipped(archive__data_warc_gz=ORIGINAL, datapackage_json=b"{}"), True),
        (zipped(archive__data_warc_gz=ORIGINAL), False),
        (zipped(reports__a_doc=b"a"), False),
        (gzip.compress(b"<p>WARC/"), False),
        (ORIGINAL[:12], False),
        (b"PK\x03\x04", False),
        (b"", False),
    ],
    # What is packed holds the moment: by its bytes a test would have another name in each process.
    ids=["warc.gz", "warc", "wacz", "wacz, bare", "zip", "gzip", "gzip, cut", "zip, cut", "empty"],
)
def test_a_web_archive_is_known_without_its_suffix(
    archive: Archive, tmp_path: Path, body: bytes, holds: bool
) -> None:
    path = tmp_path / "2024"
    path.write_bytes(body)
    assert is_warc(path) is holds
    if holds:
        assert take(archive, path) == []
        assert captured(archive) == [("a", "ok", PAGE + b"a")]


@pytest.mark.parametrize("name", ["empty.warc", "empty.wacz", "info.warc.gz"])
def test_a_file_that_holds_nothing_fetched_is_none(archive: Archive, tmp_path: Path, name: str) -> None:
    path = made(tmp_path / name, record("warcinfo", None) if name == "info.warc.gz" else b"")
    if name == "empty.wacz":
        with zipfile.ZipFile(path, "w") as out:
            out.writestr("datapackage.json", "{}")
    with pytest.raises(UsageInvalid, match="nothing that was fetched"):
        take(archive, path)
