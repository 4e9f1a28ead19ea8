"""Joining archives: the union of what was captured and read, and everything else derived from it anew.

Rows are told by digests or unique identifiers, so most of a union is to take what is not there. Where two archives may hold different
rows under one key, one of them, or a value between them, is chosen by the rows alone: the order of merging decides nothing, and
merging twice changes nothing. What a crawl composed of what it alone had seen is judged by the looks of both
(archive.derived.showings). The frontier is a crawl's own work in progress and is not merged.

A run with its bodies is one transaction, and so is a batch of sources with their readings: a writer elsewhere waits no longer than
that, and wherever merging stops, the archive is whole and merging again completes it. The other archive may be written to meanwhile:
its sources are listed before its runs, so that whatever they are made of comes with them.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from archive import connect, search
from archive.derived import current, showings, versions
from archive.keeping.merge_runs import OTHER, sharing, unite_bodies, unite_captures, unite_dictionaries
from archive.rows import bodies, proof, readings

OTHER_BODIES = "other_bodies"
BATCH = 200
"""Sources a transaction."""

Transaction = Callable[[], AbstractContextManager[None]]


@contextmanager
def attached(db: sqlite3.Connection, path: Path) -> Iterator[str]:
    """Another archive beside this one, for reading; gives the schema that holds its bodies."""
    db.execute(f"ATTACH DATABASE ? AS {OTHER}", (connect.read_only(path),))
    held = OTHER
    try:
        if not db.execute(f"SELECT 1 FROM {OTHER}.sqlite_master WHERE name = 'body_rows'").fetchone():
            db.execute(f"ATTACH DATABASE ? AS {OTHER_BODIES}", (connect.read_only(bodies.second_file(path)),))
            held = OTHER_BODIES
        yield held
    finally:
        for schema in (OTHER_BODIES, OTHER):
            if any(name == schema for _, name, _ in db.execute("PRAGMA database_list").fetchall()):
                db.execute(f"DETACH DATABASE {schema}")


def unite(db: sqlite3.Connection, transaction: Transaction, held: str) -> None:
    """Take over everything from the attached archive."""
    composed = _column(db, f"SELECT run FROM {OTHER}.composed")
    sources = _column(db, f"SELECT source FROM {OTHER}.sources ORDER BY captured_at, source")
    with transaction():
        unite_dictionaries(db, held)
        _unite_portals(db)
    new = [
        run
        for run in _column(db, f"SELECT run FROM {OTHER}.runs ORDER BY run")
        if _unite_run(db, run, transaction, held)
    ]
    again: set[str] = set()
    for start in range(0, len(sources), BATCH):
        batch = sources[start : start + BATCH]
        with transaction():
            touched = {source for key in batch for source in _unite_source(db, key)}
            again |= _settle(db, touched, {url for key in batch for (url,) in db.execute(PAGE, (key,))})
    pages = _column(db, PAGES)
    for start in range(0, len(pages), BATCH):
        with transaction():
            again |= _settle(db, (), pages[start : start + BATCH])
    with transaction():
        # A run counts as composed where all that it was composed to is here, and stood so.
        both = set(new) & set(composed) - again
        db.executemany("INSERT OR IGNORE INTO main.composed VALUES (?)", ((run,) for run in sorted(both)))


PAGE = "SELECT url FROM main.sources WHERE source = ?"
PAGES = f"""
SELECT DISTINCT s.url FROM main.sources AS s JOIN main.parts AS p USING (source)
WHERE p.url IN (SELECT url FROM {OTHER}.captures) AND s.source NOT IN (SELECT source FROM {OTHER}.sources) ORDER BY s.url
"""
"""Addresses of pages that the other archive shows otherwise, or not at all, though it has looked at a part of them."""


def _settle(db: sqlite3.Connection, touched: Iterable[str], pages: Iterable[str]) -> set[str]:
    """Judge versions anew by sources that came, and by what looks of both archives say of what was shown at these addresses and of the
    same reports elsewhere; gives runs that are to be composed anew."""
    listed = sorted(pages)
    changed = [one for url in listed for one in showings.look_again(db, url)]
    since = {one.source: one.at for one in reversed(changed)}
    beside = {source for url in listed for source, _ in showings.elsewhere(db, url)}
    versions.settle(db, since | dict.fromkeys(sorted({*touched, *beside}), ""))
    return {one.run for one in changed if one.contradicted}


def _column(db: sqlite3.Connection, sql: str) -> list[str]:
    return [value for (value,) in db.execute(sql)]


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


def _unite_run(db: sqlite3.Connection, run: str, transaction: Transaction, held: str) -> bool:
    """Gives whether the run was not here. Bodies in a second file are committed before what names them, since no commit spans two files."""
    if bodies.apart(db):
        with transaction():
            unite_bodies(db, run, held)
    with transaction():
        here = db.execute("SELECT proof FROM main.runs WHERE run = ?", (run,)).fetchone()
        (proved,) = db.execute(f"SELECT proof FROM {OTHER}.runs WHERE run = ?", (run,)).fetchone()
        _unite_run_row(db, run)
        unite_bodies(db, run, held)
        shared = sharing(db, run)
        unite_captures(db, run)
        if here is not None:
            db.execute(
                f"DELETE FROM main.composed WHERE run = ? AND run NOT IN (SELECT run FROM {OTHER}.composed)",
                (run,),
            )
        # One archive may be an older copy of the other: both may have brought some of a run.
        for changed in shared | {run} if shared or (here is not None and here[0] != proved) else ():
            seal = "UPDATE main.runs SET proof = ? WHERE run = ? AND proof IS NOT NULL"
            db.execute(seal, (proof.of_run(db, changed), changed))
        looked = (
            f"SELECT DISTINCT url FROM {OTHER}.captures AS c WHERE run = ?"
            " AND EXISTS (SELECT 1 FROM main.appearances AS a WHERE a.url = c.url)"
        )
        current.look(db, [url for (url,) in db.execute(looked, (run,)).fetchall()])
    return here is None


def _unite_run_row(db: sqlite3.Connection, run: str) -> None:
    ended = (
        "(coalesce({0}ended_at, ''), coalesce({0}reason, ''), {0}requests, {0}bytes, {0}counts, coalesce({0}extractor, ''),"
        " coalesce({0}proof, ''))"
    )
    columns = "ended_at, reason, requests, bytes, counts, extractor, proof"
    theirs = ", ".join(f"excluded.{column}" for column in columns.split(", "))
    db.execute(
        f"INSERT INTO main.runs SELECT * FROM {OTHER}.runs WHERE run = ? ON CONFLICT DO UPDATE SET"
        f" ({columns}) = (SELECT {theirs}) WHERE {ended.format('excluded.')} > {ended.format('')}",
        (run,),
    )


def _unite_source(db: sqlite3.Connection, source: str) -> set[str]:
    """Take over a source, its showings and readings; gives it where that may change versions."""
    of = {"source": source}
    earlier = db.execute(
        f"SELECT 1 FROM {OTHER}.sources AS o JOIN main.sources AS m USING (source)"
        " WHERE source = :source AND (o.captured_at, o.run, o.missing) < (m.captured_at, m.run, m.missing)",
        of,
    ).fetchone()
    shown = "SELECT captured_at, run, before FROM {0}.showings WHERE source = :source"
    touched = db.execute(f"{shown.format(OTHER)} EXCEPT {shown.format('main')}", of).fetchone() or earlier
    if earlier:
        # Of a source known to both, the earlier composition stands.
        db.execute("DELETE FROM main.parts WHERE source = :source", of)
    db.execute(
        f"INSERT INTO main.sources SELECT * FROM {OTHER}.sources WHERE source = :source ON CONFLICT DO UPDATE SET"
        " (captured_at, run, missing) = (SELECT excluded.captured_at, excluded.run, excluded.missing)"
        " WHERE (excluded.captured_at, excluded.run, excluded.missing) < (captured_at, run, missing)",
        of,
    )
    db.execute(f"INSERT OR IGNORE INTO main.parts SELECT * FROM {OTHER}.parts WHERE source = :source", of)
    db.execute(
        f"INSERT INTO main.showings SELECT * FROM {OTHER}.showings WHERE source = :source ON CONFLICT DO UPDATE SET"
        " (run, before) = (SELECT excluded.run, excluded.before) WHERE (excluded.run, excluded.before) < (run, before)",
        of,
    )
    read = [_unite_reading(db, *row) for row in db.execute(READINGS, of).fetchall()]
    return {source} if touched or read else set()


READINGS = f"""
SELECT o.reading, m.reading IS NOT NULL FROM {OTHER}.readings AS o LEFT JOIN main.readings AS m USING (reading)
WHERE o.source = :source AND (m.reading IS NULL OR (o.proof, o.read_at) < (m.proof, m.read_at))
"""
"""A source's readings to take over, and whether one stands in the way: of two under one key, the lesser seal stands."""


def _unite_reading(db: sqlite3.Connection, reading: str, replaced: bool) -> str:
    if replaced:
        search.remove(db, reading)
        readings.remove(db, reading)
    for table in ("readings", "figures", "sections", "findings"):
        db.execute(f"INSERT INTO main.{table} SELECT * FROM {OTHER}.{table} WHERE reading = ?", (reading,))
    search.put(db, reading)
    return reading
