"""The Datasette plugin: what it registers, and nothing else."""

import hashlib
import sqlite3
from collections.abc import Awaitable, Callable, Iterable
from functools import partial
from pathlib import Path
from typing import Any

from datasette import hookimpl
from datasette.app import Datasette
from datasette.utils.asgi import Request, Response
from jinja2 import Environment

from archive import search
from archive.browse import (
    ask,
    cells,
    compare,
    coverage,
    diff,
    failure,
    find,
    front,
    inside,
    layout,
    marked,
    memento,
    organ,
    place,
    privacy,
    questions,
    raw,
    report,
    words,
)

Route = tuple[str, Callable[..., Awaitable[Response]]]

STATIC = Path(__file__).parent / "static"

POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data:; object-src 'none'; base-uri 'self'; form-action 'self'; frame-src 'self'; frame-ancestors 'self'"
)
"""For our own pages: no request off this host. Vega compiles its charts, hence `unsafe-eval`; Datasette's pages have inline scripts."""

HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)


@hookimpl(trylast=True)
def prepare_connection(conn: sqlite3.Connection, database: str) -> None:
    """Search any Chinese string through Datasette's own box, and keep private columns private."""
    if database != ask.NAME:
        return
    conn.create_function("escape_fts", 1, escape_fts, deterministic=True)
    conn.create_function("official", 2, official, deterministic=True)
    conn.execute("PRAGMA mmap_size = 1073741824")
    conn.execute("PRAGMA cache_size = -32000")
    conn.set_authorizer(privacy.guard)


@hookimpl
def register_routes() -> Iterable[Route]:
    """Our pages, before Datasette's own."""
    return (
        (r"^/$", front.page),
        (r"^/-/search$", find.page),
        (r"^/-/databases(?:\.json)?$", privacy.hidden),
        (r"^/-/coverage$", coverage.page),
        (r"^/-/questions$", questions.page),
        (r"^/-/compare$", compare.page),
        (r"^/-/organ/(?P<portal>[^/]+)/(?P<organ>[^/]+)$", organ.page),
        (r"^/-/report/(?P<report>[^/.]+)$", report.page),
        (r"^/-/report/(?P<report>[^/.]+)\.json$", report.as_json),
        (r"^/-/report/(?P<report>[^/.]+)\.csv$", report.as_csv),
        (r"^/-/report/(?P<report>[^/.]+)/diff$", diff.page),
        (r"^/-/place/(?P<reading>[^/]+)$", place.page),
        (r"^/-/marked/(?P<sha256>[0-9a-f]{64})$", marked.page),
        (r"^/-/raw/(?P<sha256>[0-9a-f]{64})$", raw.body),
        (r"^/-/web/(?P<moment>\d{4,20})id_/(?P<url>.+)$", memento.original),
        (r"^/-/web/(?P<moment>\d{4,20})if_/(?P<url>.+)$", inside.page),
        (r"^/-/web/(?P<moment>\d{4,20})/(?P<url>.+)$", memento.page),
        (r"^/-/timegate/(?P<url>.+)$", memento.timegate),
        (r"^/-/timemap/link/(?P<url>.+)$", memento.timemap),
    )


@hookimpl
def prepare_jinja2_environment(env: Environment) -> None:
    """The words and shapes our templates share."""
    env.filters.update(words.FILTERS)


@hookimpl
def extra_template_vars(datasette: Datasette) -> dict[str, Any]:
    """What every template may use: a digest of our static files, so that browsers fetch them anew; places of words; portals and years; what
    a query left out."""
    return {
        "look_hash": look_hash(),
        "excerpts": partial(find.excerpts, datasette),
        "choices": partial(find.choices, datasette),
        "cut": questions.cut,
    }


@hookimpl
def render_cell(
    row: sqlite3.Row, value: object, column: str, table: str | None, datasette: Datasette
) -> object:
    """Identifiers in tables lead to their pages, organs in answers to their reports."""
    if table is None and column in cells.OF_REPORTS and value and "report" in row.keys():  # noqa: SIM118  # a Row's values
        return cells.report(str(row["report"]), value, column=column, urls=datasette.urls)
    return cells.link(value, column=column, table=table, urls=datasette.urls)


@hookimpl
def handle_exception(
    datasette: Datasette, request: Request, exception: Exception
) -> Callable[[], Awaitable[Response]]:
    """Our error page, in the place of Datasette's."""
    return partial(failure.page, datasette, request, exception)


@hookimpl
def asgi_wrapper() -> Callable[[Any], Any]:
    """Every answer carries a policy; what a page set for itself stands."""

    def wrap(app: Any) -> Any:
        async def guarded(scope: Any, receive: Any, send: Any) -> None:
            async def sending(message: Any) -> None:
                if message["type"] == "http.response.start":
                    said = {name.lower() for name, _ in message.get("headers", [])}
                    more = [header for header in HEADERS if header[0] not in said]
                    message = {**message, "headers": [*message.get("headers", []), *more]}
                await send(message)

            await app(scope, receive, sending)

        return guarded

    return wrap


def look_hash() -> str:
    """Eight digits over the static files' sizes and times."""
    told = "".join(f"{file.name}{file.stat().st_mtime_ns}" for file in sorted(STATIC.iterdir()))
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def official(table: str, row: str) -> str:
    """For queries: the official words of a row, without what it is a reason for; its name where it has none."""
    return layout.labels(table)[0].get(row, row).rpartition(" · ")[2]


def escape_fts(words: str | None) -> str:
    """What Datasette's search box asks the index: each word as the phrase of its characters; a search for nothing finds nothing."""
    return search.match(words or "") or '""'
