"""How a portal's hosts answer, and which of them are left alone until the next run."""

from collections import Counter
from dataclasses import dataclass, field

from archive.records import Outcome
from crawler.address import netloc
from crawler.verdict import STOPS_HOST

_MOST_SILENT = 5
"""Requests in a row without a proper answer after which a host is left alone."""
_SILENT = frozenset({Outcome.TIMEOUT, Outcome.CONNECTION, Outcome.DNS, Outcome.SERVER_ERROR})


@dataclass(slots=True)
class Hosts:
    """The hosts that were asked. One that refused us has refused us under its name with `www.` as well."""

    good: Counter[str] = field(default_factory=Counter)
    """Good answers by host."""
    _silent: Counter[str] = field(default_factory=Counter)
    """Requests in a row without a proper answer."""
    _blocked: dict[str, Outcome] = field(default_factory=dict)

    def answered(self, host: str, outcome: Outcome) -> None:
        """Note what a request to a host came to."""
        good = outcome in (Outcome.OK, Outcome.NOT_MODIFIED)
        self.good[host] += good
        self._silent[host] = self._silent[host] + 1 if outcome in _SILENT else 0
        if outcome in STOPS_HOST or self._silent[host] >= _MOST_SILENT:
            self._blocked[host.removeprefix("www.")] = outcome

    def blocked(self, url: str) -> Outcome | None:
        """Why nothing more is asked of an address's host; null where it may be asked."""
        return self._blocked.get(netloc(url).removeprefix("www."))
