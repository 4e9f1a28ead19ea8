"""A page that is read with the script files that it loads: what is asked for before that."""

from dataclasses import replace

from crawler.discovery.prospect import AGAIN_SCORE, FIRST_SCORE, Prospect
from crawler.discovery.steps import Step, Turn
from crawler.pages import external
from crawler.pages.page import Page
from crawler.relevance import Kind


def with_files(page: Page, step: Step, *, hosts: frozenset[str]) -> tuple[Prospect, ...]:
    """The files that are not known yet, and the page once more after them; empty where none is left to ask for.

    A list's further pages load what its first one did.
    """
    turn = step.turn or Turn()
    files = external.files(page, hosts=hosts)
    if not files or turn.again or turn.page > 1:
        return ()
    asked = (Prospect(step=Step(ask=ask, kind=Kind.OTHER, noted=True), score=FIRST_SCORE) for ask in files)
    again = Prospect(step=replace(step, turn=replace(turn, again=True)), score=AGAIN_SCORE)
    return (*asked, again)
