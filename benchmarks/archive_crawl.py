"""What archiving costs a crawl: pages a second and processor a page, beside bare Scrapy spiders that throw pages away.

Four rivals, from the one that does least. Three are handed the addresses that the crawl asked for, so that all fetch the same pages:
one looks into no page, which is the limit of what Scrapy fetches; one takes the links out of every page; one asks for them too, and
Scrapy drops those that it knows. The fourth is the spider of every tutorial: it finds its pages itself, by every link from the home
on, as many as the crawl fetched, though others than the crawl's. The same crawl with an archive that throws away tells what archiving
alone costs.

Each is measured from the server's own log: answered at once, as soon as a server that works a little answers, and after what a near
and idle portal takes. One request is on its way at a time, so that what a crawl does between an answer and the next request counts
the more, the sooner the server answers.

They take turns, against a server that every kind has met: one that has just started makes its reports for whoever comes first, and a
machine's own pace changes within minutes. Told is the median of the turns.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import replica
from archive.store import Archive
from benchmarks.archive_bodies import ROOT
from replica.server.client import Portal, SizeName

TURNS = {0.0: 5, 0.015: 1, 0.05: 1}
"""Seconds that the server waits before it answers → turns of each kind: waiting is the same at any pace of the machine."""
BARE = ("fetching", "reading", "following", "wandering")
"""The spiders of benchmarks.bare_spider."""
OPTIONS = ("--no-extract", "--allow-private-addresses", "--delay", "0")

Figures = dict[str, float]


def processor() -> float:
    """Seconds of processor that ended children took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(portal: Portal, *words: str) -> Figures:
    """Run a Python module against the portal: requests, requests a second, processor milliseconds a request."""
    portal.clear_log()
    before = processor()
    subprocess.run([sys.executable, "-m", *words], cwd=ROOT, check=True, capture_output=True)
    times = [line["at"] for line in portal.log()]
    return {
        "requests": len(times),
        "a second": round(len(times) / (times[-1] - times[0]), 1),
        "CPU ms a request": round((processor() - before) * 1000 / len(times), 2),
    }


def turn(portal: Portal, folder: Path) -> dict[str, Figures]:
    """Each kind once; the bare spiders ask for what the archiving crawl has just asked for."""
    db, addresses = folder / "crawl.db", folder / "addresses.json"
    crawl = ("--db", str(db), "crawl", portal.url, *OPTIONS)
    archiving = measured(portal, "gongkai", *crawl)
    with Archive.open(db, "read") as archive:
        urls = [url for (url,) in archive.db.execute("SELECT url FROM captures ORDER BY capture")]
    addresses.write_text(json.dumps(urls))
    db.unlink()
    discarding = measured(portal, "benchmarks.discarding", *crawl)
    db.unlink()
    bare = {name: measured(portal, "benchmarks.bare_spider", name, str(addresses)) for name in BARE}
    return {"archiving": archiving, "discarding": discarding, **bare}


def compared(family: str, size: SizeName, *, delay: float, turns: int) -> dict[str, object]:
    """All kinds, against one portal; and what the server itself takes, which shares the machine."""
    before = processor()
    with (
        tempfile.TemporaryDirectory() as name,
        replica.serve(family=family, size=size, seed=1) as portal,
    ):
        # The first turn only lets the server make what it keeps.
        every = [turn(portal, Path(name))]
        if delay:
            portal.misbehave("slow", path=".", seconds=delay)
        every += [turn(portal, Path(name)) for _ in range(turns)]
    served = sum(one["requests"] for told in every for one in told.values())
    clients = sum(one["CPU ms a request"] * one["requests"] for told in every for one in told.values())
    told = {kind: _median([one[kind] for one in every[1:]]) for kind in every[0]}
    rivals = [kind for kind in told if kind != "archiving"]
    shares = {
        kind: [one["archiving"]["a second"] / one[kind]["a second"] for one in every[1:]] for kind in rivals
    }
    return {
        **told,
        **{f"share of {kind}": round(statistics.median(share), 3) for kind, share in shares.items()},
        "server's CPU ms a request": round(((processor() - before) * 1000 - clients) / served, 2),
    }


def _median(turns: list[Figures]) -> Figures:
    return {what: statistics.median(one[what] for one in turns) for what in turns[0]}


def crawl_speed(family: str, size: SizeName) -> dict[str, object]:
    """All of them after each delay."""
    return {
        f"after {delay * 1000:.0f} ms": compared(family, size, delay=delay, turns=turns)
        for delay, turns in TURNS.items()
    }
