"""What the archive knows of a portal's reports, and how to ask for it again without fetching what did not change."""

from collections.abc import Iterable, Iterator

from sqlite_utils import Database

from archive.frontier import Waiting
from archive.records import Capture
from archive.rows import bodies
from archive.store import Archive
from crawler.address import canonical
from crawler.discovery.steps import Step
from crawler.pages.page import Ask, Headers
from crawler.relevance import Kind


def known_bodies(db: Database, portal: str) -> dict[str, str]:
    """Every report page and file of a portal, with the digest of its newest good copy; and what redirects to one."""
    rows = db.execute(
        "SELECT url, sha256, max(capture) FROM captures"
        " WHERE portal = ? AND role IN ('report', 'file') AND outcome = 'ok' AND sha256 IS NOT NULL GROUP BY url",
        (portal,),
    )
    known = {canonical(url): sha256 for url, sha256, _ in rows}
    redirects = db.execute(
        "SELECT DISTINCT url, final_url FROM captures WHERE portal = ? AND outcome = 'redirect' AND role = 'report'",
        (portal,),
    )
    for url, final in redirects.fetchall():
        if final and canonical(final) in known:
            known[canonical(url)] = known[canonical(final)]
    return known


def report_pages(db: Database, portal: str) -> dict[str, str]:
    """Address of a report, as a list may show it → the address that it is archived under: its own, or where that led."""
    rows = db.execute(
        "SELECT DISTINCT url, CASE outcome WHEN 'redirect' THEN final_url ELSE url END FROM captures"
        " WHERE portal = ? AND role = 'report' AND outcome IN ('ok', 'redirect')",
        (portal,),
    )
    return dict(rows.fetchall())


def gone_pages(db: Database, portal: str) -> frozenset[str]:
    """The canonical addresses at which nothing stood when they were last asked for."""
    rows = db.execute(
        "SELECT url, outcome, max(capture) FROM captures WHERE portal = ? GROUP BY url", (portal,)
    )
    return frozenset(canonical(url) for url, outcome, _ in rows if outcome in ("gone", "soft_404"))


def other_pages(db: Database, portal: str) -> frozenset[str]:
    """The canonical addresses of all pages that were something else when they were last read."""
    rows = db.execute(
        "SELECT url, role, max(capture) FROM captures WHERE portal = ? AND outcome = 'ok' GROUP BY url",
        (portal,),
    )
    return frozenset(canonical(url) for url, role, _ in rows if role in ("home", "list", "other"))


def rechecks(archive: Archive, portal: str, *, score: float) -> Iterator[Waiting]:
    """A conditional request for every known report page and file."""
    rows = archive.db.execute(
        "SELECT DISTINCT url FROM captures WHERE portal = ? AND role IN ('report', 'file') AND outcome = 'ok'",
        (portal,),
    )
    yield from again(archive, portal, (url for (url,) in rows.fetchall()), score=score)


def with_files(archive: Archive, pages: Iterable[str]) -> Iterator[str]:
    """Report pages, each followed by those of its files that the archive holds."""
    for page in pages:
        yield page
        rows = archive.db.execute(
            "SELECT DISTINCT links.url FROM links WHERE kind = 'attachment' AND links.capture = ("
            " SELECT max(capture) FROM captures WHERE url = ? AND outcome = 'ok' AND role = 'report')"
            " AND EXISTS (SELECT 1 FROM captures WHERE captures.url = links.url AND outcome = 'ok')",
            (page,),
        )
        yield from (url for (url,) in rows.fetchall() if url != page)


def again(archive: Archive, portal: str, urls: Iterable[str], *, score: float) -> Iterator[Waiting]:
    """A request for each address that the archive knows, conditional where it has the body that a 304 would confirm."""
    for url in urls:
        latest = archive.latest(url)
        if latest is not None:
            yield _again(archive.db, latest).waiting(portal, score=score, found_on=latest.referrer, depth=1)


def _again(db: Database, latest: Capture) -> Step:
    seen = db.execute(
        "SELECT title, organ, published FROM sightings WHERE url = ? ORDER BY at DESC LIMIT 1", (latest.url,)
    ).fetchone() or ("", None, None)
    held = latest.sha256 is not None and bodies.has(db.conn, latest.sha256)
    return Step(
        ask=Ask(url=latest.url, headers=conditions(latest.response_headers) if held else ()),
        kind=Kind.REPORT,
        title=seen[0],
        organ=seen[1],
        published=seen[2],
        attachment=latest.role == "file",
    )


def conditions(answered: Headers) -> Headers:
    """If-None-Match and If-Modified-Since, as the server's last answer allows."""
    told = {name.lower(): value for name, value in answered}
    return tuple(
        (asked, told[said])
        for said, asked in (("etag", "If-None-Match"), ("last-modified", "If-Modified-Since"))
        if said in told
    )
