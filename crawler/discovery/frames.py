"""Columns whose page is only a frame for the call that fills it: learned from those that were read, so that of the next one the call is
asked for at once."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, field, replace

from crawler.discovery.formula import ENOUGH, Formula, Told, kind_of, numbers, places
from crawler.discovery.prospect import Prospect
from crawler.discovery.steps import Step
from crawler.pages.page import Ask
from crawler.relevance import COLUMNS, REPORTS, Kind

_END = "\n"
"""Between a call's address and its body: no address holds one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Rule:
    """What the frames of one kind call."""

    call: Ask
    """As one of them called it."""
    formula: Formula
    """Of a call's address and body."""
    held: int = 1

    def both(self, other: "_Rule") -> "_Rule | None":
        """The rule of frames of either; null where they do not call alike."""
        call = replace(other.call, url=self.call.url, body=self.call.body, base=self.call.base)
        formula = self.formula.both(other.formula) if call == self.call else None
        return replace(self, formula=formula, held=self.held + other.held) if formula else None


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
        kind, rule = kind_of(address), None
        if call is not None and call.base == address and kind != address:
            rule = _Rule(call=call, formula=Formula.of(_text(call), _told(address, call)))
        if rule is not None and kind in self._rules:
            before = self._rules[kind]
            rule = before.both(rule) if before else None
        self._rules[kind] = rule

    def call(self, address: str) -> Ask | None:
        """What a column's page will call; null where that is not known for certain."""
        rule = self._rules.get(kind_of(address))
        if rule is None or rule.held < ENOUGH:
            return None
        text = rule.formula.filled(_told(address, rule.call))
        if text is None:
            return None
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
    shows = any(one.step.kind in REPORTS | COLUMNS for one in others)
    return calls[0] if len(calls) == 1 and not shows else None


def _text(call: Ask) -> str:
    return call.url + _END + call.body


def _told(address: str, call: Ask) -> Told:
    """What tells a call's numbers: those of its column's address, and its own, which may always be the same."""
    return {**places(address), **{f"={number}": number for number in numbers(_text(call))}}
