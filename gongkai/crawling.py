"""A crawl and what comes after it: reading what is new, noting what it came to, telling whoever asked."""

import threading
from collections import Counter
from collections.abc import Sequence

import click

from archive import tables
from archive.counted import counted
from archive.records import Portal
from archive.store import Archive
from crawler.cli import Telling, crawl_verb, report
from crawler.options import Options, Summary
from crawler.running.ending import Cut, stopping
from crawler.running.watching import watched
from extract.cli import shown
from extract.run import extract
from gongkai.account import Account, broken, settle


def crawl_and_read(
    archive: Archive,
    portals: Sequence[Portal],
    options: Options,
    read: bool = True,
    telling: Telling | None = None,
) -> int:
    """Crawl, read what is new, tell what came of it; gives the exit status. The caller holds the archive."""
    telling = telling or Telling()
    with stopping() as stop:
        try:
            account = _account(archive, portals, options, read=read, stop=stop)
        except Exception as error:
            # Nobody looks at a night's traceback: whoever is told of runs is told of this one too.
            tell(broken(archive, error), telling, stop)
            raise
        for failure in account.failures:
            click.echo(f"gongkai: {failure}", err=True)
        tell(account, telling, stop)
    return account.exit_status


def _account(
    archive: Archive, portals: Sequence[Portal], options: Options, *, read: bool, stop: threading.Event
) -> Account:
    from crawler.crawl import crawl as fetch  # Scrapy is imported by those who crawl, and by nobody else

    before = {portal.key: portal for portal in archive.portals()}
    with watched() as progress:
        summary = fetch(archive, portals, options, progress, stop)
    report(summary)
    counts = read_new(archive, stop) if read and _may_read(summary) else None
    account = settle(archive, summary, before, read=counts, stopped=stop.is_set(), due=options.due)
    if counts is not None:
        click.echo(told(counts), err=True)
    click.echo(_line(account), err=True)
    return account


def _may_read(summary: Summary) -> bool:
    """Reading takes room on the disk, and time."""
    return summary.cut is None or summary.cut is Cut.MAX_TIME


def read_new(archive: Archive, stop: threading.Event | None = None) -> Counter[str]:
    """Read every source that the current extractor has not read; what could not be read is named on standard error."""
    with shown() as progress:
        return extract(archive, progress=progress, stop=stop)


def told(counts: Counter[str]) -> str:
    """What reading came to, in a line."""
    return f"read: {counts['ok']} ok, {counts['partial']} partial, {counts['unreadable']} unreadable"


def _line(account: Account) -> str:
    """What a run came to, in a line."""
    done = ", ".join(f"{count} {change}" for change, count in account.reports.items())
    return f"{account.reason}: {counted(account.requests, 'request')}; reports: {done}"


def tell(account: Account, telling: Telling, stop: threading.Event) -> None:
    """Hand the account to whoever asked for it. A hook or a file that fails is named, and changes nothing."""
    if telling.machine:
        tables.show_json(account.told())
    if telling.metrics:
        from gongkai.metrics import write

        if trouble := write(telling.metrics, account):
            click.echo(f"gongkai: {trouble}", err=True)
    if telling.notify:
        from gongkai.notify import notify

        if trouble := notify(telling.notify, account, stop=stop):
            click.echo(f"gongkai: {trouble}", err=True)


crawl = crawl_verb(crawl_and_read)
