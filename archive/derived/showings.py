"""Showings beside all looks at their parts: whether a source stood together at that moment, and since when its parts may have been
edited. A crawl composes a page with the copies of files that it had seen; where archives were joined, another crawl may have seen by
then that they were others.
"""

import json
import sqlite3
from collections.abc import Iterator
from typing import NamedTuple

from archive.clock import after

LEFT = ("gone", "soft_404", "client_error", "off_host", "private_address", "redirect")
"""Outcomes after which an address shows its page no more: what its files say from then on was never beside it."""

NEVER = "null"
"""`before` of a showing that a look contradicts."""

SEEN = ("ok", "not_modified")
"""Outcomes after which an address showed its page."""
_STOOD = f"""
SELECT c.sha256 IS :sha256 AND c.outcome IN {SEEN} FROM captures AS c
WHERE c.url = :url AND c.capture < :after AND c.received_at <= :at
  AND (c.outcome IN {SEEN} AND c.sha256 IS NOT NULL OR :role = 'page' AND c.outcome IN {LEFT})
  AND (:role <> 'page' OR c.role = 'report')
ORDER BY c.capture DESC LIMIT 1
"""
_OTHERWISE = f"""
SELECT received_at FROM captures WHERE url = :url AND capture < :after AND received_at <= :at AND outcome IN {SEEN}
  AND sha256 IS NOT :sha256
ORDER BY capture DESC LIMIT 1
"""
_HAS = "SELECT 1 FROM parts WHERE source = ? AND url = ? AND sha256 = ?"


def before(db: sqlite3.Connection, source: str, at: str, shown: str | None) -> str:
    """What `showings.before` holds of a source that its address showed from a moment on, after the source `shown`: parts that are others
    than there, each with when its address was last seen otherwise. NEVER where a part was another by then."""
    told = {}
    moment = {"at": at, "after": after(at)}
    parts = db.execute("SELECT role, url, sha256 FROM parts WHERE source = ? ORDER BY position", (source,))
    for role, url, sha256 in parts.fetchall():
        look = {"role": role, "url": url, "sha256": sha256, **moment}
        if db.execute(_STOOD, look).fetchone() == (0,):
            return NEVER
        if shown and db.execute(_HAS, (shown, url, sha256)).fetchone():
            continue
        for (seen,) in db.execute(_OTHERWISE, look):
            told[url] = seen
    return json.dumps(told)


class Changed(NamedTuple):
    """A showing of which something else is held than was."""

    source: str
    at: str
    run: str
    contradicted: bool


def look_again(db: sqlite3.Connection, url: str) -> list[Changed]:
    """Bring what is held of an address's showings up to the looks that are known now; gives those of which something else is held then.

    A run of which one is contradicted is to be composed anew: what it saw stood beside something else than it knew.
    """
    changed: list[Changed] = []
    shown: str | None = None
    rows = db.execute(
        "SELECT source, captured_at, run, before FROM showings WHERE url = ? ORDER BY captured_at, source",
        (url,),
    )
    for source, at, run, was in rows.fetchall():
        told = before(db, source, at, shown)
        if told != was:
            of = (told, source, at)
            db.execute("UPDATE showings SET before = ? WHERE source = ? AND captured_at = ?", of)
            changed.append(Changed(source, at, run, told == NEVER))
        if told != NEVER:
            shown = source
    db.executemany("DELETE FROM composed WHERE run = ?", {(one.run,) for one in changed if one.contradicted})
    return changed


_ELSEWHERE = """
SELECT there.source, there.captured_at FROM appearances AS here JOIN appearances AS there USING (report)
WHERE here.url = :url AND there.url <> :url AND there.captured_at >= :since GROUP BY there.source, there.captured_at
ORDER BY there.captured_at DESC"""


def elsewhere(db: sqlite3.Connection, url: str, *, since: str = "") -> Iterator[tuple[str, str]]:
    """What other addresses showed from a moment on of the reports that this one shows, and when: a look at one place tells until when what
    another says otherwise was not edited."""
    yield from db.execute(_ELSEWHERE, {"url": url, "since": since}).fetchall()
