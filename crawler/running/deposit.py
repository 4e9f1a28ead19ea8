"""What a reading tells, as the archive's records."""

from collections.abc import Iterator
from dataclasses import replace

from scrapy.http import Response

from archive.clock import ident
from archive.frontier import Waiting
from archive.records import Capture, Event, Organ, Outcome
from crawler.address import canonical, fingerprint, sent
from crawler.discovery.reading import Reading
from crawler.pages.page import Ask
from crawler.running.record import moment
from crawler.running.session import Session


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


def moved(response: Response, waiting: Waiting, capture: Capture, session: Session) -> Capture | None:
    """The redirect that led to a report: the report's address is where it stands, not where a list pointed."""
    hops = [str(url) for url in response.meta.get("redirect_urls", ())]
    if not hops or fingerprint(Ask(url=response.url)) == waiting.fingerprint:
        return None
    reasons = response.meta.get("redirect_reasons", ())
    return replace(
        capture,
        id=ident(session.clock()),
        final_url=sent(response.url),
        status=reasons[0] if reasons and isinstance(reasons[0], int) else None,
        outcome=Outcome.REDIRECT,
        evidence=" → ".join([*hops, response.url])[:1000],
        response_headers=(),
        sha256=None,
        wire_sha256=None,
        media_type=None,
    )
