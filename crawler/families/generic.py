"""Any other portal: plain links and the pager forms that portals share. It recognises nothing; it is what remains.

It also reads what the calls of any page's own script bring (crawler/pages/calls.py, crawler/pages/trees.py).
"""

from collections.abc import Iterator, Mapping

from crawler.families.base import Family, ListingUnreadable
from crawler.pages import calls, enclosed, external, replies, trees
from crawler.pages.built import entry
from crawler.pages.page import Anchor, Ask, File, Listing, Page
from crawler.pages.turning import turned

_FEEDS = "//link[@rel='alternate'][contains(@type, 'rss') or contains(@type, 'atom')]/@href"
_FEED_PATH = ("head", "link")
_FILE_PATH = ("script",)


class Generic(Family):
    """The defaults under a name."""

    name = "generic"
    loads = True

    def links(self, page: Page) -> Iterator[Anchor]:
        # Before the addresses that handlers put together: what a call fetches is read as its reply.
        yield from calls.handled(page)
        yield from super().links(page)
        for feed in page.tree.xpath(_FEEDS):
            if url := page.join(str(feed)):
                yield Anchor(ask=Ask(url=url, family=self.name, base=page.url), text="", path=_FEED_PATH)
        if trees.plants(page) and (opened := entry(page)):
            yield from trees.planted_leaves(page, Ask(url=page.join(opened)))
        leaf = calls.leaf(page)
        if ask := calls.tree(page, leaf=leaf):
            yield Anchor(ask=ask, text="", path=trees.PATH)
        elif leaf:
            yield from trees.planted_leaves(page, leaf)
        elif ask := calls.file(page):
            yield Anchor(ask=ask, text="", path=_FILE_PATH)

    def attachments(self, page: Page) -> tuple[File, ...]:
        named = super().attachments(page)
        known = {one.url for one in named}
        return (*named, *(one for one in enclosed.files(page) if one.url not in known))

    def notes(self, page: Page) -> Mapping[str, str]:
        return external.noted(page) if external.is_file(page.ask) else {}

    def listing(self, page: Page) -> Listing | None:
        return _reply(page) if page.ask.family == self.name else super().listing(page)


def _reply(page: Page) -> Listing:
    told = replies.data(page)
    branches = (
        *trees.branches(page, told),
        *(trees.leaves(told, page.ask.leaf) if page.ask.leaf else ()),
    )
    items = replies.items(page, told)
    if items is None and not branches:
        raise ListingUnreadable(page.url, "generic", "entries without addresses")
    items = items or ()
    following = (
        turned(page.ask, shown=len(items), cursor=replies.cursor(told, named=page.ask.cursor))
        if items
        else None
    )
    return Listing(
        items=items,
        more=(following,) if following else (),
        total=replies.total(told),
        branches=branches,
    )


FAMILY = Generic()
