"""Statistics tables printed as running text: label, unit, figures; label, unit, figures …"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from archive.records import Place
from extract.document import Document
from extract.flow import Flow, flows, unmasked
from extract.lines import Consumed

_HEADING = (
    r"(?:\d{4}\s*年\s*度?|历年累计数?|本年度?累计数?|本年度?|上年度?|本期|本月|统计数|合计|总计|累计数?|数量)"
)
_HEAD = re.compile(
    rf"(?:指标名称|统计指标|指标)\s*(?:计量单位|单位)\s*(?:代码)?\s*(?P<headings>{_HEADING}(?:\s*{_HEADING})*)"
)
_UNIT = r"(?:人次|万元|条|件|次|个|篇|人|元|份|种|页|起|户|场|期|项|宗)"
_ROW = re.compile(
    rf"(?P<label>[^\d。；]{{2,70}}?)\s*(?P<unit>{_UNIT}|[-−–—])\s*(?P<figures>[-−–—/\d][-−–—/\d,.\s]*)"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """The headings of figures, and each row's label, the text of its figures and its place."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, str, Place], ...]
    consumed: Consumed


def statistics(document: Document) -> Listed | None:
    """The first statistics table in the document's text; null where there is none."""
    for flow in flows(document):
        if (head := _HEAD.search(flow.masked)) is None:
            continue
        rows = list(_rows(flow, head.end()))
        if rows:
            spans: dict[int, tuple[tuple[int, int], ...]] = {}
            for index, span in flow.spans(head.start(), rows[-1].end()):
                spans[index] = (*spans.get(index, ()), span)
            return Listed(
                headings=tuple("".join(found.split()) for found in re.findall(_HEADING, head["headings"])),
                rows=tuple(
                    (_label(row), _figures(row), flow.places[flow.block(row.start())]) for row in rows
                ),
                consumed=spans,
            )
    return None


def _rows(flow: Flow, start: int) -> Iterator[re.Match[str]]:
    """Rows that follow one another without a gap."""
    while (row := _ROW.match(flow.masked, start)) is not None:
        yield row
        start = row.end()


def _label(row: re.Match[str]) -> str:
    return unmasked(row["label"]).strip()


def _figures(row: re.Match[str]) -> str:
    return " ".join(row["figures"].split())
