"""What a chapter's heading means: which of the six statutory sections it opens, whatever its ordinal and its wording.

Outlines: 国办公开办函〔2021〕30号 and 〔2019〕60号 (six sections); Regulations of 2007, article 32 (earlier reports).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from extract.words.numerals import counted

Style = Literal["han", "arabic", "bracket", "none"]

_H: Final = r"[一二三四五六七八九十]{1,3}"
_INFO: Final = r"(?:政府|政务)?信息"

_MEANINGS: Final = tuple(
    (number, re.compile(pattern))
    for number, pattern in (
        (6, r"(?:需要|应当)(?:报告|说明)的.*(?:事项|事宜)"),
        (None, r"收费|减免|统计表|附表|附件|重点领域|咨询|支出|经费|主动公开.*依申请公开"),
        (4, r"复议|诉讼"),
        (
            6,
            r"(?:其他|其它|另外).*(?:事项|事宜|报告|说明)|(?:需要|应当)(?:报告|说明)的.*(?:事项|事宜|情况|问题)",
        ),
        (
            5,
            r"问题|不足|困难|薄弱环节|(?:改进|整改|下一步|下步|今后|明年).*(?:情况|措施|打算|计划|安排|思路|方向|意见|工作|重点)|改进(?:办法|建议)",
        ),
        (3, r"申请公开|(?:收到|受理|处理|答复|办理).*申请|不予公开"),
        (2, rf"主动公开|公开(?:政府|政务)?信息的?(?:数量|内容|情况)|^{_INFO}公开(?:的)?(?:数量|内容)"),
        (1, r"^(?:\d{4}年)?.{0,12}(?:总体|整体|基本|总的|全年)(?:工作)?.{0,4}(?:情况|概况)|概述|概况|综述"),
    )
)
_OFFICIAL: Final = tuple(
    (number, re.compile(pattern))
    for number, pattern in (
        (1, r"(?:工作)?总体(?:工作)?情况|概述"),
        (2, rf"(?:行政机关)?主动公开{_INFO}(?:的)?情况"),
        (3, rf"(?:行政机关)?(?:收到和处理|收到及处理|受理和处理){_INFO}公开申请(?:的)?情况"),
        (3, rf"{_INFO}依申请公开(?:工作)?(?:的)?情况|依申请公开{_INFO}(?:和不予公开{_INFO})?的?情况"),
        (
            4,
            r"(?:因)?政府信息公开(?:工作|申请)?(?:被申请|申请|被)?行政法?复议(?:和|、|及)?(?:被)?(?:提起)?行政诉讼(?:的)?情况",
        ),
        (
            5,
            rf"(?:{_INFO}公开)?(?:工作)?存在的?(?:主要)?(?:问题|不足)(?:及|和|与|以及)改进(?:情况|措施)|主要问题(?:和|及)改进(?:情况|措施)",
        ),
        (6, r"(?:其他|其它)(?:需要|应当)报告的?(?:其他)?事项"),
        (
            0,
            r"政府信息公开(?:的)?收费(?:及|和)减免(?:的)?情况|重点领域政府信息公开情况|[^。；，：、…\d]{0,24}政府信息公开(?:工作)?情况统计表",
        ),
    )
)
_INLINE: Final = tuple(
    (number, re.compile(rf"(?P<ordinal>{_H})[、.．]\s?(?:{p.pattern})")) for number, p in _OFFICIAL
)
_INLINE_ORDINAL: Final = re.compile(rf"{_H}[、.．]")
_ORDINAL: Final = re.compile(
    rf"第?(?P<han>{_H})(?:部分|章)?\s?[、.．,，:：]\s?|第(?P<part>{_H})(?:部分|章)\s?|(?P<bare>{_H})\s"
    rf"|(?P<arabic>\d{{1,2}})\s?[、.．](?!\d)\s?|[(（]\s?(?P<bracket>{_H}|\d{{1,2}})\s?[)）][、.．]?\s?"
)
_ANNEX: Final = re.compile(r"附\s?[件表]\s?[\d一二三四五]{0,2}\s?(?:[：:、.．].{0,50})?")
TABLE_ROW: Final = re.compile(
    r"本年新收|上年[结結][转轉]|年度[办辦]理[结結]果|[结結][转轉]下年度|第二十[条條]"
)
"""Words of the statutory tables' rows that read like a heading's, in traditional characters too."""
_SENTENCE: Final = re.compile(r"[。；;！？?，,]|\d{3}(?!\d?年)")
_ENDINGS: Final = (
    "情况",
    "事项",
    "概述",
    "概况",
    "措施",
    "统计表",
    "问题",
    "改进",
    "不足",
    "事宜",
    "打算",
    "计划",
    "安排",
)
_CLOSING: Final = "。.:：;；"


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening:
    """A line, or a place in a line, where a chapter may begin."""

    number: int | None
    """1–6 by its meaning; null where it means none of them."""
    ordinal: int | None
    style: Style
    """How the ordinal is written: `han` (一、), `arabic` (5、), `bracket` (（一）), `none`."""
    official: bool
    """Whether the wording is that of an official outline, word for word."""
    text: str
    """As printed, with its ordinal."""
    start: int = 0
    end: int


def opening(line: str) -> Opening | None:
    """What a whole line opens, or null where it reads like a sentence or a row of a table."""
    return None if len(line) > 60 else _opening(line)


@lru_cache(maxsize=1024)
def _opening(line: str) -> Opening | None:
    """Reports print the same headings."""
    if TABLE_ROW.search(line):
        return None
    if _ANNEX.fullmatch(line):
        return Opening(number=None, ordinal=None, style="none", official=True, text=line, end=len(line))
    found = _ORDINAL.match(line)
    style, ordinal = _numbered(found)
    words = "".join(line[found.end() if found else 0 :].rstrip(_CLOSING).split())
    if not 2 <= len(words) <= 40 or _SENTENCE.search(words):
        return None
    if style == "none" and not words.endswith(_ENDINGS):
        return None
    official = _official(words)
    number = meaning(words) if official is None else official or None
    if style == "none" and number is None:
        return None
    return Opening(
        number=number, ordinal=ordinal, style=style, official=official is not None, text=line, end=len(line)
    )


def inline(line: str) -> Iterator[Opening]:
    """The chapters that open inside a line of text: only the official wordings, each with its ordinal, in order of place.

    A list of the chapters in a sentence (“由一、总体情况，二、…六部分组成”) opens none.
    """
    if _INLINE_ORDINAL.search(line) is None:
        return
    found = sorted(
        (match.start(), number, match) for number, pattern in _INLINE for match in pattern.finditer(line)
    )
    for start, number, match in found:
        if _is_mention(line, start, match.end()):
            continue
        yield Opening(
            number=number or None,
            ordinal=counted(match["ordinal"]),
            style="han",
            official=True,
            text=match[0],
            start=start,
            end=match.end(),
        )


def meaning(words: str) -> int | None:
    """The statutory section that a heading's words speak of, white space and ordinal already removed."""
    return next((number for number, pattern in _MEANINGS if pattern.search(words)), None)


def _official(words: str) -> int | None:
    """The section of an official wording, 0 for an official chapter outside the six, null for any other wording."""
    return next((number for number, pattern in _OFFICIAL if pattern.fullmatch(words)), None)


def _is_mention(line: str, start: int, end: int) -> bool:
    before, after = line[max(0, start - 1) : start], line[end : end + 1]
    return (start > 0 and before in "，,、括由为“《(（见") or (
        after != "" and after in "，,；;、)）”》表等" + ("。" if start else "")
    )


def _numbered(found: re.Match[str] | None) -> tuple[Style, int | None]:
    if found is None:
        return "none", None
    if han := found["han"] or found["part"] or found["bare"]:
        return "han", counted(han)
    if arabic := found["arabic"]:
        return "arabic", int(arabic)
    bracket = found["bracket"]
    return "bracket", int(bracket) if bracket.isdigit() else counted(bracket)
