"""What a source says and how an address came to show it: all that versions are judged from. Pure; archive.derived.members looks it up."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from archive.clock import stamp

ONE_CRAWL = timedelta(days=1)
"""How far apart looks at a page and at its files may be and still tell what stood there together."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What an extractor read in a source."""

    content: str
    """As the reading has it."""
    digests: Mapping[str, str]
    """What that says, by name (archive.derived.contents)."""
    own: frozenset[str]
    """Addresses of the parts that the report itself, `""`, may have been read from."""
    reading: str
    alike: Callable[[str], bool]
    """Whether the reading with this key is of the same report in another format (archive.derived.formats)."""

    def origin(self, name: str) -> frozenset[str]:
        """Addresses of the parts that what has this name was read from."""
        return frozenset({name}) if name else self.own

    def says(self, name: str, other: "Told") -> bool:
        """Whether it says the same as another in what has this name, however either is set."""
        if name not in self.digests or name not in other.digests:
            return False
        return self.digests[name] == other.digests[name] or (not name and self.alike(other.reading))


@dataclass(frozen=True, kw_only=True, slots=True)
class Composed:
    """A source, as far as versions depend on it."""

    missing: frozenset[str]
    """Addresses of linked files that were not fetched yet."""
    parts: Mapping[str, str]
    """Address of each part it has → digest of its body."""
    told: Mapping[str, Told]
    """Extractor → what it read; without those that could not read the source."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A source as an address began to show it."""

    source: str
    url: str
    captured_at: str
    run: str
    started_at: str | None
    """When the crawl that brought it started; null for an import, which may bring many, long after they were."""
    before: Mapping[str, str]
    """Address of a part that is another than the address showed before → when it was last seen otherwise."""
    composed: Callable[[], Composed]
    """Looks the source up. Of all that was ever shown, little has to be known to judge what is shown next."""
    seen: Callable[[str, str], str | None]
    """When an address was last seen with a body by the moment that this member was."""
    left: Callable[[str], bool]
    """Whether an address was found to show its page no more, by then or by the same crawl."""

    @property
    def told(self) -> Mapping[str, Told]:
        return self.composed().told

    @property
    def content(self) -> str:
        """What the first extractor that could read it made of it; '' where none could."""
        return self.told[min(self.told, key=age)].content if self.told else ""

    @property
    def began(self) -> str:
        """When the crawl that brought it began to look. One may only find again what a crawl before it brought."""
        earliest = stamp(datetime.fromisoformat(self.captured_at) - ONE_CRAWL)
        return max(earliest, min(self.started_at, self.captured_at)) if self.started_at else earliest


@cache
def age(extractor: str) -> tuple[int, str]:
    """Sorts extractors by the order in which they were made: by number, then by name."""
    number = re.match(r"\d+", extractor)
    return (int(number[0]) if number else 0, extractor)
