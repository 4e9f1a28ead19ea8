"""Statistics tables of the years before 2019."""

import pytest

from archive.records import State
from extract.match import Match, tables
from tests.extract.tables import document, grid, row

LOCAL = (
    "附件：统计表 指标名称计量单位2011年度历年累计主动公开信息数条4251516其中：1.网站公开条41815092.政府公报公开条77"
    "受理申请总数条00其中：1.当面申请数条002.信函、传真申请数条00行政诉讼数件01"
)


def test_the_national_table_by_the_path_of_its_signs() -> None:
    match = tables(
        document(
            grid(
                ("统计指标", "单位", "统计数"),
                row("一、主动公开情况", "—", "——"),
                row("（一）主动公开政府信息数\n（不同渠道和方式公开相同信息计1条）", "条", 120),
                row("其中：主动公开规范性文件数", "条", 3),
                row("制发规范性文件总数", "件", 4),
                row("三、依申请公开情况", "—", "——"),
                row("（一）收到申请数", "件", 5),
                row("1.当面申请数", "件", 2),
                row("2.传真申请数", "件", 3),
                row("（三）申请答复数", "件", 5),
                row("4.不同意公开答复数", "件", ""),
                row("其中：涉及国家秘密", "件", 1),
                row("四、行政复议数量", "件", 2),
                row("（二）被依法纠错数", "件", 2),
                row("五、行政诉讼数量", "件", 1),
                row("（二）被依法纠错数", "件", 1),
                row("七、依申请公开信息收取的费用", "万元", "0.35"),
                row("主动公开机构领导信息数", "条", 9),
            )
        )
    )
    assert match.form == "2014"
    got = {figure.address: str(figure.value) for figure in match.figures}
    assert got == {
        "statistics/1/value": "None",
        "statistics/1.1/value": "120",
        "statistics/1.1a/value": "3",
        "statistics/1.1b/value": "4",
        "statistics/3/value": "None",
        "statistics/3.1/value": "5",
        "statistics/3.1.1/value": "2",
        "statistics/3.1.2/value": "3",
        "statistics/3.3/value": "5",
        "statistics/3.3.4/value": "None",
        "statistics/3.3.4a/value": "1",
        "statistics/4/value": "2",
        "statistics/4.2/value": "2",
        "statistics/5/value": "1",
        "statistics/5.2/value": "1",
        "statistics/7/value": "0.35",
    }
    assert [(finding.code, finding.where) for finding in match.findings] == [
        ("unknown-row", "statistics/主动公开机构领导信息数")
    ]


def test_a_local_table_keeps_its_labels_and_headings() -> None:
    match = tables(
        document(
            grid(
                ("序号", "指标名称", "计量单位", "代码", "本期", "本年累计"),
                ("1", "主动公开信息数", "条", "01", "3", "30"),
                ("2", "其中：1. 全文电子化数", "条", "02", "3", "/"),
                ("3", "对申请的答复总数", "件", "17", "0", ""),
            )
        )
    )
    assert match.form == "local"
    assert {figure.address: (figure.value, figure.state) for figure in match.figures} == {
        "local/主动公开信息数/本期": (3, State.NUMBER),
        "local/主动公开信息数/本年累计": (30, State.NUMBER),
        "local/全文电子化数/本期": (3, State.NUMBER),
        "local/全文电子化数/本年累计": (None, State.DASH),
        "local/对申请的答复总数/本期": (0, State.NUMBER),
        "local/对申请的答复总数/本年累计": (None, State.BLANK),
    }


def test_a_flattened_local_table_is_cut_by_the_sums_of_its_parts() -> None:
    match = tables(document(LOCAL))
    got: dict[str, list[object]] = {figure.row: [] for figure in match.figures}
    for figure in match.figures:
        got[figure.row].append(figure.value)
    assert got == {
        "主动公开信息数": [425, 1516],
        "网站公开": [418, 1509],
        "政府公报公开": [7, 7],
        "受理申请总数": [0, 0],
        "当面申请数": [0, 0],
        "信函、传真申请数": [0, 0],
        "行政诉讼数": [0, 1],
    }
    assert {figure.column for figure in match.figures} == {"2011年度", "历年累计"}


def test_a_cut_that_nothing_settles_is_left() -> None:
    match = tables(document("指标名称计量单位2015年度历年累计主动公开文件数条294981916行政复议数件00"))
    got = {figure.row: figure.value for figure in match.figures}
    assert got == {"主动公开文件数": None, "行政复议数": 0}
    assert ("unreadable-cell", "local/主动公开文件数") in {(f.code, f.where) for f in match.findings}


def test_a_table_without_units_is_no_statistics_table() -> None:
    assert tables(document(grid(("指标名称", "数量"), ("主动公开", "3")))).figures == ()


CODED = (
    "指标名称 计量单位 代码 本期 本年累计 {0}主动公开信息数 条 01{0}12{0}19 其中：1.网站公开数 条 02{0}2{0}7"
    " 2.公报公开数 条 03{0}10{0}12 行政诉讼数 件 04{0}0{0}7"
)


def values(match: Match) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for figure in match.figures:
        found.setdefault(figure.row, []).append(figure.value)
    return found


@pytest.mark.parametrize("headings", ["本期 本年累计", "本期数 本年累计数", "2015年度数 上年同期数"])
@pytest.mark.parametrize("between", [" ", "\n", ""])
def test_a_code_is_no_figure(between: str, headings: str) -> None:
    got = values(tables(document(CODED.format(between).replace("本期 本年累计", headings))))
    assert got == {
        "主动公开信息数": [12, 19],
        "网站公开数": [2, 7],
        "公报公开数": [10, 12],
        "行政诉讼数": [0, 7],
    }


def test_codes_that_do_not_count_up_leave_their_rows_unread() -> None:
    match = tables(document(CODED.format("").replace("条 03", "条 14")))
    assert {figure.state for figure in match.figures} == {State.UNREADABLE}
    assert len(match.figures) == 8


def test_a_serial_number_before_a_label_is_no_figure_of_the_row_before() -> None:
    for between in ("", " "):
        text = between.join(
            ("序号", "指标名称", "单位", "2016年度", "1", "主动公开信息数", "条", "12", "2", "其中：1.网站公开数", "条", "7", "3",
             "2.公报公开数", "条", "5", "4", "行政复议数", "件", "0")
        )  # fmt: skip
        assert values(tables(document(text))) == {
            "主动公开信息数": [12],
            "网站公开数": [7],
            "公报公开数": [5],
            "行政复议数": [0],
        }


def test_rows_that_print_nothing_keep_their_own_labels() -> None:
    text = "指标名称 计量单位 2016年度 历年累计 主动公开信息数 条 3 9 其中：1.网站公开数 条 2.公报公开数 条 3 9 行政复议数 件 行政诉讼数 件 0 1"
    assert values(tables(document(text))) == {
        "主动公开信息数": [3, 9],
        "网站公开数": [None, None],
        "公报公开数": [3, 9],
        "行政复议数": [None, None],
        "行政诉讼数": [0, 1],
    }


def test_labels_that_lines_cut_apart_name_no_row() -> None:
    torn = "指标名称 计量单位 2016年度 历年累计\n主动公开信\n         条  3  9\n息数\n行政复\n议数 件 0 1\n"
    assert tables(document(torn)).figures == ()
    signed = "指标名称 计量单位 2016年度 历年累计\n主动公开信 条 3 9\n息数\n其中：1.网站 条 3 9\n公开数\n2.公报公开数 条 0 0\n"
    assert values(tables(document(signed))) == {
        "主动公开信息数": [3, 9],
        "网站公开数": [3, 9],
        "公报公开数": [0, 0],
    }


def test_the_table_of_another_year_is_not_read_into_the_first() -> None:
    head = ("指标名称", "计量单位", "2016年度", "历年累计")
    one = (head, row("主动公开信息数", "条", 3, 9), row("行政复议数", "件", 0, 1))
    two = (head, row("主动公开信息数", "条", 5, 6), row("行政诉讼数", "件", 8, 8))
    more = (head, row("行政申诉数", "件", 2, 2))
    expected = {"主动公开信息数": [3, 9], "行政复议数": [0, 1]}
    match = tables(document(grid(*one), "上年：", grid(*two)))
    assert values(match) == expected
    assert [printing.figures[0].value for printing in match.printings["local"]] == [3, 5]
    assert values(tables(document(grid(*one), grid(*more)))) == {**expected, "行政申诉数": [2, 2]}
    text = [" ".join(cell for cells in each for cell in cells) for each in (one, two, more)]
    assert values(tables(document(text[0], "上年情况", text[1]))) == expected
    assert values(tables(document(text[0], text[2]))) == {**expected, "行政申诉数": [2, 2]}


HEAD = ("指标名称", "计量单位", "2016年度")


def test_numerals_in_chinese_characters_are_figures_in_their_columns() -> None:
    match = tables(
        document(grid(HEAD, row("主动公开文件数", "条", "一百零三"), row("受理申请数", "条", "一")))
    )
    assert [(figure.value, figure.state) for figure in match.figures] == [
        (103, State.NUMBER),
        (None, State.UNREADABLE),
    ]
