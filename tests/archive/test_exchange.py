"""Web archives out and in: WARC and WACZ that others can replay, and that come back as they were."""

import base64
import gzip
import hashlib
import json
import sys
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive import exports
from archive.clock import utc_now
from archive.errors import GongkaiError, UsageInvalid
from archive.exports.rows import Chosen
from archive.imports import warc
from archive.imports.records import records
from archive.keeping.verify import verify
from archive.records import Fetched, Outcome
from archive.store import Archive
from tests.archive.foreign import as_reports
from tests.archive.made import HEADERS, PAGE, Ticking, fetch, read_all, varied, visit

FILE = "http://www.example.gov.cn/files/2023.doc"


def fill(archive: Archive) -> None:
    visit(archive, (PAGE, varied("甲")), (FILE, "甲".encode()))
    visit(archive, (PAGE, varied("乙")), (FILE, "甲".encode()))
    run = archive.start_run("crawl")
    unchanged = fetch(archive, run, None, url=FILE, role="file", outcome=Outcome.NOT_MODIFIED, status=304)
    failed = fetch(archive, run, None, url=f"{PAGE}?never", outcome=Outcome.TIMEOUT, status=None)
    confirmed = replace(
        unchanged, capture=replace(unchanged.capture, sha256=hashlib.sha256("甲".encode()).hexdigest())
    )
    archive.save([confirmed, fetch(archive, run, varied("丙"), seen=True), failed])
    archive.end_run(run, reason="finished")
    read_all(archive)


@pytest.fixture
def exported(archive: Archive, tmp_path: Path) -> Path:
    fill(archive)
    path = tmp_path / "out.warc.gz"
    assert exports.write(archive.db.conn, path, form="warc", chosen=Chosen()) == 7
    return path


def take(path: Path, archive: Archive) -> int:
    run = archive.start_run("add")
    known = warc.Known(db=archive.db.conn)
    taken = [
        one
        for one in warc.fetched(path, run=run, describe=as_reports, known=known)
        if isinstance(one, Fetched)
    ]
    archive.save(taken)
    repeats = [
        one
        for each in known.repeating
        for one in warc.repeated(each, run=run, describe=as_reports, known=known)
    ]
    archive.save(repeats)
    archive.end_run(run, reason="finished")
    return len(taken) + len(repeats)


def lines(archive: Archive, tmp_path: Path) -> list[dict[str, Any]]:
    exports.write(archive.db.conn, tmp_path / "x.jsonl", form="jsonl", chosen=Chosen())
    return [json.loads(line) for line in (tmp_path / "x.jsonl").read_text().splitlines()]


def test_the_records_are_what_the_standard_asks(exported: Path) -> None:
    with exported.open("rb") as stream:
        told = [
            (record.rec_type, dict(record.rec_headers.headers), record.content_stream().read())
            for record in ArchiveIterator(stream, check_digests="raise")
        ]
    kinds = [kind for kind, _, _ in told]
    assert kinds[:4] == ["warcinfo", "response", "request", "metadata"]
    assert kinds.count("response") == 4
    revisit, unchanged = [headers for kind, headers, _ in told if kind == "revisit"]
    assert unchanged["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
    assert unchanged["WARC-Refers-To"] == revisit["WARC-Refers-To"]
    assert revisit["WARC-Profile"] == "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
    (first,) = [
        headers
        for kind, headers, _ in told
        if kind == "response" and headers["WARC-Record-ID"] == revisit["WARC-Refers-To"]
    ]
    assert (first["WARC-Target-URI"], first["WARC-Date"]) == (FILE, revisit["WARC-Refers-To-Date"])
    body = next(
        body for kind, headers, body in told if kind == "response" and headers["WARC-Target-URI"] == FILE
    )
    assert (
        first["WARC-Payload-Digest"] == f"sha256:{base64.b32encode(hashlib.sha256(body).digest()).decode()}"
    )


def test_an_export_comes_back_as_it_was(archive: Archive, exported: Path, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "again.db", clock=Ticking()) as again:
        assert take(exported, again) == 7
        read_all(again)
        same = "SELECT capture, portal, url, status, outcome, requested_at, received_at, response_values, sha256, role FROM captures ORDER BY capture"
        assert again.db.execute(same).fetchall() == archive.db.execute(same).fetchall()
        assert lines(again, tmp_path) == lines(archive, tmp_path)
        assert len(lines(again, tmp_path)) == 2
        assert list(verify(again.db.conn, full=True)) == []
        assert take(exported, again) == 7
        assert again.db["captures"].count == 7
        assert list(verify(again.db.conn, full=True)) == []


def test_a_page_that_was_seen_twice_in_a_run_keeps_what_was_said_each_time(
    archive: Archive, tmp_path: Path
) -> None:
    run = archive.start_run("crawl")
    for text in "甲乙":
        one = fetch(archive, run, varied(text), seen=True)
        assert one.sighting
        archive.save([replace(one, sighting=replace(one.sighting, title=text, at=one.capture.received_at))])
    archive.end_run(run, reason="finished")
    exports.write(archive.db.conn, tmp_path / "out.warc.gz", form="warc", chosen=Chosen())
    with Archive.open(tmp_path / "again.db", clock=Ticking()) as again:
        take(tmp_path / "out.warc.gz", again)
        said = "SELECT title, at FROM sightings ORDER BY at"
        assert again.db.execute(said).fetchall() == archive.db.execute(said).fetchall()
        assert again.db["sightings"].count == 2


def test_a_wacz_comes_back_as_it_was(archive: Archive, tmp_path: Path) -> None:
    fill(archive)
    path = tmp_path / "out.wacz"
    assert exports.write(archive.db.conn, path, form="wacz", chosen=Chosen()) == 7
    with zipfile.ZipFile(path) as packed:
        names = set(packed.namelist())
        assert {"datapackage.json", "pages/pages.jsonl", "archive/data.warc.gz"} <= names
        assert PAGE in packed.read("pages/pages.jsonl").decode()
    with Archive.open(tmp_path / "again.db") as again:
        assert take(path, again) == 7
        read_all(again)
        assert lines(again, tmp_path) == lines(archive, tmp_path)


def test_a_wacz_is_made_without_a_word_of_its_indexer(
    archive: Archive, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(archive)
    path = tmp_path / "out.wacz"
    exports.write(archive.db.conn, path, form="wacz", chosen=Chosen())
    assert capfd.readouterr() == ("", "")

    def failing(_: object) -> int:
        sys.stdout.write("Reading\nno valid pages, quitting\n")
        return 1

    monkeypatch.setattr("wacz.main.main", failing)
    before = path.read_bytes()
    with pytest.raises(GongkaiError, match=r"could not be packed \(no valid pages, quitting\)"):
        exports.write(archive.db.conn, path, form="wacz", chosen=Chosen())
    assert path.read_bytes() == before


def foreign(path: Path) -> None:
    """A WARC as another crawler writes it: gzip over the wire, a revisit, a redirect, its own screenshots beside."""
    page = "<title>示例镇2023年政府信息公开工作年度报告</title>".encode()
    packed = gzip.compress(page)
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True)

        def record(
            kind: str, url: str, body: bytes, status: str, headers: list[tuple[str, str]], **told: str
        ) -> None:
            http = StatusAndHeaders(status, headers, protocol="HTTP/1.1")
            writer.write_record(
                writer.create_warc_record(
                    url,
                    kind,
                    payload=BytesIO(body),
                    length=len(body),
                    http_headers=http,
                    warc_headers_dict=told,
                )
            )

        encoded = [("Content-Type", "text/html; charset=utf-8"), ("Content-Encoding", "gzip")]
        record("response", PAGE, packed, "200 OK", encoded, **{"WARC-Date": "2024-02-01T00:00:00Z"})
        record(
            "response",
            f"{PAGE}?old",
            b"",
            "301 Moved",
            [("Location", PAGE)],
            **{"WARC-Date": "2024-02-01T00:00:01Z"},
        )
        again = writer.create_revisit_record(
            PAGE,
            digest="sha1:X",
            refers_to_uri=PAGE,
            refers_to_date="2024-02-01T00:00:00Z",
            warc_headers_dict={"WARC-Date": "2024-03-01T00:00:00Z"},
            http_headers=StatusAndHeaders("200 OK", encoded, protocol="HTTP/1.1"),
        )
        writer.write_record(again)
        again.raw_stream.close()
        record("response", "urn:thumbnail:x", b"png", "200 OK", [], **{"WARC-Date": "2024-02-01T00:00:02Z"})


def test_what_another_crawler_archived_is_taken_in(tmp_path: Path) -> None:
    path = tmp_path / "theirs.warc.gz"
    foreign(path)
    with Archive.open(tmp_path / "a.db", clock=utc_now) as archive:
        assert take(path, archive) == take(path, archive) == 3
        rows = archive.db.execute(
            "SELECT url, outcome, received_at, role FROM captures ORDER BY capture"
        ).fetchall()
        assert [row[1] for row in rows] == ["ok", "redirect", "ok"]
        assert rows[2][2] == "2024-03-01T00:00:00.000000Z"
        capture = archive.latest(PAGE)
        assert capture is not None
        assert archive.body(str(capture.sha256)).decode().startswith("<title>示例镇")
        assert capture.portal == "example.gov.cn"
        assert read_all(archive) == 1
        assert list(verify(archive.db.conn, full=True)) == []


@pytest.mark.parametrize("name", ["cut.warc.gz", "no.wacz"])
def test_a_damaged_file_is_one_line(tmp_path: Path, archive: Archive, name: str) -> None:
    (tmp_path / name).write_bytes(b"\x1f\x8b\x08\x00 nothing of the kind")
    with pytest.raises(UsageInvalid, match=name):
        take(tmp_path / name, archive)


@pytest.mark.parametrize(
    ("header", "named"),
    [
        (b"", "no address, undated"),
        (b"WARC-Target-URI: http://www.example.gov.cn/\r\n", "http://www.example.gov.cn/, undated"),
        (b"WARC-Date: 2024-02-01T00:00:00Z\r\n", "no address, 2024-02-01T00:00:00Z"),
    ],
    ids=["bare", "address", "date"],
)
def test_a_record_without_its_headers_is_named_by_what_it_has(
    tmp_path: Path, header: bytes, named: str
) -> None:
    path = tmp_path / "bare.warc"
    path.write_bytes(b"WARC/1.0\r\nWARC-Type: response\r\n" + header + b"\r\n")
    (told,) = records(path)
    assert getattr(told, "what", "") == f"{path}: the record of {named}, lacks its address, date or length"


def test_an_encoded_answer_is_exported_decoded(archive: Archive, tmp_path: Path) -> None:
    run = archive.start_run("crawl")
    one = fetch(archive, run, b"decoded body")
    encoded = (*HEADERS, ("Content-Encoding", "gzip"), ("Content-Length", "7"))
    archive.save([replace(one, capture=replace(one.capture, response_headers=encoded))])
    path = tmp_path / "out.warc.gz"
    exports.write(archive.db.conn, path, form="warc", chosen=Chosen())
    with path.open("rb") as stream:
        (answer,) = [
            (record.http_headers, record.content_stream().read())
            for record in ArchiveIterator(stream)
            if record.rec_type == "response"
        ]
    assert answer[1] == b"decoded body"
    assert answer[0].get_header("Content-Length") == "12"
    assert answer[0].get_header("X-Archive-Orig-Content-Encoding") == "gzip"
    with Archive.open(tmp_path / "again.db") as again:
        take(path, again)
        back = again.latest(PAGE)
        assert back is not None
        assert back.response_headers == encoded
