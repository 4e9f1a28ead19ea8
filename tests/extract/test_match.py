"""Grids to figures: by label, whatever the spans, the order and the damage."""

import pytest

from archive.records import State
from tests.extract.tables import HEAD, PEOPLE, ZEROS, codes, grid, read, row, values

FULL = ("项目", "x", "y", *PEOPLE)


def test_rows_are_found_by_label_in_any_order() -> None:
    match = read(
        grid(
            HEAD,
            row("（七）总计", 9, 0, 0, 0, 0, 0, 9),
            row("二、上年结转政府信息公开申请数量", 2, 0, 0, 0, 0, 0, 2),
            row("1.属于国家秘密", 5, 0, 0, 0, 0, 0, 5),
            row("一、本年新收政府信息公开申请数量", 7, 0, 0, 0, 0, 0, 7),
        )
    )
    assert values(match, "requests/received/total") == [7]
    assert values(match, "requests/carried_in/individual") == [2]
    assert values(match, "requests/refused_state_secret/total") == [5]
    assert match.findings == ()


def test_columns_are_found_by_label_in_any_order() -> None:
    match = read(
        grid(
            ("", "总计", "其他", "自然人", "商业企业"),
            row("（一）予以公开", 6, 3, 2, 1),
            row("（二）部分公开", 1, 1, 0, 0),
        )
    )
    assert {figure.column: figure.value for figure in match.figures if figure.row == "granted"} == {
        "total": 6, "other_organisation": 3, "individual": 2, "company": 1,
    }  # fmt: skip


@pytest.mark.parametrize("people", ["公民", "个人", "公民（自然人）"])
def test_natural_persons_are_known_by_other_words(people: str) -> None:
    match = read(grid(("项目", people, *PEOPLE[1:]), row("（一）予以公开", *range(7))))
    assert values(match, "requests/granted") == list(range(7))
    assert match.findings == ()


def test_under_a_head_without_its_last_label_a_blank_cell_shifts_nothing() -> None:
    match = read(
        grid(
            ("项目", *PEOPLE[:6], ""),
            row("（一）予以公开", 1, 0, 0, "—", 0, 5, 6),
            row("（二）部分公开", "", 0, 0, "—", 0, 5, 5),
        )
    )
    assert set(values(match, "requests")) == {None}
    assert codes(match) == [
        ("unreadable-cell", "requests/granted"),
        ("unreadable-cell", "requests/partially_granted"),
    ]


def test_figures_between_the_lines_of_a_label_leave_its_first_line_no_row_of_blanks() -> None:
    match = read(
        grid(
            HEAD,
            row("5.要求行政机关确认或重新出具已获取信息", *ZEROS),
            row("2.申请人逾期未按收费通知要求缴纳费用、", *[""] * 7),
            row("行政机关不再处理其", 0, 0, 0, 7, 3, 6, 16),
            row("政府信息公开申请", *[""] * 7),
        )
    )
    assert values(match, "requests/other_fee_unpaid") == []
    assert [code for code, _ in codes(match)] == ["unknown-row"]


@pytest.mark.parametrize("above", [False, True], ids=["before it", "behind it"])
def test_a_row_of_blanks_takes_no_figures_of_an_unknown_one(above: bool) -> None:
    rows = [("其中：网络申请", *"1000001"), ("二、上年结转政府信息公开申请数量", *[""] * 7)]
    match = read(
        grid(HEAD, row("一、本年新收政府信息公开申请数量", *ZEROS), *(rows[::-1] if above else rows))
    )
    assert set(values(match, "requests/carried_in")) <= {None}
    assert ("unknown-row", "requests/其中：网络申请") in codes(match)


def test_a_missing_cell_shifts_nothing() -> None:
    head = ("", *PEOPLE)
    match = read(
        grid(
            head,
            ("（一）予以公开", "6", ("", 2), "0", "0", "0", "6"),
            row("（二）部分公开", 1, 0, 0, 0, 0, 0, 1),
        )
    )
    found = {
        figure.column: (figure.value, figure.state) for figure in match.figures if figure.row == "granted"
    }
    assert found["individual"] == (6, State.NUMBER)
    assert found["total"] == (6, State.NUMBER)
    assert found["company"][0] is None


@pytest.mark.parametrize("behind", [("",), ("", "", "")], ids=["one", "three"])
def test_a_figure_under_two_columns_shifts_nothing(behind: tuple[str, ...]) -> None:
    """Blanks behind the last column are as many as the merged cell lacks, or more."""
    head, zeros = ("项目", *PEOPLE, *behind), (*row("（二）部分公开", *ZEROS), *behind)
    match = read(grid(head, ("（一）予以公开", "6", ("2", 2), "0", "0", "0", "8", *behind), zeros))
    assert values(match, "requests/granted") == [None] * 7
    assert ("unreadable-cell", "requests/granted") in codes(match)


@pytest.mark.parametrize(
    "cells", [("", "", *"1000001"), ("", "1", "", "", "", "", "", "1", ""), (*"1000001", "", "")]
)
def test_cells_too_many_are_told_by_the_printed_total(cells: tuple[str, ...]) -> None:
    match = read(grid(("", "", *PEOPLE, ""), ("（一）予以公开", *cells), row("（二）部分公开", *ZEROS)))
    assert values(match, "requests/granted/individual") == [1]
    assert values(match, "requests/granted/total") == [1]


def test_a_row_that_ends_before_the_head_has_lost_a_label() -> None:
    torn = ("1.属于国家秘密", "", "4", "", "", "", "", "4", "")
    match = read(grid(FULL, ("三、本年度办理结果", ("（一）予以公开", 2), *"1000001"), torn))
    assert values(match, "requests/refused_state_secret") == [None, 4, None, None, None, None, 4]


@pytest.mark.parametrize(
    "before", [("（一）予以公开",), ("三、本年度办理结果", "（一）予以公开"), ("（一）予以公开", "", "")]
)
def test_a_row_that_has_lost_a_blank_cell_is_read_where_sums_place_it(before: tuple[str, ...]) -> None:
    """The converter left out the blank below 科研机构, or any other before the total."""
    lost = (*before, "", "5", "0", "0", "0", "5")
    settled = (("（七）总计", 3), "0", "5", "0", "0", "0", "0", "5")
    others = [(("（二）部分公开", 3), *"0000000")]
    head = ("项目", "x", "y", *PEOPLE)
    unread = read(grid(head, lost, *others))
    assert values(unread, "requests/granted") == [None] * 7
    assert ("unreadable-cell", "requests/granted") in codes(unread)
    assert values(read(grid(head, lost, *others, settled)), "requests/granted/company") == [5]


def test_other_is_told_by_its_sign_its_group_or_its_neighbours() -> None:
    three = grid(
        HEAD,
        row("1.逾期不补正", *ZEROS),
        row("2.逾期不缴费", *ZEROS),
        row("3.其他", 3, 0, 0, 0, 0, 0, 3),
        row("（七）总计", 3, 0, 0, 0, 0, 0, 3),
    )
    assert values(read(three), "requests/other_other/total") == [3]
    unsigned = grid(
        HEAD, row("1.逾期不补正", *ZEROS), row("2.逾期不缴费", *ZEROS), row("其他", 2, 0, 0, 0, 0, 0, 2)
    )
    assert values(read(unsigned), "requests/other_other/total") == [2]
    single = grid(
        HEAD,
        row("（五）不予处理", *ZEROS),
        row("（六）其他处理", 8, 0, 0, 0, 0, 0, 8),
        row("（七）总计", *ZEROS),
    )
    assert values(read(single), "requests/other/total") == [8]


def test_a_row_that_starts_in_the_first_column_keeps_its_figures() -> None:
    match = read(
        grid(
            (("", 3), *PEOPLE),
            (("三、本年度办理结果", 1, 2), ("（六）其他处理", 1, 2), "1.逾期不补正", *map(str, ZEROS)),
            ("2.逾期不缴费", *map(str, ZEROS)),
            (("3.其他", 3), "1", "0", "0", "0", "0", "0", "1"),
        )
    )
    assert values(match, "requests/other_other") == [1, 0, 0, 0, 0, 0, 1]


def test_a_misprinted_label_in_its_place_is_read_and_one_like_nothing_is_a_finding() -> None:
    match = read(
        grid(
            HEAD,
            row("1.属于国家秘密", *ZEROS),
            row("2.其他法律行政止公开", 1, 0, 0, 0, 0, 0, 1),
            row("9.由上级机关转办事项", 1, 0, 0, 0, 0, 0, 1),
        )
    )
    assert values(match, "requests/refused_prohibited_by_law/total") == [1]
    assert codes(match) == [("unknown-row", "requests/9.由上级机关转办事项")]


def test_a_group_with_figures_of_its_own_is_not_taken_for_a_row() -> None:
    match = read(
        grid(
            HEAD,
            row("（二）部分公开", *ZEROS),
            row("（三）不予公开", 5, 0, 0, 0, 0, 0, 5),
            row("1.属于国家秘密", *ZEROS),
        )
    )
    assert values(match, "requests/granted") == []
    assert [code for code, _ in codes(match)] == ["unknown-row"]


def test_the_head_on_the_page_before_holds_for_the_next_page() -> None:
    first = grid(
        HEAD, row("一、本年新收政府信息公开申请数量", 3, 1, 0, 0, 0, 0, 4), row("（一）予以公开", *ZEROS)
    )
    second = grid(
        ("", *row("3.补正后申请内容仍不明确", 3, 1, 0, 0, 0, 0, 4)),
        ("", *row("（七）总计", 3, 1, 0, 0, 0, 0, 4)),
    )
    match = read(first, "- 4 -", second)
    assert values(match, "requests/unavailable_unclear_request") == [3, 1, 0, 0, 0, 0, 4]
    assert values(match, "requests/concluded_total/company") == [1]
    assert set(match.consumed) == {0, 2}


def test_a_label_broken_over_two_rows_is_one_label() -> None:
    match = read(
        grid(
            HEAD,
            row("（一）予以公开", *ZEROS),
            row("5.要求行政机关确认或", 2, 0, 0, 0, 0, 0, 2),
            row("重新出具已获取信息", "", "", "", "", "", "", ""),
        )
    )
    assert values(match, "requests/declined_confirmation/total") == [2]
    assert match.findings == ()


def test_turned_tables_are_read_by_their_labels() -> None:
    rows = ("一、本年新收政府信息公开申请数量", "（一）予以公开", "（七）总计")
    turned = grid(("", *rows), *((person, str(i), "0", str(i)) for i, person in enumerate(PEOPLE)))
    assert values(read(turned), "requests/received") == [0, 1, 2, 3, 4, 5, 6]


def test_the_blocks_of_section_two_have_their_own_heads() -> None:
    match = read(
        grid(
            (("第二十条第（一）项", 4),),
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
            ("规章", "1", "0", "7"),
            ("行政规范性文件", "22（其中修订16件）", "/", ""),
            (("第二十条第（五）项", 4),),
            ("信息内容", ("本年处理决定数量", 3)),
            ("行政许可", ("1,550", 3)),
            (("第二十条第（八）项", 4),),
            ("信息内容", ("本年收费金额（单位：万元，保留4位小数）", 3)),
            ("行政事业性收费", ("12.3456", 3)),
        )
    )
    assert match.form == "2021"
    assert values(match, "proactive/regulations") == [1, 0, 7]
    states = [figure.state for figure in match.figures if figure.row == "normative_documents"]
    assert states == [State.ANNOTATED, State.DASH, State.BLANK]
    assert values(match, "proactive/administrative_licensing") == [1550]
    assert str(values(match, "proactive/administrative_fees")[0]) == "12.3456"


def test_section_two_of_2019_with_uneven_spans_and_signed_changes() -> None:
    match = read(
        grid(
            (("第二十条第（六）项", 5),),
            ("信息内容", "上一年项目数量", ("本年增/减", 2), "处理决定数量"),
            ("行政处罚", ("35", 2), "-15", "538"),
            ("行政强制", ("2", 2), "0", "0"),
            (("第二十条第（九）项", 5),),
            ("信息内容", ("采购项目数量", 2), ("采购总金额", 2)),
            ("政府集中采购", ("6", 2), ("251000元", 2)),
        )
    )
    assert match.form == "2019"
    assert values(match, "proactive/administrative_penalty") == [35, -15, 538]
    assert values(match, "proactive/government_procurement") == [6, 251000]


def test_the_meta_table_before_the_report_is_no_report_table() -> None:
    meta = grid(("索引号", "0001", "发布机构", "某局"), ("名称", "年度报告", "公开日期", "2024-01-10"))
    match = read(meta, grid(HEAD, row("（七）总计", 1, 0, 0, 0, 0, 0, 1), row("（一）予以公开", *ZEROS)))
    assert set(match.consumed) == {1}


def test_a_hybrid_has_the_form_of_its_section_two() -> None:
    two = grid(("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"), row("规章", 0, 0, 0))
    three = grid(
        HEAD,
        row("5.要求提供公开出版物", *ZEROS),
        row("（六）其他处理", 1, 0, 0, 0, 0, 0, 1),
        row("（七）总计", *ZEROS),
    )
    match = read(two, three)
    assert match.form == "2021"
    assert values(match, "requests/other/individual") == [1]


def test_prose_and_foreign_tables_hold_no_figures() -> None:
    match = read("全年主动公开规范性文件13件，行政许可22件。", grid(("类别", "数量"), ("机构职能", "3")))
    assert match.figures == ()
    assert match.form is None
    assert match.consumed == {}


@pytest.mark.parametrize(
    "cells",
    [
        pytest.param(("1 2 3 0 0 0 6",), id="one cell"),
        pytest.param(("1\n2\n3\n0\n0\n0\n6",), id="lines"),
        pytest.param(("", "", "1 2", "3 0 0", "0 6", "", ""), id="some cells"),
    ],
)
def test_figures_in_another_column_s_cell_are_told_by_the_sums(cells: tuple[str, ...]) -> None:
    whole = [(cell, 8 - len(cells)) for cell in cells]
    match = read(grid(HEAD, ("（一）予以公开", *whole), row("（二）部分公开", *ZEROS)))
    assert values(match, "requests/granted") == [1, 2, 3, 0, 0, 0, 6]


def test_figures_in_another_column_s_cell_are_unread_where_no_sum_holds_and_none_beside_is_blank() -> None:
    match = read(grid(HEAD, ("（一）予以公开", "", "", "1 2", "3 0 0", "9", "", "")))
    assert {figure.state for figure in match.figures} == {State.UNREADABLE}
