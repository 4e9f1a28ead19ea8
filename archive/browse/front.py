"""The front page: what the archive holds, how fresh it is, and the ways in."""

from pathlib import Path

from datasette.app import Datasette
from datasette.utils.asgi import Request, Response

from archive.browse import ask, charts, coverage
from archive.browse.summary import Keeper

SHOWN = 18
"""Organs of the heatmap on the front page; the coverage page has all."""

YEARLY = charts.YEARLY.format(where="portal = :portal")

_keepers: dict[str, Keeper] = {}


def keeper(datasette: Datasette) -> Keeper:
    """The one keeper of this archive's summary in this process."""
    path = str(datasette.get_database(ask.NAME).path)
    return _keepers.setdefault(path, Keeper(path=Path(path)))


async def page(request: Request, datasette: Datasette) -> Response:
    """The front page; `?portal=` chooses the portal of heatmap and charts."""
    told = await keeper(datasette).get()
    portals = await ask.rows(datasette, coverage.PORTALS)
    chosen = request.args.get("portal") or None
    if chosen is not None and chosen not in {row["portal"] for row in portals}:
        # Not raised: Datasette would redirect an address that ends in a slash.
        message = {"status": 404, "message": f"没有这个门户 No such portal: {chosen}"}
        return await ask.page(datasette, request, "error.html", message, status=404)
    portal = chosen or await coverage.largest(datasette)
    sums = await ask.rows(datasette, YEARLY, {"portal": chosen}) if chosen else told.yearly
    context = {
        "told": told,
        "portals": portals,
        "portal": portal,
        "chosen": chosen,
        "grid": await coverage.heatmap(datasette, portal) if portal else None,
        "shown": SHOWN,
        "received": charts.received(sums),
        "outcomes": charts.outcomes(sums),
        "refusals": charts.refusals(sums),
    }
    return await ask.page(datasette, request, "front.html", context)
