"""Datasette's database over an archive: it counts only as long as a reader would wait, and asks the search box's question in our order."""

import re
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from datasette.database import Database, QueryInterrupted, connections
from datasette.utils.asgi import BadRequest

from archive import search
from archive.connect import read_only
from archive.errors import ArchiveBusy, ArchiveDamaged

COUNT_MS = 60
"""A total over a table page that takes longer is left out: the rows are what was asked for."""

RANKED = 400
"""Up to so many matches are ranked by relevance; of more, which is what single common characters give, the newest come first, uncounted."""

BOX = "entry in (select rowid from texts_fts where texts_fts match escape_fts(:search))"
"""What Datasette's search box adds to a table's question; worded otherwise, it would be answered as it stands: all matches, oldest first."""

PAGE = re.compile(
    rf"(?P<columns>select .*) from current_reports where (?:(?P<filters>.+) and )?{re.escape(BOX)}"
    r"\s+(?P<page>limit (?P<size>\d+)(?: offset \d+)?)",
    re.DOTALL,
)
"""A page of its results, filtered or not, but in no order that a reader chose."""

MANY = f"SELECT count(*) FROM (SELECT 1 FROM texts_fts WHERE texts_fts MATCH escape_fts(:search) LIMIT {RANKED + 1})"
BEST = f"SELECT rowid AS hit, {search.RELEVANCE} AS place FROM texts_fts WHERE texts_fts MATCH escape_fts(:search)"
NEWEST = """
SELECT rowid AS hit FROM texts_fts WHERE texts_fts MATCH escape_fts(:search) ORDER BY rowid DESC LIMIT 4000
"""
"""Enough of the newest matches to fill a page; where filters leave too few of them, all are looked through."""


BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
DAMAGED = {
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CORRUPT,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_NOTADB,
}
"""What SQLite says of the file or the disk; all else is said of the question."""


Stands = tuple[int, int] | None
"""Device and number of a file; null where none is there."""


def stands(path: str) -> Stands:
    """Which file has a name now."""
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


class Reader(Database):  # type: ignore[misc]  # Datasette has no types
    """Datasette's database with limits and an order of its own, which follows our references."""

    def __init__(self, *given: Any, **told: Any) -> None:
        super().__init__(*given, **told)
        self._open: dict[sqlite3.Connection, Stands] = {}

    def connect(self, write: bool = False) -> sqlite3.Connection:
        """For reading alone. Datasette would take a `?`, `#` or `%` in the path for the address's own, and open another file."""
        connection = sqlite3.connect(read_only(Path(self.path)), uri=True, check_same_thread=False)
        self._open[connection] = stands(self.path)
        return connection

    def close(self) -> None:
        """Close every thread's connection."""
        for connection in self._open:
            connection.close()

    def _current(self, held: sqlite3.Connection) -> sqlite3.Connection:
        """This thread's connection, to the file that stands there now: one that was restored or made anew may have been moved over it."""
        if self._open[held] == stands(self.path):
            return held
        fresh = self.connect()
        self.ds._prepare_connection(fresh, self.name)
        setattr(connections, self.name, fresh)
        del self._open[held]
        held.close()
        return fresh

    async def execute_fn(self, fn: Callable[[sqlite3.Connection], Any]) -> Any:
        """As Datasette does, but for the file's own faults, which Datasette would take for the question's.

        Raises ArchiveBusy, ArchiveDamaged, and BadRequest where the driver refuses the question.
        """
        try:
            return await super().execute_fn(lambda held: fn(self._current(held)))
        except (sqlite3.ProgrammingError, sqlite3.IntegrityError) as error:
            # The driver's word: several statements, as many values as nothing asks for, or a page that is no number of rows away.
            raise BadRequest(str(error)) from error
        except sqlite3.DatabaseError as error:
            # The lowest byte of an extended code is the plain one.
            code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
            if code in BUSY:
                raise ArchiveBusy(f"the archive is locked ({error})") from error
            if code in DAMAGED:
                raise ArchiveDamaged(f"the archive cannot be read ({error})") from error
            raise

    async def execute(self, sql: str, params: Mapping[str, object] | None = None, **options: Any) -> Any:
        """As Datasette does, but for its own counting of rows and for what its search box finds."""
        counting = not options.get("truncate")
        if counting and sql.startswith("select count(*) from"):
            options["custom_time_limit"] = COUNT_MS
        if BOX not in sql:
            return await super().execute(sql, params, **options)
        many = (await super().execute(MANY, params)).single_value() > RANKED
        if many and counting:
            raise QueryInterrupted(None, sql, params)
        page = PAGE.fullmatch(sql)
        if page is None:
            return await super().execute(sql, params, **options)
        if not many:
            return await super().execute(joined(page, BEST, order="ORDER BY hits.place"), params, **options)
        # The newest come in their order by themselves: sorting would first work out every column of every match.
        found = await super().execute(joined(page, NEWEST), params, **options)
        if len(found.rows) == int(page["size"]):
            return found
        return await super().execute(
            f"{sql[: page.start('page')]} order by entry desc {page['page']}", params, **options
        )

    async def foreign_keys_for_table(self, table: str) -> Any:
        """As Datasette does, with the primary key where a reference names only the table: it would fail on such a table's page."""
        found = await super().foreign_keys_for_table(table)
        for key in found:
            if key["other_column"] is None:
                (key["other_column"],) = await self.primary_keys(key["other_table"])
        return found


def joined(page: re.Match[str], hits: str, *, order: str = "") -> str:
    """A page's question asked of some hits and not of all reports."""
    filters = f"WHERE {page['filters']}" if page["filters"] else ""
    return f"{page['columns']} from ({hits}) AS hits CROSS JOIN current_reports ON entry = hits.hit {filters} {order} {page['page']}"
