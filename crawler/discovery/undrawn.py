"""Pages that say nothing until a script fills them, and that no call known to be read fills: they are told, not passed over."""

from crawler.discovery.paging import Notice
from crawler.discovery.steps import Step
from crawler.pages.page import Page
from crawler.relevance import LEAST_TEXT, REPORTS, Kind


def undrawn(page: Page, step: Step, *, text: str, leads: bool) -> tuple[Notice, ...]:
    """The notice of a home without a link, or of a promised report without text, whose scripts have yet to bring it.

    `text`: what the page says as an article; `leads`: whether it leads anywhere.
    """
    if page.ask.family is not None or step.rendered or leads:
        return ()
    if step.kind is Kind.HUB and not page.hyperlinks and page.tree.find(".//script") is not None:
        return (Notice(code="page_undrawn", message="a page without a link, which a script fills"),)
    if step.kind in REPORTS and len(text) < LEAST_TEXT and page.calls:
        return (Notice(code="page_undrawn", message="a report's page without text, which a script fetches"),)
    return ()
