"""Ways out of the archive: one format, one file, loaded only when it is asked for."""

import sqlite3
from importlib import import_module
from pathlib import Path

from archive.errors import UsageInvalid
from archive.exports.rows import Chosen


def write(db: sqlite3.Connection, path: Path, *, form: str, chosen: Chosen) -> int:
    """Write one format to a file or folder; gives how many versions (captures, for web archives). Raises UsageInvalid."""
    if not path.parent.is_dir():
        raise UsageInvalid(f"{path}: the folder {path.parent} does not exist")
    if form == "jsonl":
        from archive.exports import jsonl

        with path.open("w", encoding="utf-8") as out:
            return jsonl.write(db, out, chosen)
    count: int = import_module(f"archive.exports.{form}").write(db, path, chosen)
    return count
