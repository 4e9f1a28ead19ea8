"""What one crawl shares between Scrapy's components: the archive's writer, the campaigns, the options."""

import math
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from time import monotonic

from archive.clock import Clock
from crawler.discovery.account import Account
from crawler.discovery.campaign import Campaign
from crawler.options import Options, Progress, Snapshot
from crawler.running.writer import Bundle, Writer

_TELL_EVERY = 0.1
"""Seconds between two looks at where the crawl stands."""
_OPENING = 0.05
"""Seconds that may be spent on opening portals before those that have begun get their turn."""


@dataclass(slots=True)
class Session:
    """One run's state."""

    run: str
    upcoming: Iterator[Campaign | None]
    """Portals whose turn has not come; each campaign is made when it does, null where nothing is due."""
    portals: int
    """How many portals the run was asked to look at."""
    options: Options
    writer: Writer
    clock: Clock
    progress: Progress
    accounts: dict[str, Account] = field(default_factory=dict)
    """What came of every portal that has begun."""
    campaigns: dict[str, Campaign] = field(default_factory=dict)
    """Those that have begun and whose end the archive was not given, by portal."""
    live: dict[str, None] = field(default_factory=dict)
    """Portals that still have something to ask, in the order of their turns."""
    last_url: str = ""
    rendering: bool = False
    """Whether a browser is at hand for steps that want one."""
    robots: dict[str, Callable[[str], bool]] = field(default_factory=dict)
    """Host → whether its robots.txt permits an address."""
    _closing: dict[str, None] = field(default_factory=dict)
    """Portals that are over, but for what the archive has not been given yet."""
    _more: bool = True
    _told: float = 0.0

    def admit(self, seconds: float = math.inf) -> None:
        """Let portals begin while there is room, and time: thousands may have nothing due, and others wait meanwhile."""
        until = monotonic() + seconds
        while self._more and len(self.live) < self.options.at_once and (not self.live or monotonic() < until):
            try:
                campaign = next(self.upcoming)
            except StopIteration:
                self._more = False
            else:
                if campaign is not None:
                    self.accounts[campaign.key] = campaign.account
                    self.campaigns[campaign.key] = campaign
                    self.live[campaign.key] = None

    def take_turn(self) -> list[Campaign]:
        """The campaigns that go on, each once, the next in turn first."""
        for key in [key for key in self.live if self.campaigns[key].over]:
            del self.live[key]
            self._closing[key] = None
        self._close()
        self.admit(_OPENING)
        return [self.campaigns[key] for key in self.live]

    def had_turn(self, campaign: Campaign) -> None:
        """It comes last now."""
        del self.live[campaign.key]
        self.live[campaign.key] = None

    @property
    def ongoing(self) -> bool:
        """Whether anything may still be asked."""
        return self._more or any(not self.campaigns[key].over for key in self.live)

    def stored(self, bundle: Bundle) -> None:
        """Note what the archive was given."""
        for portal, _ in bundle.done:
            self.campaigns[portal].stored += 1

    def stop(self, reason: str) -> None:
        """Ask nothing more."""
        self._more = False
        for account in self.accounts.values():
            account.reason = account.reason or reason

    def reopen(self, campaign: Campaign) -> None:
        """Let a campaign that was over go on."""
        self.live[campaign.key] = None

    def _close(self) -> None:
        """End what is stored whole: a run that dies later need not begin it again, and its memory is free."""
        for key in [key for key in self._closing if self.campaigns[key].settled]:
            campaign = self.campaigns[key]
            del self._closing[key]
            # What a browser is yet to list is not over.
            if not campaign.undrawn:
                self.writer.put(Bundle(ended=(campaign.end(),)))
                del self.campaigns[key]

    def tell(self, *, last: bool = False) -> None:
        """Show where the crawl stands, unless that was done a moment ago."""
        if not last and monotonic() < self._told + _TELL_EVERY:
            return
        accounts = self.accounts.values()
        outcomes: Counter[str] = Counter()
        for account in accounts:
            outcomes.update(account.outcomes)
        self.progress(
            Snapshot(
                portals=self.portals,
                over=sum(account.reason is not None for account in accounts),
                requests=sum(account.requests for account in accounts),
                reports=sum(account.reports for account in accounts),
                files=sum(account.files for account in accounts),
                waiting=sum(len(campaign.agenda.backlog) for campaign in self.campaigns.values()),
                outcomes=dict(outcomes),
                url=self.last_url,
            )
        )
        self._told = monotonic()
