"""A crawl as a person watches it: a bar on a terminal, a line now and then elsewhere. Always on standard error."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic

import click
from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn

from crawler.options import Progress, Snapshot

EVERY = 10.0
"""Seconds between two plain lines."""


@contextmanager
def watched() -> Iterator[Progress]:
    """A progress to hand to `crawl`."""
    if sys.stderr.isatty():
        with _bar() as progress:
            yield progress
    else:
        yield _lines()


@contextmanager
def _bar() -> Iterator[Progress]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("…")
        yield lambda snapshot: bar.update(task, description=f"{told(snapshot)}  {snapshot.url[-60:]}")


def _lines() -> Progress:
    last = monotonic()

    def progress(snapshot: Snapshot) -> None:
        nonlocal last
        if monotonic() - last >= EVERY:
            last = monotonic()
            click.echo(told(snapshot), err=True)

    return progress


def told(snapshot: Snapshot) -> str:
    """Where a crawl stands, in a line."""
    per_report = f" ({snapshot.requests / snapshot.reports:.1f} a report)" if snapshot.reports else ""
    troubles = "".join(f", {count} {outcome}" for outcome, count in sorted(snapshot.outcomes.items()))
    done = f"portals {snapshot.over}/{snapshot.portals}, " if snapshot.portals > 1 else ""
    return (
        f"{done}{snapshot.reports} reports, {snapshot.files} files, {snapshot.requests} requests{per_report},"
        f" {snapshot.waiting} waiting{troubles}"
    )
