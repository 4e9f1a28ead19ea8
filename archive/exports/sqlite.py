"""The tables as a small SQLite file of their own, without captures and bodies."""

import sqlite3
from contextlib import closing
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from archive.exports import sheets
from archive.exports.rows import Chosen, rows

TYPES = {"text": "TEXT", "integer": "INTEGER", "number": "NUMERIC"}


def write(db: sqlite3.Connection, path: Path, chosen: Chosen) -> int:
    """Write every table and the codebook into a new file; gives how many versions. Raises OSError where the disk takes no more."""
    try:
        return _write(db, path, chosen)
    except sqlite3.OperationalError as error:
        if "disk" in str(error) or "unable to open" in str(error):
            raise OSError(str(error)) from error
        raise


def _write(db: sqlite3.Connection, path: Path, chosen: Chosen) -> int:
    count = 0
    with closing(sqlite3.connect(path)) as out, out:
        for name, columns in sheets.SHEETS.items():
            told = ", ".join(f'"{column.name}" {TYPES[column.type]}' for column in columns)
            out.execute(f"CREATE TABLE {name} ({told})")
        out.execute('CREATE TABLE codebook ("table" TEXT, "column" TEXT, "type" TEXT, holds TEXT)')
        out.executemany("INSERT INTO codebook VALUES (?, ?, ?, ?)", sheets.book())
        for name, lines in groupby(sheets.lines(rows(db, chosen)), key=itemgetter(0)):
            marks = ", ".join("?" * len(sheets.SHEETS[name]))
            values = [line for _, line in lines]
            out.executemany(f"INSERT INTO {name} VALUES ({marks})", values)
            count += len(values) if name == "reports" else 0
        for name in ("figures", "sections", "findings"):
            out.execute(f"CREATE INDEX {name}_report ON {name} (report_id, version)")
    return count
