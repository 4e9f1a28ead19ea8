"""Bodies made smaller while others read: dictionaries trained anew, and every body stored the best way that is known now.

A batch is one transaction, each body is proved before it is replaced, and dictionaries are kept for ever: whenever this stops, every
body can be read.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from itertools import islice
from sqlite3 import Connection

from archive.rows import blobs, bodies
from archive.rows.bodies import Kind
from archive.rows.strings import STRING

BATCH = 200
"""Bodies a transaction: a writer elsewhere waits no longer than it takes."""
FEW = bodies.STAGES[0]
"""Bodies of one portal and media type that a dictionary is trained from."""
SAMPLES = 600
"""Bodies of a kind that a new dictionary is trained from, spread over all by their digests."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Gain:
    """What compacting did."""

    bodies: int
    rewritten: int
    dictionaries: int
    before: int
    """Bytes of all bodies as stored."""
    after: int


def kinds(db: Connection) -> list[Kind]:
    """Portals and media types with enough bodies for a dictionary."""
    rows = db.execute(
        "SELECT portal, coalesce(media_type, '') AS media FROM captures WHERE sha256 IS NOT NULL AND outcome <> 'not_modified'"
        " GROUP BY portal, media HAVING count(DISTINCT sha256) >= ? ORDER BY portal, media",
        (FEW,),
    )
    return [(portal, media) for portal, media in rows]


def retrain(db: Connection, kind: Kind, *, at: str) -> bool:
    """Keep a new dictionary for a kind where it is better than what its bodies have now; gives whether it was."""
    every = db.execute(
        "SELECT DISTINCT lower(hex(sha256)) AS digest FROM capture_rows AS c JOIN body_rows USING (sha256)"
        f" WHERE c.portal = {STRING} AND c.media_type IS {STRING} AND outcome <> 'not_modified' AND base IS NULL"
        " AND size BETWEEN 1 AND ? ORDER BY digest",
        (kind[0], kind[1] or None, blobs.LARGE),
    ).fetchall()
    whole = filter(None, (bodies.sound(db, sha256) for (sha256,) in every[:SAMPLES]))
    samples = list(_within(bodies.MOST_SAMPLES, whole))
    if len(samples) < FEW:
        return False
    return bodies.learn(db, kind, samples, count=len(every), at=at) is not None


def _within(most: int, samples: Iterable[bytes]) -> Iterator[bytes]:
    """As many of them as come to `most` bytes."""
    for body in samples:
        most -= len(body)
        if most < 0:
            return
        yield body


def rewrite(db: Connection, transaction: Callable[[], AbstractContextManager[None]]) -> int:
    """Store every body the best way known; gives how many changed. One that is damaged stays as it is: `verify` names it."""
    each = iter(_bodies(db))
    changed = 0
    while batch := list(islice(each, BATCH)):
        with transaction():
            changed += sum(_rewrite(db, *row) for row in batch)
    return changed


def _bodies(db: Connection) -> Iterator[tuple[str, str, Kind]]:
    """Digest, address and kind of every body, earliest captures first."""
    rows = db.execute(
        "SELECT sha256, url, portal, coalesce(media_type, ''), min(capture) AS first FROM captures"
        " WHERE sha256 IS NOT NULL GROUP BY sha256 ORDER BY first"
    ).fetchall()
    yield from ((sha256, url, (portal, media)) for sha256, url, portal, media, _ in rows)


def _rewrite(db: Connection, sha256: str, url: str, kind: Kind) -> bool:
    digest = bytes.fromhex(sha256)
    (stored,) = db.execute("SELECT length(data) FROM body_rows WHERE sha256 = ?", (digest,)).fetchone()
    body = bodies.sound(db, sha256)
    if body is None:
        return False
    dictionary = bodies.newest(db, kind)[0] if 0 < len(body) <= blobs.LARGE else None
    base = None if _carries(db, sha256) else _base(db, sha256, url, len(body))
    packed = bodies.best(db, body, dictionary=dictionary, base=base)
    if len(packed.data) > bodies.WORTH * stored:
        return False
    bodies.replace(db, sha256, packed)
    bodies.get(db, sha256)
    return True


def _carries(db: Connection, sha256: str) -> bool:
    """Whether other bodies are stored against this one, so that it must stand alone."""
    carried = "SELECT 1 FROM body_rows WHERE base = (SELECT body FROM body_rows WHERE sha256 = ?)"
    return db.execute(carried, (bytes.fromhex(sha256),)).fetchone() is not None


def _base(db: Connection, sha256: str, url: str, size: int) -> str | None:
    """The earliest other body of the address that stands alone and came before this one."""
    if size > blobs.LARGE:
        return None
    digest = bytes.fromhex(sha256)
    row = db.execute(
        f"SELECT lower(hex(b.sha256)) FROM capture_rows AS c JOIN body_rows AS b USING (sha256) WHERE c.url = {STRING}"
        " AND b.sha256 <> ? AND base IS NULL AND size BETWEEN 1 AND ?"
        f" AND c.capture < (SELECT min(capture) FROM capture_rows WHERE sha256 = ? AND url = {STRING})"
        " ORDER BY (SELECT count(*) FROM body_rows AS d WHERE d.base = b.body) DESC, c.capture LIMIT 1",
        (url, digest, blobs.LARGE, digest, url),
    ).fetchone()
    return row[0] if row else None
