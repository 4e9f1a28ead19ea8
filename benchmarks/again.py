"""What crawling a known portal again costs and finds: with nothing changed, with reports taken down, with reports published.

Each portal is a replica on loopback; what its server logged is the judge. A report that is taken down leaves its list, and a crawl that
looks at lists has to find it gone; where a family's links outlive their reports (`keeps_links`), only a recheck can.

    python -m benchmarks.again --size medium --family ucap --family trs
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urljoin

import replica
from archive.store import Archive
from crawler.address import canonical
from crawler.crawl import crawl, portal_at
from crawler.discovery.revisit import rechecks
from crawler.options import Options
from extract.run import extract
from replica.families.registry import FAMILIES

SHARE, EXTRA = 0.12, 10
"""Requests that a crawl with nothing changed may need: a share of the first one's, and some."""
FURTHER = 3
"""Further requests that each report which came or went may cost."""
UNCHANGED = 2
"""Crawls with nothing changed: what is looked at in turn is not the same in each."""


@dataclass(frozen=True, kw_only=True)
class Change:
    """Reports that came or went between two crawls."""

    many: int
    found: int
    requests: int
    """Of the whole crawl."""
    rechecked: int = 0
    """Known pages and files that were each to be asked for once more, since lists may still link what went."""
    missed: tuple[str, ...] = ()
    """Organ and year of those that were not found."""

    def each(self, unchanged: int) -> float:
        """Further requests for each report, beside those of a crawl with nothing changed."""
        return (self.requests - self.rechecked - unchanged) / self.many


@dataclass(kw_only=True)
class Measured:
    """One portal, crawled again and again."""

    family: str
    size: str
    seed: int
    first: int = 0
    """Requests of the first crawl."""
    unchanged: list[int] = field(default_factory=list)
    made: int = 0
    """Versions that crawls with nothing changed made."""
    removed: Change | None = None
    added: Change | None = None

    @property
    def most(self) -> int:
        """Requests that a crawl with nothing changed may need."""
        return int(SHARE * self.first) + EXTRA

    def over(self) -> list[str]:
        """What is worse than it has to be."""
        wrong = ["unchanged"] * (max(self.unchanged) > self.most) + ["versions"] * (self.made > 0)
        for name, change in (("removed", self.removed), ("added", self.added)):
            if change is None:
                continue
            wrong += [f"{name} missed"] * (change.found < change.many)
            wrong += [f"{name} cost"] * (change.each(max(self.unchanged)) > FURTHER)
        return wrong

    def line(self) -> str:
        """All of it in one line."""
        told = [f"{self.family:13} {self.size:6} seed {self.seed}  first {self.first:5}"]
        told.append(f"again {', '.join(map(str, self.unchanged))} of {self.most}, {self.made} versions")
        for name, change in (("removed", self.removed), ("added", self.added)):
            if change is not None:
                how = f" by a recheck of {change.rechecked}" if change.rechecked else ""
                each = change.each(min(self.unchanged))
                told.append(f"{name} {change.found}/{change.many}{how} at {each:.1f} each")
        return "  ".join([*told, "OVER: " + ", ".join(self.over()) if self.over() else "within"])


@dataclass(frozen=True, kw_only=True)
class Watch:
    """One portal and what is archived of it."""

    portal: replica.Portal
    archive: Archive

    def crawl(self, *, recheck: bool = False) -> int:
        """Crawl to its own end and read what is new; gives the requests."""
        self.portal.clear_log()
        home = portal_at(self.portal.url)
        options = Options(allow_private=True, browser=False, recheck=recheck)
        if cut := crawl(self.archive, [home], options, lambda _: None).cut:
            raise SystemExit(f"not measured to its end: {cut}")
        extract(self.archive)
        return len(self.portal.log())

    def versions(self) -> int:
        """How many there are."""
        return self.archive.db["versions"].count

    def held(self) -> int:
        """Report pages and files that a recheck asks for."""
        return len(list(rechecks(self.archive, portal_at(self.portal.url).key, score=0)))

    def outcomes(self, report: dict[str, Any]) -> set[str]:
        """What the newest look at each address of a report came to."""
        newest = "SELECT outcome FROM captures WHERE url = ? ORDER BY capture DESC LIMIT 1"
        addresses = (
            canonical(urljoin(self.portal.url, one)) for one in (report["url"], *report["sightings"])
        )
        return {row[0] for one in addresses for row in self.archive.db.execute(newest, (one,))}


def measure(family: str, *, size: str, seed: int, many: int) -> Measured:
    """Crawl one portal for the first time, again with nothing changed, and after so many reports went and so many came."""
    told = Measured(family=family, size=size, seed=seed)
    with (
        tempfile.TemporaryDirectory(prefix="again-") as folder,
        Archive.open(Path(folder) / "bench.db") as archive,
        archive.hold(),
        replica.serve(family=family, size=size, seed=seed) as portal,  # type: ignore[arg-type]
    ):
        watch = Watch(portal=portal, archive=archive)
        told.first = watch.crawl()
        before = watch.versions()
        told.unchanged = [watch.crawl() for _ in range(UNCHANGED)]
        told.made = watch.versions() - before
        told.removed = _removed(watch, Random(seed), many, linked=FAMILIES[family].keeps_links)
        told.added = _added(watch, Random(seed), many)
    return told


def _removed(watch: Watch, random: Random, many: int, *, linked: bool) -> Change:
    gone = random.sample(watch.portal.truth(), many)
    for one in gone:
        watch.portal.remove(one["id"])
    held = watch.held() if linked else 0
    requests = watch.crawl(recheck=linked)
    judged = [(one, bool(watch.outcomes(one) & {"gone", "soft_404"})) for one in gone]
    return _change(requests, judged, rechecked=held)


def _added(watch: Watch, random: Random, many: int) -> Change:
    new = [watch.portal.add(organ=one["key"]) for one in random.sample(watch.portal.organs(), many)]
    requests = watch.crawl()
    return _change(requests, [(one, "ok" in watch.outcomes(one)) for one in new])


def _change(requests: int, judged: Sequence[tuple[dict[str, Any], bool]], *, rechecked: int = 0) -> Change:
    return Change(
        rechecked=rechecked,
        many=len(judged),
        found=sum(found for _, found in judged),
        requests=requests,
        missed=tuple(one["id"] for one, found in judged if not found),
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; 1 where anything is worse than it has to be."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--family", action="append", choices=sorted(FAMILIES))
    parser.add_argument("--size", default="small", choices=("demo", "small", "medium", "large"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--many", type=int, default=4, help="Reports that go, and that come.")
    parser.add_argument("--json", type=Path, help="Append one JSON line a portal.")
    chosen = parser.parse_args(arguments)
    failed = False
    for family in chosen.family or sorted(FAMILIES):
        told = measure(family, size=chosen.size, seed=chosen.seed, many=chosen.many)
        print(told.line(), flush=True)
        failed |= bool(told.over())
        if chosen.json:
            with chosen.json.open("a") as out:
                out.write(json.dumps(asdict(told) | {"over": told.over()}) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
