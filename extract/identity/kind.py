"""Is it an annual report on disclosure at all? Columns of such reports hold circulars, guides, explainers and other yearbooks."""

import re
from collections.abc import Sequence

from archive.records import Figure, Section, Source, State
from extract.identity.titles import is_title
from extract.words.labels import fold

_OTHER = re.compile(
    r"解读|图解|一图|读懂|问答|指南|制度|办法|目录|依申请公开|要点|方案|预算|决算|法治政府建设|政府网站.{0,6}年度|工作年度报表|行政执法"
    r"|统计年报|通知|的函$|新闻|模板|格式|公告$|会议|培训|简报|绩效|考核|督查"
)
_EXPLAINS = re.compile(r"解读|图解|图说|一图|读懂|问答|动漫|视频|[Hh]5")
_CHAPTERS = 3
"""Of the six statutory chapters, how many a text must have that neither title nor tables show to be a report."""


def is_report(
    source: Source, title: str | None, figures: Sequence[Figure], chapters: Sequence[Section]
) -> str | None:
    """Null for a report; else why it is none, in one line."""
    printed = title or (source.sighting.title if source.sighting else "") or ""
    filled = any(figure.value is not None for figure in figures)
    if is_title(printed) and (filled or not _EXPLAINS.search(printed)):
        return None
    other = _OTHER.search(fold(printed))
    if other and not filled:
        return f"the title {printed[:60]!r} names something else ({other[0]})"
    if figures and all(figure.state is State.BLANK for figure in figures):
        return "a form that is not filled in"
    numbered = {section.number for section in chapters if section.number}
    if figures or len(numbered) >= _CHAPTERS or (source.sighting is not None and not other):
        return None
    return "neither title, tables nor chapters of an annual report"
