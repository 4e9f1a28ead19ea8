"""Retries that wait as the server says, slow the host down, and let it recover slowly."""

import asyncio
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from scrapy import Request
from scrapy.core.downloader import Slot
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

LONGEST_WAIT = 120.0
"""Seconds that a Retry-After is waited for; who asks for more is left for the next run."""
_LONGEST_DELAY = 60.0
_UNTOLD_WAIT = 5.0
_SLOWER = 2.0
_RECOVERY = 0.9
_OVERLOADED = (429, 503)
_QUIET = "autothrottle_dont_adjust_delay"


class PatientRetry(RetryMiddleware):
    """Scrapy's retry, with Retry-After. After a 429 or 503 a host's delay doubles; each good answer takes a tenth off again."""

    def process_request(self, request: Request) -> None:
        if request.meta.get("download_slot") in self._slowed:
            request.meta[_QUIET] = True

    async def process_response(self, request: Request, response: Response) -> Request | Response:  # type: ignore[override]
        slot, key = self._slot(request)
        if response.status in _OVERLOADED:
            if slot is not None:
                self._slowed.setdefault(key, slot.delay)
                slot.delay = min(_LONGEST_DELAY, max(0.5, slot.delay * _SLOWER))
            wait = retry_after(response)
            if wait > LONGEST_WAIT or request.meta.get("retry_times", 0) >= 1:
                return response
            await asyncio.sleep(wait)
        elif key in self._slowed and slot is not None and response.status < 400:
            slot.delay = max(self._slowed[key], slot.delay * _RECOVERY)
            if slot.delay == self._slowed[key]:
                del self._slowed[key]
        return super().process_response(request, response)

    @property
    def _slowed(self) -> dict[str, float]:
        """Slots slowed down, each with the delay that it had."""
        return self.__dict__.setdefault("_slowed_slots", {})  # type: ignore[no-any-return]

    def _slot(self, request: Request) -> tuple[Slot | None, str]:
        key = str(request.meta.get("download_slot"))
        return self.crawler.engine.downloader.slots.get(key), key


def retry_after(response: Response) -> float:
    """Seconds that the answer asks us to wait: a number, or a date; a few where it does not say."""
    told = (response.headers.get("Retry-After") or b"").decode("latin-1").strip()
    if told.isdigit():
        return float(told)
    try:
        return max(0.0, (parsedate_to_datetime(told) - datetime.now(UTC)).total_seconds())
    except (ValueError, TypeError):
        return _UNTOLD_WAIT
