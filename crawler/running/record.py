"""An answer, or none, as the archive's records."""

import hashlib
import re
from datetime import datetime, timedelta

from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadTimeoutError,
)
from scrapy.http import Response
from twisted.internet.error import DNSLookupError, TimeoutError
from twisted.python.failure import Failure

from archive.clock import ident, stamp
from archive.files.sniff import TEXTUAL, media_type
from archive.records import Capture, Outcome, Role
from crawler.middlewares.refused import Refused
from crawler.middlewares.wire import pairs
from crawler.pages.decode import decode
from crawler.pages.sitemaps import unpacked
from crawler.running.session import Session
from crawler.verdict import Answer, Verdict

_LEGACY = re.compile(
    r"legacy renegotiation|dh key too small|unsupported protocol|no protocols|wrong version number|bad ecpoint|no ciphers"
)
_CERTIFICATE = re.compile(r"certificate|hostname mismatch", re.IGNORECASE)


def moment(session: Session) -> str:
    """Now, as the archive writes it."""
    return stamp(session.clock())


def answer_of(response: Response, *, url: str, role: Role, home: str = "", good: int = 0) -> Answer:
    """What the verdict's rules look at. `url` is the address first asked for, before redirects."""
    headers: dict[str, str] = {}
    for name, value in pairs(response):
        headers[name.lower()] = f"{headers[name.lower()]}\n{value}" if name.lower() in headers else value
    kind = media_type(response.body) if response.body else ""
    written = response.body if kind in TEXTUAL else unpacked(response.url, response.body)
    decoded = decode(written, headers.get("content-type", "")) if written else None
    return Answer(
        status=response.status,
        url=url,
        final_url=response.url,
        headers=headers,
        body=response.body,
        text=decoded.text if decoded else "",
        charset=decoded.charset if decoded else "",
        media_type=kind,
        role=role,
        home=home,
        good=good,
    )


def captured(
    response: Response,
    answer: Answer,
    *,
    session: Session,
    portal: str,
    told: Verdict,
    role: Role,
    referrer: str | None,
    url: str | None = None,
    confirmed: str | None = None,
    tls: str | None = None,
) -> tuple[Capture, bytes | None]:
    """The capture of a response and its unpacked body, from what was seen of it as an answer. `confirmed` is the digest that a 304 vouches for."""
    meta = response.meta
    received: datetime = meta.get("received") or session.clock()
    requested = received - timedelta(seconds=float(meta.get("download_latency") or 0.0))
    body = answer.body or None
    capture = Capture(
        id=ident(received),
        run=session.run,
        portal=portal,
        url=url or response.url,
        final_url=response.url,
        status=response.status,
        outcome=told.outcome,
        evidence=told.evidence,
        requested_at=stamp(requested),
        received_at=stamp(received),
        request_headers=pairs(response.request) if response.request else (),
        response_headers=meta.get("answered") or pairs(response),
        sha256=hashlib.sha256(body).hexdigest() if body else confirmed,
        wire_sha256=meta.get("wire"),
        media_type=answer.media_type or None,
        tls=tls,
        referrer=referrer,
        role=role,
    )
    return capture, body


def unanswered(
    *, session: Session, portal: str, url: str, told: Verdict, role: Role, referrer: str | None
) -> Capture:
    """The record of a request that got no answer, or was not sent."""
    now = session.clock()
    return Capture(
        id=ident(now),
        run=session.run,
        portal=portal,
        url=url,
        final_url=url,
        status=None,
        outcome=told.outcome,
        evidence=told.evidence,
        requested_at=stamp(now),
        received_at=stamp(now),
        referrer=referrer,
        role=role,
    )


def outcome_of(error: BaseException) -> tuple[Outcome, str]:
    """One state for each way in which no answer came (PORTALS §5), and what was said."""
    causes = _causes(error)
    said, told = _innermost(causes)[:300], " ".join(map(str, causes))
    for kind, outcome in (
        (Refused, None),
        ((CannotResolveHostError, DNSLookupError), Outcome.DNS),
        ((DownloadTimeoutError, TimeoutError), Outcome.TIMEOUT),
        (DownloadCancelledError, Outcome.TOO_LARGE),
        (DownloadConnectionRefusedError, Outcome.CONNECTION),
    ):
        for cause in causes:
            if isinstance(cause, Refused):
                return cause.outcome, cause.evidence
            if outcome is not None and isinstance(cause, kind):
                return outcome, said
    if _LEGACY.search(told):
        return Outcome.TLS_LEGACY, said
    if _CERTIFICATE.search(told):
        return Outcome.TLS_CERT, said
    return Outcome.CONNECTION, said


def _causes(error: BaseException) -> list[BaseException]:
    """The error, what it arose from, and what Twisted wrapped in it."""
    found: list[BaseException] = []
    waiting: list[object] = [error]
    while waiting and len(found) < 20:
        one = waiting.pop(0)
        if isinstance(one, Failure):
            one = one.value
        if isinstance(one, BaseException) and one not in found:
            found.append(one)
            waiting += [one.__cause__, one.__context__, *getattr(one, "reasons", ())]
    return found


def _innermost(causes: list[BaseException]) -> str:
    """What the last cause that has words says: those around it repeat it, or name only what wrapped it."""
    return next((str(cause) for cause in reversed(causes) if str(cause)), type(causes[0]).__name__)
