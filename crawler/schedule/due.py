"""Which of a portal's known lists and reports are to be asked for now, by the archive and the schedule."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from sqlite_utils import Database

from archive.lists import KnownList
from crawler.looking import unpacked
from crawler.relevance import Kind, named_year
from crawler.schedule import Schedule

_ALWAYS = 2
"""Requests of every crawl: robots.txt and the home page."""


def front(lists: Iterable[KnownList]) -> tuple[list[KnownList], list[KnownList]]:
    """The first pages of lists that showed reports; and the rest: further pages, years past, pages that only lead to lists.

    Of lists that show the same reports only the nearest to the home page is at the front, of a column's years only the newest: what
    is published now stands there. A list that a data call fills has its first entries on the page after the column's own.
    """
    years: dict[str, int] = {}
    newest: dict[str | None, int] = defaultdict(int)
    known = {one.fingerprint: one for one in lists}
    for one in known.values():
        step = unpacked(one.request)
        if step.kind is Kind.YEAR and (year := named_year(step.title)):
            years[one.fingerprint] = year
            newest[one.parent] = max(newest[one.parent], year)
    shown: dict[frozenset[str], KnownList] = {}
    for one in sorted(known.values(), key=lambda one: (_depth(one, known), one.fingerprint)):
        shown.setdefault(frozenset(one.shown), one)
    first: list[KnownList] = []
    rest: list[KnownList] = []
    for one in known.values():
        old = one.fingerprint in years and years[one.fingerprint] < newest[one.parent]
        before = known.get(one.parent or "") if one.page > 1 else None
        further = before is not None and before.shown and before.page < one.page
        again = shown[frozenset(one.shown)] is not one
        (rest if old or further or again or not one.shown else first).append(one)
    return first, sorted(rest, key=lambda one: (one.looked_at, one.fingerprint))


def _depth(one: KnownList, known: Mapping[str, KnownList]) -> int:
    """Pages from the first that is known down to this one."""
    way = {one.fingerprint}
    while (one.parent or "") in known and one.parent not in way:
        one = known[one.parent or ""]
        way.add(one.fingerprint)
    return len(way)


def lists_due(lists: Iterable[KnownList], schedule: Schedule, now: datetime) -> list[KnownList]:
    """The lists that the calendar and what was seen to change say are due."""
    first, rest = front(lists)
    return [
        *(one for one in first if _due(one, schedule, now)),
        *(one for one in rest if schedule.deep_due(looked=_moment(one.looked_at), now=now)),
    ]


def lists_at_once(lists: Iterable[KnownList], schedule: Schedule, *, reports: int) -> list[KnownList]:
    """What a crawl looks at that does not ask what is due: every list's first page, and of the rest as many in turn as the number of
    known report pages and files allows, those that showed reports before those that only lead on."""
    first, rest = front(lists)
    explore = schedule.explore
    asked = explore.rest * reports + explore.more - _ALWAYS - explore.least
    most = max(explore.least, int(asked / (1 + explore.share)) - len(first))
    further = [one for one in rest if one.shown][: max(0, most - explore.least)]
    leading = [one for one in rest if not one.shown]
    return first + further + leading[: most - len(further)]


def _due(one: KnownList, schedule: Schedule, now: datetime) -> bool:
    return schedule.list_due(looked=_moment(one.looked_at), changed=_moment(one.changed_at), now=now)


def reports_due(db: Database, portal: str, schedule: Schedule, now: datetime) -> Iterator[str]:
    """Addresses of the report pages that are to be asked for again.

    Time without change begins when the page's newest version was first seen, when it went, or when it was published before we saw it.
    A look that got no answer counts for nothing but a day's patience.
    """
    for url, looked, attempted, changed in _looks(db, portal):
        due = schedule.report_due(url, looked=_moment(looked), changed=min(_moment(changed), _moment(looked)))
        if due <= now and (attempted == looked or schedule.retry_due(attempted=_moment(attempted), now=now)):
            yield url


_LOOKS = """
WITH page AS (
  SELECT url, min(CASE WHEN outcome = 'ok' THEN received_at END) AS first,
    max(CASE WHEN outcome IN ('ok', 'not_modified', 'gone', 'soft_404') THEN received_at END) AS looked,
    max(CASE WHEN outcome IN ('ok', 'not_modified') THEN received_at END) AS seen,
    max(received_at) AS attempted
  FROM captures WHERE portal = :portal AND role = 'report' GROUP BY url),
version AS (
  SELECT appearances.url, max(versions.captured_at) AS began
  FROM reports JOIN appearances USING (report) JOIN versions USING (version)
  WHERE reports.portal = :portal GROUP BY appearances.url)
SELECT page.url, looked, attempted, first, began, seen,
  (SELECT max(published) FROM sightings WHERE sightings.url = page.url) AS published,
  (SELECT min(received_at) FROM captures AS gone WHERE gone.url = page.url AND gone.received_at > page.seen
   AND gone.outcome IN ('gone', 'soft_404')) AS gone
FROM page LEFT JOIN version USING (url) WHERE first IS NOT NULL
"""


def _looks(db: Database, portal: str) -> Iterator[tuple[str, str, str, str]]:
    """Each report page: its address, when it was last looked at, last asked for, and last changed."""
    rows = db.execute(_LOOKS, {"portal": portal}).fetchall()
    for url, looked, attempted, first, began, _, published, gone in rows:
        changed = gone or max(first, began or "")
        if changed[:10] <= first[:10] and published:
            changed = min(changed, f"{published}T00:00:00Z")
        yield url, looked, attempted, changed


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
