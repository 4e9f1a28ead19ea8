"""One run of an attached archive taken over: its captures with their bodies, links, sightings and events.

Numbers of texts, headers and lists of links belong to one file and are given anew; what is here already stays as it is.
"""

import sqlite3

from archive.errors import ArchiveDamaged
from archive.rows import blobs, bodies

OTHER = "other"
"""The schema under which the other archive is attached."""
TEXTS = {
    "capture_rows": ("run", "portal", "url", "final_url", "media_type", "referrer"),
    "sighting_rows": ("run", "portal", "url", "found_on", "title", "organ"),
    "link_rows": ("url", "text"),
}
"""Table → its columns that are numbers of texts."""


def _same(table: str, number: str, key: str, column: str) -> str:
    """SQL: the number in this file of what row `o` of the other refers to."""
    return f"(SELECT m.{number} FROM {OTHER}.{table} AS s JOIN main.{table} AS m ON m.{key} = s.{key} WHERE s.{number} = o.{column})"


HERE = {
    **{name: _same("strings", "string", "text", name) for names in TEXTS.values() for name in names},
    **{name: _same("headers", "number", "headers", name) for name in ("request_headers", "response_headers")},
    "link_set": _same("link_sets", "link_set", "digest", "link_set"),
}
"""Column → its value in this file."""
WHICH = {
    "capture_rows": "o.run = :run",
    "sighting_rows": "o.run = :run",
    "link_rows": f"o.link_set IN (SELECT link_set FROM {OTHER}.capture_rows WHERE run = :run AND link_set IS NOT NULL)",
}
"""Table → its rows that belong to a run."""


SHARED = f"""
SELECT DISTINCT here.text FROM {OTHER}.capture_rows AS o JOIN main.capture_rows AS m USING (capture)
JOIN main.strings AS here ON here.string = m.run
WHERE o.run = (SELECT string FROM {OTHER}.strings WHERE text = :run) AND here.text <> :run
"""
EARLIER = """
ON CONFLICT (capture) DO UPDATE SET ({names}) = (SELECT {theirs})
WHERE (SELECT text FROM main.strings WHERE string = excluded.run)
  < (SELECT text FROM main.strings WHERE string = capture_rows.run)
"""
"""Of one capture that two runs brought, as when both archives took in the same file, the earlier run's stands."""


def sharing(db: sqlite3.Connection, run: str) -> set[str]:
    """Other runs of this archive that brought captures which the attached one has from this run."""
    return {other for (other,) in db.execute(SHARED, {"run": run})}


def unite_captures(db: sqlite3.Connection, run: str) -> None:
    """Take over the captures, links, sightings and events of a run."""
    db.execute(f"INSERT OR IGNORE INTO main.events SELECT * FROM {OTHER}.events WHERE run = ?", (run,))
    found = db.execute(f"SELECT string FROM {OTHER}.strings WHERE text = ?", (run,)).fetchone()
    if found is None:
        return
    of = {"run": found[0]}
    for table, columns in TEXTS.items():
        told = " UNION ".join(
            f"SELECT {name} FROM {OTHER}.{table} AS o WHERE {WHICH[table]}" for name in columns
        )
        db.execute(
            f"INSERT OR IGNORE INTO main.strings (text) SELECT text FROM {OTHER}.strings WHERE string IN ({told})",
            of,
        )
    for name in ("request_headers", "response_headers"):
        db.execute(
            f"INSERT OR IGNORE INTO main.headers (headers, fields) SELECT headers, fields FROM {OTHER}.headers"
            f" WHERE number IN (SELECT {name} FROM {OTHER}.capture_rows WHERE run = :run)",
            of,
        )
    db.execute(
        f"INSERT OR IGNORE INTO main.link_sets (digest) SELECT digest FROM {OTHER}.link_sets AS o WHERE {WHICH['link_rows']}",
        of,
    )
    for table in ("link_rows", "capture_rows", "sighting_rows"):
        names = [row[1] for row in db.execute(f"PRAGMA main.table_info({table})")]
        values = ", ".join(HERE.get(name, f"o.{name}") for name in names)
        theirs = ", ".join(f"excluded.{name}" for name in names)
        known = (
            EARLIER.format(names=", ".join(names), theirs=theirs)
            if table == "capture_rows"
            else "ON CONFLICT DO NOTHING"
        )
        db.execute(
            f"INSERT INTO main.{table} ({', '.join(names)})"
            f" SELECT {values} FROM {OTHER}.{table} AS o WHERE {WHICH[table]} {known}",
            of,
        )


def unite_dictionaries(db: sqlite3.Connection, held: str) -> None:
    """Take over the dictionaries that are not here; `held` is the schema with the other's bodies."""
    columns = "dictionary, portal, media_type, trained_at, samples, data"
    db.execute(
        f"INSERT OR IGNORE INTO {_mine(db)}.dictionaries ({columns}) SELECT {columns} FROM {held}.dictionaries"
    )


def unite_bodies(db: sqlite3.Connection, run: str, held: str) -> None:
    """Take over the bodies of a run that are not here, each proved: a damaged one would stand in the way of a good one for ever.

    One stored against a body that is here another way is stored whole. Raises ArchiveDamaged, also where one is in neither archive,
    and names all that keep the archives from being joined.
    """
    mine = _mine(db)
    if db.execute(_LOST.format(held=held, mine=mine), (run,)).fetchone():
        raise ArchiveDamaged(_damage(db, held))
    wanted = db.execute(
        f"SELECT b.body FROM (SELECT DISTINCT sha256 FROM {OTHER}.capture_rows"
        f" WHERE run = (SELECT string FROM {OTHER}.strings WHERE text = ?)) AS c JOIN {held}.body_rows AS b USING (sha256)"
        f" WHERE NOT EXISTS (SELECT 1 FROM {mine}.body_rows AS m WHERE m.sha256 = b.sha256) ORDER BY b.base IS NOT NULL",
        (run,),
    ).fetchall()
    for number in wanted:
        sha256, size, encoding, dictionary, base, data = db.execute(
            "SELECT lower(hex(b.sha256)), b.size, b.encoding, d.dictionary,"
            f" (SELECT lower(hex(sha256)) FROM {held}.body_rows WHERE body = b.base), CAST(b.data AS BLOB)"
            f" FROM {held}.body_rows AS b LEFT JOIN {held}.dictionaries AS d ON d.number = b.dictionary WHERE b.body = ?",
            number,
        ).fetchone()
        try:
            body = bodies.get(db, sha256, schema=held)
        except ArchiveDamaged as error:
            raise ArchiveDamaged(_damage(db, held)) from error
        packed = bodies.Packed(encoding=encoding, data=data, dictionary=dictionary, base=base)
        if base is not None and not _stands_alone(db, base, mine):
            encoding, data = blobs.pack(body)
            packed = bodies.Packed(encoding=encoding, data=data)
        bodies.insert(db, sha256, size, packed, of=f"{mine}.")


_LOST = f"""
SELECT lower(hex(sha256)) FROM {OTHER}.capture_rows WHERE run = (SELECT string FROM {OTHER}.strings WHERE text = ?)
AND sha256 IS NOT NULL AND sha256 NOT IN (SELECT sha256 FROM {{held}}.body_rows) AND sha256 NOT IN (SELECT sha256 FROM {{mine}}.body_rows) LIMIT 1"""


def _damage(db: sqlite3.Connection, held: str) -> str:
    """Why bodies that are not here cannot be taken over from the other archive, for each that cannot, and the mend."""
    missing = (
        f"SELECT DISTINCT lower(hex(sha256)) FROM {OTHER}.capture_rows WHERE sha256 IS NOT NULL"
        f" AND sha256 NOT IN (SELECT sha256 FROM {_mine(db)}.body_rows) ORDER BY capture"
    )
    told: dict[str, None] = {}
    for (sha256,) in db.execute(missing).fetchall():
        try:
            bodies.get(db, sha256, schema=held)
        except ArchiveDamaged as error:
            told[str(error)] = None
    return f"{'; '.join(told)}; restore a backup of it, or merge first an archive that has them"


def _mine(db: sqlite3.Connection) -> str:
    return bodies.SECOND if bodies.apart(db) else "main"


def _stands_alone(db: sqlite3.Connection, sha256: str, mine: str) -> bool:
    row = db.execute(
        f"SELECT base IS NULL FROM {mine}.body_rows WHERE sha256 = ?", (bytes.fromhex(sha256),)
    ).fetchone()
    return row is not None and bool(row[0])
