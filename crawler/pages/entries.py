"""Entries of a list that comes as pieces of markup: in a script, in CDATA, in a data call's reply."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from crawler.pages.anchors import destination, leading, row_text
from crawler.pages.captions import called_by
from crawler.pages.page import Item, Page
from crawler.pages.wording import folded, iso_date, spaced

MOST_PAGES = 500
LIKELY_FULL = 10
"""So many entries, where nothing says how many there are, may be a page of a longer list; fewer are the whole of it."""
_PAGER = re.compile(
    r"^(?:\d+|[<>«»‹›.…]+|首页|上一?页|下一?页|尾页|末页|前页|后页|更多|more|go|跳转|转到|详情|查看)$", re.I
)
_CHINA = timedelta(hours=8)


def fragment(page: Page, markup: str) -> Page:
    """`markup` as a page of its own, its addresses resolved as those of `page`."""
    return Page(url=page.url, text=markup, charset=page.charset, ask=replace(page.ask, base=page.base))


def entries(page: Page, markups: Iterable[str]) -> Iterator[Item]:
    """Every titled link of the pieces, or what leads somewhere where they have none, each address once: what stands in a list's own
    markup is an entry, dated or not."""
    seen: set[str] = set()
    for markup in markups:
        piece = fragment(page, markup)
        for element in piece.hyperlinks or leading(piece):
            target = element.get("href") or destination(piece, element)
            url, title = piece.join(target), called_by(piece, element)
            if not url or url in seen or len(title) < 3 or _PAGER.match(folded(title)):
                continue
            seen.add(url)
            row = row_text(element)
            yield Item(url=url, title=title, published=iso_date(row.replace(title, " ")))


def plain(markup: str) -> str:
    """A title that may hold markup, without it."""
    return spaced(re.sub(r"<[^<>]*>", "", markup))


def day(moment: object) -> str | None:
    """The day, in China, of a data field: seconds or milliseconds since 1970, or a date as text; None for anything else."""
    match moment:
        case bool():
            return None
        case int() | float() if 0 < moment < 1e14:
            seconds = moment / 1000 if moment > 1e11 else moment
            return (datetime.fromtimestamp(seconds, tz=UTC) + _CHINA).date().isoformat()
        case str() if moment.isdigit() and len(moment) in (10, 13):
            return day(int(moment))
        case str():
            return iso_date(moment)
    return None


def following(number: int, *, total: int, size: int) -> range:
    """The numbers of the pages after the 1-based page `number` of a list of `total` entries, `size` a page."""
    last = -(-total // size) if size > 0 else number
    return range(number + 1, min(last, number + MOST_PAGES) + 1)
