"""A portal's life: its clock, and what was published, corrected and withdrawn when."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
START = datetime(2026, 4, 15, 9, 0, tzinfo=BEIJING)


@dataclass(kw_only=True)
class Life:
    """The changes made to a portal while it runs; everything else about it follows from its seed."""

    now: datetime = START
    corrected: dict[str, list[str]] = field(default_factory=dict)
    """Report id → when each correction was published."""
    withdrawn: dict[str, str] = field(default_factory=dict)
    """Report id → when it was taken down."""
    added: dict[str, str] = field(default_factory=dict)
    """Report id → when it was published, for reports that would not exist by themselves or came on another day."""
    generation: int = 1
    """Which address scheme is in force; a redesign moves every page."""
    look: int = 0
    """Which furniture is in force."""
    events: list[dict[str, str]] = field(default_factory=list)
    """What happened when, in order."""

    @property
    def today(self) -> str:
        return self.now.date().isoformat()

    @property
    def moment(self) -> str:
        return self.now.isoformat()

    @property
    def stamp(self) -> tuple[int, str]:
        """Differs whenever anything that is published may differ."""
        return len(self.events), self.today

    def note(self, event: str, report: str = "") -> None:
        """Keeps what happened."""
        self.events.append({"event": event, "report": report, "at": self.moment})

    def correct(self, report: str) -> None:
        """The organ publishes another text at the same address."""
        self.corrected.setdefault(report, []).append(self.moment)
        self.note("corrected", report)

    def withdraw(self, report: str) -> None:
        """The report is taken off its list and its address dies."""
        self.withdrawn[report] = self.moment
        self.note("withdrawn", report)

    def publish(self, report: str) -> None:
        """The report appears today."""
        self.withdrawn.pop(report, None)
        self.added[report] = self.today
        self.note("published", report)

    def redesign(self, *, generation: int | None = None) -> None:
        """New furniture and, with a generation, new addresses."""
        self.look += 1
        if generation is not None:
            self.generation = generation
        self.note("redesigned")

    def revision(self, report: str) -> int:
        """How often the report was corrected until now."""
        return sum(1 for at in self.corrected.get(report, ()) if at <= self.moment)
