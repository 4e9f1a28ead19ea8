"""Which year do words name, and which does a report report on?"""

import re

from crawler.pages.wording import folded

YEAR = r"(?:19|20)\d\d|[二一][〇○零0O九]{1}[〇○零0-9一二三四五六七八九十]{2}"
_NAMED_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_TERM = re.compile(r"(?<!\d)(?:19|20)\d\d[-—–~至]{1,2}((?:19|20)\d\d)学年")
"""A university's year, named by the one in which it ends."""
_HAN_YEAR = re.compile(r"([二一])([〇○零O0九])([〇○零O0一二三四五六七八九])([〇○零O0一二三四五六七八九])年")
_HAN = {
    "〇": "0",
    "○": "0",
    "零": "0",
    "O": "0",
    "0": "0",
    **{han: str(digit) for digit, han in enumerate("一二三四五六七八九", 1)},
}
_RANGE = re.compile(r"(?<!\d)((?:19|20)\d\d)年?度?[-—–~～至到]{1,2}((?:19|20)\d\d)(?!\d)")
_ALL_YEARS = re.compile(r"历年|往年|历次")
_PERIOD = re.compile(r"((?:19|20)\d\d)年1月1日")


def named_year(text: str) -> int | None:
    """The first year that words name, in digits or in Chinese; None where they name none."""
    if named := _TERM.search(text) or _NAMED_YEAR.search(text):
        return int(named.group(1))
    if spoken := _HAN_YEAR.search(text):
        return int("".join(_HAN[digit] for digit in spoken.groups()))
    return None


def several_years(text: str) -> bool:
    """Whether words name the reports of more years than one (历年, 2008—2018年); a university's year is one, though it names two."""
    ranges = ((int(one), int(other)) for one, other in _RANGE.findall(text))
    return _ALL_YEARS.search(text) is not None or any(other - one > 1 for one, other in ranges)


def report_year(*, title: str, text: str = "", column: str = "", published: str | None = None) -> int | None:
    """The year reported on: of the title, the period that the (folded) text states, the column, else the year before publication."""
    period = _PERIOD.search(text, 0, 20_000)
    for year in (
        named_year(folded(title)),
        int(period.group(1)) if period else None,
        named_year(folded(column)),
    ):
        if year is not None and 2000 <= year <= 2100:
            return year
    return int(published[:4]) - 1 if published else None
