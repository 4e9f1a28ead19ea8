"""The verb `portals`: those that are known, what one is made with, more of them from a table, and when they are looked at."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from archive import tables
from archive.counted import counted
from archive.records import Portal
from archive.store import Archive
from crawler.portals import described
from crawler.schedule import schedule


@click.group(invoke_without_command=True)
@click.option("--json", "machine", is_flag=True, help="JSON instead of a table.")
@click.pass_context
def portals(ctx: click.Context, machine: bool) -> None:
    """The portals that are known: described ones and those of the archive.

    \b
    Example:
      gongkai portals
      gongkai portals probe http://www.example.gov.cn
      gongkai portals import portals.csv
      gongkai portals schedule
    """
    if ctx.invoked_subcommand is not None:
        return
    rows = [_row(one.word, one.portal) for one in described().values()]
    path: Path = ctx.obj.db
    if path.exists():
        with Archive.open(path, "read") as archive:
            met = {portal.key: portal for portal in archive.portals()}
        rows = [row for row in rows if row["portal"] not in met] + [
            _row(next((o.word for o in described().values() if o.portal.key == key), ""), portal)
            for key, portal in met.items()
        ]
    (tables.show_json if machine else tables.show)(rows)


def _row(word: str, portal: Portal) -> dict[str, str | None]:
    return {
        "name": word,
        "portal": portal.key,
        "title": portal.name,
        "home": portal.home,
        "family": portal.family,
        "signal": portal.signal,
    }


@portals.command()
@click.argument("url")
@click.option(
    "--allow-private-addresses", "private", is_flag=True, help="Loopback and private addresses may be asked."
)
@click.option("--json", "machine", is_flag=True, help="JSON instead of a line.")
@click.pass_context
def probe(ctx: click.Context, url: str, private: bool, machine: bool) -> None:
    """Tell the family of the system behind one page, and by what signal.

    \b
    Example:
      gongkai portals probe http://www.example.gov.cn
    """
    from crawler.probing import probe as ask

    found = ask(url, allow_private=private)
    if machine:
        click.echo(json.dumps(asdict(found), ensure_ascii=False))
    else:
        where = f" ({found.where}: {found.signal})" if found.signal else ""
        click.echo(f"{found.url}: {found.family or found.outcome}{where}")
    ctx.exit(0 if found.family else 1)


@portals.command("import")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_context
def import_(ctx: click.Context, file: Path) -> None:
    """Note the portals of a CSV table, for `crawl --due` and `--all`.

    Its columns are home (needed), name, family, hosts (separated by spaces) and site_code. A table with a mistake is not taken at all.

    \b
    Example:
      gongkai portals import portals.csv
    """
    from crawler.importing import portals_in

    found = portals_in(file)
    with Archive.open(ctx.obj.db) as archive, archive.hold(), archive.transaction():
        for portal in found:
            archive.put_portal(portal)
    click.echo(f"{counted(len(found), 'portal')} noted", err=True)


@portals.command("schedule")
@click.option(
    "--schedule",
    "rules",
    type=click.Path(dir_okay=False, path_type=Path),
    help="A TOML file that changes the defaults.",
)
@click.option("--json", "machine", is_flag=True, help="JSON instead of a table.")
def schedule_(rules: Path | None, machine: bool) -> None:
    """What a daily `crawl --due` costs and brings.

    Requests a page, and days until a change is seen.

    \b
    Example:
      gongkai portals schedule --schedule mine.toml
    """
    from crawler.schedule.cost import AGES, list_cost, report_cost

    told = schedule(rules)
    costs = {
        "a list, in season": list_cost(told, in_season=True),
        "a list, out of season": list_cost(told, in_season=False),
        **{
            f"a report of {low:.0f} to {high:.0f} days": report_cost(told, since=low, until=high)
            for low, high in AGES
        },
    }
    if machine:
        click.echo(json.dumps({name: asdict(cost) for name, cost in costs.items()}, indent=1))
        return
    for name, cost in costs.items():
        click.echo(
            f"{name}: {cost.requests:.1f} requests a year; a change is seen after {cost.delay:.1f} days on average,"
            f" {cost.longest:.0f} at most"
        )
