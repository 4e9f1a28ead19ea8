"""One portal's crawl: which request comes next, how long doubtful ones are tried, and when it is over."""

from dataclasses import dataclass, field, replace

from archive.frontier import Waiting
from archive.records import Outcome
from crawler.address import canonical
from crawler.discovery.account import Account
from crawler.discovery.agenda import Agenda
from crawler.discovery.arms import Lessons
from crawler.discovery.hosts import Hosts
from crawler.discovery.prospect import FILE_SCORE, LIKELY_SCORE, REPORT_SCORE
from crawler.discovery.steps import Step
from crawler.discovery.ways import key_of
from crawler.options import Options
from crawler.pages.page import Signal
from crawler.relevance import COLUMNS
from crawler.running.writer import Ended

_LEAST_PATIENCE = 10
"""Doubtful requests in a row that are allowed however little the family's other portals leave to be expected of them."""
_NO_FAMILY = "generic"
_MOST_MISSES = 5
"""Looks in a row after which a list that is not there any more is given up."""
_NOTHING_THERE = frozenset({Outcome.GONE, Outcome.SOFT_404})
_UNANSWERED = frozenset(
    {
        Outcome.SERVER_ERROR,
        Outcome.CLIENT_ERROR,
        Outcome.TIMEOUT,
        Outcome.CONNECTION,
        Outcome.CAPTCHA,
        Outcome.LOGIN,
    }
)
_SURE = (REPORT_SCORE, FILE_SCORE)


@dataclass(slots=True)
class Campaign:
    """One request at a time: the next is chosen when the last has told what it leads to, or before that where it makes no
    difference."""

    account: Account
    agenda: Agenda
    options: Options
    hosts: frozenset[str]
    taught: Lessons = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    """What pages told of the whole portal (`Family.notes`), for those that do not repeat it."""
    answering: Hosts = field(default_factory=Hosts)
    busy: bool = False
    """Whether a request is on its way."""
    unread: list[Waiting] = field(default_factory=list)
    """What has come and is yet to be read: what it leads to is not known."""
    doubtful: int = 0
    """Doubtful requests since the last that led to a report."""
    asked: int = 0
    stored: int = 0
    """Requests that were sent out, and those whose outcome the archive was given."""

    @property
    def key(self) -> str:
        return self.account.portal.key

    @property
    def found(self) -> int:
        """Reports fetched in this round, and known ones that lists still show."""
        return self.account.before + self.account.reports + len(self.agenda.confirmed)

    @property
    def over(self) -> bool:
        return self.account.reason is not None and not (self.busy or self.unread)

    @property
    def settled(self) -> bool:
        """Whether all that was asked has been given to the archive."""
        return self.over and self.asked == self.stored

    def next(self) -> Waiting | None:
        """The best address, now claimed; None while one is on its way or when the crawl is over (its account then says why).

        While a page is unread, only what would be chosen as well once it is read.
        """
        if self.busy or self.account.reason or (self.unread and not self._certain()):
            return None
        while best := self._best():
            value, waiting = best
            if host := self.answering.blocked(waiting.url):
                self.account.outcomes[f"not asked: {host}"] += 1
            elif self._wanted(waiting, value):
                self.agenda.backlog.take(waiting)
                self.agenda.arms.pull(waiting.arm, waiting.score)
                self.busy = True
                self.asked += 1
                return self.agenda.ahead(waiting)
            elif self.account.reason:
                return None
            self.agenda.backlog.take(waiting)
        return None

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

    def landed(self, step: Step, *, outcome: Outcome, host: str, reward: int = 0, hops: int = 0) -> None:
        """Note what a request came to: its outcome, how many new reports it led to, and the redirects on its way that are kept."""
        self.account.landed(outcome, hops=hops)
        self.account.unanswered += step.kind in COLUMNS and step.turn is None and outcome in _UNANSWERED
        self.agenda.mapped.came(step.fingerprint, report=bool(reward))
        self.answering.answered(host, outcome)
        if outcome in _NOTHING_THERE:
            self.agenda.brought_nothing(step)
        if reward:
            self.doubtful = 0
            self.agenda.arms.pay(step.arms, float(reward))

    def kept(self, step: Step, url: str) -> None:
        """Note a report that was fetched, and stands at an address."""
        self.account.reports += 1
        self.agenda.mapped.report(step.ask.url, url)
        if canonical(url) not in self.agenda.known:
            self.account.fresh += 1
            if exploring := self.agenda.looking.exploring:
                exploring.found(step)

    def recognised(self, signal: Signal) -> None:
        """Note the signal that told the family; what its other portals taught is learned now."""
        portal = self.account.portal
        self.account.signal = signal
        self.account.portal = replace(portal, family=signal.family, signal=signal.what)
        if self.options.transfer and signal.family != portal.family:
            self.teach()

    def teach(self) -> None:
        """Start from what the family's other portals taught; those of no known family teach one another."""
        self.agenda.teach(self.taught.get(self.account.portal.family or _NO_FAMILY, ()))

    @property
    def undrawn(self) -> list[Step]:
        """Columns that only a browser may list or turn, and of those whose calls brought nothing the ones that showed reports before;
        all of them where nothing brought a report."""
        known = self.agenda.looking.lists
        silent = (
            step
            for step in self.agenda.silent
            if not self.found or ((before := known.get(key_of(step))) and before.shown)
        )
        turned = (step for step in self.agenda.clicked if not step.rendered)
        return [*self.agenda.unlisted, *turned, *silent]

    def reopen(self, most: int) -> list[Waiting]:
        """Go on after the end with the columns that only a browser may list; what is to be queued for it."""
        rows = self.agenda.rendered(self.undrawn[:most])
        if rows:
            self.account.reason, self.doubtful = None, 0
        return rows

    def end(self) -> Ended:
        """What the next crawl starts from; the account then says what went wrong."""
        account, looking = self.account, self.agenda.looking
        # Where a portal shows no report at all, what is wrong with it may pass.
        yields = looking.seen > 0 or account.fresh > 0
        whole = account.complete and not looking.by_lists
        account.clicked = len(self.agenda.clicked)
        account.unopened = len(self.agenda.unopened)
        account.judge(
            found=self.found,
            searched=not looking.by_lists,
            lost=looking.missed > 0 and not yields,
        )
        family = account.portal.family or _NO_FAMILY
        return Ended(
            portal=account.portal,
            complete=account.complete,
            lists=tuple(looking.whole()) if whole else (),
            dead=tuple(looking.dead(misses=1 if whole else _MOST_MISSES)) if yields else (),
            lessons=tuple((family, *lesson) for lesson in self.agenda.learned()),
        )

    def _best(self) -> tuple[float, Waiting] | None:
        account, agenda = self.account, self.agenda
        if self.options.max_pages is not None and account.requests >= self.options.max_pages:
            account.reason = "max_pages"
            return None
        if self.options.until_recognised and account.signal and account.signal.where == "body":
            account.reason = "recognised"
            return None
        best = agenda.backlog.best(agenda.arms)
        if best is None and agenda.looking.lost_its_way():
            agenda.start_over(account.portal)
            best = agenda.backlog.best(agenda.arms)
        if best is None:
            home = self.answering.blocked(account.portal.home)
            account.reason = f"blocked: {home}" if home else "exhausted"
        return best

    def _certain(self) -> bool:
        """Whether the best address would be asked for as well if the last page had been read: a report or a file; and after one,
        which leads to its own files alone, whatever promises enough."""
        most, best = self.options.max_pages, self.agenda.backlog.best(self.agenda.arms)
        if best is None or len(self.unread) > 1 or (most is not None and self.account.requests + 1 >= most):
            return False
        value, waiting = best
        exploring = self.agenda.looking.exploring
        if self.answering.blocked(waiting.url) or (exploring and exploring.goes_beyond(waiting)):
            return False
        promised = waiting.score in (*_SURE, LIKELY_SCORE)
        return promised or (value >= self.options.threshold and self.unread[0].score in _SURE)

    def _wanted(self, waiting: Waiting, value: float) -> bool:
        """Whether to ask for an address: in a crawl that goes by lists what it is made for and a little beyond, else what may pay."""
        exploring = self.agenda.looking.exploring
        if self.agenda.is_needless(waiting):
            return False
        if exploring is None:
            return self._worth_asking(value)
        return not exploring.goes_beyond(waiting) or exploring.goes_further()

    def _worth_asking(self, value: float) -> bool:
        """Whether a request is expected to pay, or may still be tried although it is doubtful."""
        if value >= self.options.threshold:
            return True
        allowed = float(self.options.patience)
        if self.found:
            allowed += self.options.patience_share * self.found
            allowed = max(min(allowed, _LEAST_PATIENCE), allowed * self.agenda.arms.doubt())
        if self.doubtful >= allowed or (self.found and value < self.options.floor):
            self.account.reason = "unpromising" if self.found else "patience"
            return False
        self.doubtful += 1
        return True
