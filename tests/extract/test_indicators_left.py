"""Rows of indicators that no statistics table took."""

import pytest

from extract.document import Grid
from extract.match import tables
from tests.extract.tables import document, grid, row

HEAD = ("指标名称", "计量单位", "2016年度")


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param("行政复议数\t件\t3\n行政诉讼数\t件\t1", id="lines"),
        pytest.param("行政复议数\n件\n3\n行政诉讼数\n件\n1", id="a line for each cell"),
        pytest.param(grid(row("行政复议数", "件", 3), row("行政诉讼数", "件", 1)), id="cells"),
    ],
)
def test_rows_that_stand_outside_their_table_are_told(rest: str | Grid) -> None:
    table = grid(HEAD, row("主动公开文件数", "条", 5), row("受理申请数", "条", 2))
    match = tables(document(table, "上表为本年数。", rest))
    assert len(match.figures) == 2
    assert [finding.where for finding in match.findings if finding.code == "unknown-row"] == ["local"]


def test_a_list_whose_figures_stand_on_another_page_is_told() -> None:
    match = tables(
        document(grid(("指标名称", "计量单位", "代码"), row("主动公开文件数", "条", "01")), "本年累计", "5")
    )
    assert [finding.code for finding in match.findings] == ["missing-table"]
    assert not match.figures


@pytest.mark.parametrize(
    "head", [("项目", "数量"), ("类别", "2012年", "历年累计"), ("", "")], ids=["items", "kinds", "none"]
)
def test_a_list_without_units_that_is_not_read_is_told(head: tuple[str, ...]) -> None:
    figures = ("5",) * (len(head) - 1)
    match = tables(
        document(grid(head, *((label, *figures) for label in ("公开信息数", "申请数", "行政复议数"))))
    )
    assert [(finding.code, finding.where) for finding in match.findings] == [("missing-table", "local")]


def test_a_list_of_fees_is_no_statistics() -> None:
    fees = grid(
        ("项目", "单位", "标准"),
        row("纸质复印", "页", "0.5"),
        row("光盘", "个", "5"),
        row("邮寄", "件", "22"),
    )
    table = grid(HEAD, row("主动公开文件数", "条", 5), row("受理申请数", "条", 2))
    assert not tables(document(fees)).findings
    assert not tables(document(table, "收费标准", fees)).findings


def test_prose_and_one_line_of_a_table_are_no_rows_of_statistics() -> None:
    assert not tables(document("全年公开信息12条、规范性文件3件。", "收费标准\t元\t5")).findings
