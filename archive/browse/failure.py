"""What a reader sees when a page can't be had: one sentence. Datasette alone would print every local variable for each wrong address."""

import logging
import sqlite3
from traceback import walk_tb

from datasette.app import Datasette
from datasette.database import QueryInterrupted
from datasette.utils.asgi import Base400, Request, Response
from datasette.views.base import DatasetteError
from markupsafe import Markup

from archive.browse import ask
from archive.errors import ArchiveBusy

log = logging.getLogger(__name__)

LATER = "没能及时查完，请再试一次。 This took too long just now: try again."
LOGGED = "服务器的日志里有原因。 The server's log has the reason."
"""What our own errors say may name the file, which is not for everybody."""
OURS = {"archive", "jinja2"}
"""Packages whose errors are no asker's fault."""


def _datasettes(error: Exception) -> bool:
    """Whether an error was raised where Datasette looks at a question, and nothing of ours, nor a template, had a part in it."""
    packages = {
        frame.f_globals.get("__name__", "").partition(".")[0] for frame, _ in walk_tb(error.__traceback__)
    }
    return "datasette" in packages and packages.isdisjoint(OURS)


async def page(datasette: Datasette, request: Request, error: Exception) -> Response:
    """The error as a page, or as JSON where JSON was asked for; what is our own fault goes to the log with its traceback."""
    match error:
        case DatasetteError() if not isinstance(error.__context__, sqlite3.Error) or error.status < 500:
            # Datasette's own word is on the question. Where it is 500, as for a column that there is not, it only names no status.
            status, message = 400 if error.status == 500 else error.status, error.message
        case ValueError() | LookupError() | TypeError() if request.query_string and _datasettes(error):
            # Datasette takes some arguments of its own pages as they come: numbers, places to go on from, JSON.
            status, message = 400, f"{type(error).__name__}: {error}"
            log.warning("%s?%s cannot be asked", request.path, request.query_string, exc_info=error)
        case Base400():
            status, message = error.status, str(error.args[0]) if error.args else ""
        case QueryInterrupted() | ArchiveBusy():
            status, message = 503, LATER
            log.warning("%s took too long: %s", request.path, getattr(error, "sql", error))
        case _:
            status, message = 500, f"{LOGGED} ({type(error).__name__})"
            log.error("%s failed", request.path, exc_info=error)
    if request.path.endswith(".json"):
        return Response.json(
            {"ok": False, "error": str(message), "status": status, "title": None}, status=status
        )
    shown = Markup(message) if getattr(error, "message_is_html", False) else message  # Datasette's own markup
    return await ask.page(
        datasette, request, "error.html", {"message": shown, "status": status}, status=status
    )
