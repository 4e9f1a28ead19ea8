"""What a browser drew of a list that only clicks turn: all its pages as one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from crawler.address import fingerprint
from crawler.discovery.paging import BY_CLICK, lacking
from crawler.discovery.prospect import Prospect
from crawler.discovery.reading import Reading
from crawler.pages.page import Page
from crawler.pages.pagers import declared
from crawler.relevance import REPORTS

_OF_PAGES = frozenset({"listing_unreadable", "paging_short", BY_CLICK.code})
"""Notices that tell of one page what the others may show."""


def whole(page: Page, read: Callable[[Page], Reading], *, drawn: Sequence[str], stuck: bool) -> Reading:
    """The first page's reading with the reports of the others. `drawn`: the markup of each, none where `page` is all; `stuck`:
    whether the list goes on beyond the last."""
    pages = [page if text == page.text else replace(page, text=text) for text in drawn] or [page]
    first, *others = map(read, pages)
    if not others:
        return replace(first, clicked=stuck)
    known = {fingerprint(one.step.ask) for one in first.prospects}
    added = tuple(_reports(others, known))
    shown = sum(one.step.kind in REPORTS for one in (*first.prospects, *added))
    notices = tuple(one for one in first.notices if one.code not in _OF_PAGES)
    lacks = BY_CLICK if stuck else lacking(declared(pages[-1]), shown)
    return replace(
        first,
        prospects=(*first.prospects, *added),
        links=tuple(dict.fromkeys(link for reading in (first, *others) for link in reading.links)),
        notices=(*notices, lacks) if lacks else notices,
        clicked=stuck,
    )


def _reports(readings: Sequence[Reading], known: set[str]) -> Iterator[Prospect]:
    for one in (one for reading in readings for one in reading.prospects):
        mark = fingerprint(one.step.ask)
        if one.step.kind in REPORTS and mark not in known:
            known.add(mark)
            yield one
