"""What seals a run: a digest over its own row and every one that it brought, so that none can be lost or altered unseen."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable

from archive.rows import captures

ROWS = (
    f"SELECT {captures.COLUMNS} FROM captures WHERE run = ? ORDER BY capture",
    "SELECT links.* FROM captures JOIN links USING (capture) WHERE run = ? ORDER BY capture, position",
    "SELECT * FROM sightings WHERE run = ? ORDER BY url, at",
    "SELECT * FROM events WHERE run = ? ORDER BY event",
)
OWN = (
    "SELECT run, kind, started_at, ended_at, reason, requests, bytes, counts, code, extractor, arguments FROM runs"
    " WHERE run = ?"
)


def of_run(db: sqlite3.Connection, run: str) -> str:
    """The digest over a run's captures, links, sightings and events as they are stored, and its own row."""
    return _digest(db, run, (*ROWS, OWN))


def holds(db: sqlite3.Connection, run: str, sealed: str) -> bool:
    """Whether a run is as it was sealed. Seals that were made before its own row was under them are over the rest."""
    return sealed == of_run(db, run) or sealed == _digest(db, run, ROWS)


def _digest(db: sqlite3.Connection, run: str, rows: Iterable[str]) -> str:
    running = hashlib.sha256()
    for sql in rows:
        for row in db.execute(sql, (run,)):
            running.update(json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        running.update(b"\0")
    return running.hexdigest()
