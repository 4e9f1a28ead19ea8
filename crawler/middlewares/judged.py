"""What an answer is, told as soon as it is here: after a page, the portal's next report is asked for while the page is read."""

from typing import Self

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from archive.records import Outcome
from crawler.address import netloc
from crawler.pipelines import session_of
from crawler.running.record import answer_of
from crawler.verdict import verdict


class Judged:
    """Sees every answer last, unpacked and not to be asked for again; leaves its `answer` (Answer) and `told` (Verdict) in the request's meta."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_response(self, request: Request, response: Response) -> Response:
        waiting = request.meta.get("waiting")
        if waiting is None:
            return response
        campaign = session_of(self._crawler).campaigns[waiting.portal]
        answer = answer_of(
            response,
            url=waiting.url,
            role=waiting.role,
            home=campaign.account.portal.home,
            good=campaign.answering.good[netloc(response.url)],
        )
        told = verdict(answer)
        request.meta["answer"], request.meta["told"] = answer, told
        # What is waiting may be the very page that a redirect led to.
        if told.outcome is Outcome.OK and "redirect_urls" not in request.meta:
            campaign.answered(waiting)
        return response
