"""The year a report is on: what its title, its statistical period and its column say, and whether they agree."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from archive.records import Finding
from extract.words.numerals import positional

_YEAR: Final = r"(?:20\d{2}|二[〇○零Oo0][〇○零Oo0一二三四五六七八九]{2})"
_MONTH: Final = r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_DAY: Final = r"(?:[12]\d|3[01]|0?[1-9]|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_PERIOD: Final = re.compile(
    rf"(?P<start>{_YEAR})年?{_MONTH}月{_DAY}日?[起始]?，?(?:至|到|[-—–－~～]+)(?:(?P<end>{_YEAR})年?|同年|当年|本年)?{_MONTH}月{_DAY}日?"
)
_STATISTICAL: Final = re.compile(r"统计|时限|期限|数据")
_WINDOW: Final = 40


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """The statistical period as printed: the years of its first and last day."""

    start: int
    end: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A year and who says it: `title`, `statistical period`, `column`, …"""

    by: str
    year: int


def period(text: str) -> Period | None:
    """The statistical period that a flowing text states, also where 年 was lost (自20221月1日); null where it states none."""
    for match in _PERIOD.finditer(text):
        if _STATISTICAL.search(text, max(0, match.start() - _WINDOW), match.start()):
            start = _year(match["start"])
            end = _year(match["end"]) if match["end"] else start
            if start and end:
                return Period(start=start, end=end)
    return None


def findings(said: Iterable[Said]) -> tuple[Finding, ...]:
    """The `year` warning, where two say different years."""
    told = list(said)
    if len({each.year for each in told}) < 2:
        return ()
    message = ", ".join(f"{each.by} says {each.year}" for each in told)
    return (Finding(code="year", level="warning", where="", message=message),)


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else positional(text)
