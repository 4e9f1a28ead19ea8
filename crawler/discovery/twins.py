"""Reports that seem to be one already met, at another address: told by their titles."""

from dataclasses import dataclass, field

from crawler.discovery.steps import Step
from crawler.pages.wording import folded
from crawler.relevance import title_organ

_MOST = 200_000


@dataclass(slots=True)
class Twins:
    """The titles that were met, each with the organ that it leaves out."""

    _titles: set[tuple[str, str]] = field(default_factory=set)

    def met(self, step: Step) -> bool:
        """Whether a report's title was met before; it is from now on.

        Titles that name no organ are twins only under the same organ; where none is known, no two are told to be twins.
        """
        title = f"{folded(step.title)} {step.trail.year or ''}"
        organ = "" if title_organ(step.title) else (step.organ or step.trail.organ)
        if organ is None:
            return False
        if (title, organ) in self._titles:
            return True
        if len(self._titles) < _MOST:
            self._titles.add((title, organ))
        return False
