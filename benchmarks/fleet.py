"""Many portals in one process: memory, pace and fairness of a crawl of up to two hundred at once, against replicas on loopback.

Every portal has a loopback address of its own, hence a pace of its own. The judge is what the portals' server logged: when the
kernel took each request in, since one process that plays so many portals looks at it late.

    python -m benchmarks.fleet --portals 200
"""

import argparse
import asyncio
import json
import multiprocessing
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event
from pathlib import Path
from statistics import median

from archive.store import Archive
from crawler.crawl import crawl, portal_at
from crawler.options import Options
from replica.families.registry import FAMILIES
from replica.server.http import listen, port_of
from replica.server.process import desk
from replica.server.truth import reports

MOST_MEGABYTES = 600
JITTER = 0.2
"""Share by which Scrapy lets two requests come closer than the delay."""
TICK = 0.01
"""Seconds: what the kernel's moment of a request's arrival is rounded to, at most."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A crawl of many portals."""

    portals: int
    reports: int
    lost: tuple[str, ...]
    """Reports that were not found: family, seed and address."""
    requests: int
    megabytes: int
    """Resident memory of the crawling process at its peak."""
    seconds: float
    processor: float
    """Seconds of processor time of the crawl."""
    hasty: int
    """Pairs of requests to one portal that came closer than its delay."""
    fairness: float
    """When half of all requests were made: those that the slowest unfinished portal had made, as a share of the median."""

    def over(self) -> list[str]:
        """What is worse than it has to be."""
        return [
            name
            for name, wrong in (
                ("memory", self.megabytes > MOST_MEGABYTES),
                ("recall", bool(self.lost)),
                ("pace", self.hasty > 0),
                ("fairness", self.fairness < 0.5),
            )
            if wrong
        ]


def address(number: int) -> str:
    """A loopback address for each portal."""
    return f"127.1.{number // 250}.{number % 250 + 1}"


async def _play(portals: int, told: Connection, over: Event) -> None:
    """Serve demonstration portals of all families until the crawl is over; then tell what each was asked, and what it holds."""
    families = sorted(FAMILIES)
    desks = []
    servers = []
    for number in range(portals):
        one = desk(family=families[number % len(families)], size="demo", seed=number)
        server = await listen(one.handle, host=address(number), seen=one.seen)
        one.origin = f"http://{address(number)}:{port_of(server)}"
        desks.append(one)
        servers.append(server)
    told.send([one.origin for one in desks])
    await asyncio.get_running_loop().run_in_executor(None, over.wait)
    held = [
        [[entry["url"], *entry["sightings"]] for entry in reports(one.family, one.origin)] for one in desks
    ]
    told.send(
        [
            (f"{one.family.name} {number}", [at for at, *_ in one.log], known)
            for number, (one, known) in enumerate(zip(desks, held, strict=True))
        ]
    )
    for server in servers:
        server.close()


def _serve(portals: int, told: Connection, over: Event) -> None:
    asyncio.run(_play(portals, told, over))


def measure(portals: int, *, delay: float) -> Measured:
    """Crawl so many portals at once, each with `delay` seconds between two requests."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    over = context.Event()
    server = context.Process(target=_serve, args=(portals, there, over), daemon=True)
    server.start()
    homes: list[str] = here.recv()
    with (
        tempfile.TemporaryDirectory(prefix="fleet-") as folder,
        Archive.open(Path(folder) / "fleet.db") as archive,
        archive.hold(),
    ):
        started, worked = time.monotonic(), time.process_time()
        options = Options(allow_private=True, browser=False, delay=delay)
        crawl(archive, [portal_at(home) for home in homes], options, lambda _: None)
        seconds, processor = time.monotonic() - started, time.process_time() - worked
        megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        sighted = {url for (url,) in archive.db.execute("SELECT DISTINCT url FROM sightings")}
        over.set()
        told: list[tuple[str, list[float], list[list[str]]]] = here.recv()
    server.join()
    logs = [log for _, log, _ in told]
    known = [(name, urls) for name, _, held in told for urls in held]
    return Measured(
        portals=portals,
        reports=len(known),
        lost=tuple(f"{name}: {urls[0]}" for name, urls in known if sighted.isdisjoint(urls)),
        requests=sum(len(log) for log in logs),
        megabytes=megabytes,
        seconds=round(seconds, 1),
        processor=round(processor, 1),
        hasty=sum(
            later - sooner < delay * (1 - JITTER) - TICK
            for log in logs
            for sooner, later in pairwise(log[1:])
        ),
        fairness=round(_fairness(logs), 2),
    )


def _fairness(logs: Sequence[Sequence[float]]) -> float:
    moments = sorted(at for log in logs for at in log)
    half = moments[len(moments) // 2]
    made = [sum(at <= half for at in log) for log in logs if log[-1] > half]
    return min(made, default=1) / median(made or [1])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure; 1 where it is worse than it has to be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--portals", type=int, default=200)
    parser.add_argument("--delay", type=float, default=1.0, help="Seconds between two requests to a portal.")
    chosen = parser.parse_args(arguments)
    measured = measure(chosen.portals, delay=chosen.delay)
    print(json.dumps(asdict(measured) | {"over": measured.over()}))
    return 1 if measured.over() else 0


if __name__ == "__main__":
    sys.exit(main())
