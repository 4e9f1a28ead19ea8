"""Section 四, whose head names the rows above one line of figures without a label."""

import pytest

from archive.records import State
from tests.extract.tables import OUTCOMES, PEOPLE, codes, grid, read, row, values


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


def test_the_line_of_figures_may_stand_in_a_table_of_its_own() -> None:
    figures = tuple(map(str, range(15)))
    match = read(grid(*dispute_head()), grid(figures[1:]), grid(figures), grid(tuple("9" * 15)))
    assert values(match, "review_litigation/") == list(range(15))
    assert match.findings == ()


def test_a_line_of_text_below_a_head_is_no_line_of_figures() -> None:
    """A sheet whose line of figures has one too many goes on with the next chapter."""
    above = [
        (("项目", 3), *PEOPLE, *[""] * 6),
        (("一、本年新收政府信息公开申请数量", 3), *"1000001", *[""] * 6),
    ]
    head = [(*line, "") for line in dispute_head()]
    long = (*"1000110001", *"000000")
    match = read(grid(*above, *head, long, ("五、存在的主要问题及改进情况", *[""] * 15)))
    figures = [figure for figure in match.figures if figure.table == "review_litigation"]
    assert [figure.state for figure in figures] == [State.UNREADABLE] * 15


def test_an_unknown_column_in_a_head_that_has_lost_its_spans_shifts_nothing() -> None:
    """As many figures as there are known columns, for two are blank."""
    named = ("结果维持", "结果纠正", "驳回起诉", "尚未审结", "总计")
    head = [("行政复议", "行政诉讼"), (*named, "未经复议直接起诉", "复议后起诉"), (*named, *OUTCOMES)]
    figures = ("9", "3", "0", "2", "14", "1", "", "2", "0", "3", "1", "5", "5", "", "11")
    match = read(grid(*head, figures))
    assert values(match, "review_litigation") == [None] * 15
    assert ("unreadable-cell", "review_litigation/review") in codes(match)
