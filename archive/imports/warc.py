"""WARC and WACZ files as if their captures had been fetched: ours come back as they were, others' (Common Crawl, browsertrix) anew.

A revisit points to the body that it repeats, in the files read so far or in the archive (`Known`). What another crawler's page is
(a report? with which files?) WARC does not say: `describe` does, and the reading has the last word.
"""

import base64
import hashlib
import json
import sqlite3
import zipfile
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO, cast

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.timeutils import iso_date_to_datetime

from archive import bodies, captures
from archive.clock import stamp
from archive.errors import UsageInvalid
from archive.exports.warc import FIELDS
from archive.imports.files import MAX_FILE, portal_of
from archive.records import Capture, Fetched, Link, Outcome, Sighting
from archive.sniff import media_type

Describe = Callable[[Fetched], Fetched]
"""Gives a foreign capture its role, links and sighting."""
SUFFIXES = (".warc", ".warc.gz", ".wacz")
LATELY = 10_000
"""Digests remembered; whoever takes captures stores them long before so many have come."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What one WARC record says, before it is known whether it is ours."""

    kind: str
    id: str
    concurrent: str | None
    url: str
    at: datetime
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    refers: tuple[str, str] | None
    """Address and time of the response that a revisit repeats."""
    profile: str | None
    payload: str | None
    """WARC-Payload-Digest: `algorithm:digest` of the body as it came, in hexadecimal or base 32."""


@dataclass(kw_only=True, slots=True)
class Known:
    """Which body a record brought: among those read last, which may not be stored yet, else in the archive."""

    db: sqlite3.Connection
    lately: OrderedDict[object, str] = field(default_factory=OrderedDict)
    """Digest by (address, time) and by payload digest."""

    def note(self, record: Record) -> None:
        """Remember a record that brought a body."""
        digest = hashlib.sha256(record.body).hexdigest()
        for told in ((record.url, stamp(record.at)), record.payload):
            if told:
                self.lately[told] = digest
        while len(self.lately) > LATELY:
            self.lately.popitem(last=False)

    def repeated(self, record: Record) -> str | None:
        """The digest of the body that a revisit repeats; null where that body is not known."""
        for told in (record.refers, record.payload):
            if told and told in self.lately:
                return self.lately[told]
        at = record.refers and captures.body_at(self.db, *record.refers)
        if at:
            return at
        named = record.payload and sha256_of(record.payload)
        return named if named and bodies.has(self.db, named) else None


def sha256_of(payload: str) -> str | None:
    """A payload digest as our bodies are told by; null for any other algorithm."""
    algorithm, _, digest = payload.partition(":")
    if algorithm.lower().replace("-", "") != "sha256":
        return None
    try:
        raw = (
            bytes.fromhex(digest)
            if len(digest) == 64
            else base64.b32decode(digest.upper() + "=" * (-len(digest) % 8))
        )
    except ValueError:
        return None
    return raw.hex() if len(raw) == 32 else None


def is_warc(path: Path) -> bool:
    """By name: a WARC's first record may stand anywhere in a concatenation."""
    return path.name.lower().endswith(SUFFIXES)


def fetched(path: Path, *, run: str, describe: Describe, known: Known) -> Iterator[Fetched]:
    """Every capture of a WARC or WACZ file, in its order. Raises UsageInvalid where the file is neither, or is cut off."""
    requests: dict[str, Record] = {}
    waiting: dict[str, Record] = {}
    for record in records(path):
        if record.kind == "request" and record.concurrent:
            requests[record.concurrent] = record
        elif record.kind == "metadata" and record.concurrent:
            ours = _ours(record, waiting.pop(record.concurrent, None), run=run)
            requests.pop(record.concurrent, None)
            yield ours
        elif record.kind in ("response", "resource", "revisit"):
            yield from _foreign(waiting, requests, known, run=run, describe=describe)
            waiting[record.id] = record
            if record.kind != "revisit":
                known.note(record)
    yield from _foreign(waiting, requests, known, run=run, describe=describe)


def _foreign(
    waiting: dict[str, Record], requests: dict[str, Record], known: Known, *, run: str, describe: Describe
) -> Iterator[Fetched]:
    """The responses that no metadata record of ours followed."""
    for name, record in list(waiting.items()):
        del waiting[name]
        asked = requests.pop(name, None)
        if urlscheme(record.url):
            one = _capture(record, asked, known, run=run)
            yield describe(one) if one.capture.outcome is Outcome.OK else one


def urlscheme(url: str) -> bool:
    """Whether it is an address of the web: browsertrix archives its own pages and texts beside them."""
    return url.startswith(("http://", "https://", "file:"))


def _capture(record: Record, asked: Record | None, known: Known, *, run: str) -> Fetched:
    body: bytes | None = record.body
    sha256 = hashlib.sha256(record.body).hexdigest() if record.body else None
    evidence = None
    if record.kind == "revisit":
        body, sha256 = None, known.repeated(record)
        evidence = (
            None
            if sha256
            else f"repeats {' '.join(record.refers or ()) or record.payload}, which is not here"
        )
    at = stamp(record.at)
    unchanged = record.profile is not None and record.profile.endswith("server-not-modified")
    capture = Capture(
        id=identity(record.at, f"{record.url} {sha256} {record.kind}"),
        run=run,
        portal=portal_of(record.url) if record.url.startswith("http") else "local",
        url=record.url,
        final_url=record.url,
        status=record.status,
        outcome=Outcome.NOT_MODIFIED if unchanged else outcome(record.status, sha256),
        evidence=evidence,
        requested_at=stamp(asked.at) if asked else at,
        received_at=at,
        request_headers=asked.headers if asked else (),
        response_headers=record.headers,
        sha256=sha256,
        media_type=media_type(record.body) if record.body else None,
    )
    return Fetched(capture=capture, body=body if sha256 and body else None)


def identity(moment: datetime, told: str) -> str:
    """A capture's identifier by time and content: the same record imported twice is one capture."""
    micros = int(moment.timestamp() * 1_000_000)
    return f"{micros:014x}{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:12]}"


def outcome(status: int | None, sha256: str | None) -> Outcome:
    """What a visit came to, as far as its status tells."""
    match status:
        case 304:
            return Outcome.NOT_MODIFIED
        case 404 | 410:
            return Outcome.GONE
        case int() if 300 <= status < 400:
            return Outcome.REDIRECT
        case int() if 400 <= status < 500:
            return Outcome.CLIENT_ERROR
        case int() if status >= 500:
            return Outcome.SERVER_ERROR
        case _:
            return Outcome.OK if sha256 else Outcome.CONNECTION


def _ours(told: Record, answer: Record | None, *, run: str) -> Fetched:
    """A capture of ours as it was: everything from the metadata record, the bytes from the response."""
    fields: dict[str, Any] = json.loads(told.body)
    links, said = fields.pop("links"), fields.pop("sighting")
    names = ("found_on", "title", "organ", "year", "published", "published_label", "at")
    headers = {
        name: tuple((key, value) for key, value in fields.pop(name))
        for name in ("request_headers", "response_headers")
    }
    capture = Capture(**{**fields, **headers, "run": run, "outcome": Outcome(fields["outcome"])})
    body = answer.body if answer and answer.kind != "revisit" and capture.sha256 else None
    return Fetched(
        capture=capture,
        body=body,
        links=tuple(Link(url=url, text=text, kind=kind) for url, text, kind in links),
        sighting=Sighting(
            portal=capture.portal, url=capture.url, run=run, **dict(zip(names, said, strict=True))
        )
        if said
        else None,
    )


def records(path: Path) -> Iterator[Record]:
    """The records of a WARC, or of every WARC in a WACZ. Raises UsageInvalid."""
    try:
        if path.name.lower().endswith(".wacz"):
            with zipfile.ZipFile(path) as packed:
                for name in sorted(packed.namelist()):
                    if name.startswith("archive/") and name.endswith((".warc", ".warc.gz")):
                        with packed.open(name) as stream:
                            yield from _records(cast("BinaryIO", stream))
        else:
            with path.open("rb") as stream:
                yield from _records(stream)
    except (ArchiveLoadFailed, zipfile.BadZipFile, EOFError, OSError) as error:
        raise UsageInvalid(f"{path}: no WARC or WACZ that can be read ({error})") from error


def _records(stream: BinaryIO) -> Iterator[Record]:
    for record in ArchiveIterator(stream):
        told = record.rec_headers.get_header
        ours = record.rec_type == "metadata" and told("Content-Type") == FIELDS
        if record.rec_type not in ("response", "revisit", "resource", "request") and not ours:
            continue
        http = record.http_headers
        body = b"" if record.rec_type == "request" else record.content_stream().read(MAX_FILE + 1)
        if len(body) > MAX_FILE:
            continue
        code = http.get_statuscode() if http and record.rec_type != "request" else None
        url, at = told("WARC-Refers-To-Target-URI"), told("WARC-Refers-To-Date")
        yield Record(
            kind=record.rec_type,
            id=told("WARC-Record-ID") or "",
            concurrent=told("WARC-Concurrent-To"),
            url=told("WARC-Target-URI") or "",
            at=_moment(told("WARC-Date")),
            status=int(code) if code and code.isdigit() else None,
            headers=tuple(http.headers) if http else (),
            body=body,
            refers=(url, stamp(_moment(at))) if url and at else None,
            profile=told("WARC-Profile"),
            payload=told("WARC-Payload-Digest"),
        )


def _moment(text: str | None) -> datetime:
    if not text:
        raise ArchiveLoadFailed("a record without a date")
    return cast("datetime", iso_date_to_datetime(text)).replace(tzinfo=UTC)


def as_reports(one: Fetched) -> Fetched:
    """The plainest description: whatever can be read may be a report, and the reading says whether it is."""
    return replace(one, capture=replace(one.capture, role="report"))
