"""What reports say in numbers about their tables, in many wordings: rightly, wrongly, and of something else.

A saying's number is reckoned from the printed figures by `_TOPICS`; a wrong one is none that any sum or difference of printed
totals gives, so that whoever takes it for right does not read the table.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from random import Random

from replica.documents.report import Chapter, Report, Sentence

Values = Mapping[str, int]
"""Number printed in a row's total (or, where that is blank, the sum of its parts), by `table/row`; other cells by their address."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Planted:
    """A wrong number that a reader must find."""

    section: int
    named: str
    """What the finding must name."""


_GROUPS = {
    "refused": "refused_",
    "unavailable": "unavailable_",
    "declined": "declined_",
    "other": "other",
}
_APPLICANTS = (
    "company",
    "research_institution",
    "social_organisation",
    "legal_service",
    "other_organisation",
)


def _row(name: str) -> Callable[[Values], int]:
    return lambda values: values[name]


def _sum(*names: str) -> Callable[[Values], int]:
    return lambda values: sum(values[name] for name in names)


def _group(prefix: str) -> Callable[[Values], int]:
    return lambda values: sum(
        value
        for name, value in values.items()
        if name.startswith(f"requests/{prefix}") and name.count("/") == 1
    )


_TOPICS: Mapping[str, Callable[[Values], int]] = {
    "new": _row("requests/received"),
    "handled": _sum("requests/received", "requests/carried_in"),
    "carried_in": _row("requests/carried_in"),
    "carried_out": _row("requests/carried_out"),
    "concluded": _row("requests/concluded_total"),
    "granted": _row("requests/granted"),
    "partially": _row("requests/partially_granted"),
    "both": _sum("requests/granted", "requests/partially_granted"),
    "not_held": _row("requests/unavailable_not_held"),
    "individual": _row("requests/received/individual"),
    "organisations": _sum(*(f"requests/received/{column}" for column in _APPLICANTS)),
    "review": _row("review_litigation/review"),
    "suits": _sum("review_litigation/litigation_direct", "review_litigation/litigation_after_review"),
    "disputes": _sum(
        "review_litigation/review",
        "review_litigation/litigation_direct",
        "review_litigation/litigation_after_review",
    ),
    "issued": _row("proactive/normative_documents/issued"),
    "repealed": _row("proactive/normative_documents/repealed"),
    "in_force": _row("proactive/normative_documents/in_force"),
    **{topic: _group(prefix) for topic, prefix in _GROUPS.items()},
}
"""What a sentence on a topic counts."""

_SAYINGS: tuple[tuple[str, int, str], ...] = (
    # topic, chapter, wording
    ("new", 1, "{year}年，本机关共收到政府信息公开申请{n}件。"),
    ("new", 1, "全年新收政府信息公开申请{n}件，均在期限内办理。"),
    ("new", 1, "今年共接到公民、法人和其他组织提出的政府信息公开申请{n}件。"),
    ("new", 1, "年内收到{n}件政府信息公开申请，没有逾期的。"),
    ("new", 1, "本年度收到依申请公开政府信息申请共计{n}件。"),
    ("new", 3, "{organ}{year}年新收到政府信息公开申请{n}件。"),
    ("new", 1, "一年来收到的依申请公开件共{n}件，件件有回音。"),
    ("new", 1, "全年收到政府信息公开申请{han}件。"),
    ("new", 1, "全年共收到政府信息公开申请 {n} 件。"),
    ("new", 1, "全年共收到政府信息公开申请{wide}件。"),
    ("new", 1, "本年度政府信息公开申请数量为{n}件。"),
    ("new", 1, "依申请公开方面，全年共受理政府信息公开申请{n}宗。"),
    ("new", 1, "{year}年度，{organ}共收到政府信息公开申请{n}件，较好保障了群众的知情权。"),
    ("new", 1, "我单位全年收到信息公开申请{n}件次。"),
    ("new", 1, "全年通过各种渠道收到政府信息公开申请共{n}件。"),
    ("new", 1, "收到政府信息依申请公开件{n}件，均按时办理。"),
    ("new", 3, "{year}年1月至12月，新收政府信息公开申请{n}件。"),
    ("new", 1, "全年累计收到政府信息公开申请{n}件。"),
    ("new", 1, "共受理依申请公开政府信息{n}件，办理及时。"),
    ("new", 1, "收到公民申请公开政府信息{n}件。"),
    ("handled", 1, "加上年结转的，全年共办理政府信息公开申请{n}件。"),
    ("handled", 1, "全年共承办依申请公开事项{n}件（含上年度结转）。"),
    ("handled", 3, "本年度处理政府信息公开申请合计{n}件。"),
    ("carried_in", 1, "上年度结转政府信息公开申请{n}件。"),
    ("carried_in", 3, "另有上一年结转申请{n}件。"),
    ("carried_in", 1, "上年结转{n}件政府信息公开申请。"),
    ("carried_in", 3, "从{last}年结转来的政府信息公开申请共{n}件。"),
    ("carried_out", 1, "转入{next}年继续办理的申请{n}件。"),
    ("carried_out", 3, "结转下一年度的政府信息公开申请有{n}件。"),
    ("concluded", 1, "政府信息公开申请已办结{n}件。"),
    ("concluded", 1, "按期办结依申请公开件{n}件，没有超期。"),
    ("concluded", 3, "共出具政府信息公开申请答复书，答复申请{n}件。"),
    ("granted", 1, "申请办理中，决定予以公开{n}件，其余依法处理。"),
    ("granted", 3, "申请予以公开的有{n}件。"),
    ("partially", 1, "答复申请时作部分公开处理{n}件。"),
    ("refused", 1, "对申请作出不予公开答复的{n}件。"),
    ("unavailable", 1, "因没有现成信息等原因，申请无法提供{n}件。"),
    ("declined", 1, "申请中不予处理的共{n}件。"),
    ("individual", 1, "申请人为自然人的{n}件，多与拆迁安置有关的申请。"),
    ("review", 1, "因信息公开引起的行政复议{n}件。"),
    ("review", 4, "政府信息公开被申请行政复议的共{n}件。"),
    ("suits", 4, "涉及政府信息公开的行政诉讼{n}件，均依法应诉。"),
    ("issued", 1, "全年制发规范性文件{n}件并同步解读。"),
    ("issued", 1, "印发行政规范性文件{n}件。"),
    ("repealed", 1, "宣布废止规范性文件{n}件。"),
    ("in_force", 1, "经清理，现行有效行政规范性文件为{n}件。"),
    ("carried_in", 1, "{last}年结转至本年的政府信息公开申请{n}件。"),
    ("carried_out", 1, "结转下年度继续办理的政府信息公开申请{n}件。"),
    ("carried_out", 3, "{n}件申请结转至下一年度办理。"),
    ("carried_out", 1, "截至年底，申请中尚未办结的有{n}件。"),
    ("concluded", 1, "全年办结政府信息公开申请{n}件。"),
    ("concluded", 1, "对收到的申请，年内共答复{n}件。"),
    ("concluded", 3, "本年度办理完毕的政府信息公开申请{n}件。"),
    ("granted", 1, "在已答复的申请中，予以公开{n}件。"),
    ("granted", 1, "收到的申请里，同意公开的{n}件。"),
    ("granted", 3, "从申请办理结果看，作出予以公开决定的{n}件。"),
    ("granted", 1, "对{n}件申请作出予以公开的答复。"),
    ("partially", 1, "申请办理结果中，部分公开{n}件。"),
    ("partially", 3, "对申请作区分处理后予以部分公开的{n}件。"),
    ("both", 1, "申请中予以公开和部分公开的共{n}件。"),
    ("both", 3, "予以公开或部分公开政府信息公开申请{n}件。"),
    ("refused", 1, "申请中依法不予公开的{n}件。"),
    ("refused", 3, "因属于法定情形对申请不予公开{n}件。"),
    ("not_held", 1, "申请中因本机关不掌握相关政府信息无法提供{n}件。"),
    ("unavailable", 1, "答复申请时告知无法提供的{n}件。"),
    ("unavailable", 3, "申请的信息无法提供的共有{n}件。"),
    ("declined", 1, "属于信访、重复等情形而对申请不予处理的{n}件。"),
    ("declined", 3, "对申请作出不予处理决定{n}件。"),
    ("other", 1, "申请作其他处理的{n}件。"),
    ("individual", 1, "收到的政府信息公开申请中，自然人申请{n}件。"),
    ("individual", 3, "从申请主体看，自然人提出的申请为{n}件。"),
    ("organisations", 1, "收到的政府信息公开申请中，法人或其他组织申请{n}件。"),
    ("review", 1, "因政府信息公开被申请行政复议{n}件。"),
    ("review", 4, "本年度发生政府信息公开行政复议案件{n}起。"),
    ("review", 1, "涉及政府信息公开的行政复议共有{n}件。"),
    ("suits", 1, "因政府信息公开被提起行政诉讼{n}件。"),
    ("suits", 4, "政府信息公开行政诉讼案件共{n}件。"),
    ("suits", 1, "全年发生政府信息公开类行政诉讼{n}起。"),
    ("issued", 1, "全年共制发行政规范性文件{n}件。"),
    ("issued", 1, "{year}年制定行政规范性文件{n}份。"),
    ("issued", 1, "新出台规范性文件{n}件，全部上网。"),
    ("repealed", 1, "废止行政规范性文件{n}件。"),
    ("in_force", 1, "现行有效的规范性文件{n}件。"),
    ("in_force", 1, "截至年底，现行有效行政规范性文件共计{n}件。"),
)  # fmt: skip
_SILENT: tuple[tuple[str, int, str], ...] = (
    ("new", 1, "全年未收到政府信息公开申请。"),
    ("new", 3, "本年度没有收到公民、法人或其他组织提出的政府信息公开申请。"),
    ("new", 1, "{year}年，本机关未接到依申请公开政府信息的申请。"),
    ("new", 1, "本机关{year}年没有收到依申请公开政府信息的申请。"),
    ("new", 3, "本年度无政府信息公开申请。"),
    ("review", 1, "没有发生因政府信息公开而引发的行政复议。"),
    ("disputes", 4, "{year}年，未发生涉及政府信息公开的行政复议和行政诉讼案件。"),
    ("review", 4, "本年度未发生因政府信息公开被申请行政复议的情况。"),
    ("suits", 4, "没有因政府信息公开被提起行政诉讼的案件。"),
    ("disputes", 1, "全年没有因政府信息公开引起的行政复议、行政诉讼。"),
)
"""Words that say none."""
_ELSEWHERE: tuple[str, ...] = (
    "其中通过网站提交的申请{n}件，通过信函提交的{m}件。",
    "上年同期收到政府信息公开申请{n}件。",
    "{last}年收到政府信息公开申请{n}件，行政复议{m}件。",
    "与去年相比，政府信息公开申请增加{n}件。",
    "自条例施行以来累计收到政府信息公开申请{n}件。",
    "其中涉及征地补偿的政府信息公开申请{n}件。",
    "各村（社区）通过公开栏张贴信息{n}条，答复群众询问{m}次。",
    "窗口接待查阅群众{n}人次，提供复印件{m}份。",
    "司法行政部门办理行政复议案件{n}件，出庭应诉{m}次。",
    "下一年计划将政府信息公开申请平均办理时间压缩到{m}天，力争办结{n}件。",
    "上半年收到政府信息公开申请{n}件，第三季度收到{m}件。",
    "县直各部门共收到政府信息公开申请{n}件。",
    "全年公开会议纪要{n}份，解读规范性文件{m}件。",
    "办理人大代表建议{n}件、政协提案{m}件。",
    "收到政府信息公开申请约{n}件左右，均已答复，答复率100%。",
    "首页公开的办事指南{n}条，政策问答{m}条。",
    "清理规范性文件{n}件，其中拟修改{m}件。",
    "12345热线转来咨询{n}件，办结{m}件。",
    "受理不动产登记申请{n}件，社会救助申请{m}件。",
    "{organ}所属事业单位收到政府信息公开申请{n}件。",
    "有{n}件申请在补正后按期答复，{m}件申请延期答复。",
    "邀请{n}名申请人面对面沟通，化解申请争议{m}起。",
    "组织依申请公开业务培训{m}场，{n}人次参加。",
    "政府信息公开申请平均办理时间{m}个工作日，同比缩短{m}天。",
    "近三年共受理政府信息公开申请{n}件。",
    "{last}年底现行有效规范性文件{n}件。",
    "公布规范性文件目录{m}期，转发上级规范性文件{n}件。",
    "全市法院审理行政诉讼案件{n}件。",
    "协助其他部门答复政府信息公开申请{n}件。",
    "截至{last}年底，尚有{n}件申请未办结。",
    "调解行政争议{n}件，受理复议咨询{m}件。",
    "政府公报刊登规范性文件{n}件。",
    "办理市长信箱来信{n}件，答复{m}件，与申请公开无关。",
    "咨询依申请公开流程的来电{n}个。",
)
"""Sentences whose numbers are of a part, of another time, or of something else altogether."""
_OURS = frozenset(wording for _, _, wording in (*_SAYINGS, *_SILENT))
_ROWS = {"refused": (8,), "unavailable": (3,), "declined": (5,), "other": (1, 3)}
"""How many rows each group has, in the forms since 2019."""
_DIGITS = "零一二三四五六七八九"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def said(report: Report, *, seed: int) -> tuple[Report, tuple[Planted, ...]]:
    """The report with sayings of it, of which every second report has a wrong one, and some deny what is there; and the wrong ones."""
    random = Random(f"sayings/{seed}")
    known = values(report)
    if not known:
        return report, ()
    topics = [
        topic for topic in sorted({topic for topic, _, _ in _SAYINGS}) if _count(topic, known) is not None
    ]
    chosen = random.sample(topics, min(6, len(topics)))
    lines = [(1, random.choice(_ELSEWHERE), 0) for _ in range(3)]
    planted: list[Planted] = []
    for topic in chosen:
        count = _TOPICS[topic](known)
        wrong = seed % 2 == 1 and not planted
        silent = [each for each in _SILENT if each[0] == topic and count == 0 and not wrong]
        _, chapter, wording = random.choice(silent or [each for each in _SAYINGS if each[0] == topic])
        if wrong:
            count = _wrong(random, count, known)
            planted.append(Planted(section=chapter, named=str(count)))
        lines.append((chapter, wording, count))
    if seed % 4 == 0 and (told := _denied(random, known)):
        planted.append(told[0])
        lines.append(told[1])
    sentences = [(chapter, _filled(random, wording, report, number)) for chapter, wording, number in lines]
    return _with(report, sentences), tuple(planted)


def values(report: Report) -> Values:
    """The report's integers, without tables that print no number; empty for older forms and where nobody can read a cell."""
    if any(figure.state == "unreadable" for figure in report.figures.values()) or report.form not in {
        "2021",
        "2019",
    }:
        return {}
    found = {
        address: int(figure.value or 0)
        for address, figure in report.figures.items()
        if figure.value is None or figure.value == int(figure.value)
    }
    told = {
        address.partition("/")[0] for address, figure in report.figures.items() if figure.value is not None
    }
    found = {address: value for address, value in found.items() if address.partition("/")[0] in told}
    for row in dict.fromkeys(address.rpartition("/")[0] for address in found):
        total = report.figures.get(f"{row}/total")
        if total is not None:
            parts = sum(
                found[each] for each in found if each.startswith(f"{row}/") and each != f"{row}/total"
            )
            found[row] = parts if total.value is None else int(total.value)
    return found


def _count(topic: str, known: Values) -> int | None:
    """What the topic counts; null where the report lacks a row of it, and so does not tell."""
    prefix = _GROUPS.get(topic)
    if prefix is not None:
        rows = [name for name in known if name.count("/") == 1 and name.startswith(f"requests/{prefix}")]
        if len(rows) not in _ROWS[topic]:
            return None
    try:
        return _TOPICS[topic](known)
    except KeyError:
        return None


def _wrong(random: Random, right: int, known: Values) -> int:
    """A number near the right one that no reading gives: no cell, no sum or difference of up to three totals."""
    counts = [count for topic in _TOPICS if (count := _count(topic, known)) is not None]
    fair = set(known.values())
    for size in (1, 2, 3):
        for chosen in combinations(counts, size):
            fair |= {
                sum(sign * count for sign, count in zip(signs, chosen, strict=True))
                for signs in product((1, -1), repeat=size)
            }
    wrong = right
    while wrong in fair:
        wrong += random.randrange(1, 10)
    return wrong


def _denied(random: Random, known: Values) -> tuple[Planted, tuple[int, str, int]] | None:
    """Words that say none of what the tables count."""
    some = [each for each in _SILENT if (_count(each[0], known) or 0) > 0]
    if not some:
        return None
    topic, chapter, wording = random.choice(some)
    return Planted(section=chapter, named=str(_TOPICS[topic](known))), (chapter, wording, 0)


def _filled(random: Random, wording: str, report: Report, number: int) -> str:
    return wording.format(
        organ=report.organ,
        year=report.year,
        last=report.year - 1,
        next=report.year + 1,
        n=number if wording in _OURS else random.randrange(20, 90),
        m=random.randrange(2, 20),
        han=counted(number),
        wide=str(number).translate(_WIDE),
    )


def counted(number: int) -> str:
    """A number below ten thousand in Chinese characters."""
    if number == 0:
        return "零"
    said = ""
    for place, mark in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            said += _DIGITS[digit] + mark
        elif said and number % place and not said.endswith("零"):
            said += "零"
    return said.removeprefix("一") if 10 <= number < 20 else said


def _with(report: Report, sentences: list[tuple[int, str]]) -> Report:
    """Each sentence as a paragraph at the end of its chapter."""

    def one(chapter: Chapter) -> Chapter:
        added = tuple((Sentence(text=text),) for number, text in sentences if number == chapter.number)
        return (
            replace(chapter, paragraphs=(*chapter.paragraphs, *added))
            if chapter is last[chapter.number]
            else chapter
        )

    last = {chapter.number: chapter for chapter in report.chapters}
    return replace(report, chapters=tuple(one(chapter) for chapter in report.chapters))
