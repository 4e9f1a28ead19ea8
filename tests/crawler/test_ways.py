"""Where a known page of a list leads on: under the address by which its next page is known."""

from dataclasses import replace

import pytest

from archive.rows.lists import KnownList
from crawler.discovery.prospect import Prospect
from crawler.discovery.steps import Step, Turn, packed
from crawler.discovery.ways import as_known, key_of
from crawler.pages.page import Ask
from crawler.relevance import Kind

HOME = "http://qs.example.gov.cn/nb/"


def page(number: int, address: str, parent: KnownList | None = None) -> KnownList:
    step = Step(ask=Ask(url=HOME + address), kind=Kind.COLUMN, turn=Turn(page=number))
    return KnownList(
        portal="qs.example.gov.cn",
        fingerprint=key_of(step),
        parent=parent.fingerprint if parent else None,
        request=packed(step),
        page=number,
        shown=("a",),
        looked_at="2026-01-20T02:00:00.000000Z",
        changed_at="2026-01-20T02:00:00.000000Z",
    )


FIRST = page(1, "")
SECOND = page(2, "index_2.html", FIRST)
THIRD = page(3, "index_3.html", SECOND)
YEAR = page(1, "2025/", FIRST)


def led_to(*known: KnownList, address: str = "?page=2") -> list[str]:
    """Where the first page leads that shows a report and a next page at an address."""
    report = Prospect(step=Step(ask=Ask(url=f"{HOME}1.html"), kind=Kind.REPORT), score=1.0)
    step = Step(ask=Ask(url=HOME + address), kind=Kind.COLUMN, turn=Turn(page=2))
    onward = Prospect(step=step, score=1.0, path=("page", "column"))
    prospects = as_known(FIRST, [report, onward], {one.fingerprint: one for one in known})
    return [one.step.ask.url.removeprefix(HOME) for one in prospects]


def test_the_next_page_is_asked_for_where_it_is_known_to_stand() -> None:
    assert led_to(FIRST, SECOND, THIRD) == ["1.html", "index_2.html"]


@pytest.mark.parametrize(
    "known",
    [(FIRST,), (FIRST, YEAR), (FIRST, THIRD), (FIRST, replace(SECOND, misses=1))],
    ids=["first_alone", "a_year", "another_page", "gone"],
)
def test_else_where_the_page_shows_it(known: tuple[KnownList, ...]) -> None:
    assert led_to(*known) == ["1.html", "?page=2"]


def test_a_page_that_is_known_itself_is_asked_for_as_shown() -> None:
    other = page(2, "?page=2", FIRST)
    assert led_to(FIRST, SECOND, other) == ["1.html", "?page=2"]
