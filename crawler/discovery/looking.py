"""What a crawl knows of a portal's lists: what they show now against then, and what is followed of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.frontier import Waiting
from archive.rows.lists import KnownList
from crawler.address import canonical
from crawler.discovery.comparing import Change, mark
from crawler.discovery.exploring import Exploring
from crawler.discovery.known import page_before
from crawler.discovery.prospect import LIKELY_SCORE, Prospect
from crawler.discovery.shifting import Shifts
from crawler.discovery.steps import Step, packed, unpacked
from crawler.discovery.ways import Ways, as_known, is_page, is_shown, key_of, onward_of
from crawler.relevance import COLUMNS, REPORTS, Kind


@dataclass(frozen=True, kw_only=True, slots=True)
class Looked:
    """What a look at a page comes to."""

    prospects: tuple[Prospect, ...] = ()
    """What of the page is followed."""
    lists: tuple[KnownList, ...] = ()
    """What is now known of it and of the way to it."""
    questions: tuple[str, ...] = ()
    """Addresses of archived reports that it no longer shows."""
    again: tuple[Step, ...] = ()
    """Pages to be looked at because what they lead to is not there any more."""


@dataclass(slots=True)
class Looking:
    """The known lists of one portal. In a whole crawl they are learned; in one that goes by them they decide what is asked."""

    portal: str
    home: str
    """The home request's fingerprint. Its list is known once a whole crawl has come to its own end, and not before."""
    exploring: Exploring | None = None
    """What is asked for beyond the lists that the crawl goes by; null while it searches the whole portal."""
    lists: dict[str, KnownList] = field(default_factory=dict)
    reports: Mapping[str, str] = field(default_factory=dict)
    """Mark → address of every archived report."""
    asked: frozenset[str] = frozenset()
    """Addresses of pages that earlier crawls asked for."""
    nowhere: frozenset[str] = frozenset()
    """Canonical addresses at which nothing stood when they were last asked for."""
    seen: int = 0
    """Lists that showed a report that is archived; where none is, any."""
    missed: int = 0
    """Lists that showed none of what they had."""
    _ways: Ways = field(default_factory=Ways)
    _latest: str = ""
    _shifts: Shifts = field(init=False)

    def __post_init__(self) -> None:
        self._shifts = Shifts(lists=self.lists, reports=self.reports)

    @property
    def by_lists(self) -> bool:
        """Whether the crawl goes by the known lists, rather than searching the whole portal."""
        return self.exploring is not None

    def want(self, *requests: Step | Waiting) -> None:
        """Note what a crawl by lists is made for."""
        if self.exploring:
            self.exploring.want(*requests)

    def saw(
        self,
        step: Step,
        prospects: Sequence[Prospect],
        *,
        at: str,
        unlisted: bool = False,
        begun: bool = False,
    ) -> Looked:
        """A page that was read at a time, and all its links. A column without any (`unlisted`) that only a browser draws, for all
        that is known, shows nothing yet; one that a browser drew before and that is `begun` does not show all that it has."""
        before = self.lists.get(key_of(step))
        prospects = as_known(before, prospects, self.lists) if before and self.by_lists else prospects
        self._latest = at
        self._ways.note(step, prospects, at=at)
        drawn = before is not None and unpacked(before.request).rendered
        if unlisted and (before is None or drawn):
            return Looked(prospects=tuple(prospects))
        if begun and drawn:
            return Looked(prospects=self._admitted(prospects, before=before, follow=False))
        known = self.reports if step.is_column else {}
        signs = ((mark(one.step.ask), one) for one in prospects)
        shown = tuple(
            dict.fromkeys(
                sign for sign, one in signs if is_shown(one) or (sign in known and not is_page(one))
            )
        )
        if before is None and self.exploring:
            self.exploring.promised(one.step for one in prospects)
        # An organ's part of a column may have its first report yet to come.
        awaited = step.kind in COLUMNS or (step.kind is Kind.ORGAN and step.is_column)
        if before is None and not shown and not awaited:
            # In a crawl by lists, an article that promised a report and is none leads to lists of them, if to anything.
            article = self.by_lists and step.kind in REPORTS
            onward = [one for one in prospects if one.step.kind in COLUMNS] if article else prospects
            return Looked(prospects=self._admitted(onward, before=None, follow=False))
        return self._compared(step, prospects, before=before, shown=shown, at=at)

    def _compared(
        self,
        step: Step,
        prospects: Sequence[Prospect],
        *,
        before: KnownList | None,
        shown: tuple[str, ...],
        at: str,
    ) -> Looked:
        """What a list comes to, given what it showed before."""
        key, following = key_of(step), onward_of(prospects)
        total = following.turn.total if following and following.turn else None
        onward = key_of(following) if following else None
        change = Change(follow=True)
        if before is not None:
            change = self._shifts.change(before, shown, total=total, onward=onward)
        missed = before is not None and bool(before.shown) and not shown
        self.seen += any(one in self.reports for one in shown) if self.reports else bool(shown)
        self.missed += missed
        past = self._past(key, prospects) if shown and before else ()
        rows = [self._noted(step, shown=shown, total=total, at=at)]
        if shown:
            moved = self._shifts.carried(rows[0], change, onward=onward, at=at)
            rows += [*self._line(key), *self._emptied(past), *moved]
        like = self._places(step, prospects)
        lost = (*change.lost, *(one for page in past for one in page.shown if one not in shown))
        return Looked(
            prospects=self._admitted(prospects, before=before, follow=change.follow, like=like),
            lists=tuple(row for row in rows if self.by_lists or row.fingerprint != self.home),
            questions=tuple(self.reports[one] for one in lost if self.by_lists and one in self.reports),
            again=self._around(before, change, missed=missed),
        )

    def beside(self, prospects: Sequence[Prospect]) -> tuple[Prospect, ...]:
        """What of a report's own page is followed."""
        return self._admitted(prospects, before=None, follow=False)

    def reported(self, step: Step) -> tuple[KnownList, ...]:
        """A report was fetched. Where no words promised it, its column is now known to show it: the rows that say so."""
        column = None if step.kind in REPORTS else self._ways.column(step)
        if column is None or key_of(column[0]) == self.home:
            return ()
        row = self.lists.get(key_of(column[0])) or self._noted(column[0], at=column[1])
        if (sign := mark(step.ask)) in row.shown:
            return ()
        self.lists[row.fingerprint] = row = replace(row, shown=(*row.shown, sign))
        return (*self._line(row.fingerprint), row)

    def is_entry(self, step: Step, prospects: Sequence[Prospect]) -> bool:
        """Whether a report that no words promised is an entry of a column, rather than what a column shows in its place."""
        return self._ways.column(step) is not None and not any(is_shown(one) for one in prospects)

    def gone(self, step: Step, *, at: str) -> Looked:
        """A list whose address no longer answers with a page: whatever leads to it is looked at for where it went."""
        before = self.lists.get(key_of(step))
        if before is None:
            return Looked()
        self.missed += bool(before.shown)
        row = replace(before, looked_at=at, misses=before.misses + 1)
        self.lists[row.fingerprint] = row
        return Looked(lists=(row,), again=self._around(before, Change(), missed=True))

    def led_from(self, step: Step) -> str | None:
        """The page that leads to a known list: some servers give it to nobody who does not come from there."""
        known = self.lists.get(key_of(step))
        parent = self.lists.get(known.parent or "") if known else None
        return step.ask.base or (unpacked(parent.request).ask.url if parent else None)

    def lost_its_way(self) -> bool:
        """Whether the lists show so little of what they had that the portal must have been rebuilt."""
        return self.by_lists and self.missed > 0 and self.missed >= self.seen

    def search_all(self) -> None:
        """Go by lists no longer: the whole portal is searched after all."""
        self.exploring = None
        self.lists.pop(self.home, None)

    def whole(self) -> list[KnownList]:
        """A whole crawl came to its own end: the home's list, by which the next crawls go, dated with this end."""
        way = self._ways.read(self.home)
        if way is None:
            return []
        row = self.lists.get(self.home) or self._noted(way[0], at=self._latest)
        return [replace(row, changed_at=self._latest)]

    def dead(self, *, misses: int) -> list[str]:
        """Fingerprints of lists that were missed so often in a row."""
        return [one.fingerprint for one in self.lists.values() if one.misses >= misses]

    def _noted(
        self, step: Step, *, shown: tuple[str, ...] = (), total: int | None = None, at: str
    ) -> KnownList:
        """The list as it is now known. One that shows nothing keeps what it had shown, as a miss."""
        before = self.lists.get(key_of(step))
        row = KnownList(
            portal=self.portal,
            fingerprint=key_of(step),
            parent=self._ways.parent(key_of(step)),
            request=packed(step),
            page=step.turn.page if step.turn else 1,
            shown=shown,
            total=total,
            looked_at=at,
            changed_at=at,
        )
        if before is not None:
            request = row.request if step.rendered else before.request
            row = replace(row, request=request, parent=before.parent or row.parent)
            if before.shown and not shown:
                row = replace(row, shown=before.shown, total=before.total, misses=before.misses + 1)
            if set(row.shown) == set(before.shown) or row.fingerprint == self.home:
                row = replace(row, changed_at=before.changed_at)
        self.lists[row.fingerprint] = row
        return row

    def _past(self, key: str, prospects: Sequence[Prospect]) -> tuple[KnownList, ...]:
        """The further pages that a list led to and has no more, since it grew shorter."""
        offered = {key_of(one.step) for one in prospects if one.path[:1] in (("page",), ("beyond",))}
        pages = (one for one in self.lists.values() if one.parent == key and one.page > self.lists[key].page)
        return tuple(one for one in pages if one.shown and one.fingerprint not in offered)

    def _emptied(self, pages: Iterable[KnownList]) -> list[KnownList]:
        """Such pages as they are known from now on: what they showed has been asked for."""
        rows = [replace(one, shown=()) for one in pages]
        self.lists.update((row.fingerprint, row) for row in rows)
        return rows

    def _line(self, key: str) -> list[KnownList]:
        """The pages that led to one and were not known."""
        return [self._noted(step, at=at) for step, at in self._ways.line(key, self.lists)]

    def _around(self, before: KnownList | None, change: Change, *, missed: bool) -> tuple[Step, ...]:
        """The page that tells what became of one: that led to it, where it shows nothing more; before it, where its entries moved."""
        if before is None or self.exploring is None:
            return ()
        page = self.lists.get(before.parent or "") if missed else page_before(before, self.lists)
        if (
            page is None
            or page.fingerprint in self.exploring.wanted
            or not (missed or change.head or change.down)
        ):
            return ()
        self.exploring.wanted.add(page.fingerprint)
        return (unpacked(page.request),)

    def _places(self, step: Step, prospects: Sequence[Prospect]) -> frozenset[tuple[str, ...]]:
        """Where in a column the links to known reports stand that no words promised."""
        if step.kind not in COLUMNS:
            return frozenset()
        return frozenset(
            one.path for one in prospects if not is_shown(one) and mark(one.step.ask) in self.reports
        )

    def _admitted(
        self,
        prospects: Iterable[Prospect],
        *,
        before: KnownList | None,
        follow: bool,
        like: frozenset[tuple[str, ...]] = frozenset(),
    ) -> tuple[Prospect, ...]:
        if not self.by_lists:
            return tuple(prospects)
        admitted = [one for one in prospects if self._admits(one, before=before, follow=follow)]
        self.want(*(one.step for one in admitted if one.path in like))
        return tuple(admitted)

    def _admits(self, one: Prospect, *, before: KnownList | None, follow: bool) -> bool:
        """Whether a page's link is followed by a crawl that goes by lists; what it is certainly made for is noted as wanted."""
        step = one.step
        if step.kind in REPORTS and not step.attachment and self._in_vain(step, before):
            return False
        if step.attachment or one.score >= LIKELY_SCORE:
            self.want(step)
            return True
        if is_page(one):
            if follow:
                self.want(step)
            return follow or key_of(step) not in self.lists
        if step.fingerprint in self.lists or mark(step.ask) in self.reports:
            return False
        if step.kind is Kind.YEAR and before is not None:
            # A column of a year that its parent did not have before, or has under another address now.
            self.want(step)
            return True
        address = canonical(step.ask.url)
        return step.ask.method != "GET" or not (address in self.asked or address in self.nowhere)

    def _in_vain(self, step: Step, before: KnownList | None) -> bool:
        """Whether a link led to no report before, or its report is gone and the list linked it none the less."""
        address, sign = canonical(step.ask.url), mark(step.ask)
        listed = before is not None and sign in before.shown
        return address in self.asked or (listed and sign in self.reports and address in self.nowhere)
