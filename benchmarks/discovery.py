"""How many requests finding every report takes: ours cold, ours taught by another portal of the family, and two baselines.

Each portal is a replica on loopback; what its server logged is the judge. Requests are counted without the reports' own files.

    python -m benchmarks.discovery --size medium --seeds 10 --family ucap --way cold
"""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from protego import Protego

import replica
from archive.store import Archive
from benchmarks.baselines import breadth_first, keyword_best_first
from crawler.address import canonical
from crawler.crawl import crawl, portal_at
from crawler.options import Options
from replica.families.registry import FAMILIES

WAYS = ("cold", "taught", "keyword", "breadth")
SHARES = (0.5, 0.9, 1.0)
LIMITS = {"90 %": 1.4, "100 %": 1.6, "stop": 1.9}
"""Requests a report that ours, cold, may need on a medium portal; the stop has sixty requests more."""
STOP_EXTRA = 60
BASELINE_BUDGET = 12
"""Requests a report after which a baseline is stopped."""


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One way on one portal."""

    family: str
    size: str
    seed: int
    way: str
    reports: int
    requests: int
    marks: dict[str, float | None]
    """Requests a report until a share of the reports was fetched; null where it never was."""
    recall: float
    precision: float | None
    """Null for a baseline, which says of nothing that it is a report."""
    forbidden: int
    """Requests that robots.txt denies."""
    strays: int
    """Requests to a private host off the portal, to which every page links in the words of reports."""
    seconds: float

    @property
    def stop(self) -> float:
        return self.requests / self.reports

    def over(self) -> list[str]:
        """What is worse than it has to be."""
        late = [name for name in ("90 %", "100 %") if (self.marks[name] or 99.0) > LIMITS[name]]
        if self.requests > LIMITS["stop"] * self.reports + STOP_EXTRA:
            late.append("stop")
        if self.recall < 1:
            late.append("recall")
        if self.precision is not None and self.precision < 1:
            late.append("precision")
        if self.forbidden:
            late.append("forbidden")
        return late + (["off-host"] if self.strays else [])


def measure(family: str, *, size: str, seed: int, way: str) -> Measured:
    """Play one portal and let one way look for its reports."""
    with (
        tempfile.TemporaryDirectory(prefix="discovery-") as folder,
        Archive.open(Path(folder) / "bench.db") as archive,
        archive.hold(),
    ):
        if way == "taught":
            with replica.serve(family=family, size="small", seed=seed + 1000) as teacher:
                _crawl(archive, teacher.url, Options(allow_private=True))
        with replica.serve(family=family, size=size, seed=seed) as portal:  # type: ignore[arg-type]
            truth = portal.truth()
            portal.tempt()
            started = time.monotonic()
            found = _search(archive, portal.url, way=way, reports=len(truth))
            seconds = time.monotonic() - started
            return _judged(portal, truth, found, told=(family, size, seed, way), seconds=seconds)


def _search(archive: Archive, url: str, *, way: str, reports: int) -> set[str] | None:
    """Let the way run; the addresses that ours says are reports (a baseline says nothing)."""
    if way in ("cold", "taught"):
        _crawl(archive, url, Options(allow_private=True, transfer=way == "taught"))
        rows = archive.db.execute("SELECT url FROM sightings WHERE portal = ?", (portal_at(url).key,))
        return {canonical(address) for (address,) in rows}
    baseline: Callable[[str, int], None] = keyword_best_first if way == "keyword" else breadth_first
    baseline(url, reports * BASELINE_BUDGET)
    return None


def _crawl(archive: Archive, url: str, options: Options) -> None:
    """A crawl to its own end: a signal that ends it ends the measuring too."""
    if cut := crawl(archive, [portal_at(url)], options, lambda _: None).cut:
        raise SystemExit(f"not measured to its end: {cut}")


def _judged(
    portal: replica.Portal,
    truth: Sequence[dict[str, Any]],
    found: set[str] | None,
    *,
    told: tuple[str, str, int, str],
    seconds: float,
) -> Measured:
    pages, files = _addresses(portal.url, truth)
    log = portal.log()
    asked = [canonical(urljoin(portal.url, entry["path"])) for entry in log]
    counted = [address for address in asked if address not in files]
    every = {address for addresses in pages for address in addresses}
    family, size, seed, way = told
    return Measured(
        family=family,
        size=size,
        seed=seed,
        way=way,
        reports=len(pages),
        requests=len(counted),
        marks=_marks(counted, pages),
        recall=sum(bool(addresses & set(asked)) for addresses in pages) / len(pages),
        precision=None if found is None else len(found & every) / max(1, len(found)),
        forbidden=_forbidden(portal, log),
        strays=len(portal.strays()),
        seconds=round(seconds, 1),
    )


def _addresses(home: str, truth: Sequence[dict[str, Any]]) -> tuple[list[set[str]], set[str]]:
    """Each report's addresses, and the files of all."""
    pages = [
        {canonical(urljoin(home, address)) for address in (report["url"], *report.get("sightings", ()))}
        for report in truth
    ]
    files = {canonical(urljoin(home, file)) for report in truth for file in report.get("attachments", ())}
    return pages, files


def _marks(counted: list[str], pages: list[set[str]]) -> dict[str, float | None]:
    owner = {address: number for number, addresses in enumerate(pages) for address in addresses}
    seen: set[int] = set()
    marks: dict[str, float | None] = {f"{share:.0%}".replace("%", " %"): None for share in SHARES}
    for count, address in enumerate(counted, 1):
        if address in owner:
            seen.add(owner[address])
        for share in SHARES:
            name = f"{share:.0%}".replace("%", " %")
            if marks[name] is None and len(seen) >= share * len(pages):
                marks[name] = round(count / len(pages), 3)
    return marks


def _forbidden(portal: replica.Portal, log: list[dict[str, Any]]) -> int:
    from urllib.request import urlopen

    rules = Protego.parse(urlopen(urljoin(portal.url, "/robots.txt")).read().decode())
    paths = {entry["path"] for entry in log}
    return sum(
        not rules.can_fetch(urljoin(portal.url, path), "gongkai")
        for path in paths
        if urlsplit(path).path != "/robots.txt"
    )


def worst(rows: Sequence[Measured]) -> str:
    """One line for all seeds of a family, size and way: the worst of each figure."""

    def most(values: list[float | None]) -> str:
        return "never" if None in values else f"{max(value for value in values if value is not None):.2f}"

    first = rows[0]
    denied, strays = sum(row.forbidden for row in rows), sum(row.strays for row in rows)
    marks = "  ".join(f"{name} {most([row.marks[name] for row in rows])}" for name in first.marks)
    over = sorted({name for row in rows for name in row.over()})
    told = [row.precision for row in rows if row.precision is not None]
    precision = f"  precision {min(told):.3f}" if told else ""
    judged = (
        ""
        if first.size != "medium" or first.way != "cold"
        else ("  OVER: " + ", ".join(over) if over else "  within")
    )
    return (
        f"{first.family:13} {first.size:6} {first.way:8} {len(rows):2} seeds  {marks}  stop {max(row.stop for row in rows):.2f}"
        f"  recall {min(row.recall for row in rows):.3f}{precision}"
        f"  denied {denied}  off-host {strays}  {statistics.mean(row.seconds for row in rows):.0f} s{judged}"
    )


def saved(cold: Sequence[Measured], taught: Sequence[Measured]) -> str:
    """One line: what teaching saved over the same seeds, all together and where it helped least."""
    less = [before.requests - after.requests for before, after in zip(cold, taught, strict=True)]
    share = sum(less) / sum(row.requests for row in cold)
    judged = "  WORSE" if _worse(cold, taught) else ""
    return f"{'':13} taught asks {share:.1%} less than cold, for its worst seed {min(less)} requests{judged}"


def _worse(cold: Sequence[Measured], taught: Sequence[Measured]) -> bool:
    """Whether teaching cost requests or a report with any seed."""
    return any(
        after.requests > before.requests or after.recall < before.recall
        for before, after in zip(cold, taught, strict=True)
    )


def _over_seeds(family: str, size: str, way: str, chosen: argparse.Namespace) -> list[Measured]:
    rows = []
    for seed in range(chosen.first, chosen.first + chosen.seeds):
        rows.append(measure(family, size=size, seed=seed, way=way))
        if chosen.json:
            with chosen.json.open("a") as out:
                out.write(json.dumps(asdict(rows[-1])) + "\n")
    print(worst(rows), flush=True)
    return rows


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; 1 where ours is worse on a medium portal than it has to be, or taught worse than cold."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--family", action="append", choices=sorted(FAMILIES))
    parser.add_argument("--size", action="append", choices=("demo", "small", "medium", "large"))
    parser.add_argument("--way", action="append", choices=WAYS)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--first", type=int, default=1, help="The first seed.")
    parser.add_argument("--json", type=Path, help="Append one JSON line a measurement.")
    chosen = parser.parse_args(arguments)
    failed = False
    for family in chosen.family or sorted(FAMILIES):
        for size in chosen.size or ("small",):
            by_way = {way: _over_seeds(family, size, way, chosen) for way in chosen.way or WAYS}
            cold, taught = by_way.get("cold", []), by_way.get("taught", [])
            failed |= size == "medium" and any(row.over() for row in cold)
            if cold and taught:
                print(saved(cold, taught), flush=True)
                failed |= _worse(cold, taught)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
