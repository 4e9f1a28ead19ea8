"""What one crawl shares between Scrapy's components: the archive's writer, the campaigns, the options."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from archive.clock import Clock
from crawler.campaign import Campaign
from crawler.options import Options, Progress, Snapshot
from crawler.writer import Writer


@dataclass(slots=True)
class Session:
    """One run's state."""

    run: str
    campaigns: Mapping[str, Campaign]
    options: Options
    writer: Writer
    clock: Clock
    progress: Progress
    last_url: str = ""
    rendering: bool = False
    """Whether a browser is at hand for steps that want one."""
    robots: dict[str, Callable[[str], bool]] = field(default_factory=dict)
    """Host → whether its robots.txt permits an address."""

    def tell(self) -> None:
        """Show where the crawl stands."""
        campaigns = self.campaigns.values()
        outcomes: dict[str, int] = {}
        for campaign in campaigns:
            for outcome, count in campaign.outcomes.items():
                outcomes[outcome] = outcomes.get(outcome, 0) + count
        self.progress(
            Snapshot(
                portals=len(self.campaigns),
                over=sum(campaign.reason is not None for campaign in campaigns),
                requests=sum(campaign.requests for campaign in campaigns),
                reports=sum(campaign.reports for campaign in campaigns),
                files=sum(campaign.files for campaign in campaigns),
                waiting=sum(len(campaign.backlog) for campaign in campaigns),
                outcomes=outcomes,
                url=self.last_url,
            )
        )
