"""How one crawl came to each page: from where it was reached, and which of a page's links are entries, pages of a list, or neither."""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from archive.rows.lists import KnownList
from crawler.address import fingerprint
from crawler.discovery.known import Known, next_page
from crawler.discovery.prospect import Prospect
from crawler.discovery.steps import Step, unpacked
from crawler.relevance import COLUMNS, REPORTS, Kind
from crawler.years import named_year

_SHOWN = REPORTS | {Kind.YEAR}
_LEADING = COLUMNS | {Kind.DIRECTORY, Kind.ORGAN, Kind.HUB}
_UNPROMISED = frozenset(Kind) - REPORTS


def key_of(step: Step) -> str:
    """What a page is known by, however often it was asked for."""
    return fingerprint(step.ask)


def is_page(one: Prospect) -> bool:
    """Whether a link leads to a list's next page."""
    return one.path[:1] == ("page",)


def is_shown(one: Prospect) -> bool:
    """Whether a link is an entry by its words: a report, or a year's column."""
    return one.step.kind in _SHOWN and not one.step.attachment and not is_page(one)


def onward_of(prospects: Iterable[Prospect]) -> Step | None:
    """The request for a list's next page."""
    steps = (one.step for one in prospects if is_page(one))
    return next((step for step in steps if step.turn and not step.turn.again), None)


def as_known(page: KnownList, prospects: Sequence[Prospect], known: Known) -> Sequence[Prospect]:
    """What a known page of a list leads to, its next page under the address by which that is known, unless nothing stood there: some
    pages only learn later than others how many rows their server gives at once."""
    shown = onward_of(prospects)
    following = next_page(page, known) if shown and key_of(shown) not in known else None
    if following is None or following.misses:
        return prospects
    ask = unpacked(following.request).ask
    return [replace(one, step=replace(one.step, ask=ask)) if one.step is shown else one for one in prospects]


def _lists(above: Step, step: Step) -> bool:
    """Whether a page lists reports, this one among them: an organ's also links its column, which may show a report in its place; a
    directory of organs in a year's column lists their reports by the organs' names."""
    if above.kind is Kind.DIRECTORY:
        return above.is_column and above.trail.year is not None and step.kind is Kind.ORGAN
    return above.is_column and (above.kind in COLUMNS or named_year(step.title) is not None)


@dataclass(slots=True)
class Ways:
    """The ways of one crawl, page by page."""

    _read: dict[str, tuple[Step, str]] = field(default_factory=dict)
    """Page → its request, and when it was looked at."""
    _from: dict[str, str] = field(default_factory=dict)
    """Page → the page that first showed a link to it; a list's further page → the page before it."""

    def note(self, step: Step, prospects: Iterable[Prospect], *, at: str) -> None:
        """Note where a page leads. In a column whatever is linked may turn out to be a report."""
        key, noted = key_of(step), _UNPROMISED if step.kind in COLUMNS else _LEADING
        self._read[key] = step, at
        for one in prospects:
            if one.step.kind in noted:
                self._from.setdefault(key_of(one.step), key)
        if onward := onward_of(prospects):
            self._from[key_of(onward)] = key

    def read(self, key: str) -> tuple[Step, str] | None:
        """A page's request, and when it was looked at; null where it was not."""
        return self._read.get(key)

    def parent(self, key: str) -> str | None:
        """The page from which one was reached."""
        return self._from.get(key)

    def column(self, step: Step) -> tuple[Step, str] | None:
        """The column, or an organ's part of one, on which a page was found that no words promised as a report."""
        way = self._read.get(self._from.get(key_of(step), ""))
        return way if way is not None and _lists(way[0], step) else None

    def line(self, key: str, known: Container[str]) -> Iterator[tuple[Step, str]]:
        """The pages that led to one, nearest first, up to the first that is known."""
        while (key := self._from.get(key, "")) in self._read and key not in known:
            yield self._read[key]
