"""Crawls that look at some addresses of a report only: what may have been edited at one time is one version."""

import json
from dataclasses import replace
from random import Random

import pytest

from archive.keeping.verify import verify
from archive.records import Outcome
from archive.store import Archive
from tests.archive.made import PAGE, fetch, reading

OTHER = "http://www.example.gov.cn/moved/2023.html"
FILE = "http://www.example.gov.cn/files/2023.doc"
OTHER_FILE = "http://www.example.gov.cn/files/2023.pdf"
SHOWN = {PAGE: (FILE,), OTHER: (FILE, OTHER_FILE)}
"""Two addresses of a report, and the files that each links."""


def crawl_some(archive: Archive, asked: dict[str, str], *, gone: str = "") -> None:
    """A crawl that brings what is published at some addresses; then each page is read with the files that print it too."""
    run = archive.start_run("crawl")
    archive.save(
        [
            fetch(archive, run, None, url=url, outcome=Outcome.GONE)
            if url == gone
            else fetch(archive, run, text.encode(), url=url, role="report", files=SHOWN[url])
            if url in SHOWN
            else fetch(archive, run, text.encode(), url=url, role="file")
            for url, text in asked.items()
        ]
    )
    archive.end_run(run, reason="finished")
    for source in archive.sources("1"):
        said = {part.url: part.body.decode() for part in source.parts}
        own = said.pop(source.url)
        made = reading(source, content=json.dumps({"": own, **said}))
        archive.record(source, replace(made, sha256=source.parts[0].sha256))


def versions(archive: Archive) -> int:
    found: tuple[int] = archive.db.execute("SELECT versions FROM current").fetchone()
    assert list(verify(archive.db.conn, full=True)) == []
    return found[0]


@pytest.mark.parametrize("seed", range(12))
def test_crawls_that_ask_for_some_addresses_see_an_edit_as_one_version(archive: Archive, seed: int) -> None:
    random, everything = Random(seed), [PAGE, OTHER, FILE, OTHER_FILE]
    crawl_some(archive, dict.fromkeys(everything, "0"))
    for edit in range(1, 5):
        for _ in range(3):
            asked = random.sample(everything, random.randint(1, 3))
            crawl_some(archive, dict.fromkeys(asked, str(edit)))
        crawl_some(archive, dict.fromkeys(random.sample(everything, 4), str(edit)))
        assert versions(archive) == 1 + edit


@pytest.mark.parametrize("order", [(PAGE, FILE), (FILE, PAGE)])
def test_edits_between_crawls_that_looked_at_page_and_file_are_versions_each(
    archive: Archive, order: tuple[str, str]
) -> None:
    published = {PAGE: "0", FILE: "0"}
    for number, edited in enumerate(["", *order, *order], 1):
        published |= {edited: str(number)} if edited else {}
        crawl_some(archive, published)
        assert versions(archive) == number


def test_a_file_that_says_again_what_it_said_before_an_edit_is_a_version(archive: Archive) -> None:
    for asked, number in (({PAGE: "0", FILE: "0"}, 1), ({PAGE: "1"}, 2), ({FILE: "1"}, 2), ({FILE: "0"}, 3)):
        crawl_some(archive, asked)
        assert versions(archive) == number


def test_a_file_that_a_crawl_confirms_is_looked_at(archive: Archive) -> None:
    crawl_some(archive, {PAGE: "0", FILE: "0"})
    run = archive.start_run("crawl")
    same = fetch(archive, run, None, url=FILE, role="file", outcome=Outcome.NOT_MODIFIED, status=304)
    archive.save([fetch(archive, run, b"1", files=[FILE]), same])
    archive.end_run(run, reason="finished")
    crawl_some(archive, {FILE: "1"})
    assert versions(archive) == 3


@pytest.mark.parametrize("outcome", [Outcome.GONE, Outcome.SOFT_404, Outcome.REDIRECT])
def test_a_page_that_is_gone_shows_no_file_that_came_later(archive: Archive, outcome: Outcome) -> None:
    crawl_some(archive, {PAGE: "0", FILE: "0"})
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, None, outcome=outcome)])
    archive.end_run(run, reason="finished")
    crawl_some(archive, {FILE: "1"})
    assert versions(archive) == 1
    crawl_some(archive, {OTHER: "1", FILE: "1"})
    assert versions(archive) == 2
    crawl_some(archive, {PAGE: "1"})
    assert versions(archive) == 2


@pytest.mark.parametrize("order", [(PAGE, FILE, OTHER), (FILE, OTHER, PAGE), (FILE, PAGE, OTHER)])
def test_an_edit_that_came_with_a_move_is_one_version_whatever_a_crawl_looks_at_first(
    archive: Archive, order: tuple[str, ...]
) -> None:
    crawl_some(archive, {PAGE: "0", FILE: "0"})
    crawl_some(archive, dict.fromkeys(order, "1"), gone=PAGE)
    assert versions(archive) == 2


def test_a_second_edit_is_none_of_the_first_that_a_new_address_showed(archive: Archive) -> None:
    crawl_some(archive, {PAGE: "0"})
    crawl_some(archive, {OTHER: "1"})
    crawl_some(archive, {PAGE: "2"})
    crawl_some(archive, {OTHER: "2"})
    assert versions(archive) == 3


def test_a_report_that_moved_and_says_again_what_it_said_at_first_is_a_version(archive: Archive) -> None:
    crawl_some(archive, {PAGE: "0", FILE: "0"})
    crawl_some(archive, {PAGE: "1", FILE: "1"})
    crawl_some(archive, {PAGE: "", OTHER: "0", FILE: "0"}, gone=PAGE)
    assert versions(archive) == 3


def test_an_edit_that_came_before_a_page_went_is_a_version(archive: Archive) -> None:
    crawl_some(archive, {PAGE: "0", FILE: "0"})
    crawl_some(archive, {FILE: "1", PAGE: ""}, gone=PAGE)
    assert versions(archive) == 2


def test_a_file_that_was_never_seen_is_read_though_its_page_is_gone_by_then(archive: Archive) -> None:
    crawl_some(archive, {PAGE: "0"})
    crawl_some(archive, {FILE: "0", PAGE: ""}, gone=PAGE)
    parts = archive.db.execute(
        "SELECT count(*) AS parts FROM parts GROUP BY source ORDER BY parts"
    ).fetchall()
    assert parts == [(1,), (2,)]
