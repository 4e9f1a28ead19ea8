"""What the archive costs: size and speed beside WARC on the same bodies, random reads, and how its times grow.

python -m benchmarks.archive bodies            # three crawls of a medium replica, 2 % of its reports edited between them
python -m benchmarks.archive growth 10000 100000 1000000
python -m benchmarks.archive crawl             # pages a second, beside bare Scrapy spiders that throw pages away

Exit status 1 where a bar is missed. Of the spiders the one is the bar that comes to the crawl's own pages by following links, as a
crawl does; what the others leave out or do not fetch is told beside it.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from typing import Any

from archive.clock import utc_now
from benchmarks.archive_bodies import bodies
from benchmarks.archive_crawl import crawl_speed
from benchmarks.archive_growth import growth

SIZE = 1 / 3
"""Of the WARC.gz."""
READ = 5.0
"""Milliseconds, of all random reads but one in twenty."""
PACE = 0.85
"""Of the bare spider's pages a second."""


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("part", choices=["bodies", "growth", "crawl"])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--size", default="medium", choices=["demo", "small", "medium", "large"])
    parser.add_argument("--family", default="ucap", help="the portal's, for crawl")
    options = parser.parse_args()
    began = utc_now()
    over: list[str] = []
    match options.part:
        case "bodies":
            told = bodies(options.size)
            print(json.dumps(told, indent=1))
            over += too_much(told)
        case "growth":
            for line in growth(options.sizes):
                print(json.dumps(line), flush=True)
        case _:
            pace = crawl_speed(options.family, options.size)
            print(json.dumps(pace, indent=1))
            over += too_slow(pace)
    print(f"{(utc_now() - began).total_seconds():.0f} s", *over, sep="\n", file=sys.stderr)
    return 1 if over else 0


def too_much(told: dict[str, Any]) -> Iterator[str]:
    """What of size, writing and reading is over its bar."""
    if (share := told["share of WARC.gz"]["file"]) > SIZE:
        yield f"MISSED: {share} of the WARC.gz, bar {SIZE:.3f}"
    theirs, ours = told["CPU s of writing: warcio, archive"]
    if ours > theirs:
        yield f"MISSED: {ours} s of writing, bar warcio's {theirs}"
    for how in ("read ms p50, p95, max", "read ms, compacted"):
        if (most := told[how][1]) > READ:
            yield f"MISSED: {how}: {most} at the 95th percentile, bar {READ}"


def too_slow(told: dict[str, Any]) -> Iterator[str]:
    """Where the crawl is slower than it may be beside the spider that follows links."""
    for when, paces in told.items():
        if (share := paces["share of following"]) < PACE:
            yield f"MISSED: {when}: {share} of the bare spider's pages a second, bar {PACE}"


if __name__ == "__main__":
    sys.exit(main())
