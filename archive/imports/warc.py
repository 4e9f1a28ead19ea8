"""WARC and WACZ files as if their captures had been fetched: ours come back as they were, others' (Common Crawl, browsertrix) anew.

A revisit points to the body that it repeats, in the files read so far or in the archive (`Known`), wherever the file has it: revisits
are taken once every body is stored. What another crawler's page is (a report? with which files?) WARC does not say: `describe` does,
and the reading has the last word.
"""

import base64
import hashlib
import json
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from archive.clock import stamp
from archive.files.sniff import media_type
from archive.imports.files import portal_of
from archive.imports.records import Record, Unread, records
from archive.records import Capture, Fetched, Link, Outcome, Sighting
from archive.rows import bodies, captures

Describe = Callable[[Fetched], Fetched]
"""Gives a foreign capture its role, links and sighting."""
LATELY = 100_000
"""Names of bodies remembered: what WARC tells a revisit's original by, the archive has no word for."""
TRUNCATED = {"length": Outcome.TOO_LARGE, "time": Outcome.TIMEOUT}
"""WARC-Truncated → what the visit came to; for any other reason the connection ended."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Exchange:
    """A response, or what stands for one, with its request, and the metadata record that makes it a capture of ours."""

    answer: Record | None
    """Null where nothing answered."""
    asked: Record | None = None
    ours: Record | None = None


@dataclass(kw_only=True, slots=True)
class Known:
    """Which body a record brought: among those read last, else in the archive."""

    db: sqlite3.Connection
    lately: OrderedDict[object, str] = field(default_factory=OrderedDict)
    """Digest by record, by (address, time) and by payload digest."""
    repeating: list[Path] = field(default_factory=list)
    """The files that have revisits, which are still to be taken."""

    def note(self, record: Record) -> None:
        """Remember a record that brought a body."""
        digest = hashlib.sha256(record.body).hexdigest()
        for told in (record.id, (record.url, stamp(record.at)), record.payload):
            if told:
                self.lately[told] = digest
        while len(self.lately) > LATELY:
            self.lately.popitem(last=False)

    def repeated(self, record: Record) -> str | None:
        """The digest of the body that a revisit repeats; null where that body is not known."""
        for told in (record.original, record.refers, record.payload):
            if told and told in self.lately:
                return self.lately[told]
        if at := record.refers and captures.body_at(self.db, *record.refers):
            return at
        named = record.payload and sha256_of(record.payload)
        if named and bodies.has(self.db, named):
            return named
        # A 304 that names nothing confirms what its address showed before.
        return captures.body_before(self.db, record.url, stamp(record.at)) if record.status == 304 else None


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


def fetched(path: Path, *, run: str, describe: Describe, known: Known) -> Iterator[Fetched | Unread]:
    """The captures of a WARC or WACZ file that repeat no other, in its order; where some do, `known` has the file noted.

    Raises UsageInvalid where the file is neither.
    """
    for one in _exchanges(path):
        if isinstance(one, Unread):
            yield one
            continue
        answer = one.answer
        if answer is not None and answer.body:
            known.note(answer)
        if one.ours is not None:
            yield _ours(one.ours, answer, run=run)
        elif answer is not None and _repeats(answer):
            if path not in known.repeating:
                known.repeating.append(path)
        elif answer is not None:
            yield _described(_capture(answer, one.asked, run=run, body=answer.body), describe)


def repeated(path: Path, *, run: str, describe: Describe, known: Known) -> Iterator[Fetched]:
    """The revisits of a file, whose bodies are stored by now wherever they came from."""
    for one in _exchanges(path):
        if isinstance(one, Unread) or one.ours is not None or one.answer is None or not _repeats(one.answer):
            continue
        sha256 = known.repeated(one.answer)
        body = bodies.get(known.db, sha256) if sha256 else b""
        yield replace(_described(_capture(one.answer, one.asked, run=run, body=body), describe), body=None)


def _exchanges(path: Path) -> Iterator[Exchange | Unread]:
    """What belongs together; of what is no address of the web, such as a browser's own notes, nothing."""
    requests: dict[str, Record] = {}
    last: Record | None = None
    for record in records(path):
        if isinstance(record, Unread):
            yield record
        elif record.kind == "request":
            requests[record.concurrent or record.id] = record
        elif record.kind == "metadata":
            answer = last if last is not None and last.id == record.concurrent else None
            last = None if answer else last
            requests.pop(record.concurrent or "", None)
            yield Exchange(answer=answer, ours=record)
        else:
            yield from _foreign(last, requests)
            last = record
    yield from _foreign(last, requests)


def _foreign(answer: Record | None, requests: dict[str, Record]) -> Iterator[Exchange]:
    """A response that no metadata record of ours followed."""
    if answer is not None:
        asked = requests.pop(answer.id, None) or requests.pop(answer.concurrent or "", None)
        if _on_the_web(answer.url):
            yield Exchange(answer=answer, asked=asked)


def _on_the_web(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme == "file" or (parts.scheme in ("http", "https") and bool(parts.netloc))


def _repeats(record: Record) -> bool:
    """Whether a record has no body of its own, but stands for one."""
    return record.kind == "revisit" or record.status == 304


def _described(one: Fetched, describe: Describe) -> Fetched:
    return describe(one) if one.capture.outcome is Outcome.OK else one


def _capture(record: Record, asked: Record | None, *, run: str, body: bytes) -> Fetched:
    """A capture from another's records; `body` is what it brought or repeats, empty where that is not known."""
    sha256 = hashlib.sha256(body).hexdigest() if body else None
    at = stamp(record.at)
    capture = Capture(
        id=identity(record.at, f"{record.url} {sha256} {record.kind}"),
        run=run,
        portal=portal_of(record.url) if record.url.startswith("http") else "local",
        url=record.url,
        final_url=record.url,
        status=record.status,
        outcome=outcome(record, sha256),
        evidence=_evidence(record, sha256),
        requested_at=min(stamp(asked.at), at) if asked else at,
        received_at=at,
        request_headers=asked.headers if asked else (),
        response_headers=record.headers,
        sha256=sha256,
        wire_sha256=record.wire_sha256,
        media_type=media_type(body) if body else None,
    )
    return Fetched(capture=capture, body=body or None)


def _evidence(record: Record, sha256: str | None) -> str | None:
    if record.truncated:
        return f"cut off when it was fetched: {record.truncated}"
    if record.kind == "revisit" and sha256 is None:
        told = " ".join(record.refers or ()) or record.original or record.payload or "what it does not name"
        return f"repeats {told}, which is not here"
    return None


def identity(moment: datetime, told: str) -> str:
    """A capture's identifier by time and content: the same record imported twice is one capture."""
    micros = int(moment.timestamp() * 1_000_000)
    return f"{micros:014x}{hashlib.sha256(told.encode('utf-8', 'replace')).hexdigest()[:12]}"


def outcome(record: Record, sha256: str | None) -> Outcome:
    """What a visit came to, as far as the record tells."""
    if record.profile is not None and record.profile.endswith("server-not-modified"):
        return Outcome.NOT_MODIFIED
    if record.truncated:
        return TRUNCATED.get(record.truncated, Outcome.CONNECTION)
    match record.status:
        case 304:
            return Outcome.NOT_MODIFIED
        case 404 | 410:
            return Outcome.GONE
        case int(status) if 300 <= status < 400:
            return Outcome.REDIRECT
        case int(status) if 400 <= status < 500:
            return Outcome.CLIENT_ERROR
        case int(status) if status >= 500:
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
