"""WARC 1.1 (ISO 28500): a response or revisit, its request, and a metadata record with what WARC has no field for, for each capture.

A body that the file has already is a revisit: `identical-payload-digest`, or `server-not-modified` for a 304. Bodies are archived
decoded, so the encodings that a header names stand under `X-Archive-Orig-`; the metadata record has the headers as they came.
"""

import base64
import json
import sqlite3
from collections.abc import Iterator
from dataclasses import asdict, replace
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO
from urllib.parse import urlsplit
from uuid import NAMESPACE_URL, uuid5

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from archive.exports.rows import Chosen
from archive.records import Capture, Headers, Outcome
from archive.rows import bodies, captures

FIELDS = "application/vnd.gongkai.capture+json"
"""Media type of the metadata records."""
ENCODINGS = frozenset({"content-encoding", "transfer-encoding"})
PROFILE = "http://netpreserve.org/warc/1.1/revisit/"


def write(db: sqlite3.Connection, path: Path, chosen: Chosen) -> int:
    """Write the captures of the portals wanted, in order of time; gives how many."""
    with path.open("wb") as out:
        return Writer(db, out).write(chosen)


class Writer:
    """One WARC file in the making: it knows which bodies it has."""

    def __init__(self, db: sqlite3.Connection, out: BinaryIO) -> None:
        self.db = db
        self.warc = WARCWriter(out, gzip=True, warc_version="1.1")
        self.seen: dict[str, tuple[str, str, str]] = {}
        """Digest of a body → record, address and time of its response."""

    def write(self, chosen: Chosen) -> int:
        self.warc.write_record(
            self.warc.create_warcinfo_record("gongkai.warc.gz", {"software": "gongkai", "format": "WARC/1.1"})
        )
        count = 0
        for capture in chosen_captures(self.db, chosen):
            self._write(capture)
            count += 1
        return count

    def _write(self, capture: Capture) -> None:
        record = _identifier(capture)
        # A 304 names the body that it confirms, but brought none.
        brought = capture.sha256 if capture.outcome is not Outcome.NOT_MODIFIED else None
        body = bodies.get(self.db, brought) if brought else b""
        if capture.status is not None and urlsplit(capture.url).scheme in ("http", "https"):
            self._write_response(capture, record, body)
            self._write_request(capture, record)
        elif capture.sha256:
            self._put(
                capture,
                "resource",
                body,
                {"WARC-Record-ID": record, "WARC-Payload-Digest": _digest(capture.sha256)},
            )
        told = json.dumps({**asdict(capture), **_said(self.db, capture)}, ensure_ascii=False).encode()
        # Under an address of its own: replay would take it for a copy of the page.
        own = f"urn:gongkai:capture:{capture.id}"
        self._put(
            replace(capture, url=own), "metadata", told, {"WARC-Concurrent-To": record}, media_type=FIELDS
        )

    def _write_response(self, capture: Capture, record: str, body: bytes) -> None:
        first = self.seen.get(capture.sha256 or "")
        headers = {"WARC-Record-ID": record}
        if capture.sha256:
            headers["WARC-Payload-Digest"] = _digest(capture.sha256)
        if first is None:
            kind = "response"
            if capture.sha256 and body:
                self.seen[capture.sha256] = (record, capture.url, capture.received_at)
        else:
            kind = "revisit"
            same = (
                "server-not-modified"
                if capture.outcome is Outcome.NOT_MODIFIED
                else "identical-payload-digest"
            )
            names = ("WARC-Refers-To", "WARC-Refers-To-Target-URI", "WARC-Refers-To-Date")
            headers |= {"WARC-Profile": PROFILE + same, **dict(zip(names, first, strict=True))}
        self._put(capture, kind, b"" if first else body, headers, http=_answer(capture, len(body)))

    def _write_request(self, capture: Capture, record: str) -> None:
        if capture.request_headers:
            parts = urlsplit(capture.url)
            target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            told = capture.request_headers
            if not any(name.lower() == "host" for name, _ in told):
                told = (("Host", parts.netloc), *told)
            http = StatusAndHeaders(f"GET {target} HTTP/1.1", list(told), is_http_request=True)
            self._put(capture, "request", b"", {"WARC-Concurrent-To": record}, http=http)

    def _put(
        self,
        capture: Capture,
        kind: str,
        body: bytes,
        headers: dict[str, str],
        *,
        http: StatusAndHeaders | None = None,
        media_type: str | None = None,
    ) -> None:
        at = capture.requested_at if kind == "request" else capture.received_at
        made = self.warc.create_warc_record(
            capture.url,
            kind,
            payload=BytesIO(body),
            length=len(body),
            warc_content_type=media_type
            or ("" if http else capture.media_type or "application/octet-stream"),
            warc_headers_dict={"WARC-Date": at, **headers},
            http_headers=http,
        )
        self.warc.write_record(made)
        # warcio leaves the copy of a revisit's empty payload open.
        made.raw_stream.close()


def chosen_captures(db: sqlite3.Connection, chosen: Chosen) -> Iterator[Capture]:
    """Captures of the portals wanted (all, where none is named), in order of time."""
    marks = ", ".join("?" * len(chosen.portals))
    where = f"portal IN ({marks})" if chosen.portals else "1"
    yield from captures.select(db, f"{where} ORDER BY capture", chosen.portals)


def _identifier(capture: Capture) -> str:
    return f"<urn:uuid:{uuid5(NAMESPACE_URL, f'gongkai:{capture.id}')}>"


def _digest(sha256: str) -> str:
    """As web archives write it: base 32."""
    return f"sha256:{base64.b32encode(bytes.fromhex(sha256)).decode()}"


def _answer(capture: Capture, size: int) -> StatusAndHeaders:
    status = capture.status or 0
    try:
        words = HTTPStatus(status).phrase
    except ValueError:
        words = "Unknown"
    return StatusAndHeaders(
        f"{status} {words}", list(_decoded(capture.response_headers, size)), protocol="HTTP/1.1"
    )


def _decoded(headers: Headers, size: int) -> Iterator[tuple[str, str]]:
    """Headers that are true of the decoded body."""
    encoded = any(name.lower() in ENCODINGS for name, _ in headers)
    for name, value in headers:
        if name.lower() in ENCODINGS:
            yield f"X-Archive-Orig-{name}", value
        elif name.lower() == "content-length" and encoded:
            yield name, str(size)
        else:
            yield name, value


def _said(db: sqlite3.Connection, capture: Capture) -> dict[str, Any]:
    """What the archive knows of the page beyond the fetch: its links, and what was said of it with this capture, or else in its run."""
    links = db.execute(
        "SELECT url, text, kind FROM links WHERE capture = ? ORDER BY position", (capture.id,)
    ).fetchall()
    sightings = db.execute(
        "SELECT found_on, title, organ, year, published, published_label, at FROM sightings"
        " WHERE run = ? AND url = ? ORDER BY at <> ?, at LIMIT 1",
        (capture.run, capture.url, capture.received_at),
    ).fetchone()
    return {"links": links, "sighting": sightings}
