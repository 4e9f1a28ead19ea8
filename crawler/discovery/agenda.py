"""What one portal's crawl may ask for: what waits, and what each page that was read adds to it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.frontier import Waiting
from archive.records import Portal
from archive.rows.lists import KnownList
from crawler.address import canonical, fingerprint
from crawler.discovery.arms import Arms, Lesson
from crawler.discovery.backlog import Backlog
from crawler.discovery.copies import Copies, originals
from crawler.discovery.frames import Frames
from crawler.discovery.looking import Looked, Looking
from crawler.discovery.mapped import Mapped, maps
from crawler.discovery.moves import Moves
from crawler.discovery.prospect import LIKELY_SCORE, LIST_SCORE, TWIN_SCORE, Prospect
from crawler.discovery.reading import Reading
from crawler.discovery.steps import Step, Turn, step_of
from crawler.discovery.twins import Twins
from crawler.pages.page import Ask
from crawler.relevance import REPORTS, Kind

Added = tuple[list[Waiting], tuple[KnownList, ...]]
"""What a page comes to that the archive is to be given: new rows of the frontier's table, and of that of lists."""


@dataclass(slots=True)
class Agenda:
    """Every request once, each with what it promises."""

    portal: str
    looking: Looking
    backlog: Backlog = field(default_factory=Backlog)
    arms: Arms = field(default_factory=Arms)
    moves: Moves = field(default_factory=Moves)
    frames: Frames = field(default_factory=Frames)
    twins: Twins = field(default_factory=Twins)
    copies: Copies = field(default_factory=Copies)
    mapped: Mapped = field(default_factory=Mapped)
    recheck: Callable[[str], Waiting | None] = lambda _: None
    """A conditional request for an archived report."""
    known: Mapping[str, str] = field(default_factory=dict)
    """Canonical address of a report page or file that the archive holds → digest of its newest body: what a 304 confirms."""
    confirmed: set[str] = field(default_factory=set)
    """Those of them that lists still show or that answered that they are unchanged."""
    unlisted: list[Step] = field(default_factory=list)
    """Columns of reports that only a browser may list."""
    clicked: list[Step] = field(default_factory=list)
    """Lists of reports that go on by a click alone, of which the rest is not read."""
    unopened: list[Step] = field(default_factory=list)
    """Lists that name reports which nothing on them leads to."""
    silent: list[Step] = field(default_factory=list)
    """Columns whose data calls, as they were put together, brought nothing."""
    _questions: dict[str, str] = field(default_factory=dict)
    """Request → canonical address of a report that its list no longer shows."""

    def add(self, prospects: Sequence[Prospect], *, found_on: str | None, depth: int) -> list[Waiting]:
        """Queue what a page leads to; gives back what is new, for the frontier's table."""
        better = [one for one in prospects if self.backlog.improves(one.step.fingerprint, one.score)]
        rows = [self._row(one, found_on=found_on, depth=depth) for one in better]
        shown = {canonical(row.url) for row in rows if row.role == "report"}
        self.confirmed.update(one for one in shown if self._holds(one))
        # Known pages and files are asked for again only by a recheck, which has queued them itself, or when they come back.
        final = (one.step.role in ("report", "file") or one.step.kind is Kind.YEAR for one in better)
        return self.backlog.add(
            row for row, known in zip(rows, final, strict=True) if not (known and self._held(row))
        )

    def follow(self, step: Step, reading: Reading, *, waiting: Waiting, url: str, at: str) -> Added:
        """Queue what a page leads to that was read at a time and answered at an address."""
        if reading.mapped and not self.looking.by_lists:
            named = list(self.mapped.beyond(step, reading.mapped, self.backlog.knows))
            return self.add(named, found_on=url, depth=waiting.depth + 1), ()
        if reading.loading:
            rows = self._loading(reading.prospects, found_on=url, depth=waiting.depth + 1)
            self.looking.want(*rows)
            return rows, ()
        depth = waiting.depth + 1
        self._lacking(step, reading)
        # A year's page that is its report is no list.
        entry = step.kind is not Kind.COLUMN or self.looking.is_entry(step, reading.prospects)
        if reading.report:
            self.copies.prove(step.ask.url, self.backlog.knows)
        if reading.report and entry:
            beside = self.looking.beside(reading.prospects)
            return self.add(beside, found_on=url, depth=depth), self.looking.reported(step)
        looked = self.looking.saw(
            step,
            reading.prospects,
            at=at,
            unlisted=reading.unlisted and not step.rendered,
            begun=reading.clicked and not step.rendered,
        )
        rows = self.add(looked.prospects, found_on=url, depth=depth)
        if not self.looking.by_lists:
            self.frames.saw(step, reading.prospects, new={row.fingerprint for row in rows})
        rows += self._asked_again(looked)
        if reading.report:
            return rows, looked.lists + self.looking.reported(step)
        if step.kind is not Kind.COLUMN or not reading.promising:
            rows += self.as_listed(step, waiting)
        return rows, looked.lists

    def _lacking(self, step: Step, reading: Reading) -> None:
        """Note what a page leaves to a browser, or kept from one."""
        if reading.unlisted and not step.rendered:
            self.unlisted.append(_filled(step))
        if reading.clicked:
            self.clicked.append(step)
        if reading.unopened:
            self.unopened.append(step)
        if not (reading.report or reading.prospects):
            self.brought_nothing(step)

    def _loading(self, prospects: Sequence[Prospect], *, found_on: str, depth: int) -> list[Waiting]:
        """Queue a page's script files, of which nothing is learned, and the page once more: a report too, which is known meanwhile."""
        *files, again = prospects
        told = prospects if again.step.kind in REPORTS else files
        rows = self.backlog.add(
            one.step.waiting(self.portal, score=one.score, found_on=found_on, depth=depth) for one in told
        )
        return rows if told is prospects else rows + self.add([again], found_on=found_on, depth=depth)

    def told_of(self, sitemaps: Sequence[str]) -> list[Waiting]:
        """Queue the site maps that a host's robots.txt names. A crawl by lists asks for what it knows."""
        return [] if self.looking.by_lists else self.add(maps(sitemaps), found_on=None, depth=1)

    def moved(self, step: Step, asked: str, answered: str) -> None:
        """Note that a report stands where a redirect led."""
        self.backlog.note(fingerprint(Ask(url=answered)))
        self.moves.saw(asked, answered, published=step.published)

    def lost(self, step: Step, *, at: str) -> Added:
        """Queue what may tell where a list went that is not there any more."""
        looked = self.looking.gone(step, at=at)
        return self._asked_again(looked), looked.lists

    def as_listed(self, step: Step, waiting: Waiting) -> list[Waiting]:
        """Ask as a list shows it for a report that does not stand where such addresses were seen to lead, and for a column's page
        whose call brought nothing."""
        if not step.listed:
            return []
        if step.kind is Kind.COLUMN:
            listed, score = replace(step, ask=Ask(url=step.listed), turn=Turn(again=True)), waiting.score
        else:
            self.moves.misled(step.listed)
            listed, score = replace(step, ask=replace(step.ask, url=step.listed)), LIKELY_SCORE
        listed = replace(listed, listed="")
        again = listed.waiting(self.portal, score=score, found_on=waiting.found_on, depth=waiting.depth)
        return self.backlog.add([again])

    def ahead(self, waiting: Waiting) -> Waiting:
        """In place of a column's page the call that it will make, where that is known. A crawl by lists asks for what it knows."""
        if waiting.role != "list" or self.looking.by_lists:
            return waiting
        calling = self.frames.ahead(step_of(waiting))
        if calling is None or self.backlog.knows(calling.fingerprint):
            return waiting
        self.backlog.note(calling.fingerprint)
        row = calling.waiting(
            self.portal, score=waiting.score, found_on=waiting.found_on, depth=waiting.depth
        )
        return replace(row, fingerprint=waiting.fingerprint)

    def brought_nothing(self, step: Step) -> None:
        """Note a request that came to nothing, where it is the call for the first page of a column's list."""
        if step.is_column and step.ask.base and step.turn and step.turn.page == 2 and not step.turn.entries:
            self.silent.append(_filled(step))

    def rendered(self, steps: Sequence[Step]) -> list[Waiting]:
        """Queue columns once more that only a browser may list."""
        self.unlisted, self.silent = [], []
        self.clicked = [step for step in self.clicked if step not in steps]
        self.unopened = [step for step in self.unopened if step not in steps]
        rows = [
            replace(step, rendered=True).waiting(self.portal, score=LIKELY_SCORE, found_on=None, depth=1)
            for step in steps
        ]
        self.looking.want(*rows)
        return self.backlog.add(rows)

    def start_over(self, portal: Portal) -> None:
        """Search the whole portal, as if it were new, from its home."""
        self.looking.search_all()
        home = Step(ask=Ask(url=portal.home), kind=Kind.HUB, title=portal.name, turn=Turn(again=True))
        self.backlog.add([home.waiting(portal.key, score=LIST_SCORE, found_on=None, depth=0)])

    def is_needless(self, waiting: Waiting) -> bool:
        """Whether a request would tell nothing: of a report that seemed to be gone and that another list was seen to show meanwhile,
        or of one that only stands in a copy as well."""
        if self._questions.get(waiting.fingerprint) in self.confirmed:
            return True
        if self.mapped.needless(waiting.fingerprint):
            return True
        return waiting.score == TWIN_SCORE and self.copies.needless(waiting.url, self.backlog.knows)

    def teach(self, lessons: Sequence[Lesson]) -> None:
        """Take over what the family's other portals learned."""
        self.arms.teach(lessons)
        self.moves.teach(lessons)

    def learned(self) -> Iterator[Lesson]:
        """What this portal teaches its family's others, of which nothing is told twice."""
        yield from self.arms.learned()
        yield from self.moves.learned()

    def _row(self, prospect: Prospect, *, found_on: str | None, depth: int) -> Waiting:
        step, score = prospect.step, prospect.score
        if step.kind in REPORTS:
            if self.twins.met(step):
                # Nothing new is expected of it, so that nothing is learned from it either.
                first = self.copies.is_first(step.ask.url, self.backlog.knows)
                step, score = replace(step, arms=()), LIKELY_SCORE if first else TWIN_SCORE
        elif not step.attachment:
            arm = self.arms.group(step.kind, prospect.path, under=prospect.under)
            step = replace(step, arms=(arm, *step.arms[:2]))
        return step.waiting(self.portal, score=score, found_on=found_on, depth=depth)

    def _holds(self, address: str) -> bool:
        """Whether the archive holds what stands at a canonical address, and found it there when it last asked."""
        return address in self.known and address not in self.looking.nowhere

    def _held(self, waiting: Waiting) -> bool:
        """Whether the archive holds a report or file, or what it is a copy of."""
        return any(self._holds(canonical(url)) for url in (waiting.url, *originals(waiting.url)))

    def _asked_again(self, looked: Looked) -> list[Waiting]:
        rows = [
            step.waiting(self.portal, score=LIST_SCORE, found_on=self.looking.led_from(step), depth=1)
            for step in looked.again
        ]
        for url in looked.questions:
            if canonical(url) not in self.confirmed and (row := self.recheck(url)):
                # One that is to be asked for anyway is no question.
                if not self.backlog.knows(row.fingerprint):
                    self._questions[row.fingerprint] = canonical(url)
                rows.append(row)
        return self.backlog.add(rows)


def _filled(step: Step) -> Step:
    """The page that a data call fills; any other step as it is."""
    return replace(step, ask=Ask(url=step.ask.base), turn=None, listed="") if step.ask.base else step
