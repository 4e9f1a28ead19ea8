"""Defects of the text: wrong periods, copied organs, contradictions, headings that restart, residue of editors."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

from replica.documents.report import Chapter, Expected, Report, Sentence

_OTHERS = ("北郊镇", "石桥街道", "临江县农业农村局", "东川乡", "城南街道")


def _rewrite(report: Report, change: Callable[[str], str]) -> Report:
    """Every sentence of preamble and chapters passed through `change`."""

    def one(sentence: Sentence) -> Sentence:
        return replace(sentence, text=change(sentence.text))

    chapters = tuple(
        replace(c, paragraphs=tuple(tuple(one(s) for s in p) for p in c.paragraphs)) for c in report.chapters
    )
    return replace(report, preamble=tuple(one(s) for s in report.preamble), chapters=chapters)


def _first(report: Report, chapter: Callable[[Chapter], Chapter]) -> Report:
    head, *rest = report.chapters
    return replace(report, chapters=(chapter(head), *rest))


def wrong_period(report: Report, random: Random) -> Report:
    """The statistical period is last year's."""
    del random
    text = str(report.year)

    def change(sentence: str) -> str:
        return sentence.replace(text + "年", f"{report.year - 1}年") if "统计期限" in sentence else sentence

    return _rewrite(report, change).marked("period", Expected(code="year", where=""))


def damaged_period(report: Report, random: Random) -> Report:
    """The period has lost its 年, or everything but its frame; the title alone says the year."""
    lost = random.choice((f"自{report.year}1月1日起至{report.year}12月31日止", "自至"))

    def change(sentence: str) -> str:
        return f"本报告所列数据的统计期限{lost}。" if "统计期限" in sentence else sentence

    return _rewrite(report, change)


def copied_organ(report: Report, random: Random) -> Report:
    """The overview names another organ: the text was copied."""
    other = random.choice([name for name in _OTHERS if name not in report.organ])
    line = Sentence(text=f"{report.year}年，{other}认真落实条例要求，{other}政务公开水平稳步提高。")
    made = _first(report, lambda c: replace(c, paragraphs=((line,), *c.paragraphs)))
    return made.marked("copied", Expected(code="organ", where="section 1"))


def contradiction(report: Report, random: Random) -> Report:
    """A number of the narrative fits no reading of the table; whatever else stated that figure is gone."""
    wrong = max((int(f.value) for f in report.figures.values() if isinstance(f.value, int)), default=0)
    wrong = wrong * 2 + random.randrange(1000, 9000)
    line = Sentence(text=f"本年度新收到政府信息公开申请{wrong}件。")

    def change(chapter: Chapter) -> Chapter:
        kept = tuple(
            tuple(s for s in p if "requests/received/total" not in s.claim) for p in chapter.paragraphs
        )
        return replace(chapter, paragraphs=(*kept, (line,)))

    return _first(report, change).marked("contradicted", Expected(code="narrative", where="section 1"))


def scope(report: Report, random: Random) -> Report:
    """Numbers that differ from the cell for a good reason: with those carried over, or of one office only."""
    figures = report.figures
    both = (figures["requests/received/total"].value or 0) + (figures["requests/carried_in/total"].value or 0)
    suits = sum(
        (figures[f"review_litigation/litigation_{w}/total"].value or 0) for w in ("direct", "after_review")
    )
    lines = (
        Sentence(text=f"全年共办理政府信息公开申请{both}件（含上年结转）。"),
        Sentence(text=f"涉及政府信息公开的行政诉讼案件共{suits}件。"),
    )
    del random
    return _first(report, lambda c: replace(c, paragraphs=(*c.paragraphs, lines)))


def stale_notice(report: Report, random: Random) -> Report:
    """Cites the notice of the older form over the newer tables."""
    del random
    line = Sentence(text="格式依照国办公开办函〔2019〕60号文件。")
    return replace(report, preamble=(*report.preamble, line))


def restarted_numbering(report: Report, random: Random) -> Report:
    """The chapters with tables count from 一 again."""
    del random
    marks = {2: "一、", 3: "二、", 4: "三、", 5: "四、", 6: "五、"}
    chapters = tuple(
        replace(c, heading=marks[c.number] + c.heading[2:]) if c.number in marks else c
        for c in report.chapters
    )
    return replace(report, chapters=chapters)


def doubled_heading(report: Report, random: Random) -> Report:
    """Title and first heading are printed twice."""
    del random
    again = Chapter(number=None, heading=report.title)
    first = replace(report.chapters[0], paragraphs=(), tables=())
    return replace(report, chapters=(again, first, *report.chapters))


def heading_variants(report: Report, random: Random) -> Report:
    """Chapter headings in other wordings, one with a slip."""
    known = {
        2: ("二、行政机关主动公开政府信息情况", "二、主动公开政府信息情况"),
        3: ("三、行政机关收到和处理政府信息公开申请情况",),
        4: (
            "四、因政府信息公开工作被申请行政复议、提起行政诉讼情况",
            "四、政府信息公开行政法复议、行政诉讼情况",
        ),
        5: ("五、政府信息公开工作存在的主要问题及改进情况", "五、存在问题及改进情况"),
    }
    chapters = tuple(
        replace(c, heading=random.choice(known[c.number])) if c.number in known else c
        for c in report.chapters
    )
    return replace(report, chapters=chapters)


def residue(report: Report, random: Random) -> Report:
    """What editors leave behind in the text."""
    mark = random.choice(("[bookmark: _GoBack]", "<!--[if !supportLists]-->", "《"))
    return _first(
        report,
        lambda c: replace(c, paragraphs=((Sentence(text=mark + "本年度公开工作有序开展。"),), *c.paragraphs)),
    )


def broken_title(report: Report, random: Random) -> Report:
    """The title is broken by a line end or a space."""
    blank = random.choice(("\n", " ", "\u3000"))
    return replace(report, title=report.title.replace("年", "年" + blank, 1))


def late(report: Report, random: Random) -> Report:
    """Published after the statutory day."""
    return replace(
        report, published=f"{report.year + 1}-0{random.randrange(4, 9)}-{random.randrange(1, 29):02d}"
    )
