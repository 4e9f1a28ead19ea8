"""The state in which a portal's crawl begins, as the archive knows it: what waits, what is due, or the whole portal."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from archive import frontier
from archive.frontier import Waiting
from archive.records import Portal
from archive.rows import lists
from archive.rows.lists import KnownList
from archive.store import Archive
from crawler.address import canonical, netloc
from crawler.discovery import revisit
from crawler.discovery.account import Account
from crawler.discovery.agenda import Agenda
from crawler.discovery.arms import Lesson, Lessons
from crawler.discovery.backlog import Backlog
from crawler.discovery.campaign import Campaign
from crawler.discovery.comparing import mark
from crawler.discovery.exploring import Exploring
from crawler.discovery.looking import Looking
from crawler.discovery.prospect import HOME_SCORE, LIST_SCORE, PAGE_SCORE, QUESTION_SCORE
from crawler.discovery.steps import Step, unpacked
from crawler.options import Options
from crawler.pages.page import Ask
from crawler.portals import described
from crawler.relevance import Kind, Trail
from crawler.schedule import Schedule, schedule
from crawler.schedule.due import lists_at_once, lists_due, reports_due


@dataclass(frozen=True, kw_only=True, slots=True)
class _Due:
    """What a crawl is made for."""

    whole: bool
    lists: tuple[KnownList, ...] = ()
    reports: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self.whole or bool(self.lists or self.reports)


def campaigns(archive: Archive, portals: Iterable[Portal], options: Options) -> Iterator[Campaign | None]:
    """Each portal's campaign when its turn comes; null for one for which nothing is due.

    Where the schedule decides, those that were looked at longest ago come first: what a run that is cut short leaves, the next begins with.
    """
    if options.due:
        looked = lists.looked(archive.db)
        portals = sorted(portals, key=lambda portal: looked.get(portal.key, ""))
    lessons = _lessons(archive) if options.transfer else {}
    known = {one.key: one for one in archive.portals()}
    for portal in portals:
        yield _opened(archive, _as_known(portal, known.get(portal.key)), options, lessons)


def _as_known(portal: Portal, known: Portal | None) -> Portal:
    if known is None:
        return portal
    return replace(
        portal, family=portal.family or known.family, signal=known.signal, site_code=known.site_code
    )


def _opened(archive: Archive, portal: Portal, options: Options, lessons: Lessons) -> Campaign | None:
    rules = schedule(options.schedule)
    known = {one.fingerprint: one for one in lists.of_portal(archive.db, portal.key)}
    home = Step(ask=Ask(url=portal.home), kind=Kind.HUB, title=portal.name)
    bodies = revisit.known_bodies(archive.db, portal.key)
    with archive.transaction():
        frontier.release(archive.db, portal.key)
        frontier.renew(archive.db, portal.key, said="noted")
        waiting = frontier.waiting(archive.db, portal.key)
        due = _due(archive, portal, options, rules, known, home=home.fingerprint, reports=len(bodies))
        if not waiting and not due:
            return None
        seen = frontier.fingerprints(archive.db, portal.key) if waiting else set()
        before = frontier.reports_done(archive.db, portal.key) if waiting else 0
        if not waiting:
            frontier.forget(archive.db, portal.key)
        if due.whole and home.fingerprint in known:
            lists.drop(archive.db, [(portal.key, home.fingerprint)])
    agenda = Agenda(
        portal=portal.key,
        looking=_looking(archive, portal, rules, known, home.fingerprint, whole=due.whole),
        backlog=Backlog(known=seen, waiting=waiting),
        recheck=lambda url: next(revisit.again(archive, portal.key, [url], score=QUESTION_SCORE), None),
        known=bodies,
    )
    agenda.looking.want(*waiting)
    agenda.mapped.report(*bodies)
    campaign = Campaign(
        account=Account(portal=portal, known=len(bodies), before=before),
        agenda=agenda,
        options=options,
        hosts=_hosts(portal, options),
        taught=lessons,
    )
    campaign.teach()
    _seed(archive, campaign, due, home)
    archive.put_portal(portal)
    return campaign


def _hosts(portal: Portal, options: Options) -> frozenset[str]:
    named = (netloc(portal.home), *portal.hosts, *options.allow_hosts)
    return frozenset(host.removeprefix("www.") for host in named)


def _due(
    archive: Archive,
    portal: Portal,
    options: Options,
    rules: Schedule,
    known: Mapping[str, KnownList],
    *,
    home: str,
    reports: int,
) -> _Due:
    """Until a whole crawl has come to its own end, the whole portal is; after that its known lists and reports in their turn."""
    now = archive.clock()
    if home not in known:
        return _Due(whole=True)
    others = [one for one in known.values() if one.fingerprint != home]
    fruitful = any(one.shown for one in others)
    if not options.due:
        pages = reports + len(revisit.other_pages(archive.db, portal.key))
        return _Due(whole=not fruitful, lists=tuple(lists_at_once(others, rules, pages=pages)))
    if rules.whole_due(ended=datetime.fromisoformat(known[home].changed_at), now=now, fruitful=fruitful):
        return _Due(whole=True)
    return _Due(
        whole=False,
        lists=tuple(lists_due(others, rules, now)),
        reports=tuple(reports_due(archive.db, portal.key, rules, now)),
    )


def _looking(
    archive: Archive, portal: Portal, rules: Schedule, known: dict[str, KnownList], home: str, *, whole: bool
) -> Looking:
    if whole:
        known = {key: one for key, one in known.items() if key != home}
        return Looking(portal=portal.key, home=home, lists=known)
    return Looking(
        portal=portal.key,
        home=home,
        exploring=Exploring(rules.explore),
        lists=known,
        reports={
            mark(Ask(url=shown)): url for shown, url in revisit.report_pages(archive.db, portal.key).items()
        },
        asked=revisit.other_pages(archive.db, portal.key) | _filled(known.values()),
        nowhere=revisit.gone_pages(archive.db, portal.key),
    )


def _filled(lists: Iterable[KnownList]) -> frozenset[str]:
    """The columns whose calls are known, so that their pages were never asked for."""
    return frozenset(canonical(listed) for one in lists if (listed := unpacked(one.request).listed))


def _seed(archive: Archive, campaign: Campaign, due: _Due, home: Step) -> None:
    rows: list[Waiting] = []
    if (due.whole or due.lists) and not campaign.agenda.backlog.knows(home.fingerprint):
        rows.append(home.waiting(campaign.key, score=HOME_SCORE, found_on=None, depth=0))
    if due.whole:
        rows += _entries(campaign)
    looking = campaign.agenda.looking
    rows += [
        step.waiting(campaign.key, score=LIST_SCORE, found_on=looking.led_from(step), depth=1)
        for step in (replace(unpacked(one.request), rendered=False) for one in due.lists)
    ]
    if campaign.options.recheck:
        rows += revisit.rechecks(archive, campaign.key, score=PAGE_SCORE)
    asked = revisit.with_files(archive, due.reports)
    rows += revisit.again(archive, campaign.key, asked, score=PAGE_SCORE)
    looking.want(*rows)
    archive.save([], waiting=campaign.agenda.backlog.add(rows))


def _entries(campaign: Campaign) -> list[Waiting]:
    """The columns of reports that the portal's description names."""
    entries = [url for one in described().values() if one.portal.key == campaign.key for url in one.entries]
    steps = [
        Step(ask=Ask(url=url), kind=Kind.COLUMN, trail=Trail(column=True, public=True)) for url in entries
    ]
    return [step.waiting(campaign.key, score=PAGE_SCORE, found_on=None, depth=1) for step in steps]


def _lessons(archive: Archive) -> Lessons:
    taught: dict[str, list[Lesson]] = {}
    for family, arm, pulls, reward in archive.db.execute("SELECT family, arm, pulls, reward FROM arms"):
        taught.setdefault(family, []).append((arm, pulls, reward))
    return taught
