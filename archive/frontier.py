"""What to fetch next: the waiting, claimed and done addresses of every portal, in the archive's `frontier` table."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

from archive.records import Role


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


def put(db: Database, waiting: Iterable[Waiting], *, run: str | None, at: str) -> None:
    """Queue what is not known yet; an address that waits already keeps the better score."""
    db.conn.executemany(
        "INSERT INTO frontier (portal, fingerprint, url, state, score, role, arm, found_on, depth, request, run, at)"
        " VALUES (?, ?, ?, 'waiting', ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT DO UPDATE SET score = max(score, excluded.score) WHERE state = 'waiting'",
        (
            (w.portal, w.fingerprint, w.url, w.score, w.role, w.arm, w.found_on, w.depth, w.request, run, at)
            for w in waiting
        ),
    )


def finish(db: Database, done: Iterable[tuple[str, str]], *, at: str) -> None:
    """Mark (portal, fingerprint) pairs as fetched; called in the transaction that stores their captures."""
    db.conn.executemany(
        "UPDATE frontier SET state = 'done', at = ? WHERE portal = ? AND fingerprint = ?",
        ((at, portal, fingerprint) for portal, fingerprint in done),
    )
