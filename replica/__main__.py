"""`python -m replica`: serves a portal until interrupted."""

import argparse
import asyncio
import contextlib
import sys

from replica.families.registry import FAMILIES
from replica.server.process import desk, run
from replica.site.sizes import SIZES


def main() -> None:
    """Reads the command line and serves."""
    parser = argparse.ArgumentParser(
        prog="python -m replica", description="Serves a made portal on 127.0.0.1."
    )
    parser.add_argument("--family", choices=sorted(FAMILIES), default="ucap")
    parser.add_argument("--size", choices=list(SIZES), default="demo")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=8000)
    chosen = parser.parse_args()
    portal = desk(family=chosen.family, size=chosen.size, seed=chosen.seed)

    def announce(ports: dict[str, int]) -> None:
        sys.stdout.write(
            f"portal http://127.0.0.1:{ports['port']}/  control http://127.0.0.1:{ports['control']}/\n"
        )
        sys.stdout.flush()

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run(portal, port=chosen.port, ready=announce))


if __name__ == "__main__":
    main()
