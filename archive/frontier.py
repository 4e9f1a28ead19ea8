"""What to fetch next: the waiting, claimed and done addresses of every portal, in the archive's `frontier` table.

Rows live for one round: they are put, claimed, done, and forgotten when a portal's crawl has come to its own end. What is left
over from a crawl that was cut short is what the next one resumes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from archive.records import Role

_COLUMNS = "portal, url, fingerprint, score, role, arm, found_on, depth, request"


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """An address that is to be fetched."""

    portal: str
    url: str
    fingerprint: str
    """The request's identity: the same address is asked once."""
    score: float
    role: Role = "other"
    arm: str | None = None
    found_on: str | None = None
    depth: int = 0
    request: str = "{}"
    """The request as JSON, so that another process can send it."""

    @property
    def key(self) -> tuple[str, str]:
        """(portal, fingerprint): what `claim` and `finish` take."""
        return self.portal, self.fingerprint


def put(db: Database, waiting: Iterable[Waiting], *, run: str | None, at: str) -> None:
    """Queue what is not known yet; an address that waits already is kept as what promises more."""
    db.conn.executemany(
        "INSERT INTO frontier (portal, fingerprint, url, state, score, role, arm, found_on, depth, request, run, at)"
        " VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET score = excluded.score, role = excluded.role, arm = excluded.arm, url = excluded.url,"
        " found_on = excluded.found_on, depth = excluded.depth, request = excluded.request"
        " WHERE state = 'waiting' AND excluded.score > score",
        (
            (w.portal, w.fingerprint, w.url, w.score, w.role, w.arm, w.found_on, w.depth, w.request, run, at)
            for w in waiting
        ),
    )


def claim(db: Database, keys: Iterable[tuple[str, str]], *, at: str) -> None:
    """Mark as being fetched."""
    db.conn.executemany(
        "UPDATE frontier SET state = 'claimed', at = ? WHERE portal = ? AND fingerprint = ? AND state = 'waiting'",
        ((at, portal, fingerprint) for portal, fingerprint in keys),
    )


def finish(db: Database, done: Iterable[tuple[str, str]], *, at: str) -> None:
    """Mark (portal, fingerprint) pairs as fetched; called in the transaction that stores their captures."""
    db.conn.executemany(
        "UPDATE frontier SET state = 'done', at = ? WHERE portal = ? AND fingerprint = ?",
        ((at, portal, fingerprint) for portal, fingerprint in done),
    )


def release(db: Database, portal: str) -> None:
    """Let what a crawl that died had claimed wait again."""
    db.conn.execute("UPDATE frontier SET state = 'waiting' WHERE portal = ? AND state = 'claimed'", (portal,))


def renew(db: Database, portal: str, *, said: str) -> None:
    """Let wait again whatever was asked for by a request with this key set: what it brought was kept by the process that is gone."""
    db.conn.execute(
        "UPDATE frontier SET state = 'waiting'"
        " WHERE portal = ? AND CASE WHEN json_valid(request) THEN json_extract(request, '$.' || ?) END",
        (portal, said),
    )


def waiting(db: Database, portal: str) -> list[Waiting]:
    """What waits, best first, and among equals what was found first."""
    rows = db.conn.execute(
        f"SELECT {_COLUMNS} FROM frontier WHERE portal = ? AND state = 'waiting' ORDER BY score DESC, at, fingerprint",
        (portal,),
    ).fetchall()
    names = _COLUMNS.split(", ")
    return [Waiting(**dict(zip(names, row, strict=True))) for row in rows]


def fingerprints(db: Database, portal: str) -> set[str]:
    """Every request of this round, in whatever state."""
    rows = db.conn.execute("SELECT fingerprint FROM frontier WHERE portal = ?", (portal,))
    return {fingerprint for (fingerprint,) in rows}


def reports_done(db: Database, portal: str) -> int:
    """Report pages of this round that were fetched."""
    row = db.conn.execute(
        "SELECT count(*) FROM frontier WHERE portal = ? AND role = 'report' AND state = 'done'", (portal,)
    ).fetchone()
    return int(row[0])


def forget(db: Database, portal: str) -> None:
    """End the portal's round: the next crawl starts from its home."""
    db.conn.execute("DELETE FROM frontier WHERE portal = ?", (portal,))
