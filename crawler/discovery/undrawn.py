"""Pages that say nothing until a script fills them, and that no call known to be read fills: they are told, not passed over."""

import re

from crawler.discovery.paging import Notice
from crawler.discovery.steps import Step
from crawler.pages.page import Page
from crawler.pages.wording import folded
from crawler.relevance import LEAST_TEXT, REPORTS, Kind

_SAYS_EMPTY = re.compile(
    r"暂无|没有(?:找到|相关|任何)?(?:数据|信息|内容|记录)|无相关(?:数据|信息|内容)|敬请期待|正在建设"
)

_SHELL = 20
"""Letters below which a page says no more than that it is loading: what it calls stands in the files that it loads."""


def undrawn(page: Page, step: Step, *, text: str, leads: bool) -> tuple[Notice, ...]:
    """The notice of a home without a link, or of a promised report without text, whose scripts have yet to bring it.

    `text`: what the page says as an article; `leads`: whether it leads anywhere.
    """
    if page.ask.family is not None or step.rendered or leads:
        return ()
    if step.kind is Kind.HUB and not page.hyperlinks and page.tree.find(".//script") is not None:
        return (Notice(code="page_undrawn", message="a page without a link, which a script fills"),)
    shell = len(text) < _SHELL and page.tree.find(".//script[@src]") is not None
    if step.kind in REPORTS and len(text) < LEAST_TEXT and (page.calls or shell):
        return (Notice(code="page_undrawn", message="a report's page without text, which a script fetches"),)
    return ()


def says_empty(page: Page) -> bool:
    """Whether a page says that there is nothing on it."""
    return _SAYS_EMPTY.search(folded(page.once)) is not None
