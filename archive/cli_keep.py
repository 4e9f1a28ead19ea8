"""The verbs that keep an archive: verify, merge, backup, compact."""

from pathlib import Path

import click

from archive import tables
from archive.cli import Options
from archive.counted import counted
from archive.keeping.verify import verify as damages
from archive.store import Archive

file = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--quick", is_flag=True, help="References and indexes only; bodies are not unpacked.")
@click.pass_context
def verify(ctx: click.Context, quick: bool) -> None:
    """Every stored byte against its digest, every reference, every index; status 1 on damage, which is named.

    \b
    Example:
      gongkai verify
    """
    options: Options = ctx.obj
    with Archive.open(options.db, "read") as archive:
        count = 0
        mends: dict[str, set[str]] = {}
        for damage in damages(archive.db.conn, full=not quick):
            click.echo(f"{damage.check}: {damage.what}")
            mends.setdefault(damage.mend, set()).add(damage.check)
            count += 1
        (bodies,) = archive.db.execute("SELECT count(*) FROM bodies").fetchone()
    click.echo(
        f"{options.db}: {counted(bodies, 'body', 'bodies')}, {counted(count, 'damage') if count else 'no damage'}",
        err=True,
    )
    for mend, checks in mends.items():
        click.echo(f"{', '.join(sorted(checks))}: {mend.format(db=options.db)}", err=True)
    ctx.exit(1 if count else 0)


@click.command()
@click.argument("others", metavar="DB…", nargs=-1, required=True, type=file)
@click.pass_obj
def merge(options: Options, others: tuple[Path, ...]) -> None:
    """Join other archives into this one; running it twice changes nothing.

    \b
    Example:
      gongkai --db all.db merge north.db south.db
    """
    for other in others:
        Archive.open(other, "read").close()
    with Archive.open(options.db) as archive, archive.hold():
        for other in others:
            told = archive.merge(other)
            tables.show([{"merged": other, **told}])


@click.command()
@click.argument("target", type=file)
@click.pass_obj
def backup(options: Options, target: Path) -> None:
    """A whole copy of the archive at TARGET, also while a crawl writes.

    \b
    Example:
      gongkai backup /mnt/safe/gongkai.db
    """
    with Archive.open(options.db, "read") as archive:
        for written in archive.backup(target):
            click.echo(str(written))


@click.command()
@click.option(
    "--bodies-apart", "place", flag_value="apart", help="Keep the bodies in a second file beside the archive."
)
@click.option(
    "--bodies-within", "place", flag_value="within", help="Keep the bodies in the archive's own file again."
)
@click.pass_obj
def compact(options: Options, place: str | None) -> None:
    """Train dictionaries anew and store every body as small as it goes, while others read.

    \b
    Example:
      gongkai compact
      gongkai compact --bodies-apart
    """
    with Archive.open(options.db, "update") as archive, archive.hold():
        if place == "apart":
            archive.set_bodies_apart()
        elif place == "within":
            archive.bring_bodies_back()
        gain = archive.compact()
    click.echo(
        f"{counted(gain.bodies, 'body', 'bodies')}, {gain.rewritten} rewritten,"
        f" {counted(gain.dictionaries, 'new dictionary', 'new dictionaries')}:"
        f" {gain.before} → {gain.after} bytes"
    )
