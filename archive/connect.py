"""Opening an archive file and writing to it in transactions: modes, schema, lock, and SQLite's errors in our words."""

import fcntl
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Literal
from urllib.parse import quote

from sqlite_utils import Database
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_random_exponential

from archive.errors import ArchiveBusy, ArchiveDamaged, ArchiveFull, ArchiveNewer, UsageInvalid
from archive.migrations.first import APPLICATION_ID
from archive.migrations.upgrading import upgrade
from archive.rows import bodies
from archive.schema import migrations
from archive.views import install

Mode = Literal["read", "update", "write"]
"""`write` makes an archive where none is; the others want one."""

SYNCHRONOUS = "FULL"
"""One commit is one sync: what a writer was told is stored survives a power cut too, and a batch costs one. (Tests that only
ask what is written turn it off.)"""
BUSY_SECONDS = 60.0
"""How long a write waits for another process's transaction before the archive counts as busy."""

DAMAGED = ("malformed", "no such table", "already exists")
"""What SQLite says of a file that is not as this program left it."""
OPENED = "gongkai verify names what is lost"
UNOPENED = "it cannot be opened, not by gongkai verify either: restore a backup"


def is_there(path: Path) -> bool:
    """Whether a file may be an archive. An empty one is as good as none to write to; who wants an archive may have lost it."""
    return path.exists() and path.stat().st_size > 0


def connect(path: Path, mode: Mode) -> Database:
    """An open, checked database with the newest schema.

    Raises UsageInvalid (no such archive, not ours, not writable), ArchiveNewer, ArchiveDamaged, ArchiveBusy.
    """
    if path.is_dir():
        raise UsageInvalid(f"{path}: a folder; an archive is one file, which --db names")
    if mode != "write" and not is_there(path):
        raise UsageInvalid(f"{path}: no archive here (gongkai crawl or gongkai add makes one)")
    if not path.parent.is_dir():
        raise UsageInvalid(f"{path}: the folder {path.parent} does not exist")
    with in_our_words(path, mend=UNOPENED):
        db = _database(path, mode)
        try:
            _check(db, path)
            if install.outdated(db) or migrations.pending(db):
                db = _upgraded(db, path, mode)
            attach_bodies(db.conn, path, mode)
        except BaseException:
            db.close()
            raise
    return db


def _database(path: Path, mode: Mode) -> Database:
    if mode != "read" and path.exists() and not os.access(path, os.W_OK):
        raise UsageInvalid(f"{path}: the archive is read-only")
    address = read_only(path) if mode == "read" else f"file:{quote(str(path.resolve()))}"
    connection = sqlite3.connect(address, uri=True, timeout=5.0, check_same_thread=False)
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute(f"PRAGMA synchronous = {SYNCHRONOUS}")
    return Database(connection)


def read_only(path: Path) -> str:
    """The file's address for reading alone. Where no shared-memory file can be made beside it, nobody can write either."""
    still = "" if os.access(path.parent, os.W_OK) or Path(f"{path}-wal").exists() else "&immutable=1"
    return f"file:{quote(str(path.resolve()))}?mode=ro{still}"


def attach_bodies(connection: sqlite3.Connection, path: Path, mode: Mode) -> None:
    """Attach the second file where the archive's bodies stand in one and it is not attached. Raises ArchiveDamaged where it is not
    beside the first, or none."""
    if not bodies.apart(connection) or _attached(connection):
        return
    second = bodies.second_file(path)
    if not second.exists():
        raise ArchiveDamaged(f"{second}: not there, and {path} keeps its bodies in it")
    address = read_only(second) if mode == "read" else f"file:{quote(str(second.resolve()))}"
    with in_our_words(second, mend=UNOPENED):
        connection.execute(f"ATTACH DATABASE ? AS {bodies.SECOND}", (address,))
        found = connection.execute(f"SELECT 1 FROM {bodies.SECOND}.sqlite_master WHERE name = 'body_rows'")
        if found.fetchone() is None:
            raise ArchiveDamaged(f"{second}: holds no bodies, and {path} keeps its bodies in it")
    connection.execute(f"PRAGMA {bodies.SECOND}.synchronous = {SYNCHRONOUS}")


def _attached(connection: sqlite3.Connection) -> bool:
    return any(name == bodies.SECOND for _, name, _ in connection.execute("PRAGMA database_list").fetchall())


def _check(db: Database, path: Path) -> None:
    tables = set(db.table_names())
    known = _known_migrations()
    applied = {migration.name for migration in migrations.applied(db)}
    # Who was stopped while making an archive may have left the migrations' own table alone.
    if tables - {"_sqlite_migrations"} and not applied:
        raise UsageInvalid(f"{path}: an SQLite file, but no gongkai archive")
    if applied - known:
        raise ArchiveNewer(f"{path}: written by a newer gongkai ({max(applied - known)}); update this one")
    if applied and db.execute("PRAGMA application_id").fetchone()[0] not in (0, APPLICATION_ID):
        raise UsageInvalid(f"{path}: belongs to another program")


@cache
def _known_migrations() -> frozenset[str]:
    with Database(memory=True) as empty:
        return frozenset(migration.name for migration in migrations.pending(empty))


def _upgraded(db: Database, path: Path, mode: Mode) -> Database:
    """The same file after migrating, which only the holder of the lock may do."""
    db.close()
    if not os.access(path.parent if not path.exists() else path, os.W_OK):
        raise UsageInvalid(f"{path}: has an older schema and is read-only; copy it where it can be upgraded")
    with locked(path):
        writable = _database(path, "write")
        if writable.journal_mode != "wal":
            writable.enable_wal()
        upgrade(writable, path)
        writable.close()
    return _database(path, mode)


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """The writer lock: an flock beside the file, which the system lets go when its holder dies. Raises ArchiveBusy."""
    lock = Path(f"{path}.lock")
    try:
        handle = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    except OSError as error:
        raise UsageInvalid(f"{lock}: {error.strerror}") from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ArchiveBusy(f"{path}: another run holds the archive; wait for it or stop it") from None
        yield
    finally:
        os.close(handle)


def busy(error: BaseException) -> bool:
    """Whether SQLite says that another connection is writing."""
    return isinstance(error, sqlite3.OperationalError) and "locked" in str(error)


@contextmanager
def transaction(db: Database, path: Path) -> Iterator[None]:
    """One immediate transaction, waited for while another process writes; inside another one, a part of it."""
    if db.conn.in_transaction:
        with db.atomic():
            yield
        return
    with in_our_words(path):
        for attempt in Retrying(
            retry=retry_if_exception(busy),
            stop=stop_after_delay(BUSY_SECONDS),
            wait=wait_random_exponential(multiplier=0.05, max=2.0),
            reraise=True,
        ):
            with attempt:
                db.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            db.conn.execute("COMMIT")
        except BaseException:
            if db.conn.in_transaction:
                db.conn.rollback()
            raise


@contextmanager
def in_our_words(path: Path, *, mend: str = OPENED) -> Iterator[None]:
    """Turn what SQLite says of the file or the disk into the project's errors; `mend` is what to do where the file is damaged."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        said = str(error)
        if "not a database" in said:
            raise ArchiveDamaged(f"{path}: not an SQLite file, or its first page is damaged") from error
        if any(words in said for words in DAMAGED):
            raise ArchiveDamaged(f"{path}: damaged ({said}); {mend}") from error
        if "disk is full" in said or "disk I/O error" in said:
            raise ArchiveFull(
                f"{path}: {said}; nothing of this batch was stored, all before it is safe"
            ) from error
        if "readonly" in said or "unable to open" in said:
            ours = "its folder, and -wal and -shm beside it, must be open to whoever runs gongkai"
            raise UsageInvalid(f"{path}: {said}; {ours}") from error
        if busy(error):
            raise ArchiveBusy(f"{path}: another program has kept the file locked") from error
        raise
