"""Web archives as all kinds of crawlers write them: what they brought is taken in whole, and what is damaged is told."""

import base64
import gzip
import hashlib
import zlib
from pathlib import Path

import pytest
import zstandard

from archive.imports.records import Record, records
from archive.rows import runs
from archive.store import Archive
from tests.archive.foreign import (
    OK,
    ORIGINAL,
    PAGE,
    PROFILE,
    REVISITS,
    URL,
    captured,
    made,
    page,
    record,
    take,
)


def raw_deflated(body: bytes) -> bytes:
    engine = zlib.compressobj(wbits=-15)
    return engine.compress(body) + engine.flush()


ENCODED = {
    "gzip": gzip.compress(PAGE),
    "x-gzip": gzip.compress(PAGE),
    "deflate": zlib.compress(PAGE),
    "Deflate": raw_deflated(PAGE),
    "zstd": zstandard.compress(PAGE),
    "br": base64.b64decode("G0IAAEQnh3iQuwdxYAEmBRnVWowBBy4NNk40bMAJDFuV/ec1rW/izTbDKmAqHGbFlsgl/g=="),
    "gzip, zstd": zstandard.compress(gzip.compress(PAGE)),
    "identity": PAGE,
}


@pytest.mark.parametrize("coding", ENCODED)
@pytest.mark.parametrize("chunked", [False, True])
def test_bodies_are_decoded_and_both_digests_kept(
    archive: Archive, tmp_path: Path, coding: str, chunked: bool
) -> None:
    wire = ENCODED[coding]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (wire[:9], wire[9:])) + b"0\r\n\r\n"
    told = f"{OK}\r\ncontent-encoding: {coding}" + ("\r\nTransfer-Encoding: chunked" if chunked else "")
    take(
        archive,
        made(tmp_path / "a.warc.gz", record("response", URL.format("a"), told, chunks if chunked else wire)),
    )
    assert captured(archive) == [("a", "ok", PAGE)]
    ((digest,),) = archive.db.execute("SELECT wire_sha256 FROM captures").fetchall()
    assert digest == (None if wire == PAGE else hashlib.sha256(wire).hexdigest())


def test_a_body_whose_encoding_was_cut_off_never_stands_for_the_page(
    archive: Archive, tmp_path: Path
) -> None:
    told = f"{OK}\r\nContent-Encoding: gzip"
    half = gzip.compress(PAGE * 50)[:-20]
    take(
        archive,
        made(
            tmp_path / "a.warc.gz",
            record("response", URL.format("half"), told, half),
            record("response", URL.format("cut"), OK, PAGE, WARC_Truncated="length"),
        ),
    )
    assert [(name, outcome) for name, outcome, _ in captured(archive)] == [
        ("cut", "attachment_too_large"),
        ("half", "connection"),
    ]
    assert archive.db["sources"].count == 0


@pytest.mark.parametrize(
    ("range_", "outcome"),
    [
        ("bytes 0-99/100", "ok"),
        ("bytes 0-98/100", "connection"),
        ("bytes 50-99/100", "connection"),
        ("bytes 0-99/*", "connection"),
    ],
)
def test_a_range_never_stands_for_the_document(
    archive: Archive, tmp_path: Path, range_: str, outcome: str
) -> None:
    told = f"HTTP/1.1 206 Partial Content\r\nContent-Range: {range_}"
    assert take(archive, made(tmp_path / "a.warc.gz", record("response", URL.format("a"), told, PAGE))) == []
    assert [found for _, found, _ in captured(archive)] == [outcome]


def test_what_is_dated_in_the_future_is_told_and_moves_no_clock(archive: Archive, tmp_path: Path) -> None:
    path = made(tmp_path / "a.warc.gz", page("a", date="9999-12-31T23:59:59Z"), page("b"))
    assert [what.rpartition(", ")[2] for what in take(archive, path)] == ["is dated in the future"]
    assert [name for name, _, _ in captured(archive)] == ["b"]
    assert runs.latest_moment(archive.db.conn).year < 9999


ASKED = "GET /nb/a.html HTTP/1.1\r\nUser-Agent: theirs"
REQUESTS = {
    "before, named by its response (wget)": [
        record("request", URL.format("a"), ASKED, WARC_Record_ID="<urn:uuid:q>"),
        page("a", WARC_Record_ID="<urn:uuid:r>", WARC_Concurrent_To="<urn:uuid:q>"),
    ],
    "after, naming its response (browsertrix)": [
        page("a", WARC_Record_ID="<urn:uuid:r>"),
        record(
            "request",
            URL.format("a"),
            ASKED,
            WARC_Record_ID="<urn:uuid:q>",
            WARC_Concurrent_To="<urn:uuid:r>",
        ),
    ],
}


@pytest.mark.parametrize("order", REQUESTS)
def test_a_request_belongs_to_its_response(archive: Archive, tmp_path: Path, order: str) -> None:
    take(archive, made(tmp_path / "a.warc.gz", *REQUESTS[order], page("b", WARC_Record_ID="<urn:uuid:s>")))
    found = [archive.latest(URL.format(name)) for name in "ab"]
    assert [each and each.request_headers for each in found] == [(("User-Agent", "theirs"),), ()]


@pytest.mark.parametrize("told", REVISITS)
@pytest.mark.parametrize("apart", [False, True])
def test_a_revisit_finds_its_original_wherever_that_is(
    archive: Archive, tmp_path: Path, told: str, apart: bool
) -> None:
    later = record(
        "revisit", URL.format("a"), OK, date="2024-03-01T00:00:00Z", WARC_Profile=PROFILE, **REVISITS[told]
    )
    edited = record("response", URL.format("a"), OK, PAGE + b"b", date="2024-02-15T00:00:00Z")
    if apart:
        files = [made(tmp_path / "1.warc.gz", later), made(tmp_path / "2.warc.gz", edited, ORIGINAL)]
    else:
        files = [made(tmp_path / "1.warc.gz", later, edited, ORIGINAL)]
    take(archive, *files)
    assert captured(archive) == [("a", "ok", PAGE + body) for body in (b"a", b"b", b"a")]
    # What came back is shown anew: the page stands as at first.
    assert archive.db.execute("SELECT captured_at FROM showings ORDER BY 1 DESC").fetchone() == (
        "2024-03-01T00:00:00.000000Z",
    )


def test_a_304_confirms_what_its_address_showed_before(archive: Archive, tmp_path: Path) -> None:
    unchanged = record("response", URL.format("a"), "HTTP/1.1 304 Not Modified", date="2024-03-01T00:00:00Z")
    unknown = record("response", URL.format("c"), "HTTP/1.1 304 Not Modified", date="2024-03-01T00:00:00Z")
    take(archive, made(tmp_path / "a.warc.gz", unchanged, unknown, ORIGINAL))
    assert captured(archive) == [
        ("a", "ok", PAGE + b"a"),
        ("a", "not_modified", PAGE + b"a"),
        ("c", "not_modified", None),
    ]


def damaged(name: str) -> bytes:
    whole = page("c")
    digest = base64.b32encode(hashlib.sha1(b"another").digest()).decode()
    return {
        "cut in its gzip": whole[:-30],
        "cut": gzip.decompress(whole)[:-40],
        "cut in its zstd": zstandard.compress(gzip.decompress(whole))[:-30],
        "no record": gzip.compress(b"no record\r\n\r\n"),
        "no date": page("c", date="yesterday") + page("d"),
        "another digest": page("c", WARC_Block_Digest=f"sha1:{digest}") + page("d"),
    }[name]


@pytest.mark.parametrize(
    "name", ["cut in its gzip", "cut in its zstd", "cut", "no record", "no date", "another digest"]
)
def test_what_is_damaged_is_told_and_costs_no_other(archive: Archive, tmp_path: Path, name: str) -> None:
    whole = [page(each, packed=name != "cut") for each in "ab"]
    if name == "cut in its zstd":
        whole = [zstandard.compress(gzip.decompress(each)) for each in whole]
    path = made(tmp_path / "theirs.warc.gz", *whole, damaged(name))
    (failure,) = take(archive, path)
    assert str(path) in failure
    rest = ["d"] if name in ("no date", "another digest") else []
    assert [each for each, _, _ in captured(archive)] == ["a", "b", *rest]


SHAPES = {
    "HTTP/2": record(
        "response", URL.format("a"), "HTTP/2 200\r\ncontent-type: text/html", PAGE, version="1.1"
    ),
    "a date without its day": record("response", URL.format("a"), OK, PAGE, date="2024-02", version="1.1"),
    "a resource": record("resource", URL.format("a"), None, PAGE, Content_Type="text/html"),
    "brackets": record("response", f"<{URL.format('a')}>", OK, PAGE),
    "one gzip stream": gzip.compress(
        record("warcinfo", None, packed=False) + record("response", URL.format("a"), OK, PAGE, packed=False)
    ),
    "beside what is not the web's": record("resource", "urn:pageinfo:x", None, b"{}")
    + record("response", "dns:www.example.gov.cn", None, b"1.2.3.4")
    + record("response", "http://[half", OK, PAGE)
    + record("response", "http:///nobody", OK, PAGE)
    + record("conversion", URL.format("a"), None, b"text")
    + record("response", URL.format("a"), OK, PAGE)
    + record("metadata", URL.format("a"), None, b"fetchTimeMs: 1", Content_Type="application/warc-fields"),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_a_record_is_one_capture(archive: Archive, tmp_path: Path, shape: str) -> None:
    assert take(archive, made(tmp_path / "a.warc.gz", SHAPES[shape])) == []
    assert captured(archive) == [("a", "ok", PAGE)]


@pytest.mark.parametrize("algorithm", ["sha1", "sha256", "md5"])
def test_the_digest_of_a_record_may_be_written_in_any_alphabet(tmp_path: Path, algorithm: str) -> None:
    digest = hashlib.new(algorithm, f"{OK}\r\n\r\n".encode() + PAGE + b"a").digest()
    hexed, base32, base64ed = (
        digest.hex(),
        base64.b32encode(digest).decode(),
        base64.b64encode(digest).decode(),
    )
    right = [
        hexed,
        hexed.upper(),
        base32,
        base32.lower(),
        base32.rstrip("="),
        base64ed,
        "of a kind of its own",
    ]
    wrong = [hexed[::-1], base32[::-1].lstrip("=")]
    for digests, taken in ((right, True), (wrong, False)):
        labels = [f"{algorithm}:{each}" for each in digests]
        path = made(tmp_path / "a.warc.gz", *(page("a", WARC_Block_Digest=label) for label in labels))
        assert [isinstance(each, Record) for each in records(path)] == [taken] * len(labels)


@pytest.mark.parametrize("field", [b"Content-Length", b"WARC-Target-URI", b"WARC-Date", b"WARC-Type"])
def test_a_record_that_lacks_a_header_is_told(archive: Archive, tmp_path: Path, field: bytes) -> None:
    lacking = gzip.decompress(page("c")).replace(field, b"X" + field[1:])
    failures = take(archive, made(tmp_path / "theirs.warc.gz", page("a"), gzip.compress(lacking), page("d")))
    assert failures or field == b"WARC-Type"
    assert captured(archive)[0] == ("a", "ok", PAGE + b"a")
