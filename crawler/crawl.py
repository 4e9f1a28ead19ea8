"""One crawl of one or more portals, from the homes to the summary. Scrapy is loaded here and not before."""

import socket
import threading
from collections.abc import Sequence
from dataclasses import replace
from time import monotonic
from urllib.parse import urlsplit

from archive import frontier
from archive.errors import UsageInvalid
from archive.frontier import Waiting
from archive.records import Portal
from archive.store import Archive
from crawler import browser
from crawler.address import canonical, fingerprint, is_private, netloc, portal_key
from crawler.arms import Arms
from crawler.backlog import Backlog
from crawler.campaign import Campaign
from crawler.discovery import PAGE_SCORE, REPORT_SCORE
from crawler.ending import Bounds, Cut, awaited, stopping
from crawler.options import Options, Progress, Summary
from crawler.page import Ask
from crawler.portals import described
from crawler.relevance import Kind, Trail
from crawler.revisit import known_bodies, rechecks
from crawler.session import Session
from crawler.steps import Step
from crawler.writer import Writer


def crawl(
    archive: Archive,
    portals: Sequence[Portal],
    options: Options,
    progress: Progress,
    stop: threading.Event | None = None,
) -> Summary:
    """Crawl `portals`; the caller holds the archive. Setting `stop` (null: Ctrl-C and SIGTERM do), the time budget and a disk
    that fills end it cleanly: what waits is left for the next crawl.

    Raises UsageInvalid where an address that was never crawled does not resolve or is private; ArchiveFull and the like.
    """
    if stop is None:
        with stopping() as stop:
            return crawl(archive, portals, options, progress, stop)
    bounds = Bounds(
        stop=stop,
        until=None if options.max_time is None else monotonic() + options.max_time,
        folder=archive.path.resolve().parent,
        min_free=options.min_free,
    )
    for portal in portals:
        _check_home(archive, portal, options)
    run = archive.start_run("crawl", arguments={"portals": [portal.home for portal in portals]})
    campaigns = {portal.key: _campaign(archive, portal, options) for portal in portals}
    writer = Writer(archive)
    session = Session(
        run=run, campaigns=campaigns, options=options, writer=writer, clock=archive.clock, progress=progress
    )
    cut: Cut | None = None
    try:
        cut = _run(session, bounds) or _render(archive, session, bounds)
    finally:
        writer.close()
        _end(archive, session, cut=cut)
    summaries = tuple(campaign.summary() for campaign in campaigns.values())
    return Summary(run=run, portals=summaries, cut=cut)


def portal_at(home: str, *, name: str = "", hosts: Sequence[str] = ()) -> Portal:
    """A portal known by its home address alone. Raises UsageInvalid for what is no web address."""
    home = home if "://" in home else f"http://{home}"
    parts = urlsplit(home)
    if parts.scheme not in ("http", "https") or not netloc(home):
        raise UsageInvalid(f"{home}: not the address of a portal (http:// or https://)")
    return Portal(
        key=portal_key(home), name=name or portal_key(home), home=canonical(home), hosts=tuple(hosts)
    )


def _check_home(archive: Archive, portal: Portal, options: Options) -> None:
    parts = urlsplit(portal.home)
    host = parts.hostname or ""
    if is_private(host) and not options.allow_private:
        raise UsageInvalid(f"{portal.home}: a private address (--allow-private-addresses permits it)")
    if archive.latest(portal.home) is not None:
        return
    try:
        addresses = socket.getaddrinfo(host, parts.port or 80, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UsageInvalid(f"{portal.home}: {host} does not resolve ({error})") from error
    private = [str(address[4][0]) for address in addresses if is_private(str(address[4][0]))]
    if private and not options.allow_private:
        raise UsageInvalid(
            f"{portal.home}: {host} resolves to the private address {private[0]} (--allow-private-addresses permits it)"
        )


def _campaign(archive: Archive, portal: Portal, options: Options) -> Campaign:
    """The portal's state as the archive knows it: what waits of a crawl that was cut short, or a new round from the home."""
    known = next((one for one in archive.portals() if one.key == portal.key), None)
    if known is not None:
        portal = replace(
            portal, family=portal.family or known.family, signal=known.signal, site_code=known.site_code
        )
    hosts = frozenset(
        host.removeprefix("www.") for host in (netloc(portal.home), *portal.hosts, *options.allow_hosts)
    )
    with archive.transaction():
        frontier.release(archive.db, portal.key)
        bodies = known_bodies(archive.db, portal.key)
        waiting = frontier.waiting(archive.db, portal.key)
        seen = frontier.fingerprints(archive.db, portal.key) if waiting else set()
        before = frontier.reports_done(archive.db, portal.key) if waiting else 0
        if not waiting:
            frontier.forget(archive.db, portal.key)
    backlog = Backlog(known=seen, waiting=waiting)
    campaign = Campaign(
        portal=portal,
        hosts=hosts,
        options=options,
        arms=Arms(),
        backlog=backlog,
        before=before,
        family=portal.family,
        known=frozenset(bodies),
        bodies=bodies,
        taught=_taught(archive) if options.transfer else {},
    )
    campaign.arms.teach(campaign.taught.get(portal.family or "", ()))
    _seed(archive, campaign)
    archive.put_portal(portal)
    return campaign


def _seed(archive: Archive, campaign: Campaign) -> None:
    home = Step(ask=Ask(url=campaign.portal.home), kind=Kind.HUB, title=campaign.portal.name)
    rows = []
    if not campaign.backlog.knows(fingerprint(home.ask)):
        rows.append(home.waiting(campaign.key, score=REPORT_SCORE * 10, found_on=None, depth=0))
    rows += _entries(campaign)
    if campaign.options.recheck:
        rows += rechecks(archive, campaign.key, score=PAGE_SCORE)
    with archive.transaction():
        archive.save([], waiting=campaign.backlog.add(rows))


def _entries(campaign: Campaign) -> list[Waiting]:
    """The columns of reports that the portal's description names."""
    entries = [url for one in described().values() if one.portal.key == campaign.key for url in one.entries]
    steps = [
        Step(ask=Ask(url=url), kind=Kind.COLUMN, trail=Trail(column=True, public=True)) for url in entries
    ]
    return [step.waiting(campaign.key, score=PAGE_SCORE, found_on=None, depth=1) for step in steps]


def _taught(archive: Archive) -> dict[str, list[tuple[str, int, float]]]:
    taught: dict[str, list[tuple[str, int, float]]] = {}
    for family, arm, pulls, reward in archive.db.execute("SELECT family, arm, pulls, reward FROM arms"):
        taught.setdefault(family, []).append((arm, pulls, reward))
    return taught


def _end(archive: Archive, session: Session, *, cut: Cut | None) -> None:
    counts: dict[str, int] = {}
    with archive.transaction():
        for campaign in session.campaigns.values():
            if campaign.complete:
                frontier.forget(archive.db, campaign.key)
            else:
                frontier.release(archive.db, campaign.key)
            archive.put_portal(campaign.portal)
            for name, count in (
                ("reports", campaign.reports),
                ("files", campaign.files),
                *campaign.outcomes.items(),
            ):
                counts[name] = counts.get(name, 0) + count
    reasons = sorted({campaign.reason or "stopped" for campaign in session.campaigns.values()})
    archive.end_run(session.run, reason=cut or ", ".join(reasons), counts=counts)


def _render(archive: Archive, session: Session, bounds: Bounds) -> Cut | None:
    """Look again, with a browser, at columns of reports that nothing else could list; the bound that ended it, if one did."""
    if not session.options.browser or browser.program() is None:
        return None
    rows = [row for campaign in session.campaigns.values() for row in campaign.reopen(browser.MOST_PAGES)]
    if not rows:
        return None
    archive.save([], waiting=rows)
    session.rendering = True
    return _run(session, bounds)


def _run(session: Session, bounds: Bounds) -> Cut | None:
    """Let Scrapy work until every campaign is over, or a bound is passed: gives that."""
    from crawler import reactor
    from crawler.running import Running

    running = Running(session)

    def stop(cut: Cut) -> None:
        reactor.loop().call_soon_threadsafe(running.stop, cut)

    return awaited(reactor.submit(running.crawl), bounds, stop)
