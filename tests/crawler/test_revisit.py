"""Asking again: conditionally, as long as what a 304 would confirm is there."""

from dataclasses import replace

from archive.store import Archive
from crawler.discovery.revisit import again
from tests.archive.made import PAGE, PORTAL, fetch


def test_a_page_whose_body_was_lost_is_asked_for_whole(archive: Archive) -> None:
    run = archive.start_run("crawl")
    found = fetch(archive, run, b"page")
    archive.save([replace(found, capture=replace(found.capture, response_headers=(("ETag", '"a1"'),)))])
    (asked,) = again(archive, PORTAL, [PAGE], score=1.0)
    assert "If-None-Match" in asked.request
    archive.db.execute("DELETE FROM body_rows")
    (asked,) = again(archive, PORTAL, [PAGE], score=1.0)
    assert "If-None-Match" not in asked.request
