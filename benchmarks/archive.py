"""What the archive costs: size and speed beside WARC on the same bodies, random reads, and how its times grow.

python -m benchmarks.archive bodies            # three crawls of a medium replica, 2 % of its reports edited between them
python -m benchmarks.archive growth 10000 100000 1000000
python -m benchmarks.archive crawl             # pages a second, beside bare Scrapy spiders that throw pages away
"""

import argparse
import json
import sys

from archive.clock import utc_now
from benchmarks.archive_bodies import bodies
from benchmarks.archive_crawl import crawl_speed
from benchmarks.archive_growth import growth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=["bodies", "growth", "crawl"])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--size", default="medium", choices=["demo", "small", "medium", "large"])
    parser.add_argument("--family", default="ucap", help="the portal's, for crawl")
    options = parser.parse_args()
    began = utc_now()
    match options.part:
        case "bodies":
            print(json.dumps(bodies(options.size), indent=1))
        case "growth":
            for line in growth(options.sizes):
                print(json.dumps(line), flush=True)
        case _:
            print(json.dumps(crawl_speed(options.family, options.size), indent=1))
    print(f"{(utc_now() - began).total_seconds():.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
