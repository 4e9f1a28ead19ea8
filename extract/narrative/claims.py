"""What a report's text says in numbers about requests, disputes and papers: of the whole organ, of this year, nothing else.

A sentence about a part (one office, one channel, the departments), another year, a plan or a rough number makes no claim:
a false alarm is worse than a miss.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from extract.narrative import scope
from extract.words.numerals import number

_N: Final = r"(\d[\d,，]*(?:\.\d+)?万?|[〇零一二两三四五六七八九十百千]{1,7})"
_UNIT: Final = r"[件条宗份起例个项次]"
_SAYS: Final = rf"(?:共计?|合计|总计|总数|数量|总量|数|量)?(?:为|是|有|达到?|：)?(?:共计?)?{_N}{_UNIT}"
_FROM: Final = (
    r"(?:的|有效|各类|群众|社会公众|申请人|公民|法人|(?:或|和|及|或者)?其他组织|、|提出|提交|递交|要求)*"
)
_INFO: Final = r"(?:政府|政务)?信息"
_ASKED: Final = (
    rf"(?:{_INFO}(?:依申请公开|公开)的?(?:申请|请求)|依申请公开(?:{_INFO})?的?(?:申请|请求|办件|事项|案件|件)|申请公开{_INFO}|公开(?:{_INFO}的?)?申请"
    rf"|{_INFO}申请公开件?|依申请信息)表?"
)
_THING: Final = (
    rf"(?:{_ASKED}|{_INFO}(?:依申请公开|公开)(?:的)?(?:办件|事项|案件|件)?|依申请公开(?:{_INFO})?|申请)"
)
_REVIEW: Final = r"(?:行政)?复议(?:案件|申请|事项)?"
_SUIT: Final = r"(?:行政)?诉讼(?:案件|申请|事项)?"
_BOTH: Final = rf"{_REVIEW}(?:和|及|、|与|或|以及|，|或者)(?:因此)?(?:被)?(?:提起|发生)?(?:的)?{_SUIT}"
_NONE: Final = r"(?:未|没有|无|未曾|从未)(?:收到|接到|受理|发生|产生|出现|有|被|引发|涉及|办理)*(?:任何|有关|涉及|关于|因)?"
_ABOUT: Final = r"(?:(?!败诉|纠|撤|不当|违法)[^，。；\n]){0,24}?"
"""What the disputes that there were none of are about: not how they ended."""
_END: Final = r"(?:的)?(?:情况|情形|案件|事项|现象)?(?=[，。；\n]|$)"
_NEXT: Final = (
    r"(?:结转|顺延|转接|转结|转|跨)(?:至|到|入)?(?:下一?年度?|次年|明年|20\d\d年度?)|正在办理|尚未办结|未办结"
)
_PAPER: Final = r"(?:行政)?规范性文件"


def _counted(words: str) -> str:
    """A label with its number behind it, or before it."""
    return rf"(?:{words})(?:的?(?:决定|答复|告知|处理))?{_FROM}(?:{_THING})?{_SAYS}|{_N}{_UNIT}(?:{_THING})?(?:作出|被|为|属于|属|是)?(?:{words})"


def _had(verbs: str) -> str:
    """A verb, then the requests and their number in either order."""
    return rf"(?:{verbs})(?:了)?{_FROM}{_THING}{_SAYS}|(?:{verbs})(?:了)?{_N}{_UNIT}(?:的)?{_FROM}{_THING}"


_REQUESTS: Final[tuple[tuple[str, str, str], ...]] = (
    ("new", "新", rf"新(?:收(?:到)?|增){_FROM}(?:{_THING})?{_SAYS}"),
    (
        "carried_in",
        "结",
        rf"(?:上一?年度?|去年|20\d\d年度?)(?:结转|转结)(?:(?!至|到|入)(?:过来|而来|来)?|[至到入](?:本年度?|当年|今年)(?:办理)?){_FROM}(?:{_THING})?{_SAYS}",
    ),
    (
        "carried_out",
        "转延跨办",
        rf"(?:{_NEXT})(?:继续)?(?:办理|答复|处理)?{_FROM}(?:{_THING})?{_SAYS}|{_N}{_UNIT}(?:{_THING})?[^，。；\d]{{0,16}}?(?:{_NEXT})",
    ),
    ("received", "收接", _had(r"收到|接到|接收|收办|收悉")),
    (
        "received",
        "数量收",
        rf"(?:{_ASKED}|申请)(?:总数|总量|数量|收件|数|量)(?:共计?|合计)?(?:为|是|有|达到?|：)?{_N}{_UNIT}",
    ),
    ("handled", "理办", _had(r"(?<!不再)(?<!不予)(?:受理|办理|处理|承办)")),
    (
        "answered",
        "复办",
        rf"(?<!公开)(?<!公开的)(?<!处理)(?<!提供)(?<!延期)(?<!逾期)(?:答复|办结|回复|办理完毕)(?:了)?{_FROM}(?:{_THING})?{_SAYS}",
    ),
    ("granted_or_partially", "分", _counted(r"(?:予以)?公开(?:和|及|、|或|以及|与)(?:予以)?部分公开")),
    ("granted", "公", _counted(r"(?<!不)(?:予以公开|同意公开)")),
    ("partially_granted", "分", _counted(r"(?<![及和、或与])(?:予以)?部分公开")),
    ("refused", "不", _counted(r"不予公开|不同意公开")),
    ("not_held", "掌", _counted(r"不掌握(?:相关|该|此|有关)?(?:政府)?(?:信息)?(?:而|、|，)?(?:无法提供)?")),
    ("unavailable", "提", _counted(r"无法提供|不能提供")),
    ("declined", "不", _counted(r"不予处理")),
    ("other", "其", _counted(r"其他处理")),
    ("individual", "自", rf"自然人(?:提出|提交|申请)*(?:的)?(?:{_THING})?{_SAYS}"),
    (
        "organisations",
        "法",
        rf"法人(?:或|和|及|或者|、)其他组织(?:提出|提交|申请)*(?:的)?(?:{_THING})?{_SAYS}",
    ),
    ("no_requests", "未没无", rf"{_NONE}{_FROM}(?:{_ASKED}){_END}"),
    (
        "no_requests",
        "未没无",
        rf"{_NONE}(?:人|公民|群众|单位)(?:提出)?(?:申请{_INFO}公开|申请公开{_INFO}){_END}",
    ),
)
"""Topic; characters of which every match has one, so that most sentences need not be searched; pattern."""
_DISPUTES: Final[tuple[tuple[str, str, str], ...]] = (
    ("disputes", "讼", rf"{_BOTH}{_SAYS}"),
    ("review", "议", rf"{_REVIEW}的?{_SAYS}|{_N}{_UNIT}(?:被)?(?:申请)?(?:的)?行政复议"),
    ("suits", "讼", rf"{_SUIT}的?{_SAYS}|{_N}{_UNIT}(?:被)?(?:提起)?(?:的)?行政诉讼"),
    ("no_disputes", "未没无", rf"{_NONE}{_ABOUT}{_BOTH}{_END}"),
    ("no_review", "未没无", rf"{_NONE}{_ABOUT}{_REVIEW}{_END}"),
    ("no_suits", "未没无", rf"{_NONE}{_ABOUT}{_SUIT}{_END}"),
    ("all_upheld", "维", r"均(?:获|被|予以|为|已|得到)*维持|全部(?:获|被|予以)*维持"),
    ("all_closed", "结", r"均已?(?:审结|结案|办结)|全部(?:审结|结案)"),
)
_PAPERS: Final[tuple[tuple[str, str, str], ...]] = (
    ("in_force", "效", rf"现行有效(?:的)?{_PAPER}{_SAYS}"),
    ("repealed", "废", rf"废止(?:了|或失效|失效|和失效)?(?:的)?{_PAPER}{_SAYS}"),
    ("issued", "制台印", rf"(?<!本年)(?:制发|制定|出台|印发)(?:了)?(?:的)?{_PAPER}{_SAYS}"),
    ("no_papers", "未没无", rf"{_NONE}(?:新)?(?:制发|制定|出台|印发)(?:过|任何|新的)*{_PAPER}{_END}"),
    ("licensing", "许", rf"[作做]出(?:各类)?(?:行政)?许可(?:决定)?(?:的)?{_SAYS}"),
    ("penalties", "罚", rf"[作做]出(?:各类)?(?:行政)?处罚(?:决定)?(?:的)?{_SAYS}"),
    ("published", "主", rf"主动公开(?:各类)?(?:政府|政务)信息{_SAYS}"),
)
_COMPILED: Final = tuple(
    tuple((topic, frozenset(needed), re.compile(pattern)) for topic, needed, pattern in group)
    for group in (_REQUESTS, _DISPUTES, _PAPERS)
)
_WORDED: Final = frozenset(
    {"no_requests", "no_disputes", "no_review", "no_suits", "no_papers", "all_upheld", "all_closed"}
)
"""Topics that are claimed without a number."""
_COUNTS: Final = re.compile(_N + _UNIT)
_ABSOLUTE: Final = re.compile(r"未|没有|无|均|全部")
_ABOUT_REQUESTS: Final = re.compile(r"申请")
_ABOUT_OTHERS: Final = re.compile(
    r"咨询|热线|来电|来访|信访|投诉|举报|建议|提案|留言|工单|诉求|信箱|来信|办事"
)
"""What else is received, answered and concluded."""
_ABOUT_DISPUTES: Final = re.compile(r"复议|诉讼")
_ABOUT_PAPERS: Final = re.compile(r"规范性文件|主动公开|出(?:各类)?(?:行政)?(?:许可|处罚)")
_ABOUT_DISCLOSURE: Final = re.compile(r"信息公开|依申请|公开申请")
_SENTENCE: Final = re.compile(r"[^。；\n…！？]+[。；\n…！？]*")
_CONTEXT: Final = 240
_LONGEST: Final = 2000
"""Characters: a longer sentence is a table that was not recognised, or made to be slow."""
_SUBSETS: Final = frozenset({"received", "handled", "answered", "no_requests"})
_SILENT: Final = frozenset({5})
"""Sections whose numbers are of plans and problems."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Claim:
    """A number the text gives, and of what: a topic of `admissible.readings`."""

    topic: str
    value: int | Decimal
    quote: str
    section: int | None


def claims(flows: Iterable[tuple[int | None, str]], organ: str, year: int | None) -> Iterator[Claim]:
    """Every claim of the sections' flowing texts. `organ` and `year` tell whose and which numbers are the report's own."""
    speaker = scope.Speaker(organ=organ, year=year)
    for section, text in flows:
        if section in _SILENT:
            continue
        for found in _SENTENCE.finditer(text):
            if len(found[0]) > _LONGEST:
                continue
            before = text[max(0, found.start() - _CONTEXT) : found.start()]
            yield from _in_sentence(found[0], before, section, speaker)


def _in_sentence(sentence: str, before: str, section: int | None, speaker: scope.Speaker) -> Iterator[Claim]:
    requests, disputes, papers = _likely(sentence)
    if requests and (section == 3 or _ABOUT_REQUESTS.search(sentence) or _ABOUT_REQUESTS.search(before)):
        yield from _matched(requests, sentence, section, speaker)
    if (
        disputes
        and _ABOUT_DISPUTES.search(sentence)
        and (section == 4 or _ABOUT_DISCLOSURE.search(before[-60:] + sentence))
    ):
        yield from _matched(disputes, sentence, section, speaker)
    if papers and _ABOUT_PAPERS.search(sentence):
        yield from _matched(papers, sentence, section, speaker)


def _likely(sentence: str) -> list[list[tuple[str, re.Pattern[str]]]]:
    """Topics and patterns of each group, without those that have no match by what the sentence lacks: most sentences keep none."""
    counts, absolute = _COUNTS.search(sentence), _ABSOLUTE.search(sentence)
    if not (counts or absolute):
        return [[] for _ in _COMPILED]
    characters = set(sentence)
    return [
        [
            (topic, pattern)
            for topic, needed, pattern in group
            if (absolute if topic in _WORDED else counts) and not needed.isdisjoint(characters)
        ]
        for group in _COMPILED
    ]


def _is_of_others(words: str) -> bool:
    """Whether a sentence, as far as a number, speaks of something else that is received and answered, and of no request."""
    return _ABOUT_OTHERS.search(words) is not None and not (
        _ABOUT_REQUESTS.search(words) or _ABOUT_DISPUTES.search(words) or _ABOUT_PAPERS.search(words)
    )


def _matched(
    patterns: Iterable[tuple[str, re.Pattern[str]]],
    sentence: str,
    section: int | None,
    speaker: scope.Speaker,
) -> Iterator[Claim]:
    """The claims of one group of patterns; a number that one topic has claimed is no other's."""
    taken: set[int] = set()
    for topic, pattern in patterns:
        for match in pattern.finditer(sentence):
            group = match.lastindex
            at = match.start(group) if group else match.start()
            if at in taken:
                continue
            taken.add(at)
            value = number(match[group].replace("，", "")) if group else 0
            if _is_of_others(sentence[: match.end()]):
                continue
            if value is not None and speaker.means_the_whole(sentence, match, is_subset=topic in _SUBSETS):
                yield Claim(topic=topic, value=value, quote=match[0], section=section)
