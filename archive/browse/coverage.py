"""Organ by year for one portal: which reports are there, which are missing, late, or have findings."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.browse import ask
from archive.browse.ask import Row

ROWS = 100
"""Organs a page."""

PORTALS = """
WITH RECURSIVE filed(portal) AS (
  SELECT min(portal) FROM current
  UNION ALL SELECT (SELECT min(portal) FROM current WHERE portal > filed.portal) FROM filed WHERE portal IS NOT NULL)
SELECT portal, name FROM portals
UNION ALL SELECT portal, NULL FROM filed WHERE portal IS NOT NULL AND portal NOT IN (SELECT portal FROM portals)
ORDER BY name LIMIT 5000
"""
"""Portals that were crawled, and what reports were filed under without one: imported files have no portal's row. By hops in the index."""

SQUARES = "SELECT * FROM coverage WHERE portal = :portal ORDER BY organ, organ_key, year"


@dataclass(frozen=True, kw_only=True, slots=True)
class Square:
    """One organ in one year; `report` is null where the archive has none."""

    year: int
    state: str
    report: str | None = None
    findings: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """The heatmap: years across, organs down, and how many squares are in each state."""

    portal: str
    years: tuple[int, ...]
    organs: tuple[tuple[str, str | None, tuple[Square, ...]], ...]
    """(name, key or null where only the portal's directory names it, squares)."""
    counts: Counter[str]


async def page(request: Request, datasette: Datasette) -> Response:
    """The whole heatmap of a portal, a hundred organs at a time."""
    portals = await ask.rows(datasette, PORTALS)
    portal = request.args.get("portal") or (await largest(datasette) if portals else None)
    if portal is not None and portal not in {row["portal"] for row in portals}:
        raise NotFound(f"没有这个门户 No such portal: {portal}")
    grid = await heatmap(datasette, portal) if portal else None
    number = (
        max(1, int(request.args.get("page") or 1)) if (request.args.get("page") or "1").isdecimal() else 1
    )
    context = {
        "portals": portals,
        "portal": portal,
        "grid": grid,
        "organs": grid.organs[(number - 1) * ROWS : number * ROWS] if grid else (),
        "page": number,
        "pages": -(-len(grid.organs) // ROWS) if grid else 0,
    }
    return await ask.page(datasette, request, "coverage.html", context)


async def largest(datasette: Datasette) -> str | None:
    """The portal shown where none was chosen: the one with most reports."""
    row = await ask.first(
        datasette, "SELECT portal FROM current GROUP BY portal ORDER BY count(*) DESC, portal LIMIT 1"
    )
    return str(row["portal"]) if row else None


async def heatmap(datasette: Datasette, portal: str) -> Grid:
    """A portal's organs and years, as the view `coverage` tells them."""
    return arrange(portal, await ask.rows(datasette, SQUARES, {"portal": portal}))


def arrange(portal: str, squares: list[Row]) -> Grid:
    """Squares as rows: organs with reports first, then those that only the directory names; no year between first and last is left out."""
    organs: dict[tuple[str, str], dict[int, Row]] = defaultdict(dict)
    for row in squares:
        organs[row["organ"], row["organ_key"]][row["year"]] = row
    known = {row["year"] for row in squares}
    years = range(min(known), max(known) + 1) if known else range(0)
    lines = [
        (
            organ or key,
            key if any(row["report"] for row in by_year.values()) else None,
            tuple(_square(by_year.get(year), year) for year in years),
        )
        for (organ, key), by_year in organs.items()
    ]
    return Grid(
        portal=portal,
        years=tuple(years),
        organs=tuple(sorted(lines, key=lambda line: line[1] is None)),
        counts=Counter(square.state for _, _, row in lines for square in row),
    )


def _square(row: Row | None, year: int) -> Square:
    if row is None or row["report"] is None:
        return Square(year=year, state="missing")
    state = row["state"]
    if row["withdrawn"]:
        state = "withdrawn"
    elif row["findings"] and state != "unreadable":
        state = "findings"
    return Square(year=year, state=state, report=row["report"], findings=row["findings"])
