"""When a report came out: the date, the label it stands under, and whether that was within the law's limit."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from archive.records import Finding, Source
from extract.identity import organs

_PUBLISHING: Final = (
    "发布日期",
    "发布时间",
    "公开日期",
    "公开时间",
    "信息公开日期",
    "发文日期",
    "发文时间",
    "发稿时间",
    "发布于",
)
_UNSAID: Final = ("日期", "时间", "date")
"""Labels that leave open of what; `date` is that of a date that stands alone above the report."""
_WRITING: Final = ("公文生成日期", "生成日期", "成文日期", "成文时间", "生成时间")
_META: Final = ("pubdate", "publishdate", "createdate", "firstpublishedtime")
_DATE: Final = re.compile(
    r"((?:19|20)\d{2})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})|(?<!\d)(20\d{2})(\d{2})(\d{2})(?!\d)"
)
_ADDRESS: Final = re.compile(
    r"/t(20\d{2})(\d{2})(\d{2})_|/(20\d{2})/(\d{1,2})/(\d{1,2})/|(?:^|[/_])(20\d{2})-?(\d{2})-?(\d{2})[/_.]"
)
_FIRST: Final = date(2008, 1, 1)
_OLD_RULES_LAST_YEAR: Final = 2018
"""The Regulations of 2007 (article 31: every organ by 31 March) governed the reports on the years up to 2018; those of 2019
(article 49: departments by 31 January, the government's aggregate by 31 March) govern the later ones."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Published:
    """A date of publication, ISO, and the label it came with: as printed, `PubDate`, `list` or `url`."""

    date: str | None
    label: str | None


def published(source: Source, labels: Iterable[Mapping[str, str]], year: int | None) -> Published:
    """The first plausible date in order of: label on the page, page metadata, the list's date, a date that nothing names, the address.

    Implausible are dates after the capture and dates before the last month of the year reported on. `labels` holds the
    labelled values of each document, the report's own first.
    """
    latest = _day(source.captured_at) or date.max - timedelta(days=2)
    earliest = date(year, 12, 1) if year else _FIRST
    for label, day in _candidates(source, list(labels)):
        if earliest <= day <= latest + timedelta(days=1):
            return Published(date=day.isoformat(), label=label)
    return Published(date=None, label=None)


def late(when: str | None, organ: str, year: int | None) -> tuple[Finding, ...]:
    """The `late` notice, where a report came out after its limit.

    Governments of counties and above and zones' 管委会 have until 31 March, every other organ until 31 January (also towns, which
    article 49 names in neither place and which report with the departments); up to the report on 2018 all have until 31 March.
    """
    if when is None or year is None or not organ:
        return ()
    is_government = organs.kind(organ) in {"government", "zone"}
    month = 3 if is_government or year <= _OLD_RULES_LAST_YEAR else 1
    limit = date(year + 1, month, 31)
    if date.fromisoformat(when) <= limit:
        return ()
    message = f"published on {when}, after {limit.isoformat()}"
    return (Finding(code="late", level="notice", where="", message=message),)


def _candidates(source: Source, labels: list[Mapping[str, str]]) -> Iterator[tuple[str, date]]:
    for wanted in (_PUBLISHING, _WRITING, _META):
        for printed in labels:
            yield from _labelled(printed, wanted)
    sighting = source.sighting
    if sighting and (day := _day(sighting.published or "")):
        yield sighting.published_label or "list", day
    for printed in labels:
        yield from _labelled(printed, _UNSAID)
    for url in (source.url, *(part.url for part in source.parts)):
        if day := _in_address(url):
            yield "url", day


def _labelled(printed: Mapping[str, str], wanted: tuple[str, ...]) -> Iterator[tuple[str, date]]:
    folded = {_folded(label): (label, value) for label, value in printed.items()}
    for name in wanted:
        if (found := folded.get(name)) and (day := _day(found[1])):
            yield ("PubDate" if found[0].lower() == "pubdate" else found[0]), day


def _folded(label: str) -> str:
    return "".join(unicodedata.normalize("NFKC", label).split()).strip(":【】[]").lower()


def _day(text: str) -> date | None:
    match = _DATE.search(unicodedata.normalize("NFKC", text))
    return _valid(match) if match else None


def _in_address(url: str) -> date | None:
    match = _ADDRESS.search(url)
    return _valid(match) if match else None


def _valid(match: re.Match[str]) -> date | None:
    try:
        return date(*(int(part) for part in match.groups() if part is not None))
    except ValueError:
        return None
