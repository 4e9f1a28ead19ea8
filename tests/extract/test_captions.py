"""Tables of another organ or year, beside the report's own or behind them."""

import pytest

from extract.document import Grid
from extract.read import read
from extract.tables import captions
from replica.documents import html
from replica.documents.report import Report
from tests.extract.damage import source
from tests.extract.readers import made
from tests.extract.tables import document, grid, row

ORGAN, YEAR = "青石县财政局", 2023
HEAD = ("统计指标", "单位", "统计数")
TABLE = grid(HEAD, row("收到申请数", "件", 3))
OTHER = grid(HEAD, row("行政复议数", "件", 1))


def foreign(*blocks: Grid | str) -> list[int]:
    return sorted(captions.foreign(document(*blocks), ORGAN, YEAR))


@pytest.mark.parametrize(
    "caption",
    [
        "2022年度",
        "2022年统计数据（供对照）：",
        "青石县水利局2023年情况表",
        "附件2：青石县水利局政府信息公开情况统计表",
        "表二 白沙镇人民政府",
        "上年度统计数据",
        "下属单位情况",
        "以下为青石县水利局数据：",
    ],
)
def test_a_caption_of_another_organ_or_year_sets_a_table_aside(caption: str) -> None:
    assert foreign(caption, TABLE) == [1]


@pytest.mark.parametrize(
    "caption",
    [
        "2023年度",
        "2022年至2023年对照表",
        "县财政局统计表",
        "青石县财政局情况统计表",
        "我局情况统计表",
        "三、收到和处理政府信息公开申请情况",
        "本表截至2024年1月10日",
        "与2022年相比，申请有所增加，全年共收到三件。",
        "上年结转的申请三件",
        "下表为我局数据：",
        "（以上为2022年数据。）",
    ],
)
def test_other_captions_do_not(caption: str) -> None:
    assert foreign(caption, TABLE) == []


def test_a_caption_holds_to_the_next_one_a_chapter_or_a_table_like_its_own() -> None:
    assert foreign("2022年度", TABLE, OTHER, "2023年度", TABLE) == [1, 2]
    assert foreign("2022年度", TABLE, "四、行政复议情况", OTHER) == [1]
    assert foreign("2022年度", TABLE, TABLE) == [1]


@pytest.mark.parametrize(
    ("caption", "own"),
    [("（以上为2022年数据。）", False), ("注：上表为白沙镇情况", False), ("以上为我局数据", True)],
)
def test_a_line_below_may_say_whose_the_table_was(caption: str, own: bool) -> None:
    assert foreign(TABLE, "另一表", OTHER, TABLE, caption, TABLE) == ([] if own else [2, 3])


def test_a_caption_of_its_own_ends_that_of_another() -> None:
    assert foreign("白沙镇情况", TABLE, "我局情况", OTHER) == [1]


def test_the_title_of_another_report_holds_past_its_chapters() -> None:
    title = "青石县水利局2023年政府信息公开工作年度报告"
    assert foreign(title, "一、总体情况", TABLE, "二、其他情况", OTHER) == [2, 4]


def test_a_caption_may_stand_in_the_table() -> None:
    assert foreign(grid((("2022年度", 3),), HEAD, row("收到申请数", "件", 3)), TABLE) == [0]


def page(report: Report, *, before: str = "", after: str = "") -> bytes:
    body = html.page(report, "clean")
    start = body.index("</h1>") + 5
    end = body.index("</body>")
    return (body[:start] + before + body[start:end] + after + body[end:]).encode()


def printed(report: Report) -> str:
    return "".join(html.table(table) for table in report.tables)


@pytest.mark.parametrize("first", [True, False])
def test_the_figures_are_those_of_the_reports_own_tables(first: bool) -> None:
    report, other = made.reports()[1], made.reports()[9]
    beside = f"<p>附：{other.organ}{report.year}年情况统计表</p>{printed(other)}"
    body = page(report, before=beside) if first else page(report, after=beside)
    reading = read(source("report.html", body))
    assert {each.address: each.value for each in reading.figures} == {
        address: figure.value for address, figure in report.figures.items()
    }
    assert not [finding for finding in reading.findings if finding.code == "unknown-row"]


def test_a_table_that_only_another_organs_caption_heads_is_read_with_a_doubt() -> None:
    report = made.reports()[1]
    body = html.page(report, "clean").replace("<table", "<p>2017年度</p><table").encode()
    reading = read(source("report.html", body))
    assert len(reading.figures) == len(report.figures)
    assert any(finding.code == "organ" and "2017年度" in finding.message for finding in reading.findings)
