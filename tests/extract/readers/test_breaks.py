"""Tables that a page break has cut are one table again."""

from collections.abc import Sequence

import pytest

from archive.records import Place
from extract.layout import edges
from extract.layout.breaks import join, same_columns
from extract.layout.edges import Piece
from extract.layout.ruled import Table

EDGES = (0.0, 40.0, 120.0, 160.0, 200.0)


def part(*rows: Sequence[object], edges: tuple[float, ...] = EDGES) -> Table:
    """A part by its rows: a text, a (text, columns across) or (text, columns across, rows down); None under a span."""
    pieces = []
    for top, row in enumerate(rows):
        column = 0
        for cell in row:
            if cell is not None:
                text, across, down = (*cell, 1)[:3] if isinstance(cell, tuple) else (cell, 1, 1)
                pieces.append(
                    Piece(
                        text=text,
                        top=top,
                        bottom=top + down,
                        left=edges[column],
                        right=edges[column + across],
                    )
                )
                column += across
            else:
                column += 1
    return Table(pieces=tuple(pieces), columns=edges, box=(edges[0], 0.0, edges[-1], 100.0))


def joined(*parts: Table) -> list[list[str | None]]:
    pieces = join(list(enumerate(parts, 1)))
    grid = edges.grid(pieces, Place(), media_type="application/pdf", tolerance=3.5)
    return [[cell and cell.text for cell in row] for row in grid.rows]


def test_a_blank_cell_hides_no_printed_one() -> None:
    sliver = Piece(text="", top=0, bottom=1, left=40, right=42)
    cells = [Piece(text=text, top=0, bottom=1, left=x, right=x + 40) for text, x in (("规章", 0), ("12", 42))]
    grid = edges.grid([sliver, *cells], Place(), media_type="application/pdf", tolerance=3.5)
    assert [cell and cell.text for cell in grid.rows[0]] == ["规章", "12"]


def test_rows_follow_rows() -> None:
    above = part([("（三）不予公开", 1, 2), "1.属于国家秘密", "0", "1"], [None, "2.其他", "2", "3"])
    below = part([("（四）无法提供", 1), "1.本机关不掌握", "4", "5"])
    assert joined(above, below) == [
        ["（三）不予公开", "1.属于国家秘密", "0", "1"],
        ["（三）不予公开", "2.其他", "2", "3"],
        ["（四）无法提供", "1.本机关不掌握", "4", "5"],
    ]


def test_a_group_keeps_its_label_over_the_break() -> None:
    above = part([("（三）不予公开", 1, 2), "1.属于国家秘密", "0", "1"], [None, "2.其他", "2", "3"])
    below = part([("", 1, 2), "3.危及", "4", "5"], [None, "4.保护", "6", "7"])
    assert [row[0] for row in joined(above, below)] == ["（三）不予公开"] * 4


def test_a_label_that_runs_on_is_one_label() -> None:
    above = part([("（三）不", 1, 2), "1.属于国家秘密", "0", "1"], [None, "2.其他", "2", "3"])
    below = part([("予公开", 1, 2), "3.危及", "4", "5"], [None, "4.保护", "6", "7"])
    assert [row[0] for row in joined(above, below)] == ["（三）不\n予公开"] * 4


def test_a_repeated_label_is_one_label() -> None:
    above = part([("三、本年度", 1, 2), "1.属于国家秘密", "0", "1"], [None, "2.其他", "2", "3"])
    below = part([("三、本年度", 1, 2), "3.危及", "4", "5"], [None, "4.保护", "6", "7"])
    assert [row[0] for row in joined(above, below)] == ["三、本年度"] * 4


def test_a_row_cut_in_two_is_one_row() -> None:
    above = part([("（六）其他处理", 1), "1.申请人无正当理由逾期不补正、行政", "7", "8"])
    below = part([("", 1), "机关不再处理其申请", "", ""], [("（七）总计", 2), "1", "2"])
    assert joined(above, below)[:1] == [
        ["（六）其他处理", "1.申请人无正当理由逾期不补正、行政\n机关不再处理其申请", "7", "8"]
    ]
    assert len(joined(above, below)) == 2


def test_figures_of_the_lower_half_join_the_label_of_the_upper() -> None:
    above = part([("（六）其他处理", 1), "1.申请人无正当理由逾期不补正、行政", "", ""])
    below = part([("", 1), "机关不再处理其申请", "7", "8"])
    assert joined(above, below) == [
        ["（六）其他处理", "1.申请人无正当理由逾期不补正、行政\n机关不再处理其申请", "7", "8"]
    ]


def test_figures_that_stand_at_different_heights_of_a_cut_row_are_of_one_row() -> None:
    above = part([("（六）其他处理", 1), "1.申请人无正当理由逾期不补正、行政", "7", ""])
    below = part([("", 1), "机关不再处理其申请", "", "8"], [("（七）总计", 2), "1", "2"])
    assert joined(above, below)[0][-2:] == ["7", "8"]


@pytest.mark.parametrize("lower", ["", "信息公开申请数量"])
def test_a_figure_that_is_wrapped_over_the_break_is_in_one_cell(lower: str) -> None:
    above = part([("一、本年新收政府", 2), "12", "0"])
    below = part([(lower, 2), "345", ""], [("二、上年结转", 2), "1", "2"])
    assert joined(above, below)[0][-2:] == ["12\n345", "0"]
    assert len(joined(above, below)) == 2


def test_figures_all_of_which_are_wrapped_over_the_break_are_of_the_label_that_runs_on() -> None:
    above = part([("一、本年新收政府", 2), "12", "34"])
    below = part([("信息公开申请数量", 2), "5", "6"])
    assert [row[-2:] for row in joined(above, below)] == [["12\n5", "34\n6"]]


def test_a_row_of_figures_without_a_label_is_a_row() -> None:
    above = part([("（六）其他处理", 1), "3.其他", "7", ""])
    assert len(joined(above, part([("", 1), "", "1", "2"]))) == 2
    assert len(joined(part(["7", "", "1", "2"]), part(["7", "1", "", "3"]))) == 2


def test_blank_rows_with_labels_of_their_own_stay_apart() -> None:
    above = part([("规章", 2), "", ""])
    below = part([("行政规范性文件", 2), "3", "1"])
    assert [[row[0], *row[-2:]] for row in joined(above, below)] == [
        ["规章", "", ""],
        ["行政规范性文件", "3", "1"],
    ]


def test_two_rows_of_figures_stay_two() -> None:
    above = part([("", 1), "1.属于国家秘密", "0", "1"])
    below = part([("", 1), "2.其他", "2", "3"])
    assert len(joined(above, below)) == 2


def test_two_rows_of_figures_with_their_units_stay_two() -> None:
    above = part(["3、信函、传真申请数", "条", "0件", "7995件"])
    below = part(["对申请的答复总数", "条", "5件", "6197件"], ["其中：1、同意公开", "条", "0件", "1162件"])
    assert joined(above, below)[:2] == [
        ["3、信函、传真申请数", "条", "0件", "7995件"],
        ["对申请的答复总数", "条", "5件", "6197件"],
    ]


def test_a_row_that_is_cut_is_one_row_where_its_label_is_as_wide_as_its_words() -> None:
    above = part(["（一）回应热点数（同一热点计", "", ""], edges=(0.0, 150.0, 160.0, 200.0))
    below = part(["1次）", "次", "4"], edges=(60.0, 90.0, 160.0, 200.0))
    moved = [
        piece._replace(left=max(piece.left, 150.0)) if piece.left > 60 else piece for piece in below.pieces
    ]
    found = join([(1, above), (2, Table(pieces=tuple(moved), columns=above.columns, box=above.box))])
    assert [(piece.text, piece.top, piece.bottom) for piece in found] == [
        ("（一）回应热点数（同一热点计\n1次）", 0, 1), ("次", 0, 1), ("4", 0, 1),
    ]  # fmt: skip


def test_headings_repeated_on_the_next_page_are_dropped() -> None:
    head = [("指标名称", 2), "计量单位", "统计数"]
    above = part(head, [("一、主动公开", 2), "条", "12"])
    below = part(head, [("二、回应解读", 2), "次", "3"])
    assert [row[-1] for row in joined(above, below)] == ["统计数", "12", "3"]


def test_a_heading_row_wrapped_over_the_break_is_one_row() -> None:
    above = part(["结果维", "结果纠", "其他结", "尚未审"])
    below = part(["持", "正", "果", "结"], ["1", "0", "2", "3"])
    assert joined(above, below) == [
        ["结果维\n持", "结果纠\n正", "其他结\n果", "尚未审\n结"],
        ["1", "0", "2", "3"],
    ]


def test_a_label_column_not_drawn_again_still_stands_for_its_rows() -> None:
    above = part([("三、本年度", 1, 2), "（一）予以公开", "0", "1"], [None, "（二）部分公开", "2", "3"])
    below = part(["（七）总计", "4", "5"], edges=EDGES[1:])
    assert same_columns(above, below)
    assert joined(above, below)[2] == ["三、本年度", "（七）总计", "4", "5"]


def test_a_table_of_other_columns_is_another_table() -> None:
    above = part([("规章", 1), "0", "1", "2"])
    assert not same_columns(above, part(["0", "1", "2", "3"], edges=(0.0, 60.0, 90.0, 140.0, 200.0)))
    assert same_columns(above, part(["0", "1", "2", "3"]))
    mirrored = tuple(edge + 30 for edge in EDGES)
    assert same_columns(above, part(["0", "1", "2", "3"], edges=mirrored))


def test_a_row_of_figures_with_blanks_is_no_half_of_the_head_above_it() -> None:
    edges = (0.0, 100.0, 140.0, 180.0, 220.0, 260.0)
    head = part(
        [("勾稽关系", 1, 2), ("自然人", 1, 2), ("法人", 2), ("总计", 1, 2)],
        [None, None, "商业企业", "科研机构", None],
        edges=edges,
    )
    rows = part(["一、本年新收", "1", "", "", "1"], edges=edges)
    assert joined(head, rows)[-1] == ["一、本年新收", "1", "", "", "1"]


@pytest.mark.parametrize(
    ("upper", "lower"),
    [
        pytest.param("其中：1.当面申", "请数", id="behind a sign"),
        pytest.param("其中：", "1.当面申请数", id="before a sign"),
        pytest.param("主动公开", "文件数", id="without a sign"),
    ],
)
def test_the_rest_of_a_label_below_the_break_is_no_row(upper: str, lower: str) -> None:
    above, below = part([upper, "条", "7", "8"]), part([lower, "", "", ""], ["2.网上申请数", "条", "1", "2"])
    assert joined(above, below) == [[f"{upper}\n{lower}", "条", "7", "8"], ["2.网上申请数", "条", "1", "2"]]


@pytest.mark.parametrize(
    "lower",
    [("2.传真申请数", "", ""), ("其中：当面申请数", "", ""), ("制发规范性文件总数", "件", "")],
    ids=["sign", "among", "unit"],
)
def test_a_row_of_blanks_below_the_break_is_one(lower: tuple[str, str, str]) -> None:
    assert len(joined(part(["1.当面申请数", "条", "7", "8"]), part([*lower, ""]))) == 2


def test_the_rest_of_a_remark_below_the_break_is_no_row_either() -> None:
    above = part(["1.属", "件", "12", "含转"])
    below = part(["于已主动公开范围数", "", "", "办2件"], ["2.同意公开答复数", "件", "0", ""])
    assert [row[:3] for row in joined(above, below)] == [
        ["1.属\n于已主动公开范围数", "件", "12"],
        ["2.同意公开答复数", "件", "0"],
    ]
