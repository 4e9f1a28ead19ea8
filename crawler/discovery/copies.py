"""Copies of a portal for telephones: pages that stand at the address of another but for what marks the copy."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from crawler.address import fingerprint
from crawler.pages.page import Ask

_COPY = re.compile(
    r"(?P<scheme>https?://)"
    r"(?P<mark>(?:(?:m|wap|mobile|3g)\.|(?:www\.)?(?=[^/?#]*/(?:m|wap|mobile|3g|h5|phone)/))"
    r"(?P<name>[^/?#]*)(?:/(?:m|wap|mobile|3g|h5|phone)(?=/))?)",
    re.IGNORECASE,
)
"""An address with what marks it as that of a copy: how its host begins, its first folder, or both."""


@dataclass(slots=True)
class Copies:
    """What is known of one portal's: a report that stands in a copy as well is asked for in one place."""

    _proven: set[str] = field(default_factory=set)
    """Marks of copies of which a report was read that stands at its original's address too."""
    _tried: set[str] = field(default_factory=set)

    def is_first(self, url: str, knows: Callable[[str], bool]) -> bool:
        """Whether this is the first page of a copy: it is asked for, so that the others need not be. `knows`: whether a request is known,
        by its fingerprint."""
        mark = _mark(url, knows)
        first = bool(mark) and mark not in self._tried
        self._tried.update({mark} if mark else ())
        return first

    def prove(self, url: str, knows: Callable[[str], bool]) -> None:
        """Note that a page, which its title had announced, is the report."""
        if mark := _mark(url, knows):
            self._proven.add(mark)

    def needless(self, url: str, knows: Callable[[str], bool]) -> bool:
        """Whether a page only shows again what its original shows."""
        return bool(self._proven) and _mark(url, knows) in self._proven


def originals(url: str) -> tuple[str, ...]:
    """Where the page stands, maybe, that an address shows a copy of; empty for one that nothing marks as a copy's."""
    copy = _COPY.match(url)
    return _originals(copy) if copy else ()


def _originals(copy: re.Match[str]) -> tuple[str, ...]:
    rest = copy.string[copy.end() :]
    return tuple(f"{copy['scheme']}{www}{copy['name']}{rest}" for www in ("", "www."))


def _mark(url: str, knows: Callable[[str], bool]) -> str:
    """What marks an address as that of a copy whose original is known; '' for any other."""
    copy = _COPY.match(url)
    known = copy and any(knows(fingerprint(Ask(url=one))) for one in _originals(copy))
    return copy["mark"] if copy and known else ""
