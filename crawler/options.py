"""What a crawl is told, and what it tells: options, progress, summary."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crawler.running.ending import Cut

INTERRUPTED = 4
"""Exit status of a run that a signal ended."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Options:
    """How to crawl. The defaults are the polite ones."""

    max_pages: int | None = None
    """Requests a portal in this run; null is no limit of ours."""
    max_time: float | None = None
    """Seconds after which fetching ends; null is no limit of ours."""
    min_free: int = 512 * 2**20
    """Bytes that stay free on the archive's disk: below it fetching ends."""
    delay: float | None = None
    """Seconds between two requests to a host; null is 1, and none on loopback."""
    due: bool = False
    """Ask only for what the schedule says is due, lists and rechecks alike."""
    schedule: Path | None = None
    """A file with other settings than crawler/schedule/schedule.toml has."""
    recheck: bool = False
    """Also ask, conditionally, for every known report page and file."""
    at_once: int = 200
    """Portals that are crawled side by side; the next one begins when one of them is over."""
    allow_hosts: tuple[str, ...] = ()
    """Further hosts, for attachments."""
    allow_private: bool = False
    """Whether loopback and private addresses may be asked."""
    threshold: float = 0.1
    """Reports that a request must be expected to lead to; below it a request is doubtful."""
    floor: float = 0.0125
    """Below it a request is not even doubtful, once reports were found: groups of links that were tried and never paid."""
    patience: int = 30
    """Doubtful requests in a row without a new report after which a portal is left."""
    patience_share: float = 0.15
    """Further doubtful requests allowed for each report found."""
    until_recognised: bool = False
    """Whether to end as soon as the portal's family is known."""
    browser: bool = True
    """Whether columns that only a script lists are rendered, where the extra `browser` and Chromium are installed."""
    transfer: bool = True
    """Whether to start from what portals of the same family taught."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Snapshot:
    """Where a crawl stands: totals over its portals."""

    portals: int
    over: int
    """Portals that are done."""
    requests: int
    reports: int
    files: int
    waiting: int
    outcomes: Mapping[str, int]
    """Visits that were no page, by outcome."""
    url: str
    """What was fetched last."""


Progress = Callable[[Snapshot], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class PortalSummary:
    """One portal's crawl."""

    portal: str
    home: str
    family: str | None
    signal: str | None
    signal_at: str | None
    requests: int
    reports: int
    """Report pages fetched or confirmed in this run."""
    known: int
    """Report pages and files known before this run."""
    files: int
    outcomes: Mapping[str, int]
    reason: str
    """Why it ended: exhausted, unpromising, patience, max_pages, interrupted, max_time, disk, stopped, blocked: …, failed: …."""
    failure: str | None
    """What a person should look at, in one line; null where all went well."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """A crawl of one or more portals."""

    run: str
    portals: tuple[PortalSummary, ...] = ()
    cut: Cut | None = None
    """Why the crawl ended before its own end; null where it came to it."""
    outcomes: Mapping[str, int] = field(default_factory=Counter)

    @property
    def interrupted(self) -> bool:
        return self.cut is Cut.INTERRUPTED

    @property
    def requests(self) -> int:
        return sum(portal.requests for portal in self.portals)

    @property
    def reports(self) -> int:
        return sum(portal.reports for portal in self.portals)

    @property
    def failures(self) -> tuple[str, ...]:
        return tuple(f"{portal.portal}: {portal.failure}" for portal in self.portals if portal.failure)

    @property
    def exit_status(self) -> int:
        """0; 1 where a portal failed or the disk is nearly full; INTERRUPTED where a signal ended the crawl."""
        if self.interrupted:
            return INTERRUPTED
        return 1 if self.failures or self.cut is Cut.DISK else 0
