"""What one page of a list tells of the others: told by marks alone, without a crawl."""

from dataclasses import replace

import pytest

from archive.rows.lists import KnownList
from crawler.discovery.comparing import Change
from crawler.discovery.shifting import Shifts
from crawler.discovery.steps import Step, packed
from crawler.pages.page import Ask
from crawler.relevance import Kind
from crawler.schedule.due import front

THEN, NOW = "2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z"
REPORTS = {letter: f"http://a/{letter}.html" for letter in "abcdefghijkl"}


def row(page: int, shown: str, total: int | None = None) -> KnownList:
    return KnownList(
        portal="a",
        fingerprint=f"p{page}",
        parent=f"p{page - 1}" if page > 1 else None,
        request=packed(Step(ask=Ask(url=f"http://a/{page}.html"), kind=Kind.COLUMN)),
        page=page,
        shown=tuple(shown),
        total=total,
        looked_at=THEN,
        changed_at=THEN,
    )


@pytest.fixture
def shifts() -> Shifts:
    """A list of twelve on three pages."""
    rows = [row(1, "abcd"), row(2, "efgh"), row(3, "ijkl")]
    return Shifts(lists={one.fingerprint: one for one in rows}, reports=REPORTS)


def look(shifts: Shifts, page: int, shown: str, total: int | None = None) -> Change:
    """Look at a page and note what it shows."""
    before, onward = shifts.lists[f"p{page}"], f"p{page + 1}" if page < 3 else None
    change = shifts.change(before, tuple(shown), total=total, onward=onward)
    changed = before.changed_at if tuple(shown) == before.shown else NOW
    now = replace(before, shown=tuple(shown), total=total, looked_at=NOW, changed_at=changed)
    shifts.lists[now.fingerprint] = now
    shifts.carried(now, change, onward=onward, at=NOW)
    return change


def shown(shifts: Shifts, page: int) -> str:
    return "".join(shifts.lists[f"p{page}"].shown)


def test_what_went_from_within_a_page_is_lost(shifts: Shifts) -> None:
    assert look(shifts, 1, "abde").lost == ("c",)


def test_what_something_new_pushed_off_the_end_stands_on_the_next_page(shifts: Shifts) -> None:
    change = look(shifts, 1, "xabc")
    assert (change.new, change.lost, change.pushed, change.follow) == (1, (), ("d",), False)
    assert shown(shifts, 2) == "defgh"
    assert look(shifts, 2, "efgh").lost == ("d",), "it is lost where that page does not show it"


def test_an_end_that_is_missing_without_anything_new_sends_on_to_the_next_page(shifts: Shifts) -> None:
    assert look(shifts, 1, "abc").follow
    assert look(shifts, 2, "defg").lost == ()
    assert look(shifts, 3, "hijk").lost == ("l",)


def test_what_was_pushed_to_a_page_that_was_looked_at_and_is_not_there_is_lost(shifts: Shifts) -> None:
    look(shifts, 2, "efgh")
    assert look(shifts, 1, "xabc").lost == ("d",)


def test_a_list_that_grew_to_another_page_is_followed_there(shifts: Shifts) -> None:
    del shifts.lists["p2"]
    assert look(shifts, 1, "xabc").follow


def test_what_a_last_page_began_with_may_be_on_the_page_before(shifts: Shifts) -> None:
    look(shifts, 1, "abcd")
    change = look(shifts, 3, "jkl")
    assert (change.lost, change.head) == (("i",), ("i",))


def test_it_is_there_where_as_much_went_before(shifts: Shifts) -> None:
    look(shifts, 1, "abde")
    change = look(shifts, 3, "jkl")
    assert (change.lost, change.head, change.moved) == ((), (), ("i",))
    assert shown(shifts, 2) == "efghi"


def test_more_than_went_before_is_not_told_by_it(shifts: Shifts) -> None:
    look(shifts, 1, "abde")
    assert look(shifts, 3, "kl").head == ("i", "j")


def test_it_is_there_where_the_page_before_shows_it(shifts: Shifts) -> None:
    look(shifts, 1, "abcd")
    assert look(shifts, 2, "eghi").lost == ("f",)
    assert look(shifts, 3, "jkl").lost == ()


@pytest.mark.parametrize(
    ("first", "down"), [("abcd", True), ("xabc", False)], ids=["unexplained", "explained"]
)
def test_a_page_that_begins_with_the_end_of_the_one_before_tells_of_something_new_there(
    shifts: Shifts, first: str, down: bool
) -> None:
    look(shifts, 1, first)
    assert look(shifts, 3, "hijk").down is down


def test_a_declared_total_tells_that_something_went_behind(shifts: Shifts) -> None:
    shifts.lists |= {one.fingerprint: replace(one, total=12) for one in shifts.lists.values()}
    assert look(shifts, 1, "abcd", total=11).follow
    assert look(shifts, 2, "efgh", total=11).follow
    change = look(shifts, 3, "ijl", total=11)
    assert (change.lost, change.follow) == (("k",), False)


@pytest.mark.parametrize(
    ("total", "looks"),
    [
        pytest.param(13, [("abcd", True)], id="the first page shows none of what came"),
        pytest.param(13, [("xabc", False), ("defg", False)], id="all that came is shown"),
        pytest.param(14, [("xabc", True), ("defg", False)], id="a page with nothing new ends what came"),
        pytest.param(15, [("xabc", True), ("ydef", True)], id="what came goes on"),
    ],
)
def test_a_declared_total_tells_how_far_what_came_is_looked_for(
    shifts: Shifts, total: int, looks: list[tuple[str, bool]]
) -> None:
    shifts.lists |= {one.fingerprint: replace(one, total=12) for one in shifts.lists.values()}
    followed = [look(shifts, page, shown, total=total).follow for page, (shown, _) in enumerate(looks, 1)]
    assert followed == [follow for _, follow in looks]


def test_a_declared_total_tells_that_nothing_went(shifts: Shifts) -> None:
    shifts.lists["p1"] = row(1, "abcd", total=12)
    change = look(shifts, 1, "xabd", total=13)
    assert (change.lost, change.follow) == ((), False)


@pytest.mark.parametrize(("shown", "lost"), [("xabd", ("c",)), ("xbdy", ("c",)), ("xdcb", ())])
def test_where_more_came_than_a_page_shows_what_stood_between_two_that_stand_may_have_gone(
    shifts: Shifts, shown: str, lost: tuple[str, ...]
) -> None:
    shifts.lists["p1"] = row(1, "abcd", total=12)
    assert look(shifts, 1, shown, total=15).lost == lost


def test_of_the_further_pages_of_a_list_the_last_is_looked_at_first(shifts: Shifts) -> None:
    first, rest = front(shifts.lists.values())
    assert [one.fingerprint for one in (*first, *rest)] == ["p1", "p3", "p2"]
