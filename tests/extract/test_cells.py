"""What the cells of statutory tables print: numbers in words, blanks, several in one."""

from decimal import Decimal

from archive.records import State
from extract.match import tables
from tests.extract.tables import HEAD, ZEROS, codes, document, grid, read, row, values


def test_label_digits_are_no_figures() -> None:
    match = read(grid(HEAD, row("1.信访举报投诉类申请", *ZEROS), row("2.重复申请", 4, 0, 0, 0, 0, 0, 4)))
    assert values(match, "requests/declined_repeated") == [4, 0, 0, 0, 0, 0, 4]
    assert values(match, "requests/declined_petition_or_complaint") == [0] * 7


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
