"""The control port: what a test may do to a running portal. Whoever reads the portal cannot see it."""

import json
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from replica.families.base import Family
from replica.server import truth
from replica.server.faults import EVENTS, Rule, rule_of
from replica.server.http import Reply, Request

if TYPE_CHECKING:
    from collections.abc import Callable

LONGEST_LOG = 400_000


@dataclass(kw_only=True)
class Desk:
    """Everything about one running portal: the family, its misbehaviours, its log."""

    family: Family
    origin: str = ""
    elsewhere: str = ""
    """Origin of a host of this machine that is none of the portal's."""
    strays: list[str] = field(default_factory=list)
    """What was asked of it."""
    rules: list[Rule] = field(default_factory=list)
    log: deque[tuple[float, str, str, int, str]] = field(default_factory=lambda: deque(maxlen=LONGEST_LOG))
    served: int = 0

    def handle(self, request: Request) -> Reply:
        """The portal's answer, or what a rule makes of it."""
        self.served += 1
        for rule in self.rules:
            if rule.applies(request, self.served):
                rule.spend()
                if rule.kind not in EVENTS:
                    return rule.reply(request, lambda: self.family.respond(request))
                self._happen(rule)
        return self.family.respond(request)

    def _happen(self, rule: Rule) -> None:
        """A report appears, or the portal is redesigned, between two requests."""
        site = self.family.site
        if rule.kind == "redesign":
            site.life.redesign(generation=site.life.generation + 1)
            return
        organ = next(o for o in site.organs if rule.organ in (None, o.key, o.name, o.short))
        site.life.publish(f"{organ.key}-{max(site.years(organ), default=2018) + 1}")

    def seen(self, request: Request, status: int) -> None:
        """Writes the log."""
        headers = json.dumps(dict(request.headers), ensure_ascii=False)
        self.log.append((request.at, request.method, request.target, status, headers))

    def stray(self, request: Request) -> Reply:
        """What the other host answers: there is nothing, but it remembers who came."""
        self.strays.append(request.target)
        return Reply(status=404)

    # --- verbs -------------------------------------------------------------------------------------

    def control(self, request: Request) -> Reply:
        """Answers a verb: POST /<verb> with a JSON object of its arguments."""
        arguments = json.loads(request.body or b"{}")
        verbs: dict[str, Callable[..., Any]] = {
            "truth": self._truth, "log": self._log, "clear": self._clear, "change": self._change,
            "add": self._add, "remove": self._remove, "restore": self._restore, "misbehave": self._misbehave,
            "behave": self._behave, "clock": self._clock, "redesign": self._redesign, "events": self._events,
            "organs": self._organs, "store": self._store, "tempt": self._tempt, "strays": self._strays,
        }  # fmt: skip
        result = verbs[request.url.path.strip("/")](**arguments)
        return Reply(body=json.dumps(result, ensure_ascii=False).encode(), media_type="application/json")

    def _truth(self) -> list[dict[str, Any]]:
        return list(truth.reports(self.family, self.origin))

    def _organs(self) -> list[dict[str, str]]:
        return [
            {"key": o.key, "name": o.name, "short": o.short, "kind": o.kind} for o in self.family.site.organs
        ]

    def _log(self) -> list[dict[str, Any]]:
        return [
            {"at": at, "method": method, "path": path, "status": status, "headers": json.loads(headers)}
            for at, method, path, status, headers in self.log
        ]

    def _clear(self) -> None:
        self.log.clear()

    def _change(self, report: str) -> dict[str, Any]:
        self.family.site.life.correct(report)
        return self._one(report)

    def _add(self, organ: str | None = None, year: int | None = None) -> dict[str, Any]:
        site = self.family.site
        chosen = next(o for o in site.organs if organ in (None, o.key, o.name, o.short))
        report = f"{chosen.key}-{year or max(site.years(chosen), default=2018) + 1}"
        site.life.publish(report)
        return self._one(report)

    def _remove(self, report: str) -> dict[str, Any]:
        entry = self._one(report)
        self.family.site.life.withdraw(report)
        return entry

    def _restore(self, report: str) -> dict[str, Any]:
        self.family.site.life.withdrawn.pop(report, None)
        self.family.site.life.note("restored", report)
        return self._one(report)

    def _one(self, report: str) -> dict[str, Any]:
        return next(entry for entry in truth.reports(self.family, self.origin) if entry["id"] == report)

    def _misbehave(self, **arguments: Any) -> int:
        self.rules.append(rule_of(arguments, since=self.served))
        return len(self.rules)

    def _behave(self) -> None:
        self.rules.clear()

    def _clock(self, at: str) -> str:
        self.family.site.life.now = datetime.fromisoformat(at)
        return self.family.site.life.moment

    def _redesign(self, generation: int | None = None) -> None:
        self.family.site.life.redesign(generation=generation)

    def _store(self, host: str) -> str:
        self.family.store = self.origin.replace("127.0.0.1", host) if host else ""
        return self.family.store

    def _tempt(self) -> str:
        self.family.site.elsewhere = self.elsewhere
        return self.elsewhere

    def _strays(self) -> list[str]:
        return self.strays

    def _events(self) -> list[dict[str, str]]:
        return self.family.site.life.events
