"""What a fetched page leads to: its links and its list, as scored steps. Pure: page in, prospects out."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from crawler.address import is_trap, of_hosts
from crawler.discovery.arms import PRIORS
from crawler.discovery.mapped import maps
from crawler.discovery.paging import Notice, onward
from crawler.discovery.prospect import FRAME_SCORE, LAST_SCORE, LIKELY_SCORE, REPORT_SCORE, Prospect
from crawler.discovery.steps import Step
from crawler.documents import is_archive, is_document
from crawler.families.base import Family, ListingUnreadable
from crawler.organs import crumb_organ, is_organ
from crawler.pages.page import Anchor, Ask, Item, Listing, Page
from crawler.pages.sitemaps import is_map
from crawler.pages.submitted import SEARCH_PATH
from crawler.pages.wording import folded
from crawler.relevance import COLUMNS, REPORTS, Kind, Trail, is_cut, is_year, kind_of, rejected, title_organ
from crawler.years import named_year

_FRAMES = re.compile(r"^(?:iframe|frame|meta|script|link)\b")
_TELLING = REPORTS | {Kind.COLUMN}
"""Kinds of links that are about reports for certain."""
_NAMING = frozenset({Kind.YEAR, Kind.ORGAN, Kind.COLUMN})
"""What a link in a column of reports may name alone (2023年, 财政局) where it leads to the report itself."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lead:
    """Everything a page leads to."""

    prospects: tuple[Prospect, ...]
    off_host: tuple[Anchor, ...]
    """Links out of the portal that are worded like a report or a column of reports."""
    notices: tuple[Notice, ...] = ()
    organs: tuple[Anchor, ...] = ()
    """The organs that a directory names."""
    reports: int = 0
    """Links that promise a report."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Link:
    """A link of a page, or an entry of its list that is none, and what it promises."""

    anchor: Anchor
    item: Item | None
    """The list's entry for it."""
    words: str
    """The fuller of what the link and the list's entry say."""
    framed: bool
    """Whether it leads to what the page itself shows or becomes."""
    trail: Trail
    kind: Kind


def lead(page: Page, family: Family, crumb: tuple[str, ...], *, step: Step, hosts: frozenset[str]) -> Lead:
    """Read a page that is no report, under its breadcrumb. A list that cannot be read is a notice; its links lead on."""
    listing, unreadable = _listing(page, family)
    if page.ask.family is None:
        step = replace(step, trail=_trail(crumb, step.trail))
    links = _judged(_links(page, family, listing), step)
    inside = [one for one in links if of_hosts(one.anchor.url, hosts)]
    shown = {one.kind for one in inside}
    reports = sum(one.kind in REPORTS for one in inside)
    pages, notices = onward(listing, step, hosts=hosts, reports=reports) if listing else ([], ())
    return Lead(
        prospects=(
            *(
                _prospect(one, organ, step, shown)
                for one, organ in zip(inside, _organs_over(inside), strict=True)
            ),
            *maps(filter(is_map, (one.anchor.url for one in inside))),
            *pages,
        ),
        off_host=tuple(
            one.anchor for one in links if one.kind in _TELLING and not of_hosts(one.anchor.url, hosts)
        ),
        notices=(*unreadable, *notices),
        organs=tuple(one.anchor for one in inside if one.kind is Kind.ORGAN),
        reports=reports,
    )


def named(step: Step, title: str) -> Step:
    """The step to a column, which names its organ in its title where the way to it named none; who publishes for others is no such."""
    organ = title_organ(title) if kind_of(title, Trail()) is Kind.COLUMN and not step.trail.organ else None
    if organ is None or not is_organ(organ) or organ.endswith(("政府", "办", "办公室")):
        return step
    return replace(step, trail=replace(step.trail, organ=organ))


def _listing(page: Page, family: Family) -> tuple[Listing | None, tuple[Notice, ...]]:
    try:
        return family.listing(page), ()
    except ListingUnreadable as error:
        return None, (Notice(code="listing_unreadable", message=str(error)),)


def _trail(crumb: tuple[str, ...], trail: Trail) -> Trail:
    """What the way says, with what the page's own breadcrumb adds."""
    within = trail.column or any(kind_of(words, Trail()) is Kind.COLUMN for words in crumb[-2:])
    return replace(trail, organ=trail.organ or crumb_organ(crumb), column=within)


def _over(anchor: Anchor, trail: Trail) -> Trail:
    """The way to a link, which may lead there under the name of a column of reports: into it, where the link is a year or an organ; or
    in such a column under a year."""
    if trail.column and trail.year is None and is_year(anchor.context):
        return replace(trail, year=named_year(anchor.context))
    if trail.column or kind_of(anchor.context, trail) is not Kind.COLUMN:
        return trail
    return replace(trail, column=is_year(anchor.text) or is_organ(anchor.text), public=True)


def _links(page: Page, family: Family, listing: Listing | None) -> Iterator[tuple[Anchor, Item | None]]:
    """The page's links, each with the list's entry for it; then the entries that are no links of the page."""
    entries = {item.url: item for item in (listing.items if listing else ())}
    # What a link loads into its page is read as the reply to the call that loads it, and turned like it.
    loaded = {ask.url: ask for ask in (listing.more if listing else ()) if ask.family and ask.method == "GET"}
    for branch in listing.branches if listing else ():
        yield branch, None
    is_reply = page.ask.family is not None
    for anchor in () if is_reply else family.links(page):
        real = family.real(anchor.url)
        # A call in place of a link to the page that it fills.
        item = entries.pop(anchor.ask.base or anchor.url, None)
        if real != anchor.url:
            anchor = replace(anchor, ask=replace(anchor.ask, url=real))
        if ask := loaded.get(anchor.url):
            anchor = replace(anchor, ask=ask)
        yield anchor, item
    for item in entries.values():
        yield Anchor(ask=Ask(url=family.real(item.url)), text=item.title), item


def _judged(links: Iterable[tuple[Anchor, Item | None]], step: Step) -> list[_Link]:
    """The links with what they promise, but for those that never lead to a report.

    Entries that a list of reports cut before they say what they are may be some as well: their pages decide.
    """
    judged = list(_with_documents([_promising(anchor, item, step) for anchor, item in links]))
    entries = [one.kind in REPORTS for one in judged if one.item]
    if step.trail.column and 2 * sum(entries) >= len(entries):
        judged = [replace(one, kind=Kind.LIKELY) if _is_cut_short(one) else one for one in judged]
    return [one for one in judged if one.kind is not Kind.NEVER]


def _with_documents(links: Sequence[_Link]) -> Iterator[_Link]:
    """The links, where a document that only names an organ or a year in a column of reports is a report: it leads to no list. So is
    an archive file that names an organ.

    Beside a page under the same name it is that page's own, which brings it. Any other document is none, and leads nowhere.
    """
    naming = [one for one in links if one.trail.column and one.kind in _NAMING]
    paged = {folded(one.words) for one in naming if not _is_document(one)}
    for one in links:
        if one.kind in REPORTS or not _is_document(one):
            yield one
        elif one in naming and folded(one.words) not in paged:
            yield replace(one, kind=Kind.LIKELY)
        else:
            yield replace(one, kind=Kind.NEVER)


def _is_document(link: _Link) -> bool:
    url = link.anchor.url
    return is_document(url) or (link.kind is Kind.ORGAN and is_archive(url))


def _promising(anchor: Anchor, item: Item | None, step: Step) -> _Link:
    """A link with what it promises by itself."""
    trail = _over(anchor, step.trail)
    words = item.title if item and len(item.title) > len(anchor.text) else anchor.text
    framed = bool(anchor.path) and _FRAMES.match(anchor.path[-1]) is not None
    if anchor.path == SEARCH_PATH:
        kind, trail = Kind.OTHER, replace(trail, column=True, public=True)
    elif is_trap(anchor.url):
        kind = Kind.NEVER
    elif (framed or anchor.ask.family is not None) and not folded(anchor.text):
        kind = _filling(step)
    else:
        kind = kind_of(words, trail, dated=item is not None and item.published is not None)
        kind = _filling(step) if framed and kind in (Kind.OTHER, Kind.NEVER) else kind
    return _Link(anchor=anchor, item=item, words=words, framed=framed, trail=trail, kind=kind)


def _filling(step: Step) -> Kind:
    """What is taken for granted of that which fills a page."""
    return step.kind if step.kind in PRIORS else Kind.OTHER


def _is_cut_short(link: _Link) -> bool:
    """Whether an entry ends before it says what it is."""
    if link.item is None or link.kind in REPORTS or is_trap(link.anchor.url):
        return False
    return is_cut(link.item.title) and not rejected(link.item.title, cut=True)


def _prospect(link: _Link, organ: str | None, step: Step, shown: set[Kind]) -> Prospect:
    """The step to what a link promises, where its page shows links of such kinds. `organ`: the one that it stands under."""
    following = Step(
        ask=link.anchor.ask,
        kind=link.kind,
        trail=_trail_behind(link.kind, link.words, link.trail),
        title=link.words[:200],
        published=link.item.published if link.item else None,
        organ=(link.item.organ if link.item else None) or organ,
        arms=step.arms,
    )
    return Prospect(
        step=following, score=_score(link, step, shown), path=link.anchor.path, under=step.kind.value
    )


def _organs_over(links: Sequence[_Link]) -> list[str | None]:
    """The organ that each link stands under; none that would have several reports of one year, for it only publishes them."""
    named = [_organ_over(one) for one in links]
    pages: dict[tuple[str, int], set[str]] = {}
    for organ, one in zip(named, links, strict=True):
        if organ and not is_document(one.anchor.url) and (year := named_year(one.words)):
            pages.setdefault((organ, year), set()).add(one.anchor.url)
    publishers = {organ for (organ, _), urls in pages.items() if len(urls) > 1}
    return [None if organ in publishers else organ for organ in named]


def _organ_over(link: _Link) -> str | None:
    """The organ in the row of a link that names none itself, or under whose name it stands in a column of reports."""
    if link.kind not in (*REPORTS, *COLUMNS) or title_organ(link.words):
        return None
    over = folded(link.anchor.beside or link.anchor.context)
    listed = link.anchor.beside or link.trail.column or is_document(link.anchor.url)
    return over if listed and is_organ(over) else None


def _trail_behind(kind: Kind, words: str, trail: Trail) -> Trail:
    match kind:
        case Kind.ORGAN:
            return replace(trail, organ=folded(words), public=True)
        case Kind.COLUMN:
            named = title_organ(words)
            organ = named if named and is_organ(named) else trail.organ
            return replace(trail, organ=organ, column=True, public=True)
        case Kind.DIRECTORY | Kind.HUB:
            return replace(trail, public=True)
        case Kind.YEAR:
            return replace(trail, year=named_year(words))
        case Kind.REPORT | Kind.LIKELY | Kind.OTHER | Kind.NEVER:
            return trail


def _score(link: _Link, step: Step, shown: set[Kind]) -> float:
    kind, trail = link.kind, link.trail
    if kind is Kind.REPORT:
        return REPORT_SCORE
    if kind is Kind.LIKELY:
        return LIKELY_SCORE
    if kind is Kind.OTHER and (rejected(link.words) or link.anchor.path == SEARCH_PATH):
        return LAST_SCORE
    score = PRIORS[kind]
    if link.framed and step.kind in (Kind.COLUMN, Kind.YEAR, Kind.ORGAN):
        return score * 0.02 if shown & _TELLING else FRAME_SCORE
    if kind is Kind.ORGAN and not (trail.public or trail.column):
        score *= 0.5
    # Where a page shows its column of reports, what else it shows leads away from it.
    if kind in (Kind.HUB, Kind.OTHER) and step.kind is Kind.ORGAN and shown & {Kind.COLUMN, Kind.REPORT}:
        score *= 0.02
    elif kind in (Kind.HUB, Kind.DIRECTORY, Kind.OTHER) and trail.column:
        score *= 0.1
    return score
