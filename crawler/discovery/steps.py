"""A step of a crawl: a request together with what led to it, so that any process can take it."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from archive.frontier import Waiting
from archive.records import Role
from crawler.address import fingerprint, sent
from crawler.pages.page import Ask
from crawler.relevance import COLUMNS, Kind, Trail


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """Which page of a list a step asks for, and what the pages before it showed."""

    page: int = 1
    shown: str = ""
    """Digest of the entries of the page before: seen again, the list repeats itself."""
    entries: int = 0
    """Entries on the pages before."""
    reports: int = 0
    """Reports among them."""
    total: int | None = None
    start: str = ""
    """The address of the list's first page; '' where a data call gave it."""
    again: bool = False
    """Whether the list is read once more, because it grew meanwhile and pages that shift may have skipped entries."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What to fetch and why."""

    ask: Ask
    kind: Kind
    trail: Trail = field(default_factory=Trail)
    title: str = ""
    """The link's words."""
    published: str | None = None
    """The list's date."""
    organ: str | None = None
    """Where the list itself names the organ of the entry."""
    arms: tuple[str, ...] = ()
    """The arms that led here, nearest first: they share the reward. A report's own request is none of theirs."""
    turn: Turn | None = None
    """Set where the step asks for a list's further page."""
    attachment: bool = False
    listed: str = ""
    """The address that a page shows, where the step asks at once for what that will lead to (`Moves`, `Frames`); else ''."""
    rendered: bool = False
    """Whether a browser has to render the page."""
    noted: bool = False
    """Whether what it brings is kept among the portal's notes alone, which end with the process that asked for it."""

    def waiting(self, portal: str, *, score: float, found_on: str | None, depth: int) -> Waiting:
        """The step as a row of the frontier."""
        return Waiting(
            portal=portal,
            url=sent(self.ask.url),
            fingerprint=self.fingerprint,
            score=score,
            role=self.role,
            arm=self.arms[0] if self.arms and self.role not in ("report", "file") else None,
            found_on=found_on,
            depth=depth,
            request=json.dumps(_fields(self), default=_fields, ensure_ascii=False, separators=(",", ":")),
        )

    @property
    def fingerprint(self) -> str:
        """The request's identity; that of a list's first page asked for once more is its own."""
        again = self.turn is not None and self.turn.again and self.turn.page == 1
        return fingerprint(self.ask) + ("+" if again else "") + ("r" if self.rendered else "")

    @property
    def is_column(self) -> bool:
        """Whether it asks for a list of reports: a column, or the part of one that an organ or a class of organs has."""
        return self.kind in COLUMNS or (self.kind in (Kind.ORGAN, Kind.DIRECTORY) and self.trail.column)

    @property
    def role(self) -> Role:
        if self.attachment:
            return "file"
        match self.kind:
            case Kind.REPORT | Kind.LIKELY:
                return "report"
            case Kind.COLUMN | Kind.YEAR | Kind.DIRECTORY | Kind.ORGAN | Kind.HUB:
                return "list"
            case Kind.OTHER | Kind.NEVER:
                return "other"


def step_of(waiting: Waiting) -> Step:
    """The step of a frontier row. Raises KeyError, TypeError, ValueError where another program wrote the row."""
    told = json.loads(waiting.request)
    return replace(
        Step(ask=_asked(told["ask"]), kind=Kind(told["kind"])),
        trail=Trail(**told["trail"]),
        title=told["title"],
        published=told["published"],
        organ=told["organ"],
        arms=tuple(told["arms"]),
        turn=Turn(**told["turn"]) if told["turn"] else None,
        attachment=told["attachment"],
        listed=told.get("listed", ""),
        rendered=told.get("rendered", False),
        noted=told.get("noted", False),
    )


def _fields(one: Any) -> dict[str, Any]:
    """A dataclass as JSON takes it, without the copies of all that is in it that `asdict` makes: every link of a page is written."""
    return {name: getattr(one, name) for name in one.__slots__}


def _asked(told: Mapping[str, Any]) -> Ask:
    """A request as JSON tells it; what a plain GET has may be missing."""
    headers = tuple((name, value) for name, value in told.get("headers", ()))
    return Ask(**{**told, "headers": headers, "leaf": _asked(told["leaf"]) if told.get("leaf") else None})


def packed(step: Step) -> str:
    """A list's request as JSON: only what differs from a plain GET, and nothing of how it was found."""
    turn = Turn(page=step.turn.page, start=step.turn.start) if step.turn else None
    told = asdict(replace(step, arms=(), turn=turn, title=step.title[:60], published=None))
    plain = asdict(Step(ask=Ask(url=""), kind=Kind.NEVER))
    return json.dumps(_different(told, plain), ensure_ascii=False, separators=(",", ":"))


def _different(told: Mapping[str, Any], plain: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: _different(value, plain[key])
        if isinstance(value, dict) and isinstance(plain[key], dict)
        else value
        for key, value in told.items()
        if value != plain[key]
    }


def unpacked(request: str) -> Step:
    """The step of a list's row."""
    told = json.loads(request)
    return Step(
        **{
            **told,
            "ask": _asked(told["ask"]),
            "kind": Kind(told["kind"]),
            "trail": Trail(**told.get("trail", {})),
            "turn": Turn(**told["turn"]) if told.get("turn") else None,
        }
    )
