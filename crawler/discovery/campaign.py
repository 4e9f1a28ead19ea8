"""One portal's crawl: what waits, what was learned, what was counted, and when it is over."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from archive.frontier import Waiting
from archive.lists import KnownList
from archive.records import Outcome, Portal
from crawler.address import canonical
from crawler.discovery.arms import Arms
from crawler.discovery.backlog import Backlog
from crawler.discovery.frames import Frames
from crawler.discovery.hosts import Hosts
from crawler.discovery.lead import FILE_SCORE, LIKELY_SCORE, REPORT_SCORE, TWIN_SCORE, Prospect
from crawler.discovery.looking import Looked, Looking
from crawler.discovery.moves import Moves
from crawler.discovery.steps import Step, Turn, step_of
from crawler.discovery.twins import Twins
from crawler.options import Options, PortalSummary
from crawler.pages.page import Ask, Signal
from crawler.relevance import Kind
from crawler.running.writer import Ended

LIST_SCORE = 50.0
"""For a known list: before everything but its reports."""
QUESTION_SCORE = 2.0
"""For a report that its list no longer shows: another list may show it meanwhile."""
_LEAST_PATIENCE = 10
"""Doubtful requests in a row that are allowed however little the family's other portals leave to be expected of them."""
_NO_FAMILY = "generic"
_MOST_MISSES = 5
"""Looks in a row after which a list that is not there any more is given up."""
_SURE = (REPORT_SCORE, FILE_SCORE)


@dataclass(slots=True)
class Campaign:
    """The state of one portal's crawl. One request at a time: the next is chosen when the last has told what it leads to, or
    before that where it makes no difference."""

    portal: Portal
    hosts: frozenset[str]
    options: Options
    arms: Arms
    backlog: Backlog
    looking: Looking
    recheck: Callable[[str], Waiting | None] = lambda _: None
    """A conditional request for an archived report."""
    known: frozenset[str] = frozenset()
    """Addresses of report pages and files that the archive holds."""
    confirmed: set[str] = field(default_factory=set)
    """Those of them, in canonical spelling, that lists still show or that answered that they are unchanged."""
    questions: dict[str, str] = field(default_factory=dict)
    """Request → canonical address of a report that its list no longer shows."""
    fresh: int = 0
    """Report pages fetched in this run that were not archived before."""
    asked: int = 0
    stored: int = 0
    """Requests that were sent out, and those whose outcome the archive was given."""
    ended: bool = False
    """Whether its end was given to the archive."""
    closed: PortalSummary | None = None
    """Kept of it when it was forgotten."""
    before: int = 0
    """Reports that this round had found before it was cut short."""
    busy: bool = False
    """Whether a request is on its way."""
    unread: list[Waiting] = field(default_factory=list)
    """What has come and is yet to be read: what it leads to is not known."""
    family: str | None = None
    signal: str | None = None
    signal_at: str | None = None
    """Whether the signal stood in a body or in an address."""
    taught: Mapping[str, Sequence[tuple[str, int, float]]] = field(default_factory=dict)
    """Family → what its portals taught: (arm, pulls, reward)."""
    bodies: Mapping[str, str] = field(default_factory=dict)
    """Known canonical address → digest of its newest body: what a 304 confirms."""
    unreadable: int = 0
    """Lists that could not be read."""
    requests: int = 0
    reports: int = 0
    files: int = 0
    doubtful: int = 0
    """Doubtful requests since the last that led to a report."""
    outcomes: Counter[str] = field(default_factory=Counter)
    answering: Hosts = field(default_factory=Hosts)
    reason: str | None = None
    """Why the crawl ended; null while it goes on."""
    failure: str | None = None
    notes: dict[str, str] = field(default_factory=dict)
    """What pages told of the whole portal (`Family.notes`), for those that do not repeat it."""
    unlisted: list[Step] = field(default_factory=list)
    """Columns of reports that only a browser may list."""
    moves: Moves = field(default_factory=Moves)
    frames: Frames = field(default_factory=Frames)
    twins: Twins = field(default_factory=Twins)

    @property
    def key(self) -> str:
        return self.portal.key

    @property
    def found(self) -> int:
        """Reports fetched in this round, and known ones that lists still show."""
        return self.before + self.reports + len(self.confirmed)

    @property
    def complete(self) -> bool:
        """Whether the round came to its own end: what waits is then given up, not left for the next crawl."""
        return self.reason in ("exhausted", "unpromising", "patience")

    @property
    def over(self) -> bool:
        return self.reason is not None and not (self.busy or self.unread)

    @property
    def settled(self) -> bool:
        """Whether all that was asked has been given to the archive."""
        return self.over and self.asked == self.stored

    def end(self) -> Ended:
        """What the next crawl starts from."""
        self.ended = True
        whole = self.complete and not self.looking.by_lists
        misses = 1 if whole else _MOST_MISSES
        return Ended(
            portal=self.portal,
            complete=self.complete,
            lists=tuple(self.looking.whole()) if whole else (),
            dead=tuple(self.looking.dead(misses=misses)) if self._yields else (),
            lessons=tuple(
                (self.family or _NO_FAMILY, *lesson)
                for lesson in (*self.arms.learned(), *self.moves.learned())
            ),
        )

    @property
    def _yields(self) -> bool:
        """Whether the portal still shows reports; if not, what is wrong with it may pass."""
        return self.looking.seen > 0 or self.fresh > 0

    def forget(self) -> None:
        """Free what only a campaign that goes on needs; the counts stay."""
        self.closed = self.summary()
        self.arms, self.backlog = Arms(), Backlog()
        self.looking = Looking(portal=self.key, home=self.looking.home)
        self.known, self.bodies = frozenset(), {}
        self.confirmed, self.questions = set(), {}
        self.moves, self.frames, self.twins = Moves(), Frames(), Twins()

    def next(self) -> Waiting | None:
        """The best address, now claimed; None while one is on its way or when the crawl is over (`reason` then says why).

        While a page is unread, only what would be chosen as well once it is read.
        """
        if self.busy or self.reason or (self.unread and not self._certain()):
            return None
        while self.reason is None and (best := self._best()):
            value, waiting = best
            if host := self.answering.blocked(waiting.url):
                self.backlog.take(waiting)
                self.outcomes[f"not asked: {host}"] += 1
                continue
            if not self._wanted(waiting, value):
                if self.reason is None:
                    self.backlog.take(waiting)
                continue
            self.backlog.take(waiting)
            self.busy = True
            self.asked += 1
            self.arms.pull(waiting.arm, waiting.score)
            return self._ahead(waiting)
        return None

    def _ahead(self, waiting: Waiting) -> Waiting:
        """In place of a column's page the call that it will make, where that is known. A crawl by lists asks for what it knows."""
        if waiting.role != "list" or self.looking.by_lists:
            return waiting
        calling = self.frames.ahead(step_of(waiting))
        if calling is None or self.backlog.knows(calling.fingerprint):
            return waiting
        self.backlog.note(calling.fingerprint)
        row = calling.waiting(self.key, score=waiting.score, found_on=waiting.found_on, depth=waiting.depth)
        return replace(row, fingerprint=waiting.fingerprint)

    def answered(self, waiting: Waiting) -> None:
        """The page that was on its way has come. It is unread until it is `done`."""
        self.busy = False
        self.unread.append(waiting)

    def done(self, waiting: Waiting) -> None:
        """What was asked for has been dealt with."""
        if waiting in self.unread:
            self.unread.remove(waiting)
        else:
            self.busy = False

    def add(
        self, prospects: list[Prospect] | tuple[Prospect, ...], *, found_on: str | None, depth: int
    ) -> list[Waiting]:
        """Queue what a page leads to; gives back what is new, for the frontier's table."""
        rows = []
        for prospect in prospects:
            if not self.backlog.improves(prospect.step.fingerprint, prospect.score):
                continue
            step, score = prospect.step, prospect.score
            if step.kind in (Kind.REPORT, Kind.LIKELY):
                if self.twins.met(step):
                    # Nothing new is expected of it, so that nothing is learned from it either.
                    step, score = replace(step, arms=()), TWIN_SCORE
            elif not step.attachment:
                arm = self.arms.group(step.kind, prospect.path, under=prospect.under)
                step = replace(step, arms=(arm, *step.arms[:2]))
            rows.append(step.waiting(self.key, score=score, found_on=found_on, depth=depth))
        shown = {canonical(row.url) for row in rows if row.role == "report"}
        self.confirmed.update(one for one in shown if self._holds(one))
        # Known pages and files are asked for again only by a recheck, which has queued them itself, or when they come back.
        return self.backlog.add(
            row for row in rows if row.role not in ("report", "file") or not self._holds(canonical(row.url))
        )

    def _holds(self, address: str) -> bool:
        """Whether the archive holds what stands at a canonical address, and found it there when it last asked."""
        return address in self.known and address not in self.looking.nowhere

    def look(
        self, step: Step, prospects: Sequence[Prospect], *, url: str, depth: int, at: str, unlisted: bool
    ) -> tuple[list[Waiting], tuple[KnownList, ...]]:
        """Queue what a page that was read leads to; gives what is new for the frontier's table, and for that of lists."""
        looked = self.looking.saw(step, prospects, at=at, unlisted=unlisted)
        rows = self.add(looked.prospects, found_on=url, depth=depth)
        if not self.looking.by_lists:
            self.frames.saw(step, prospects, new={row.fingerprint for row in rows})
        return rows + self._asked_again(looked), looked.lists

    def lost(self, step: Step, *, at: str) -> tuple[list[Waiting], tuple[KnownList, ...]]:
        """Queue what may tell where a list went that is not there any more; gives the same."""
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
        again = listed.waiting(self.key, score=score, found_on=waiting.found_on, depth=waiting.depth)
        return self.backlog.add([again])

    def _asked_again(self, looked: Looked) -> list[Waiting]:
        rows = [step.waiting(self.key, score=LIST_SCORE, found_on=None, depth=1) for step in looked.again]
        for url in looked.questions:
            if canonical(url) not in self.confirmed and (row := self.recheck(url)):
                self.questions[row.fingerprint] = canonical(url)
                rows.append(row)
        return self.backlog.add(rows)

    def recognised(self, family: str, signal: Signal) -> None:
        """Note the family and the signal that told it; what its other portals taught is learned now."""
        known, self.family = self.family, family
        self.signal, self.signal_at = signal.what, signal.where
        self.portal = replace(self.portal, family=family, signal=signal.what)
        if self.options.transfer and family != known:
            self.teach()

    def teach(self) -> None:
        """Start from what the family's other portals taught; those of no known family teach one another."""
        lessons = self.taught.get(self.family or _NO_FAMILY, ())
        self.arms.teach(lessons)
        self.moves.teach(lessons)

    def reopen(self, most: int) -> list[Waiting]:
        """Go on after the end with the columns that only a browser may list; what is to be queued for it."""
        steps, self.unlisted = self.unlisted[:most], []
        rows = [
            replace(step, rendered=True).waiting(self.key, score=LIKELY_SCORE, found_on=None, depth=1)
            for step in steps
        ]
        if rows:
            self.reason, self.doubtful = None, 0
        return self.backlog.add(rows)

    def kept(self, step: Step, url: str) -> None:
        """Note a report that was fetched, and stands at an address."""
        self.reports += 1
        if canonical(url) not in self.known:
            self.fresh += 1
            self.looking.found(step)

    def landed(self, step: Step, *, outcome: Outcome, host: str, reward: int) -> None:
        """Note what a request came to: its outcome, and how many new reports it led to."""
        self.requests += 1
        self.answering.answered(host, outcome)
        if outcome not in (Outcome.OK, Outcome.NOT_MODIFIED):
            self.outcomes[outcome.value] += 1
        if reward:
            self.doubtful = 0
            self.arms.pay(step.arms, float(reward))

    def summary(self) -> PortalSummary:
        """What came of it."""
        return self.closed or PortalSummary(
            portal=self.key,
            home=self.portal.home,
            family=self.family,
            signal=self.signal,
            signal_at=self.signal_at,
            requests=self.requests,
            reports=self.reports,
            known=len(self.known),
            files=self.files,
            outcomes=dict(self.outcomes),
            reason=self.reason or "stopped",
            failure=self.failure or self._failure(),
        )

    def _best(self) -> tuple[float, Waiting] | None:
        if self.options.max_pages is not None and self.requests >= self.options.max_pages:
            self.reason = "max_pages"
            return None
        if self.options.until_recognised and self.signal_at == "body":
            self.reason = "recognised"
            return None
        best = self.backlog.best(self.arms)
        if best is None and self.looking.lost_its_way():
            self._start_over()
            best = self.backlog.best(self.arms)
        if best is None:
            home = self.answering.blocked(self.portal.home)
            self.reason = f"blocked: {home}" if home else "exhausted"
        return best

    def _certain(self) -> bool:
        """Whether the best address would be asked for as well if the last page had been read: a report or a file; and after one,
        which leads to its own files alone, whatever promises enough."""
        most, best = self.options.max_pages, self.backlog.best(self.arms)
        if best is None or len(self.unread) > 1 or (most is not None and self.requests + 1 >= most):
            return False
        value, waiting = best
        if self.answering.blocked(waiting.url) or self.looking.goes_beyond(waiting):
            return False
        promised = waiting.score in (*_SURE, LIKELY_SCORE)
        return promised or (value >= self.options.threshold and self.unread[0].score in _SURE)

    def _start_over(self) -> None:
        """Search the whole portal, as if it were new, from its home."""
        home = Step(
            ask=Ask(url=self.portal.home), kind=Kind.HUB, title=self.portal.name, turn=Turn(again=True)
        )
        self.looking.search_all()
        self.backlog.add([home.waiting(self.key, score=LIST_SCORE, found_on=None, depth=0)])

    def _wanted(self, waiting: Waiting, value: float) -> bool:
        """Whether to ask for an address: in a crawl that goes by lists what it is made for and a little beyond, else what may pay."""
        if self.questions.get(waiting.fingerprint) in self.confirmed:
            return False
        if not self.looking.by_lists:
            return self._worth_asking(value)
        if not self.looking.goes_beyond(waiting):
            return True
        return self.looking.goes_further()

    def _worth_asking(self, value: float) -> bool:
        """Whether a request is expected to pay, or may still be tried although it is doubtful."""
        if value >= self.options.threshold:
            return True
        allowed = float(self.options.patience)
        if self.found:
            allowed += self.options.patience_share * self.found
            allowed = max(min(allowed, _LEAST_PATIENCE), allowed * self.arms.doubt())
        if self.doubtful >= allowed or (self.found and value < self.options.floor):
            self.reason = "unpromising" if self.found else "patience"
            return False
        self.doubtful += 1
        return True

    def _failure(self) -> str | None:
        if self.reason and self.reason.startswith("blocked"):
            return f"{self.reason}: nothing more is asked in this run"
        if self.looking.missed and not self._yields:
            return (
                f"no list shows a report any more where {len(self.known)} report pages and files were known"
            )
        if not self.found and self.complete and not self.looking.by_lists:
            if self.known:
                return f"no report found where {len(self.known)} report pages and files were known"
            return f"no report found from {self.portal.home} in {self.requests} requests"
        if self.unreadable:
            return f"{self.unreadable} lists could not be read"
        return None
