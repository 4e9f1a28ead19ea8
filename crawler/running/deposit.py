"""What a reading tells, as the archive's records."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy.http import Response

from archive.clock import ident, stamp
from archive.frontier import Waiting
from archive.records import Capture, Event, Organ, Outcome
from crawler.address import canonical, fingerprint, sent
from crawler.discovery.reading import Reading
from crawler.pages.page import Ask
from crawler.running.record import moment
from crawler.running.session import Session

if TYPE_CHECKING:
    from crawler.middlewares.redirects import Hop


def events(reading: Reading, waiting: Waiting, session: Session) -> Iterator[Event]:
    """What a list's reading noticed."""
    for notice in reading.notices:
        yield Event(
            run=session.run,
            portal=waiting.portal,
            url=waiting.url,
            code=notice.code,
            message=notice.message,
            at=moment(session),
        )


def organs(reading: Reading, waiting: Waiting, capture: Capture, *, home: str) -> Iterator[Organ]:
    """The organs of a directory. The portal's own name over every page is no entry of one."""
    for organ, url in reading.organs:
        if canonical(url) != canonical(home):
            yield Organ(
                portal=waiting.portal,
                organ=organ,
                url=canonical(url),
                found_on=waiting.url,
                at=capture.received_at,
            )


def moved(response: Response, waiting: Waiting, capture: Capture) -> list[Capture]:
    """The redirects that led to a report, in order: its address is where it stands, not where a list pointed."""
    hops: Sequence[Hop] = response.meta.get("hops", ())
    if not hops or fingerprint(Ask(url=response.url)) == waiting.fingerprint:
        return []
    chain = " → ".join([*(hop.url for hop in hops), response.url])[:1000]
    addresses = [waiting.url, *(hop.url for hop in hops[1:])]
    return [
        replace(
            capture,
            id=ident(hop.received),
            url=url,
            final_url=sent(response.url),
            status=hop.status,
            outcome=Outcome.REDIRECT,
            evidence=chain,
            requested_at=stamp(hop.received - timedelta(seconds=hop.latency)),
            received_at=stamp(hop.received),
            request_headers=hop.asked,
            response_headers=hop.answered,
            sha256=None,
            wire_sha256=None,
            media_type=None,
            tls=capture.tls if urlsplit(hop.url)[:2] == urlsplit(response.url)[:2] else None,
        )
        for url, hop in zip(addresses, hops, strict=True)
    ]
