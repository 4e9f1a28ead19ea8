"""Joining archives: the union of what was captured and read, and everything else derived from it anew.

Rows are told by digests or unique identifiers, so most of a union is to take what is not there. Where two archives may hold different
rows under one key, one of them, or a value between them, is chosen by the rows alone: the order of merging decides nothing, and
merging twice changes nothing. The frontier is a crawl's own work in progress and is not merged.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive import blobs, bodies, connect, current, proof, readings, search, versions

OTHER = "other"
OTHER_BODIES = "other_bodies"

UNITED = ("headers", "captures", "links", "sightings", "events")
"""Tables whose rows are the same wherever their keys are."""


@contextmanager
def attached(db: sqlite3.Connection, path: Path) -> Iterator[str]:
    """Another archive beside this one, for reading; gives the schema that holds its bodies."""
    db.execute(f"ATTACH DATABASE ? AS {OTHER}", (connect.read_only(path),))
    held = OTHER
    try:
        if not db.execute(f"SELECT 1 FROM {OTHER}.sqlite_master WHERE name = 'bodies'").fetchone():
            db.execute(f"ATTACH DATABASE ? AS {OTHER_BODIES}", (connect.read_only(bodies.second_file(path)),))
            held = OTHER_BODIES
        yield held
    finally:
        for schema in (OTHER_BODIES, OTHER):
            if any(name == schema for _, name, _ in db.execute("PRAGMA database_list").fetchall()):
                db.execute(f"DETACH DATABASE {schema}")


def unite_bodies(db: sqlite3.Connection, held: str) -> int:
    """Take over the bodies that are not here; gives how many. One stored against a body that is here another way is stored whole."""
    mine = bodies.SECOND if bodies.apart(db) else "main"
    db.execute(f"INSERT OR IGNORE INTO {mine}.dictionaries SELECT * FROM {held}.dictionaries")
    whole = db.execute(
        f"INSERT OR IGNORE INTO {mine}.bodies SELECT * FROM {held}.bodies WHERE base IS NULL"
    ).rowcount
    depending = db.execute(
        f"SELECT sha256, size, encoding, dictionary, base, data FROM {held}.bodies AS b WHERE base IS NOT NULL"
        f" AND NOT EXISTS (SELECT 1 FROM {mine}.bodies AS m WHERE m.sha256 = b.sha256)"
    ).fetchall()
    for row in depending:
        _take_over(db, row, mine=mine, held=held)
    return whole + len(depending)


def _take_over(db: sqlite3.Connection, row: tuple[object, ...], *, mine: str, held: str) -> None:
    sha256, size, encoding, dictionary, base, data = row
    (stands_alone,) = db.execute(
        f"SELECT base IS NULL FROM {mine}.bodies WHERE sha256 = ?", (base,)
    ).fetchone()
    if not stands_alone:
        encoding, data = blobs.pack(bodies.get(db, str(sha256), schema=held))
        dictionary = base = None
    db.execute(
        f"INSERT INTO {mine}.bodies (sha256, size, encoding, dictionary, base, data) VALUES (?, ?, ?, ?, ?, ?)",
        (sha256, size, encoding, dictionary, base, data),
    )


def unite(db: sqlite3.Connection) -> None:
    """Take over everything but bodies from the attached archive, inside the caller's transaction."""
    db.execute("PRAGMA defer_foreign_keys = ON")
    _unite_portals(db)
    shared = _unite_runs(db)
    for table in UNITED:
        db.execute(f"INSERT OR IGNORE INTO main.{table} SELECT * FROM {OTHER}.{table}")
    for run in shared:
        db.execute(
            "UPDATE runs SET proof = ? WHERE run = ? AND proof IS NOT NULL", (proof.of_run(db, run), run)
        )
    touched = _unite_sources(db) | _unite_readings(db)
    versions.settle(db, sorted(touched))
    current.look_everywhere(db)


def _unite_portals(db: sqlite3.Connection) -> None:
    greater = ", ".join(
        f"{name} = nullif(max(coalesce({name}, ''), coalesce(excluded.{name}, '')), '')"
        for name in ("name", "home", "family", "signal", "site_code", "hosts")
    )
    db.execute(
        f"INSERT INTO main.portals SELECT * FROM {OTHER}.portals WHERE true ON CONFLICT DO UPDATE SET {greater},"
        " first_seen = min(first_seen, excluded.first_seen)"
    )
    db.execute(
        f"INSERT INTO main.organs SELECT * FROM {OTHER}.organs WHERE true ON CONFLICT DO UPDATE SET"
        " (at, found_on) = (SELECT excluded.at, excluded.found_on)"
        " WHERE (excluded.at, coalesce(excluded.found_on, '')) < (at, coalesce(found_on, ''))"
    )
    db.execute(
        f"INSERT INTO main.arms SELECT * FROM {OTHER}.arms WHERE true ON CONFLICT DO UPDATE SET"
        " (pulls, reward, updated_at) = (SELECT excluded.pulls, excluded.reward, excluded.updated_at)"
        " WHERE (excluded.pulls, excluded.reward, excluded.updated_at) > (pulls, reward, updated_at)"
    )


def _unite_runs(db: sqlite3.Connection) -> list[str]:
    """Gives the runs that both had and that may now have brought more here: one archive may be an older copy of the other."""
    both = db.execute(
        f"SELECT o.run FROM {OTHER}.runs AS o JOIN main.runs AS m USING (run) WHERE o.proof IS NOT m.proof"
    ).fetchall()
    composed = f"SELECT run FROM {OTHER}.composed"
    db.execute(
        f"DELETE FROM main.composed WHERE run IN (SELECT run FROM {OTHER}.runs) AND run NOT IN ({composed})"
    )
    db.execute(f"INSERT OR IGNORE INTO main.composed {composed} WHERE run NOT IN (SELECT run FROM main.runs)")
    ended = "(coalesce({0}ended_at, ''), coalesce({0}reason, ''), {0}requests, {0}bytes, {0}counts, coalesce({0}proof, ''))"
    columns = "ended_at, reason, requests, bytes, counts, proof"
    theirs = ", ".join(f"excluded.{column}" for column in columns.split(", "))
    db.execute(
        f"INSERT INTO main.runs SELECT * FROM {OTHER}.runs WHERE true ON CONFLICT DO UPDATE SET"
        f" ({columns}) = (SELECT {theirs}) WHERE {ended.format('excluded.')} > {ended.format('')}"
    )
    return [run for (run,) in both]


def _unite_sources(db: sqlite3.Connection) -> set[str]:
    """Gives the sources that are new here or are now shown at more moments; of one known to both, the earlier composition stands."""
    earlier = [
        source
        for (source,) in db.execute(
            f"SELECT source FROM {OTHER}.sources AS o JOIN main.sources AS m USING (source)"
            " WHERE (o.captured_at, o.run, o.missing) < (m.captured_at, m.run, m.missing)"
        )
    ]
    touched = {
        source
        for (source,) in db.execute(
            f"SELECT source FROM (SELECT source, captured_at, run FROM {OTHER}.showings"
            " EXCEPT SELECT source, captured_at, run FROM main.showings)"
        )
    }
    db.executemany("DELETE FROM main.parts WHERE source = ?", ((source,) for source in earlier))
    db.execute(
        f"INSERT INTO main.sources SELECT * FROM {OTHER}.sources WHERE true ON CONFLICT DO UPDATE SET"
        " (captured_at, run, missing) = (SELECT excluded.captured_at, excluded.run, excluded.missing)"
        " WHERE (excluded.captured_at, excluded.run, excluded.missing) < (captured_at, run, missing)"
    )
    db.execute(f"INSERT OR IGNORE INTO main.parts SELECT * FROM {OTHER}.parts")
    db.execute(
        f"INSERT INTO main.showings SELECT * FROM {OTHER}.showings WHERE true ON CONFLICT DO UPDATE SET run = excluded.run"
        " WHERE excluded.run < run"
    )
    return touched | set(earlier)


def _unite_readings(db: sqlite3.Connection) -> set[str]:
    """Gives the sources of the readings taken over; of two under one key, the lesser seal stands."""
    rows = db.execute(
        f"SELECT o.reading, o.source, m.reading IS NOT NULL FROM {OTHER}.readings AS o"
        " LEFT JOIN main.readings AS m USING (reading)"
        " WHERE m.reading IS NULL OR (o.proof, o.read_at) < (m.proof, m.read_at)"
    ).fetchall()
    for reading, _, replaced in rows:
        if replaced:
            search.remove(db, reading)
            readings.remove(db, reading)
        for table in ("readings", "figures", "sections", "findings"):
            db.execute(
                f"INSERT INTO main.{table} SELECT * FROM {OTHER}.{table} WHERE reading = ?", (reading,)
            )
        search.put(db, reading)
    return {source for _, source, _ in rows}
