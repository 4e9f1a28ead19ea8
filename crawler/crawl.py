"""One crawl of one or more portals, from the homes to the summary. Scrapy is loaded here and not before."""

import socket
import threading
from collections import Counter
from collections.abc import Sequence
from time import monotonic
from urllib.parse import urlsplit

from archive.errors import UsageInvalid
from archive.records import Portal
from archive.store import Archive
from crawler.address import canonical, is_private, netloc, portal_key
from crawler.discovery.opening import campaigns
from crawler.options import Options, Progress, Summary
from crawler.running import browser
from crawler.running.ending import Bounds, Cut, awaited, stopping
from crawler.running.session import Session
from crawler.running.writer import Writer, settle


def crawl(
    archive: Archive,
    portals: Sequence[Portal],
    options: Options,
    progress: Progress,
    stop: threading.Event | None = None,
) -> Summary:
    """Crawl `portals`; the caller holds the archive. Setting `stop` (null: Ctrl-C and SIGTERM do), the time budget and a disk
    that fills end it cleanly: what waits is left for the next crawl.

    Raises UsageInvalid where a single portal that was never crawled does not resolve or is private (of several portals it is that
    one's failure); ArchiveFull and the like.
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
    if len(portals) == 1:
        check_home(portals[0], options, known=archive.latest(portals[0].home) is not None)
    session = _begun(archive, portals, options, progress)
    cut: Cut | None = None
    try:
        session.admit()
        # A disk that is nearly full is told where nothing is due, too: what is due next will find no room.
        cut = (_run(session, bounds) or _render(archive, session, bounds)) if session.live else bounds.cut()
    finally:
        session.writer.close()
        _end(archive, session, cut=cut)
        session.tell(last=True)
    summaries = tuple(account.summary() for account in session.accounts.values())
    return Summary(run=session.run, portals=summaries, cut=cut)


def portal_at(home: str) -> Portal:
    """A portal known by its home address alone. Raises UsageInvalid for what is no web address."""
    home = home if "://" in home else f"http://{home}"
    parts = urlsplit(home)
    if parts.scheme not in ("http", "https") or not netloc(home):
        raise UsageInvalid(f"{home}: not the address of a portal (http:// or https://)")
    return Portal(key=portal_key(home), name=portal_key(home), home=canonical(home))


def check_home(portal: Portal, options: Options, *, known: bool) -> None:
    """Raises UsageInvalid where a home is private, or, unless it is `known`, does not resolve."""
    parts = urlsplit(portal.home)
    host = parts.hostname or ""
    if is_private(host) and not options.allow_private:
        raise UsageInvalid(f"{portal.home}: a private address (--allow-private-addresses permits it)")
    if known:
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


def _begun(archive: Archive, portals: Sequence[Portal], options: Options, progress: Progress) -> Session:
    return Session(
        run=archive.start_run("crawl", arguments={"portals": [portal.home for portal in portals]}),
        upcoming=campaigns(archive, portals, options),
        portals=len(portals),
        options=options,
        writer=Writer(archive),
        clock=archive.clock,
        progress=progress,
    )


def _end(archive: Archive, session: Session, *, cut: Cut | None) -> None:
    """Store where each portal stands; those that were over long ago have been. The run names the portals that it left before the end."""
    with archive.transaction():
        for campaign in session.campaigns.values():
            settle(archive, campaign.end())
    counts: Counter[str] = Counter()
    for account in session.accounts.values():
        counts.update({"reports": account.reports, "files": account.files, **account.outcomes})
    reasons = sorted({account.reason or "stopped" for account in session.accounts.values()})
    left = sorted(key for key, account in session.accounts.items() if not account.complete)
    archive.end_run(
        session.run, reason=cut or ", ".join(reasons) or "nothing due", counts={**counts, "cut": left}
    )


def _render(archive: Archive, session: Session, bounds: Bounds) -> Cut | None:
    """Look again, with a browser, at columns of reports that nothing else could list; the bound that ended it, if one did."""
    if not session.options.browser or browser.program() is None:
        return None
    rows = []
    for campaign in list(session.campaigns.values()):
        if again := campaign.reopen(browser.MOST_PAGES):
            session.reopen(campaign)
            rows += again
    if not rows:
        return None
    archive.save([], waiting=rows)
    session.rendering = True
    return _run(session, bounds)


def _run(session: Session, bounds: Bounds) -> Cut | None:
    """Let Scrapy work until every campaign is over, or a bound is passed: gives that."""
    if passed := bounds.cut():
        session.stop(passed)
        return passed
    from crawler.running import reactor
    from crawler.running.engine import Running

    running = Running(session)

    def stop(cut: Cut) -> None:
        reactor.loop().call_soon_threadsafe(running.stop, cut)

    return awaited(reactor.submit(running.crawl), bounds, stop)
