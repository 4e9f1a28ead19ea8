"""robots.txt, obeyed. An error or a challenge in its place is no permission (PORTALS §5)."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Self

from protego import Protego
from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.records import Event, Fetched, Outcome
from crawler.address import netloc, of_hosts
from crawler.middlewares.refused import Refused
from crawler.pages.decode import decode
from crawler.pipelines import session_of
from crawler.running.certificates import certificate_state
from crawler.running.record import answer_of, captured, moment, outcome_of
from crawler.running.writer import Bundle
from crawler.verdict import STOPS_HOST, Answer, Verdict, verdict

LONGEST_CRAWL_DELAY = 30.0
"""Seconds: who asks for more gets this much."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """What a host's robots.txt says: its rules, or why nothing may be asked now."""

    parsed: Protego | None = None
    refused: Refused | None = None
    delay: float | None = None


class Robots:
    """Reads each host's robots.txt once a run, before anything else of that host."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._agent: str = crawler.settings["USER_AGENT"].partition("/")[0]
        self._rules: dict[str, asyncio.Task[Rules]] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        if request.meta.get("robots"):
            return
        scheme = request.url.partition("://")[0]
        host = f"{scheme}://{netloc(request.url)}"
        if host not in self._rules:
            self._rules[host] = asyncio.ensure_future(self._read(host, request))
        rules = await asyncio.shield(self._rules[host])
        if rules.refused is not None:
            raise Refused(rules.refused.outcome, rules.refused.evidence)
        if rules.parsed is not None and not rules.parsed.can_fetch(request.url, self._agent):
            raise Refused(Outcome.ROBOTS_DENIED, f"{host}/robots.txt denies {request.url}")
        if rules.delay is not None:
            self._slow(request, rules.delay)

    async def _read(self, host: str, first: Request) -> Rules:
        portal = first.meta["portal"]
        request = Request(f"{host}/robots.txt", meta={"robots": True, "portal": portal}, dont_filter=True)
        try:
            response = await self._crawler.engine.download_async(request)
        except Exception as error:  # whatever kept us from robots.txt keeps us from the host
            outcome, evidence = outcome_of(error)
            return Rules(refused=Refused(outcome, f"robots.txt: {evidence}"))
        session = session_of(self._crawler)
        session.accounts[portal].asked()
        answer = answer_of(response, url=request.url, role="other")
        told = verdict(answer)
        self._keep(portal, response, answer, told, tls=await certificate_state(response))
        if told.outcome in STOPS_HOST:
            return Rules(refused=Refused(told.outcome, f"robots.txt: {told.evidence}"))
        if response.status >= 500:
            why = f"robots.txt answers {response.status}: nothing is asked now"
            return Rules(refused=Refused(Outcome.ROBOTS_DENIED, why))
        if response.status >= 300:
            return Rules()
        return self._parsed(portal, answer)

    def _parsed(self, portal: str, answer: Answer) -> Rules:
        """The rules of the host that was asked, wherever redirects led to them (RFC 9309 §2.3.1.2). A page is none: an error, a login."""
        text = decode(answer.body).text
        if text.lstrip()[:1] == "<":
            self._tell(
                portal, answer.url, "robots_html", "robots.txt answers with a page: taken for no rules"
            )
            return Rules()
        parsed = Protego.parse(text)
        session_of(self._crawler).robots[netloc(answer.url)] = self._permits(parsed)
        self._map(portal, parsed.sitemaps)
        delay = parsed.crawl_delay(self._agent)
        return Rules(parsed=parsed, delay=None if delay is None else min(float(delay), LONGEST_CRAWL_DELAY))

    def _map(self, portal: str, urls: Iterable[str]) -> None:
        """Tell the portal's crawl of the site maps that its host names."""
        session = session_of(self._crawler)
        campaign = session.campaigns[portal]
        own = [url for url in urls if of_hosts(url, campaign.hosts)]
        if rows := campaign.agenda.told_of(own):
            session.writer.put(Bundle(waiting=tuple(rows)))

    def _permits(self, parsed: Protego) -> Callable[[str], bool]:
        return lambda url: bool(parsed.can_fetch(url, self._agent))

    def _slow(self, request: Request, delay: float) -> None:
        """Give the host's slot the delay that it asks for, and keep AutoThrottle from shortening it."""
        downloader = self._crawler.engine.downloader
        key = downloader.get_slot_key(request)
        base = float(downloader.per_slot_settings.get(key, {}).get("delay", 0.0))
        if delay > base:
            downloader.per_slot_settings[key] = {"delay": delay, "concurrency": 1, "jitter": 0}
            if slot := downloader.slots.get(key):
                slot.delay, slot.jitter = max(slot.delay, delay), 0.0
        request.meta["autothrottle_dont_adjust_delay"] = True

    def _keep(
        self, portal: str, response: Response, answer: Answer, told: Verdict, *, tls: str | None
    ) -> None:
        session = session_of(self._crawler)
        capture, body = captured(
            response,
            answer,
            session=session,
            portal=portal,
            told=told,
            role="other",
            referrer=None,
            url=answer.url,
            tls=tls,
        )
        session.writer.put(Bundle(fetched=(Fetched(capture=capture, body=body),)))

    def _tell(self, portal: str, url: str, code: str, message: str) -> None:
        session = session_of(self._crawler)
        event = Event(run=session.run, portal=portal, url=url, code=code, message=message, at=moment(session))
        session.writer.put(Bundle(events=(event,)))
