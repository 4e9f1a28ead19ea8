"""Sources: what is read together, composed from a run's captures; cost grows with what the run brought."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message

from archive.derived import showings, standing
from archive.files.naming import told_name
from archive.records import Capture, Part, PartRole, Sighting, Source
from archive.rows import bodies, captures


@dataclass(frozen=True, kw_only=True, slots=True)
class _Piece:
    role: PartRole
    url: str
    name: str
    sha256: str
    capture: str
    captured_at: str


@dataclass(frozen=True, kw_only=True, slots=True)
class _Composition:
    portal: str
    pieces: list[_Piece]
    """The page, then its files."""
    missing: list[str]
    """Addresses of linked files that were not fetched yet."""


def uncomposed(db: sqlite3.Connection) -> Iterator[str]:
    """Runs that may have captures not yet composed, oldest first; while one is composed, another may come to be one of them."""
    sql = "SELECT run FROM runs WHERE run NOT IN (SELECT run FROM composed) ORDER BY run"
    met: set[str] = set()
    while left := [run for (run,) in db.execute(sql) if run not in met]:
        met.add(left[0])
        yield left[0]


def compose(db: sqlite3.Connection, run: str) -> dict[str, str]:
    """Build the sources of a run, after those of earlier ones; gives those that an address began to show or may not have shown as was
    thought, and the first moment of each."""
    shown: dict[str, str] = {}
    for source, moment in _compose_run(db, run):
        shown[source] = min(moment, shown.get(source, moment))
    db.execute("INSERT INTO composed SELECT run FROM runs WHERE run = ? AND ended_at IS NOT NULL", (run,))
    return shown


def _compose_run(db: sqlite3.Connection, run: str) -> Iterator[tuple[str, str]]:
    began, bound = db.execute(
        "SELECT min(received_at), max(capture) FROM captures WHERE run = ?", (run,)
    ).fetchone()
    if bound is None:
        return
    pages = db.execute(
        "SELECT url FROM captures WHERE run = :run AND role = 'report' AND outcome = 'ok' AND sha256 IS NOT NULL"
        " UNION SELECT page.url FROM captures AS file JOIN links USING (url)"
        " JOIN captures AS page ON page.capture = links.capture"
        " WHERE file.run = :run AND page.role = 'report' AND page.capture <= :bound AND links.kind = 'attachment'",
        {"run": run, "bound": bound},
    ).fetchall()
    again = _again(db, run)
    for (url,) in pages:
        for until in (*_moments(db, url, again), f"{bound}~"):
            shown = _compose_page(db, url, run=run, below=until)
            if shown:
                yield shown
        if db.execute(_LATER, {"run": run, "url": url, "began": began}).fetchone():
            yield from ((one.source, one.at) for one in showings.look_again(db, url))
    for (url,) in sorted({*pages, *db.execute(_LOOKED, (run,)).fetchall()}):
        yield from showings.elsewhere(db, url, since=began)


_LOOKED = f"SELECT url FROM captures WHERE run = ? AND outcome IN {('not_modified', *showings.LEFT)}"
"""Where a run found a page as it was or none, whatever it was looked at as."""


_LATER = "SELECT 1 FROM showings WHERE url = :url AND run <> :run AND captured_at > :began"
"""Whether other runs began to show a page after this one had looked, as where it takes in what was fetched earlier."""


def _again(db: sqlite3.Connection, run: str) -> dict[str, list[str]]:
    """The copies of addresses of which a run brought several."""
    brought = "FROM captures WHERE run = :run AND outcome = 'ok'"
    several = f"SELECT url {brought} GROUP BY url HAVING count(*) > 1"
    copies: dict[str, list[str]] = {}
    for url, capture in db.execute(f"SELECT url, capture {brought} AND url IN ({several})", {"run": run}):
        copies.setdefault(url, []).append(capture)
    return copies


def _moments(db: sqlite3.Connection, url: str, again: Mapping[str, list[str]]) -> list[str]:
    """Below which captures to look before a run's last: wherever the page or a file of its comes once more.

    An import may bring many crawls, of which each may have asked for the files first: what came between two copies of one
    address stood there together.
    """
    if not again:
        return []
    files = db.execute(
        "SELECT DISTINCT links.url FROM captures AS page JOIN links ON links.capture = page.capture"
        " WHERE page.url = ? AND page.role = 'report' AND links.kind = 'attachment' AND links.url <> page.url",
        (url,),
    )
    addresses = (url, *(file for (file,) in files))
    moments: list[str] = []
    met: set[str] = set()
    for capture, address in sorted((capture, one) for one in addresses for capture in again.get(one, ())):
        if address in met:
            moments.append(capture)
            met = set()
        met.add(address)
    return moments


def _compose_page(db: sqlite3.Connection, url: str, *, run: str, below: str) -> tuple[str, str] | None:
    """The page's source as of the captures before `below`, and since when; null where the page showed the very same before."""
    made = _composition(db, url, below)
    if made is None:
        return None
    key = _key((piece.role, piece.url, piece.sha256) for piece in made.pieces)
    captured_at = max(piece.captured_at for piece in made.pieces)
    shown = db.execute(
        "SELECT source FROM showings WHERE url = ? AND captured_at <= ? AND before <> ? ORDER BY captured_at DESC LIMIT 1",
        (url, captured_at, showings.NEVER),
    ).fetchone()
    if shown == (key,):
        return None
    db.execute(
        "INSERT OR IGNORE INTO sources (source, portal, url, captured_at, run, missing) VALUES (?, ?, ?, ?, ?, ?)",
        (key, made.portal, url, captured_at, run, json.dumps(made.missing)),
    )
    db.executemany(
        "INSERT OR IGNORE INTO parts (source, position, role, url, name, sha256, capture) VALUES (?, ?, ?, ?, ?, ?, ?)",
        ((key, at, p.role, p.url, p.name, p.sha256, p.capture) for at, p in enumerate(made.pieces, 1)),
    )
    db.execute(
        "INSERT OR IGNORE INTO showings (source, captured_at, url, run, before) VALUES (?, ?, ?, ?, ?)",
        (key, captured_at, url, run, showings.before(db, key, captured_at, shown and shown[0])),
    )
    return key, captured_at


def _composition(db: sqlite3.Connection, url: str, below: str) -> _Composition | None:
    """What stood together at a page's address as of the captures before `below`; null where no page did."""
    page = _newest(db, url, below, role="report")
    if page is None:
        return None
    capture, portal, page_piece = page
    beside = standing.beside(db, url, below)
    linked = db.execute(
        "SELECT url, text FROM links WHERE capture = ? AND kind = 'attachment' AND url <> ? GROUP BY url ORDER BY min(position)",
        (capture, url),
    ).fetchall()
    found = {file: _newest(db, file, beside(file), name=text) for file, text in linked}
    return _Composition(
        portal=portal,
        pieces=[page_piece, *(piece for _, _, piece in filter(None, found.values()))],
        missing=[
            file
            for file, piece in found.items()
            if piece is None and not standing.gone(db, file, beside(file))
        ],
    )


def _newest(
    db: sqlite3.Connection, url: str, below: str, *, role: str | None = None, name: str = ""
) -> tuple[str, str, _Piece] | None:
    """Capture, portal and piece of the newest real copy of an address among the captures before `below`. An attachment's name is
    the server's, else `name`."""
    row = db.execute(
        "SELECT capture, portal, sha256, received_at FROM captures WHERE url = ? AND capture < ? AND outcome = 'ok'"
        " AND sha256 IS NOT NULL AND (? IS NULL OR role = ?) ORDER BY capture DESC LIMIT 1",
        (url, below, role, role),
    ).fetchone()
    if row is None:
        return None
    capture, portal, sha256, at = row
    as_part: PartRole = "page" if role else "attachment"
    if as_part == "attachment":
        (told,) = captures.select(db, "capture = ?", (capture,))
        name = told_name(told.response_headers) or name
    piece = _Piece(role=as_part, url=url, name=name, sha256=sha256, capture=capture, captured_at=at)
    return capture, portal, piece


def _key(pieces: Iterable[tuple[str, str, str]]) -> str:
    told = "\0".join(f"{role} {url} {sha256}" for role, url, sha256 in pieces)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def key_of(db: sqlite3.Connection, source: str) -> str:
    """The key that a source's parts give."""
    return _key(
        db.execute("SELECT role, url, sha256 FROM parts WHERE source = ? ORDER BY position", (source,))
    )


def unread(db: sqlite3.Connection, extractor: str) -> list[str]:
    """Keys of the sources that `extractor` has not read, oldest first."""
    rows = db.execute(
        "SELECT source FROM sources WHERE NOT EXISTS"
        " (SELECT 1 FROM readings WHERE readings.source = sources.source AND extractor = ?)"
        " ORDER BY captured_at, source",
        (extractor,),
    )
    return [key for (key,) in rows]


def every(db: sqlite3.Connection) -> list[str]:
    """Keys of all sources, oldest first."""
    return [key for (key,) in db.execute("SELECT source FROM sources ORDER BY captured_at, source")]


def load(db: sqlite3.Connection, key: str) -> Source:
    """A source with its bodies. Raises ArchiveDamaged where one is not whole."""
    portal, url, captured_at = db.execute(
        "SELECT portal, url, captured_at FROM sources WHERE source = ?", (key,)
    ).fetchone()
    parts = db.execute(
        "SELECT role, url, name, sha256, capture FROM parts WHERE source = ? ORDER BY position", (key,)
    ).fetchall()
    return Source(
        key=key,
        portal=portal,
        url=url,
        captured_at=captured_at,
        parts=tuple(_part(db, *part) for part in parts),
        sighting=_sighting(db, url),
    )


def _part(db: sqlite3.Connection, role: PartRole, url: str, name: str, sha256: str, capture: str) -> Part:
    (told,) = captures.select(db, "capture = ?", (capture,))
    return Part(
        role=role,
        url=url,
        name=name,
        media_type=told.media_type,
        charset=charset(told),
        sha256=sha256,
        capture=capture,
        captured_at=told.received_at,
        body=bodies.get(db, sha256),
    )


def charset(capture: Capture) -> str | None:
    """The character set that the Content-Type header names."""
    message = Message()
    for name, value in capture.response_headers:
        if name.lower() == "content-type":
            message["Content-Type"] = value.replace("\n", " ").replace("\r", " ")
            return message.get_content_charset()
    return None


def _sighting(db: sqlite3.Connection, url: str) -> Sighting | None:
    """What was last said of the address, preferring a statement that names the organ or the year."""
    names = "portal, url, found_on, title, organ, year, published, published_label, at, run"
    row = db.execute(
        f"SELECT {names} FROM sightings"
        " WHERE url = ? ORDER BY (organ IS NOT NULL) + (year IS NOT NULL) DESC, at DESC LIMIT 1",
        (url,),
    ).fetchone()
    return Sighting(**dict(zip(names.split(", "), row, strict=True))) if row else None


def sightings_elsewhere(db: sqlite3.Connection, report: str, url: str) -> Iterator[str]:
    """The other addresses a report was seen at."""
    for (other,) in db.execute(
        "SELECT DISTINCT url FROM appearances WHERE report = ? AND url <> ? ORDER BY url", (report, url)
    ):
        yield other
