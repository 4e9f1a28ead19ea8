"""Grids to figures: by label, whatever the spans, the order and the damage."""

from decimal import Decimal

import pytest

from archive.records import State
from extract.document import Grid
from extract.match import Match, tables
from tests.extract.tables import HEAD, OUTCOMES, PEOPLE, document, grid, row

ZEROS = (0, 0, 0, 0, 0, 0, 0)
FULL = ("项目", "x", "y", *PEOPLE)


def values(match: Match, where: str) -> list[object]:
    return [figure.value for figure in match.figures if figure.address.startswith(where)]


def read(*blocks: Grid | str) -> Match:
    return tables(document(*blocks))


def codes(match: Match) -> list[tuple[str, str]]:
    return [(finding.code, finding.where) for finding in match.findings]


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


def test_label_digits_are_no_figures() -> None:
    match = read(grid(HEAD, row("1.信访举报投诉类申请", *ZEROS), row("2.重复申请", 4, 0, 0, 0, 0, 0, 4)))
    assert values(match, "requests/declined_repeated") == [4, 0, 0, 0, 0, 0, 4]
    assert values(match, "requests/declined_petition_or_complaint") == [0] * 7


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


def dispute_head() -> list[tuple[str | tuple[str, int] | tuple[str, int, int], ...]]:
    return [
        (("行政复议", 5), ("行政诉讼", 10)),
        (*((outcome, 1, 2) for outcome in OUTCOMES), ("未经复议直接起诉", 5), ("复议后起诉", 5)),
        OUTCOMES * 2,
    ]


@pytest.mark.parametrize("blank_line", [False, True])
def test_section_four_has_no_row_labels(blank_line: bool) -> None:
    lines = [("",) * 15] if blank_line else []
    match = read(grid(*dispute_head(), *lines, tuple(str(n) for n in range(15))))
    assert values(match, "review_litigation/review") == [0, 1, 2, 3, 4]
    assert values(match, "review_litigation/litigation_after_review") == [10, 11, 12, 13, 14]


def test_section_four_with_its_rows_down_the_side() -> None:
    match = read(
        grid(
            ("", *OUTCOMES),
            row("行政复议", 1, 0, 0, 0, 1),
            row("未经复议直接起诉", 0, 2, 0, 0, 2),
            row("复议后起诉", 0, 0, 3, 0, 3),
        )
    )
    assert values(match, "review_litigation/litigation_direct") == [0, 2, 0, 0, 2]
    assert values(match, "review_litigation/litigation_after_review/total") == [3]


def test_blanks_stay_blank_and_text_is_unreadable() -> None:
    match = read(
        grid(HEAD, row("（一）予以公开", 3, "", "\u00a0", "/", "若干", 0, 3), row("（七）总计", *ZEROS))
    )
    states = [figure.state for figure in match.figures if figure.row == "granted"]
    assert states == [
        State.NUMBER,
        State.BLANK,
        State.BLANK,
        State.DASH,
        State.UNREADABLE,
        State.NUMBER,
        State.NUMBER,
    ]
    assert codes(match) == [("unreadable-cell", "requests/granted/legal_service")]


def test_cells_that_ran_together_are_cut_by_their_sum_or_left() -> None:
    cut = read(grid(HEAD, row("（一）予以公开", *ZEROS), ("（七）总计", ("12 0 0 0", 4), ("0 113", 3))))
    assert values(cut, "requests/concluded_total") == [12, 0, 0, 0, 0, 1, 13]
    assert {figure.state for figure in cut.figures if figure.row == "concluded_total"} == {State.REPAIRED}
    assert codes(cut) == [("repaired-cell", "requests/concluded_total")]
    left = read(grid(HEAD, row("（一）予以公开", *ZEROS), ("（七）总计", ("12 0 0 0", 4), ("0 114", 3))))
    assert {figure.value for figure in left.figures if figure.row == "concluded_total"} == {None}
    assert codes(left) == [("unreadable-cell", "requests/concluded_total")]


def test_the_meta_table_before_the_report_is_no_report_table() -> None:
    meta = grid(("索引号", "0001", "发布机构", "某局"), ("名称", "年度报告", "公开日期", "2024-01-10"))
    match = read(meta, grid(HEAD, row("（七）总计", 1, 0, 0, 0, 0, 0, 1), row("（一）予以公开", *ZEROS)))
    assert set(match.consumed) == {1}


def test_a_figure_printed_twice_with_two_values_is_a_finding() -> None:
    total = row("（七）总计", 1, 0, 0, 0, 0, 0, 1)
    other = row("（七）总计", 2, 0, 0, 0, 0, 0, 2)
    match = read(grid(HEAD, row("（一）予以公开", *ZEROS), total, other))
    assert values(match, "requests/concluded_total/total") == [1]
    assert ("unknown-row", "requests/concluded_total/total") in codes(match)


def test_a_table_printed_again_with_other_figures_is_another_printing() -> None:
    one = grid(HEAD, row("（一）予以公开", *ZEROS), ("（七）总计", "1", "", "", "", "", "", "1"))
    two = grid(HEAD, row("（一）予以公开", *ZEROS), row("（七）总计", 2, 1, 0, 0, 0, 0, 3))
    match = read(one, two)
    assert [
        [figure.raw for figure in printing.figures if figure.row == "concluded_total"]
        for printing in match.printings["requests"]
    ] == [["1", "", "", "", "", "", "1"], ["2", "1", "0", "0", "0", "0", "3"]]
    assert values(match, "requests/concluded_total/total") == [1]


def test_a_form_printed_before_it_is_filled_in_is_no_table() -> None:
    blank = grid(HEAD, ("（一）予以公开", *[""] * 7), ("（七）总计", *[""] * 7))
    match = read(blank, grid(HEAD, row("（一）予以公开", *ZEROS), row("（七）总计", 2, 1, 0, 0, 0, 0, 3)))
    assert values(match, "requests/concluded_total/total") == [3]
    assert not match.printings


def test_the_same_table_twice_is_one_and_so_is_one_whose_row_a_page_break_repeats() -> None:
    one = grid(HEAD, row("（一）予以公开", *ZEROS), row("（七）总计", 1, 0, 0, 0, 0, 0, 1))
    assert not read(one, one).printings
    torn = grid(HEAD, ("（七）总计", "", "", "", "", "", "", "1"), row("四、结转下年度继续办理", *ZEROS))
    more = [row(label, *ZEROS) for label in ("1.属于国家秘密", "2.其他法律行政法规禁止公开", "2.重复申请")]
    match = read(
        grid(HEAD, row("（一）予以公开", *ZEROS), *more, row("（七）总计", 2, 0, 0, 0, 0, 0, 2)), torn
    )
    assert not match.printings
    assert ("unknown-row", "requests/concluded_total/total") in codes(match)


def test_a_column_of_the_year_before_is_none_of_the_forms() -> None:
    head = ("信息内容", ("上年处理决定数量", 2), ("本年处理决定数量", 2))
    match = read(
        grid(
            ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数", "比上年增减"),
            row("规章", 1, 2, 3, 4),
        ),
        grid(head, ("行政许可", ("7", 2), ("8", 2))),
    )
    assert values(match, "proactive/regulations") == [1, 2, 3]
    assert values(match, "proactive/administrative_licensing") == [8]
    assert not match.findings


@pytest.mark.parametrize("label", ["（六）其他处理", "（六）其他处理小计"])
def test_a_groups_sum_is_no_row(label: str) -> None:
    match = read(
        grid(
            HEAD,
            row("一、本年新收政府信息公开申请数量", 3, 0, 0, 0, 0, 0, 3),
            row("（三）不予公开", 2, 0, 0, 0, 0, 0, 2),
            row("1.属于国家秘密", 2, 0, 0, 0, 0, 0, 2),
            row(label, 1, 0, 0, 0, 0, 0, 1),
            row("3.其他", 1, 0, 0, 0, 0, 0, 1),
        )
    )
    assert {figure.row for figure in match.figures} == {"received", "refused_state_secret", "other_other"}
    assert not match.findings


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


def test_numerals_in_chinese_characters_are_figures_in_their_columns() -> None:
    head = ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数")
    found = tables(
        document(grid(head, row("规章", "三", "十", "二三"), row("行政规范性文件", "一百零三", 0, "〇")))
    )
    assert [figure.value for figure in found.figures] == [3, 10, None, 103, 0, 0]
    assert found.figures[2].state is State.UNREADABLE


def test_money_without_the_word_of_its_unit_is_money_in_its_column_alone() -> None:
    fees = grid(("信息内容", "本年收费金额（单位：万元）"), ("行政事业性收费", "36.5万"))
    counts = grid(("信息内容", "本年处理决定数量"), ("行政处罚", "1.2万"), ("行政强制", "1.2万件"))
    found = {figure.row: (figure.value, figure.raw) for figure in tables(document(fees, counts)).figures}
    assert found == {
        "administrative_fees": (Decimal("36.5"), "36.5万"),
        "administrative_penalty": (None, "1.2万"),
        "administrative_coercion": (12000, "1.2万件"),
    }


@pytest.mark.parametrize("label", ["合计", "小计", "总计"])
@pytest.mark.parametrize("first", [True, False])
def test_the_sum_of_a_group_of_columns_is_no_column_of_the_form(label: str, first: bool) -> None:
    organisations = PEOPLE[1:-1]
    inner = (label, *organisations) if first else (*organisations, label)
    head = (("项目", 1, 2), ("自然人", 1, 2), ("法人或其他组织", 6), ("总计", 1, 2))
    figures = (15, 1, 2, 3, 4, 5) if first else (1, 2, 3, 4, 5, 15)
    printed = grid(head, inner, row("一、本年新收政府信息公开申请数量", 9, *figures, 24))
    assert [figure.value for figure in tables(document(printed)).figures] == [9, 1, 2, 3, 4, 5, 24]
