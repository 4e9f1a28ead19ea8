"""The rows of runs: opened, closed with their counts and seal, and opened again where more comes."""

import json
import sqlite3
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib import metadata

from archive.records import RunKind
from archive.rows import proof
from archive.rows.strings import STRING


def start(
    db: sqlite3.Connection,
    run: str,
    *,
    kind: RunKind,
    at: str,
    extractor: str | None,
    arguments: Mapping[str, object],
) -> None:
    """Note a new run; those that a process which died left open are closed as `interrupted`."""
    for (left,) in db.execute("SELECT run FROM runs WHERE ended_at IS NULL").fetchall():
        close(db, left, reason="interrupted", counts={}, at=at)
    told = json.dumps(arguments, ensure_ascii=False, default=str)
    db.execute(
        "INSERT INTO runs (run, kind, started_at, code, extractor, arguments) VALUES (?, ?, ?, ?, ?, ?)",
        (run, kind, at, _code(), extractor, told),
    )


def close(db: sqlite3.Connection, run: str, *, reason: str, counts: Mapping[str, object], at: str) -> None:
    """Close a run: when, why, what it counted, how its visits ended, how much it brought, and the seal over all of it."""
    requests, size = db.execute(
        "SELECT count(*), coalesce(sum((SELECT size FROM body_rows AS b WHERE b.sha256 = c.sha256)), 0)"
        f" FROM capture_rows AS c WHERE run = {STRING}",
        (run,),
    ).fetchone()
    verdicts = dict(
        db.execute("SELECT outcome, count(*) FROM captures WHERE run = ? GROUP BY outcome", (run,))
    )
    told = json.dumps({**counts, "verdicts": verdicts} if verdicts else counts, ensure_ascii=False)
    db.execute(
        "UPDATE runs SET ended_at = ?, reason = ?, requests = ?, bytes = ?, counts = ? WHERE run = ?",
        (at, reason, requests, size, told, run),
    )
    _seal(db, run)


def conclude(
    db: sqlite3.Connection, run: str, *, extractor: str | None, counts: Mapping[str, object]
) -> None:
    """Add to a run that is over what only reading its captures told, and which extractor read them."""
    told = json.dumps(counts, ensure_ascii=False)
    db.execute(
        "UPDATE runs SET extractor = ?, counts = json_patch(counts, ?) WHERE run = ?",
        (extractor, told, run),
    )
    _seal(db, run)


def reopen(db: sqlite3.Connection, runs: Iterable[str]) -> None:
    """Runs that bring more after their end are composed and sealed anew."""
    for run in runs:
        if db.execute("SELECT 1 FROM runs WHERE run = ? AND ended_at IS NOT NULL", (run,)).fetchone():
            db.execute("DELETE FROM composed WHERE run = ?", (run,))
            _seal(db, run)


def _seal(db: sqlite3.Connection, run: str) -> None:
    db.execute("UPDATE runs SET proof = ? WHERE run = ?", (proof.of_run(db, run), run))


def latest_moment(db: sqlite3.Connection) -> datetime:
    """The newest time in the archive; of an empty one the first that there is."""
    times = [
        text
        for sql in (
            "SELECT max(started_at) FROM runs",
            "SELECT max(ended_at) FROM runs",
            "SELECT received_at FROM captures ORDER BY capture DESC LIMIT 1",
        )
        for (text,) in db.execute(sql)
        if text
    ]
    return datetime.fromisoformat(max(times)) if times else datetime.min.replace(tzinfo=UTC)


def _code() -> str | None:
    try:
        return metadata.version("gongkai")
    except metadata.PackageNotFoundError:
        return None
