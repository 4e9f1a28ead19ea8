"""One CSV file a table (UTF-8 with a mark that spreadsheets understand), with the codebook beside them."""

import csv
import sqlite3
from contextlib import ExitStack
from pathlib import Path

from archive.exports import sheets
from archive.exports.rows import Chosen, rows


def write(db: sqlite3.Connection, folder: Path, chosen: Chosen) -> int:
    """Write every table into `folder`, made where it is not there; gives how many versions."""
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with ExitStack() as files:
        out = {}
        for name, columns in sheets.SHEETS.items():
            file = files.enter_context((folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline=""))
            out[name] = csv.writer(file)
            out[name].writerow(column.name for column in columns)
        for name, values in sheets.lines(rows(db, chosen)):
            out[name].writerow(values)
            count += name == "reports"
    with (folder / "codebook.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([("table", "column", "type", "holds"), *sheets.book()])
    return count
