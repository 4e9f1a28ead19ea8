"""The labelled lines that a page prints above a report's text: 发布时间：… 来源：…, and the breadcrumb."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from extract.chapters.lines import Line
from extract.identity import titles
from extract.words.labels import sign, tight

LINES: Final = 40
"""How many lines from the top may be labels or titles."""
_LONGEST: Final = 160
"""Characters: a longer line is text, however it begins."""
_NAMES: Final = (
    "标题 名称 信息名称 发布日期 发布时间 公开日期 公开时间 发文日期 成文日期 生成日期 公文生成日期 更新时间 时间 日期",
    "发布机构 发布机关 发文机关 公开责任部门 公开单位 信息来源 来源 作者 责任编辑 编辑 审核",
    "栏目 索引号 信息索取号 文号 发文字号 原文链接 有效性 时效 时效性 主题分类 组配分类 信息分类 关键词",
    "浏览次数 浏览量 点击数 点击 访问量 字号 字体 字体大小 当前位置 位置",
)
_SPACED: Final = "|".join(r"\s?".join(name) for line in _NAMES for name in line.split())
_LABEL: Final = re.compile(rf"(?<![\u4e00-\u9fff])({_SPACED})\s?[：:]")
DATED: Final = re.compile(
    r"[【\[(（]?20\d{2}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:\s\d{1,2}:\d{2}(?::\d{2})?)?[】\])）]?\s?"
    r"(?=$|[T+]|(?:信息)?来源|作者|浏览|点击|阅读|\[?字[体号]|\|)"
)
"""A date by itself, or before other labelled values."""
_CRUMBS: Final = re.compile(r"[^>›»＞]{1,30}(?:[>›»＞]+[^>›»＞]{1,40}){2,}")


def read(printed: Sequence[Line]) -> tuple[list[Line], dict[str, str]]:
    """The lines without the labelled ones at the head, and those by label; a title's label is dropped, its words stay."""
    labels: dict[str, str] = {}
    body: list[Line] = []
    begun = False
    for position, line in enumerate(printed):
        found = _labelled(line.text) if position < LINES else {}
        # Below the first heading or sentence a date alone is the signature's.
        begun = begun or position >= LINES or "。" in line.text or sign(line.text) is not None
        if not begun and not found and DATED.match(line.text):
            found = {"date": line.text}
        if not found:
            body.append(line)
        for label, value in found.items():
            labels.setdefault(label, value)
            if titles.is_title(value):
                body.append(replace(line, text=value))
    return body, labels


def _labelled(text: str) -> dict[str, str]:
    """The labels and values of a line that is nothing else, or a breadcrumb; else nothing."""
    if len(text) > _LONGEST:
        return {}
    found = list(_LABEL.finditer(text)) if "：" in text or ":" in text else []
    if found and found[0].start() <= 1 and "。" not in text:
        ends = [*(match.start() for match in found[1:]), len(text)]
        return {
            tight(m[1]): text[m.end() : end].strip(" |【】[]") for m, end in zip(found, ends, strict=True)
        }
    return {"breadcrumb": text} if _CRUMBS.fullmatch(text) else {}
