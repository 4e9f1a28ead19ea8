"""One JSON object a line, one line a version: the codebook's export."""

import json
import sqlite3
from typing import TextIO

from archive.exports.rows import Chosen, rows


def write(db: sqlite3.Connection, out: TextIO, chosen: Chosen) -> int:
    """Write every version wanted; gives how many."""
    count = 0
    for row in rows(db, chosen):
        figures = [{**one, "place": json.loads(one["place"] or "null")} for one in row["figures"]]
        out.write(json.dumps({**row, "figures": figures}, ensure_ascii=False) + "\n")
        count += 1
    return count
