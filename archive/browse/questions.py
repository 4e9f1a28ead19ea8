"""The questions page: every canned query with its sentence."""

import re

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.browse import ask


async def page(request: Request, datasette: Datasette) -> Response:
    """What a reader may ask without writing SQL."""
    queries = datasette.metadata("queries", database=ask.NAME, fallback=False) or {}
    shown = [{"name": name, **query} for name, query in queries.items() if not query.get("hide_from_list")]
    return await ask.page(datasette, request, "questions.html", {"queries": shown})


def cut(sql: str, rows: int) -> bool:
    """Whether a canned query of so many rows may have left some out, by its own limits; `LIMIT 1` chooses and leaves out none."""
    limits = [limit for limit in map(int, re.findall(r"\bLIMIT (\d+)", sql)) if limit > 1]
    return bool(limits) and rows >= max(limits)
