"""Local files as if they had been fetched, so that reading and history treat them like any page."""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from archive.clock import Clock, ident, stamp
from archive.errors import UsageInvalid
from archive.files.sniff import media_type
from archive.records import Capture, Fetched, Outcome, Sighting

MAX_FILE = 256 * 2**20
"""Bytes. A larger file is no report; it is refused by name rather than read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """What the caller knows and the file can't say; null leaves it to the reading."""

    url: str | None = None
    organ: str | None = None
    year: int | None = None


def files(paths: Iterable[Path]) -> list[Path]:
    """Every regular file under `paths`, folders walked in name order; in them, hidden names and what is neither file nor folder are
    passed over.

    Raises UsageInvalid where a path does not exist or leads to nothing.
    """
    found: list[Path] = []
    for path in paths:
        if not (path.is_file() or path.is_dir()):
            raise UsageInvalid(f"{path}: no such file or folder")
        found += _walk(path)
    if not found:
        raise UsageInvalid("nothing to add: the folders given hold no files")
    return found


def _walk(path: Path, above: frozenset[Path] = frozenset()) -> Iterator[Path]:
    """A link may lead back to a folder that one came through."""
    if path.is_file():
        yield path
    elif path.is_dir() and (here := path.resolve()) not in above:
        for child in sorted(path.iterdir()):
            if not child.name.startswith("."):
                yield from _walk(child, above | {here})


def portal_of(url: str | None) -> str:
    """The key of the portal that `url` belongs to; `local` where the file came from no portal."""
    if url is None:
        return "local"
    host = urlsplit(url).netloc.lower()
    if not host:
        raise UsageInvalid(f"--url {url}: not an address (http://host/path is wanted)")
    return host.removeprefix("www.")


def fetched(path: Path, said: Said, *, run: str, clock: Clock) -> Fetched:
    """One file as a fetch of now, seen as a report page. Raises UsageInvalid for a file too large to be a report."""
    if path.stat().st_size > MAX_FILE:
        raise UsageInvalid(
            f"{path}: {path.stat().st_size} bytes is more than the {MAX_FILE} a report may have"
        )
    body = path.read_bytes()
    moment = clock()
    url = said.url or path.resolve().as_uri()
    portal = portal_of(said.url)
    capture = Capture(
        id=ident(moment),
        run=run,
        portal=portal,
        url=url,
        final_url=url,
        status=None,
        outcome=Outcome.OK,
        requested_at=stamp(moment),
        received_at=stamp(moment),
        sha256=hashlib.sha256(body).hexdigest(),
        media_type=media_type(body),
        role="report",
    )
    sighting = Sighting(
        portal=portal,
        url=url,
        found_on=None,
        title=path.stem,
        organ=said.organ,
        year=said.year,
        published=None,
        published_label=None,
        at=stamp(moment),
        run=run,
    )
    return Fetched(capture=capture, body=body, sighting=sighting)
