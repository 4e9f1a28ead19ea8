"""What one look at a page of a known list comes to, without a crawl."""

import pytest

from archive.rows.lists import KnownList
from crawler.discovery.comparing import mark
from crawler.discovery.exploring import Exploring
from crawler.discovery.looking import Looked, Looking
from crawler.discovery.prospect import PAGE_SCORE, REPORT_SCORE, Prospect
from crawler.discovery.steps import Step, Turn, packed
from crawler.discovery.ways import key_of
from crawler.pages.page import Ask
from crawler.relevance import Kind, Trail
from crawler.schedule import schedule

THEN, NOW = "2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z"


def report(name: str) -> Prospect:
    ask = Ask(url=f"http://a.gov.cn/gk/{name}.html")
    return Prospect(step=Step(ask=ask, kind=Kind.REPORT, title=f"{name}局2023年年报"), score=REPORT_SCORE)


def column(page: int = 1, *, rendered: bool = False) -> Step:
    return Step(
        ask=Ask(url=f"http://a.gov.cn/gk/{page}.html"),
        kind=Kind.COLUMN,
        trail=Trail(column=True, public=True),
        turn=Turn(page=page) if page > 1 else None,
        rendered=rendered,
    )


def known(step: Step, shown: str) -> KnownList:
    page = step.turn.page if step.turn else 1
    return KnownList(
        portal="a.gov.cn",
        fingerprint=key_of(step),
        parent=key_of(column(page - 1)) if page > 1 else None,
        request=packed(step),
        page=page,
        shown=tuple(mark(report(name).step.ask) for name in shown),
        looked_at=THEN,
        changed_at=THEN,
    )


def looking(*rows: KnownList) -> Looking:
    """A crawl that goes by these lists; what they showed is archived."""
    return Looking(
        portal="a.gov.cn",
        home="home",
        exploring=Exploring(rules=schedule().explore),
        lists={row.fingerprint: row for row in rows},
        reports={mark(report(name).step.ask): report(name).step.ask.url for name in "甲乙丙丁"},
    )


@pytest.mark.parametrize(
    ("rows", "missed"),
    [
        pytest.param([], 0, id="a new column"),
        pytest.param([known(column(rendered=True), "甲乙")], 0, id="one that a browser drew before"),
        pytest.param([known(column(), "甲乙")], 1, id="one that showed its reports by itself"),
    ],
)
def test_a_column_that_only_a_browser_can_draw_lost_nothing(rows: list[KnownList], missed: int) -> None:
    one = looking(*rows)
    told = one.saw(column(), (), at=NOW, unlisted=True)
    assert one.missed == missed
    assert (told == Looked()) is (missed == 0)


@pytest.mark.parametrize(
    ("shown", "follows", "made_for"),
    [
        pytest.param("戊己", True, True, id="all is new"),
        pytest.param("甲乙", False, False, id="nothing changed"),
    ],
)
def test_the_next_page_of_a_list_that_changed_is_what_the_crawl_is_made_for(
    shown: str, follows: bool, made_for: bool
) -> None:
    one = looking(known(column(), "甲乙"), known(column(2), "丙丁"))
    onward = Prospect(step=column(2), score=PAGE_SCORE, path=("page",))
    told = one.saw(column(), [*map(report, shown), onward], at=NOW)
    assert (onward in told.prospects) is follows
    waiting = onward.step.waiting("a.gov.cn", score=PAGE_SCORE, found_on=None, depth=1)
    assert one.exploring is not None
    assert one.exploring.goes_beyond(waiting) is not made_for


def test_the_next_page_of_a_list_that_did_not_change_is_looked_at_where_it_is_new_beyond_what_is_known() -> (
    None
):
    one = looking(known(column(), "甲乙"))
    onward = Prospect(step=column(2), score=PAGE_SCORE, path=("page",))
    assert onward in one.saw(column(), [*map(report, "甲乙"), onward], at=NOW).prospects
    waiting = onward.step.waiting("a.gov.cn", score=PAGE_SCORE, found_on=None, depth=1)
    assert one.exploring is not None
    assert one.exploring.goes_beyond(waiting)
