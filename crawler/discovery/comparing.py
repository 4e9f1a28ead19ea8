"""What a page of a list shows now against what it showed: which of its reports may be gone, which moved, what else changed."""

from collections.abc import Container, Sequence
from dataclasses import dataclass
from itertools import takewhile

from archive.rows.lists import KnownList
from crawler.address import fingerprint
from crawler.pages.page import Ask

MARK = 12
"""Letters of a fingerprint by which a list keeps what it showed."""
_FEW = 3
"""Reports that are asked for where a list shows none of those it had shown: enough to tell an emptied list from a broken one."""


def mark(ask: Ask) -> str:
    """A short sign of a request: what a list keeps of each report that it showed."""
    return fingerprint(ask)[:MARK]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a page of a list shows now against what it showed."""

    new: int = 0
    """Reports that are not archived and that it did not show."""
    lost: tuple[str, ...] = ()
    """Marks whose reports may be gone."""
    pushed: tuple[str, ...] = ()
    """Marks that it ended with and that are on the next page now, unless they are gone."""
    head: tuple[str, ...] = ()
    """Those of the lost with which it began: where it is a further page, they may be on the page before."""
    moved: tuple[str, ...] = ()
    """Marks that are on the page before now."""
    follow: bool = False
    """Whether more changed than this page shows, so that the next is to be looked at."""
    down: bool = False
    """Whether it begins with a report of the page before, so that something came on an earlier page."""


def compare(
    before: KnownList, shown: Sequence[str], known: Container[str], *, longer: bool, shifted: bool
) -> Change:
    """Tell reports that went from those that moved to the list's next page; `known` are marks of archived reports.

    `longer`: the list goes on behind this page. `shifted`: the page before it is known to have changed, so that all may have moved.
    """
    new = [one for one in shown if one not in before.shown and one not in known]
    lost = tuple(one for one in before.shown if one not in shown and one in known)
    if not shown:
        return Change(lost=lost[:_FEW])
    end = _end(before.shown, shown) if longer else ()
    pushed = tuple(one for one in lost if one in end)
    lost = tuple(one for one in lost if one not in end)
    came = shifted or any(one not in before.shown for one in shown)
    return Change(
        new=len(new),
        lost=lost,
        pushed=pushed,
        head=tuple(takewhile(lost.__contains__, before.shown)),
        follow=len(new) == len(shown) or (bool(pushed) and not came),
        down=before.page > 1 and not shifted and shown[0] in known and shown[0] not in before.shown,
    )


def _end(before: Sequence[str], shown: Sequence[str]) -> Sequence[str]:
    """What stood behind the last that is still shown; nothing of it where something else stands there now."""
    if shown[-1] in before:
        return before[before.index(shown[-1]) + 1 :]
    return before if set(shown).isdisjoint(before) else ()
