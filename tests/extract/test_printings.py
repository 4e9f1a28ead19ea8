"""What is printed again, of another year, or as a sum of others is told from the form's own rows and columns."""

import pytest

from extract.match import tables
from tests.extract.tables import HEAD, PEOPLE, ZEROS, codes, document, grid, read, row, values

FULL = ("项目", "x", "y", *PEOPLE)


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


def test_a_head_in_a_grid_of_its_own_is_that_of_the_rows_below_it() -> None:
    one = grid(row("（一）予以公开", *ZEROS), ("（七）总计", "1", "", "", "", "", "", "1"))
    two = grid(row("（一）予以公开", *ZEROS), row("（七）总计", 2, 1, 0, 0, 0, 0, 3))
    match = read(grid(HEAD), one, "上年情况", grid(HEAD), two)
    assert values(match, "requests/concluded_total") == [1, None, None, None, None, None, 1]
    assert len(match.printings["requests"]) == 2


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


@pytest.mark.parametrize("label", ["合计", "小计", "总计"])
@pytest.mark.parametrize("first", [True, False])
def test_the_sum_of_a_group_of_columns_is_no_column_of_the_form(label: str, first: bool) -> None:
    organisations = PEOPLE[1:-1]
    inner = (label, *organisations) if first else (*organisations, label)
    head = (("项目", 1, 2), ("自然人", 1, 2), ("法人或其他组织", 6), ("总计", 1, 2))
    figures = (15, 1, 2, 3, 4, 5) if first else (1, 2, 3, 4, 5, 15)
    printed = grid(head, inner, row("一、本年新收政府信息公开申请数量", 9, *figures, 24))
    assert [figure.value for figure in tables(document(printed)).figures] == [9, 1, 2, 3, 4, 5, 24]
