"""What no page, export or query shows: the headers of captures may hold cookies, the frontier's requests and a run's arguments too; nor
where the archive's file is."""

import sqlite3

from datasette.utils.asgi import NotFound, Response

PRIVATE = frozenset(
    {
        ("capture_rows", "request_values"),
        ("capture_rows", "response_values"),
        ("frontier", "request"),
        ("lists", "request"),
        ("headers", "fields"),
        ("runs", "arguments"),
    }
)
"""(table, column) that reads as null through Datasette, in custom SQL and in views alike."""


async def hidden() -> Response:
    """In the place of a page of Datasette's that tells where on this machine the file is."""
    raise NotFound("这里不列出文件 Files are not listed here")


def guard(
    action: int, table: str | None, column: str | None, _database: str | None, _source: str | None
) -> int:
    """SQLite's authorizer: private columns read as null; other files stay closed. Writing is refused by the read-only connection."""
    if action == sqlite3.SQLITE_READ and (table, column) in PRIVATE:
        return sqlite3.SQLITE_IGNORE
    if action in (sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH):
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK
