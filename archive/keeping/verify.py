"""Every stored byte against its digest, every reference, every index, and every derived row against what it derives from.

Nothing else tells what these should be, so that they are taken as they stand: `portals`, `arms`, `lists` and the frontier, which are
overwritten as more is known; the names of parts, which later programs may choose better; `readings.read_at`, by a clock that may be
behind that of a machine whose captures were imported; `showings.before`; and the own row of a run that ended before these were sealed.
"""

import json
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlite_utils import Database

from archive import search
from archive.derived import current, sources, versions, years
from archive.errors import ArchiveDamaged
from archive.rows import blobs, bodies, captures, proof, readings, strings
from archive.schema import migrations
from archive.views import install

MENDS = {
    "read": "read anew: gongkai --db {db} extract --all",
    "derived": "derived anew in a new archive: gongkai --db NEW.db merge {db}",
    "kept": "kept nowhere else in this archive: restore a backup, or merge this archive into one that has it",
}
"""Kind of what is damaged → how it is mended."""
KINDS = {
    "readings": "read",
    **dict.fromkeys(("schema", "full text entries", "versions", "current", "full text"), "derived"),
}
"""Check → kind of what it is about, where that is not kept as it came."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Damage:
    """One thing that is not as it was stored."""

    check: str
    what: str

    @property
    def mend(self) -> str:
        """How it is mended; `{db}` stands for the archive."""
        return MENDS[KINDS.get(self.check, "kept")]


Check = Callable[[sqlite3.Connection], Iterator[str]]


def verify(db: sqlite3.Connection, *, full: bool) -> Iterator[Damage]:
    """Every damage found. Quickly: pages, references, entries; in full also unpacks, digests, reads back and derives everything anew.

    A check that the damage itself stops is named with SQLite's words, and the next goes on.
    """
    for check in (*QUICK, *(FULL if full else (_pages_quickly,))):
        name = check.__name__.strip("_").replace("_", " ")
        try:
            yield from (Damage(check=name, what=what) for what in check(db))
        except (sqlite3.DatabaseError, ValueError, TypeError) as error:
            yield Damage(check=name, what=f"stopped: {error}")


def _pages_quickly(db: sqlite3.Connection) -> Iterator[str]:
    return _pragma(db, "quick_check")


def _pages_and_indexes(db: sqlite3.Connection) -> Iterator[str]:
    return _pragma(db, "integrity_check")


def _pragma(db: sqlite3.Connection, pragma: str) -> Iterator[str]:
    for _, schema, _ in db.execute("PRAGMA database_list").fetchall():
        if schema != "temp":
            yield from (line for (line,) in db.execute(f"PRAGMA {schema}.{pragma}") if line != "ok")


def _schema(db: sqlite3.Connection) -> Iterator[str]:
    """Tables, indexes and views as this program makes them."""
    listed = "SELECT name, sql FROM {0}sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'texts_fts_%'"
    with Database(memory=True) as fresh:
        migrations.apply(fresh)
        install.create(fresh)
        wanted = dict(fresh.execute(listed.format("")).fetchall())
    there = dict(db.execute(listed.format("main.")).fetchall())
    if bodies.apart(db):
        there |= dict(db.execute(listed.format(f"{bodies.SECOND}.")).fetchall())
    for name in sorted(wanted.keys() | there.keys()):
        if wanted.get(name) != there.get(name):
            yield f"{name}: {'is not there' if name not in there else 'is not as this program makes it'}"


def _references(db: sqlite3.Connection) -> Iterator[str]:
    for _, schema, _ in db.execute("PRAGMA database_list").fetchall():
        for table, row, parent, _ in db.execute(f"PRAGMA {schema}.foreign_key_check"):
            yield f"{table}, row {row}: what it refers to in {parent} is not there"


def _runs_known(db: sqlite3.Connection) -> Iterator[str]:
    for (run,) in db.execute(
        "SELECT text FROM strings WHERE string IN (SELECT run FROM capture_rows UNION SELECT run FROM sighting_rows)"
        " AND text NOT IN (SELECT run FROM runs)"
    ):
        yield f"run {run}: is not there, but what it brought is"


def _captured_bodies(db: sqlite3.Connection) -> Iterator[str]:
    for kind, key, sha256 in db.execute(
        "SELECT 'capture', capture, lower(hex(sha256)) FROM capture_rows WHERE sha256 IS NOT NULL"
        " AND sha256 NOT IN (SELECT sha256 FROM body_rows)"
        " UNION ALL SELECT 'part of source', source, sha256 FROM parts WHERE sha256 NOT IN (SELECT sha256 FROM bodies)"
        " UNION ALL SELECT 'reading', reading, sha256 FROM readings WHERE sha256 NOT IN (SELECT sha256 FROM bodies)"
    ):
        yield f"{kind} {key}: its body {sha256} is not there"


def _sources(db: sqlite3.Connection) -> Iterator[str]:
    for (source,) in db.execute("SELECT source FROM sources").fetchall():
        if sources.key_of(db, source) != source:
            yield f"source {source}: its parts are not those it was made of"
    for source, position in db.execute(
        "SELECT source, position FROM parts JOIN captures USING (capture)"
        " WHERE parts.sha256 IS NOT captures.sha256 OR parts.url <> captures.url"
    ):
        yield f"source {source}, part {position}: is not what its capture brought"
    for source, url in db.execute(
        "SELECT source, sources.url FROM sources JOIN parts USING (source) WHERE position = 1 AND parts.url <> sources.url"
        " UNION SELECT source, showings.url FROM sources JOIN showings USING (source) WHERE showings.url <> sources.url"
    ):
        yield f"source {source}: its address {url} is not its page's"
    for (source,) in db.execute(
        "SELECT source FROM sources WHERE (source, captured_at) NOT IN (SELECT source, captured_at FROM showings)"
    ):
        yield f"source {source}: no moment at which it was shown is the one that it is known from"


def _full_text_entries(db: sqlite3.Connection) -> Iterator[str]:
    for (reading,) in db.execute(
        "SELECT reading FROM readings WHERE reading NOT IN (SELECT reading FROM texts)"
    ):
        yield f"reading {reading}: has no full-text entry"
    for (entry,) in db.execute(
        "SELECT entry FROM texts WHERE entry NOT IN (SELECT id FROM texts_fts_docsize)"
        " UNION ALL SELECT id FROM texts_fts_docsize WHERE id NOT IN (SELECT entry FROM texts)"
    ):
        yield f"full-text entry {entry}: stands on one side only"


def _bodies(db: sqlite3.Connection) -> Iterator[str]:
    for (sha256,) in db.execute("SELECT sha256 FROM bodies").fetchall():
        try:
            bodies.get(db, sha256)
        except (ArchiveDamaged, sqlite3.DatabaseError) as error:
            yield str(error) if sha256 in str(error) else f"body {sha256}: {error}"


def _dictionaries(db: sqlite3.Connection) -> Iterator[str]:
    for name, data in db.execute("SELECT dictionary, data FROM dictionaries"):
        if blobs.digest(blobs.unpack_dictionary(data)) != name:
            yield f"dictionary {name}: is not what its digest says"


def _headers(db: sqlite3.Connection) -> Iterator[str]:
    for key, fields in db.execute("SELECT headers, fields FROM headers"):
        if captures.headers_key(fields) != key:
            yield f"headers {key}: are not what their digest says"


def _link_sets(db: sqlite3.Connection) -> Iterator[str]:
    for number, digest in db.execute("SELECT link_set, digest FROM link_sets").fetchall():
        if strings.links_key(strings.links(db, number)) != digest:
            yield f"list of links {digest}: is not what its digest says"


def _runs(db: sqlite3.Connection) -> Iterator[str]:
    for run, sealed in db.execute("SELECT run, proof FROM runs WHERE proof IS NOT NULL").fetchall():
        if not proof.holds(db, run, sealed):
            yield f"run {run}: its own row, captures, links, sightings or events are not those it was sealed with"


def _readings(db: sqlite3.Connection) -> Iterator[str]:
    for name, source, extractor, sealed in db.execute(
        "SELECT reading, source, extractor, proof FROM readings"
    ).fetchall():
        if readings.key(source, extractor) != name or readings.proof(readings.load(db, name)) != sealed:
            yield f"reading {name}: its rows are not those it was sealed with"


def _versions(db: sqlite3.Connection) -> Iterator[str]:
    reports = {report for (report,) in db.execute("SELECT report FROM reports")}
    derived = versions.derived(db)
    for report in sorted(reports | derived.keys()):
        if derived.get(report) != versions.stored(db, report):
            yield f"report {report}: its versions do not follow from its sources and readings"


def _current(db: sqlite3.Connection) -> Iterator[str]:
    for report in current.wrong(db):
        yield f"report {report}: its row does not follow from its versions, readings and captures"
    for report in years.wrong(db):
        yield f"report {report}: its findings against the year before do not follow from the figures of both"


def _full_text(db: sqlite3.Connection) -> Iterator[str]:
    """The index made anew beside the stored one, and both compared entry by entry and word by word."""
    db.execute(
        "CREATE VIRTUAL TABLE temp.again USING fts5(title, organ, body, content='', tokenize='unicode61 remove_diacritics 0')"
    )
    try:
        for entry, reading in db.execute("SELECT entry, reading FROM texts").fetchall():
            db.execute(
                "INSERT INTO temp.again (rowid, title, organ, body) VALUES (?, ?, ?, ?)",
                (entry, *search.indexed(db, reading)),
            )
        for (entry,) in db.execute(
            "SELECT id FROM (SELECT id, sz FROM texts_fts_docsize EXCEPT SELECT id, sz FROM temp.again_docsize)"
        ):
            yield f"full-text entry {entry}: does not hold its reading's words"
        db.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab('main', 'texts_fts', 'row')")
        db.execute("CREATE VIRTUAL TABLE temp.words_again USING fts5vocab('temp', 'again', 'row')")
        for (term,) in db.execute(
            "SELECT DISTINCT term FROM (SELECT * FROM (SELECT * FROM temp.words EXCEPT SELECT * FROM temp.words_again)"
            " UNION ALL SELECT * FROM (SELECT * FROM temp.words_again EXCEPT SELECT * FROM temp.words)) LIMIT 20"
        ):
            yield f"full-text index: wrong entries for {json.dumps(term, ensure_ascii=False)}"
        for term, documents in db.execute("SELECT term, doc FROM temp.words").fetchall():
            (found,) = db.execute(
                "SELECT count(*) FROM texts_fts WHERE texts_fts MATCH ?", (f'"{term}"',)
            ).fetchone()
            if found != documents:
                yield f"full-text index: does not find all entries for {json.dumps(term, ensure_ascii=False)}"
    finally:
        db.rollback()
        for table in ("words", "words_again", "again"):
            db.execute(f"DROP TABLE IF EXISTS temp.{table}")


QUICK: tuple[Check, ...] = (_schema, _references, _runs_known, _captured_bodies, _sources, _full_text_entries)
FULL: tuple[Check, ...] = (
    _pages_and_indexes,
    _bodies,
    _dictionaries,
    _headers,
    _link_sets,
    _runs,
    _readings,
    _versions,
    _current,
    _full_text,
)
