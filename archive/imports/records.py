"""The records of WARC, ARC and WACZ files, whoever wrote them: one after the other, bodies decoded; what is damaged is told and left out."""

import base64
import hashlib
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import IO, Any, Literal, cast
from zlib import error as ZlibError

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.recordloader import ArcWarcRecordLoader
from warcio.statusandheaders import StatusAndHeadersParserException
from zstandard import ZstdError

from archive.clock import stamp, utc_now
from archive.errors import UsageInvalid
from archive.exports.warc import FIELDS
from archive.imports import codings
from archive.imports.files import MAX_FILE
from archive.imports.packings import unpacked

Kind = Literal["request", "response", "revisit", "resource", "metadata"]
"""Types of records that are taken; metadata of ours alone."""
KINDS = ("request", "response", "revisit", "resource")
SUFFIXES = (".warc", ".warc.gz", ".warc.zst", ".wacz")
WARC, ARC, ZIP = b"WARC/", b"filedesc:", b"PK\x03\x04"
"""How files begin."""
BROKEN = (ArchiveLoadFailed, zipfile.BadZipFile, EOFError, OSError, ZlibError, ZstdError)
"""What is raised where a file cannot be read on."""

A_DAY = timedelta(days=1)
"""How far another machine's clock may be ahead."""
DIGESTS = ("md5", "sha1", "sha256", "sha512")
"""Algorithms that records are checked by."""

_LOADER = ArcWarcRecordLoader(verify_http=False)


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """What one WARC record says, before it is known whether it is ours."""

    kind: Kind
    id: str
    concurrent: str | None
    """The record that belongs to the same exchange: a request names its response, or (wget) a response its request."""
    url: str
    at: datetime
    status: int | None
    headers: tuple[tuple[str, str], ...]
    body: bytes
    wire_sha256: str | None
    """Digest of the body before it was decoded; null where it was not encoded."""
    truncated: str | None
    """Why the body is not whole, as whoever fetched it says."""
    original: str | None
    """The record that a revisit repeats."""
    refers: tuple[str, str] | None
    """Address and time of the response that a revisit repeats."""
    profile: str | None
    payload: str | None
    """WARC-Payload-Digest: `algorithm:digest` of the body as it came, in hexadecimal or base 32."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """What of a file could not be taken, and why."""

    what: str
    whole: bool = False
    """Whether that is all of it."""


def is_warc(path: Path) -> bool:
    """Whether a file is a WARC, ARC or WACZ, by its name or by how it begins. A WARC's first record may stand anywhere in a concatenation,
    and a ZIP without the name of a WACZ holds what a WACZ does."""
    if path.name.lower().endswith(SUFFIXES):
        return True
    with path.open("rb") as stream:
        if stream.peek(len(ZIP)).startswith(ZIP):
            return _holds_warcs(stream)
        try:
            return unpacked(stream).read(len(ARC)).startswith((WARC, ARC))
        except BROKEN:
            return False


def _holds_warcs(stream: IO[bytes]) -> bool:
    try:
        with zipfile.ZipFile(stream) as packed:
            names = packed.namelist()
    except BROKEN:
        return False
    return "datapackage.json" in names and any(name.endswith(SUFFIXES) for name in names)


def records(path: Path) -> Iterator[Record | Unread]:
    """The records of a WARC or ARC, or of every WARC in a WACZ. Raises UsageInvalid where the file is neither."""
    read = False
    try:
        for record in _each(path):
            yield record if isinstance(record, Record) else Unread(what=f"{path}: {record.what}")
            read = True
    except BROKEN as error:
        why = " ".join(str(error).split())
        if not read:
            raise UsageInvalid(f"{path}: no web archive that can be read ({why})") from error
        yield Unread(what=f"{path}: cannot be read on, what comes after is left out ({why})")
        return
    if not read:
        raise UsageInvalid(f"{path}: no web archive that can be read (it holds nothing that was fetched)")


def _each(path: Path) -> Iterator[Record | Unread]:
    with path.open("rb") as stream:
        packed = stream.peek(len(ZIP)).startswith(ZIP)
        yield from _packed(stream) if packed else _records(stream)


def _packed(stream: IO[bytes]) -> Iterator[Record | Unread]:
    """Every WARC in a WACZ, which may hold further ones (Multi-WACZ)."""
    with zipfile.ZipFile(stream) as packed:
        for name in sorted(packed.namelist()):
            if name.endswith(SUFFIXES):
                with packed.open(name) as inner:
                    yield from (
                        _packed(inner)
                        if name.endswith(".wacz")
                        else _records(BufferedReader(cast("Any", inner)))
                    )


def _records(stream: BufferedReader) -> Iterator[Record | Unread]:
    for raw in ArchiveIterator(unpacked(stream), no_record_parse=True, arc2warc=True):
        ours = raw.rec_type == "metadata" and raw.rec_headers.get_header("Content-Type") == FIELDS
        if raw.rec_type in KINDS or ours:
            yield _record(raw)


def _record(raw: Any) -> Record | Unread:
    told = raw.rec_headers.get_header
    url, at = told("WARC-Target-URI") or "", moment(told("WARC-Date"))
    named = f"the record of {url or 'no address'}, {told('WARC-Date') or 'undated'}"
    if not url or at is None or told("Content-Length") is None:
        return Unread(what=f"{named}, lacks its address, date or length")
    if at > utc_now() + A_DAY:
        # The archive's clock never stands before what it holds: nothing would come due until then.
        return Unread(what=f"{named}, is dated in the future")
    block: bytes = raw.raw_stream.read(MAX_FILE + 1)
    if len(block) > MAX_FILE:
        return Unread(what=f"{named}, is larger than the {MAX_FILE} bytes that a report may have")
    if raw.raw_stream.limit:
        return Unread(what=f"{named}, is cut off")
    if _altered(block, told("WARC-Block-Digest") or ""):
        return Unread(what=f"{named}, is not what its digest says")
    stream = BytesIO(block)
    try:
        http = _LOADER.load_http_headers(raw.rec_type, url, stream, len(block))
    except (StatusAndHeadersParserException, EOFError):
        return Unread(what=f"{named}, has no headers of HTTP")
    return _told(raw, url, at, http=http, payload=stream.read())


def _told(raw: Any, url: str, at: datetime, *, http: Any, payload: bytes) -> Record:
    told = raw.rec_headers.get_header
    headers = tuple(http.headers) if http else ()
    sent = codings.decoded(payload, headers if raw.rec_type == "response" else ())
    code = http.get_statuscode() if http and raw.rec_type != "request" else None
    there, then = told("WARC-Refers-To-Target-URI"), moment(told("WARC-Refers-To-Date"))
    return Record(
        kind=raw.rec_type,
        id=told("WARC-Record-ID") or "",
        concurrent=told("WARC-Concurrent-To"),
        url=url,
        at=at,
        status=int(code) if code and code.isdigit() else None,
        headers=headers,
        body=sent.body,
        wire_sha256=hashlib.sha256(sent.came).hexdigest() if sent.came != sent.body else None,
        truncated=told("WARC-Truncated") or (None if sent.whole else "disconnect") or _part(headers, code),
        original=told("WARC-Refers-To"),
        refers=(there, stamp(then)) if there and then else None,
        profile=told("WARC-Profile"),
        payload=told("WARC-Payload-Digest"),
    )


def _part(headers: tuple[tuple[str, str], ...], status: str | None) -> str | None:
    """That only a range was asked for, as viewers of documents do; one may be the whole (RFC 9110 §14.4)."""
    ranges = [value for name, value in headers if name.lower() == "content-range"] if status == "206" else []
    spans = [re.fullmatch(r"bytes 0-(\d+)/(\d+)", value.strip()) for value in ranges]
    return "range" if any(span is None or int(span[1]) + 1 < int(span[2]) for span in spans) else None


def _altered(block: bytes, told: str) -> bool:
    """Whether a record is not what the digest over its block says, in whichever alphabet: RFC 3548 has several.

    A digest of the payload may be one before or after decoding: writers differ.
    """
    algorithm, _, digest = told.partition(":")
    algorithm = algorithm.lower().replace("-", "")
    if algorithm not in DIGESTS:
        return False
    found = hashlib.new(algorithm, block).digest()
    alphabets = (base64.b16encode, base64.b32encode, base64.b64encode, base64.urlsafe_b64encode)
    spellings = {encode(found).decode().rstrip("=").lower() for encode in alphabets}
    digest = digest.rstrip("=").lower()
    return digest not in spellings and len(digest) in map(len, spellings)


_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?Z)?)?)?")


def moment(text: str | None) -> datetime | None:
    """A WARC-Date, which WARC 1.1 lets end after the year or any part after it; null where it is none."""
    found = _DATE.fullmatch(text or "")
    if found is None:
        return None
    year, month, day, hour, minute, second = (
        int(part or 1 - (n > 2)) for n, part in enumerate(found.groups()[:6])
    )
    micros = int((found[7] or "").ljust(6, "0")[:6])
    try:
        return datetime(year, month, day, hour, minute, second, micros, tzinfo=UTC)
    except ValueError:
        return None
