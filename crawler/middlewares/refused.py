"""A request that is not sent, and why."""

from scrapy.exceptions import IgnoreRequest

from archive.records import Outcome


class Refused(IgnoreRequest):
    """Not asked for: the spider records the outcome with its evidence."""

    def __init__(self, outcome: Outcome, evidence: str) -> None:
        super().__init__(evidence)
        self.outcome = outcome
        self.evidence = evidence
