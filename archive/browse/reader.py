"""Datasette's database over an archive: it counts only as long as a reader would wait, and asks the search box's question in our order."""

import re
from collections.abc import Mapping
from typing import Any

from datasette.database import Database, QueryInterrupted

from archive import search

COUNT_MS = 60
"""A total over a table page that takes longer is left out: the rows are what was asked for."""

RANKED = 400
"""Up to so many matches are ranked by relevance; of more, which is what single common characters give, the newest come first, uncounted."""

BOX = "entry in (select rowid from texts_fts where texts_fts match escape_fts(:search))"
"""What Datasette's search box adds to a table's question; worded otherwise, it would be answered as it stands: all matches, oldest first."""

ALONE = re.compile(rf"from current_reports where {re.escape(BOX)}\s+(?!and\b)")
PAGE = re.compile(
    rf"(select .*) from current_reports where {re.escape(BOX)}\s+limit (\d+)(?: offset (\d+))?", re.DOTALL
)

MANY = f"SELECT count(*) FROM (SELECT 1 FROM texts_fts WHERE texts_fts MATCH escape_fts(:search) LIMIT {RANKED + 1})"
BEST = f"SELECT rowid AS hit, {search.RELEVANCE} AS place FROM texts_fts WHERE texts_fts MATCH escape_fts(:search)"
NEWEST = """
SELECT t.rowid AS hit, -t.rowid AS place FROM texts_fts AS t CROSS JOIN current AS n ON n.entry = t.rowid
WHERE texts_fts MATCH escape_fts(:search) ORDER BY t.rowid DESC LIMIT {upto}
"""
"""Stops at the last row that the page shows; entries that stand for no report any more are none of its rows."""


class Reader(Database):  # type: ignore[misc]  # Datasette has no types
    """Datasette's database with limits and an order of its own, which follows our references."""

    async def execute(self, sql: str, params: Mapping[str, object] | None = None, **options: Any) -> Any:
        """As Datasette does, but for its own counting of rows and for what its search box finds."""
        counting = not options.get("truncate")
        if counting and sql.startswith("select count(*) from"):
            options["custom_time_limit"] = COUNT_MS
        if ALONE.search(sql):
            found = await super().execute(MANY, params)
            many = found.single_value() > RANKED
            if many and counting:
                raise QueryInterrupted(None, sql, params)
            sql = ordered(sql, many=many)
        return await super().execute(sql, params, **options)

    async def foreign_keys_for_table(self, table: str) -> Any:
        """As Datasette does, with the primary key where a reference names only the table: it would fail on such a table's page."""
        found = await super().foreign_keys_for_table(table)
        for key in found:
            if key["other_column"] is None:
                (key["other_column"],) = await self.primary_keys(key["other_table"])
        return found


def ordered(sql: str, *, many: bool) -> str:
    """The question of a page of search results in the order of the search page; any other question as it is."""
    page = PAGE.fullmatch(sql)
    if page is None:
        return sql
    columns, size, before = page[1], int(page[2]), int(page[3] or 0)
    hits = NEWEST.format(upto=before + size) if many else BEST
    return (
        f"{columns} from ({hits}) AS hits CROSS JOIN current_reports ON entry = hits.hit"
        f" ORDER BY hits.place LIMIT {size} OFFSET {before}"
    )
