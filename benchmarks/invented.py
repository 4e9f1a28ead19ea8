"""Reports that nobody published: organs, sentences, figures that add up and pages that print them, drawn from a seed.

The sentences are this project's own; no organ here exists.
"""

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from archive import codebook
from archive.records import Figure, Finding, Place, Reading, Section, Source, State

YEARS = range(2016, 2026)
PLACES = "云松鹤岚柳溪棠苇砚澄樨渡塔梨汀屏峪蓼榆湄"
KINDS = [
    "县人民政府办公室",
    "县教育局",
    "县财政局",
    "县民政局",
    "县水利局",
    "县农业农村局",
    "县交通运输局",
    "县文化和旅游局",
    "县市场监督管理局",
    "县自然资源局",
    "镇人民政府",
    "乡人民政府",
    "街道办事处",
    "县卫生健康局",
    "县应急管理局",
    "县统计局",
]
TOPICS = [
    "河道清淤",
    "学前教育",
    "老旧小区",
    "惠农补贴",
    "道路养护",
    "防汛演练",
    "图书馆",
    "食品抽检",
    "不动产登记",
    "养老服务",
    "耕地保护",
    "公共照明",
    "消防栓",
    "农村供水",
]
OPENINGS = (
    "这一年，本机关把{topic}列为公开的重点，全年整理目录{n}条。",
    "围绕{topic}，我们先后更新栏目{n}次，并在村（居）公告栏同步张贴。",
    "群众最常问起的是{topic}，为此编写了{n}份问答。",
    "在{topic}方面，公开的时限由二十个工作日缩短为{n}个工作日。",
    "窗口工作人员就{topic}接待来访{n}人次，能当场答复的当场答复。",
)
PROBLEMS = (
    "目录更新有时滞后，少数栏目半年没有新内容。",
    "答复文书的说理还不充分，引用条款不够准确。",
    "乡镇之间公开的深浅不一，人员变动后衔接不畅。",
)
HEADS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
OUTCOMES = [
    name
    for name in codebook.REQUESTS
    if name not in ("received", "carried_in", "other", "concluded_total", "carried_out")
]


EDIT = "补充说明一处。"
"""What an organ adds after publication."""
KINDS_OF_TEXT = 2_000
"""So many sets of figures and sentences; more reports than that share them, under other names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """One report that is to be made."""

    portal: str
    organ: str
    year: int
    number: int

    @property
    def seed(self) -> int:
        """Which figures and sentences it has."""
        return self.number % KINDS_OF_TEXT

    @property
    def title(self) -> str:
        return f"{self.organ}{self.year}年政府信息公开工作年度报告"

    @property
    def published(self) -> str:
        return f"{self.year + 1}-01-{10 + self.number % 20}"

    @property
    def url(self) -> str:
        return f"http://{self.portal}/zwgk/ndbg/{self.year}/{self.number:06d}.html"


def plans(reports: int) -> Iterator[Plan]:
    """Portals of about 300 reports each: 30 organs over ten years, a few years missing."""
    number = 0
    for p in range(10_000):
        host = f"www.s{p:04d}.example"
        for o in range(30):
            name = f"{PLACES[p % 20]}{PLACES[(p // 20 + o) % 20]}{KINDS[o % len(KINDS)]}"
            for year in YEARS:
                if (p * 7 + o * 3 + year) % 11 == 0:
                    continue
                yield Plan(
                    portal=host,
                    organ=name if o < len(KINDS) else f"{name[:1]}西{name[1:]}",
                    year=year,
                    number=number,
                )
                number += 1
                if number == reports:
                    return


@lru_cache(maxsize=KINDS_OF_TEXT)
def numbers(seed: int) -> dict[tuple[str, str, str], int]:
    """Figures of the form of 2021 that add up."""
    rng = random.Random(seed)
    out: dict[tuple[str, str, str], int] = {}
    applicants = codebook.APPLICANTS[:-1]
    for name in applicants:
        detail = {row: (rng.randint(0, 9) if rng.random() < 0.25 else 0) for row in OUTCOMES}
        came = seed % 3 if name == "individual" else 0
        concluded = sum(detail.values())
        left = rng.randint(0, 2) if name == "individual" else 0
        detail |= {
            "received": max(0, concluded + left - came),
            "carried_in": came,
            "concluded_total": concluded,
        }
        detail["carried_out"] = detail["received"] + came - concluded
        for row, value in detail.items():
            out["requests", row, name] = value
    for row in [*OUTCOMES, "received", "carried_in", "concluded_total", "carried_out"]:
        out["requests", row, "total"] = sum(out["requests", row, name] for name in applicants)
    for row in codebook.REVIEWS:
        for column in codebook.RESULTS[:-1]:
            out["review_litigation", row, column] = rng.randint(0, 3) if rng.random() < 0.2 else 0
        out["review_litigation", row, "total"] = sum(
            out["review_litigation", row, c] for c in codebook.RESULTS[:-1]
        )
    for row in ("regulations", "normative_documents"):
        for column in ("issued", "repealed", "in_force"):
            out["proactive", row, column] = rng.randint(0, 30) if row != "regulations" else 0
    for row in ("administrative_licensing", "administrative_penalty", "administrative_coercion"):
        out["proactive", row, "decisions"] = rng.randint(0, 4000)
    out["proactive", "administrative_fees", "amount"] = rng.randint(0, 900)
    return out


@lru_cache(maxsize=KINDS_OF_TEXT)
def lines(seed: int) -> tuple[str, ...]:
    """Twelve sentences, then two problems."""
    rng = random.Random(-1 - seed)
    openings = [
        rng.choice(OPENINGS).format(topic=rng.choice(TOPICS), n=rng.randint(3, 400)) for _ in range(12)
    ]
    return (*openings, rng.choice(PROBLEMS), rng.choice(PROBLEMS))


def prose(plan: Plan, *, edited: bool = False) -> tuple[Section, ...]:
    """The six chapters; those that are tables say so in a line."""
    told = lines(plan.seed)
    first = f"{plan.organ}依法编制{plan.year}年度报告。\n" + "\n".join(told[:8])
    texts = (
        first.replace("本机关", "本单位") + f"\n{EDIT}" if edited else first,
        "见下表。",
        "见下表。" + told[8],
        "见下表。",
        told[12] + told[9] + told[13],
        "本年度没有收取信息处理费。" + told[10],
    )
    return tuple(
        Section(number=n, heading=h, text=t) for n, (h, t) in enumerate(zip(HEADS, texts, strict=True), 1)
    )


@lru_cache(maxsize=KINDS_OF_TEXT)
def table(seed: int) -> str:
    """Section 三 as a page prints it."""
    figures = numbers(seed)
    return "".join(
        f"<tr><td>{row}</td>"
        + "".join(f"<td>{figures.get(('requests', row, c), '')}</td>" for c in codebook.APPLICANTS)
        + "</tr>"
        for row in codebook.REQUESTS
    )


def page(plan: Plan, *, edited: bool = False) -> bytes:
    """The report as a page: its chapters, and section 三 as a table."""
    text = "".join(f"<h2>{s.heading}</h2><p>{s.text}</p>" for s in prose(plan, edited=edited))
    return (
        f"<!DOCTYPE html><meta charset=utf-8><title>{plan.organ}</title><h1>{plan.title}</h1>"
        f"{text}<table>{table(plan.seed)}</table>"
    ).encode()


def place(name: str, row: str, column: str) -> Place | None:
    """Where the page has the figure."""
    if name != "requests":
        return None
    return Place(
        part=1, table=1, row=codebook.REQUESTS.index(row) + 1, column=codebook.APPLICANTS.index(column) + 2
    )


def findings(plan: Plan) -> tuple[Finding, ...]:
    """A few reports have something wrong."""
    rng = random.Random(plan.number)
    out = []
    if rng.random() < 0.06:
        out.append(
            Finding(
                code="late", level="notice", where="", message=f"{plan.year + 1}-02-19 在 1 月 31 日之后公布"
            )
        )
    if rng.random() < 0.05:
        out.append(
            Finding(
                code="row-sum",
                level="error",
                where="requests/granted/total",
                message="六类申请人合计与总计不符",
            )
        )
    if rng.random() < 0.05:
        out.append(
            Finding(code="narrative", level="warning", where="section 1", message="正文所称件数与表格不符")
        )
    return tuple(out)


@lru_cache(maxsize=2 * KINDS_OF_TEXT)
def figures(seed: int, *, edited: bool) -> tuple[Figure, ...]:
    """The figures as they are read; every ninth report leaves blank what others print as zero in section 四."""
    out = []
    for (name, row, column), value in numbers(seed).items():
        blank = seed % 9 == 0 and value == 0 and name == "review_litigation"
        more = int(edited and (name, row, column) == ("requests", "received", "total"))
        out.append(
            Figure(
                table=name,
                row=row,
                column=column,
                value=None if blank else value + more,
                raw="" if blank else str(value + more),
                state=State.BLANK if blank else State.NUMBER,
                place=place(name, row, column),
            )
        )
    return tuple(out)


def reading(plan: Plan, source: Source, *, edited: bool = False, extractor: str = "1") -> Reading:
    """What an extractor would have made of the page."""
    sections = prose(plan, edited=edited)
    told = f"{plan.organ}{plan.year}{plan.seed}{edited}{sections}"
    return Reading(
        source=source.key,
        extractor=extractor,
        status="ok",
        why=None,
        sha256=source.parts[0].sha256,
        media_type="text/html",
        form="2021",
        title=plan.title,
        organ=plan.organ,
        organ_key=plan.organ,
        division_code=None,
        division_level=None,
        year=plan.year,
        published=plan.published,
        published_label="list",
        figures=figures(plan.seed, edited=edited),
        sections=sections,
        findings=findings(plan),
        content=hashlib.sha256(told.encode()).hexdigest(),
    )
