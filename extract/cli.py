"""The verbs `extract` and `forms`."""

import json
import os
import sys
from collections.abc import Iterator
from concurrent.futures import Executor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn

from archive.counted import counted
from archive.errors import UsageInvalid
from archive.records import Reading, Source
from archive.store import Archive

if TYPE_CHECKING:
    from pathlib import Path

    from extract.forms import Form


@click.command()
@click.option(
    "--all", "everything", is_flag=True, help="Read everything again, also what this extractor has read."
)
@click.option(
    "--workers",
    type=click.IntRange(1, 256),
    default=os.cpu_count() or 1,
    help="Reading processes.  [default: one a core]",
)
@click.option("--cluster", metavar="ADDRESS", help="Read on the Dask cluster whose scheduler is at ADDRESS.")
@click.pass_context
def extract(ctx: click.Context, *, everything: bool, workers: int, cluster: str | None) -> None:
    """Read every archived source that the current extractor has not read.

    \b
    Example:
      gongkai extract
      gongkai extract --all --workers 4
      gongkai extract --cluster tcp://10.0.0.5:8786
    """
    from extract.run import Pool
    from extract.run import extract as run

    db: Path = ctx.obj.db
    with (
        Archive.open(db, "update") as archive,
        archive.hold(),
        _pool(cluster) as executor,
        shown() as progress,
    ):
        pool = Pool(workers=workers, executor=executor)
        counts = run(archive, everything=everything, pool=pool, progress=progress)
    read = sum(counts[status] for status in ("ok", "partial", "unreadable", "not_a_report"))
    click.echo(
        f"read {read}: {counts['ok']} ok, {counts['partial']} partial, {counts['unreadable']} unreadable, "
        f"{counted(counts['not_a_report'], 'not a report', 'not reports')}"
    )
    if counts["unreadable"] or counts["lost"] or counts["damaged"]:
        ctx.exit(1)


@click.command()
@click.option("--json", "machine", is_flag=True, help="JSON instead of a table.")
def forms(*, machine: bool) -> None:
    """The statutory forms that reports are matched against.

    \b
    Example:
      gongkai forms
    """
    from extract.forms import forms as load

    if machine:
        click.echo(json.dumps([_told(form) for form in load()], ensure_ascii=False, indent=2))
        return
    for form in load():
        years = f"{form.first_year}–{form.last_year or ''}"
        click.echo(f"{form.form:6} {years:10} {', '.join(table.key for table in form.tables)}  {form.notice}")


def _told(form: "Form") -> dict[str, object]:
    return {
        "form": form.form,
        "first_year": form.first_year,
        "last_year": form.last_year,
        "tables": [table.key for table in form.tables],
        "notice": form.notice,
    }


@contextmanager
def _pool(cluster: str | None) -> Iterator[Executor | None]:
    """The cluster's executor, or null for processes on this machine."""
    if cluster is None:
        yield None
        return
    try:
        from distributed import Client
    except ImportError as missing:
        raise UsageInvalid("--cluster needs the extra `cluster`: pip install 'gongkai[cluster]'") from missing
    try:
        client = Client(cluster, timeout="10s")  # type: ignore[no-untyped-call]  # distributed is partly typed
    except (OSError, ValueError, TimeoutError) as unreachable:
        raise UsageInvalid(f"--cluster {cluster}: no scheduler answers there") from unreachable
    with client:
        yield client.get_executor(pure=False)  # type: ignore[no-untyped-call]  # distributed is partly typed


class Shown:
    """Progress of a run: a live line on a terminal, and everywhere what could not be read, by name."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("reading", total=None, last="")

    def __call__(self, source: Source, reading: Reading) -> None:
        title = reading.title or source.url
        self._progress.update(self._task, advance=1, last=f"{title[:60]} {reading.status}")
        if reading.status == "unreadable":
            click.echo(f"gongkai: {source.url}: {reading.why}", err=True)


@contextmanager
def shown() -> Iterator[Shown]:
    """Progress on standard error for as long as the block runs."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description} {task.completed:.0f}"),
        TextColumn("{task.fields[last]}"),
    )
    with Progress(*columns, console=console, transient=True, disable=not sys.stderr.isatty()) as progress:
        yield Shown(progress)
