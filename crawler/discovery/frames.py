"""Columns whose page is only a frame for the call that fills it: learned from those that were read, so that of the next one the call is
asked for at once."""

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace

from crawler.discovery.lead import Prospect
from crawler.discovery.steps import Step
from crawler.pages.page import Ask
from crawler.relevance import Kind

_NUMBER = re.compile(r"[0-9a-f]{16,}|\d+")
_ENOUGH = 3
"""Frames of a kind that have to agree."""
_TELLING = frozenset({Kind.REPORT, Kind.LIKELY, Kind.COLUMN, Kind.YEAR})
_END = "\n"
"""Between a call's address and its body: no address holds one."""


@dataclass(slots=True)
class _Rule:
    """What the frames of one kind call."""

    call: Ask
    """As one of them called it."""
    sources: tuple[frozenset[int | str], ...]
    """For each number of the call where it may come from: a place among the numbers of the frame's address, or always the same."""
    held: int = 1

    def agrees(self, call: Ask, sources: tuple[frozenset[int | str], ...]) -> bool:
        """Whether another frame calls the same way; where its numbers may come from is then narrowed down."""
        alike = replace(call, url=self.call.url, body=self.call.body, base=self.call.base) == self.call
        if not alike or _shape(call) != _shape(self.call):
            return False
        self.sources = tuple(one & other for one, other in zip(self.sources, sources, strict=True))
        self.held += 1
        return all(self.sources)


@dataclass(slots=True)
class Frames:
    """The frames of one portal, by kind: addresses that are alike but for their numbers."""

    _rules: dict[str, _Rule | None] = field(default_factory=dict)
    """Null for a kind whose pages are not all such frames, or do not call alike."""

    def saw(self, step: Step, prospects: Sequence[Prospect], *, new: Container[str]) -> None:
        """Note what a page called, if it is a column's own; `new`: the requests that it shows and no page before it did."""
        if _is_first_look(step):
            self.learn(step.ask.url, _only_call(prospects, new))

    def ahead(self, step: Step) -> Step | None:
        """The step to the call that a column's page will make; null where that is not known for certain, or brought nothing before."""
        call = self.call(step.ask.url) if _is_first_look(step) and step.turn is None else None
        return replace(step, ask=call, listed=step.ask.url) if call else None

    def learn(self, address: str, call: Ask | None) -> None:
        """What a column's page called; null where it showed anything else."""
        kind = _NUMBER.sub("#", address)
        if call is None or call.base != address or not kind.count("#"):
            self._rules[kind] = None
            return
        numbers = _NUMBER.findall(address)
        sources = tuple(
            frozenset({one, *(place for place, number in enumerate(numbers) if number == one)})
            for one in _NUMBER.findall(_text(call))
        )
        if kind not in self._rules:
            self._rules[kind] = _Rule(call=call, sources=sources)
        elif (rule := self._rules[kind]) is not None and not rule.agrees(call, sources):
            self._rules[kind] = None

    def call(self, address: str) -> Ask | None:
        """What a column's page will call; null where that is not known for certain."""
        rule = self._rules.get(_NUMBER.sub("#", address))
        if rule is None or rule.held < _ENOUGH:
            return None
        numbers, pieces = _NUMBER.findall(address), iter(_NUMBER.split(_text(rule.call)))
        text = next(pieces)
        for sources, piece in zip(rule.sources, pieces, strict=True):
            values = {source if isinstance(source, str) else numbers[source] for source in sources}
            if len(values) > 1:
                return None
            text += values.pop() + piece
        url, _, body = text.partition(_END)
        return replace(rule.call, url=url, body=body, base=address)


def _is_first_look(step: Step) -> bool:
    """Whether a step asks for a column's own page."""
    first = step.turn is None or (step.turn.again and step.turn.page == 1)
    return step.kind is Kind.COLUMN and first and step.ask == Ask(url=step.ask.url) and not step.rendered


def _only_call(prospects: Sequence[Prospect], new: Container[str]) -> Ask | None:
    """The call that fills a column, where its page shows nothing else of reports that was not known."""
    calls = [one.step.ask for one in prospects if one.under == "call"]
    others = [one for one in prospects if one.under != "call" and one.step.fingerprint in new]
    shows = any(one.step.kind in _TELLING for one in others)
    return calls[0] if len(calls) == 1 and not shows else None


def _text(call: Ask) -> str:
    return call.url + _END + call.body


def _shape(call: Ask) -> str:
    return _NUMBER.sub("#", _text(call))
