"""The replica's own process: the portal on one port, the control port beside it, and on another address a host that is not its own."""

import asyncio
import json
import sys
from collections.abc import Callable

from replica.families import registry
from replica.server.control import Desk
from replica.server.http import listen, port_of
from replica.site.model import Site
from replica.site.sizes import SizeName

ELSEWHERE = "127.0.0.2"
"""Where the host stands that no crawl of the portal has any business with."""


def desk(*, family: str, size: SizeName, seed: int) -> Desk:
    """A portal that is not served yet."""
    return Desk(family=registry.FAMILIES[family](Site(seed=seed, size=size)))


async def run(portal: Desk, *, port: int = 0, ready: Callable[[dict[str, int]], None]) -> None:
    """Serves until cancelled; `ready` is told the two ports."""
    public = await listen(portal.handle, port=port, seen=portal.seen)
    control = await listen(portal.control, seen=lambda _request, _status: None)
    elsewhere = await listen(portal.stray, host=ELSEWHERE, seen=lambda _request, _status: None)
    portal.origin = f"http://127.0.0.1:{port_of(public)}"
    portal.elsewhere = f"http://{ELSEWHERE}:{port_of(elsewhere)}"
    ready({"port": port_of(public), "control": port_of(control)})
    servers = (public, control, elsewhere)
    async with public, control, elsewhere:
        await asyncio.gather(*(server.serve_forever() for server in servers))


async def _until_parent_leaves(portal: Desk, port: int) -> None:
    """Ends when standard input closes, so that no replica outlives whoever started it."""

    def announce(ports: dict[str, int]) -> None:
        sys.stdout.write(json.dumps(ports) + "\n")
        sys.stdout.flush()

    server = asyncio.create_task(run(portal, port=port, ready=announce))
    leaving = asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    await asyncio.wait({server, asyncio.ensure_future(leaving)}, return_when=asyncio.FIRST_COMPLETED)
    server.cancel()


def child(arguments: str) -> None:
    """Runs as a child: arguments are a JSON object of family, size, seed and port."""
    chosen = json.loads(arguments)
    portal = desk(family=chosen["family"], size=chosen["size"], seed=chosen["seed"])
    asyncio.run(_until_parent_leaves(portal, chosen["port"]))


if __name__ == "__main__":
    child(sys.argv[1])
