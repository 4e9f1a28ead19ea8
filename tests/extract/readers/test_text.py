"""Plain text in the shapes in which tables are left in it."""

import pytest

from archive.errors import DocumentUnreadable
from archive.records import Part
from extract.document import Document, Grid, Heading
from extract.readers import text


def read(body: str | bytes, charset: str | None = None) -> Document:
    raw = body.encode() if isinstance(body, str) else body
    return text.read(
        Part(
            role="page", url="file:///x.txt", name="x.txt", media_type=None, charset=charset, sha256="0", capture="0",
            captured_at="2024-01-01T00:00:00.000000Z", body=raw,
        )
    )  # fmt: skip


def shape(document: Document) -> list[object]:
    return [
        [[cell.text if cell else None for cell in row] for row in block.rows]
        if isinstance(block, Grid)
        else block.text
        for block in document.blocks
    ]


def test_a_cell_a_line_behind_a_tab() -> None:
    body = "表一\n\t标签\n\t甲\n乙\n\n\t\n\t1\n\t\n\n\n正文。\n"
    assert shape(read(body)) == ["表一", [["标签", "甲\n乙", None], ["", "1", ""]], "正文。"]


def test_a_blank_line_before_a_cell_a_line_is_none_of_its_rows() -> None:
    body = "表一\n\n\t标签\n\t甲\n\n\t乙\n\t1\n"
    assert shape(read(body)) == ["表一", [["标签", "甲"], ["乙", "1"]]]


def test_tabs_before_cells_alone_tell_no_rows() -> None:
    assert shape(read("\t规章\n\t0\n\t0\n表二\n\t甲\n\t1\n"))[:3] == ["\t规章", "\t0", "\t0"]


def test_tab_separated_rows_with_an_empty_line_between() -> None:
    body = "表一\n标签\t甲\t乙\n丙\t1\t\n\n\t丁\t2\n\n正文。"
    assert shape(read(body)) == ["表一", [["标签", "甲", "乙"], ["丙", "1", ""], ["", "丁", "2"]], "正文。"]


def test_marks_around_words_are_no_text() -> None:
    body = "# 某局年报 #\n**一、总体情况**\n* 见[网站](https://a.gov.cn/x)，公开**12**件\n1\\. 其他\n- 4 -\n![](a.png)\n"
    found = read(body)
    assert shape(found) == ["某局年报", "一、总体情况", "见网站，公开12件", "1. 其他", "- 4 -"]
    assert isinstance(found.blocks[0], Heading)
    assert found.blocks[0].level == 1


def test_bars_below_each_other_keep_cells_apart() -> None:
    body = "前文\n标题 |\n||\n信息 |\n甲\n乙 |\n丙 |\n规章 |\n|\n0 |\n许可 |\n7 |\n|\n后文：\n另文 |\n"
    assert shape(read(body)) == [
        "前文",
        [["标题", None, None], ["信息", "甲\n乙", "丙"], ["规章", "", "0"], ["许可", "7", ""]],
        "后文：",
        "另文 |",
    ]


def test_a_short_line_between_rows_is_a_row() -> None:
    body = "信息 | 甲 | 乙 |\n规章 | 0 | 1 |\n第五项\n许可 | 7 |\n三、下一章\n甲 | 乙 | 丙\n1 | 2 | 3"
    assert shape(read(body)) == [
        [["信息 ", " 甲 ", " 乙 "], ["规章 ", " 0 ", " 1 "], ["第五项"] * 3, ["许可 ", " 7 ", None]],
        "三、下一章",
        [["甲 ", " 乙 ", " 丙"], ["1 ", " 2 ", " 3"]],
    ]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_sheet_saved_as_text_keeps_its_lines_of_text(mark: str) -> None:
    rows = (
        ["某局年报", "", ""],
        ["信息内容", "甲", "乙"],
        ["规章", "", ""],
        ["许可", "7", "0"],
        ["六、其他需要报告的事项", "", ""],
        ["全年无收费。", "", ""],
    )
    assert shape(read("\n".join(map(mark.join, rows)))) == [
        "某局年报",
        [list(row) for row in rows[1:]],
        "六、其他需要报告的事项",
        "全年无收费。",
    ]


def test_a_sheet_without_a_table_is_text() -> None:
    assert shape(read("某局年报\t\n一、总体情况\t\n全年按时公开。\t")) == [
        "某局年报",
        "一、总体情况",
        "全年按时公开。",
    ]


@pytest.mark.parametrize("stray", ["|", "||", "||||", "| |", " | | "])
def test_bars_alone_do_no_harm(stray: str) -> None:
    rows = ["| 甲 | 乙 |", "| 1 | 2 |", "| 3 | 4 |"]
    for at in range(len(rows) + 1):
        found = read("\n".join((*rows[:at], stray, *rows[at:])))
        texts = [block.text for block in found.blocks if not isinstance(block, Grid)]
        cells = [
            cell.text
            for block in found.blocks
            if isinstance(block, Grid)
            for row in block.rows
            for cell in row
            if cell
        ]
        assert {"甲", "乙", "1", "2", "3", "4"} <= set("".join((*texts, *cells)))


def test_tabs_in_pairs_are_one_mark() -> None:
    body = "标签\t\t甲\t\t乙\n丙\t\t\t\t1\n"
    assert shape(read(body)) == [[["标签", "甲", "乙"], ["丙", "", "1"]]]


def test_markdown_tables() -> None:
    body = "前文\n| 标签 | 甲 |\n|---|:---:|\n| 丙<br>丁 | 1 |\n后文"
    grid = shape(read(body))[1]
    assert grid == [[" 标签 ", " 甲 "], [" 丙\n丁 ", " 1 "]]


def test_markdown_without_bars_at_the_ends() -> None:
    body = "前文\n标签 | 甲 | 乙\n---|---|---\n  | 1 |  \n丙 | | 2\n\n后文"
    assert shape(read(body)) == [
        "前文",
        [["标签 ", " 甲 ", " 乙"], ["", " 1 ", ""], ["丙 ", " ", " 2"]],
        "后文",
    ]


def test_figures_with_units_side_by_side_are_no_merged_cell() -> None:
    body = "指标\t甲\t乙\t丙\n许可\t0件\t0件\t0件\n处罚\t无\t无\t2.5万元\n强制\t同左\t同左\t3"
    (grid,) = read(body).blocks
    assert isinstance(grid, Grid)
    assert [[cell.colspan for cell in row if cell] for row in grid.rows] == [[1] * 4] * 3 + [[1, 2, 2, 1]]


def test_a_row_of_two_cells_may_begin_a_table_of_bars() -> None:
    body = "复议|诉讼\n维持|纠正|总计\n1|0|1"
    assert shape(read(body)) == [[["复议", "诉讼", None], ["维持", "纠正", "总计"], ["1", "0", "1"]]]
    assert shape(read("首页 | 公开\n正文")) == ["首页 | 公开", "正文"]


def test_markdown_without_a_rule_and_with_blank_cells_at_its_edges() -> None:
    body = "|标签|甲|乙|\n||1||\n|丙||2|"
    assert shape(read(body)) == [[["标签", "甲", "乙"], ["", "1", ""], ["丙", "", "2"]]]


def test_marks_of_markdown_are_no_text() -> None:
    body = "| **标签** | `甲` |\n|---|---|\n| 1\\.丙\\|丁&nbsp; | 2 |"
    assert shape(read(body)) == [[[" 标签 ", " 甲 "], [" 1.丙|丁\xa0 ", " 2 "]]]


def test_a_line_of_bars_alone_is_prose() -> None:
    assert shape(read("首页 | 公开 | 年报\n\n正文")) == ["首页 | 公开 | 年报", "正文"]


def test_a_merged_cell_that_a_converter_repeats_is_one() -> None:
    rows = ["| 项 | 项 | 数 | 数 |", "|---|---|---|---|", "| 项 | 项 | 甲 | 乙 |", "| 一 | 丙 | 5 | 5 |", "| 栏 | 数 | 数 | 数 |",
            "| 丁 | 7 | 7 | 7 |"]  # fmt: skip
    (grid,) = read("\n".join(rows)).blocks
    assert isinstance(grid, Grid)
    spans = [
        [
            (cell.text.strip(), cell.rowspan, cell.colspan)
            for cell in {id(cell): cell for cell in row}.values()
            if cell
        ]
        for row in grid.rows
    ]
    assert spans == [
        [("项", 2, 2), ("数", 1, 2)],
        [("项", 2, 2), ("甲", 1, 1), ("乙", 1, 1)],
        [("一", 1, 1), ("丙", 1, 1), ("5", 1, 1), ("5", 1, 1)],
        [("栏", 1, 1), ("数", 1, 3)],
        [("丁", 1, 1), ("7", 1, 3)],
    ]


def test_quoted_cells_of_a_spreadsheet_run_over_lines() -> None:
    body = '"标\n签"\t甲\t"乙"\n"丙""丁"""\t1\t\n戊\t2\n'
    assert shape(read(body)) == [[["标\n签", "甲", "乙"], ['丙"丁"', "1", ""], ["戊", "2", None]]]


def test_rows_that_print_no_figure_have_lost_blank_cells_alone() -> None:
    assert shape(read("标签\t甲\t乙\n丁\t\n丙\t1\n")) == [
        [["标签", "甲", "乙"], ["丁", "", ""], ["丙", "1", None]]
    ]


def test_a_tab_at_the_end_of_every_line_ends_its_last_cell() -> None:
    assert shape(read("标签\t甲\t乙\t\n丙\t1\t\n")) == [[["标签", "甲", "乙"], ["丙", "1", None]]]


def test_a_quotation_mark_that_never_closes_is_text() -> None:
    assert shape(read('"标签\t甲\n丙\t1\n')) == [[['"标签', "甲"], ["丙", "1"]]]


def test_lines_with_commas() -> None:
    body = '前文，第一句,有逗号\n标签,甲,乙\n丙,"1,234",0\n丁,,2\n后文\n'
    assert shape(read(body))[-2:] == [[["标签", "甲", "乙"], ["丙", "1,234", "0"], ["丁", "", "2"]], "后文"]
    assert shape(read("甲,1,2\n乙,3,4\n")) == ["甲,1,2", "乙,3,4"]
    lost = "标签,甲,乙,计\n丙,1,2,3\n丁,4,4\n"
    assert shape(read(lost)) == [[["标签", "甲", "乙", "计"], ["丙", "1", "2", "3"], ["丁", "4", "4", None]]]


def test_places_count_lines_of_the_file() -> None:
    document = read("甲\n\n标签\t1\n丙\t2\n")
    grid = document.blocks[1]
    assert isinstance(grid, Grid)
    cell = grid.rows[1][1]
    assert cell is not None
    assert (cell.place.line, cell.place.row, cell.place.column) == (4, 2, 2)


def test_labelled_lines_before_the_body_are_meta() -> None:
    document = read(
        "标题: 某区2022年度年报\n发布时间：2023-02-01 10:00\n==== 正文 ====\n标题：这一行属于正文\n"
    )
    assert document.title == "某区2022年度年报"
    assert document.meta["发布时间"] == "2023-02-01 10:00"
    assert shape(document) == ["标题：这一行属于正文"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_charsets(encoding: str) -> None:
    assert shape(read("某镇年度报告㙍".encode(encoding), "ascii")) == ["某镇年度报告㙍"]


def test_text_without_a_character_is_unreadable() -> None:
    with pytest.raises(DocumentUnreadable):
        read(" \n\t\n\n")


def test_in_rows_of_several_lengths_the_same_words_are_cells_of_their_own() -> None:
    rows = (("维持", "纠正", "直接起诉"), ("维持", "纠正", "维持", "纠正"), ("1", "2", "3", "4"))
    document = read("".join("".join(f"\t{cell}\n" for cell in row) + "\n" for row in rows))
    (grid,) = document.blocks
    assert isinstance(grid, Grid)
    assert {cell.rowspan for row in grid.rows for cell in row if cell} == {1}
