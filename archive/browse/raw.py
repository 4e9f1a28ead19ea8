"""`/-/raw/<digest>`: a body as it was received, decompressed, in a sandbox."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.browse import sandbox
from archive.errors import ArchiveDamaged
from archive.rows import bodies, captures
from archive.store import Archive


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """Bytes, and what was said of them when they came."""

    data: bytes
    content_type: str | None
    media_type: str | None
    url: str


async def body(request: Request, datasette: Datasette) -> Response:
    """The bytes themselves; 304 where the browser has them, 404 where the archive has not."""
    digest = request.url_vars["sha256"]
    if f'"{digest}"' in request.headers.get("if-none-match", ""):
        return Response("", status=304, headers={"ETag": f'"{digest}"'})
    return respond(digest, await load(datasette, digest))


def respond(digest: str, one: Body) -> Response:
    """A body in its sandbox."""
    headers = sandbox.headers(digest, content_type=one.content_type, media_type=one.media_type, url=one.url)
    content_type = headers.pop("Content-Type")
    return Response(one.data, headers=headers, content_type=content_type)


async def load(datasette: Datasette, digest: str, *, url: str | None = None) -> Body:
    """A body with what its newest capture (at `url`, where one is given) said of it. Raises NotFound."""
    path = Path(datasette.get_database("gongkai").path)
    try:
        return await asyncio.to_thread(_load, path, digest, url)
    except ArchiveDamaged as error:
        raise NotFound(str(error)) from error


async def location(datasette: Datasette, capture: str) -> str | None:
    """Where a capture's answer led, as it said it: Datasette itself shows no headers (archive.browse.privacy)."""
    return await asyncio.to_thread(_location, Path(datasette.get_database("gongkai").path), capture)


def _location(path: Path, capture: str) -> str | None:
    with Archive.open(path, mode="read") as archive:
        (told,) = captures.select(archive.db.conn, "capture = ?", (capture,))
    return {name.lower(): value for name, value in told.response_headers}.get("location")


async def sizes(datasette: Datasette, digests: Iterable[str]) -> dict[str, int | None]:
    """Bytes of each body: through the archive, since bodies may stand in a second file that Datasette has not open."""
    return await asyncio.to_thread(_sizes, Path(datasette.get_database("gongkai").path), list(digests))


def _sizes(path: Path, digests: Iterable[str]) -> dict[str, int | None]:
    with Archive.open(path, mode="read") as archive:
        return {digest: bodies.size(archive.db.conn, digest) for digest in digests}


def _load(path: Path, digest: str, url: str | None) -> Body:
    with Archive.open(path, mode="read") as archive:
        data = archive.body(digest)
        seen = captures.newest(archive.db.conn, digest, url=url)
    if seen is None:
        return Body(data=data, content_type=None, media_type=None, url="")
    said = {name.lower(): value for name, value in seen.response_headers}.get("content-type")
    return Body(data=data, content_type=said, media_type=seen.media_type, url=seen.final_url)
