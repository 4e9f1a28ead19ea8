"""A portal's crawl chooses: best first, one at a time, doubtful ones for a while, and says why it is over."""

from dataclasses import replace

import pytest

from archive import frontier
from archive.frontier import Waiting
from archive.records import Outcome, Portal
from archive.store import Archive
from crawler.discovery.account import Account
from crawler.discovery.agenda import Agenda
from crawler.discovery.campaign import Campaign
from crawler.discovery.looking import Looking
from crawler.discovery.prospect import REPORT_SCORE, Prospect
from crawler.discovery.steps import Step, step_of
from crawler.options import Options
from crawler.pages.page import Ask
from crawler.relevance import Kind, Trail

LIST = ("div.list", "ul", "li", "a")
NAV = ("div.head", "p.top", "span", "a")


def prospect(number: int, kind: Kind, path: tuple[str, ...], score: float = 1.0, **step: object) -> Prospect:
    told = Step(ask=Ask(url=f"http://a.gov.cn/{number}"), kind=kind, **step)  # type: ignore[arg-type]
    return Prospect(step=told, score=score, path=path)


def campaign(**options: object) -> Campaign:
    portal = Portal(key="a.gov.cn", name="a", home="http://a.gov.cn/")
    chosen = Options(**options)  # type: ignore[arg-type]
    return Campaign(
        account=Account(portal=portal),
        agenda=Agenda(portal=portal.key, looking=Looking(portal=portal.key, home="")),
        options=chosen,
        hosts=frozenset({"a.gov.cn"}),
    )


def take(one: Campaign, *, reward: int = 0) -> Waiting | None:
    waiting = one.next()
    if waiting is not None:
        one.landed(step_of(waiting), outcome=Outcome.OK, host="a.gov.cn", reward=reward)
        one.busy = False
    return waiting


def test_promising_words_without_an_end_are_given_up() -> None:
    one = campaign(threshold=0.1, patience=5, patience_share=0)
    one.agenda.add([prospect(0, Kind.COLUMN, LIST, score=4)], found_on=None, depth=1)
    take(one, reward=3)
    for number in range(1, 200):
        one.agenda.add([prospect(number, Kind.HUB, NAV)], found_on=None, depth=1)
        if take(one) is None:
            break
    assert one.account.reason == "patience"
    assert number < 80


def test_what_pays_is_asked_before_what_does_not() -> None:
    one = campaign()
    one.agenda.add([prospect(number, Kind.ORGAN, LIST) for number in range(10)], found_on=None, depth=1)
    one.agenda.add([prospect(number, Kind.ORGAN, NAV) for number in range(10, 20)], found_on=None, depth=1)
    order = []
    for _ in range(14):
        waiting = one.next()
        assert waiting is not None
        number = int(waiting.url.rpartition("/")[2])
        order.append(number)
        one.landed(step_of(waiting), outcome=Outcome.OK, host="a.gov.cn", reward=5 if number >= 10 else 0)
        one.busy = False
    assert sum(number >= 10 for number in order[:12]) >= 8


def chosen_unread(score: float, unread: float, **options: object) -> Waiting | None:
    """What is chosen of one column that promises `score` while a page that promised `unread` is yet to be read."""
    one = campaign(**options)
    first = prospect(1, Kind.REPORT if unread >= REPORT_SCORE else Kind.COLUMN, LIST, unread)
    one.agenda.add([first], found_on=None, depth=1)
    come = one.next()
    assert come is not None
    one.answered(come)
    kind = Kind.REPORT if score >= REPORT_SCORE else Kind.COLUMN
    one.agenda.add([prospect(2, kind, NAV, score)], found_on=None, depth=1)
    waiting = one.next()
    assert one.account.reason is None
    one.done(come)
    assert one.busy is (waiting is not None)
    return waiting


def test_while_a_page_is_unread_only_what_it_cannot_change_is_asked_for() -> None:
    assert chosen_unread(REPORT_SCORE, 4.0)
    assert chosen_unread(REPORT_SCORE, REPORT_SCORE)
    assert chosen_unread(4.0, REPORT_SCORE)
    assert chosen_unread(4.0, 4.0) is None
    # Whether doubtful pages are still tried depends on what was found.
    assert chosen_unread(0.001, REPORT_SCORE) is None
    assert chosen_unread(REPORT_SCORE, REPORT_SCORE, max_pages=1) is None


def test_reports_come_first_and_twins_last() -> None:
    one = campaign()
    organ = {"title": "青石镇2023年政府信息公开年报", "trail": Trail(organ="青石镇")}
    twins = [
        prospect(1, Kind.REPORT, LIST, REPORT_SCORE, **organ),
        prospect(2, Kind.REPORT, LIST, REPORT_SCORE, **organ),
    ]
    one.agenda.add([prospect(0, Kind.COLUMN, LIST, 4.0), *twins], found_on=None, depth=1)
    order = [waiting.url[-1] for _ in range(3) if (waiting := take(one))]
    assert order == ["1", "0", "2"]


def test_one_request_at_a_time() -> None:
    one = campaign()
    one.agenda.add([prospect(1, Kind.HUB, LIST), prospect(2, Kind.HUB, LIST)], found_on=None, depth=1)
    assert one.next() is not None
    assert one.next() is None
    assert one.account.reason is None


def test_it_stops_when_nothing_is_expected_to_pay_and_says_why() -> None:
    one = campaign(patience=5, patience_share=0.0)
    one.agenda.add([prospect(number, Kind.OTHER, LIST, 0.04) for number in range(50)], found_on=None, depth=1)
    asked = sum(1 for _ in range(60) if take(one))
    assert asked == 5
    assert one.account.reason == "patience"
    one.end()
    assert "no report found" in str(one.account.failure)


def test_a_doubtful_request_that_pays_renews_the_patience() -> None:
    one = campaign(patience=5, patience_share=0.0)
    one.agenda.add([prospect(number, Kind.OTHER, LIST, 0.04) for number in range(50)], found_on=None, depth=1)
    for turn in range(8):
        take(one, reward=3 if turn == 3 else 0)
    assert one.doubtful < 5
    assert one.account.reason is None


def test_a_blocked_host_is_asked_nothing_more() -> None:
    one = campaign()
    one.agenda.add([prospect(number, Kind.HUB, LIST) for number in range(3)], found_on=None, depth=1)
    waiting = one.next()
    assert waiting is not None
    one.landed(step_of(waiting), outcome=Outcome.CHALLENGE_RS, host="a.gov.cn", reward=0)
    one.busy = False
    assert one.next() is None
    assert one.account.reason == "blocked: challenge_rs"


def test_what_was_asked_in_vain_elsewhere_shortens_the_search_and_does_not_rule_it_out() -> None:
    one = campaign(patience=20, patience_share=1.0)
    one.agenda.arms.teach([("hub>other", 6, 0.0)])
    one.account.before = 10
    one.agenda.add([prospect(number, Kind.OTHER, LIST, 0.04) for number in range(50)], found_on=None, depth=1)
    assert sum(1 for _ in range(60) if take(one)) == 10


def test_a_group_that_others_asked_in_vain_is_given_up_after_one_look() -> None:
    one = campaign()
    one.agenda.arms.teach([("hub>other", 6, 0.0)])
    one.account.before = 10
    links = [prospect(number, Kind.OTHER, LIST, 0.04) for number in range(50)]
    one.agenda.add([replace(link, under="hub") for link in links], found_on=None, depth=1)
    assert sum(1 for _ in range(60) if take(one)) == 1
    assert one.account.reason == "unpromising"


def test_a_report_pays_the_list_that_named_it_and_is_no_look_at_a_list() -> None:
    one = campaign()
    one.agenda.add([replace(prospect(0, Kind.COLUMN, LIST, 4.0), under="organ")], found_on=None, depth=1)
    waiting = one.next()
    assert waiting is not None
    arms = step_of(waiting).arms
    one.landed(step_of(waiting), outcome=Outcome.OK, host="a.gov.cn", reward=0)
    one.busy = False
    reports = [prospect(number, Kind.REPORT, LIST, REPORT_SCORE, arms=arms) for number in range(1, 7)]
    one.agenda.add(reports, found_on=None, depth=2)
    assert sum(1 for _ in range(9) if take(one, reward=1)) == 6
    assert one.end().lessons == (("generic", "organ>column", 1, 6.0),)


def test_a_step_survives_its_row() -> None:
    ask = Ask(
        url="http://a.gov.cn/p",
        method="POST",
        body="page=2",
        headers=(("X-Requested-With", "x"),),
        family="ucap",
    )
    step = Step(
        ask=ask, kind=Kind.YEAR, trail=Trail(organ="青石镇", column=True), arms=("a", "b"), title="2023年"
    )
    assert step_of(step.waiting("a.gov.cn", score=1.0, found_on=None, depth=2)) == step


@pytest.mark.parametrize("limit", [1, 3])
def test_max_pages_is_a_limit(limit: int) -> None:
    one = campaign(max_pages=limit)
    one.agenda.add([prospect(number, Kind.HUB, LIST) for number in range(9)], found_on=None, depth=1)
    assert sum(1 for _ in range(9) if take(one)) == limit
    assert one.account.reason == "max_pages"


def test_an_address_met_again_with_a_better_promise_waits_under_that(archive: Archive) -> None:
    one = campaign()
    rows = one.agenda.add(
        [prospect(1, Kind.OTHER, NAV, 0.04), prospect(2, Kind.HUB, LIST)], found_on=None, depth=1
    )
    again = one.agenda.add([prospect(1, Kind.COLUMN, LIST, 4.0)], found_on=None, depth=2)
    assert [row.role for row in again] == ["list"]
    archive.save([], waiting=rows)
    archive.save([], waiting=again)
    assert [(row.url[-1], row.role) for row in frontier.waiting(archive.db, "a.gov.cn")] == [
        ("1", "list"),
        ("2", "list"),
    ]
    assert len(one.agenda.backlog) == 2
    assert [waiting.url[-1] for _ in range(3) if (waiting := take(one))] == ["1", "2"]
