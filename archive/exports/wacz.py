"""WACZ 1.1: the WARC with its index and the list of its report pages, in one ZIP that replays in a browser."""

import json
import sqlite3
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.errors import GongkaiError, UsageInvalid
from archive.exports import warc
from archive.exports.rows import Chosen

PAGES = '{"format": "json-pages-1.0", "id": "pages", "title": "Annual disclosure reports"}\n'


def write(db: sqlite3.Connection, path: Path, chosen: Chosen) -> int:
    """Write the captures of the portals wanted; gives how many. Raises UsageInvalid where there is nothing to index, GongkaiError where the
    indexer fails."""
    # Its indexer pulls in a hundred modules, which no other verb should wait for.
    from wacz.main import main

    with TemporaryDirectory(dir=path.parent) as folder:
        data, pages = Path(folder) / "data.warc.gz", Path(folder) / "pages.jsonl"
        count = warc.write(db, data, chosen)
        if not count:
            raise UsageInvalid("nothing to export: no capture of the portals wanted")
        pages.write_text(PAGES + "".join(_pages(db, chosen)), encoding="utf-8")
        # It tells its steps on standard output, and what hindered it.
        with redirect_stdout(StringIO()) as said:
            failed = main(
                ["create", "-o", str(path), "-p", str(pages), "-c", "--title", "gongkai", str(data)]
            )
    if failed:
        raise GongkaiError(f"WACZ could not be packed ({' '.join(said.getvalue().splitlines()[-1:])})")
    return count


def _pages(db: sqlite3.Connection, chosen: Chosen) -> list[str]:
    rows = db.execute(
        "SELECT a.url, min(a.captured_at), c.title, c.portal FROM appearances AS a JOIN current_readings AS c"
        " ON c.report = a.report GROUP BY a.url ORDER BY a.url"
    )
    return [
        json.dumps({"id": url, "url": url, "ts": at, "title": title}, ensure_ascii=False) + "\n"
        for url, at, title, portal in rows
        if not chosen.portals or portal in chosen.portals
    ]
