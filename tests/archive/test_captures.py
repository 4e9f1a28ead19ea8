"""What a server sent comes back as it was: headers, dates, times."""

from dataclasses import replace

import pytest

from archive.records import Outcome
from archive.rows import captures
from archive.store import Archive
from tests.archive.made import FILE, HEADERS, PAGE, fetch


def test_headers_come_back_in_order_and_are_stored_once(archive: Archive) -> None:
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, b"1"), fetch(archive, run, b"2")])
    capture = archive.latest(PAGE)
    assert capture is not None
    assert capture.response_headers == HEADERS
    assert capture.request_headers[1] == ("Referer", "http://www.example.gov.cn/")
    assert archive.db["headers"].count == 2


def test_a_referrer_is_stored_once_and_given_back_in_both_places(archive: Archive) -> None:
    run = archive.start_run("crawl")
    one = fetch(archive, run, b"1")
    referrer = dict(one.capture.request_headers)["Referer"]
    archive.save([replace(one, capture=replace(one.capture, referrer=referrer))])
    capture = archive.latest(PAGE)
    assert capture is not None
    assert (capture.referrer, capture.request_headers) == (referrer, one.capture.request_headers)
    assert archive.db.execute("SELECT request_values FROM captures").fetchone() == ("[true]",)


@pytest.mark.parametrize("together", [True, False], ids=["one_batch", "two_batches"])
def test_what_is_confirmed_links_what_it_linked_when_it_came(archive: Archive, together: bool) -> None:
    run = archive.start_run("crawl")
    brought = fetch(archive, run, b"page", files=[FILE])
    asked = fetch(archive, run, b"page", outcome=Outcome.NOT_MODIFIED, status=304)
    for batch in (
        [[brought, replace(asked, body=None)]] if together else [[brought], [replace(asked, body=None)]]
    ):
        archive.save(batch)
    links = archive.db.execute("SELECT capture, url FROM links ORDER BY capture").fetchall()
    assert links == [(brought.capture.id, FILE), (asked.capture.id, FILE)]


@pytest.mark.parametrize(
    "value",
    [
        *("Sun, 06 Nov 1994 08:49:37 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT"),
        *("Sat, 06 Nov 1994 08:49:37 GMT", "Mon, 31 Feb 2025 08:49:37 GMT", "Sun, 06 Nov 1594 08:49:37 GMT"),
        *(
            "Sun, 6 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1994 08:49:37 UTC",
            "abcdefghijklmnopqrstuvwxy GMT",
            "0",
            "",
        ),
    ],
)
def test_a_date_in_a_header_comes_back_as_it_was_sent(archive: Archive, value: str) -> None:
    run = archive.start_run("crawl")
    one = fetch(archive, run, b"page")
    headers = (("Date", value), ("Server", value), ("Last-Modified", value))
    archive.save(
        [replace(one, capture=replace(one.capture, response_headers=headers, request_headers=headers))]
    )
    capture = archive.latest(PAGE)
    assert capture is not None
    assert (capture.response_headers, capture.request_headers) == (headers, headers)


@pytest.mark.parametrize(
    "at", ["0001-01-01T00:00:00.000000Z", "1969-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.000001Z"]
)
def test_any_time_comes_back_as_it_was(archive: Archive, at: str) -> None:
    run = archive.start_run("add")
    one = fetch(archive, run, b"page")
    archive.save([replace(one, capture=replace(one.capture, requested_at=at, received_at=at))])
    capture = archive.latest(PAGE)
    assert capture is not None
    assert (capture.requested_at, capture.received_at) == (at, at)


def test_the_newest_real_capture_of_a_body_is_told(archive: Archive) -> None:
    run = archive.start_run("crawl")
    seen = [
        fetch(archive, run, b"1", url=url, outcome=outcome)
        for url, outcome in (
            (PAGE, Outcome.OK),
            (PAGE, Outcome.OK),
            (FILE, Outcome.OK),
            (FILE, Outcome.CHALLENGE_RS),
        )
    ]
    archive.save(seen)
    digest = str(seen[0].capture.sha256)
    told = [captures.newest(archive.db.conn, digest, url=url) for url in (PAGE, FILE, None)]
    assert [one and one.id for one in told] == [seen[at].capture.id for at in (1, 2, 2)]
    assert captures.newest(archive.db.conn, digest, url=f"{PAGE}?none") is None
