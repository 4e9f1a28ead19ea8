"""An archive of made-up reports of any size, written through the same door as real ones: `python -m benchmarks.synthetic OUT --reports N`.

Names, texts and numbers are drawn from a seed. The sentences are this project's own; no organ here exists.
"""

import argparse
import hashlib
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive import codebook, search
from archive.clock import stamp
from archive.records import (
    Capture,
    Fetched,
    Figure,
    Finding,
    Organ,
    Outcome,
    Place,
    Portal,
    Reading,
    Section,
    Sighting,
    Source,
    State,
)
from archive.store import Archive

YEARS = range(2016, 2026)
PLACES = [
    "云",
    "松",
    "鹤",
    "岚",
    "柳",
    "溪",
    "棠",
    "苇",
    "砚",
    "澄",
    "樨",
    "渡",
    "塔",
    "梨",
    "汀",
    "屏",
    "峪",
    "蓼",
    "榆",
    "湄",
]
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
OUTCOMES = [
    name
    for name in codebook.REQUESTS
    if name not in ("received", "carried_in", "other", "concluded_total", "carried_out")
]


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """One report that is to be made."""

    portal: str
    organ: str
    year: int
    number: int

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


def numbers(rng: random.Random, carried_in: int) -> dict[tuple[str, str, str], int]:
    """Figures of the form of 2021 that add up."""
    out: dict[tuple[str, str, str], int] = {}
    applicants = codebook.APPLICANTS[:-1]
    for name in applicants:
        detail = {row: (rng.randint(0, 9) if rng.random() < 0.25 else 0) for row in OUTCOMES}
        came = carried_in if name == "individual" else 0
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


def prose(rng: random.Random, plan: Plan) -> tuple[Section, ...]:
    """The six chapters; those that are tables say so in a line."""
    lines = [rng.choice(OPENINGS).format(topic=rng.choice(TOPICS), n=rng.randint(3, 400)) for _ in range(12)]
    texts = (
        f"{plan.organ}依法编制{plan.year}年度报告。\n" + "\n".join(lines[:8]),
        "见下表。",
        "见下表。" + lines[8],
        "见下表。",
        rng.choice(PROBLEMS) + lines[9] + rng.choice(PROBLEMS),
        "本年度没有收取信息处理费。" + lines[10],
    )
    heads = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    return tuple(
        Section(number=n, heading=h, text=t) for n, (h, t) in enumerate(zip(heads, texts, strict=True), 1)
    )


def page(plan: Plan, figures: dict[tuple[str, str, str], int], sections: tuple[Section, ...]) -> bytes:
    """The report as a page: its chapters, and section 三 as a table."""
    rows = "".join(
        f"<tr><td>{row}</td>"
        + "".join(f"<td>{figures.get(('requests', row, c), '')}</td>" for c in codebook.APPLICANTS)
        + "</tr>"
        for row in codebook.REQUESTS
    )
    text = "".join(f"<h2>{s.heading}</h2><p>{s.text}</p>" for s in sections)
    return f"<!DOCTYPE html><meta charset=utf-8><title>{plan.organ}</title><h1>{plan.organ}{plan.year}年</h1>{text}<table>{rows}</table>".encode()


def place(table: str, row: str, column: str) -> Place | None:
    """Where the page has the figure."""
    if table != "requests":
        return None
    return Place(
        part=1, table=1, row=codebook.REQUESTS.index(row) + 1, column=codebook.APPLICANTS.index(column) + 2
    )


def findings(rng: random.Random, plan: Plan) -> tuple[Finding, ...]:
    """A few reports have something wrong."""
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


def reading(
    plan: Plan, source: Source, rng: random.Random, *, edited: bool = False, extractor: str = "1"
) -> Reading:
    """What an extractor would have made of the page."""
    figures = numbers(rng, carried_in=plan.number % 3)
    sections = prose(rng, plan)
    if edited:
        figures["requests", "received", "total"] += 1
        first = sections[0]
        changed = Section(
            number=1, heading=first.heading, text=first.text.replace("本机关", "本单位") + "\n补充说明一处。"
        )
        sections = (changed, *sections[1:])
    told = f"{plan.organ}{plan.year}{sorted(figures.items())}{sections}"
    return Reading(
        source=source.key,
        extractor=extractor,
        status="ok",
        why=None,
        sha256=source.parts[0].sha256,
        media_type="text/html",
        form="2021",
        title=f"{plan.organ}{plan.year}年政府信息公开工作年度报告",
        organ=plan.organ,
        organ_key=plan.organ,
        division_code=None,
        division_level=None,
        year=plan.year,
        published=f"{plan.year + 1}-01-{10 + plan.number % 20}",
        published_label="list",
        figures=tuple(
            Figure(
                table=table,
                row=row,
                column=column,
                value=None if plan.number % 9 == 0 and value == 0 and table == "review_litigation" else value,
                raw=""
                if plan.number % 9 == 0 and value == 0 and table == "review_litigation"
                else str(value),
                state=State.BLANK
                if plan.number % 9 == 0 and value == 0 and table == "review_litigation"
                else State.NUMBER,
                place=place(table, row, column),
            )
            for (table, row, column), value in figures.items()
        ),
        sections=sections,
        findings=findings(rng, plan),
        content=hashlib.sha256(told.encode()).hexdigest(),
    )


def fetched(plan: Plan, body: bytes, *, run: str, at: datetime, number: int) -> Fetched:
    """A capture of the report's page, with what its list said of it."""
    capture = Capture(
        id=f"{int(at.timestamp() * 1_000_000):014x}{number:012x}",
        run=run,
        portal=plan.portal,
        url=plan.url,
        final_url=plan.url,
        status=200,
        outcome=Outcome.OK,
        requested_at=stamp(at),
        received_at=stamp(at + timedelta(milliseconds=80)),
        response_headers=(
            ("Content-Type", "text/html; charset=utf-8"),
            ("Set-Cookie", f"session={number:08x}"),
        ),
        sha256=hashlib.sha256(body).hexdigest(),
        media_type="text/html",
        role="report",
    )
    seen = Sighting(
        portal=plan.portal,
        url=plan.url,
        found_on=f"http://{plan.portal}/zwgk/ndbg/",
        title=f"{plan.organ}{plan.year}年政府信息公开工作年度报告",
        organ=plan.organ,
        year=plan.year,
        published=f"{plan.year + 1}-01-{10 + plan.number % 20}",
        published_label="list",
        at=capture.received_at,
        run=run,
    )
    return Fetched(capture=capture, body=body, sighting=seen)


def make(path: Path, *, reports: int, edited_every: int = 25) -> None:
    """Write the archive: a first crawl of everything, a second one in which every 25th report was edited, each read afterwards."""
    began = datetime(2026, 1, 5, 8, tzinfo=UTC)
    with Archive.open(path) as archive:
        every = list(plans(reports))
        for portal in dict.fromkeys(plan.portal for plan in every):
            archive.put_portal(
                Portal(key=portal, name=f"样例 {portal}", home=f"http://{portal}/", family="generic")
            )
        rounds = ((began, every, False), (began + timedelta(days=30), every[::edited_every], True))
        by_url = {plan.url: plan for plan in every}
        for at, chosen, edited in rounds:
            _crawl(archive, chosen, at=at, edited=edited)
            _read(archive, by_url)


def _crawl(archive: Archive, chosen: list[Plan], *, at: datetime, edited: bool) -> None:
    run = archive.start_run("crawl", arguments={"portals": "all"})
    for start in range(0, len(chosen), 500):
        batch = []
        for n, plan in enumerate(chosen[start : start + 500], start):
            rng = random.Random(plan.number)
            body = page(plan, numbers(rng, plan.number % 3), prose(rng, plan))
            if edited:
                body += "<p>补充说明一处。</p>".encode()
            batch.append(fetched(plan, body, run=run, at=at + timedelta(milliseconds=100 * n), number=n))
        archive.save(
            batch,
            organs=[
                Organ(portal=p, organ="未建栏县档案馆", at=stamp(at))
                for p in {one.capture.portal for one in batch}
            ],
        )
    archive.end_run(run, reason="finished", counts={"reports": len(chosen)})


def _read(archive: Archive, by_url: dict[str, Plan]) -> None:
    run = archive.start_run("extract", extractor="1")
    began, done = time.monotonic(), 0
    with archive.transaction():
        for source in archive.sources("1"):
            plan = by_url[source.url]
            edited = "补充说明一处".encode() in source.parts[0].body
            archive.record(source, reading(plan, source, random.Random(plan.number), edited=edited))
            done += 1
            if done % 5000 == 0:
                sys.stderr.write(f"{done} readings, {done / (time.monotonic() - began):.0f} a second\n")
    archive.end_run(run, reason="finished", counts={"readings": done})


COPIED = [
    "portals",
    "organs",
    "captures",
    "links",
    "sightings",
    "sources",
    "showings",
    "parts",
    "readings",
    "figures",
    "sections",
    "findings",
    "reports",
    "versions",
    "appearances",
]
KEYS = frozenset(("capture", "source", "reading", "report", "version"))
ADDRESSES = frozenset(("portal", "url", "home", "found_on", "final_url"))


def grow(path: Path, *, times: int) -> None:
    """Repeat every portal under other addresses, by SQL: for browsing it counts how much there is, not that each was read."""
    seed = path.with_name(path.name + ".seed")
    with Archive.open(path) as archive:
        archive.db.execute("VACUUM INTO ?", [str(seed)])
        archive.db.execute("ATTACH ? AS seed", [str(seed)])
        for number in range(1, times):
            with archive.transaction():
                archive.db.execute("PRAGMA defer_foreign_keys = ON")
                for table in COPIED:
                    _copy(archive, table, number)
                for (key,) in archive.db.execute("SELECT reading FROM seed.texts").fetchall():
                    search.put(archive.db.conn, f"{key[:14]}x{number:03x}{key[18:]}")
            sys.stderr.write(f"copy {number} of {times - 1}\n")
        archive.db.execute("DETACH seed")
        archive.db.execute("ANALYZE")
    seed.unlink()


def _copy(archive: Archive, table: str, number: int) -> None:
    names = [row[1] for row in archive.db.execute(f"PRAGMA table_info([{table}])")]
    values = ", ".join(_moved(name, number) for name in names)
    archive.db.execute(f"INSERT INTO main.[{table}] SELECT {values} FROM seed.[{table}]")


def _moved(name: str, number: int) -> str:
    if name in KEYS:
        return f"substr([{name}], 1, 14) || 'x{number:03x}' || substr([{name}], 19)"
    if name in ADDRESSES:
        return f"replace([{name}], '.example', '-{number:03x}.example')"
    return f"[{name}]"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--reports", type=int, default=100_000)
    parser.add_argument(
        "--read",
        type=int,
        default=2_000,
        help="So many go through Archive.record; the others are copies of them.",
    )
    options = parser.parse_args()
    times = -(-options.reports // options.read)
    make(options.out, reports=-(-options.reports // times))
    grow(options.out, times=times)


if __name__ == "__main__":
    main()
