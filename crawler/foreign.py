"""What a page that another crawler fetched is: the same judgement as on a page of ours, without what led to it."""

from dataclasses import replace

from archive.records import Fetched
from archive.sniff import TEXTUAL
from crawler.address import netloc
from crawler.discovery.reading import read
from crawler.discovery.steps import Step
from crawler.families import family_of
from crawler.pages.decode import decode
from crawler.pages.page import Ask, Page
from crawler.relevance import Kind


def describe(one: Fetched) -> Fetched:
    """The fetch with its role, the report's files and its sighting, where it is a report's page."""
    capture = one.capture
    if one.body is None or capture.media_type not in TEXTUAL:
        return replace(one, capture=replace(capture, role="file"))
    header = {name.lower(): value for name, value in capture.response_headers}.get("content-type", "")
    ask = Ask(url=capture.final_url)
    page = Page(url=capture.final_url, text=decode(one.body, header).text, ask=ask)
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
