"""Where redirects to reports lead: learned from those that were followed, so that the next of their kind is asked for there.

A rule is kept as a lesson of the family, like those of the arms: how often it was tried, how often it held.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from urllib.parse import urlsplit

from crawler.discovery.arms import Lesson
from crawler.discovery.lead import Prospect
from crawler.relevance import Kind

_NUMBER = re.compile(r"\d+")
_ENOUGH = 3
"""Redirects of a kind that have to agree."""
_LESSON = "redirect"
_BETWEEN = " "
"""Between the parts of a lesson's name: no address holds one."""


@dataclass(slots=True)
class _Rule:
    """Where redirects of one kind lead."""

    target: str
    """The path, with `#` for each of its numbers."""
    numbers: tuple[frozenset[str], ...]
    """For each of them what of an entry it may be: a number of the address that was asked, or a part of the date."""
    tried: int = 0
    held: int = 0
    fresh: tuple[int, int] = (0, 0)
    """How often it was tried and held on this portal."""

    def agrees(self, target: str, numbers: tuple[frozenset[str], ...]) -> bool:
        """Whether a redirect that led there follows it; what its numbers may be is then narrowed down."""
        if target != self.target:
            return False
        both = tuple(one & other for one, other in zip(self.numbers, numbers, strict=True))
        if all(both):
            self.numbers = both
        return all(both)

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
            lesson, kind, target, *numbers = [*name.split(_BETWEEN), "", ""]
            if lesson == _LESSON:
                may = tuple(frozenset(one.split("|")) for one in numbers[:-2])
                rule = self._rules.setdefault(kind, _Rule(target=target, numbers=may))
                rule.tried += tried
                rule.held += int(held) if rule.agrees(target, may) else 0

    def learned(self) -> Iterator[Lesson]:
        """(lesson, tried, held) of this portal."""
        for kind, rule in self._rules.items():
            tried, held = rule.fresh
            if tried and all(rule.numbers):
                numbers = ("|".join(sorted(one)) for one in rule.numbers)
                yield _BETWEEN.join((_LESSON, kind, rule.target, *numbers)), tried, float(held)

    def saw(self, asked: str, answered: str, *, published: str | None) -> None:
        """Note where an address led that a list shows with this date."""
        if urlsplit(asked)[:2] != urlsplit(answered)[:2]:
            return
        told = _told(asked, published)
        target, found = _split(answered)
        may = tuple(frozenset(name for name, value in told.items() if value == number) for number in found)
        rule = self._rules.setdefault(_split(asked)[0], _Rule(target=target, numbers=may))
        rule.count(1, int(rule.agrees(target, may)))

    def ahead(self, prospects: tuple[Prospect, ...]) -> Iterator[Prospect]:
        """What a page leads to, the reports among them where they will be led."""
        for one in prospects:
            step = one.step
            to = self._lead(step.ask.url, step.published) if step.kind in (Kind.REPORT, Kind.LIKELY) else None
            if to:
                step = replace(step, ask=replace(step.ask, url=to), listed=step.ask.url)
            yield replace(one, step=step)

    def misled(self, asked: str) -> None:
        """Believe in no redirect of this kind any more: one would have led elsewhere."""
        if rule := self._rules.get(_split(asked)[0]):
            rule.count(1, 0)

    def _lead(self, asked: str, published: str | None) -> str | None:
        """Where an address will lead; null where that is not known for certain."""
        rule = self._rules.get(_split(asked)[0])
        if rule is None or rule.held < max(rule.tried, _ENOUGH):
            return None
        told, to = _told(asked, published), rule.target
        for names in rule.numbers:
            values = {told.get(name, "") for name in names}
            value = values.pop()
            if values or not value:
                return None
            to = to.replace("#", value, 1)
        parts = urlsplit(asked)
        return f"{parts.scheme}://{parts.netloc}{to}"


def _split(url: str) -> tuple[str, list[str]]:
    """An address's path and query with `#` for each number, and the numbers."""
    parts = urlsplit(url)
    path = parts._replace(scheme="", netloc="", fragment="").geturl()
    return _NUMBER.sub("#", path), _NUMBER.findall(path)


def _told(asked: str, published: str | None) -> Mapping[str, str]:
    """All that an entry tells beforehand: the numbers of its address, and its date in the ways in which addresses write it."""
    told = {str(place): number for place, number in enumerate(_split(asked)[1])}
    if published is None:
        return told
    day = date.fromisoformat(published)
    forms = ("%Y", "%m", "%d", "%m%d", "%Y%m", "%Y%m%d")
    return {**told, **{form: day.strftime(form) for form in forms}, "m": str(day.month), "d": str(day.day)}
