"""What a page leads to: a step, and how many reports it promises."""

from dataclasses import dataclass

from crawler.discovery.steps import Step

HOME_SCORE = 10_000.0
FIRST_SCORE = 5000.0
"""For the script without which no list can be read."""
WHOLE_SCORE = 4000.0
"""For a report that is read again with such scripts: before any other, so that it is known early whether they come."""
FILE_SCORE = 2000.0
REPORT_SCORE = 1000.0
"""A report is one report for one request: nothing promises more. Files come first so that a report is whole soon."""
LIKELY_SCORE = 900.0
AGAIN_SCORE = 100.0
"""For a page that is read again with such scripts: once they have come, whatever is learned of its kind."""
LIST_SCORE = 50.0
"""For a known list: before everything but its reports."""
PAGE_SCORE = 3.0
FRAME_SCORE = 2.5
QUESTION_SCORE = 2.0
"""For a report that its list no longer shows: another list may show it meanwhile."""
TWIN_SCORE = 0.2
"""For a report that seems to be one already found, at another address: any page of a list comes before it."""
MAP_SCORE = 0.14
"""For a site map, which names what no list shows: once the lists have shown what they have."""
MAPPED_SCORE = 0.12
"""For what a map alone names."""
LAST_SCORE = 0.01
"""For a board of notices and the site's search, which show reports where a portal has no column of them: asked only where nothing else
led to any."""
VAGUE_SCORE = 0.05
"""For what a map alone names where nothing tells of a report: doubtful, so that patience ends it."""
BEYOND_SCORE = 0.15
"""For a list's page that the page before it should lead to: after all else of a list."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Prospect:
    """A step that a page leads to, and where in the page its link stood."""

    step: Step
    score: float
    path: tuple[str, ...] = ()
    under: str = ""
    """The kind of page that it stands on; `page` for a list's own next page, `call` for the first of one that is fetched."""
