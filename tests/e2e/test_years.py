"""Three simulated years of `crawl --due`: versions, first seen and last seen are those of a visitor who came when we came."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from random import Random

import pytest

import replica
from archive.store import Archive
from tests.e2e.years import (
    DAYS,
    LAST_CORRECTION,
    STEP,
    Archived,
    Clock,
    Life,
    Visits,
    archived,
    full_crawl,
    nights,
)

START = datetime.fromisoformat("2026-04-20T02:00:00+08:00")
REDESIGN = 501
"""September of the second year."""
DOWN = range(660, 667, STEP)
"""The nights in a week of February."""
WITHDRAWALS = (90, 333, 702)
CORRECTIONS = range(30, LAST_CORRECTION, 39)


pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def life(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    """The three years, lived once."""
    folder, random = tmp_path_factory.mktemp("years"), Random(6)
    clock = Clock(START)
    with (
        replica.serve(family="ucap", size="demo", seed=7) as portal,
        Archive.open(folder / "due.db", clock=clock) as archive,
        archive.hold(),
    ):
        life = Life(portal=portal, archive=archive, clock=clock)
        whole: list[int] = []
        for number, now in nights(START):
            clock.now = now
            portal.clock(now.isoformat())
            happen(life, number, random)
            if number % 270 == 0:
                whole.append(cost(portal, folder / f"whole{number}.db"))
            life.day(number)
        weekly = round(sum(whole) / len(whole) * DAYS / 7)
        print(f"\nrequests in three years: {life.requests} by crawl --due, {weekly} by a whole crawl a week")
        life.weekly = weekly
        yield life


def happen(life: Life, number: int, random: Random) -> None:
    """What the portal goes through on a day."""
    if number == REDESIGN:
        life.portal.redesign(generation=3)
    if number == DOWN.start:
        life.portal.misbehave("reset")
    if number == DOWN[-1] + STEP:
        life.portal.behave()
    if number in WITHDRAWALS:
        life.withdraw(number, random)
    if number in CORRECTIONS:
        life.correct(number, random)


def cost(portal: replica.Portal, path: Path) -> int:
    with Archive.open(path) as archive, archive.hold():
        return full_crawl(portal, archive)


def both(life: Life) -> dict[str, tuple[Archived, Visits]]:
    """Report → what the archive and what the visitor knows of it, found by its address."""
    known = list(archived(life.archive))
    by_url = {url: told for urls, told in known for url in urls}
    told = {}
    for report, visits in life.visits.items():
        if visits.first:
            told[report] = by_url[life.pages[report]], visits
    assert len(known) == len(told)
    return told


def test_every_report_is_found_once(life: Life) -> None:
    on_the_portal = {report["id"] for report in life.portal.truth()}
    assert on_the_portal | set(life.withdrawn) == set(both(life))
    assert len(on_the_portal) > 75


def test_versions_are_those_that_were_published(life: Life) -> None:
    found = {report: told.versions for report, (told, _) in both(life).items()}
    assert found == {report: 1 + len(life.corrections[report]) for report in found}
    assert found == {report: len(visits.revisions) for report, (_, visits) in both(life).items()}
    assert sum(found.values()) > len(found) + 15


def test_first_and_last_seen_are_the_visitors(life: Life) -> None:
    for report, (told, visits) in both(life).items():
        assert (told.first, told.last) == (visits.first, visits.last), report


def test_only_what_was_withdrawn_is(life: Life) -> None:
    gone = {report for report, (told, _) in both(life).items() if told.withdrawn}
    assert gone == set(life.withdrawn)


def test_the_week_of_being_down_is_told_as_failure_and_nothing_else_is(life: Life) -> None:
    assert {number for number, _ in life.failures} == set(DOWN)


def test_it_costs_far_less_than_a_whole_crawl_a_week(life: Life) -> None:
    assert life.requests < life.weekly / 3
