"""Whole copies: online backup, and moving the bodies into a second file and back."""

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlite_utils import Database

from archive.connect import in_our_words, read_only
from archive.errors import UsageInvalid
from archive.migrations import repack
from archive.rows import bodies
from archive.views import install

PAGES = 4096
"""Pages a step: between steps, writers go on."""


def backup(db: sqlite3.Connection, target: Path) -> list[Path]:
    """Copy an archive while others use it; gives the files written. The bodies come last: none that a capture names is missing."""
    schemas = {"main": target}
    if bodies.apart(db):
        schemas[bodies.SECOND] = bodies.second_file(target)
    if not target.parent.is_dir():
        raise UsageInvalid(f"{target}: the folder {target.parent} does not exist")
    for file in schemas.values():
        if file.exists():
            raise UsageInvalid(f"{file}: is there already; a backup overwrites nothing")
    for name, file in schemas.items():
        partial = file.with_name(f"{file.name}.part")
        try:
            partial.unlink(missing_ok=True)
            with in_our_words(file), closing(sqlite3.connect(partial)) as copy:
                db.backup(copy, name=name, pages=PAGES)
        except BaseException:
            for left in (partial, Path(f"{partial}-journal")):
                left.unlink(missing_ok=True)
            raise
        partial.rename(file)
    return list(schemas.values())


def set_apart(db: Database, path: Path) -> Path:
    """Move the bodies into a second file; the caller holds the archive. Until the last step the first file has them all.

    Raises UsageInvalid where they stand in one already, or another's stands there.
    """
    second = bodies.second_file(path)
    if bodies.apart(db.conn):
        raise UsageInvalid(f"{path}: keeps its bodies in {second} already")
    if second.exists() and not _spare(db.conn, second):
        raise UsageInvalid(f"{second}: is there already, and holds what {path} does not; move it away")
    second.unlink(missing_ok=True)
    with Database(second) as other:
        other.enable_wal()
        repack.bodies(other)
        install.create_bodies(other)
    db.conn.execute(f"ATTACH DATABASE ? AS {bodies.SECOND}", (str(second),))
    with db.atomic():
        for table in ("dictionaries", "body_rows"):
            db.execute(f"INSERT INTO {bodies.SECOND}.{table} SELECT * FROM main.{table}")
    # A drop would first prove every reference between bodies, which all go together.
    db.execute("PRAGMA foreign_keys = OFF")
    with db.atomic():
        db.execute("DROP VIEW main.bodies")
        for table in ("body_rows", "dictionaries"):
            db.execute(f"DROP TABLE main.{table}")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute("VACUUM main")
    return second


def _spare(db: sqlite3.Connection, second: Path) -> bool:
    """Whether a file is one that a move left which was stopped: nothing is in it, or bodies that the archive has."""
    try:
        with closing(sqlite3.connect(read_only(second), uri=True)) as other:
            tables = {
                name for (name,) in other.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            }
            held = other.execute("SELECT sha256 FROM body_rows") if "body_rows" in tables else ()
            return tables <= {"body_rows", "dictionaries"} and all(
                bodies.has(db, sha256.hex()) for (sha256,) in held
            )
    except sqlite3.DatabaseError:
        return False


def bring_back(db: Database, path: Path) -> None:
    """Move the bodies back into the one file, and remove the second."""
    second = bodies.second_file(path)
    if not bodies.apart(db.conn):
        raise UsageInvalid(f"{path}: keeps its bodies within already")
    with db.atomic():
        repack.bodies(db)
        for table in ("dictionaries", "body_rows"):
            db.execute(f"INSERT INTO main.{table} SELECT * FROM {bodies.SECOND}.{table}")
        install.create_bodies(db)
    db.execute(f"DETACH DATABASE {bodies.SECOND}")
    for file in (second, Path(f"{second}-wal"), Path(f"{second}-shm")):
        file.unlink(missing_ok=True)
