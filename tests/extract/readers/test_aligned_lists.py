"""Lists of indicators that few lines or none are drawn around."""

import pytest

from extract.document import Grid
from extract.layout.levelled import levelled
from extract.layout.pages import Page, blocks
from extract.layout.spots import spots
from tests.extract.readers.lines import cells, line, read

LIST = (("指标名称", 60), ("计量单位", 180), ("2016年度", 260))


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0], ids=["first", "middle", "last"])
def test_labels_of_a_list_without_lines_end_where_their_figures_say(share: float) -> None:
    """The figures stand level with the first, the middle or the last line of their label, and no sign shows where one begins."""
    glyphs, top = line(10, *LIST), 30.0
    labels = (("主动公开", "文件数"), ("受理依申请", "公开信息", "总数"), ("行政复议数",))
    for number, label in enumerate(labels, 1):
        for at, text in enumerate(label):
            glyphs += line(top + 12 * at, (text, 60))
        glyphs += line(top + 12 * (len(label) - 1) * share, ("条", 190), (str(number), 270))
        top += 12 * len(label) + 3
    whole = ["\n".join(label) for label in labels]
    assert [[row[0], *row[-2:]] for row in read(glyphs)[1:]] == [
        [each, "条", str(n)] for n, each in enumerate(whole, 1)
    ]


def test_labels_of_a_list_that_can_be_cut_in_two_ways_are_not_cut_by_their_height() -> None:
    assert levelled(spots(line(0, ("甲", 0)) + line(12, ("乙", 0)) + line(24, ("丙", 0))), [0.0, 5.0]) is None


def test_a_row_of_a_list_whose_figures_are_blank_stands_by_its_unit() -> None:
    glyphs = line(10, *LIST) + line(30, ("主动公开文件数", 60), ("条", 190), ("5", 270))
    glyphs += line(50, ("行政复议数", 60), ("件", 190)) + line(
        70, ("行政诉讼数", 60), ("件", 190), ("7", 270)
    )
    assert [[row[0], *row[-2:]] for row in read(glyphs)[2:]] == [
        ["行政复议数", "件", ""],
        ["行政诉讼数", "件", "7"],
    ]


def test_a_heading_of_two_lines_beside_those_of_one_is_one_heading() -> None:
    glyphs = line(4, ("历年", 350)) + line(10, *LIST) + line(16, ("累计", 350))
    glyphs += line(30, ("主动公开文件数", 60), ("条", 190), ("5", 270), ("70", 355))
    assert [row[-2:] for row in read(glyphs)] == [["2016年度", "历年\n累计"], ["5", "70"]]


def test_a_list_goes_on_behind_a_label_that_ends_below_its_figures() -> None:
    first = (
        line(700, *LIST)
        + line(720, ("主动公开", 60))
        + line(732, ("文件数", 60))
        + line(726, ("条", 190), ("5", 270))
    )
    second = line(40, ("受理依申请", 60)) + line(52, ("公开数", 60)) + line(46, ("条", 190), ("7", 270))
    pages = [
        Page(number=at, width=595, height=842, glyphs=tuple(each))
        for at, each in enumerate((first, second), 1)
    ]
    (found,) = blocks(pages, "application/pdf")
    assert isinstance(found, Grid)
    assert [row[0] for row in cells(found)[1:]] == ["主动公开\n文件数", "受理依申请\n公开数"]
