"""What the scripts of a page fetched while a browser rendered it: the call that brought its list, and how the next page is asked for."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from crawler.pages import replies, variables
from crawler.pages.built import SLOT, entry
from crawler.pages.captions import called_by
from crawler.pages.page import Ask, Item, Page
from crawler.pages.turning import cursor_in, turned
from crawler.pages.wording import folded
from crawler.relevance import Kind, judge_title

_LEAST = 2
"""Entries by which it is known how addresses are put together."""
_SHORTEST = 2
"""Characters of a field that can be told from the rest of an address."""


class _List(NamedTuple):
    """A call, what it brought, and the titles in that which the page prints."""

    ask: Ask
    data: object
    titles: tuple[str, ...]
    pages: bool
    """Whether it has further pages."""


def call(page: Page, items: Sequence[Item]) -> Ask | None:
    """The call by which a page's scripts fetched its list; None where none was heard, or where it has no further pages and its entries
    are among the page's own `items`, which have addresses.

    Of several calls it is the one that has pages, or brought most of the reports, or of whatever the page prints. It is made once more,
    from its first page on: so later crawls go by it, and need no browser.
    """
    told = (one for one in _lists(page) if one.titles)
    best = max(told, key=_worth, default=None)
    if best is None:
        return None
    addressed = any(folded(item.title) in best.titles for item in items)
    asked = best.pages or not addressed
    return replace(best.ask, entry=_entry(page, best.data) or entry(page)) if asked else None


def _worth(told: _List) -> tuple[bool, int, int]:
    reports = sum(judge_title(title, in_column=True) is Kind.REPORT for title in told.titles)
    return told.pages, reports, sum(map(len, told.titles))


def _lists(page: Page) -> Iterator[_List]:
    words = folded("".join(page.words)) if page.heard else ""
    for heard in page.heard:
        cursor = variables.handed_on(page, cursor_in(heard.ask))
        ask = replace(heard.ask, family="generic", base=page.url, cursor=cursor)
        reply = Page(url=ask.url, text=heard.text, ask=ask)
        data = replies.data(reply)
        rows = replies.rows(data)
        named = (
            map(replies.titled, rows) if rows else (item.title for item in replies.items(reply, data) or ())
        )
        titles = tuple(title for title in map(folded, named) if title and title in words)
        following = turned(ask, shown=len(titles), cursor=replies.cursor(data, named=cursor))
        yield _List(ask, data, titles, following is not None)


def _entry(page: Page, data: object) -> str:
    """How the page put the addresses of a reply's entries together, with `${name}` for a field, as its own links show; '' where they
    do not agree on it."""
    hrefs = {folded(called_by(page, link)): link.get("href", "") for link in page.hyperlinks}
    linked = [
        (row, hrefs[title]) for row in replies.rows(data) if (title := folded(replies.titled(row))) in hrefs
    ]
    if len(linked) < _LEAST:
        return ""
    first, template = linked[0]
    for name in sorted(first, key=lambda name: -len(str(first[name]))):
        if SLOT.fullmatch(f"${{{name}}}") and all(_names(href, row.get(name)) for row, href in linked):
            template = _place(first[name]).sub(f"${{{name}}}", template)
    return template if all(replies.filled(template, row) == href for row, href in linked) else ""


def _names(href: str, value: object) -> bool:
    """Whether an address holds a field's value in one place, and as a whole word."""
    return (
        isinstance(value, str | int)
        and len(str(value)) >= _SHORTEST
        and len(_place(value).findall(href)) == 1
    )


def _place(value: object) -> re.Pattern[str]:
    return re.compile(rf"(?<![^\W_]){re.escape(str(value))}(?![^\W_])")
