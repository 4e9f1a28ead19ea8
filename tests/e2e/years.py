"""Three years of a portal's life, day by day, and what a visitor who came whenever we came would know of it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import urljoin

import replica
from archive.store import Archive
from crawler.address import canonical
from crawler.crawl import crawl, portal_at
from crawler.options import Options
from extract.run import extract

DAYS = 3 * 365
STEP = 3
READ = 15
"""Days after which what was brought is read: a reading process takes longer to start than a night's crawl."""
LAST_CORRECTION = 860
"""The latest day of a correction: any report is asked for again within the days that remain."""
APART = 200
"""Days between two corrections of one report: more than between two looks."""
SEEN = (200, 304)


@dataclass
class Clock:
    """The time that the archive and the crawl are told."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now


@dataclass
class Visits:
    """What a visitor at our visits saw of one report."""

    revisions: list[int] = field(default_factory=list)
    """How often it had been corrected, at each change that the visitor noticed."""
    first: str = ""
    last: str = ""
    """Dates on which a page of it was seen."""


@dataclass
class Life:
    """A portal, an archive, and a clock that both go by."""

    portal: replica.Portal
    archive: Archive
    clock: Clock
    visits: dict[str, Visits] = field(default_factory=lambda: defaultdict(Visits))
    corrections: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    """Report → days on which it was corrected."""
    withdrawn: dict[str, int] = field(default_factory=dict)
    """Report → day on which it was taken down."""
    pages: dict[str, str] = field(default_factory=dict)
    """Report → an address of it that was seen."""
    unread: bool = False
    """Whether anything was brought that has not been read."""
    requests: int = 0
    weekly: int = 0
    """What a whole crawl a week would have taken."""
    failures: list[tuple[int, str]] = field(default_factory=list)

    def day(self, number: int) -> None:
        """One night's `crawl --due`, and the reading of what it brought."""
        self.portal.clock(self.clock.now.isoformat())
        truth = self.portal.truth()
        self.portal.clear_log()
        summary = crawl(
            self.archive,
            [portal_at(self.portal.url)],
            Options(allow_private=True, browser=False, due=True),
            lambda _: None,
        )
        log = self.portal.log()
        self.requests += len(log)
        self.failures += [(number, failure) for failure in summary.failures]
        self._visit(truth, {_full(self.portal, entry["path"]): entry["status"] for entry in log})
        brought = self.archive.db.execute(
            "SELECT 1 FROM captures WHERE run = ? AND role IN ('report', 'file') AND outcome = 'ok'",
            (summary.run,),
        )
        self.unread |= brought.fetchone() is not None
        if self.unread and (number % READ == 0 or number + STEP >= DAYS):
            extract(self.archive)
            self.unread = False

    def _visit(self, truth: Sequence[Mapping[str, Any]], answers: Mapping[str, int]) -> None:
        today = f"{self.clock.now.astimezone(UTC):%Y-%m-%d}"
        for report in truth:
            pages = _addresses(report["url"], *report["sightings"])
            bearing = _addresses(*report["attachments"]) if report["borne"] == "file" else pages
            visits = self.visits[report["id"]]
            if seen := [page for page in sorted(pages) if answers.get(page) in SEEN]:
                visits.first, visits.last = visits.first or today, today
                self.pages.setdefault(report["id"], seen[0])
            revision = len(report["corrections"])
            if any(answers.get(page) in SEEN for page in bearing) and revision not in visits.revisions[-1:]:
                visits.revisions.append(revision)

    def correct(self, number: int, random: Random) -> None:
        """An organ edits a report in silence."""
        free = [
            report["id"]
            for report in self.portal.truth()
            if report["id"] not in self.withdrawn
            and number - max(self.corrections[report["id"]], default=-APART) >= APART
        ]
        report = random.choice(sorted(free))
        self.portal.change(report)
        self.corrections[report].append(number)

    def withdraw(self, number: int, random: Random) -> None:
        """A report that nothing was done to is taken down."""
        free = [one["id"] for one in self.portal.truth() if not self.corrections[one["id"]]]
        report = random.choice(sorted(free))
        self.portal.remove(report)
        self.withdrawn[report] = number


@dataclass(frozen=True)
class Archived:
    """A report as the archive tells it."""

    versions: int
    first: str
    last: str
    withdrawn: str | None


def archived(archive: Archive) -> Iterator[tuple[set[str], Archived]]:
    """Every report of the archive, with all its addresses."""
    for report, versions, withdrawn in archive.db.execute(
        "SELECT report, (SELECT count(*) FROM versions WHERE versions.report = reports.report),"
        " (SELECT substr(withdrawn, 1, 10) FROM withdrawn WHERE withdrawn.report = reports.report) FROM reports"
    ).fetchall():
        rows = archive.db.execute(
            "SELECT url, substr(first_seen, 1, 10), substr(last_seen, 1, 10) FROM addresses WHERE report = ?",
            (report,),
        ).fetchall()
        told = Archived(
            versions=versions,
            first=min(first for _, first, _ in rows),
            last=max(last for _, _, last in rows),
            withdrawn=withdrawn,
        )
        yield _addresses(*(url for url, _, _ in rows)), told


def full_crawl(portal: replica.Portal, archive: Archive) -> int:
    """What a crawl of the whole portal costs that knows nothing of it; `archive` is an empty one."""
    portal.clear_log()
    options = Options(allow_private=True, browser=False)
    crawl(archive, [portal_at(portal.url)], options, lambda _: None)
    return len(portal.log())


def nights(start: datetime) -> Iterator[tuple[int, datetime]]:
    """The nights on which `crawl --due` runs, by their number: every third, so that the test ends in its time."""
    for number in range(0, DAYS, STEP):
        yield number, start + timedelta(days=number)


def _full(portal: replica.Portal, path: str) -> str:
    return canonical(urljoin(portal.url, path))


def _addresses(*urls: str) -> set[str]:
    return {canonical(url) for url in urls}
