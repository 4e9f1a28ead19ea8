"""The verbs that ask the archive: thin, each opens it, calls one function and prints."""

import sqlite3
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Protocol

import click

from archive import exports, names, overview, tables
from archive import history as past
from archive import search as full_text
from archive.counted import counted
from archive.errors import UsageInvalid
from archive.exports import jsonl
from archive.exports.rows import Chosen
from archive.rows import captures
from archive.store import Archive


class Options(Protocol):
    """What stands before the verb (gongkai.cli)."""

    @property
    def db(self) -> Path: ...


as_json = click.option("--json", "machine", is_flag=True, help="JSON instead of a table.")


@click.command()
@as_json
@click.pass_obj
def status(options: Options, machine: bool) -> None:
    """The archive at a glance: portals, reports by year, findings, last runs, failures, and what a person should look at.

    \b
    Example:
      gongkai status
    """
    with Archive.open(options.db, "read") as archive:
        told = overview.status(archive.db.conn)
    (tables.show_json if machine else tables.show_status)(told)


@click.command()
@click.argument("portal", required=False)
@as_json
@click.pass_obj
def coverage(options: Options, portal: str | None, machine: bool) -> None:
    """Organ by year: found, missing, late, unreadable.

    \b
    Example:
      gongkai coverage example.gov.cn
    """
    with Archive.open(options.db, "read") as archive:
        rows = overview.coverage(archive.db.conn, portal)
    if portal and not rows:
        raise UsageInvalid(f"{portal}: no portal with reports has this name (gongkai status lists them)")
    (tables.show_json if machine else tables.show_coverage)(rows)


@click.command()
@click.argument("report")
@as_json
@click.pass_obj
def history(options: Options, report: str, machine: bool) -> None:
    """The versions of REPORT, where it was seen, and when it was withdrawn: an id, the start of one, or an address.

    \b
    Example:
      gongkai history 3f9a1c
    """
    with Archive.open(options.db, "read") as archive:
        db = archive.db.conn
        key = names.report(db, report)
        versions = [asdict(line) for line in past.versions(db, key)]
        addresses = overview.rows(db, "SELECT * FROM addresses WHERE report = ? ORDER BY first_seen", (key,))
        gone = overview.rows(db, "SELECT * FROM withdrawn WHERE report = ?", (key,))
        returned = overview.rows(db, "SELECT * FROM returned WHERE report = ? ORDER BY withdrawn", (key,))
        unlisted = overview.rows(db, "SELECT * FROM unlisted WHERE report = ?", (key,))
    if machine:
        told = {"versions": versions, "addresses": addresses, "withdrawn": gone, "returned": returned}
        tables.show_json({"report": key, **told, "unlisted": unlisted})
        return
    tables.show(
        versions,
        columns=("number", "captured_at", "status", "extractor", "changes", "title", "url"),
        title=f"{key}\n",
    )
    tables.show(addresses, columns=("url", "first_seen", "last_seen", "outcome"), title="addresses\n")
    tables.show(
        gone, columns=("withdrawn", "last_seen", "url", "outcome", "status", "evidence"), title="withdrawn\n"
    )
    tables.show(
        returned,
        columns=("withdrawn", "returned", "last_seen", "url", "outcome", "status", "evidence"),
        title="withdrawn for a time\n",
    )
    tables.show(unlisted, columns=("unlisted", "last_listed", "url", "evidence"), title="unlisted\n")


@click.command()
@click.argument("report")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option("--readings", is_flag=True, help="How our readings of one version differ, instead.")
@as_json
@click.pass_obj
def diff(
    options: Options, report: str, old: str | None, new: str | None, readings: bool, machine: bool
) -> None:
    """What changed in REPORT between versions OLD and NEW (the last two), cell by cell and sentence by sentence.

    A version is told by its number, or by a date on which it stood.

    \b
    Example:
      gongkai diff 3f9a1c 1 2
      gongkai diff 3f9a1c 2024-01-31 2024-12-31
    """
    with Archive.open(options.db, "read") as archive:
        db = archive.db.conn
        key = names.report(db, report)
        count = len(past.versions(db, key))
        first, second = (names.version(db, key, text) if text else None for text in (old, new))
        if readings:
            number = first or count
            told = [
                {"from": f"extractor {was}", "to": f"extractor {now}", **asdict(change)}
                for was, now, changes in past.by_us(db, key, number)
                for change in changes
            ]
            nothing = f"no two readings of version {number} differ"
        else:
            before, after = _pair(first, second, count)
            told = [
                {"from": before, "to": after, **asdict(change)}
                for change in (past.changes(db, key, before, after) if before != after else [])
            ]
            nothing = (
                f"nothing changed from version {before} to {after}"
                if count > 1
                else "one version only, nothing changed"
            )
    (tables.show_json if machine else tables.show)(told)
    if not told:
        click.echo(f"{key}: {nothing}", err=True)


def _pair(old: int | None, new: int | None, count: int) -> tuple[int, int]:
    """The versions to compare, of `count`: those named, the one named and the next, or the last two."""
    if old is None:
        return max(count - 1, 1), count
    if new is None and old == count:
        raise UsageInvalid(f"version {old} is the last: name an older one before it")
    return old, new or old + 1


@click.command()
@click.argument("capture")
@click.option("--raw", is_flag=True, help="The archived bytes, as they came.")
@click.pass_obj
def show(options: Options, capture: str, raw: bool) -> None:
    """One archived copy: CAPTURE is an id, the start of one, or an address (its newest copy).

    \b
    Example:
      gongkai show --raw http://www.example.gov.cn/xxgk/nb/2023.html > page.html
    """
    with Archive.open(options.db, "read") as archive:
        (found,) = captures.select(archive.db.conn, "capture = ?", (names.capture(archive.db.conn, capture),))
        if raw and found.sha256 is None:
            raise UsageInvalid(f"capture {found.id}: {found.outcome}, no body came")
        if raw and found.sha256:
            sys.stdout.buffer.write(archive.body(found.sha256))
            return
        told = {**asdict(found), "size": len(archive.body(found.sha256)) if found.sha256 else None}
    tables.show_json(told)


@click.command()
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit", default=20, show_default=True, type=click.IntRange(1, 1000), help="At most so many reports."
)
@as_json
@click.pass_obj
def search(options: Options, words: tuple[str, ...], limit: int, machine: bool) -> None:
    """Reports that hold all WORDS, best first; any Chinese string of one character or more.

    \b
    Example:
      gongkai search 行政复议 镇
    """
    with Archive.open(options.db, "read") as archive:
        hits = [asdict(hit) for hit in full_text.find(archive.db.conn, " ".join(words), limit=limit)]
    (tables.show_json if machine else tables.show)(hits)
    if not hits:
        click.echo("nothing found", err=True)


FORMATS = {
    "jsonl": "one JSON object a version, the codebook's fields",
    "csv": "a folder: one file a table, and the codebook",
    "parquet": "the same tables, typed and compressed",
    "sqlite": "the same tables in one small database",
    "warc": "every capture as WARC 1.1",
    "wacz": "the WARC with index and pages in one file",
}
"""Format → what it is; each has its module in archive.exports."""


@click.command(epilog="Formats: " + "; ".join(f"{name}: {says}" for name, says in FORMATS.items()) + ".")
@click.option("--format", "form", type=click.Choice(list(FORMATS)), required=True, help="What to write.")
@click.option(
    "-o",
    "--output",
    metavar="PATH",
    help="Where to; - is standard output, for jsonl, which needs no PATH, and warc.",
)
@click.option("--portal", "portals", multiple=True, help="Only this portal (may be repeated).")
@click.option(
    "--year", "years", multiple=True, type=int, help="Only this year reported on (may be repeated)."
)
@click.option("--organ", "organs", multiple=True, help="Only organs whose name holds this (may be repeated).")
@click.pass_obj
def export(
    options: Options,
    form: str,
    output: str | None,
    portals: tuple[str, ...],
    years: tuple[int, ...],
    organs: tuple[str, ...],
) -> None:
    """Write what is archived in another format, with the codebook's names.

    \b
    Example:
      gongkai export --format jsonl --year 2023 -o reports.jsonl
      gongkai export --format parquet -o tables/
    """
    chosen = Chosen(portals=portals, years=years, organs=organs)
    if form in ("warc", "wacz") and (years or organs):
        raise UsageInvalid(
            f"--year and --organ choose reports, and {form} holds captures: only --portal applies"
        )
    with Archive.open(options.db, "read") as archive:
        if unknown := set(portals) - overview.portals(archive.db.conn):
            raise UsageInvalid(
                f"{min(unknown)}: no portal of the archive has this name (gongkai status lists them)"
            )
        count = _exported(archive.db.conn, output, form=form, chosen=chosen)
    what = "capture" if form in ("warc", "wacz") else "version"
    if output not in (None, "-"):
        click.echo(f"{output}: {counted(count, what)}", err=True)
    elif not count:
        click.echo(f"no {what} is of what was chosen", err=True)


def _exported(db: sqlite3.Connection, output: str | None, *, form: str, chosen: Chosen) -> int:
    match output, form:
        case ((None | "-"), "jsonl"):
            return jsonl.write(db, sys.stdout, chosen)
        case "-", "warc":
            return exports.stream(db, sys.stdout.buffer, chosen)
        case ((None | "-"), _):
            raise UsageInvalid(f"--format {form} needs -o PATH")
        case path, _:
            return exports.write(db, Path(path), form=form, chosen=chosen)
