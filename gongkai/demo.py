"""`gongkai demo`: the whole path on a portal that comes with the program, judged by the portal's own truth."""

import json
import tempfile
from contextlib import ExitStack
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
from click.core import ParameterSource

import replica
from archive import overview, tables
from archive.exports import jsonl
from archive.exports.rows import Chosen
from archive.store import Archive
from crawler.crawl import portal_at
from crawler.options import Options as Crawl
from gongkai.crawling import crawl_and_read
from gongkai.score import Score, score
from replica.site.sizes import SizeName

if TYPE_CHECKING:
    from gongkai.cli import Options

SHOWN = 20
"""Differences printed at most: the demonstration is read by a person."""


@click.command()
@click.option("--size", type=click.Choice(get_args(SizeName)), default="demo", show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed is another portal.")
@click.option("--no-serve", is_flag=True, help="End after the coverage, without Datasette.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8001,
    show_default=True,
    help="Datasette's port; 0 takes a free one.",
)
@click.option("--open", "open_browser", is_flag=True, help="Open a browser on the result.")
@click.pass_context
def demo(
    ctx: click.Context, size: SizeName, seed: int, no_serve: bool, port: int, open_browser: bool
) -> None:
    """Serve the replica portal on loopback, crawl and read it, compare with its truth, and browse the result.

    The archive is a temporary one unless --db names another.

    \b
    Example:
      gongkai demo --no-serve
    """
    options: Options = ctx.obj
    with ExitStack() as stack:
        db = options.db
        source = ctx.parent.get_parameter_source("db") if ctx.parent else None
        if source is ParameterSource.DEFAULT:
            folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="gongkai-demo-"))
            db = Path(folder) / "demo.db"
        result = crawled(db, size=size, seed=seed)
        report(db, result)
        if not no_serve:
            from archive.browse.cli import run

            run(db, laid=options.laid, host="127.0.0.1", port=port, open_browser=open_browser)
    ctx.exit(0 if result.perfect else 1)


def crawled(db: Path, *, size: SizeName, seed: int) -> Score:
    """Crawl and read a fresh replica into `db`; gives how what was read stands against the portal's truth."""
    with replica.serve(family="ucap", size=size, seed=seed) as portal:
        click.echo(f"The replica portal answers at {portal.url}", err=True)
        with Archive.open(db) as archive, archive.hold():
            crawl_and_read(archive, [portal_at(portal.url)], Crawl(allow_private=True))
            return score(exported(archive), portal.truth())


def exported(archive: Archive) -> list[dict[str, Any]]:
    """The JSONL export, line by line."""
    out = StringIO()
    jsonl.write(archive.db.conn, out, Chosen())
    return [json.loads(line) for line in out.getvalue().splitlines()]


def report(db: Path, result: Score) -> None:
    """Print coverage, then what was found and read, with every difference (up to a screenful)."""
    with Archive.open(db, mode="read") as archive:
        tables.show_coverage(overview.coverage(archive.db.conn, None))
    found = result.expected - len(result.missing)
    right = result.figures - len(result.wrong)
    click.echo(f"{found} of {result.expected} reports found, {len(result.invented)} that are none")
    click.echo(f"{right} of {result.figures} figures right")
    lines = [f"missing: {url}" for url in result.missing] + [f"no report: {url}" for url in result.invented]
    for line in [*lines, *result.wrong][:SHOWN]:
        click.echo(f"  {line}")
