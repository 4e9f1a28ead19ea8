"""How the entries of a list move over its pages: what a page lost may stand on the page before or behind it now."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from archive.rows.lists import KnownList
from crawler.discovery.comparing import Change, compare
from crawler.discovery.known import first_page, page_before


@dataclass(slots=True)
class Shifts:
    """What one crawl sees of it; by_lists only, since a search of the whole portal looks at every page."""

    lists: dict[str, KnownList]
    """Every known page of the portal, by fingerprint."""
    reports: Mapping[str, str]
    """Mark → address of every archived report."""
    _seen: set[str] = field(default_factory=set)
    """Pages that were looked at."""
    _slid: Counter[str] = field(default_factory=Counter)
    """First page of a list → entries by which its further pages moved up, as the pages that were looked at tell."""
    _owed: dict[str, int] = field(default_factory=dict)
    """First page of a list whose total changed → the entries that went from it, less those that came, that no page has shown yet."""

    def change(
        self, before: KnownList, shown: tuple[str, ...], *, total: int | None, onward: str | None
    ) -> Change:
        """What a page shows now against then; `total` is what its list declares, `onward` its next page."""
        first, previous = first_page(before, self.lists), page_before(before, self.lists)
        slid = self._slid[first.fingerprint]
        shifted = slid < 0 or (previous is not None and previous.changed_at > before.looked_at)
        change = compare(before, shown, self.reports, longer=onward is not None, shifted=shifted)
        change = self._off(self._up(change, previous, slid=slid), onward)
        self._seen.add(before.fingerprint)
        sure = not change.head or previous is None or previous.fingerprint in self._seen
        went = len(change.lost) if sure else 0
        self._slid[first.fingerprint] += went - change.new
        change = self._accounted(before, first, change, shown, went=went, total=total)
        grew = bool(change.pushed) and onward not in self.lists
        return replace(change, follow=change.follow or grew)

    def carried(self, before: KnownList, change: Change, *, onward: str | None, at: str) -> list[KnownList]:
        """The pages before and behind as they must be by now, unless they were looked at: with what moved there."""
        rows = []
        previous = page_before(before, self.lists)
        if previous is not None and (moved := _not_on(previous, change.moved)):
            rows.append(replace(previous, shown=(*previous.shown, *moved), changed_at=at))
        following = self.lists.get(onward or "")
        if following is not None and (pushed := _not_on(following, change.pushed)):
            rows.append(replace(following, shown=(*pushed, *following.shown), changed_at=at))
        self.lists.update((row.fingerprint, row) for row in rows)
        return rows

    def _up(self, change: Change, previous: KnownList | None, *, slid: int) -> Change:
        """Of what a page lost, tell apart what the page before shows, or must show since as much went before it."""
        if previous is None:
            return change
        if previous.fingerprint in self._seen:
            moved = tuple(one for one in change.lost if one in previous.shown)
        else:
            moved = change.head if len(change.head) <= slid else ()
        lost = tuple(one for one in change.lost if one not in moved)
        return replace(change, lost=lost, moved=moved, head=tuple(one for one in change.head if one in lost))

    def _off(self, change: Change, onward: str | None) -> Change:
        """What a page ended with is lost where the next page was looked at and does not show it."""
        if onward not in self._seen:
            return change
        gone = _not_on(self.lists[onward], change.pushed)
        pushed = tuple(one for one in change.pushed if one not in gone)
        return replace(change, lost=(*change.lost, *gone), pushed=pushed)

    def _accounted(
        self,
        before: KnownList,
        first: KnownList,
        change: Change,
        shown: tuple[str, ...],
        *,
        went: int,
        total: int | None,
    ) -> Change:
        """Where a list declares how many entries it has, that number says how many went and came on all its pages."""
        key = first.fingerprint
        if first is before and total is not None and before.total is not None:
            self._owed[key] = before.total - total
            unseen = -self._owed[key] - change.new
            if unseen >= 0:
                # Where more came than this page shows, as much may have gone: what stood between two that still stand did not move.
                lost = tuple(one for one in change.lost if unseen and _is_between(one, before.shown, shown))
                change, went = replace(change, lost=lost), len(lost)
        if key not in self._owed:
            return change
        self._owed[key] += change.new - went
        owed = self._owed[key]
        return replace(change, follow=owed > 0 or (owed < 0 and (first is before or change.new > 0)))


def _not_on(page: KnownList, marks: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(one for one in marks if one not in page.shown)


def _is_between(one: str, before: tuple[str, ...], shown: tuple[str, ...]) -> bool:
    """Whether the neighbours that one had on a page stand there still, one after the other as before."""
    place = before.index(one)
    around = before[max(0, place - 1) : place] + before[place + 1 : place + 2]
    places = [shown.index(neighbour) for neighbour in around if neighbour in shown]
    return len(places) == 2 and places == sorted(places)
