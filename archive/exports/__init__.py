"""Ways out of the archive: one format, one file, loaded only when it is asked for."""

import sqlite3
from importlib import import_module
from pathlib import Path

from archive.errors import ArchiveFull, UsageInvalid
from archive.exports.rows import Chosen

FOLDERS = ("csv", "parquet")
"""Formats of several files."""


def write(db: sqlite3.Connection, path: Path, *, form: str, chosen: Chosen) -> int:
    """Write one format to a file or folder; gives how many versions (captures, for web archives).

    A file is there under its name once it is whole. Raises UsageInvalid, and ArchiveFull where the disk takes no more.
    """
    if not path.parent.is_dir():
        raise UsageInvalid(f"{path}: the folder {path.parent} does not exist")
    if form == "sqlite" and path.exists():
        raise UsageInvalid(f"{path}: is there already; an export overwrites no database")
    # What a link or a device leads to is written as it is: nothing may take its place.
    to_itself = form in FOLDERS or path.is_symlink() or (path.exists() and not path.is_file())
    target = path if to_itself else path.with_name(f"{path.name}.part")
    partial = target is not path
    try:
        if partial:
            target.unlink(missing_ok=True)
        count = _write(db, target, form=form, chosen=chosen)
        if partial:
            target.replace(path)
    except OSError as error:
        raise ArchiveFull(f"{path}: cannot be written ({error.strerror or error})") from error
    finally:
        if partial:
            target.unlink(missing_ok=True)
    return count


def _write(db: sqlite3.Connection, path: Path, *, form: str, chosen: Chosen) -> int:
    if form == "jsonl":
        from archive.exports import jsonl

        with path.open("w", encoding="utf-8") as out:
            return jsonl.write(db, out, chosen)
    count: int = import_module(f"archive.exports.{form}").write(db, path, chosen)
    return count
