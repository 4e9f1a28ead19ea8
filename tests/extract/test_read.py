"""A source as a whole: which part gives what, what is no report, and when two readings have the same content."""

import hashlib
import re
from io import BytesIO
from zipfile import ZipFile, ZipInfo

import pytest

from archive.derived import contents
from archive.records import Part, PartRole, Source, State
from extract.read import read
from replica.documents import defects, html, text
from replica.documents.make import reports
from replica.documents.report import Report
from tests.extract.generated.cases import organ_of, render

STAMP = "2030-01-01T00:00:00.000000Z"


def made(seed: int = 5, *names: str, year: int = 2022) -> Report:
    report = reports(organ_of(seed), seed=f"read/{seed}", years=range(year - 1, year + 1))[year]
    return defects.apply(report, names, seed=seed)


def part(body: str | bytes, role: PartRole = "page", name: str = "x.html") -> Part:
    raw = body.encode() if isinstance(body, str) else body
    return Part(
        role=role, url=f"https://a.gov.cn/{name}", name=name, media_type=None, charset=None,
        sha256=hashlib.sha256(raw).hexdigest(), capture="0", captured_at=STAMP, body=raw,
    )  # fmt: skip


def source(*parts: Part) -> Source:
    return Source(key="k", portal="a.gov.cn", url=parts[0].url, captured_at=STAMP, parts=parts, sighting=None)


def page(report: Report, body: str, *, counter: int = 1, template: int = 0) -> str:
    head = f"<meta charset=utf-8><title>{report.title}-某市人民政府</title>"
    line = f"<p>发布日期：{report.published} 浏览次数：{counter} 打印日期：2024-05-0{counter % 9 + 1}</p>"
    around = (
        f"<div class=nav><a href=/>首页</a></div><h1>{report.title}</h1>{line}<div id=zoom>{body}</div><div>版权所有 访问量 {counter}</div>",
        f"<table><tr><td><a href=/>网站地图</a></td></tr></table><h2>{report.title}</h2><table><tr><td>发布日期</td><td>{report.published}</td>"
        f"<td>索引号</td><td>X/{counter}</td></tr></table>"
        f"<table width=100%><tr><td><div class=q7>{body}</div></td></tr></table><p><a href=1>上一条：通知</a></p>",
    )[template]
    return f"<html><head>{head}</head><body>{around}</body></html>"


def content(report: Report, style: html.Style = "clean", *, counter: int = 1, template: int = 0) -> str:
    return read(
        source(part(page(report, html.body(report, style), counter=counter, template=template)))
    ).content


def test_counters_dates_of_printing_and_templates_do_not_change_the_content() -> None:
    report = made()
    first = content(report)
    assert content(report, counter=7) == first
    assert content(report, template=1, counter=8) == first
    assert content(report, "word") == first
    assert content(report, "trs", template=1) == first


def attached(report: Report, file: Report, *, name: str = "x.docx", repacked: bool = False) -> str:
    """The content of a report's page with a document that prints it too."""
    body = render(file, "docx")
    if repacked:
        again = BytesIO()
        with ZipFile(BytesIO(body)) as was, ZipFile(again, "w") as now:
            for entry in reversed(was.namelist()):
                now.writestr(ZipInfo(entry, (2031, 1, 1, 0, 0, 0)), was.read(entry))
        body = again.getvalue()
    return read(
        source(part(page(report, html.body(report, "clean"))), part(body, "attachment", name))
    ).content


def edited(older: str, newer: str) -> set[str]:
    """What both contents name and one says otherwise."""
    was, now = contents.told(older), contents.told(newer)
    return {name for name in was.keys() & now.keys() if was[name] != now[name]}


def test_a_file_that_prints_the_report_too_is_judged_with_it_and_may_be_edited_alone() -> None:
    report, other = made(), made(5, "missummed_details")
    both = attached(report, report)
    assert set(contents.told(both)) == {"", "https://a.gov.cn/x.docx"}
    assert edited(both, attached(report, other)), "the file alone is edited"
    assert edited(both, attached(other, report)), "the page alone is edited"
    assert not edited(both, attached(report, report, repacked=True))
    assert not edited(both, attached(report, report, name="renamed.docx"))
    assert not edited(both, content(report)), "a file that came or went says nothing that the page does not"


def test_a_heading_over_a_list_of_files_is_no_text_of_the_report() -> None:
    report = made()
    listed = html.body(report, "clean") + "<p><b>附件：情况说明.xlsx</b></p>"
    assert read(source(part(page(report, listed)))).content == content(report)


def test_what_the_organ_changes_changes_the_content() -> None:
    report = made()
    first = content(report)
    assert content(made(5, "missummed_details")) != first
    assert content(made(5, "blank_zeros")) != first
    assert content(made(5, "scope")) != first
    assert content(made(6)) != first


def test_the_figures_of_an_attachment_and_the_title_of_its_page() -> None:
    report = made()
    bare = page(report, "<p>报告全文见附件。</p>")
    attached = html.page(report).replace(report.title, "").encode()
    reading = read(source(part(bare), part(attached, "attachment", "fj.doc")))
    assert (reading.status, reading.form, len(reading.figures)) == ("ok", "2021", 200)
    assert reading.title.replace(" ", "") == report.title
    assert reading.published == report.published
    assert {figure.place.part for figure in reading.figures if figure.place} == {2}
    assert reading.sha256 == hashlib.sha256(attached).hexdigest()
    assert {section.number for section in reading.sections} >= {1, 2, 3, 4, 5, 6}


def test_the_more_complete_part_gives_the_figures() -> None:
    report = made(5, "missing_disputes")
    whole = made(5)
    short = part(page(report, html.body(report)))
    reading = read(source(short, part(text.text(whole, "tabs"), "attachment", "fj.txt")))
    assert len(reading.figures) == 200
    assert "missing-table" not in {finding.code for finding in reading.findings}


def test_a_bad_attachment_beside_a_good_page_does_no_harm() -> None:
    report = made()
    reading = read(
        source(part(page(report, html.body(report))), part(b"\xd0\xcf\x11\xe0broken", "attachment", "f.doc"))
    )
    assert (reading.status, reading.why, len(reading.figures)) == ("ok", None, 200)


@pytest.mark.parametrize("body", [b"", b"\x00\x01\x02\x03", b"%PDF-1.4 broken", b"PK\x03\x04nothing"])
def test_what_cannot_be_opened_is_unreadable_with_the_reason(body: bytes) -> None:
    reading = read(source(part(body)))
    assert reading.status == "unreadable"
    assert reading.why
    assert reading.figures == ()


@pytest.mark.parametrize(
    "title",
    [
        "云岭镇2022年政府信息公开工作年度报告解读",
        "一图读懂云岭镇2022年政府信息公开工作年度报告",
        "关于做好2022年政府信息公开工作年度报告的通知",
        "云岭镇政府信息公开指南",
        "云岭镇2022年政府网站工作年度报表",
        "云岭镇2022年法治政府建设情况年度报告",
        "2022年云岭镇财政预算公开",
    ],
)
def test_the_neighbours_of_reports_are_none(title: str) -> None:
    body = f"<h1>{title}</h1><p>为便于各方了解，现就有关情况作如下说明，内容以正式文本为准。</p><p>请按时间要求办理。</p>"
    reading = read(
        source(
            part(f"<html><head><meta charset=utf-8><title>{title}</title></head><body>{body}</body></html>")
        )
    )
    assert reading.status == "not_a_report"
    assert reading.why


def test_a_report_without_tables_says_what_is_missing() -> None:
    report = made()
    body = "".join(
        f"<h3>{chapter.heading}</h3><p>本年度工作平稳，没有特别情况。</p>" for chapter in report.chapters
    )
    reading = read(source(part(page(report, body))))
    assert (reading.status, reading.form) == ("partial", None)
    missing = [finding.where for finding in reading.findings if finding.code == "missing-table"]
    assert missing == ["proactive", "requests", "review_litigation"]


def test_text_that_ran_together_is_partial_where_figures_stay_unread() -> None:
    reading = read(source(part(text.text(made(5), "flat"), name="x.txt")))
    unread = [figure for figure in reading.figures if figure.state is State.UNREADABLE]
    assert reading.status == ("partial" if unread else "ok")
    assert all(figure.value is None for figure in unread)


@pytest.mark.parametrize(("garbled", "why"), [(1, "1 figure"), (2, "2 figures")])
def test_figures_that_cannot_be_read_are_counted(garbled: int, why: str) -> None:
    body, count = re.subn(r"(?<=>)(\d\d+)(?=</td>)", "3x7", html.page(made()), count=garbled)
    reading = read(source(part(body)))
    assert (count, reading.status, reading.why) == (garbled, "partial", f"{why} could not be read")
