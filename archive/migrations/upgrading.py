"""Bringing an older archive to the newest schema, and telling whoever waits that it goes on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path

import click
from sqlite_utils import Database

from archive.migrations.repack import index_bodies, move_bodies
from archive.rarely import Rarely
from archive.rows import bodies
from archive.schema import migrations
from archive.views import install

_STEPS = 1_000_000
"""Steps of SQLite's between two looks at the clock: some hundredths of a second."""


def upgrade(db: Database, path: Path) -> None:
    """Apply every migration that the archive lacks, each wholly or not at all: a process that dies leaves those that were done.

    What takes long says so on standard error; how much is left of a step SQLite does not know.
    """
    second, rarely = bodies.second_file(path), Rarely()
    if second.exists() and not {"bodies", "body_rows"} & set(db.table_names()):
        with Database(second) as apart, _told(apart.conn, rarely, f"{second}: upgrading the bodies"):
            _upgrade_second(apart)
    names = [migration.name for migration in migrations.pending(db)]
    for number, (name, following) in enumerate(pairwise([*names, None]), 1):
        with _told(db.conn, rarely, f"{path}: upgrading, step {number} of {len(names)}, {name}"):
            migrations.apply(db, stop_before=following)
    with _told(db.conn, rarely, f"{path}: upgrading, the tables derived from others"):
        install.create(db)


def _upgrade_second(second: Database) -> None:
    """The file that has the bodies goes before the first, whose schema tells that both are done."""
    with second.atomic():
        if "bodies" in second.table_names():
            move_bodies(second)
        index_bodies(second)
        install.create_bodies(second)


@contextmanager
def _told(db: sqlite3.Connection, rarely: Rarely, what: str) -> Iterator[None]:
    def look() -> int:
        if rarely.due():
            click.echo(f"{what}: {rarely.clock() - rarely.began:.0f} s so far", err=True)
        return 0

    db.set_progress_handler(look, _STEPS)
    try:
        yield
    finally:
        db.set_progress_handler(None, 0)
