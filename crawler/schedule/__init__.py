"""When what is known of a portal is asked for again: settings as data, and the intervals that follow from them. Pure."""

import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from archive.errors import UsageInvalid

DEFAULTS = Path(__file__).parent / "schedule.toml"
STABLE = 0.4
"""Growth above which Nutch found adaptive intervals to become unstable."""
LONGEST = 36525
"""Days in a century: what is longer comes due on no date, nor does what is no number (TOML knows `inf` and `nan`)."""
SLACK = timedelta(hours=6)
"""What is due within it is done now: a timer that fires a little earlier than yesterday must not skip a day."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Season:
    """The months in which reports are published, each year; `to` may be earlier in the year than `from_`."""

    from_: str
    """`MM-DD`."""
    to: str
    every: float
    """Days between two looks at a list."""

    def holds(self, day: date) -> bool:
        """Whether a day is in season, both ends included."""
        today = f"{day:%m-%d}"
        if self.from_ <= self.to:
            return self.from_ <= today <= self.to
        return today >= self.from_ or today <= self.to


@dataclass(frozen=True, kw_only=True, slots=True)
class Lists:
    """How often lists are looked at out of season: days, and a share of the time without change."""

    least: float
    most: float
    growth: float
    deep: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Reports:
    """How often report pages and their files are asked for again: days, and shares."""

    least: float
    most: float
    growth: float
    spread: float
    retry: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Explore:
    """How far a crawl goes beyond what is known."""

    least: int
    share: float
    find: int
    rest: float
    more: int
    whole: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Schedule:
    """All settings; schedule.toml holds the defaults and says what each is for."""

    season: Season
    lists: Lists
    reports: Reports
    explore: Explore

    def list_due(self, *, looked: datetime, changed: datetime, now: datetime) -> bool:
        """Whether a list that showed reports is to be looked at now. The season's beginning ends any longer wait."""
        days = grown(looked - changed, self.lists.growth, self.lists.least, self.lists.most)
        if self.season.holds(now.date()):
            days = min(days, self.season.every)
        return now + SLACK >= looked + timedelta(days=days)

    def deep_due(self, *, looked: datetime, now: datetime) -> bool:
        """Whether a page behind or before a list is to be looked at now."""
        return now + SLACK >= looked + timedelta(days=self.lists.deep)

    def report_due(self, url: str, *, looked: datetime, changed: datetime) -> datetime:
        """When a report that was last asked for at `looked`, and published or last seen to change at `changed`, is due."""
        days = grown(looked - changed, self.reports.growth, self.reports.least, self.reports.most)
        early = self.reports.spread * zlib.crc32(f"{url} {looked:%Y-%m-%d}".encode()) / 2**32
        return looked + timedelta(days=days * (1 - early))

    def retry_due(self, *, attempted: datetime, now: datetime) -> bool:
        """Whether a report that gave no answer is to be asked for once more."""
        return now + SLACK >= attempted + timedelta(days=self.reports.retry)

    def whole_due(self, *, ended: datetime, now: datetime, fruitful: bool) -> bool:
        """Whether a portal is to be searched from its home again; one without any list of reports is a little sooner."""
        if not fruitful:
            return now + SLACK >= ended + timedelta(days=self.lists.least)
        return not self.season.holds(now.date()) and now >= ended + timedelta(days=self.explore.whole)


def grown(unchanged: timedelta, growth: float, least: float, most: float) -> float:
    """Days until the next look: a share of the time without change, within bounds.

    Only our own looks count: waiting for a moment that the server names had Nutch fetch again at once, for ever (NUTCH-1564).
    """
    return min(most, max(least, growth * unchanged / timedelta(days=1)))


_PARTS: Mapping[str, type] = {"season": Season, "lists": Lists, "reports": Reports, "explore": Explore}


@cache
def schedule(path: Path | None = None) -> Schedule:
    """The defaults, changed by what a file says. Raises UsageInvalid naming file and key for what is unknown or impossible."""
    told = tomllib.loads(DEFAULTS.read_text("utf-8"))
    if path is not None:
        _change(told, _loaded(path), path)
    made: Any = {
        name: kind(**{f"{key}_" if key == "from" else key: value for key, value in told[name].items()})
        for name, kind in _PARTS.items()
    }
    return Schedule(**made)


def _loaded(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except OSError as error:
        raise UsageInvalid(f"{path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise UsageInvalid(f"{path}: no schedule: {error}") from error


def _change(told: dict[str, dict[str, Any]], changes: Mapping[str, Any], path: Path) -> None:
    for part, values in changes.items():
        if part not in told or not isinstance(values, dict):
            raise UsageInvalid(f"{path}: {part}: unknown (known: {', '.join(told)})")
        for key, value in values.items():
            if key not in told[part]:
                raise UsageInvalid(f"{path}: {part}.{key}: unknown (known: {', '.join(told[part])})")
            if why := _wrong(key, value, told[part][key]):
                raise UsageInvalid(f"{path}: {part}.{key}: {why}")
            told[part][key] = value
    for part in ("lists", "reports"):
        if told[part]["least"] > told[part]["most"]:
            raise UsageInvalid(f"{path}: {part}.least: more than {part}.most")


def _wrong(key: str, value: object, default: object) -> str | None:
    """What is wrong with a setting's value; null where nothing is."""
    if isinstance(default, str):
        return None if isinstance(value, str) and _is_day(value) else f"{value!r} is no MM-DD"
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= LONGEST:
        return f"{value!r} is no number from 0 to {LONGEST}"
    if isinstance(default, int) and not isinstance(value, int):
        return f"{value!r} is no whole number"
    if (
        key in ("least", "most", "every", "deep", "whole", "retry")
        and isinstance(default, float)
        and value <= 0
    ):
        return "must be more than 0 days"
    if key == "growth" and value > STABLE:
        return f"more than {STABLE} makes intervals unstable"
    return "must be less than 1" if key == "spread" and value >= 1 else None


def _is_day(text: str) -> bool:
    try:
        return f"{datetime.strptime(f'2024-{text}', '%Y-%m-%d'):%m-%d}" == text
    except ValueError:
        return False
