"""Packed answers: unpacked once, whole or not at all, and only as far as a report may be long."""

import gzip
import hashlib
import zlib
from collections.abc import Callable

import pyarrow
import pytest
import zstandard

from archive.store import Archive
from crawler.settings import DOWNLOAD_MAXSIZE
from tests.crawler.conftest import Crawl
from tests.crawler.pages import REPORTS, portal, report
from tests.crawler.server import Reply, site

PAGE = report("青石县青山镇2022年政府信息公开工作年度报告", "青山镇").encode()
ADDRESS = "gk/nb/b.html"


def deflated(body: bytes) -> bytes:
    """Without zlib's frame."""
    return zlib.compress(body, wbits=-15)


def named(body: bytes) -> bytes:
    """With all that gzip's header may hold (RFC 1952 §2.3)."""
    return (
        b"\x1f\x8b\x08\x1e"
        + bytes(6)
        + b"\3\0abc"
        + b"page.html\0"
        + b"remark\0"
        + b"hc"
        + gzip.compress(body)[10:]
    )


def brotlied(body: bytes) -> bytes:
    return bytes(pyarrow.Codec("brotli").compress(body, asbytes=True))


def in_two(pack: Callable[[bytes], bytes]) -> bytes:
    """The page in two streams, one after the other."""
    return pack(PAGE[:99]) + pack(PAGE[99:])


PACKED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": in_two(gzip.compress),
    "GZIP": gzip.compress(PAGE) + b"\r\n",
    "gzip ": named(PAGE)[:-8] + b"no check",
    "deflate": zlib.compress(PAGE),
    "Deflate": deflated(PAGE),
    "br": brotlied(PAGE),
    "zstd": zstandard.compress(PAGE),
    "Zstd": in_two(zstandard.compress),
    "gzip, br": brotlied(gzip.compress(PAGE)),
    "utf-8": PAGE,
}


@pytest.mark.parametrize("coding", PACKED)
def test_a_packed_page_is_kept_unpacked_with_the_digest_of_what_came(
    archive: Archive, crawled: Crawl, coding: str
) -> None:
    packed = Reply(body=PACKED[coding], headers={"Content-Encoding": coding})
    with site({**portal(), f"/{ADDRESS}": packed}) as served:
        crawled(served.url)
    assert set(served.paths) >= REPORTS
    url = f"{served.url}{ADDRESS}"
    kept = archive.db.execute("SELECT outcome, sha256, wire_sha256 FROM captures WHERE url = ?", (url,))
    digests = [hashlib.sha256(body).hexdigest() for body in (PAGE, PACKED[coding])]
    assert kept.fetchall() == [("ok", *digests)]
    headers = next(headers for _, path, headers in served.asked if path == f"/{ADDRESS}")
    assert headers["accept-encoding"] == "gzip, deflate, br, zstd"


ZEROS = bytes(DOWNLOAD_MAXSIZE + 1)


@pytest.mark.parametrize(
    ("coding", "body", "outcome"),
    [
        ("gzip", gzip.compress(ZEROS), "attachment_too_large"),
        ("br", brotlied(ZEROS), "attachment_too_large"),
        ("zstd", zstandard.compress(ZEROS), "attachment_too_large"),
        ("gzip, deflate", zlib.compress(gzip.compress(ZEROS)), "attachment_too_large"),
        ("deflate", zlib.compress(PAGE)[:-20], "connection"),
        ("br", brotlied(PAGE)[:-20], "connection"),
        ("zstd", zstandard.compress(PAGE)[:-20], "connection"),
        ("zstd", in_two(zstandard.compress)[:-20], "connection"),
        ("gzip", PAGE, "connection"),
        ("gzip", gzip.compress(PAGE)[:40] + PAGE, "connection"),
    ],
    # What gzip packs holds the moment: by its bytes a test would have another name in each process.
    ids=[
        "gzip",
        "br",
        "zstd",
        "both",
        "deflate, cut",
        "br, cut",
        "zstd, cut",
        "in two, cut",
        "none",
        "damaged",
    ],
)
def test_what_is_too_large_cut_off_or_packed_otherwise_is_no_answer(
    archive: Archive, crawled: Crawl, coding: str, body: bytes, outcome: str
) -> None:
    packed = Reply(body=body, headers={"Content-Encoding": coding})
    with site({**portal(), f"/{ADDRESS}": packed}) as served:
        crawled(served.url)
    url = f"{served.url}{ADDRESS}"
    assert archive.latest(url) is None
    kept = archive.db.execute("SELECT outcome, sha256 FROM captures WHERE url = ?", (url,))
    assert kept.fetchall() == [(outcome, None)]


def test_an_answer_without_a_body_may_name_a_coding(archive: Archive, crawled: Crawl) -> None:
    empty = Reply(body=b"", headers={"Content-Encoding": "gzip"})
    with site({**portal(), f"/{ADDRESS}": empty}) as served:
        crawled(served.url)
    kept = archive.db.execute("SELECT outcome FROM captures WHERE url = ?", (f"{served.url}{ADDRESS}",))
    assert kept.fetchall() == [("soft_404",)]
