"""Rows that number the columns of a table are none of its figures."""

import pytest

from tests.extract.tables import HEAD, OUTCOMES, grid, read, row, values
from tests.extract.test_indicators import values as listed
from tests.extract.test_tabulated import HEAD as LIST
from tests.extract.test_tabulated import ROWS, TRUTH

DISPUTES = (
    (("行政复议", 5), ("未经复议直接起诉", 5), ("复议后起诉", 5)),
    OUTCOMES * 3,
)
FIGURES = [0, 1, 0, 2, 3, 0, 0, 0, 0, 0, 4, 0, 0, 0, 4]


@pytest.mark.parametrize("fifth", ["5", "5=1+2+3+4"])
def test_numbers_of_columns_are_no_figures_of_section_four(fifth: str) -> None:
    numbers = ("1", "2", "3", "4", fifth, *map(str, range(6, 16)))
    match = read(grid(*DISPUTES, numbers, tuple(map(str, FIGURES))))
    assert (values(match, "review_litigation"), match.findings) == (FIGURES, ())


@pytest.mark.parametrize("label", ["甲", "栏次", "A"])
def test_numbers_behind_letters_are_no_row_of_section_three(label: str) -> None:
    match = read(grid(HEAD, row(label, *range(1, 8)), row("（一）予以公开", *range(1, 7), 21)))
    assert (values(match, "requests"), match.findings) == ([*range(1, 7), 21], ())


def test_numbers_below_the_head_of_a_list_are_no_indicator() -> None:
    assert listed(read(grid(LIST, ("甲", "乙", "1", "2"), *ROWS))) == TRUTH


def test_a_row_whose_figures_count_from_one_is_read() -> None:
    match = read(grid(HEAD, row("（一）予以公开", *range(1, 8)), row("（二）部分公开", *range(7))))
    assert values(match, "requests/granted") == [*range(1, 8)]
