"""Rows on a terminal: rich tables, or JSON for machines."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence

import click
from rich.console import Console
from rich.table import Table

from archive.counted import counted

MARKS = {"found": "●", "late": "◐", "unreadable": "?", "missing": "–"}
"""How `coverage` shows a state in one column."""

_MICROSECONDS = re.compile(r"(?<=:\d\d)\.\d{6}Z$")


def show_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def show(
    rows: Iterable[Mapping[str, object]], *, title: str | None = None, columns: Iterable[str] = ()
) -> None:
    """A table of these rows; nothing but its title where there are none."""
    listed = list(rows)
    table = Table(title=title, title_justify="left", title_style="bold", box=None, pad_edge=False)
    names = list(columns or (listed[0] if listed else ()))
    for name in names:
        number = all(isinstance(row[name], int | float | None) for row in listed)
        table.add_column(
            name.replace("_", " "), overflow="fold", no_wrap=number, justify="right" if number else "left"
        )
    for row in listed:
        table.add_row(*(_text(row[name]) for name in names))
    if listed:
        _console().print(table)


SHORT = {
    "runs": ("started_at", "kind", "reason", "requests", "new", "changed", "withdrawn", "failed"),
    "alarms": ("at", "portal", "message"),
}
"""Part of the status → what of it a terminal of 80 columns has room for; `--json` has all."""


MOST = {"failures": 20, "alarms": 20}
"""Part of the status → how many rows a terminal shows of it, and says so."""


def show_status(told: Mapping[str, Sequence[Mapping[str, object]]]) -> None:
    """A table a part, and a word where nothing is to be looked at."""
    for part, rows in told.items():
        title = part
        if part == "portals":
            reports = sum(int(str(row["reports"])) for row in rows)
            title = f"portals: {len(rows)}, with {counted(reports, 'report')}"
        if len(rows) > (most := MOST.get(part, len(rows))):
            title = f"{part}: {most} of {len(rows)}; --json has all"
        names = SHORT.get(part, ())
        cut = [{name: _minute(name, row[name]) for name in names or row} for row in rows[:most]]
        show(cut, columns=names, title=f"{title}\n")
    if not told["alarms"]:
        click.echo("no alarms in the last runs")


def show_coverage(rows: Iterable[Mapping[str, object]]) -> None:
    """Organs down, years across, one table a portal."""
    portals: dict[object, list[Mapping[str, object]]] = {}
    for row in rows:
        portals.setdefault(row["portal"], []).append(row)
    for portal, listed in portals.items():
        years = sorted({row["year"] for row in listed}, key=str)
        cells: dict[object, dict[object, object]] = {}
        for row in listed:
            cells.setdefault(row["organ"], {})[row["year"]] = MARKS.get(str(row["state"]), row["state"])
        table = Table(title=str(portal), title_justify="left", title_style="bold", box=None, pad_edge=False)
        table.add_column("organ")
        for year in years:
            table.add_column(str(year), justify="center")
        for organ, by_year in cells.items():
            table.add_row(str(organ), *(str(by_year.get(year, "")) for year in years))
        _console().print(table)
    click.echo(" ".join(f"{mark} {state}" for state, mark in MARKS.items()), err=True)


def _minute(name: str, value: object) -> object:
    """A moment (UTC) without its seconds; anything else as it is."""
    return str(value)[:16].replace("T", " ") if name in ("at", "started_at") else value


def _text(value: object) -> str:
    return "" if value is None else _MICROSECONDS.sub("Z", str(value)).replace("[", "\\[")


def _console() -> Console:
    """Not narrower than a table needs where nobody looks: a pipe has no width."""
    console = Console()
    return console if console.is_terminal else Console(width=240)
