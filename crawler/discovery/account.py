"""What one portal's crawl came to: what the portal is, what was counted, why it ended, and what a person should look at."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from archive.counted import counted
from archive.records import Outcome, Portal
from crawler.options import PortalSummary
from crawler.pages.page import Signal


@dataclass(slots=True)
class Account:
    """Kept of a crawl when all else of it is forgotten."""

    portal: Portal
    known: int = 0
    """Report pages and files that the archive held before."""
    before: int = 0
    """Reports that this round had found before it was cut short."""
    signal: Signal | None = None
    """By which this run's pages told the family; null until one did."""
    requests: int = 0
    reports: int = 0
    fresh: int = 0
    """Those of the reports that were not archived before."""
    files: int = 0
    unreadable: int = 0
    """Lists that could not be read."""
    clicked: int = 0
    """Lists that go on by a click alone, of which the rest was not read."""
    unopened: int = 0
    """Lists that name reports which nothing on them leads to."""
    undrawn: int = 0
    """Pages that a script has yet to fill, by no call that is known to be read."""
    unanswered: int = 0
    """Columns of reports whose page did not come although it is there, or may be."""
    outcomes: Counter[str] = field(default_factory=Counter)
    """Requests that brought no page, by what they came to, and those that were not made."""
    reason: str | None = None
    """Why the crawl ended; null while it goes on."""
    failure: str | None = None

    @property
    def complete(self) -> bool:
        """Whether the round came to its own end: what waits is then given up, not left for the next crawl."""
        return self.reason in ("exhausted", "unpromising", "patience")

    def asked(self, requests: int = 1) -> None:
        """Count requests, each of which is a capture."""
        self.requests += requests

    def landed(self, outcome: Outcome, *, hops: int) -> None:
        """Count a request by what it came to, and the redirects on its way that are captures of their own."""
        self.asked(1 + hops)
        if outcome not in (Outcome.OK, Outcome.NOT_MODIFIED):
            self.outcomes[outcome.value] += 1

    def noticed(self, codes: Iterable[str]) -> None:
        """Count what a page was told to lack."""
        told = frozenset(codes)
        self.unreadable += "listing_unreadable" in told
        self.undrawn += "page_undrawn" in told

    def judge(self, *, found: int, searched: bool, lost: bool) -> None:
        """Say at the end what went wrong, where nothing was said before.

        `found`: reports of this round; `searched`: the whole portal was; `lost`: its lists show none of what they had.
        """
        self.failure = self.failure or self._failure(found=found, searched=searched, lost=lost)

    def summary(self) -> PortalSummary:
        """As the crawl tells it to whoever asked for it."""
        return PortalSummary(
            portal=self.portal.key,
            home=self.portal.home,
            family=self.portal.family,
            signal=self.signal.what if self.signal else None,
            signal_at=self.signal.where if self.signal else None,
            requests=self.requests,
            reports=self.reports,
            known=self.known,
            files=self.files,
            outcomes=dict(self.outcomes),
            reason=self.reason or "stopped",
            failure=self.failure,
        )

    def _failure(self, *, found: int, searched: bool, lost: bool) -> str | None:
        if self.reason and self.reason.startswith("blocked"):
            return f"{self.reason}: nothing more is asked in this run"
        where = f"where {self.known} report pages and files were known"
        if lost:
            return f"no list shows a report any more {where}"
        if not found and self.complete and searched:
            tried = f"from {self.portal.home} in {counted(self.requests, 'request')}"
            return "; ".join((f"no report found {where if self.known else tried}", *self._lacking()))
        return "; ".join(self._lacking()) or None

    def _lacking(self) -> Iterator[str]:
        """What could not be read of what was asked for."""
        if self.unreadable:
            yield f"{counted(self.unreadable, 'list')} could not be read"
        if self.clicked:
            yield counted(
                self.clicked,
                "list goes on by a click alone and was not read to its end",
                "lists go on by a click alone and were not read to their end",
            )
        if self.unopened:
            yield counted(
                self.unopened,
                "list names reports that nothing on it leads to",
                "lists name reports that nothing on them leads to",
            )
        if self.undrawn:
            yield counted(
                self.undrawn,
                "page shows nothing until a script fills it",
                "pages show nothing until a script fills them",
            )
        if self.unanswered:
            yield f"{counted(self.unanswered, 'column')} of reports brought no page"
