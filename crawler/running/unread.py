"""A page that has come, what reading it depends on, and what it comes to. Pure: a reading process does it (crawler.running.child)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from crawler.discovery.moves import Moves
from crawler.discovery.reading import Reading, read
from crawler.discovery.steps import Step
from crawler.families import family_of
from crawler.pages.page import Page, Signal
from crawler.pages.wording import spaced

_SITE_NAME = re.compile(r"""name=["']?SiteName["']?\s+content=["']([^"'<>]{2,100})["']""", re.IGNORECASE)
_SITE_CODE = re.compile(
    r"""name=["']?SiteIDCode["']?\s+content=["']?(\d{10})|网站标识码[:：]?\s*(\d{10})""", re.IGNORECASE
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Unread:
    """A page as it came, with what its portal's crawl knows."""

    url: str
    """The address that answered, after redirects."""
    text: str
    charset: str
    step: Step
    hosts: frozenset[str]
    notes: Mapping[str, str]
    moves: Moves
    family: str
    """Which reads a page that says of itself no other."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """What a page comes to, and what it says of its portal."""

    reading: Reading
    notes: Mapping[str, str]
    """For the portal's other pages (`Family.notes`)."""
    signal: Signal | None
    name: str
    """The site's, as it calls itself; '' where it does not say."""
    site_code: str
    """The ten digits of its registration; '' where it does not say."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What a reading process answers where a page broke what reads it."""

    why: str
    where: str
    """The traceback."""


def told(unread: Unread) -> Told:
    """Read a page by its family: its own, or else the one that other pages of the portal showed."""
    known = dict(unread.notes)
    page = Page(url=unread.url, text=unread.text, charset=unread.charset, ask=unread.step.ask, notes=known)
    family, signal = family_of(page, otherwise=unread.family)
    notes = family.notes(page)
    known.update(notes)
    reading = read(page, family, step=unread.step, hosts=unread.hosts, moves=unread.moves)
    name, code = _SITE_NAME.search(page.text), _SITE_CODE.search(page.text)
    return Told(
        reading=reading,
        notes={**notes, **dict.fromkeys(reading.lacks, "")},
        signal=signal,
        name=spaced(name.group(1))[:100] if name else "",
        site_code=(code.group(1) or code.group(2)) if code else "",
    )
