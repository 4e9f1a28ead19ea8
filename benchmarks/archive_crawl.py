"""What archiving costs a crawl: pages a second and processor a page, beside bare Scrapy spiders that throw pages away.

Both are handed the addresses that the crawl asked for, so that all fetch the same pages. One takes the links out of every page, as
every spider does that has to find its pages; one looks into none: the limit of what Scrapy fetches. (One that follows links by itself
meets calendars, redirects and no files, and is cheaper by what it meets.) The same crawl with an archive that throws away tells what
archiving alone costs. Each is measured from the server's own log: answered at once, as soon as a server that works a little answers,
and after what a near and idle portal takes. One request is on its way at a time, so that what a crawl does between an answer and the
next request counts the more, the sooner the server answers.
"""

import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import replica
from archive.store import Archive
from benchmarks.archive_bodies import ROOT

DELAYS = (0.0, 0.015, 0.05)
"""Seconds that the server waits before it answers."""
OPTIONS = ("--no-extract", "--allow-private-addresses", "--delay", "0")


def processor() -> float:
    """Seconds of processor that ended children took."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measured(portal: replica.server.client.Portal, *words: str) -> dict[str, float]:
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


def compared(family: str, size: replica.server.client.SizeName, *, delay: float) -> dict[str, object]:
    """The four kinds, against one portal; and what the server itself takes, which shares the machine."""
    before = processor()
    with tempfile.TemporaryDirectory() as name, replica.serve(family=family, size=size, seed=1) as portal:
        if delay:
            portal.misbehave("slow", path=".", seconds=delay)
        db, addresses = Path(name) / "crawl.db", Path(name) / "addresses.json"
        crawl = ("--db", str(db), "crawl", portal.url, *OPTIONS)
        archiving = measured(portal, "gongkai", *crawl)
        with Archive.open(db, "read") as archive:
            urls = [url for (url,) in archive.db.execute("SELECT url FROM captures ORDER BY capture")]
        addresses.write_text(json.dumps(urls))
        db.unlink()
        discarding = measured(portal, "benchmarks.discarding", *crawl)
        reading = measured(portal, "benchmarks.bare_spider", "reading", str(addresses))
        fetching = measured(portal, "benchmarks.bare_spider", "fetching", str(addresses))
    rivals = {"discarding": discarding, "reading": reading, "fetching": fetching}
    told = {"archiving": archiving, **rivals}
    served = sum(one["requests"] for one in told.values())
    clients = sum(one["CPU ms a request"] * one["requests"] for one in told.values())
    return {
        **told,
        **{
            f"share of {kind}": round(archiving["a second"] / one["a second"], 3)
            for kind, one in rivals.items()
        },
        "server's CPU ms a request": round(((processor() - before) * 1000 - clients) / served, 2),
    }


def crawl_speed(family: str, size: replica.server.client.SizeName) -> dict[str, object]:
    """All of them after each delay."""
    return {f"after {delay * 1000:.0f} ms": compared(family, size, delay=delay) for delay in DELAYS}
