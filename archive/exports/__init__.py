"""Ways out of the archive: one format, one file, loaded only when it is asked for."""

import sqlite3
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

from archive.errors import ArchiveFull, UsageInvalid
from archive.exports import placing
from archive.exports.rows import Chosen

FOLDERS = ("csv", "parquet")
"""Formats of several files."""
SQLITE = b"SQLite format 3\0"
"""How a database begins."""


def write(db: sqlite3.Connection, path: Path, *, form: str, chosen: Chosen) -> int:
    """Write one format to a file or folder; gives how many versions (captures, for web archives).

    Every file is there under its name once all is whole. Raises UsageInvalid, and ArchiveFull where the disk takes no more.
    """
    try:
        _check(path, form)
        # What a link or a device leads to is written as it is: nothing may take its place.
        if form not in FOLDERS and (path.is_symlink() or (path.exists() and not path.is_file())):
            return _write(db, path, form=form, chosen=chosen)
        # A folder may be named by a link, or as `..`.
        with placing.beside(path.resolve() if form in FOLDERS else path) as made:
            count = _write(db, made, form=form, chosen=chosen)
    except OSError as error:
        raise ArchiveFull(f"{path}: cannot be written ({error.strerror or error})") from error
    return count


def stream(db: sqlite3.Connection, out: BinaryIO, chosen: Chosen) -> int:
    """Write a WARC, which is one stream; gives how many captures."""
    from archive.exports import warc

    return warc.Writer(db, out).write(chosen)


def _check(path: Path, form: str) -> None:
    """Raises UsageInvalid where this must not or cannot become an export of this form."""
    if not path.parent.is_dir():
        raise UsageInvalid(f"{path}: the folder {path.parent} does not exist")
    if form in FOLDERS and path.exists() and not path.is_dir():
        raise UsageInvalid(f"{path}: is a file, and {form} is a folder of several; name a folder")
    if form not in FOLDERS and path.is_dir():
        raise UsageInvalid(f"{path}: is a folder, and {form} is one file; name a file in it")
    if path.is_file() and (form == "sqlite" or _is_database(path)):
        raise UsageInvalid(f"{path}: is there already; an export overwrites no database")


def _is_database(path: Path) -> bool:
    """Whether a file may be an archive."""
    with path.open("rb") as file:
        return file.read(len(SQLITE)) == SQLITE


def _write(db: sqlite3.Connection, path: Path, *, form: str, chosen: Chosen) -> int:
    if form == "jsonl":
        from archive.exports import jsonl

        with path.open("w", encoding="utf-8") as out:
            return jsonl.write(db, out, chosen)
    count: int = import_module(f"archive.exports.{form}").write(db, path, chosen)
    return count
