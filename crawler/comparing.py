"""What a list shows now against what it showed: which of its reports may be gone, and whether more changed than one page shows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive.lists import KnownList
from crawler.address import fingerprint
from crawler.page import Ask

_MARK = 12
_FEW = 3
"""Reports that are asked for where a list shows none of those it had shown: enough to tell an emptied list from a broken one."""


def mark(ask: Ask) -> str:
    """A short sign of a request: what a list keeps of each report that it showed."""
    return fingerprint(ask)[:_MARK]


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """What a list shows now against what it showed."""

    lost: tuple[str, ...] = ()
    """Marks whose reports may be gone."""
    follow: bool = False
    """Whether more changed than this page shows, so that the next is to be looked at."""


def compare(before: KnownList, shown: Sequence[str], total: int | None, known: Mapping[str, str]) -> Change:
    """Tell reports that went from those that merely moved to the list's next page; `known` are marks of archived reports.

    Where the list declares how many entries it has, that number says how many went.
    """
    new = [one for one in shown if one not in before.shown and one not in known]
    lost = tuple(one for one in before.shown if one not in shown and one in known)
    if not shown:
        return Change(lost=lost[:_FEW])
    if total is None or before.total is None:
        return Change(lost=lost, follow=len(new) == len(shown))
    gone = len(new) - (total - before.total)
    return Change(lost=lost if gone > 0 else (), follow=gone > len(lost) or gone < 0)
