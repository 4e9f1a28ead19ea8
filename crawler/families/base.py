"""What a family is: the knowledge of how one content management system lists, pages and attaches.

To add a family: one file in this directory with one subclass of `Family` and, at its end, `FAMILY = TheClass()`; one test file
with pages written for it. It is found by its file: nothing else is edited. Rules:

- Stateless and pure. A family requests nothing, keeps nothing between calls, and never knows a portal by name.
- Body signals decide before address signals: systems change, addresses survive them. A signal has a name for people.
- Override only what the system does in its own way; the defaults (families/generic.py has the rest) read plain HTML.
- A list that is evidently there and cannot be read raises `ListingUnreadable` (imported from here: a family knows no
  archive). It is never an empty `Listing`.
- What a page's script would request is returned as an `Ask` with `family=self.name` and `base=page.url`; its reply comes back
  to the same family's `listing`. A first group printed in the page itself is returned as items, with no request for it.
- Stop rules (a repeated first item, a declared total, a cap) are not a family's (`discovery/paging.py`): `more` says only what comes next.
"""

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from archive.errors import ListingUnreadable as ListingUnreadable
from crawler.pages import anchors, articles, calls, composed, files, framing, overheard, pagers, submitted
from crawler.pages.page import Anchor, Article, Ask, File, Item, Listing, Page, Signal


class Family:
    """Plain HTML: links, lists with common pagers, attachments by extension. Subclasses say what their system does otherwise."""

    name: ClassVar[str]
    order: ClassVar[int] = 50
    """Families with a lower number are asked first: a system that is built on another's addresses stands before it."""
    body_signals: ClassVar[tuple[tuple[str, str], ...]] = ()
    """(the signal's name, a regular expression searched in `Page.once`), most telling first.

    It matches nothing across a `<`: what stands on both sides of one there may be no neighbours in the page. Every page is asked
    for every signal, and only an expression that begins with plain letters is found quickly: where others come before them, it
    looks back.
    """
    address_signals: ClassVar[tuple[tuple[str, str], ...]] = ()
    """The same, searched in the page's address."""

    loads: ClassVar[bool] = False
    """Whether its pages may leave what they lead to for script files of the portal's own to say (`pages/external.py`)."""

    def recognise_body(self, page: Page) -> Signal | None:
        """The signal of its text by which this page is the family's; None where it has none."""
        for what, pattern in self.body_signals:
            if re.search(pattern, page.once):
                return Signal(family=self.name, where="body", what=what)
        return None

    def recognise_address(self, page: Page) -> Signal | None:
        """The signal of its address by which this page is the family's; None where it has none."""
        for what, pattern in self.address_signals:
            if re.search(pattern, page.url):
                return Signal(family=self.name, where="address", what=what)
        return None

    def links(self, page: Page) -> Iterator[Anchor]:
        """Every link that may lead on: anchors, frames, shells, and the data calls by which a column's list is fetched.

        A data call that fills a *named* column (a node of a tree, a tab) is an Anchor with that name as its text.
        """
        yield from anchors.anchors(page)
        yield from framing.framed(page)
        yield from submitted.choices(page)

    def listing(self, page: Page) -> Listing | None:
        """The list that this page or reply shows; None where it is no list (a home page, an article).

        Raises ListingUnreadable where there is evidently a list and it cannot be read. A shell whose list is fetched by a data
        call, with nothing of it in the page, is `Listing(items=(), more=(call,))`.
        """
        items = tuple(self.items(page))
        if ask := overheard.call(page, items):
            return Listing(items=(), more=(ask,))
        more, total = pagers.pages(page)
        if items and not more:
            more = composed.pages(page)
        # A pager over no entries pages what the page's script fetches.
        if not (more and items) and (
            ask := submitted.next_page(page) or calls.call(page, printed=len(items))
        ):
            more = (ask,)
        return Listing(items=items, more=more, total=total) if items or more else None

    def items(self, page: Page) -> Iterator[Item]:
        """The entries of the list printed in this page."""
        return anchors.items(page)

    def article(self, page: Page) -> Article:
        """What the page says of itself as an article."""
        return articles.article(page)

    def attachments(self, page: Page) -> tuple[File, ...]:
        """The files of the article: never those of a box of related documents, nor of the page's furniture."""
        return files.files(page)

    def notes(self, page: Page) -> Mapping[str, str]:
        """What this page tells of the whole portal and other pages need (a site's identifier); the spider keeps it for them."""
        return {}

    def first(self, page: Page) -> Ask | None:
        """A script without which no list of the portal can be read: asked for once, before anything else; its reply gives notes."""
        return None

    def real(self, url: str) -> str:
        """The address under which to ask for `url`, where the system lists it under another (a frame's shell)."""
        return url
