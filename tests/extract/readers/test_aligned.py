"""Tables that few lines or none are drawn around, from characters with positions."""

import pytest

from archive.records import Place
from extract.document import Grid
from extract.layout.aligned import aligned
from extract.layout.edges import Piece, grid
from extract.layout.pages import Page, blocks
from extract.layout.ruled import Ruling
from extract.layout.words import Glyph
from extract.match import tables
from tests.extract.readers.lines import HEADS, cells, line, read
from tests.extract.tables import document, values


def test_figures_stand_under_the_heading_nearest_to_them() -> None:
    glyphs = line(10, *HEADS) + line(30, ("规章", 60), ("1", 255), ("23", 350), ("4", 455))
    assert read(glyphs)[1][-3:] == ["1", "23", "4"]


def test_a_blank_cell_stays_where_it_is() -> None:
    glyphs = line(10, *HEADS) + line(30, ("规章", 60), ("1", 225), ("4", 425))
    glyphs += line(50, ("行政规范性文件", 60), ("7", 325))
    assert [row[-3:] for row in read(glyphs)[1:]] == [["1", "", "4"], ["", "7", ""]]


def test_a_row_without_figures_is_a_row_of_blanks() -> None:
    glyphs = line(10, *HEADS) + line(30, ("规章", 60)) + line(50, ("行政规范性文件", 60), ("7", 325))
    assert [row[-3:] for row in read(glyphs)[1:]] == [["", "", ""], ["", "7", ""]]


def test_a_last_row_of_blanks_is_kept_where_its_label_is_known() -> None:
    glyphs = line(10, *HEADS) + line(30, ("规章", 60), ("7", 325)) + line(50, ("行政规范性文件", 60))
    glyphs += line(70, ("四、其他情况", 60))
    assert [row[-3:] for row in read(glyphs)[1:]] == [["", "7", ""], ["", "", ""]]


def test_figures_set_left_and_right_under_one_heading_are_one_column() -> None:
    glyphs = line(10, *HEADS) + line(30, ("规章", 60), ("1", 202), ("2", 325), ("3", 425))
    glyphs += line(50, ("行政规范性文件", 60), ("4", 252), ("5", 325), ("6", 425))
    assert [row[-3:] for row in read(glyphs)[1:]] == [["1", "2", "3"], ["4", "5", "6"]]


def test_a_label_of_two_lines_belongs_to_the_figures_between_them() -> None:
    glyphs = line(10, *HEADS) + line(30, ("行政规范", 60)) + line(43, ("性文件", 60))
    glyphs += line(36, ("1", 225), ("2", 325), ("3", 425)) + line(
        62, ("规章", 60), ("0", 225), ("0", 325), ("0", 425)
    )
    found = read(glyphs)
    assert [next(filter(None, row)) for row in found[1:]] == ["行政规范\n性文件", "规章"]
    assert [row[-3:] for row in found[1:]] == [["1", "2", "3"], ["0", "0", "0"]]


def test_letters_of_a_spaced_heading_are_one_heading() -> None:
    people = (("自 然 人", 200), ("商业企业", 260), ("总计", 330))
    spaced = [("自", 200), ("然", 215), ("人", 230), *people[1:]]
    glyphs = line(10, *spaced) + line(
        30, ("一、本年新收政府信息公开申请数量", 20), ("5", 218), ("6", 278), ("11", 336)
    )
    assert read(glyphs)[1][-3:] == ["5", "6", "11"]


def test_headings_set_close_to_each_other_are_headings_each() -> None:
    close = (HEADS[0], (HEADS[1][0], 200), (HEADS[2][0], 273), (HEADS[3][0], 346))
    glyphs = line(10, *close) + line(30, ("规章", 60), ("1", 202), ("2", 276), ("3", 348))
    assert [row[-3:] for row in read(glyphs)] == [[text for text, _ in HEADS[1:]], ["1", "2", "3"]]


def test_a_heading_beside_two_others_belongs_to_the_same_head() -> None:
    glyphs = line(10, ("申请人情况", 400)) + line(24, ("（本列数据的勾稽关系为：第一项", 40))
    glyphs += line(30, ("法人或其他组织", 350)) + line(36, ("加第二项之和，等于第三项加第", 40))
    glyphs += line(43, ("自然人", 230), ("总计", 560)) + line(48, ("四项之和）", 60))
    glyphs += line(54, ("商业企", 290), ("科研机", 340), ("社会公", 390), ("法律服", 440), ("其他", 500))
    glyphs += line(66, ("业", 300), ("构", 350), ("益组织", 390), ("务机构", 440))
    glyphs += line(
        90,
        ("一、本年新收政府信息公开申请数量", 40),
        *[("7", x) for x in range(242, 600, 51)][:6],
        ("42", 565),
    )
    glyphs += line(110, ("二、上年结转政府信息公开申请数量", 40), ("3", 293), ("3", 565))
    (table,) = aligned(glyphs).tables
    found = tables(document(grid(table.pieces, Place(), media_type="application/pdf")))
    assert values(found, "requests/received") == [7] * 6 + [42]
    assert values(found, "requests/carried_in") == [None, 3, None, None, None, None, 3]
    assert found.findings == ()


def test_text_under_a_table_is_not_of_it() -> None:
    glyphs = line(10, *HEADS) + line(30, ("规章", 60), ("1", 225), ("2", 325), ("4", 425))
    prose = line(50, ("全年共制发文件若干件，其中规章一件，行政规范性文件没有，都已按期公开。", 60))
    found = aligned(glyphs + prose + line(70, ("2024", 225)))
    assert len(found.tables) == 1
    assert "".join(glyph.text for glyph in found.rest).endswith("2024")


def test_rows_set_wide_are_rows_of_one_table_and_what_stands_further_below_is_none() -> None:
    labels = ("规章", "行政规范性文件", "规范性文件", "其他")
    glyphs = line(10, *HEADS)
    for at, label in enumerate(labels):
        glyphs += line(30 + 58 * at, (label, 60), ("1", 225), ("23", 325), ("4", 425))
    glyphs += line(30 + 58 * 3 + 120, ("合计", 60), ("9", 225), ("9", 325), ("9", 425))
    assert [row[-3:] for row in read(glyphs)[1:]] == [["1", "23", "4"]] * 4


def test_a_line_close_above_figures_that_stand_on_no_label_is_not_of_the_row_before() -> None:
    glyphs = line(10, *HEADS) + line(30, ("规章", 80), ("1", 225), ("23", 325), ("4", 425))
    glyphs += line(42, ("行政规范性文", 60)) + line(48, ("5", 225), ("6", 325), ("7", 425))
    labels = {cell for row in read(glyphs) for cell in row[:-3]}
    assert {"规章", "行政规范性文"} < labels


def test_a_line_of_a_label_that_begins_with_a_number_is_no_figure() -> None:
    glyphs = line(10, ("统计指标", 100), ("单位", 300), ("统计数", 360))
    glyphs += line(30, ("（一）主动公开政府信息数", 60), ("条", 305), ("7", 370))
    glyphs += line(50, ("（一）回应热点或舆情数（同一热点计", 60)) + line(62, ("1次）", 120))
    glyphs += line(56, ("次", 305), ("4", 370))
    rows = read(glyphs)
    assert [row[-2:] for row in rows[1:]] == [["条", "7"], ["次", "4"]]
    assert rows[2][0] == "（一）回应热点或舆情数（同一热点计\n1次）"


def test_prose_with_numbers_makes_no_table() -> None:
    glyphs = line(10, ("自然人申请", 60), ("12", 130), ("件，", 150)) + line(30, ("总计", 60), ("30", 130))
    assert aligned(glyphs).tables == ()


@pytest.mark.parametrize("alone", [True, False])
def test_a_table_goes_on_at_the_top_of_the_next_page(alone: bool) -> None:
    """Also where the first page has only its head."""
    first = line(700, *HEADS)
    second = line(60, ("行政规范性文件", 60), ("7", 325), ("8", 425))
    (second if alone else first).extend(
        line(40 if alone else 720, ("规章", 60), ("1", 225), ("2", 325), ("3", 425))
    )
    pages = [
        Page(number=number, width=595, height=842, glyphs=tuple(glyphs))
        for number, glyphs in enumerate((first, second), start=1)
    ]
    (found,) = blocks(pages, "application/pdf")
    assert isinstance(found, Grid)
    assert [row[-3:] for row in cells(found)[1:]] == [["1", "2", "3"], ["", "7", "8"]]


@pytest.mark.parametrize(
    "heights",
    [
        pytest.param((5, 80), id="a frame around the table"),
        pytest.param((5, 25), id="a frame around its head"),
        pytest.param((5, 25, 45, 80), id="a frame around every row"),
    ],
)
def test_lines_that_bound_more_than_a_cell_do_not_hide_the_cells(heights: tuple[float, ...]) -> None:
    across = [Ruling(50, y, 500, y) for y in heights]
    down = [Ruling(x, heights[0], x, heights[-1]) for x in (50, 500)]
    glyphs = line(10, *HEADS) + line(30, ("规章", 60), ("1", 225), ("2", 325), ("3", 425))
    glyphs += line(50, ("行政规范性文件", 60), ("5", 225), ("7", 325), ("8", 425))
    page = Page(number=1, width=595, height=842, glyphs=tuple(glyphs), rulings=(*across, *down))
    (found,) = blocks([page], "application/pdf")
    assert isinstance(found, Grid)
    assert [row[-3:] for row in cells(found)[1:]] == [["1", "2", "3"], ["5", "7", "8"]]


@pytest.mark.parametrize("top", [10, 780])
def test_a_figure_between_the_lines_of_its_label_is_no_page_number(top: int) -> None:
    glyphs = line(top, *HEADS[:2]) + line(top + 20, ("行政规范", 60)) + line(top + 33, ("性文件", 60))
    glyphs += line(top + 26, ("7", 225)) + line(400, ("正文", 60))
    page = Page(number=1, width=595, height=842, glyphs=tuple(glyphs))
    (found,) = [each for each in blocks([page], "application/pdf") if isinstance(each, Grid)]
    assert (cells(found)[1][0], cells(found)[1][-1]) == ("行政规范\n性文件", "7")


def test_a_figure_that_begins_where_its_label_ends_is_a_figure() -> None:
    glyphs = line(10, *HEADS) + line(30, ("规章", 60), ("1", 200), ("2", 300), ("3", 400))
    glyphs += line(50, ("行政规范性文件（口径见下注）", 60), ("4", 200), ("5", 300), ("6", 400))
    assert [row[-3:] for row in read(glyphs)[1:]] == [["1", "2", "3"], ["4", "5", "6"]]


def test_a_label_that_ends_where_the_next_begins_is_a_cell_of_its_own() -> None:
    people = (("自然人", 200), ("商业企业", 260), ("总计", 330))
    rows = line(30, ("三、本年度办理", 20), ("（一）予以公开", 90), ("5", 218), ("6", 278), ("11", 336))
    rows += line(43, ("结果", 20)) + line(50, ("（二）部分公开", 90), ("1", 218), ("2", 278), ("3", 336))
    assert read(line(10, *people) + rows)[1][:2] == ["三、本年度办理\n结果", "（一）予以公开"]


def test_neighbouring_figures_are_two_however_close_they_stand() -> None:
    glyphs = line(10, *HEADS) + line(30, ("规章", 60), ("1234", 255), ("56", 278), ("7", 425))
    assert read(glyphs)[1][-3:] == ["1234", "56", "7"]


def test_a_character_in_a_box_of_its_own_stays_in_its_line() -> None:
    glyphs = line(10, *HEADS) + line(30, ("规章", 60), ("1", 225), ("2", 325), ("3", 425))
    glyphs += line(47.6, ("结果", 20)) + line(
        50, ("行政", 60), ("性文件", 90), ("4", 225), ("5", 325), ("6", 425)
    )
    glyphs += [Glyph("规", 80, 52, 85, 58.3), Glyph("范", 85, 52, 90, 58.3)]
    assert "行政规范性文件" in "".join(filter(None, read(glyphs)[2]))


ROWS = (("一、本年新收政府信息公开申请数量", "5"), ("二、上年结转政府信息公开申请数量", "6"), ("3.其他", "7"))


@pytest.mark.parametrize("head", [(("自然人", 20),), (("6.其他", 20),), (("其他", 120),)])
def test_a_head_of_one_column_may_stand_over_its_labels(head: tuple[tuple[str, int], ...]) -> None:
    """With a second line or without."""
    body = [
        glyph
        for at, (label, value) in enumerate(ROWS)
        for glyph in line(50 + 20 * at, (label, 20), (value, 300))
    ]
    for more in ([], line(30, ("项目", 20), ("数量", 296)), line(34, ("类别", 20), ("多少", 296))):
        found = read(line(10, *head) + more + body)
        assert [row[-1] for row in found[-3:]] == ["5", "6", "7"]
        assert head[0][0] in str(next(filter(None, found[0])))


def test_frames_do_not_hide_the_cells_of_figures_with_their_units() -> None:
    glyphs = line(10, *HEADS) + line(30, ("规章", 60), ("1件", 225), ("2件", 325), ("3件", 425))
    frames = [Ruling(50, y, 500, y) for y in (5, 25, 45)] + [Ruling(x, 5, x, 45) for x in (50, 500)]
    page = Page(number=1, width=595, height=842, glyphs=tuple(glyphs), rulings=tuple(frames))
    (found,) = blocks([page], "application/pdf")
    assert isinstance(found, Grid)
    assert cells(found)[1][-3:] == ["1件", "2件", "3件"]


def test_two_figures_at_one_position_are_not_read_as_either() -> None:
    pieces = [Piece("7", 0, 1, 0, 50), Piece("", 0, 1, 0, 50), Piece("8", 0, 1, 0, 50)]
    assert cells(grid(pieces, Place(), media_type="application/pdf")) == [["7 | 8"]]
