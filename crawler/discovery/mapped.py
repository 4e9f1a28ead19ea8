"""What a portal's site map names beyond its lists: pages that stand where its reports do."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from crawler.address import fingerprint, is_trap
from crawler.discovery.prospect import MAP_SCORE, MAPPED_SCORE, VAGUE_SCORE, Prospect
from crawler.discovery.steps import Step
from crawler.pages.page import Ask
from crawler.relevance import Kind, Trail

_ENOUGH = 2
"""Reports by which a place is known for theirs."""
_MOST_VAIN = 3
"""Pages of a place, beyond as many as were reports, that may be none before the others of it are left."""
_MOST_VAGUE = 1000
"""Pages of a map of which nothing tells whether they are reports: patience ends long before."""
_COLUMN = re.compile(
    r"(?:(?:zf|zw|bm)?(?:xx)?gk)?(?:gz)?n(?:b|d(?:gz)?bg?)(?:[_-]?\d+)?|nian_?bao|annual[_-]?reports?",
    re.IGNORECASE,
)
"""A folder or file that is called a column of annual reports, in Pinyin's initials (`zfxxgkndbg_97478`)."""
_TRAIL = Trail(column=True, public=True)
_DATE = re.compile(r"(?:19|20)\d\d(?:\d\d){0,2}|\d{1,2}")
_BETWEEN = re.compile(r"[_-]")


@dataclass(slots=True)
class Mapped:
    """The pages of one portal that a map alone names."""

    _reports: dict[str, set[str]] = field(default_factory=dict)
    """Place → what stands there that is a report."""
    _named: dict[str, str] = field(default_factory=dict)
    """Fingerprint → place of a page that a map alone names."""
    _vain: Counter[str] = field(default_factory=Counter)
    _alone: bool = False
    """Whether no list had led to a report when the first map came."""
    _pays: bool = False
    """Whether a column that a map named by its address led to a report."""
    _columns: set[str] = field(default_factory=set)
    _vague: set[str] = field(default_factory=set)
    """Fingerprints of pages that a map alone names: in a column by their address, and others, which are left once such columns pay."""

    def report(self, *urls: str) -> None:
        """Note where a report stands."""
        for url in urls:
            self._reports.setdefault(_place(url), set()).add(_within(url))

    def beyond(self, told: Step, urls: Iterable[str], knows: Callable[[str], bool]) -> Iterator[Prospect]:
        """What of the pages that a map names may be reports that no list showed. `knows`: whether a request is known, by its
        fingerprint.

        Where no list led to a report, the map is all that there is: what stands in a column by its address, or else anything.
        """
        self._alone = self._alone or not self._reports
        if self._alone:
            yield from self._unlisted(told, urls, knows)
            return
        for url in urls:
            place, ask = _place(url), Ask(url=url)
            reports = self._reports.get(place, set())
            if len(reports) < _ENOUGH or _within(url) in reports or is_trap(url):
                continue
            if not knows(known := fingerprint(ask)):
                self._named[known] = place
                step = Step(ask=ask, kind=Kind.LIKELY, trail=_TRAIL, arms=told.arms)
                yield Prospect(step=step, score=MAPPED_SCORE)

    def _unlisted(self, told: Step, urls: Iterable[str], knows: Callable[[str], bool]) -> Iterator[Prospect]:
        for url in urls:
            step = Step(ask=Ask(url=url), kind=Kind.LIKELY, trail=_TRAIL, arms=told.arms)
            if is_trap(url) or knows(known := step.fingerprint):
                continue
            if _is_in_column(url):
                self._columns.add(known)
                yield Prospect(step=step, score=MAPPED_SCORE)
            elif len(self._vague) < _MOST_VAGUE:
                self._vague.add(known)
                yield Prospect(step=step, score=VAGUE_SCORE)

    def came(self, asked: str, *, report: bool) -> None:
        """Note what a request, by its fingerprint, came to."""
        place = self._named.get(asked)
        if place is not None:
            self._vain[place] += -1 if report else 1
        self._pays = self._pays or (report and asked in self._columns)

    def needless(self, asked: str) -> bool:
        """Whether a page, by its request's fingerprint, stands where a map has named too many that are no reports."""
        place = self._named.get(asked)
        vain = place is not None and self._vain[place] > _MOST_VAIN
        return vain or (self._pays and asked in self._vague)


def _is_in_column(url: str) -> bool:
    return any(_COLUMN.fullmatch(part) for part in re.split(r"[/.]", urlsplit(url).path))


def maps(urls: Iterable[str]) -> tuple[Prospect, ...]:
    """The requests for maps: once lists have shown what they have."""
    steps = (Step(ask=Ask(url=url), kind=Kind.OTHER) for url in urls)
    return tuple(Prospect(step=one, score=MAP_SCORE, path=("map",), under="map") for one in steps)


def _place(url: str) -> str:
    """What the addresses of a column's entries share: folders but for dates, numbers before the entry's own, fields of the query."""
    parts = urlsplit(url)
    *folders, name = parts.path.split("/")
    stem, dot, extension = name.rpartition(".")
    parted = _BETWEEN.split(stem or extension)[:-1]
    numbers = [one for one in parted if one.isdigit() and not _DATE.fullmatch(one)]
    fields = sorted(pair.partition("=")[0] for pair in parts.query.split("&"))
    shared = [_DATE.sub("0", one) if _DATE.fullmatch(one) else one for one in folders]
    return "/".join((*shared, *numbers, dot + extension if dot else "", *fields))


def _within(url: str) -> str:
    """An address without its host, which maps may spell otherwise."""
    parts = urlsplit(url)
    return f"{parts.path}?{parts.query}"
