"""Organ by year for one portal: which reports are there, which are missing, late, or have findings."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from datasette.app import Datasette
from datasette.utils.asgi import NotFound, Request, Response

from archive.browse import ask
from archive.browse.ask import Row

ROWS = 100
"""Organs a page."""

PORTALS = "SELECT portal, name, home FROM portals ORDER BY name LIMIT 5000"

REPORTS = f"""
SELECT c.report, c.organ_key, c.year, c.organ, c.status,
  (SELECT count(*) FROM findings AS f WHERE f.reading = c.reading AND f.level IN ('error', 'warning')) AS findings,
  EXISTS (SELECT 1 FROM findings AS f WHERE f.reading = c.reading AND f.code = 'late') AS late
FROM {ask.CURRENT} AS c WHERE c.portal = :portal AND c.year IS NOT NULL
"""

NAMED = "SELECT DISTINCT organ FROM organs WHERE portal = :portal ORDER BY organ"


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
        datasette, "SELECT portal FROM reports GROUP BY portal ORDER BY count(*) DESC, portal LIMIT 1"
    )
    return str(row["portal"]) if row else None


async def heatmap(datasette: Datasette, portal: str) -> Grid:
    """A portal's organs and years. An organ that the portal's directory names and no report is known of is all missing."""
    reports = await ask.rows(datasette, REPORTS, {"portal": portal})
    named = await ask.rows(datasette, NAMED, {"portal": portal})
    return arrange(portal, reports, [row["organ"] for row in named])


def arrange(portal: str, reports: list[Row], named: list[str]) -> Grid:
    """Reports as rows and squares; between the first and the last year that the portal has."""
    organs: dict[str, dict[int, Row]] = defaultdict(dict)
    for row in reports:
        organs[row["organ_key"]][row["year"]] = row
    years = (
        range(min(r["year"] for r in reports), max(r["year"] for r in reports) + 1) if reports else range(0)
    )
    lines = [
        (
            by_year[max(by_year)]["organ"] or key,
            key,
            tuple(_square(by_year.get(year), year) for year in years),
        )
        for key, by_year in organs.items()
    ]
    # A directory names its organs short (县财政局): the end of a full name, as the view `coverage` has it too.
    known = {row["organ"] for row in reports} | set(organs)
    lines_named = [
        (name, None, tuple(Square(year=year, state="missing") for year in years))
        for name in named
        if not any(full.endswith(name) for full in known)
    ]
    every = (*sorted(lines, key=lambda line: line[0]), *lines_named)
    return Grid(
        portal=portal,
        years=tuple(years),
        organs=every,
        counts=Counter(square.state for _, _, squares in every for square in squares),
    )


def _square(row: Row | None, year: int) -> Square:
    if row is None:
        return Square(year=year, state="missing")
    if row["status"] == "unreadable":
        state = "unreadable"
    elif row["findings"]:
        state = "findings"
    else:
        state = "late" if row["late"] else "found"
    return Square(year=year, state=state, report=row["report"], findings=row["findings"])
