"""Section 四, whose head names the rows above one line of figures without a label."""

import pytest

from tests.extract.tables import OUTCOMES, grid, read, row, values


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
