"""The rows of a fetch: captures with their headers, links, sightings, events, organs; and a capture back from its row."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator

from archive.clean import wellformed
from archive.records import Capture, Event, Fetched, Headers, Link, Organ, Outcome, Sighting

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

COLUMNS = (
    "capture, run, portal, url, final_url, status, outcome, evidence, requested_at, received_at, request_headers,"
    " request_values, response_headers, response_values, sha256, wire_sha256, media_type, tls, referrer, role"
)
INSERT = f"INSERT OR IGNORE INTO captures ({COLUMNS}) VALUES ({', '.join('?' * 20)})"


def put(db: sqlite3.Connection, fetched: Iterable[Fetched]) -> None:
    """Append captures and what their pages say; a capture that is there already stays as it is."""
    for one in fetched:
        try:
            _put(db, one)
        except UnicodeEncodeError:
            _put(db, wellformed(one))


def _put(db: sqlite3.Connection, one: Fetched) -> None:
    _put_capture(db, one.capture)
    _put_links(db, one.capture.id, one.links)
    if one.sighting:
        _put_sighting(db, one.sighting)


def _put_capture(db: sqlite3.Connection, capture: Capture) -> None:
    asked, asked_values = _put_headers(db, capture.request_headers, referrer=capture.referrer)
    answered, answered_values = _put_headers(db, capture.response_headers)
    db.execute(
        INSERT,
        (
            *(capture.id, capture.run, capture.portal, capture.url),
            capture.final_url if capture.final_url != capture.url else None,
            *(capture.status, capture.outcome.value, capture.evidence),
            *(capture.requested_at, capture.received_at, asked, asked_values, answered, answered_values),
            *(
                capture.sha256,
                capture.wire_sha256,
                capture.media_type,
                capture.tls,
                capture.referrer,
                capture.role,
            ),
        ),
    )


def _put_headers(
    db: sqlite3.Connection, headers: Headers, *, referrer: str | None = None
) -> tuple[str | None, str | None]:
    """The key of the header set and the varying values as JSON: the set has null where a value goes, in order.

    A value that is the capture's referrer, which its row has already, is `true`.
    """
    if not headers:
        return None, None
    fields = [[name, None if name.lower() in VARYING else value] for name, value in headers]
    text = json.dumps(fields, ensure_ascii=False, separators=(",", ":"))
    key = headers_key(text)
    db.execute("INSERT OR IGNORE INTO headers VALUES (?, ?)", (key, text))
    varying = (value for name, value in headers if name.lower() in VARYING)
    values = [True if value == referrer else value for value in varying]
    return key, json.dumps(values, ensure_ascii=False, separators=(",", ":")) if values else None


def headers_key(fields: str) -> str:
    return hashlib.sha256(fields.encode()).hexdigest()[:16]


def _put_links(db: sqlite3.Connection, capture: str, links: Iterable[Link]) -> None:
    db.executemany(
        "INSERT OR IGNORE INTO links (capture, position, url, text, kind) VALUES (?, ?, ?, ?, ?)",
        ((capture, position, link.url, link.text, link.kind) for position, link in enumerate(links, 1)),
    )


def _put_sighting(db: sqlite3.Connection, s: Sighting) -> None:
    db.execute(
        "INSERT OR IGNORE INTO sightings (run, portal, url, at, found_on, title, organ, year, published, published_label)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (s.run, s.portal, s.url, s.at, s.found_on, s.title, s.organ, s.year, s.published, s.published_label),
    )


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
    rest = iter([(referrer or "") if value is True else value for value in json.loads(values or "[]")])
    return tuple((name, next(rest) if value is None else value) for name, value in json.loads(fields))


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
