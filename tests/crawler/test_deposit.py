"""What becomes of an answer in the archive: its redirects, the organs that it names, the body that it confirms."""

import hashlib
from datetime import UTC, datetime

from scrapy import Request
from scrapy.http import Response

from archive.records import Outcome, Portal
from archive.store import Archive
from crawler.discovery.account import Account
from crawler.discovery.reading import Reading
from crawler.discovery.steps import Step
from crawler.middlewares.redirects import Hop
from crawler.options import Options
from crawler.pages.page import Ask
from crawler.relevance import Kind
from crawler.running import deposit
from crawler.running.record import answer_of, captured
from crawler.running.session import Session
from crawler.running.writer import Writer
from crawler.verdict import Verdict
from tests.archive.made import PAGE, PORTAL, fetch

HOME = f"http://{PORTAL}/"
MOVED = "http://www.example.gov.cn/new/2023.html"
WAITING = Step(ask=Ask(url=PAGE), kind=Kind.REPORT).waiting(PORTAL, score=1, found_on=HOME, depth=1)


def test_a_redirect_to_a_report_is_a_capture_from_when_it_was_asked_to_when_it_came(archive: Archive) -> None:
    hop = Hop(
        url=PAGE,
        status=301,
        received=datetime(2025, 1, 20, 8, 0, 2, tzinfo=UTC),
        latency=1.5,
        asked=(),
        answered=(),
    )
    response = Response(MOVED, request=Request(PAGE, meta={"hops": [hop]}))
    capture = fetch(archive, "r", b"report", url=PAGE).capture
    (moved,) = deposit.moved(response, WAITING, capture)
    assert (moved.url, moved.final_url, moved.status, moved.sha256) == (PAGE, MOVED, 301, None)
    assert (moved.requested_at[11:21], moved.received_at[11:21]) == ("08:00:00.5", "08:00:02.0")
    assert deposit.moved(response.replace(url=PAGE), WAITING, capture) == []


def test_the_portals_own_name_is_no_organ_of_it(archive: Archive) -> None:
    reading = Reading(organs=(("示例县人民政府", HOME), ("财政局", f"{HOME}czj/")))
    capture = fetch(archive, "r", b"list").capture
    assert [one.organ for one in deposit.organs(reading, WAITING, capture, home=HOME)] == ["财政局"]


def session(archive: Archive) -> Session:
    return Session(
        run="r",
        upcoming=iter(()),
        portals=1,
        options=Options(),
        writer=Writer(archive),
        clock=archive.clock,
        progress=lambda _: None,
    )


def test_an_answer_without_a_body_names_the_one_that_it_confirms(archive: Archive) -> None:
    one = session(archive)
    confirmed = hashlib.sha256(b"report").hexdigest()
    digests = []
    for body in (b"", b"other"):
        response = Response(PAGE, status=304, body=body, request=Request(PAGE))
        capture, _ = captured(
            response,
            answer_of(response, url=PAGE, role="report"),
            session=one,
            portal=PORTAL,
            told=Verdict(outcome=Outcome.NOT_MODIFIED),
            role="report",
            referrer=None,
            confirmed=confirmed,
        )
        digests.append(capture.sha256)
    one.writer.close()
    assert digests == [confirmed, hashlib.sha256(b"other").hexdigest()]


def test_a_portal_that_was_over_ended_by_itself_when_the_run_is_told_to_end(archive: Archive) -> None:
    one = session(archive)
    portal = Portal(key=PORTAL, name=PORTAL, home=HOME)
    one.accounts = {"over": Account(portal=portal, reason="exhausted"), "busy": Account(portal=portal)}
    one.stop("max_time")
    one.writer.close()
    assert [account.reason for account in one.accounts.values()] == ["exhausted", "max_time"]
