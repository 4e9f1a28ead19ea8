"""Requests in an exported web archive: as they were sent, when they were sent."""

from dataclasses import replace
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from archive import exports
from archive.exports.rows import Chosen
from archive.records import Headers
from archive.store import Archive
from tests.archive.made import fetch

SENT, CAME = "2025-01-20T08:00:00.000000Z", "2025-01-20T08:00:02.500000Z"


@pytest.mark.parametrize(
    ("headers", "hosts"),
    [
        pytest.param(
            (("User-Agent", "gongkai"),), ["www.example.gov.cn:8080"], id="a host that was not kept"
        ),
        pytest.param(
            (("host", "example.gov.cn"), ("User-Agent", "gongkai")), ["example.gov.cn"], id="its own host"
        ),
    ],
)
def test_a_request_asks_for_its_address_of_its_host_at_its_time(
    archive: Archive, tmp_path: Path, headers: Headers, hosts: list[str]
) -> None:
    run = archive.start_run("crawl")
    for path in ("/nb/?page=2", ""):
        one = fetch(archive, run, b"list", url=f"http://www.example.gov.cn:8080{path}", role="list")
        times = {"requested_at": SENT, "received_at": CAME}
        archive.save([replace(one, capture=replace(one.capture, request_headers=headers, **times))])
    archive.end_run(run, reason="finished")
    exports.write(archive.db.conn, tmp_path / "out.warc.gz", form="warc", chosen=Chosen())
    asked, dates = [], set()
    with (tmp_path / "out.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type in ("request", "response", "revisit"):
                dates.add((record.rec_type == "request", record.rec_headers.get_header("WARC-Date")))
            if record.rec_type == "request":
                told = record.http_headers
                named = [value for name, value in told.headers if name.lower() == "host"]
                asked.append((f"{told.protocol} {told.statusline}", named))
    assert asked == [("GET /nb/?page=2 HTTP/1.1", hosts), ("GET / HTTP/1.1", hosts)]
    assert dates == {(True, SENT), (False, CAME)}
