"""The verb that archives what lies on this machine, then reads it."""

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.clock import utc_now
from archive.counted import counted
from archive.errors import UsageInvalid
from archive.imports import warc
from archive.imports.files import Said, fetched, files
from archive.imports.records import Unread, is_warc
from archive.imports.warc import Known
from archive.records import Fetched
from archive.store import Archive
from crawler.foreign import describe
from gongkai.crawling import read_new, told

if TYPE_CHECKING:
    from gongkai.cli import Options

BATCH = 50
"""Local files, or captures of a web archive, a transaction."""


@click.command()
@click.argument("paths", metavar="PATH…", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--url", help="The address that the one file given was published at.")
@click.option("--organ", help="The organ, where the file does not say.")
@click.option(
    "--year", type=click.IntRange(2000, 2100), help="The year reported on, where the file does not say."
)
@click.option("--no-extract", is_flag=True, help="Archive only.")
@click.pass_context
def add(
    ctx: click.Context,
    paths: tuple[Path, ...],
    url: str | None,
    organ: str | None,
    year: int | None,
    no_extract: bool,
) -> None:
    """Archive local files and folders as if they had been fetched, then read them.

    WARC, ARC and WACZ files bring in what they hold, at the addresses and times at which it was fetched.

    \b
    Example:
      gongkai add reports/
      gongkai add town.pdf --organ 青溪镇人民政府 --year 2023
      gongkai add crawl.warc.gz
    """
    options: Options = ctx.obj
    found = files(paths)
    if url is not None and len(found) > 1:
        raise click.UsageError(f"--url names one address, but {len(found)} files are given")
    said = Said(url=url, organ=organ, year=year)
    with Archive.open(options.db) as archive, archive.hold():
        run = archive.start_run("add", arguments={"paths": [str(path) for path in paths]})
        unread = _take(archive, found, said, run=run)
        failures = [one.what for one in unread]
        read = len(found) - sum(one.whole for one in unread)
        archive.end_run(run, reason="finished", counts={"files": read, "failures": failures})
        (brought,) = archive.db.execute("SELECT count(*) FROM captures WHERE run = ?", (run,)).fetchone()
        for failure in failures:
            click.echo(f"gongkai: {failure}", err=True)
        added = f"{counted(brought, 'capture')} added from {counted(read, 'file')}"
        if no_extract:
            click.echo(added, err=True)
            ctx.exit(1 if failures else 0)
        counts = read_new(archive)
    click.echo(f"{added}; {told(counts)}", err=True)
    ctx.exit(1 if failures or counts["unreadable"] or counts["damaged"] else 0)


def _take(archive: Archive, found: Sequence[Path], said: Said, *, run: str) -> list[Unread]:
    """Archive what the files bring in, revisits last, wherever their originals are; gives what could not be taken."""
    known = Known(db=archive.db.conn)
    unread = _save(archive, _fetches(found, said, run=run, known=known))
    for path in known.repeating:
        _save(archive, warc.repeated(path, run=run, describe=describe, known=known))
    return unread


def _save(archive: Archive, brought: Iterator[Fetched | Unread]) -> list[Unread]:
    unread: list[Unread] = []
    while batch := list(islice(brought, BATCH)):
        archive.save([one for one in batch if isinstance(one, Fetched)])
        unread += [one for one in batch if isinstance(one, Unread)]
    return unread


def _fetches(paths: Sequence[Path], said: Said, *, run: str, known: Known) -> Iterator[Fetched | Unread]:
    """What the files bring in: themselves, or the captures of a web archive. One among several that cannot be read stops no other."""
    for path in paths:
        try:
            if is_warc(path):
                yield from warc.fetched(path, run=run, describe=describe, known=known)
            else:
                yield fetched(path, said, run=run, clock=utc_now)
        except OSError as error:
            yield Unread(what=f"{path}: {error.strerror}", whole=True)
        except UsageInvalid as error:
            if len(paths) == 1:
                raise
            yield Unread(what=str(error), whole=True)
