"""How far a crawl that goes by known lists goes beyond them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from archive.frontier import Waiting
from crawler.discovery.steps import Step
from crawler.schedule import Explore

_WHEREVER = frozenset({"report", "file"})


@dataclass(slots=True)
class Exploring:
    """What a crawl was made for, and what it may ask for beside that."""

    rules: Explore
    wanted: set[str] = field(default_factory=set)
    """Requests that the crawl was made for; other pages are beyond what is known."""
    _asked: int = 0
    """Requests beyond what is known so far."""
    _promised: set[str] = field(default_factory=set)
    """Requests that pages lead to which were not known before: their words need not say that they are reports."""
    _finds: int = 0
    """New reports that they led to."""

    def want(self, *requests: Step | Waiting) -> None:
        """Note what the crawl is made for, beside reports and files, which are asked for wherever they are met."""
        self.wanted.update(one.fingerprint for one in requests if one.role not in _WHEREVER)

    def goes_beyond(self, waiting: Waiting) -> bool:
        """Whether a request is for a page that is not known to matter."""
        return waiting.role not in _WHEREVER and waiting.fingerprint not in self.wanted

    def goes_further(self) -> bool:
        """Whether one more such request is allowed; it is then counted."""
        most = self.rules.least + self.rules.share * len(self.wanted) + self.rules.find * self._finds
        allowed = self._asked < most
        self._asked += allowed
        return allowed

    def promised(self, steps: Iterable[Step]) -> None:
        """Note what a page leads to that was not known before."""
        self._promised.update(step.fingerprint for step in steps)

    def found(self, step: Step) -> None:
        """A new report was fetched. One that a known list shows tells nothing of what is beyond the known lists."""
        self._finds += step.fingerprint in self._promised
