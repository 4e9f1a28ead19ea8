"""A report that its lists no longer name: said only where a whole crawl found it on none of them."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from archive.records import Fetched, Link, Outcome
from archive.store import Archive
from tests.archive.made import PAGE, PORTAL, Ticking, fetch, read_all

LISTS = ("http://www.example.gov.cn/nb/", "http://www.example.gov.cn/nb/2.html")
OTHERS = [f"{PAGE}?{at}" for at in range(6)]
Named = Mapping[str, list[str] | Outcome]
"""List page → the reports that it names, or what the visit came to instead."""
UNCHANGED: Named = dict.fromkeys(LISTS, Outcome.NOT_MODIFIED)


def crawl(
    archive: Archive, named: Named, *, reason: str = "exhausted", counts: Mapping[str, object] | None = None
) -> None:
    """A crawl that looks at these lists, and at the report's page."""
    run = archive.start_run("crawl")
    batch = [fetch(archive, run, b"report")]
    for url, reports in named.items():
        if isinstance(reports, Outcome):
            before = archive.latest(url) if reports is Outcome.NOT_MODIFIED else None
            looked = fetch(archive, run, None, url=url, role="list", outcome=reports, status=None)
            batch.append(_with(looked, sha256=before and before.sha256))
        else:
            links = tuple(Link(url=report, text="年报", kind="report") for report in reports)
            batch.append(
                _with(fetch(archive, run, " ".join(reports).encode(), url=url, role="list"), links=links)
            )
    archive.save(batch)
    archive.end_run(run, reason=reason, counts=counts)
    read_all(archive)


def _with(one: Fetched, *, links: tuple[Link, ...] = (), sha256: str | None = None) -> Fetched:
    capture = replace(one.capture, sha256=sha256) if sha256 else one.capture
    return replace(one, capture=capture, links=links)


def unlisted(archive: Archive) -> list[tuple[str, str]]:
    return archive.db.execute("SELECT url, evidence FROM unlisted").fetchall()


FULL: Named = {LISTS[0]: [PAGE, *OTHERS[:2]], LISTS[1]: OTHERS[2:4]}
GONE: Named = {LISTS[0]: OTHERS[:2], LISTS[1]: OTHERS[2:4]}


def test_a_report_that_no_list_names_any_more_is_unlisted_and_not_withdrawn(archive: Archive) -> None:
    crawl(archive, FULL)
    assert unlisted(archive) == []
    crawl(archive, GONE)
    assert unlisted(archive) == [(PAGE, "list")]
    assert archive.db.execute("SELECT count(*) FROM withdrawn").fetchone() == (0,)
    times = archive.db.execute(
        "SELECT last_listed = (SELECT max(received_at) FROM captures WHERE url = ? AND run <> u.run),"
        " unlisted = (SELECT started_at FROM runs AS r WHERE r.run = u.run) FROM unlisted AS u",
        [LISTS[0]],
    ).fetchone()
    assert times == (1, 1)


SILENT: dict[str, list[tuple[Named, str]]] = {
    "moved to the next page": [({LISTS[0]: OTHERS[:2], LISTS[1]: [PAGE, *OTHERS[2:4]]}, "exhausted")],
    "moved to a further page": [({**GONE, "http://www.example.gov.cn/nb/3.html": [PAGE]}, "exhausted")],
    "only its own list page looked at": [({LISTS[0]: OTHERS[:2]}, "exhausted")],
    "another list page out of reach": [({LISTS[0]: OTHERS[:2], LISTS[1]: Outcome.TIMEOUT}, "exhausted")],
    "each page looked at in another crawl": [
        ({LISTS[0]: OTHERS[:2]}, "exhausted"),
        ({LISTS[1]: OTHERS[2:4]}, "exhausted"),
    ],
    "cut short": [(GONE, "interrupted"), (GONE, "exhausted, max_pages")],
    "not changed since": [(UNCHANGED, "exhausted")],
    "named again": [(GONE, "exhausted"), (FULL, "exhausted")],
    "named again, then unchanged": [
        (GONE, "exhausted"),
        (FULL, "exhausted"),
        (UNCHANGED, "exhausted"),
    ],
}


@pytest.mark.parametrize("then", SILENT)
def test_nothing_is_said(archive: Archive, then: str) -> None:
    crawl(archive, FULL)
    for named, reason in SILENT[then]:
        crawl(archive, named, reason=reason)
    assert unlisted(archive) == []


@pytest.mark.parametrize(("cut", "said"), [("other.example", [(PAGE, "list")]), (PORTAL, [])])
def test_a_crawl_that_was_cut_short_for_one_portal_speaks_for_the_others(
    archive: Archive, cut: str, said: list[tuple[str, str]]
) -> None:
    crawl(archive, FULL)
    crawl(archive, GONE, reason="exhausted, max_pages", counts={"cut": [cut]})
    assert unlisted(archive) == said


def test_a_list_page_that_vanished_with_what_it_named_has_been_looked_at(archive: Archive) -> None:
    crawl(archive, {LISTS[0]: OTHERS[:2], LISTS[1]: [PAGE]})
    crawl(archive, {LISTS[0]: OTHERS[:2], LISTS[1]: Outcome.GONE}, reason="unpromising")
    assert unlisted(archive) == [(PAGE, "list")]


def test_a_list_that_has_not_changed_names_what_it_named(archive: Archive) -> None:
    crawl(archive, FULL)
    crawl(archive, UNCHANGED)
    crawl(archive, GONE)
    (last,) = archive.db.execute("SELECT last_listed FROM unlisted").fetchone()
    (confirmed,) = archive.db.execute(
        "SELECT received_at FROM captures WHERE url = ? AND outcome = 'not_modified'", [LISTS[0]]
    ).fetchone()
    assert last == confirmed


def steps(archive: Archive, lists: int) -> int:
    """Tens of steps that SQLite takes to tell that so many lists, which all named a report, name it no more."""
    urls = [f"{LISTS[0]}{number}.html" for number in range(lists)]
    crawl(archive, {url: [PAGE] for url in urls})
    crawl(archive, dict.fromkeys(urls, OTHERS[:1]))
    taken: list[None] = []
    archive.db.conn.set_progress_handler(lambda: taken.append(None), 10)
    assert unlisted(archive) == [(PAGE, "list")]
    archive.db.conn.set_progress_handler(None, 0)
    return len(taken)


def test_twice_as_many_lists_take_twice_as_long_to_be_looked_through(
    archive: Archive, tmp_path: Path
) -> None:
    """A page is looked for among its own captures, not among all that a run brought."""
    with Archive.open(tmp_path / "half.db", clock=Ticking()) as half:
        few = steps(half, 60)
    assert steps(archive, 120) < 3 * few
