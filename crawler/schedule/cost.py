"""What a schedule brings and costs: how long until something is seen, and how many requests that takes. Pure reckoning."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from crawler.schedule import Schedule, grown

_YEAR = 365.0
AGES = ((0.0, 30.0), (30.0, 365.0), (365.0, 1095.0), (1095.0, 3650.0))
"""Days since a report was published, from and until, for which its cost is told."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cost:
    """Of one page, at a daily `crawl --due`."""

    requests: float
    """A year."""
    delay: float
    """Days until a change is seen, expected, if it comes at any moment alike."""
    longest: float
    """Days until it is seen at the latest."""


def report_cost(schedule: Schedule, *, since: float, until: float) -> Cost:
    """What asking again for a report costs, and until when an edit of it is seen, while it is between so many days old.

    The report was found the day it was published and did not change before.
    """
    gaps = [(low, high) for low, high in _gaps(schedule, until) if high > since]
    seen = [(min(high, until) - max(low, since), high - max(low, since)) for low, high in gaps]
    waited = sum(_waited(span, wait) for span, wait in seen)
    return Cost(
        requests=sum(span / (high - low) for (span, _), (low, high) in zip(seen, gaps, strict=True))
        * _YEAR
        / (until - since),
        delay=waited / (until - since),
        longest=max(high - low for low, high in gaps) / _early(schedule),
    )


def list_cost(schedule: Schedule, *, in_season: bool) -> Cost:
    """What looking at a list that showed reports costs, and until when a new report is seen, in or out of season.

    The list last changed as the season before began; the requests are those of these months alone, not of a whole year.
    """
    start = datetime(2025, int(schedule.season.from_[:2]), int(schedule.season.from_[3:]), tzinfo=UTC)
    looked, gaps = start, []
    for day in range(1, 2 * int(_YEAR)):
        now = start + timedelta(days=day)
        if schedule.list_due(looked=looked, changed=start, now=now):
            if day > _YEAR and schedule.season.holds(now.date()) is in_season:
                gaps.append((now - looked) / timedelta(days=1))
            looked = now
    total = sum(gaps)
    return Cost(requests=len(gaps), delay=sum(gap * gap / 2 for gap in gaps) / total, longest=max(gaps))


def _gaps(schedule: Schedule, until: float) -> Iterator[tuple[float, float]]:
    """From look to look, as days since publication; each as much earlier as spreading makes it on average."""
    rules, low = schedule.reports, 0.0
    while low < until:
        high = low + _early(schedule) * grown(timedelta(days=low), rules.growth, rules.least, rules.most)
        yield low, high
        low = high


def _early(schedule: Schedule) -> float:
    """What spreading leaves of an interval on average."""
    return 1 - schedule.reports.spread / 2


def _waited(span: float, wait: float) -> float:
    """Days waited in all by changes that come evenly over a span, the first of them `wait` before the next look."""
    return span * (wait - span / 2)
