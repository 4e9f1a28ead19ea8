"""Arms: links of a kind are told apart, what they paid is learned, and what other portals taught is expected."""

import pytest

from crawler.discovery.arms import PAGE, Arms
from crawler.relevance import Kind

LIST = ("div.list", "ul", "li", "a")
NAV = ("div.head", "p.top", "span", "a")


def taught(*, reward: float) -> Arms:
    """Arms that were taught by six requests for links without a promise on a home page."""
    teacher, pupil = Arms(), Arms()
    name = teacher.group(Kind.OTHER, LIST, under="hub")
    for _ in range(6):
        teacher.pull(name)
        teacher.pay((name,), reward)
    lessons = list(teacher.learned())
    assert lessons == [("hub>other", 6, 6 * reward)]
    assert list(teacher.learned()) == []
    pupil.teach(lessons)
    return pupil


def test_like_paths_share_an_arm_and_unlike_ones_do_not() -> None:
    arms = Arms()
    first = arms.group(Kind.ORGAN, LIST)
    assert arms.group(Kind.ORGAN, ("div.list", "ul", "li.on", "a")) != arms.group(Kind.ORGAN, NAV)
    assert arms.group(Kind.ORGAN, LIST) == first
    assert arms.group(Kind.HUB, LIST) != first


def test_what_a_role_paid_is_expected_of_it_wherever_it_stands_in_another_design() -> None:
    pupil = taught(reward=4.0)
    assert pupil.factor(pupil.group(Kind.OTHER, NAV, under="hub")) > 2
    assert pupil.factor(pupil.group(Kind.OTHER, NAV, under="organ")) == 1.0
    assert pupil.factor(pupil.group(Kind.HUB, NAV, under="hub")) == 1.0


def test_arms_that_are_met_before_the_family_is_known_are_taught_too() -> None:
    pupil = Arms()
    name = pupil.group(Kind.OTHER, NAV, under="hub")
    pupil.teach([("hub>other", 6, 24.0)])
    assert pupil.factor(name) > 2


def test_what_was_asked_in_vain_elsewhere_is_doubted() -> None:
    assert 0 < taught(reward=0.0).doubt() < 0.5
    assert taught(reward=4.0).doubt() == Arms().doubt() == 1.0


def test_a_further_page_of_a_list_waits_while_whole_columns_promise_more() -> None:
    arms = Arms()
    page = arms.group(Kind.COLUMN, ("page", "column"), under=PAGE)
    for _ in range(20):
        arms.pull(page, 1.25)
        arms.pay((page,), 1.25)
    assert arms.factor(page) == pytest.approx(1.0, abs=0.1), "it keeps what it promises, whatever that is"
    for _ in range(20):
        arms.pull(page, 1.25)
    assert arms.factor(page) < 0.5


def test_the_way_to_a_report_is_worth_it_by_its_requests() -> None:
    arms = Arms()
    names = tuple(arms.group(kind, LIST, under="x") for kind in (Kind.COLUMN, Kind.ORGAN, Kind.DIRECTORY))
    arms.pay(names, 6.0)
    assert [reward for _, _, reward in arms.learned()] == [6.0, 3.0, 2.0]
