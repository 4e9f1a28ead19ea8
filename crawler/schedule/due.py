"""Which of a portal's known lists and reports are to be asked for now, by the archive and the schedule."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlite_utils import Database

from archive.rows.lists import KnownList
from crawler.discovery.comparing import MARK
from crawler.discovery.known import Known, led_on, page_before
from crawler.discovery.steps import unpacked
from crawler.relevance import Kind
from crawler.schedule import Schedule
from crawler.years import named_year

_ALWAYS = 2
"""Requests of every crawl: robots.txt and the home page."""


def front(lists: Iterable[KnownList]) -> tuple[list[KnownList], list[KnownList]]:
    """The first pages of lists that showed reports; and the rest, the most telling first: further pages, years past, pages that only
    lead to lists.

    Of lists that show the same reports only the nearest to the home page is at the front, of a column's years only the newest, with
    what has no report of it yet: what is published now stands there. A list that a data call fills has its first entries on the page
    after the column's own.

    What goes from anywhere in a list is missing at its end: of its further pages the last tells most.
    """
    known = {one.fingerprint: one for one in lists}
    past = _years_past(known)
    second, led = _seconds(known) - (_awaited(known) - past), led_on(known)
    behind = past | {key for key, one in known.items() if page_before(one, known)}
    first = [one for key, one in known.items() if one.shown and key not in behind and key not in second]
    rest = known.keys() - {one.fingerprint for one in first}
    ranked = sorted(rest, key=lambda key: (key in second, key in led, known[key].looked_at, key))
    return first, [known[key] for key in ranked]


def _years_past(known: Known) -> frozenset[str]:
    """Fingerprints of the columns of years other than the newest that their parent has, and of what a year is divided into there."""
    years: dict[str, tuple[str | None, int]] = {}
    newest: dict[str | None, int] = defaultdict(int)
    for one in known.values():
        step = unpacked(one.request)
        if step.kind is Kind.YEAR and (year := named_year(step.title)):
            years[one.fingerprint] = one.parent, year
            newest[one.parent] = max(newest[one.parent], year)
    past = frozenset(key for key, (parent, year) in years.items() if year < newest[parent])

    def of_past(key: str) -> bool:
        ways = (above.fingerprint for above in _way(known[key], known))
        return any(above in past and years[key][1] <= years[above][1] for above in ways)

    return frozenset(filter(of_past, years))


def _awaited(known: Known) -> frozenset[str]:
    """Fingerprints of the columns of years that show other lists alone, by which they are chosen, and no report yet."""
    marks = {key[:MARK] for key in known}
    return frozenset(
        key
        for key, one in known.items()
        if marks.issuperset(one.shown) and unpacked(one.request).kind is Kind.YEAR
    )


def _seconds(known: Known) -> frozenset[str]:
    """Fingerprints of the lists that show the same reports as one nearer to the home page."""
    shown: dict[frozenset[str], str] = {}
    by_depth = sorted(known.values(), key=lambda one: (_depth(one, known), one.fingerprint))
    return frozenset(
        one.fingerprint
        for one in by_depth
        if one.shown and shown.setdefault(frozenset(one.shown), one.fingerprint) != one.fingerprint
    )


def _depth(one: KnownList, known: Known) -> int:
    """Pages from the first that is known down to this one."""
    return sum(1 for _ in _way(one, known))


def _way(one: KnownList, known: Known) -> Iterator[KnownList]:
    """A page and those that led to it, nearest first."""
    way = {one.fingerprint}
    yield one
    while (one.parent or "") in known and one.parent not in way:
        one = known[one.parent or ""]
        way.add(one.fingerprint)
        yield one


def lists_due(lists: Iterable[KnownList], schedule: Schedule, now: datetime) -> list[KnownList]:
    """The lists that the calendar and what was seen to change say are due."""
    first, rest = front(lists)
    return [
        *(one for one in first if _due(one, schedule, now)),
        *(one for one in rest if schedule.deep_due(looked=_moment(one.looked_at), now=now)),
    ]


def lists_at_once(lists: Iterable[KnownList], schedule: Schedule, *, pages: int) -> list[KnownList]:
    """What a crawl looks at that does not ask what is due: every list's first page; a few pages in turn that only lead on; and as many
    further pages as the number of known pages and files allows."""
    first, rest = front(lists)
    explore = schedule.explore
    asked = explore.rest * pages + explore.more - _ALWAYS - explore.least
    most = max(explore.least, int(asked / (1 + explore.share)) - len(first))
    leading = [one for one in rest if not one.shown][: int(explore.least + explore.share * len(first))]
    further = [one for one in rest if one.shown]
    return first + further[: max(0, most - len(leading))] + leading


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
