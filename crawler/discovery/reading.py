"""What a good answer is: a report with its files, or a page that leads on. Pure but for the page's parsing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from archive.files.naming import further_page
from archive.records import Link
from crawler.address import fingerprint, of_hosts, sent
from crawler.discovery.found import Found, found_in
from crawler.discovery.lead import Lead, lead, named
from crawler.discovery.loading import with_files
from crawler.discovery.mapped import maps
from crawler.discovery.moves import Moves
from crawler.discovery.paging import BY_CLICK, Notice
from crawler.discovery.prospect import FILE_SCORE, FIRST_SCORE, REPORT_SCORE, Prospect
from crawler.discovery.steps import Step, Turn
from crawler.discovery.undrawn import says_empty, undrawn
from crawler.families.base import Family
from crawler.families.generic import FAMILY as ANY
from crawler.organs import is_organ
from crawler.pages import clicking, external
from crawler.pages.anchors import frames, shell
from crawler.pages.articles import crumbs, printed_title
from crawler.pages.files import pictures
from crawler.pages.page import Article, Ask, File, Page
from crawler.pages.pagers import continued
from crawler.pages.sitemaps import sitemap
from crawler.pages.unopened import unopened
from crawler.pages.wording import folded
from crawler.relevance import (
    COLUMNS,
    FIRST_STATUTORY_YEAR,
    LEAST_TEXT,
    LONG_BODY,
    REPORTS,
    Kind,
    headings,
    is_report,
    judge_title,
    rejected,
    title_organ,
)
from crawler.years import named_year

_MANY = 5
"""Organs that a page names beyond the furniture's few: a directory, whatever the link to it was called."""
_SEVERAL = 3
"""Reports that a page names beyond what may stand beside a single one."""
_ONWARD = REPORTS | COLUMNS
_VAIN = frozenset({Kind.OTHER, Kind.NEVER})


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a page came to."""

    report: Found | None = None
    links: tuple[Link, ...] = ()
    prospects: tuple[Prospect, ...] = ()
    notices: tuple[Notice, ...] = ()
    organs: tuple[tuple[str, str], ...] = ()
    """(organ, address) as a directory names them."""
    mapped: tuple[str, ...] = ()
    """The pages that a site map names."""
    lacks: tuple[str, ...] = ()
    """What is to be noted of script files that the page has to do without: that they were asked for, or did not come."""
    loading: bool = False
    """Whether the page says too little without its script files: it leads to these, and to itself once they have come."""
    unlisted: bool = False
    """A column of reports that shows neither links nor a known data call: a browser may list it."""
    clicked: bool = False
    """A list of reports that goes on by a click alone: a browser may turn it."""
    unopened: bool = False
    """A list that names reports which nothing on it leads to."""

    @property
    def promising(self) -> bool:
        """Whether it leads to what may be reports."""
        return any(one.step.kind in REPORTS for one in self.prospects)


def read(
    page: Page, family: Family, *, step: Step, hosts: frozenset[str], moves: Moves | None = None
) -> Reading:
    """A report where the step promised one and the page keeps it, or where a list's address shows one; else what it leads to.

    A report's shell leads to the report. What is called a year's report and is none may be the column of that year's reports. `moves`
    tells where the portal's redirects lead.
    """
    if told := sitemap(page):
        inside = tuple(url for url in told.pages if of_hosts(url, hosts))
        return Reading(mapped=inside, prospects=maps(url for url in told.maps if of_hosts(url, hosts)))
    if external.is_file(page.ask):
        return Reading()
    reading = _read(page, family, step=step, hosts=hosts, moves=moves or Moves())
    if reading.unlisted and not family.loads and page.ask.family is None:
        # The system is known, but this page's list is drawn by a script of the site's own.
        other = _read(page, ANY, step=step, hosts=hosts, moves=moves or Moves())
        reading = reading if other.unlisted else other
    if family.loads and _leaves_it(page, reading, step=step):
        if files := with_files(page, step, hosts=hosts):
            lacks = tuple(external.note(one.step.ask.url) for one in files[:-1])
            return Reading(prospects=files, lacks=lacks, loading=True)
        if (whole := external.loaded(page)) is not page:
            reading = _read(whole, family, step=step, hosts=hosts, moves=moves or Moves())
        if step.turn and step.turn.again:
            reading = replace(reading, lacks=external.missing(page))
    if describing := family.first(page):
        # What it says fills this page's list: it stands where the page does.
        kind = Kind.OTHER if step.kind in REPORTS else step.kind
        first = Step(ask=describing, kind=kind, trail=step.trail, arms=step.arms, noted=True)
        reading = replace(reading, prospects=(*reading.prospects, Prospect(step=first, score=FIRST_SCORE)))
    return reading


def _read(page: Page, family: Family, *, step: Step, hosts: frozenset[str], moves: Moves) -> Reading:
    promised_one = step.kind in REPORTS
    if promised_one and (beyond := shell(page)) and of_hosts(beyond, hosts):
        return Reading(prospects=(Prospect(step=replace(step, ask=Ask(url=beyond)), score=REPORT_SCORE),))
    if not (promised_one or step.trail.column):
        found = lead(page, family, crumbs(page), step=step, hosts=hosts)
        return _onward(page, _moved(found, moves), step, text="")
    article = family.article(page)
    reading = _as_report(page, family, article, step=step, hosts=hosts) if promised_one else None
    if reading and (reading.links or not _is_short(article)):
        return reading
    if promised_one and (year := named_year(step.title)) is not None:
        step = replace(step, trail=replace(step.trail, column=True, public=True, year=year))
    step = named(step, article.title)
    found = lead(page, family, article.crumb, step=step, hosts=hosts)
    if reading and not _shows_list(found, article):
        return reading
    found = _moved(found, moves)
    if step.trail.column and (
        reading := _as_article(page, family, article, found=found, step=step, hosts=hosts)
    ):
        return reading
    return _onward(page, found, step, text=article.text)


def _moved(found: Lead, moves: Moves) -> Lead:
    """What a page leads to, asked for where its redirects lead."""
    return replace(found, prospects=tuple(moves.ahead(found.prospects)))


def _is_short(article: Article) -> bool:
    """Whether a page that may be a report says so little that it may be a list of them as well."""
    return len(article.text) < LONG_BODY and headings(article.text) < 3


def _shows_list(found: Lead, article: Article) -> bool:
    """Whether a page that says little leads to reports: it names many, or organs, in its text if its title is a report's."""
    titled = judge_title(article.title, in_column=True) is not Kind.OTHER
    told = [one for one in found.organs if not titled or folded(one.text) in article.text]
    organs = 0 if titled and headings(article.text) else len(told)
    return found.reports >= _SEVERAL or organs >= _MANY


def _leaves_it(page: Page, reading: Reading, *, step: Step) -> bool:
    """Whether a page leaves what it leads to for its script files to say: all of it, or what a click does; or a report its files."""
    if page.ask.family is not None:
        return False
    if reading.report and external.lacking_files(page):
        return True
    if step.role != "list":
        return False
    vain = reading.report is None and all(one.step.kind in _VAIN for one in reading.prospects)
    return vain or reading.unlisted or external.lacking(page, step.trail)


def _listed(prospects: Iterable[Prospect]) -> Iterator[Link]:
    """The reports that a page names: that a list no longer does so is evidence that one was withdrawn."""
    for step in (one.step for one in prospects):
        if step.kind in REPORTS and not step.attachment:
            yield Link(url=sent(step.ask.url), text=step.title, kind="report")


def _as_report(
    page: Page, family: Family, article: Article, *, step: Step, hosts: frozenset[str]
) -> Reading | None:
    article = _titled(page, article, listed=step.title)
    attached = family.attachments(page)
    files = _parts(page, attached, article)
    if _are_reports(attached) or not is_report(
        article, expected=step.kind, attached=bool(files), listed=step.title
    ):
        return None
    return _report(article, files or pictures(page), step=step, hosts=hosts)


def _are_reports(files: Iterable[File]) -> bool:
    """Whether the files of a page are the reports of several organs, each by itself."""
    titled = (title_organ(one.name) for one in files if judge_title(one.name, in_column=True) is Kind.REPORT)
    alone = (folded(one.name) for one in files)
    return len({organ for organ in (*titled, *alone) if organ and is_organ(organ)}) >= _SEVERAL


def _parts(page: Page, attached: tuple[File, ...], article: Article) -> tuple[File, ...]:
    """The files of a report, and what is read on from its page (extract.parts): its further pages, or the frame that holds its text."""
    files = () if _are_reports(attached) else attached
    if headings(article.text):
        further = continued(page)
    elif files or len(article.text) >= LONG_BODY or pictures(page):
        further = ()
    else:
        # A title without an organ may stand over a frame that lists the reports of many.
        further = frames(page) if is_organ(title_organ(article.title) or "") else ()
    named = (File(url=url, name=further_page(number)) for number, url in enumerate(further, 2))
    return (*named, *files)


def _as_article(
    page: Page, family: Family, article: Article, *, found: Lead, step: Step, hosts: frozenset[str]
) -> Reading | None:
    """A column that renders a report in its place; the other years that it links are followed all the same."""
    article = _titled(page, article)
    # A title that says no more than 年度报告 is one's where the way led through a year.
    told = f"{step.trail.year}年{article.title}" if step.trail.year else article.title
    if judge_title(article.title, in_column=True) is judge_title(told, in_column=True) is Kind.OTHER:
        return None
    files = _parts(page, family.attachments(page), article)
    own = {fingerprint(Ask(url=file.url)) for file in files}
    others = [one for one in found.prospects if fingerprint(one.step.ask) not in own]
    whole = headings(article.text) >= 3 or (_is_early(article) and found.reports < _SEVERAL)
    many = len(files) >= _SEVERAL and len(found.organs) >= _SEVERAL
    borne = bool(files) and not (many or any(one.step.kind in REPORTS for one in others))
    if not (whole or (borne and named_year(article.title) is not None)):
        return None
    reading = _report(article, files or pictures(page), step=step, hosts=hosts)
    onward = tuple(one for one in others if one.step.kind in _ONWARD)
    return replace(reading, prospects=(*reading.prospects, *onward), links=(*reading.links, *_listed(onward)))


def _is_early(article: Article) -> bool:
    """Whether an article is an organ's report, by its title, of a year before the headings of such texts were laid down."""
    title, year = article.title, named_year(article.title)
    if year is None or year >= FIRST_STATUTORY_YEAR or len(article.text) < LEAST_TEXT:
        return False
    return judge_title(title) is Kind.REPORT and is_organ(title_organ(title) or "")


def _titled(page: Page, article: Article, *, listed: str = "") -> Article:
    """The article under the title that its page prints, where what the page marks as its title says nothing of the kind.

    Its text has to be a report's, or it has to be of the year before such texts were laid down that the list promised.
    """
    if judge_title(article.title, in_column=True) is not Kind.OTHER or rejected(article.title):
        return article
    promised = named_year(listed)
    early = promised is not None and promised < FIRST_STATUTORY_YEAR
    if not early and headings(article.text) < 3:
        return article
    printed = printed_title(page)
    fits = not early or named_year(printed) == promised
    return replace(article, title=printed) if printed and fits else article


def _report(article: Article, files: tuple[File, ...], *, step: Step, hosts: frozenset[str]) -> Reading:
    inside = [file for file in files if of_hosts(file.url, hosts)]
    links = [Link(url=sent(file.url), text=file.name, kind="attachment") for file in inside]
    links += [Link(url=file.url, text=file.name, kind="off_host") for file in files if file not in inside]
    prospects = tuple(
        Prospect(
            step=Step(ask=Ask(url=file.url), kind=Kind.REPORT, title=file.name, attachment=True),
            score=FILE_SCORE,
        )
        for file in inside
    )
    return Reading(report=found_in(article, step), links=tuple(links), prospects=prospects)


def _onward(page: Page, found: Lead, step: Step, *, text: str) -> Reading:
    promising = [one for one in found.prospects if one.step.kind is not Kind.OTHER]
    column = step.kind in COLUMNS
    lists = any(
        one.step.turn or one.step.kind in (*_ONWARD, step.kind)
        for one in promising
        if fingerprint(one.step.ask) != fingerprint(step.ask)
    )
    directory = len(found.organs) >= _MANY
    named = found.organs if step.kind in (Kind.DIRECTORY, Kind.HUB) or directory else ()
    begins = (step.turn or Turn()).page == 1
    alone = begins and found.reports > 0 and step.is_column and not any(one.step.turn for one in promising)
    clicked = alone and clicking.goes_on(page, shown=found.reports)
    return Reading(
        prospects=found.prospects,
        links=(
            *_listed(found.prospects),
            *(Link(url=anchor.url, text=anchor.text[:200], kind="off_host") for anchor in found.off_host),
        ),
        notices=(
            *((BY_CLICK,) if clicked else found.notices),
            *undrawn(page, step, text=text, leads=any(_is_read(one, step) for one in promising)),
        ),
        organs=tuple((folded(anchor.text), anchor.url) for anchor in named),
        unlisted=column and begins and not (lists or directory or says_empty(page)),
        clicked=clicked,
        unopened=begins and step.trail.column and unopened(page, shown=found.reports),
    )


def _is_read(one: Prospect, step: Step) -> bool:
    """Whether a link leads to reports or lists of them, or is what a page becomes at once."""
    return one.step.kind in (*_ONWARD, step.kind)
