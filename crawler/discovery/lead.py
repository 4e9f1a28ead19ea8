"""What a fetched page leads to: its links and its list, as scored steps. Pure: page in, prospects out."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.address import is_trap, of_hosts
from crawler.discovery.arms import PAGE, PRIORS
from crawler.discovery.steps import Step, Turn
from crawler.families.base import Family, ListingUnreadable
from crawler.pages.page import Anchor, Article, Ask, Item, Listing, Page
from crawler.pages.wording import folded
from crawler.relevance import (
    Kind,
    Trail,
    crumb_organ,
    is_cut,
    is_organ,
    is_year,
    kind_of,
    named_year,
    rejected,
    title_organ,
)

FILE_SCORE = 2000.0
REPORT_SCORE = 1000.0
"""A report is one report for one request: nothing promises more. Files come first so that a report is whole soon."""
LIKELY_SCORE = 900.0
TWIN_SCORE = 0.2
"""For a report that seems to be one already found, at another address: any page of a list comes before it."""
FIRST_SCORE = 1500.0
"""For the script without which no list can be read."""
PAGE_SCORE = 3.0
BEYOND_SCORE = 0.15
"""For a list's page that the page before it should lead to: after all else of a list."""
FRAME_SCORE = 2.5
MOST_PAGES = 200

_Judged = tuple[Anchor, Item | None, Kind]
_FRAMES = re.compile(r"^(?:iframe|frame|meta|script)\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Prospect:
    """A step that a page leads to, and where in the page its link stood."""

    step: Step
    score: float
    path: tuple[str, ...] = ()
    under: str = ""
    """The kind of page that it stands on; `page` for a list's own next page, `call` for the first of one that is fetched."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Something about a list that people should know: paging_repeat, paging_short, paging_cap."""

    code: str
    message: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """Everything a page leads to."""

    prospects: tuple[Prospect, ...]
    off_host: tuple[Anchor, ...]
    """Links out of the portal that are worded like a report or a column of reports."""
    notices: tuple[Notice, ...] = ()
    organs: tuple[Anchor, ...] = ()
    """The organs that a directory names."""
    reports: int = 0
    """Links that promise a report."""


def lead(page: Page, family: Family, article: Article, *, step: Step, hosts: frozenset[str]) -> Lead:
    """Read a page that is no report, where `article` is what it says of itself. A list that cannot be read is a notice; its links lead on."""
    listing, unreadable = _listing(page, family)
    trail = step.trail if page.ask.family is not None else _trail(article.crumb, step)
    anchors = list(_anchors(page, family, listing))
    judged: list[_Judged] = [
        (anchor, item, kind)
        for anchor, item in anchors
        if (kind := _kind(anchor, item, _over(anchor, trail), step)) is not Kind.NEVER
    ]
    judged += _cut_short(anchors, judged) if trail.column else ()
    inside = [entry for entry in judged if of_hosts(entry[0].url, hosts)]
    wanted = (Kind.REPORT, Kind.LIKELY, Kind.COLUMN)
    off_host = tuple(
        anchor for anchor, _, kind in judged if kind in wanted and not of_hosts(anchor.url, hosts)
    )
    shown: set[Kind] = {kind for _, _, kind in inside}
    prospects = [
        _prospect(anchor, item, kind, trail=_over(anchor, trail), step=step, shown=shown)
        for anchor, item, kind in inside
    ]
    reports = sum(kind in (Kind.REPORT, Kind.LIKELY) for _, _, kind in inside)
    more, notices = (
        _next_page(listing, step=step, trail=trail, hosts=hosts, reports=reports) if listing else (None, ())
    )
    if more is not None:
        prospects.append(more)
    if more is not None and listing and reports and (beyond := _beyond(listing, more)):
        prospects.append(beyond)
    if listing and (again := _once_more(listing, step)):
        prospects.append(again)
    if describing := family.first(page):
        prospects.append(Prospect(step=replace(step, ask=describing), score=FIRST_SCORE, path=("first",)))
    organs = tuple(anchor for anchor, _, kind in inside if kind is Kind.ORGAN)
    return Lead(
        prospects=tuple(prospects),
        off_host=off_host,
        notices=(*unreadable, *notices),
        organs=organs,
        reports=reports,
    )


def _listing(page: Page, family: Family) -> tuple[Listing | None, tuple[Notice, ...]]:
    try:
        return family.listing(page), ()
    except ListingUnreadable as error:
        return None, (Notice(code="listing_unreadable", message=str(error)),)


def _trail(crumb: tuple[str, ...], step: Step) -> Trail:
    """What the way says, with what the page's own breadcrumb adds."""
    within = step.trail.column or any(kind_of(words, Trail()) is Kind.COLUMN for words in crumb[-2:])
    return replace(step.trail, organ=step.trail.organ or crumb_organ(crumb), column=within)


def _over(anchor: Anchor, trail: Trail) -> Trail:
    """The way to a link, which leads into a column of reports too where it is a year that stands under such a column's name."""
    if trail.column or not is_year(anchor.text) or kind_of(anchor.context, trail) is not Kind.COLUMN:
        return trail
    return replace(trail, column=True, public=True)


def _anchors(page: Page, family: Family, listing: Listing | None) -> Iterator[tuple[Anchor, Item | None]]:
    """The page's links, each with the list's entry for it; then the entries that are no links of the page."""
    entries = {item.url: item for item in (listing.items if listing else ())}
    for branch in listing.branches if listing else ():
        yield branch, None
    is_reply = page.ask.family is not None
    for anchor in () if is_reply else family.links(page):
        real = family.real(anchor.url)
        # A call in place of a link to the page that it fills.
        item = entries.pop(anchor.ask.base or anchor.url, None)
        yield (anchor if real == anchor.url else replace(anchor, ask=replace(anchor.ask, url=real))), item
    for item in entries.values():
        ask = replace(
            page.ask,
            url=family.real(item.url),
            method="GET",
            body="",
            headers=(),
            family=None,
            base=None,
            entry="",
        )
        yield Anchor(ask=ask, text=item.title), item


def _kind(anchor: Anchor, item: Item | None, trail: Trail, step: Step) -> Kind:
    if is_trap(anchor.url):
        return Kind.NEVER
    filling = step.kind if step.kind in PRIORS else Kind.OTHER
    framed = anchor.path and _FRAMES.match(anchor.path[-1])
    if (framed or anchor.ask.family is not None) and not folded(anchor.text):
        return filling
    dated = item is not None and item.published is not None
    words = item.title if item and len(item.title) > len(anchor.text) else anchor.text
    kind = kind_of(words, trail, dated=dated)
    return filling if framed and kind in (Kind.OTHER, Kind.NEVER) else kind


def _cut_short(anchors: Sequence[tuple[Anchor, Item | None]], judged: Sequence[_Judged]) -> list[_Judged]:
    """The entries that a list of reports cut before they say what they are: their pages decide."""
    entries = [(anchor, item) for anchor, item in anchors if item is not None]
    reports = [item.url for _, item, kind in judged if item and kind in (Kind.REPORT, Kind.LIKELY)]
    if 2 * len(reports) < len(entries):
        return []
    return [
        (anchor, item, Kind.LIKELY)
        for anchor, item in entries
        if item
        and item.url not in reports
        and is_cut(item.title)
        and not rejected(item.title, cut=True)
        and not is_trap(anchor.url)
    ]


def _prospect(
    anchor: Anchor, item: Item | None, kind: Kind, *, trail: Trail, step: Step, shown: set[Kind]
) -> Prospect:
    words = item.title if item and len(item.title) > len(anchor.text) else anchor.text
    following = Step(
        ask=anchor.ask,
        kind=kind,
        trail=_onward(kind, words, trail),
        title=words[:200],
        published=item.published if item else None,
        organ=item.organ if item else None,
        arms=step.arms,
    )
    return Prospect(
        step=following,
        score=_score(kind, anchor, trail=trail, step=step, shown=shown),
        path=anchor.path,
        under=step.kind.value,
    )


def _onward(kind: Kind, words: str, trail: Trail) -> Trail:
    match kind:
        case Kind.ORGAN:
            return replace(trail, organ=folded(words), public=True)
        case Kind.COLUMN:
            named = title_organ(words)
            organ = named if named and is_organ(named) else trail.organ
            return replace(trail, organ=organ, column=True, public=True)
        case Kind.DIRECTORY | Kind.HUB:
            return replace(trail, public=True)
        case Kind.YEAR:
            return replace(trail, year=named_year(words))
        case Kind.REPORT | Kind.LIKELY | Kind.OTHER | Kind.NEVER:
            return trail


def _score(kind: Kind, anchor: Anchor, *, trail: Trail, step: Step, shown: set[Kind]) -> float:
    if kind is Kind.REPORT:
        return REPORT_SCORE
    if kind is Kind.LIKELY:
        return LIKELY_SCORE
    score = PRIORS[kind]
    if anchor.path and _FRAMES.match(anchor.path[-1]) and step.kind in (Kind.COLUMN, Kind.YEAR, Kind.ORGAN):
        return FRAME_SCORE if not shown & {Kind.COLUMN, Kind.REPORT, Kind.LIKELY} else score * 0.02
    if kind is Kind.ORGAN and not (trail.public or trail.column):
        score *= 0.5
    # Where a page shows its column of reports, what else it shows leads away from it.
    if kind in (Kind.HUB, Kind.OTHER) and step.kind is Kind.ORGAN and shown & {Kind.COLUMN, Kind.REPORT}:
        score *= 0.02
    elif kind in (Kind.HUB, Kind.DIRECTORY, Kind.OTHER) and trail.column:
        score *= 0.1
    return score


def _next_page(
    listing: Listing, *, step: Step, trail: Trail, hosts: frozenset[str], reports: int
) -> tuple[Prospect | None, Iterable[Notice]]:
    """The list's next page, unless a stop rule holds (PORTALS §2.11)."""
    turn = step.turn or Turn()
    shown = hashlib.sha256("\n".join(item.url for item in listing.items).encode()).hexdigest()[:16]
    entries = len(listing.items) + (0 if listing.restarts else turn.entries)
    total = listing.total if listing.total is not None else turn.total
    if turn.page > 1 and listing.items and shown == turn.shown and not listing.restarts:
        return None, [
            Notice(code="paging_repeat", message=f"page {turn.page} shows page {turn.page - 1} again")
        ]
    if not listing.more:
        short = total is not None and turn.page > 1 and entries < total
        return None, [Notice(code="paging_short", message=f"{entries} of {total} entries")] if short else []
    # Entries printed in a page may hold furniture: only a data call's reply is counted against its total.
    if total is not None and entries >= total and listing.items and step.ask.family is not None:
        return None, []
    if turn.page >= MOST_PAGES:
        return None, [Notice(code="paging_cap", message=f"stopped after {turn.page} pages")]
    ask = listing.more[0]
    worth = _worth(listing, step=step, trail=trail, reports=reports)
    if worth <= 0 or not of_hosts(ask.url, hosts):
        return None, []
    following = replace(
        step,
        ask=ask,
        kind=Kind.COLUMN if trail.column else step.kind,
        trail=trail,
        turn=Turn(
            page=turn.page + 1,
            shown=shown,
            entries=entries,
            total=total,
            start=turn.start or ("" if step.ask.family else step.ask.url),
            again=turn.again,
        ),
    )
    under = PAGE if listing.items else "call"
    return Prospect(step=following, score=worth, path=("page", step.kind.value), under=under), []


def _beyond(listing: Listing, more: Prospect) -> Prospect | None:
    """The page after the next, where a page of reports links it: the next one leads there too, unless it does not answer."""
    turn = more.step.turn
    if turn is None or len(listing.more) < 2:
        return None
    step = replace(more.step, ask=listing.more[1], turn=replace(turn, page=turn.page + 1, shown=""))
    return Prospect(step=step, score=BEYOND_SCORE, path=("beyond", more.step.kind.value), under="beyond")


def _once_more(listing: Listing, step: Step) -> Prospect | None:
    """The list's first page again, where its total grew between two pages: what is new stands there, what shifted behind it."""
    turn = step.turn
    if turn is None or turn.again or not turn.start or turn.total is None or listing.total is None:
        return None
    if listing.total <= turn.total:
        return None
    following = replace(step, ask=Ask(url=turn.start), turn=Turn(again=True))
    return Prospect(step=following, score=PAGE_SCORE, path=("page", step.kind.value), under=PAGE)


def _worth(listing: Listing, *, step: Step, trail: Trail, reports: int) -> float:
    """Reports expected on the next page: what is left of the list, at the share of reports that this page showed."""
    if not listing.items:
        return PAGE_SCORE if trail.column or step.kind in (Kind.COLUMN, Kind.YEAR) else PRIORS[Kind.OTHER] * 5
    if reports:
        share = min(1.0, reports / len(listing.items))
        entries = len(listing.items) + (step.turn.entries if step.turn else 0)
        left = len(listing.items) / 2 if listing.total is None else max(1, listing.total - entries)
        return min(PAGE_SCORE, max(0.3, share * left))
    return PAGE_SCORE * 0.2 if trail.column else 0.0
