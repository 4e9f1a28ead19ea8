"""Which page of a list is asked for next, what it is worth, and where a list ends (PORTALS §2.11). Pure."""

import hashlib
from dataclasses import dataclass, replace

from crawler.address import of_hosts
from crawler.discovery.arms import PAGE, PRIORS
from crawler.discovery.prospect import BEYOND_SCORE, LAST_SCORE, PAGE_SCORE, Prospect
from crawler.discovery.steps import Step, Turn
from crawler.pages.page import Ask, Listing
from crawler.relevance import COLUMNS, Kind, is_board

MOST_PAGES = 200
_MUCH = 1.25
"""Entries declared for one shown, from which a list's pager cannot have been understood."""
_MOST_BEFORE = 4
"""Pages without entries before a list begins: its shell, the site's script, a call that counts from another number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Notice:
    """Something about a page that people should know: listing_unreadable, page_undrawn, paging_repeat, paging_short, paging_cap,
    paging_clicked."""

    code: str
    message: str


BY_CLICK = Notice(code="paging_clicked", message="the list goes on by a click alone")


def onward(
    listing: Listing, step: Step, *, hosts: frozenset[str], reports: int
) -> tuple[list[Prospect], tuple[Notice, ...]]:
    """The list's next page and the one after it, unless it ends here, and its first page again where it grew meanwhile.

    `reports`: how many its page shows.
    """
    following, notices = _next_page(listing, step, hosts=hosts, reports=reports)
    pages = [following] if following else []
    if following and reports and len(listing.more) > 1:
        pages.append(_beyond(following, listing.more[1]))
    if _grew(listing, step):
        pages.append(_once_more(step))
    return pages, notices


def _next_page(
    listing: Listing, step: Step, *, hosts: frozenset[str], reports: int
) -> tuple[Prospect | None, tuple[Notice, ...]]:
    turn = step.turn or Turn()
    following = _turned(listing, step, turn, reports=reports)
    if notice := _notice(listing, turn, following) or _lacks(listing, turn, reports=reports):
        return None, (notice,)
    if not listing.more or _is_whole(listing, step, following) or _is_over(listing, turn, following):
        return None, ()
    if turn.page >= MOST_PAGES:
        return None, (Notice(code="paging_cap", message=f"stopped after {turn.page} pages"),)
    worth = _worth(listing, step, following, reports=reports)
    if worth <= 0 or not of_hosts(listing.more[0].url, hosts):
        return None, ()
    kind = Kind.COLUMN if step.trail.column else step.kind
    # A data call needs no browser, whatever drew the page that it was heard from.
    rendered = step.rendered and listing.more[0].family is None
    return Prospect(
        step=replace(step, ask=listing.more[0], kind=kind, turn=following, rendered=rendered),
        score=worth,
        path=("page", step.kind.value),
        under=PAGE if listing.items else "call",
    ), ()


def _turned(listing: Listing, step: Step, turn: Turn, *, reports: int) -> Turn:
    """The next page's turn: what this page adds to what the pages before it showed."""
    return Turn(
        page=turn.page + 1,
        shown=hashlib.sha256("\n".join(item.url for item in listing.items).encode()).hexdigest()[:16],
        entries=len(listing.items) + (0 if listing.restarts else turn.entries),
        reports=reports + (0 if listing.restarts else turn.reports),
        total=listing.total if listing.total is not None else _inherited(listing, turn),
        start=turn.start or ("" if step.ask.family else step.ask.url),
        again=turn.again,
    )


def _inherited(listing: Listing, turn: Turn) -> int | None:
    """The total that a page before declared; what is less than this page alone shows was none (a number of pages)."""
    return turn.total if turn.total is None or turn.total >= len(listing.items) else None


def _notice(listing: Listing, turn: Turn, following: Turn) -> Notice | None:
    """What is wrong with a list that goes no further: it shows the same again, or less than it declares."""
    if turn.page == 1:
        return None
    if listing.items and following.shown == turn.shown and not listing.restarts:
        again = f"page {turn.page} shows page {turn.page - 1} again"
        if turn.entries and (following.total or 0) >= _MUCH * turn.entries:
            why = f"{turn.entries} of {following.total} entries: {again}"
            return Notice(code="listing_unreadable", message=why)
        return Notice(code="paging_repeat", message=again)
    # A known page that is looked at by itself knows nothing of those before it.
    counted = bool(turn.shown) or turn.entries > 0
    if counted and not listing.more and following.total is not None and following.entries < following.total:
        return Notice(code="paging_short", message=f"{following.entries} of {following.total} entries")
    return None


def _lacks(listing: Listing, turn: Turn, *, reports: int) -> Notice | None:
    """What is wrong with a list of reports that leads nowhere, and need not."""
    if turn.page > 1 or listing.more or not reports:
        return None
    return lacking(listing.total, max(len(listing.items), reports))


def lacking(total: int | None, shown: int) -> Notice | None:
    """What is wrong with a whole list that shows less than it declares. Where that is much less, its pager was not understood; a few
    entries may as well be hidden, or the number out of date.
    """
    if total is None or total <= shown:
        return None
    if total < _MUCH * shown:
        return Notice(code="paging_short", message=f"{shown} of {total} entries")
    why = f"{shown} of {total} entries, and nothing leads to the others"
    return Notice(code="listing_unreadable", message=why)


def _is_whole(listing: Listing, step: Step, following: Turn) -> bool:
    """Whether all that the list declares was shown. Entries printed in a page may hold furniture: only a data call's are counted."""
    reached = following.total is not None and following.entries >= following.total
    return reached and bool(listing.items) and step.ask.family is not None


def _is_over(listing: Listing, turn: Turn, following: Turn) -> bool:
    """Whether this page and the one before it show nothing, where a list would long have begun."""
    return not listing.items and turn.page > _MOST_BEFORE and following.shown == turn.shown


def _beyond(more: Prospect, ask: Ask) -> Prospect:
    """The page after the next: the next one leads there too, unless it does not answer."""
    turn = more.step.turn or Turn()
    step = replace(more.step, ask=ask, turn=replace(turn, page=turn.page + 1, shown=""))
    return Prospect(step=step, score=BEYOND_SCORE, path=("beyond", more.step.kind.value), under="beyond")


def _grew(listing: Listing, step: Step) -> bool:
    """Whether the list's total grew between two pages: what is new stands on its first page, what shifted behind it."""
    turn = step.turn
    if turn is None or turn.again or not turn.start or turn.total is None or listing.total is None:
        return False
    return listing.total > turn.total


def _once_more(step: Step) -> Prospect:
    """The list's first page again."""
    start = step.turn.start if step.turn else step.ask.url
    following = replace(step, ask=Ask(url=start), turn=Turn(again=True))
    return Prospect(step=following, score=PAGE_SCORE, path=("page", step.kind.value), under=PAGE)


def _worth(listing: Listing, step: Step, following: Turn, *, reports: int) -> float:
    """Reports expected on the next page: what so many entries left of the list, at the share of reports that this page showed; on
    a board of all sorts, at the share of those before it."""
    column = step.trail.column
    if not listing.items:
        return PAGE_SCORE if column or step.kind in COLUMNS else PRIORS[Kind.OTHER] * 5
    if not reports:
        before = following.reports * len(listing.items) / max(1, following.entries)
        # What a year begins with stands far behind on a board: worth asking for where nothing was found.
        hope = LAST_SCORE if is_board(step.title) else 0.0
        return PAGE_SCORE * 0.2 if column else max(hope, min(PAGE_SCORE, before))
    share = min(1.0, reports / len(listing.items))
    left = len(listing.items) / 2 if listing.total is None else max(1, listing.total - following.entries)
    return min(PAGE_SCORE, max(0.3, share * left))
