"""Where redirects to reports lead: learned from those that were followed, so that the next of their kind is asked for there.

A rule is kept as a lesson of the family, like those of the arms: how often it was tried, how often it held.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from crawler.discovery.arms import Lesson
from crawler.discovery.formula import ENOUGH, Formula, Told, kind_of, places
from crawler.discovery.prospect import Prospect
from crawler.relevance import REPORTS

_LESSON = "redirect"
_BETWEEN = " "
"""Between the parts of a lesson's name: no address holds one."""


@dataclass(slots=True)
class _Rule:
    """Where redirects of one kind lead."""

    formula: Formula
    tried: int = 0
    held: int = 0
    fresh: tuple[int, int] = (0, 0)
    """How often it was tried and held on this portal."""

    def agrees(self, formula: Formula) -> bool:
        """Whether a redirect that led there follows it; it is then narrowed down to what holds for both."""
        both = self.formula.both(formula)
        self.formula = both or self.formula
        return both is not None

    def count(self, tried: int, held: int) -> None:
        """Count what this portal showed."""
        self.tried, self.held = self.tried + tried, self.held + held
        self.fresh = self.fresh[0] + tried, self.fresh[1] + held


@dataclass(slots=True)
class Moves:
    """The redirects of one portal, by kind: paths that are alike but for their numbers."""

    _rules: dict[str, _Rule] = field(default_factory=dict)

    def teach(self, lessons: Iterable[Lesson]) -> None:
        """Take over what the family's portals learned; lessons about other things are left out."""
        for name, tried, held in lessons:
            lesson, *parts = name.split(_BETWEEN)
            if lesson == _LESSON:
                kind, target, *sources = parts
                formula = Formula(
                    tuple(target.split("#")), tuple(frozenset(one.split("|")) for one in sources)
                )
                rule = self._rules.setdefault(kind, _Rule(formula))
                rule.tried += tried
                rule.held += int(held) if rule.agrees(formula) else 0

    def learned(self) -> Iterator[Lesson]:
        """(lesson, tried, held) of this portal."""
        for kind, rule in self._rules.items():
            tried, held = rule.fresh
            if tried and all(rule.formula.sources):
                target = "#".join(rule.formula.pieces)
                sources = ("|".join(sorted(one)) for one in rule.formula.sources)
                yield _BETWEEN.join((_LESSON, kind, target, *sources)), tried, float(held)

    def saw(self, asked: str, answered: str, *, published: str | None) -> None:
        """Note where an address led that a list shows with this date."""
        if urlsplit(asked)[:2] != urlsplit(answered)[:2]:
            return
        formula = Formula.of(_path(answered), _told(asked, published))
        rule = self._rules.setdefault(kind_of(_path(asked)), _Rule(formula))
        rule.count(1, int(rule.agrees(formula)))

    def ahead(self, prospects: tuple[Prospect, ...]) -> Iterator[Prospect]:
        """What a page leads to, the reports among them where they will be led."""
        for one in prospects:
            step = one.step
            to = self._lead(step.ask.url, step.published) if step.kind in REPORTS else None
            if to:
                step = replace(step, ask=replace(step.ask, url=to), listed=step.ask.url)
            yield replace(one, step=step)

    def misled(self, asked: str) -> None:
        """Believe in no redirect of this kind any more: one would have led elsewhere."""
        if rule := self._rules.get(kind_of(_path(asked))):
            rule.count(1, 0)

    def _lead(self, asked: str, published: str | None) -> str | None:
        """Where an address will lead; null where that is not known for certain."""
        rule = self._rules.get(kind_of(_path(asked)))
        if rule is None or rule.held < max(rule.tried, ENOUGH):
            return None
        to = rule.formula.filled(_told(asked, published))
        parts = urlsplit(asked)
        return to and f"{parts.scheme}://{parts.netloc}{to}"


def _path(url: str) -> str:
    """An address's path and query."""
    return urlsplit(url)._replace(scheme="", netloc="", fragment="").geturl()


def _told(asked: str, published: str | None) -> Told:
    """All that an entry tells beforehand: the numbers of its address, and its date in the ways in which addresses write it."""
    told = places(_path(asked))
    if published is None:
        return told
    day = date.fromisoformat(published)
    forms = ("%Y", "%m", "%d", "%m%d", "%Y%m", "%Y%m%d")
    return {**told, **{form: day.strftime(form) for form in forms}, "m": str(day.month), "d": str(day.day)}
