"""The one spider: it hands each answer to the verdict and to reading, and what they say to the archive and the campaign."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Iterator
from dataclasses import replace

from scrapy import Request, Spider
from scrapy.http import Response
from twisted.python.failure import Failure

from archive.files.sniff import TEXTUAL
from archive.frontier import Waiting
from archive.records import Capture, Fetched, Outcome, Portal, Role
from crawler.address import canonical, netloc
from crawler.discovery.campaign import Campaign
from crawler.discovery.found import found_file
from crawler.discovery.paging import Notice
from crawler.discovery.reading import Reading, read
from crawler.discovery.steps import Step
from crawler.discovery.turned import whole
from crawler.families import family_of
from crawler.families.base import Family
from crawler.pages.page import Page, Signal
from crawler.pages.wording import spaced
from crawler.relevance import REPORTS
from crawler.running import deposit
from crawler.running.certificates import certificate_state
from crawler.running.record import captured, outcome_of, unanswered
from crawler.running.session import Session
from crawler.running.writer import Bundle
from crawler.verdict import Answer, Verdict

log = logging.getLogger(__name__)

_LEAVING = 6
"""Turns of the loop from an answer until the request that it makes room for is on the wire."""
_SITE_NAME = re.compile(r"""name=["']?SiteName["']?\s+content=["']([^"'<>]{2,100})["']""", re.IGNORECASE)
_SITE_CODE = re.compile(
    r"""name=["']?SiteIDCode["']?\s+content=["']?(\d{10})|网站标识码[:：]?\s*(\d{10})""", re.IGNORECASE
)


_GOOD = Verdict(outcome=Outcome.OK)
_UNLISTED = Verdict(
    outcome=Outcome.JS_LIST, evidence="a column of reports without links or a known data call"
)


class PortalSpider(Spider):
    """Keeps nothing between callbacks: what a portal's crawl knows is its campaign's."""

    name = "portal"
    session: Session

    async def start(self) -> AsyncIterator[Request]:
        """Nothing: every request comes from the frontier."""
        return
        yield

    async def parse(self, response: Response) -> AsyncIterator[Bundle]:
        """One answer to one claimed address."""
        waiting: Waiting = response.meta["waiting"]
        campaign = self.session.campaigns[waiting.portal]
        try:
            # The portal's next request, chosen when this answer came, is to be on its way while it is read.
            for _ in range(_LEAVING):
                await asyncio.sleep(0)
            step: Step = response.meta["step"]
            told: Verdict = response.meta["told"]
            tls = await certificate_state(response)
            if told.outcome is Outcome.OK:
                yield self._good(response, waiting, step=step, tls=tls)
            else:
                yield self._other(response, waiting, step=step, told=told, tls=tls)
        finally:
            campaign.done(waiting)
            self.session.last_url = waiting.url
            self.session.tell()

    def failed(self, failure: Failure) -> Iterator[Bundle]:
        """No answer, or a request that was refused before it was sent."""
        request: Request = failure.request  # type: ignore[attr-defined]
        waiting: Waiting = request.meta["waiting"]
        campaign = self.session.campaigns[waiting.portal]
        outcome, evidence = outcome_of(failure.value or RuntimeError("no reason given"))
        step: Step = request.meta["step"]
        capture = unanswered(
            session=self.session,
            portal=waiting.portal,
            url=waiting.url,
            told=Verdict(outcome=outcome, evidence=evidence),
            role=waiting.role,
            referrer=waiting.found_on,
        )
        campaign.landed(step, outcome=outcome, host=netloc(waiting.url))
        campaign.done(waiting)
        if waiting.depth == 0:
            campaign.account.failure = f"{waiting.url}: {outcome.value}: {evidence}"
        self.session.tell()
        yield Bundle(
            fetched=(Fetched(capture=capture, body=None),),
            done=(waiting.key,),
            waiting=tuple(campaign.agenda.as_listed(step, waiting)),
        )

    def _capture(
        self,
        response: Response,
        waiting: Waiting,
        *,
        told: Verdict,
        role: Role,
        tls: str | None,
        confirmed: str | None = None,
    ) -> tuple[Capture, bytes | None]:
        return captured(
            response,
            response.meta["answer"],
            session=self.session,
            portal=waiting.portal,
            told=told,
            role=role,
            referrer=waiting.found_on,
            url=waiting.url,
            tls=tls,
            confirmed=confirmed,
        )

    def _other(
        self, response: Response, waiting: Waiting, *, step: Step, told: Verdict, tls: str | None
    ) -> Bundle:
        """A visit that brought no page: recorded with its evidence; a 304 names the body that it confirms."""
        campaign = self.session.campaigns[waiting.portal]
        confirmed = (
            campaign.agenda.known.get(canonical(waiting.url))
            if told.outcome is Outcome.NOT_MODIFIED
            else None
        )
        capture, body = self._capture(
            response, waiting, told=told, role=waiting.role, tls=tls, confirmed=confirmed
        )
        campaign.landed(step, outcome=told.outcome, host=netloc(response.url))
        if told.outcome is Outcome.NOT_MODIFIED and waiting.role == "report":
            campaign.agenda.confirmed.add(canonical(waiting.url))
        if waiting.depth == 0:
            campaign.account.failure = f"{waiting.url}: {told.outcome.value}: {told.evidence}"
        rows, lists = (
            campaign.agenda.lost(step, at=capture.received_at)
            if told.outcome in (Outcome.GONE, Outcome.SOFT_404)
            else ([], ())
        )
        return Bundle(
            fetched=(Fetched(capture=capture, body=body),),
            done=(waiting.key,),
            waiting=(*rows, *campaign.agenda.as_listed(step, waiting)),
            lists=lists,
        )

    def _good(self, response: Response, waiting: Waiting, *, step: Step, tls: str | None) -> Bundle:
        campaign = self.session.campaigns[waiting.portal]
        kind, text = response.meta["answer"].media_type, response.meta["answer"].text
        if step.attachment:
            return self._file(response, waiting, step=step, tls=tls)
        if not kind and (waiting.role == "report" or canonical(waiting.url) in campaign.agenda.known):
            told = Verdict(outcome=Outcome.SOFT_404, evidence="an empty page where a report is said to stand")
            return self._other(response, waiting, step=step, told=told, tls=tls)
        if not kind:
            # A year without a report answers so: there is nothing to read, and nothing is a report.
            reading = Reading()
        elif not (kind in TEXTUAL or text):
            reading = Reading(report=found_file(step)) if step.kind in REPORTS else Reading()
        else:
            reading = self._read(response, campaign, step=step)
        return self._bundle(response, waiting, step=step, reading=reading, tls=tls)

    def _read(self, response: Response, campaign: Campaign, *, step: Step) -> Reading:
        """A page is hostile: whatever breaks on it is told as the page's, and the crawl goes on."""
        try:
            page, family, signal = _page(response, step, campaign)
            campaign.notes.update(family.notes(page))
            reading = self._turned(response, campaign, page, family, step=step)
            campaign.notes.update(dict.fromkeys(reading.lacks, ""))
            # An article may be written in another system's editor: only pages that lead on tell the family.
            if reading.report is None:
                _recognise(campaign, page, signal)
            return reading
        except Exception as error:
            log.exception("%s could not be read", response.url)
            message = f"{type(error).__name__}: {error}"
            return Reading(notices=(Notice(code="listing_unreadable", message=message[:300]),))

    def _turned(
        self, response: Response, campaign: Campaign, page: Page, family: Family, *, step: Step
    ) -> Reading:
        """What a page comes to, with the further pages of its list that a browser drew."""

        def one(page: Page) -> Reading:
            return read(page, family, step=step, hosts=campaign.hosts, moves=campaign.agenda.moves)

        if "overhearing" not in response.meta:
            return one(page)
        turning = response.meta["overhearing"].turning
        return whole(page, one, drawn=turning.shown, stuck=turning.stuck)

    def _file(self, response: Response, waiting: Waiting, *, step: Step, tls: str | None) -> Bundle:
        campaign = self.session.campaigns[waiting.portal]
        capture, body = self._capture(response, waiting, told=_GOOD, role="file", tls=tls)
        campaign.account.files += 1
        campaign.landed(step, outcome=Outcome.OK, host=netloc(response.url))
        return Bundle(fetched=(Fetched(capture=capture, body=body),), done=(waiting.key,))

    def _bundle(
        self, response: Response, waiting: Waiting, *, step: Step, reading: Reading, tls: str | None
    ) -> Bundle:
        campaign = self.session.campaigns[waiting.portal]
        told = _UNLISTED if reading.unlisted else _GOOD
        role: Role = "report" if reading.report else _role(waiting, step)
        capture, body = self._capture(response, waiting, told=told, role=role, tls=tls)
        hops = deposit.moved(response, waiting, capture) if reading.report else []
        if hops:
            campaign.agenda.moved(step, waiting.url, hops[-1].final_url)
            capture = replace(capture, url=hops[-1].final_url, referrer=waiting.url)
        rows, lists = campaign.agenda.follow(
            step, reading, waiting=waiting, url=response.url, at=capture.received_at
        )
        if reading.report:
            campaign.kept(step, capture.url)
        reward = int(reading.report is not None)
        campaign.landed(step, outcome=told.outcome, host=netloc(response.url), reward=reward, hops=len(hops))
        campaign.account.noticed(notice.code for notice in reading.notices)
        found = reading.report
        sighting = found.sighting(capture, found_on=waiting.found_on) if found else None
        page = Fetched(capture=capture, body=body, links=reading.links, sighting=sighting)
        return Bundle(
            fetched=(*(Fetched(capture=hop, body=None) for hop in hops), page),
            done=(waiting.key,),
            waiting=tuple(rows),
            lists=lists,
            events=tuple(deposit.events(reading, waiting, self.session)),
            organs=tuple(deposit.organs(reading, waiting, capture, home=campaign.account.portal.home)),
        )


def _recognise(campaign: Campaign, page: Page, signal: Signal | None) -> None:
    """Note what a page says of its portal: name, code, and family, at the first page that tells it or tells it better."""
    account = campaign.account
    account.portal = _named(account.portal, page.once)
    known = account.signal
    if signal and (known is None or (known.where == "address" and signal.where == "body")):
        campaign.recognised(signal)


def _named(portal: Portal, text: str) -> Portal:
    """The portal under the name and code that its page says, where they are not known."""
    if portal.name == portal.key and (name := _SITE_NAME.search(text)):
        portal = replace(portal, name=spaced(name.group(1))[:100])
    if not portal.site_code and (code := _SITE_CODE.search(text)):
        portal = replace(portal, site_code=code.group(1) or code.group(2))
    return portal


def _page(response: Response, step: Step, campaign: Campaign) -> tuple[Page, Family, Signal | None]:
    """The page with the family that reads it: its own, or else the one that other pages of the portal showed."""
    answer: Answer = response.meta["answer"]
    page = Page(
        url=response.url,
        text=answer.text,
        charset=answer.charset,
        ask=step.ask,
        notes=campaign.notes,
        heard=tuple(response.meta["overhearing"].heard) if "overhearing" in response.meta else (),
    )
    told = campaign.account.signal
    family, signal = family_of(page, known=told.family if told and told.where == "body" else "generic")
    return page, family, signal


def _role(waiting: Waiting, step: Step) -> Role:
    if waiting.depth == 0:
        return "home"
    return "other" if step.kind in REPORTS else waiting.role
