"""The verb `crawl` as far as it needs no extraction: its options, the portals it is for, and what it says."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import click

from archive.connect import is_there
from archive.counted import counted
from archive.errors import UsageInvalid
from archive.records import Portal
from archive.store import Archive
from crawler.address import portal_key
from crawler.options import Options, PortalSummary, Summary
from crawler.portals import described
from crawler.schedule import schedule
from crawler.units import Duration, Size


class Stands(Protocol):
    """What stands before the verb (gongkai.cli)."""

    @property
    def db(self) -> Path: ...


@dataclass(frozen=True, kw_only=True, slots=True)
class Telling:
    """Who is told what a run came to, besides the person at the terminal."""

    machine: bool = False
    """Whether the summary goes to standard output, as JSON."""
    metrics: Path | None = None
    """Where a text file for Prometheus is written."""
    notify: str | None = None
    """A shell command that gets the summary on its standard input."""


MOST_TOLD = 20
"""Portals of a run that get a line each."""

Crawling = Callable[[Archive, Sequence[Portal], Options, bool, Telling], int]
"""What the verb `crawl` does with what it was told: archive, portals, options, whether to extract, whom to tell; gives the exit
status."""


def crawl_verb(run: Crawling) -> click.Command:
    """The verb `crawl` around `run`, which joins crawling with what comes after."""

    @click.command("crawl")
    @click.argument("portals", metavar="[PORTAL]…", nargs=-1)
    @click.option("--all", "every", is_flag=True, help="Every known portal.")
    @click.option(
        "--due",
        is_flag=True,
        help="Ask only for what is due, lists and rechecks alike; of every portal in the archive where none is named.",
    )
    @click.option(
        "--schedule",
        "rules",
        type=click.Path(dir_okay=False, path_type=Path),
        help="A TOML file that changes when things are due (`gongkai portals schedule`).",
    )
    @click.option("--no-extract", is_flag=True, help="Fetch and archive only.")
    @click.option("--max-pages", type=click.IntRange(1), help="At most so many requests a portal.")
    @click.option(
        "--delay",
        type=Duration(none=True),
        metavar="TIME",
        help="From a host's answer to the next request to it (default 1s).",
    )
    @click.option(
        "--max-time",
        type=Duration(),
        metavar="TIME",
        help="Ask for nothing more after so long (45m, 6h); what waits is the next crawl's.",
    )
    @click.option(
        "--min-free",
        type=Size(),
        metavar="SIZE",
        default="512M",
        show_default=True,
        envvar="GONGKAI_MIN_FREE",
        show_envvar=True,
        help="Stop before less than this is free on the archive's disk.",
    )
    @click.option(
        "--recheck", is_flag=True, help="Also ask again, conditionally, for every known report page and file."
    )
    @click.option(
        "--allow-host",
        "hosts",
        multiple=True,
        metavar="HOST",
        help="A further host, for attachments; with its port where that is not the usual one.",
    )
    @click.option(
        "--allow-private-addresses",
        "private",
        is_flag=True,
        help="Loopback and private addresses may be asked.",
    )
    @click.option("--json", "machine", is_flag=True, help="Print the run's summary as JSON.")
    @click.option(
        "--metrics",
        type=click.Path(dir_okay=False, path_type=Path),
        help="Write a text file for Prometheus at the end.",
    )
    @click.option(
        "--notify",
        metavar="COMMAND",
        help="Run this by the shell at the end, with the summary as JSON on its standard input.",
    )
    @click.pass_obj
    @click.pass_context
    def crawl(
        ctx: click.Context,
        stands: Stands,
        portals: tuple[str, ...],
        every: bool,
        due: bool,
        rules: Path | None,
        no_extract: bool,
        max_pages: int | None,
        max_time: float | None,
        min_free: int,
        delay: float | None,
        recheck: bool,
        hosts: tuple[str, ...],
        private: bool,
        machine: bool,
        metrics: Path | None,
        notify: str | None,
    ) -> None:
        """Find, fetch and archive the reports of portals, then read what is new.

        PORTAL is a home address, or the name of a described portal (`gongkai portals`).

        \b
        Example:
          gongkai crawl http://www.example.gov.cn
          gongkai crawl zhangshu --recheck
          gongkai crawl --due --max-time 6h --notify 'mail -s gongkai me@example.org'
        """
        if metrics is not None and not metrics.resolve().parent.is_dir():
            raise UsageInvalid(f"--metrics {metrics}: the folder {metrics.parent} does not exist")
        if due and recheck:
            raise UsageInvalid(
                "--due asks again for the reports that are due, --recheck for all: give one of them"
            )
        schedule(rules)
        options = Options(
            due=due,
            schedule=rules,
            max_pages=max_pages,
            max_time=max_time,
            min_free=min_free,
            delay=delay,
            recheck=recheck,
            allow_hosts=hosts,
            allow_private=private,
        )
        telling = Telling(machine=machine, metrics=metrics, notify=notify)
        if not is_there(stands.db):
            _refuse(choose((), portals, every=every, due=due), options, telling)
        with Archive.open(stands.db) as archive, archive.hold():
            chosen = choose(archive.portals(), portals, every=every, due=due)
            status = run(archive, chosen, options, not no_extract, telling)
        ctx.exit(status)

    return crawl


def _refuse(portals: Sequence[Portal], options: Options, telling: Telling) -> None:
    """Refuse a mistyped home before there is an archive, which would stay behind. Raises UsageInvalid.

    A run that somebody is told of, who may not see why it was refused, is made and fails.
    """
    from crawler.crawl import check_home

    if len(portals) == 1 and telling == Telling():
        check_home(portals[0], options, known=False)


def choose(
    archived: Iterable[Portal], words: Sequence[str], *, every: bool, due: bool = False
) -> list[Portal]:
    """The portals that the command line names; with `due` alone those that are archived. Raises UsageInvalid for none, and for a word
    that names none."""
    from crawler.crawl import portal_at

    known = {portal.key: portal for portal in archived if portal.home.startswith("http")}
    if every or (due and not words):
        if every:
            known = {one.portal.key: one.portal for one in described().values()} | known
        if not known:
            raise UsageInvalid(
                "no portal is known yet: gongkai crawl http://…, or gongkai portals import FILE"
            )
        return list(known.values())
    if not words:
        raise UsageInvalid("which portal? Give a home address, a described portal's name, or --all")
    return list(
        {portal.key: portal for portal in (_portal(word, known, portal_at) for word in words)}.values()
    )


def _portal(word: str, known: dict[str, Portal], portal_at: Callable[[str], Portal]) -> Portal:
    if word in described():
        return described()[word].portal
    if word in known:
        return known[word]
    if "." not in word and ":" not in word:
        raise UsageInvalid(
            f"{word}: no described portal (known: {', '.join(described())}) and no web address"
        )
    portal = portal_at(word)
    for one in described().values():
        if one.portal.key == portal.key and portal_key(word) == portal.key:
            return one.portal
    return portal


def report(summary: Summary) -> None:
    """Print what a crawl came to, a line a portal; of many portals only those that failed."""
    few = len(summary.portals) <= MOST_TOLD
    for portal in summary.portals:
        if few or portal.failure:
            click.echo(told(portal), err=True)


def told(portal: PortalSummary) -> str:
    """One portal's crawl in a line."""
    troubles = "".join(f", {count} {outcome}" for outcome, count in sorted(portal.outcomes.items()))
    return (
        f"{portal.portal} ({portal.family or 'no family recognised'}): {counted(portal.reports, 'report page')} and"
        f" {counted(portal.files, 'file')} in {counted(portal.requests, 'request')}{troubles}; ended: {portal.reason}"
    )
