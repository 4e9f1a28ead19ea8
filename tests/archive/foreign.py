"""Web archives as other crawlers write them, made by hand, and taken in."""

import gzip
from dataclasses import replace
from pathlib import Path

from archive.imports import warc
from archive.imports.records import Unread
from archive.keeping.verify import verify
from archive.records import Fetched
from archive.store import Archive
from tests.archive.made import read_all

URL = "http://www.example.gov.cn/nb/{}.html"
OK = "HTTP/1.1 200 OK\r\nContent-Type: text/html"
PAGE = "<title>示例镇2023年政府信息公开工作年度报告</title>".encode()
DATE = "2024-02-01T03:04:05Z"


def record(
    kind: str,
    url: str | None,
    http: str | None = None,
    body: bytes = b"",
    *,
    date: str = DATE,
    version: str = "1.0",
    packed: bool = True,
    **told: str,
) -> bytes:
    """A record written by hand: what writers make of the standard differs more than any one library does."""
    block = (f"{http}\r\n\r\n".encode() if http else b"") + body
    fields = {"WARC-Type": kind, "WARC-Date": date}
    if url:
        fields["WARC-Target-URI"] = url
    if http:
        fields["Content-Type"] = f"application/http; msgtype={'request' if kind == 'request' else 'response'}"
    fields |= {name.replace("_", "-"): value for name, value in told.items()} | {
        "Content-Length": str(len(block))
    }
    head = f"WARC/{version}\r\n" + "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    whole = head.encode() + b"\r\n" + block + b"\r\n\r\n"
    return gzip.compress(whole) if packed else whole


def page(name: str, **told: str) -> bytes:
    return record("response", URL.format(name), OK, PAGE + name.encode(), **told)


def as_reports(one: Fetched) -> Fetched:
    """The plainest description: whatever can be read may be a report, and the reading says whether it is."""
    return replace(one, capture=replace(one.capture, role="report"))


def take(archive: Archive, *paths: Path) -> list[str]:
    """Take files in as the command does; gives what could not be read."""
    run = archive.start_run("add")
    known = warc.Known(db=archive.db.conn)
    failures = []
    for path in paths:
        for one in warc.fetched(path, run=run, describe=as_reports, known=known):
            if isinstance(one, Unread):
                failures.append(one.what)
            else:
                archive.save([one])
    for path in known.repeating:
        archive.save(list(warc.repeated(path, run=run, describe=as_reports, known=known)))
    archive.end_run(run, reason="finished")
    read_all(archive)
    assert list(verify(archive.db.conn, full=True)) == []
    return failures


def made(path: Path, *records: bytes) -> Path:
    path.write_bytes(b"".join(records))
    return path


def captured(archive: Archive) -> list[tuple[str, str, bytes | None]]:
    """Last part of the address, outcome and body of every capture, by time and address."""
    rows = archive.db.execute(
        "SELECT url, outcome, sha256 FROM captures ORDER BY received_at, url"
    ).fetchall()
    return [
        (url.rpartition("/")[2].removesuffix(".html"), outcome, sha256 and archive.body(sha256))
        for url, outcome, sha256 in rows
    ]


PROFILE = "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"
ORIGINAL = page("a", WARC_Record_ID="<urn:uuid:o>", WARC_Payload_Digest="sha1:SAME")
REVISITS = {
    "address and time": {"WARC_Refers_To_Target_URI": URL.format("a"), "WARC_Refers_To_Date": DATE},
    "record": {"WARC_Refers_To": "<urn:uuid:o>"},
    "payload": {"WARC_Payload_Digest": "sha1:SAME"},
}
