"""What a page that another crawler fetched is: the same judgement as on a page of ours, without what led to it."""

import logging
from dataclasses import replace

from archive.files.sniff import TEXTUAL
from archive.records import Fetched, Outcome
from crawler.address import netloc
from crawler.discovery.reading import read
from crawler.discovery.steps import Step
from crawler.families import family_of
from crawler.pages.decode import decode
from crawler.pages.page import Ask, Page
from crawler.relevance import Kind
from crawler.verdict import Answer, verdict

log = logging.getLogger(__name__)


def describe(one: Fetched) -> Fetched:
    """The fetch with its role, the report's files and its sighting, where it is a report's page.

    A page is hostile: what breaks on it is logged, and it stays a page of no known kind.
    """
    try:
        return _described(one)
    except Exception:
        log.exception("%s could not be read", one.capture.url)
        return one


def _described(one: Fetched) -> Fetched:
    capture = one.capture
    if one.body is None or capture.media_type not in TEXTUAL:
        return replace(one, capture=replace(capture, role="file"))
    headers = {name.lower(): value for name, value in capture.response_headers}
    text = decode(one.body, headers.get("content-type", "")).text
    answer = Answer(
        status=capture.status or 200,
        url=capture.url,
        final_url=capture.final_url,
        headers=headers,
        body=one.body,
        text=text,
    )
    told = verdict(answer)
    if told.outcome is not Outcome.OK:
        return replace(one, capture=replace(capture, outcome=told.outcome, evidence=told.evidence))
    ask = Ask(url=capture.final_url)
    page = Page(url=capture.final_url, text=text, ask=ask)
    family, _ = family_of(page)
    hosts = frozenset({netloc(capture.final_url).removeprefix("www.")})
    reading = read(page, family, step=Step(ask=ask, kind=Kind.LIKELY), hosts=hosts)
    if reading.report is None:
        return one
    # A file that lies on another host was fetched by whoever made the WARC: it is the report's all the same.
    links = tuple(
        replace(link, kind="attachment") if link.kind == "off_host" else link for link in reading.links
    )
    return replace(
        one,
        capture=replace(capture, role="report"),
        links=links,
        sighting=reading.report.sighting(capture, found_on=None),
    )
