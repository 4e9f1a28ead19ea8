"""Digits on several lines of a printed cell are one number only where the cell is too narrow for it."""

import pytest

from extract.document import Grid
from extract.layout.wrapped import Line, is_wrapped
from tests.extract.readers import made
from tests.extract.readers.sheets import Sheet, Turned


def table(sheet: Sheet, *, width: float, lines: list[tuple[float, str]], head: str = "") -> None:
    """A ruled row: a label, and a cell of a width with lines at distances from its left side; a head above it."""
    right = 150 + width
    for x in (50, 150, right):
        sheet.line(x, 80, x, 140)
    for y in (80, 100, 140):
        sheet.line(50, y, right, y)
    sheet.text(155, 84, head)
    sheet.text(55, 105, "（一）予以公开")
    for at, (x, text) in enumerate(lines):
        sheet.text(150 + x, 105 + 13 * at, text)
    sheet.text(55, 300, "本机关的年度报告")


def printed(sheet: Sheet) -> list[str | None]:
    """The cells of the row."""
    (document,) = made.read(sheet.body())
    grid = next(block for block in document.blocks if isinstance(block, Grid))
    return [cell and cell.text for cell in grid.rows[-1]]


CELLS = {
    "as wide as its cell": (25, [(5, "12"), (5, "34")], "", "1234"),
    "in the middle of its cell": (26, [(5, "123"), (10, "4")], "", "1234"),
    "of three lines": (20, [(5, "1"), (5, "2"), (5, "3")], "甲", "123"),
    "behind an indent": (42, [(26, "12"), (5, "34")], "", "1234"),
    "with room for one more digit": (40, [(5, "12"), (5, "34")], "", None),
    "with a wider line above it": (26, [(5, "12"), (5, "34")], "甲乙", None),
    "with a shorter line first": (20, [(5, "1"), (2, "234")], "", None),
    "at the right of a wide cell": (60, [(49, "1"), (44, "15")], "", None),
}


@pytest.mark.parametrize("sheet", [Sheet, Turned])
@pytest.mark.parametrize("cell", CELLS.values(), ids=CELLS)
def test_lines_of_digits(
    sheet: type[Sheet], cell: tuple[float, list[tuple[float, str]], str, str | None]
) -> None:
    width, lines, head, number = cell
    page = sheet()
    table(page, width=width, lines=lines, head=head)
    assert printed(page) == ["（一）予以公开", number or "\n".join(text for _, text in lines)]


def test_a_digit_above_the_end_of_a_number_is_not_its_first_line() -> None:
    page = Sheet()
    table(page, width=28, lines=[(5, "93")])
    page.text(150 + 16, 99, "2")
    assert printed(page) == ["（一）予以公开", "2\n93"]


def test_numbers_beside_each_other_in_one_cell_are_two() -> None:
    page = Sheet()
    table(page, width=60, lines=[(5, "53")])
    page.text(150 + 19, 105, "9")
    assert printed(page) == ["（一）予以公开", "53 9"]


@pytest.mark.parametrize(
    ("digit", "wrapped"),
    [
        pytest.param(5.0, False, id="as wide as one digit more"),
        pytest.param(5.1, False, id="as good as that wide"),
        pytest.param(5.8, True, id="less wide"),
    ],
)
def test_a_line_in_the_column_tells_that_there_was_room(digit: float, wrapped: bool) -> None:
    """Boxes of recognised characters are measured to a fraction of a point."""
    first, second = (Line(10, top, 10 + 2 * digit, top + 10, 2) for top in (100, 113))
    assert is_wrapped([first, second], [Line(10, 80, 25, 90, 3), first, second]) is wrapped
