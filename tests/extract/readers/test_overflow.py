"""A figure that is printed over the ruling of its cell is read whole where it shows which cell that is, and nowhere else."""

import pytest

from extract.document import OBJECT, Grid
from tests.extract.readers import made
from tests.extract.readers.sheets import Sheet

EDGES = (50, 150, 170, 190, 210)
DIGIT = 5.25


def printed(*texts: tuple[float, str]) -> list[str | None]:
    """The row of a label and three cells, 20 points wide each, with texts that begin at these places."""
    sheet = Sheet()
    for x in EDGES:
        sheet.line(x, 100, x, 120)
    for y in (100, 120):
        sheet.line(EDGES[0], y, EDGES[-1], y)
    sheet.text(55, 105, "（一）予以公开")
    for x, text in texts:
        sheet.text(x, 105, text)
    (document,) = made.read(sheet.body())
    (grid,) = [block for block in document.blocks if isinstance(block, Grid)]
    return [cell and made.squeezed(cell.text) for cell in grid.rows[0][1:]]


@pytest.mark.parametrize(
    ("texts", "cells"),
    [
        ([(152, "123456"), (186, "7"), (200, "0")], ["123456", "7", "0"]),
        ([(152, "1234"), (178, "7"), (200, "0")], ["1234", "7", "0"]),
        ([(153, "7"), (166, "123456"), (202, "0")], ["7", "123456", "0"]),
        ([(160 - 3 * DIGIT, "123456"), (200, "0")], ["123456", "", "0"]),
        ([(151, "7"), (180 - 4 * DIGIT, "12345678")], ["7", "12345678", ""]),
        ([(150, "123"), (172, "45"), (200, "0")], ["123", "45", "0"]),
        ([(151, "12"), (170.5, "345"), (200, "0")], ["12", "345", "0"]),
        ([(152, "1"), (172, "2"), (192, "123456")], ["1", "2", "123456"]),
        ([(152, "1,234.5"), (186, "7"), (200, "0")], ["1,234.5", "7", "0"]),
    ],
    ids=[
        "beside a number", "by half", "to the left", "on both sides", "over three cells", "none", "next to a ruling", "out of it", "with signs",
    ],
)  # fmt: skip
def test_a_figure_over_a_ruling_is_of_one_cell(texts: list[tuple[float, str]], cells: list[str]) -> None:
    assert printed(*texts) == cells


@pytest.mark.parametrize(
    ("texts", "unread"),
    [
        ([(152, "123456"), (200, "0")], (0, 1)),
        ([(152, "123456"), (180, "7"), (200, "0")], (0, 1)),
        ([(152, "1234567"), (152 + 7 * DIGIT, "89"), (206, "0")], (0, 1)),
        ([(152, "123456"), (152 + 6 * DIGIT + 0.5, "件"), (200, "0")], (0, 1)),
        ([(152, "1234567890")], (0, 1, 2)),
    ],
    ids=["beside nothing", "over another", "up to another", "with a word", "over three cells"],
)
def test_a_figure_of_which_the_cell_is_not_told_is_unread(
    texts: list[tuple[float, str]], unread: tuple[int, ...]
) -> None:
    cells = printed(*texts)
    assert [at for at, text in enumerate(cells) if text and OBJECT in text] == list(unread)


def test_two_lines_that_meet_at_a_ruling_are_two_figures() -> None:
    sheet = Sheet()
    for x in EDGES:
        sheet.line(x, 100, x, 130)
    for y in (100, 130):
        sheet.line(EDGES[0], y, EDGES[-1], y)
    sheet.text(55, 105, "（一）予以公开")
    sheet.text(159, 103, "12")
    sheet.text(170, 116, "34")
    assert made.found(made.read(sheet.body())) == [[["（一）予以公开", "12", "34", ""]]]
