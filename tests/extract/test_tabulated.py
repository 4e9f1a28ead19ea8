"""Statistics tables in grids: heads on two levels, lists side by side, tables turned on their side or torn."""

import pytest

from archive.records import State
from extract.document import Grid
from extract.match import tables
from tests.extract.tables import document, grid, read, row
from tests.extract.test_indicators import values

HEAD = ("指标名称", "计量单位", "2015年度", "历年累计")
ROWS = (
    row("主动公开信息数", "条", 5, 61),
    row("其中：1.网站公开数", "条", 4, 50),
    row("2.公报公开数", "条", 1, 11),
    row("行政复议数", "件", 0, 2),
)
TRUTH = {"主动公开信息数": [5, 61], "网站公开数": [4, 50], "公报公开数": [1, 11], "行政复议数": [0, 2]}


def test_lists_that_stand_side_by_side_are_one() -> None:
    pair = [(*left, *right) for left, right in zip(ROWS[:2], ROWS[2:], strict=True)]
    assert values(tables(document(grid((*HEAD, *HEAD), *pair)))) == TRUTH


def test_a_row_that_has_lost_a_cell_is_unread_unless_it_prints_nothing() -> None:
    short = [(*ROWS[0][:2], "61"), ROWS[1], ROWS[2], ("行政复议数", "件", "2"), ("行政诉讼数", "件")]
    match = tables(document(grid(HEAD, *short)))
    assert values(match) == TRUTH | {
        "主动公开信息数": [None, None],
        "行政复议数": [None, None],
        "行政诉讼数": [None, None],
    }
    assert [figure.state for figure in match.figures[-4:]] == [State.UNREADABLE] * 2 + [State.BLANK] * 2


def test_a_row_that_has_a_cell_too_many_is_unread_unless_that_is_blank() -> None:
    long = [("主动公开信息数", "条", "", "5", "61"), *ROWS[1:3], ("行政复议数", "件", "0", "0", "2")]
    match = tables(document(grid(HEAD, *long)))
    assert values(match) == TRUTH | {"行政复议数": [None, None]}
    assert [figure.state for figure in match.figures[-2:]] == [State.UNREADABLE] * 2


def test_a_row_whose_unit_stands_under_a_heading_is_read_in_its_order() -> None:
    wide = grid(
        (*HEAD, ""),
        (*ROWS[0], ""),
        (("网站公开数", 2), "条", "4", "50"),
        (("公报公开数", 2), "条", "1", "11"),
        (("行政复议数", 2), "件", "0", "2"),
    )
    assert values(tables(document(wide))) == TRUTH


def test_a_row_with_a_number_under_two_headings_is_read_in_its_order_or_not_at_all() -> None:
    wide = grid(
        ("指标名称", ("计量单位", 2), "2015年度", "历年累计"),
        ("主动公开信息数", "条", "5", ("61", 2)),
        ("网站公开数", "条", ("4", 3)),
        ("公报公开数", ("条", 2), "1", "11"),
        ("行政复议数", ("件", 2), "0", "2"),
    )
    assert values(tables(document(wide))) == TRUTH | {"网站公开数": [None, None]}


def test_a_column_without_a_name_behind_the_others_shifts_nothing() -> None:
    match = tables(document(grid((*HEAD, ""), *((*each, "7") for each in ROWS))))
    assert values(match) == TRUTH


def test_serial_numbers_of_the_second_list_are_no_figures_of_the_first() -> None:
    pair = [("1", *ROWS[0], "3", *ROWS[2]), ("2", *ROWS[1], "4", *ROWS[3])]
    assert values(tables(document(grid(("序号", *HEAD, "序号", *HEAD), *pair)))) == TRUTH


def test_a_table_of_indicators_as_columns_is_turned() -> None:
    turned = [tuple(cells) for cells in zip(HEAD, *ROWS, strict=True)]
    assert values(tables(document(grid(*turned)))) == TRUTH


@pytest.mark.parametrize("upper", [("统计指标", 1, 2), "统计指标"])
def test_figures_stand_under_the_lower_level_of_a_head(upper: str | tuple[str, int, int]) -> None:
    spans = isinstance(upper, tuple)
    lower = ("区政府", "区直单位", "乡镇街道")
    match = tables(
        document(
            grid(
                (upper, ("单位", 1, 2) if spans else "单位", ("统计数", 3)),
                lower if spans else ("", "", *lower),
                row("主动公开信息数", "条", 5, 6, 7),
                row("行政复议数", "件", 0, 1, 2),
            )
        )
    )
    assert values(match) == {"主动公开信息数": [5, 6, 7], "行政复议数": [0, 1, 2]}
    assert [figure.column for figure in match.figures][:3] == list(lower)


def test_lower_headings_that_come_again_are_told_apart_by_the_upper_ones() -> None:
    match = tables(
        document(
            grid(
                (("指标名称", 1, 2), ("单位", 1, 2), ("2014年度", 2), ("2015年度", 2)),
                ("市级", "县级", "市级", "县级"),
                row("行政复议数", "件", 1, 2, 3, 4),
            )
        )
    )
    assert [figure.column for figure in match.figures] == [
        "2014年度市级", "2014年度县级", "2015年度市级", "2015年度县级",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(grid(*ROWS[2:]), id="the same columns"),
        pytest.param(grid(*((("", *each)) for each in ROWS[2:])), id="a blank column more"),
        pytest.param(grid(*((each[0], *each[2:]) for each in ROWS[2:])), id="without units"),
        pytest.param(grid(HEAD, *ROWS[2:]), id="the head again"),
    ],
)
@pytest.mark.parametrize("between", [(), ("- 3 -",), ("（续表）",)])
def test_a_table_goes_on_in_the_next_grid(rest: Grid, between: tuple[str, ...]) -> None:
    match = tables(document(grid(HEAD, *ROWS[:2]), *between, rest, "以上数据截至年底。"))
    assert (values(match), match.findings) == (TRUTH, ())


def test_a_grid_behind_other_text_is_another_table() -> None:
    match = tables(document(grid(HEAD, *ROWS[:2]), "窗口接待情况如下：", grid(*ROWS[2:])))
    assert list(values(match)) == ["主动公开信息数", "网站公开数"]


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(grid(row("行政诉讼数", 1, 2, 3, 4, 5, 6)), id="other columns"),
        pytest.param(
            grid(("指标名称", "计量单位", "金额", "笔数"), row("行政诉讼数", "元", 1, 2)), id="other headings"
        ),
    ],
)
def test_rows_under_other_columns_are_told_of(rest: Grid) -> None:
    match = tables(document(grid(HEAD, *ROWS), rest))
    assert values(match) == TRUTH
    assert [(finding.code, finding.where) for finding in match.findings] == [
        ("unknown-row", "local/行政诉讼数")
    ]


def test_a_table_that_follows_takes_nothing_away() -> None:
    contact = grid(("联系人", "电话"), ("办公室", "见网站"))
    assert values(tables(document(grid(HEAD, *ROWS), contact))) == TRUTH


def test_without_units_headings_of_years_make_a_head() -> None:
    rows = [(each[0], *each[2:]) for each in ROWS]
    assert values(tables(document(grid(("指标名称", *HEAD[2:]), *rows)))) == TRUTH


def test_the_first_rows_of_the_national_table_are_of_its_form() -> None:
    found = read(
        grid(
            ("统计指标", "单位", "统计数"),
            ("（一）主动公开政府信息数", "条", "96"),
            ("其中：主动公开规范性文件数", "条", "4"),
            ("制发规范性文件总数", "件", "6"),
        )
    )
    assert [figure.address for figure in found.figures] == [
        f"statistics/{row}/value" for row in ("1.1", "1.1a", "1.1b")
    ]


def test_the_first_rows_of_a_local_table_are_not_of_the_national_form() -> None:
    """All but its name, its column's too, are indicators of both."""
    rows = (row("1、当面申请数", "条", 1), row("2、传真申请数", "条", 2), row("4、信函申请数", "条", 0))
    assert read(grid(("指标名称", "计量单位", "历年累计"), *rows)).form == "local"


def test_who_answers_for_a_table_is_no_row_of_it() -> None:
    signed = ("单位负责人：李某　审核人：张某", "联系电话：", "0515-8812345", "填报日期：1月12日")
    assert values(tables(document(grid(HEAD, *ROWS, signed)))) == TRUTH


def test_rows_that_lack_the_cell_of_their_group_are_told() -> None:
    """Their units stand where the labels should."""
    first, *others = ROWS
    found = tables(document(grid(("类别", *HEAD), ("主动公开", *first), *others)))
    assert values(found) == {"主动公开信息数": [5, 61]}
    assert [(finding.code, finding.where) for finding in found.findings] == [
        ("unknown-row", "local/条")
    ] * 2 + [("unknown-row", "local/件")]


@pytest.mark.parametrize("whole", ["合计", "全年", "本年合计"])
def test_the_year_behind_its_quarters_is_the_national_tables_own_column(whole: str) -> None:
    quarters = ("第一季度", "第二季度", "第三季度", "第四季度")
    found = read(
        grid(
            ("统计指标", "单位", *quarters, whole),
            row("（一）主动公开政府信息数", "条", 1, 2, 3, 4, 10),
            row("制发规范性文件总数", "件", 0, 0, 1, 0, 1),
        )
    )
    own = [figure.value for figure in found.figures if figure.column == "value"]
    assert own == [10, 1]
