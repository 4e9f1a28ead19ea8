"""Which of a portal's known pages are pages of one list. Pure."""

from collections.abc import Mapping

from archive.rows.lists import KnownList

Known = Mapping[str, KnownList]
"""Fingerprint → a known page."""


def page_before(one: KnownList, known: Known) -> KnownList | None:
    """The page of the same list before this one; null for a first page.

    A list that a data call fills begins on the page after the column's own, which shows nothing.
    """
    before = known.get(one.parent or "") if one.page > 1 else None
    return before if before is not None and before.shown and before.page < one.page else None


def next_page(one: KnownList, known: Known) -> KnownList | None:
    """The page of the same list after this one; null where none is known."""
    following = (page for page in known.values() if page.parent == one.fingerprint)
    return next((page for page in following if page_before(page, known) is one), None)


def first_page(one: KnownList, known: Known) -> KnownList:
    """The page that its list begins with."""
    while before := page_before(one, known):
        one = before
    return one


def led_on(known: Known) -> frozenset[str]:
    """Fingerprints of the pages that their list's next page is known of: all but the last of each list."""
    pages = (page_before(one, known) for one in known.values() if one.shown)
    return frozenset(one.fingerprint for one in pages if one is not None)
