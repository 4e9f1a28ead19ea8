"""A page that is read with the script files that it loads: what is asked for before that."""

from dataclasses import replace

from crawler.discovery.prospect import AGAIN_SCORE, FIRST_SCORE, WHOLE_SCORE, Prospect
from crawler.discovery.steps import Step, Turn
from crawler.pages import external
from crawler.pages.page import Page
from crawler.relevance import REPORTS, Kind


def with_files(page: Page, step: Step, *, hosts: frozenset[str]) -> tuple[Prospect, ...]:
    """The files that are not known yet, and the page once more after them; empty where none is left to ask for.

    A list's further pages load what its first one did. A report waits for files that other pages asked for.
    """
    turn, report = step.turn or Turn(), step.kind in REPORTS
    files = external.files(page, hosts=hosts)
    if turn.again or turn.page > 1 or not (files or (report and external.awaited(page))):
        return ()
    asked = (Prospect(step=Step(ask=ask, kind=Kind.OTHER, noted=True), score=FIRST_SCORE) for ask in files)
    # Whatever condition it was asked for under, the whole page is needed.
    whole = replace(step, ask=replace(step.ask, headers=()), turn=replace(turn, again=True))
    again = Prospect(step=whole, score=WHOLE_SCORE if report else AGAIN_SCORE)
    return (*asked, again)
