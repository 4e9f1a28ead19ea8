"""A crawl as a person watches it: a live view on a terminal, ever rarer lines elsewhere. Always on standard error."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

import click
from rich.console import Console, Group
from rich.live import Live
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar
from rich.table import Table
from rich.text import Text

from archive.counted import counted
from archive.rarely import Rarely
from crawler.options import Progress, Snapshot


@contextmanager
def watched() -> Iterator[Progress]:
    """A progress to hand to `crawl`."""
    if sys.stderr.isatty():
        with _live() as progress:
            yield progress
    else:
        yield _lines()


@contextmanager
def _live() -> Iterator[Progress]:
    console = Console(stderr=True)
    bar = Bar(SpinnerColumn(), TextColumn("portals"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    task = bar.add_task("portals", total=None)
    with Live(bar, console=console, transient=True, refresh_per_second=4) as live:

        def progress(snapshot: Snapshot) -> None:
            bar.update(task, completed=snapshot.over, total=snapshot.portals)
            live.update(Group(bar, view(snapshot)))

        yield progress


def view(snapshot: Snapshot) -> Table:
    """Where a crawl stands: what it found, what that cost, how its visits end, where it is now."""
    table = Table.grid(padding=(0, 2))
    for label, value in (
        ("reports", f"{snapshot.reports}, and {counted(snapshot.files, 'file')}"),
        ("requests", f"{snapshot.requests}{a_report(snapshot)}, {snapshot.waiting} waiting"),
        ("verdicts", ", ".join(f"{count} {outcome}" for outcome, count in verdicts(snapshot))),
        ("now", snapshot.url),
    ):
        table.add_row(Text(label, style="bold"), Text(value, no_wrap=True, overflow="ellipsis"))
    return table


def _lines(clock: Callable[[], float] = monotonic) -> Progress:
    rarely = Rarely(clock)

    def progress(snapshot: Snapshot) -> None:
        if rarely.due():
            click.echo(told(snapshot), err=True)

    return progress


def told(snapshot: Snapshot) -> str:
    """Where a crawl stands, in a line."""
    troubles = "".join(f", {count} {outcome}" for outcome, count in verdicts(snapshot) if outcome != "ok")
    done = f"portals {snapshot.over}/{snapshot.portals}, " if snapshot.portals > 1 else ""
    return (
        f"{done}{counted(snapshot.reports, 'report')}, {counted(snapshot.files, 'file')},"
        f" {counted(snapshot.requests, 'request')}{a_report(snapshot)},"
        f" {snapshot.waiting} waiting{troubles}"
    )


def a_report(snapshot: Snapshot) -> str:
    """Requests for each report found so far; nothing before the first."""
    return f" ({snapshot.requests / snapshot.reports:.1f} a report)" if snapshot.reports else ""


def verdicts(snapshot: Snapshot) -> list[tuple[str, int]]:
    """How visits ended, the good ones first, then the most frequent."""
    bad = sorted(snapshot.outcomes.items(), key=lambda one: (-one[1], one[0]))
    asked = sum(count for outcome, count in bad if not outcome.startswith("not asked"))
    return [("ok", snapshot.requests - asked), *bad]
