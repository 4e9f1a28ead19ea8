"""Which known lists and reports are asked for now: by rows alone, without a crawl."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from archive.records import Outcome
from archive.rows.lists import KnownList
from archive.store import Archive
from crawler.discovery.steps import Step, Turn, packed
from crawler.pages.page import Ask
from crawler.relevance import Kind
from crawler.schedule import schedule
from crawler.schedule.due import front, lists_at_once, reports_due
from tests.archive.made import PAGE, PORTAL, fetch, read_all

RULES = schedule()
THEN = "2027-01-01T00:00:00Z"


def row(key: str, *, parent: str = "", title: str = "", page: int = 1, shown: str = "") -> KnownList:
    """A known page: of a year's column where it has a title."""
    step = Step(
        ask=Ask(url=f"http://a/{key}.html"),
        kind=Kind.YEAR if title else Kind.COLUMN,
        title=title,
        turn=Turn(page=page) if page > 1 else None,
    )
    return KnownList(
        portal="a",
        fingerprint=key,
        parent=parent or None,
        request=packed(step),
        page=page,
        shown=tuple(shown.split()),
        looked_at=THEN,
        changed_at=THEN,
    )


def test_of_a_columns_years_the_newest_is_at_the_front() -> None:
    years = [row(f"y{year}", parent="c", title=f"{year}年", shown=f"r{year}") for year in (2022, 2023, 2024)]
    first, rest = front([row("c"), *years])
    assert [one.fingerprint for one in first] == ["y2024"]
    assert {one.fingerprint for one in rest} == {"c", "y2022", "y2023"}


def test_a_newer_year_is_at_the_front_also_where_a_past_one_led_to_it() -> None:
    """Some portals link each year from the one before."""
    first, _ = front(
        [
            row("c"),
            row("y2023", parent="c", title="2023年", shown="r2023"),
            row("y2022", parent="c", title="2022年", shown="r2022"),
            row("y2024", parent="y2022", title="2024年", shown="r2024"),
            row("part", parent="y2022", title="2022年", shown="r"),
        ]
    )
    assert [one.fingerprint for one in first] == ["y2023", "y2024"]


def test_of_lists_that_show_the_same_reports_the_nearest_to_the_home_page_is_at_the_front() -> None:
    near, far = row("near", parent="home", shown="r1 r2"), row("a", parent="near", shown="r2 r1")
    first, rest = front([row("home"), far, near])
    assert ([one.fingerprint for one in first], rest[-1].fingerprint) == (["near"], "a")


def test_years_that_show_other_lists_alone_are_at_the_front_although_they_show_the_same() -> None:
    """A year whose reports are chosen by organ may have its first report yet to come."""
    years = [row(f"y{at}", parent=f"c{at}", title="2024年", shown="list1 list2") for at in (1, 2)]
    first, _ = front([row("c1"), row("c2"), row("list1"), row("list2"), *years])
    assert [one.fingerprint for one in first] == ["y1", "y2"]


@pytest.mark.parametrize(
    ("pages", "further", "leading"),
    [
        pytest.param(0, 0, 3, id="of a small portal"),
        pytest.param(1000, 115, 3, id="of a large portal"),
        pytest.param(100_000, 200, 3, id="of a portal with more pages than lists"),
    ],
)
def test_a_crawl_that_asks_not_what_is_due_looks_at_every_list_and_at_some_further_pages(
    pages: int, further: int, leading: int
) -> None:
    first = row("p1", shown="r1")
    more = [row(f"p{at}", parent=f"p{at - 1}", page=at, shown=f"r{at}") for at in range(2, 202)]
    leads = [row(f"hub{at}") for at in range(10)]
    looked = lists_at_once([first, *more, *leads], RULES, pages=pages)
    assert looked[0] is first
    assert [sum(one in kind for one in looked[1:]) for kind in (more, leads)] == [further, leading]


def looked_at(archive: Archive, day: int, body: bytes | None, outcome: Outcome = Outcome.OK) -> None:
    """One look at the page, so many days after the first; what it brings is read."""
    run = archive.start_run("crawl")
    at = f"{datetime(2025, 1, 20, tzinfo=UTC) + timedelta(days=day):%Y-%m-%dT%H:%M:%S.%fZ}"
    one = fetch(archive, run, body, outcome=outcome, seen=not day)
    archive.save([replace(one, capture=replace(one.capture, requested_at=at, received_at=at))])
    archive.end_run(run, reason="finished")
    read_all(archive)


def due(archive: Archive, day: float) -> bool:
    now = datetime(2025, 1, 20, tzinfo=UTC) + timedelta(days=day)
    return PAGE in reports_due(archive.db, PORTAL, RULES, now)


def test_a_report_that_never_changed_waits_for_a_share_of_the_time_since_it_was_published(
    archive: Archive,
) -> None:
    looked_at(archive, 0, b"a")
    archive.db.execute("UPDATE sighting_rows SET published = '2024-01-20'")
    assert not due(archive, 60)
    assert due(archive, 366 * RULES.reports.growth)


def test_time_without_change_begins_with_an_edit(archive: Archive) -> None:
    looked_at(archive, 0, b"a")
    archive.db.execute("UPDATE sighting_rows SET published = '2020-01-20'")
    looked_at(archive, 400, b"b")
    assert not due(archive, 404)
    assert due(archive, 408)


def test_time_without_change_begins_when_the_report_went(archive: Archive) -> None:
    looked_at(archive, 0, b"a")
    looked_at(archive, 400, None, Outcome.GONE)
    assert not due(archive, 404)
    assert due(archive, 408)


def test_a_look_that_got_no_answer_counts_for_a_days_patience(archive: Archive) -> None:
    looked_at(archive, 0, b"a")
    archive.db.execute("UPDATE sighting_rows SET published = NULL")
    assert due(archive, 8)
    looked_at(archive, 8, None, Outcome.TIMEOUT)
    assert not due(archive, 8.5)
    assert due(archive, 9)
