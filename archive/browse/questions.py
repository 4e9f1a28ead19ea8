"""The questions page: every canned query with its sentence."""

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.browse import ask


async def page(request: Request, datasette: Datasette) -> Response:
    """What a reader may ask without writing SQL."""
    queries = datasette.metadata("queries", database=ask.NAME, fallback=False) or {}
    shown = [{"name": name, **query} for name, query in queries.items() if not query.get("hide_from_list")]
    return await ask.page(datasette, request, "questions.html", {"queries": shown})
