"""Many portals in one crawl: side by side, each at its own pace, none held up by another, a few at a time."""

import json
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import count, pairwise

import pytest

from archive.store import Archive
from crawler.crawl import crawl, portal_at
from crawler.options import Options, Snapshot, Summary
from crawler.running.session import Session
from crawler.running.writer import Writer
from tests.crawler.pages import REPORTS, portal
from tests.crawler.server import Reply, Site, site

DELAY = 0.3


@pytest.fixture
def portals() -> Iterator[list[Site]]:
    """Six small portals, each at a loopback address of its own."""
    with ExitStack() as stack:
        yield [stack.enter_context(site(portal(), host=f"127.0.7.{number}")) for number in range(1, 7)]


def crawled(archive: Archive, portals: list[Site], **options: object) -> Summary:
    chosen = Options(**{"allow_private": True, "browser": False, "delay": DELAY, **options})  # type: ignore[arg-type]
    return crawl(archive, [portal_at(one.url) for one in portals], chosen, lambda _: None)


def span(one: Site) -> tuple[float, float]:
    return one.asked[0][0], one.asked[-1][0]


def test_they_are_crawled_side_by_side_each_at_its_own_pace(archive: Archive, portals: list[Site]) -> None:
    summary = crawled(archive, portals)
    assert [one.reports for one in summary.portals] == [len(REPORTS)] * len(portals)
    for one in portals:
        moments = [moment for moment, _, _ in one.asked]
        assert min(later - sooner for sooner, later in pairwise(moments[1:])) >= DELAY * 0.7
    assert max(first for first, _ in map(span, portals)) < min(last for _, last in map(span, portals))


def test_only_so_many_at_once_and_the_next_begins_when_one_is_over(
    archive: Archive, portals: list[Site]
) -> None:
    summary = crawled(archive, portals, at_once=2)
    assert len(summary.portals) == len(portals)
    assert all(set(one.paths) >= REPORTS for one in portals)
    moments = sorted(moment for one in portals for moment in span(one))
    assert max(sum(first <= at <= last for first, last in map(span, portals)) for at in moments) == 2


def test_what_is_over_is_not_begun_again_by_the_crawl_after_one_that_was_stopped(
    archive: Archive, portals: list[Site]
) -> None:
    """The first portals are over when the last page is asked for, at which the run is told to end; they have but to be looked at."""
    stop = threading.Event()

    def until(snapshot: Snapshot) -> None:
        if snapshot.over >= 4:
            stop.set()

    options = Options(allow_private=True, browser=False, delay=DELAY, at_once=2)
    homes = [portal_at(one.url) for one in portals]
    first = crawl(archive, homes, options, until, stop)
    assert first.interrupted
    done = [one for one in portals if set(one.paths) >= REPORTS]
    assert 0 < len(done) < len(portals)
    before = {one.url: len(one.asked) for one in portals}
    crawl(archive, homes, options, lambda _: None)
    assert all(set(one.paths) >= REPORTS for one in portals)
    for one in done:
        assert not REPORTS & set(one.paths[before[one.url] :])


def test_a_portal_that_does_not_answer_fails_by_itself(archive: Archive, portals: list[Site]) -> None:
    with site({"/robots.txt": Reply(status=503)}, host="127.0.7.9") as down:
        summary = crawled(archive, [down, *portals], at_once=3)
    assert summary.failures
    assert all(down.url.split("/")[2] in failure for failure in summary.failures)
    assert all(set(one.paths) >= REPORTS for one in portals)


def test_a_run_names_the_portals_that_it_left_before_the_end(archive: Archive, portals: list[Site]) -> None:
    with site({"/": "<html><p>欢迎</p></html>"}, host="127.0.7.9") as small:
        crawled(archive, [small, portals[0]], max_pages=3, delay=0.0)
    (told,) = archive.db.execute("SELECT json_extract(counts, '$.cut') FROM runs").fetchone()
    assert json.loads(told) == [portal_at(portals[0].url).key]


@pytest.fixture
def session(archive: Archive) -> Iterator[Session]:
    writer = Writer(archive)
    yield Session(
        run="",
        upcoming=iter(()),
        portals=0,
        options=Options(),
        writer=writer,
        clock=archive.clock,
        progress=lambda _: None,
    )
    writer.close()


def test_portals_with_nothing_due_do_not_hold_up_one_that_has_begun(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticks = count()
    monkeypatch.setattr("crawler.running.session.monotonic", lambda: next(ticks) / 1000)
    session.upcoming = iter([None] * 1000)
    session.live["begun"] = None
    session.admit(0.05)
    assert len(list(session.upcoming)) > 900


def test_the_benchmark_finds_what_the_portals_hold() -> None:
    """The measure itself, shortened: two portals instead of two hundred."""
    from benchmarks.fleet import measure

    told = measure(2, delay=0.0)
    assert not told.lost
    assert told.reports > 50
    assert told.requests >= told.reports
    assert told.megabytes > 0
