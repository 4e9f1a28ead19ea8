"""What reports say in numbers about their tables, in many wordings: rightly, wrongly, and of something else.

A saying's number is reckoned from the printed figures by `_TOPICS`; a wrong one is none that any sum or difference of printed
totals gives, so that whoever takes it for right does not read the table.
"""

import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations, product
from pathlib import Path
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

_WORDS = tomllib.loads(Path(__file__).with_name("sayings.toml").read_text("utf-8"))
_ELSEWHERE: list[str] = _WORDS["elsewhere"]
"""Sentences whose numbers are of a part, of another time, or of something else altogether."""


def _sayings(kind: str) -> list[tuple[str, int, str]]:
    """Topic, chapter and wording."""
    return [
        (topic, int(chapter), wording)
        for topic, chapters in _WORDS[kind].items()
        for chapter, wordings in chapters.items()
        for wording in wordings
    ]


_SAYINGS = _sayings("said")
_SILENT = _sayings("denied")
"""Words that say none."""
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
