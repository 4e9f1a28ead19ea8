"""The two things every page does: ask the archive, and fill a template."""

from collections.abc import Mapping
from typing import Any

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

NAME = "gongkai"
"""The database's name in every address, whatever the file is called: addresses stay good when the file moves."""

Row = dict[str, Any]

BY_ENTRY = """JOIN current AS n ON n.entry = hits.rowid JOIN readings AS r ON r.reading = n.reading"""
"""From entries of the full-text index to reports, leaving out readings that stand for no report any more."""


async def rows(
    datasette: Datasette,
    sql: str,
    parameters: Mapping[str, object] | None = None,
    *,
    limit_ms: int | None = None,
) -> list[Row]:
    """All rows as dictionaries, on one of Datasette's own connections and within its limit of time."""
    found = await datasette.get_database(NAME).execute(
        sql, dict(parameters or {}), truncate=False, custom_time_limit=limit_ms
    )
    return [dict(row) for row in found.rows]


async def first(datasette: Datasette, sql: str, parameters: Mapping[str, object] | None = None) -> Row | None:
    """The first row, null where there is none."""
    found = await rows(datasette, sql, parameters)
    return found[0] if found else None


async def page(
    datasette: Datasette, request: Request, template: str, context: Mapping[str, object], *, status: int = 200
) -> Response:
    """A template as an answer."""
    text = await datasette.render_template(template, dict(context), request=request)
    return Response.html(text, status=status)
