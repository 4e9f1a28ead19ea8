"""The rows of a fetch: captures with their headers, links, sightings, events, organs; and a capture back from its row."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from email.utils import formatdate, parsedate_to_datetime
from functools import lru_cache
from itertools import chain

from archive.files.clean import wellformed
from archive.records import Capture, Event, Fetched, Headers, Organ, Outcome, Sighting
from archive.rows import strings
from archive.rows.strings import STRING

VARYING = frozenset(
    {
        *(
            "age",
            "cf-ray",
            "content-length",
            "cookie",
            "date",
            "etag",
            "expires",
            "if-modified-since",
            "if-none-match",
        ),
        *("last-modified", "location", "referer", "set-cookie", "x-request-id", "x-trace-id"),
    }
)
"""Headers whose values change from answer to answer; the others of a server are the same and stored once."""

DATE = len("Sun, 06 Nov 1994 08:49:37 GMT")

COLUMNS = (
    "capture, run, portal, url, final_url, status, outcome, evidence, requested_at, received_at, request_headers,"
    " request_values, response_headers, response_values, sha256, wire_sha256, media_type, tls, referrer, role"
)
_NUMBER = "(SELECT number FROM headers WHERE headers = ?)"
INSERT = f"""
INSERT OR IGNORE INTO capture_rows (capture, run, portal, url, final_url, status, outcome, evidence, received, waited,
  request_headers, request_values, response_headers, response_values, sha256, wire_sha256, media_type, tls, referrer, role,
  link_set)
VALUES (?, {STRING}, {STRING}, {STRING}, {STRING}, ?, ?, ?, ?, ?, {_NUMBER}, ?, {_NUMBER}, ?, ?, ?, {STRING}, ?, {STRING}, ?, ?)
"""

_Told = tuple[str | None, str, str | None]
"""Headers as they are stored: key of their set, set, varying values."""


def put(db: sqlite3.Connection, fetched: Sequence[Fetched]) -> None:
    """Append captures and what their pages say, in order; a capture that is there already stays as it is.

    As few statements as go: at each one SQLite lets go of the interpreter and waits for it again, while a crawl wants it.
    """
    try:
        _put(db, fetched)
    except UnicodeEncodeError:
        _put(db, [wellformed(one) for one in fetched])


def _put(db: sqlite3.Connection, fetched: Sequence[Fetched]) -> None:
    sightings = [one.sighting for one in fetched if one.sighting]
    strings.put(db, chain.from_iterable(_shared(one.capture) for one in fetched))
    strings.put(db, chain.from_iterable(map(_seen, sightings)))
    told = [_headers_of(one.capture) for one in fetched]
    sets = {key: fields for pair in told for key, fields, _ in pair if key is not None}
    db.executemany("INSERT OR IGNORE INTO headers (headers, fields) VALUES (?, ?)", sets.items())
    rows: list[tuple[object, ...]] = []
    for one, (asked, answered) in zip(fetched, told, strict=True):
        links = strings.link_set(db, [(link.url, link.text, link.kind) for link in one.links])
        if links is None and one.capture.outcome is Outcome.NOT_MODIFIED:
            # What it confirms may be among these.
            db.executemany(INSERT, rows)
            rows = []
            links = _confirmed(db, one.capture)
        rows.append(_row(one.capture, asked, answered, links))
    db.executemany(INSERT, rows)
    db.executemany(
        "INSERT OR IGNORE INTO sighting_rows (run, portal, url, found_on, title, organ, at, year, published, published_label)"
        f" VALUES ({STRING}, {STRING}, {STRING}, {STRING}, {STRING}, {STRING}, ?, ?, ?, ?)",
        ((*_seen(s), strings.micros(s.at), s.year, s.published, s.published_label) for s in sightings),
    )


def _confirmed(db: sqlite3.Connection, capture: Capture) -> int | None:
    """The links of the body that a 304 confirms: what the page points to stands as before."""
    row = db.execute(
        f"SELECT link_set FROM capture_rows WHERE url = {STRING} AND sha256 = ? AND outcome = 'ok' ORDER BY capture DESC LIMIT 1",
        (capture.url, strings.raw(capture.sha256)),
    ).fetchone()
    return int(row[0]) if row and row[0] is not None else None


def _shared(c: Capture) -> tuple[str | None, ...]:
    """The texts of a capture that others have too."""
    moved = c.final_url if c.final_url != c.url else None
    return c.run, c.portal, c.url, moved, c.media_type, c.referrer


def _seen(s: Sighting) -> tuple[str | None, ...]:
    """The texts of a sighting that others have too."""
    return s.run, s.portal, s.url, s.found_on, s.title, s.organ


def _row(c: Capture, asked: _Told, answered: _Told, link_set: int | None) -> tuple[object, ...]:
    """A capture as `INSERT` takes it."""
    received = strings.micros(c.received_at)
    *places, media_type, referrer = _shared(c)
    return (
        *(c.id, *places, c.status, c.outcome.value, c.evidence),
        *(received, received - strings.micros(c.requested_at)),
        *(asked[0], asked[2], answered[0], answered[2]),
        *(strings.raw(c.sha256), strings.raw(c.wire_sha256), media_type),
        *(c.tls, referrer, c.role, link_set),
    )


def _headers_of(c: Capture) -> tuple[_Told, _Told]:
    return _told(c.request_headers, referrer=c.referrer), _told(c.response_headers)


def _told(headers: Headers, *, referrer: str | None = None) -> _Told:
    """The key of the header set, the set, and the varying values as JSON: the set has null where a value goes, in order.

    A value that is the capture's referrer, which its row has already, is `true`; a date is its seconds since 1970.
    """
    if not headers:
        return None, "", None
    fields = [[name, None if name.lower() in VARYING else value] for name, value in headers]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    varying = (value for name, value in headers if name.lower() in VARYING)
    values = [True if value == referrer else _dated(value) for value in varying]
    return (
        headers_key(text),
        text,
        json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else None,
    )


def _dated(value: str) -> str | int:
    return _seconds(value) if len(value) == DATE and value.endswith(" GMT") else value


@lru_cache(4096)
def _seconds(value: str) -> str | int:
    try:
        seconds = int(parsedate_to_datetime(value).timestamp())
    except (ValueError, OverflowError):
        return value
    return seconds if formatdate(seconds, usegmt=True) == value else value


def headers_key(fields: str) -> str:
    return hashlib.sha256(fields.encode()).hexdigest()[:16]


def put_events(db: sqlite3.Connection, events: Iterable[Event]) -> None:
    """Append events; the same event told twice is one."""
    rows = [(e.run, e.portal, e.url, e.code, e.message, e.at) for e in events]
    db.executemany(
        "INSERT OR IGNORE INTO events (event, run, portal, url, code, message, at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((hashlib.sha256("\0".join(row).encode()).hexdigest()[:32], *row) for row in rows),
    )


def put_organs(db: sqlite3.Connection, organs: Iterable[Organ]) -> None:
    """Note organs that a directory names; the first look stays."""
    db.executemany(
        "INSERT OR IGNORE INTO organs (portal, organ, url, found_on, at) VALUES (?, ?, ?, ?, ?)",
        ((o.portal, o.organ, o.url, o.found_on, o.at) for o in organs),
    )


def headers(
    db: sqlite3.Connection, key: str | None, values: str | None, *, referrer: str | None = None
) -> Headers:
    """Headers as they were sent, in order."""
    if key is None:
        return ()
    (fields,) = db.execute("SELECT fields FROM headers WHERE headers = ?", (key,)).fetchone()
    rest = (_said(value, referrer) for value in json.loads(values or "[]"))
    return tuple((name, next(rest) if value is None else value) for name, value in json.loads(fields))


def _said(value: str | int, referrer: str | None) -> str:
    if value is True:
        return referrer or ""
    return formatdate(value, usegmt=True) if isinstance(value, int) else value


def capture(db: sqlite3.Connection, row: sqlite3.Row) -> Capture:
    """A capture from a row of all its columns."""
    return Capture(
        id=row["capture"],
        run=row["run"],
        portal=row["portal"],
        url=row["url"],
        final_url=row["final_url"] or row["url"],
        status=row["status"],
        outcome=Outcome(row["outcome"]),
        evidence=row["evidence"],
        requested_at=row["requested_at"],
        received_at=row["received_at"],
        request_headers=headers(db, row["request_headers"], row["request_values"], referrer=row["referrer"]),
        response_headers=headers(db, row["response_headers"], row["response_values"]),
        sha256=row["sha256"],
        wire_sha256=row["wire_sha256"],
        media_type=row["media_type"],
        tls=row["tls"],
        referrer=row["referrer"],
        role=row["role"],
    )


def select(db: sqlite3.Connection, where: str, parameters: tuple[object, ...]) -> Iterator[Capture]:
    """Captures by a condition written in this package."""
    cursor = db.cursor()
    cursor.row_factory = sqlite3.Row
    for row in cursor.execute(f"SELECT {COLUMNS} FROM captures WHERE {where}", parameters):
        yield capture(db, row)


def newest(db: sqlite3.Connection, sha256: str, *, url: str | None = None) -> Capture | None:
    """The newest real capture that brought this body (at `url`, where one is given); null where none did."""
    prefix = bytes.fromhex(sha256)[:8]
    names = "capture IN (SELECT capture FROM capture_rows WHERE substr(sha256, 1, 8) = ?)"
    where = (
        f"{names} AND sha256 = ? AND outcome = 'ok' AND coalesce(?, url) = url ORDER BY capture DESC LIMIT 1"
    )
    return next(select(db, where, (prefix, sha256, url)), None)


def body_at(db: sqlite3.Connection, url: str, received_at: str) -> str | None:
    """The digest of the body that an address showed at a time; one without a fraction stands for its whole second."""
    start = strings.micros(received_at)
    end = start + (1_000_000 if start % 1_000_000 == 0 else 1)
    row = db.execute(
        f"SELECT lower(hex(sha256)) FROM capture_rows WHERE url = {STRING} AND received >= ? AND received < ?"
        " AND sha256 IS NOT NULL ORDER BY capture LIMIT 1",
        (url, start, end),
    ).fetchone()
    return str(row[0]) if row else None


def body_before(db: sqlite3.Connection, url: str, received_at: str) -> str | None:
    """The digest of the body that an address last showed before a time."""
    row = db.execute(
        f"SELECT lower(hex(sha256)) FROM capture_rows WHERE url = {STRING} AND received < ? AND sha256 IS NOT NULL"
        " AND outcome = 'ok' ORDER BY received DESC, capture DESC LIMIT 1",
        (url, strings.micros(received_at)),
    ).fetchone()
    return str(row[0]) if row else None
