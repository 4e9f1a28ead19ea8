"""What seals a run: a digest over every row that it brought, so that none can be lost or altered unseen."""

import hashlib
import json
import sqlite3

from archive import captures

ROWS = (
    f"SELECT {captures.COLUMNS} FROM captures WHERE run = ? ORDER BY capture",
    "SELECT links.* FROM captures JOIN links USING (capture) WHERE run = ? ORDER BY capture, position",
    "SELECT * FROM sightings WHERE run = ? ORDER BY url, at",
    "SELECT * FROM events WHERE run = ? ORDER BY event",
)


def of_run(db: sqlite3.Connection, run: str) -> str:
    """The digest over a run's captures, links, sightings and events as they are stored."""
    running = hashlib.sha256()
    for sql in ROWS:
        for row in db.execute(sql, (run,)):
            running.update(json.dumps(row, ensure_ascii=False).encode("utf-8", "surrogatepass"))
        running.update(b"\0")
    return running.hexdigest()
