"""Where a report's own text names the organ that speaks: who prepared it, whom to ask, who signed, whose media and papers."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final, Literal

from extract.identity import organs

Slot = Literal["prepared", "contact", "signed", "opening", "subject", "media", "paper"]
"""`opening`: the subject of a report's first sentence; `subject`: that of a later sentence on disclosure."""

_HAN: Final = "[\u4e00-\u9fff（）()·]"
_DATE: Final = r"(?:20\d{2}|二[〇○零Oo0][〇○零Oo0一二三四五六七八九]{2})年(?:\d{1,2}|[一二十]{1,3})月"
_YEAR: Final = r"(?:20\d{2}|二[〇○零Oo0][〇○零Oo0一二三四五六七八九]{2})年?度?"
_BODY: Final = r"(?:人民政府|政府|办事处|街道|管委会|管理委员会|办公厅|办公室|政务公开办|党政办|[局委厅镇乡办院队社站所馆]|中心)"
_SUFFIX: Final = rf"(?:{_BODY}|[县市区旗州])"
_ACTS: Final = (
    "认真|严格|高度重视|坚持|积极|切实|紧紧|紧扣|深入|全面|持续|不断|始终|共|全年|主动|按照|根据|围绕|贯彻|落实|未|收到|受理|依法|依托|以|把|将|在|按|对|为|结合|加强|健全"
    "|完善|成立|制定|开展|推进|组织|通过|充分|着力|大力|扎实|牢固|进一步|立足|聚焦|政府信息公开|政务公开|信息公开"
)
_SLOTS: Final[tuple[tuple[Slot, tuple[str, ...], re.Pattern[str]], ...]] = (
    (
        "prepared",
        ("由",),
        re.compile(rf"由({_HAN}{{2,28}}?{_SUFFIX})(?=结合|根据|按照|依据|负责|组织|编制|编写|汇总|依照)"),
    ),
    (
        "prepared",
        ("编制", "公布", "撰写"),
        re.compile(rf"(?:编制|公布|撰写)(?:了)?[《“]?({_HAN}{{2,28}}?){_YEAR}(?:政府|政务)?信息公开"),
    ),
    (
        "prepared",
        ("公布",),
        re.compile(rf"公布{_YEAR}({_HAN}{{2,28}}?{_SUFFIX})(?=政府信息公开|信息公开|政务公开)"),
    ),
    (
        "prepared",
        ("编制",),
        re.compile(
            rf"(?:^|[，。；\n])({_HAN}{{2,28}}?{_BODY})(?:特此|特|现)?(?:组织)?编制(?:了|完成|完成了)?(?=本报告|本年度报告|{_YEAR}|《)"
        ),
    ),
    ("prepared", ("现将",), re.compile(rf"现将({_HAN}{{2,28}}?){_YEAR}(?:政府|政务)信息公开")),
    (
        "contact",
        ("请",),
        re.compile(
            rf"请(?:直接)?(?:与|联系|向|径与|致电)({_HAN}{{2,28}}?{_SUFFIX})(?=联系|反映|咨询|查询|[（(,，。])"
        ),
    ),
    (
        "contact",
        ("单位", "机构"),
        re.compile(
            rf"(?:联系单位|受理机构|编制单位|报告单位)(?:名称)?[：:]({_HAN}{{2,28}}?{_SUFFIX})(?![\u4e00-\u9fff])"
        ),
    ),
    (
        "media",
        ("”", '"', "’", "」"),
        re.compile(
            r"[“\"‘「]([^”\"’」]{2,16})[”\"’」](?:政务|官方)?(?:微信)?(?:公众号|公众平台|微信|微博|微平台|视频号|抖音号?|头条号|客户端|APP|网站)"
        ),
    ),
    (
        "media",
        ("号", "微信", "微博"),
        re.compile(
            r"(?:微信公众号|公众号|官方微信|政务微博|抖音号|视频号)[：:“\"]{1,2}([\u4e00-\u9fff]{2,14})"
        ),
    ),
    (
        "paper",
        ("《",),
        re.compile(
            rf"《({_HAN}{{2,20}}?{_SUFFIX})(?:{_YEAR})?(?:政府|政务)?(?:信息)?公开(?:工作|业务)?(?:指南|目录|实施方案|工作要点|培训计划|制度|实施细则)"
        ),
    ),
)
"""Slot, words of which one must be in the text (a look that spares most texts the search), pattern."""
_SUBJECT: Final = re.compile(
    rf"(?:^|[。；\n])(?P<year>{_YEAR}(?:以来|来|里|中|期间|间)?[，、]?)?(?P<name>{_HAN}{{2,20}}?{_BODY})(?={_ACTS})(?=[^。；\n]*(?:公开|条例))"
)
_SIGNED: Final = re.compile(
    rf"({_HAN}{{2,28}}?{_SUFFIX})[\s\n]*{_DATE}(?:\d{{1,2}}日|[一二三十]{{1,3}}日)?[\s\n]*$"
)
_PROSE_END: Final = "。；;：:！!？?…"
_WRAPPED: Final = 18


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """A name that the text gives its own organ (or, in a copied report, another's)."""

    slot: Slot
    name: str
    section: int | None
    """The section it stands in; null for the preamble."""
    dated: bool = False
    """Whether the year stands right before it: “2022年，青石镇…”."""


@lru_cache(maxsize=64)
def flow(text: str) -> str:
    """Text without white space; lines that a printer wrapped are glued, lines that end a paragraph stay apart."""
    paragraphs: list[list[str]] = []
    length = 0
    if _UNUSUAL.search(text):
        text = unicodedata.normalize("NFKC", text)
    for line in text.translate(_PUNCTUATION).split("\n"):
        bare = "".join(line.split())
        if not bare:
            continue
        if paragraphs and length >= _WRAPPED and paragraphs[-1][-1][-1] not in _PROSE_END:
            paragraphs[-1].append(bare)
            length += len(bare)
        else:
            paragraphs.append([bare])
            length = len(bare)
    return "\n".join("".join(pieces) for pieces in paragraphs)


_UNUSUAL: Final = re.compile(r"[^\x00-\x7e\u4e00-\u9fff，。、；：（）！？《》“”‘’〔〕—〇]")
"""What NFKC may change: whatever is no Chinese character and no mark that `_PUNCTUATION` sets right."""
_PUNCTUATION: Final = str.maketrans(
    {",": "，", ";": "；", ":": "：", "(": "（", ")": "）", "!": "！", "?": "？"}
)


def named(flows: Iterable[tuple[int | None, str]]) -> Iterator[Named]:
    """Every name that stands where a report names its own organ; `flows` are sections' numbers and flowing texts."""
    for section, text in flows:
        for slot, words, pattern in _SLOTS:
            if any(word in text for word in words):
                for match in pattern.finditer(text):
                    yield Named(slot=slot, name=_cut(match[1]), section=section)
        for match in _SUBJECT.finditer(text):
            opens = match.start() == 0 and section in {None, 1}
            yield Named(
                slot="opening" if opens else "subject",
                name=match["name"],
                section=section,
                dated=bool(match["year"]),
            )
        if signed := _SIGNED.search(text[-80:]):
            yield Named(slot="signed", name=_cut(signed[1]), section=section)


def organ(names: Iterable[Named]) -> str:
    """The organ that prepared, signed or answers for the report, by the first of these that names one; else ''.

    Of an office inside a department, a town or a street, the organ that it is an office of.
    """
    found = [each for each in names if organs.kind(each.name) != "other"]
    for slot in ("prepared", "signed", "contact"):
        for each in found:
            if each.slot == slot and not _FACELESS.match(each.name):
                return _INNER.sub(r"\1", each.name)
    return ""


def outer(name: str) -> str:
    """The organ that a name is of an office of; '' for an office that names none (办公室, 综合科), any other name as it is."""
    return "" if _OFFICE.fullmatch(name) else _INNER.sub(r"\1", name)


def opener(names: Iterable[Named]) -> str:
    """The organ that is the subject of the report's first sentence, where it names one; else ''."""
    openings = (each.name for each in names if each.slot == "opening" and organs.kind(each.name) != "other")
    return next((name for name in openings if not _FACELESS.match(name)), "")


_INNER: Final = re.compile(
    r"^(.*(?:[镇乡](?:人民政府|政府)?|街道(?:办事处)?|[局院]|(?<!编制)(?<!工作)(?<!运动)(?<!动员)(?<!息化)(?<!安全)委员会|管委会))(?:党政|政务公开|信息公开|综合)*(?:办公室|办|部|股|科|指挥中心)$"
)
_DUTY: Final = "党政|行政|综合|政务公开|信息公开|秘书|文秘|宣传|政策|法规|政工|人事|财务|信息|业务|办公"
_OFFICE: Final = re.compile(
    rf"(?:机关|本?[局委厅院镇乡]|街道)?(?:办公室|(?:{_DUTY})(?:(?:和|与)?(?:{_DUTY}))*(?:办公室|[办室科股处部组]|中心))"
    rf"|(?!.*[局委厅院会镇乡]).{{1,10}}[科股]"
)
"""Parts of an organ by themselves."""
_FACELESS: Final = re.compile(
    r"^(?:我|本|该|各|全)|^(?:省|市|县|区|镇|乡|街道)(?:人民)?(?:政府)?(?:办公室|办|政务公开办.*|党政办.*)?$"
)
_LEAD: Final = re.compile(r"^.*(?:由|与|向|在|和|及|，|的)(?=.{3})")


def _cut(name: str) -> str:
    """A name without the words before it that belong to the sentence."""
    return _LEAD.sub("", name) if re.search("[由与向在，的]", name) else name
