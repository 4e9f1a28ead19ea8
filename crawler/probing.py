"""Which system serves a portal? A crawl of a handful of requests into an archive that is thrown away."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from archive.store import Archive
from crawler.crawl import crawl, portal_at
from crawler.options import Options

_REQUESTS = 6
"""A home page often carries no signal of its system; the lists one step below it do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Probed:
    """What was found."""

    url: str
    family: str | None
    where: str | None
    signal: str | None
    outcome: str
    requests: int


def probe(url: str, *, allow_private: bool = False) -> Probed:
    """Ask the home page, robots.txt first, and what looks most like disclosure until a family shows. Raises UsageInvalid."""
    portal = portal_at(url)
    with (
        tempfile.TemporaryDirectory(prefix="gongkai-probe-") as folder,
        Archive.open(Path(folder) / "probe.db") as archive,
        archive.hold(),
    ):
        options = Options(max_pages=_REQUESTS, allow_private=allow_private, until_recognised=True)
        (told,) = crawl(archive, [portal], options, lambda _: None).portals
    outcome = told.failure or "no known family"
    return Probed(
        url=portal.home,
        family=told.family,
        where=told.signal_at,
        signal=told.signal,
        outcome=outcome,
        requests=told.requests,
    )
