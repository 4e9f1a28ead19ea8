"""Chapters by meaning: shifted, restarted, unnumbered, doubled, run into the text."""

import pytest

from extract.chapters.lines import WHOLE
from extract.chapters.sections import Outline, split
from extract.document import Document
from tests.extract.printed import document, grid, lines

TITLE = "白鹭市青石镇2021年政府信息公开工作年度报告"
REPORT = f"""{TITLE}
本报告由青石镇编制，全文包括总体情况、主动公开政府信息情况等六部分。
一、总体情况
（一）主动公开
全年公开各类信息四十条。
（二）依申请公开
未收到申请。
二、主动公开政府信息情况
三、收到和处理政府信息公开申请情况
四、政府信息公开行政复议、行政诉讼情况
五、存在的主要问题及改进情况
（一）存在的主要问题
一是更新不够及时。
（二）改进情况
加强培训。
六、其他需要报告的事项
无。"""


def numbers(outline: Outline) -> list[int | None]:
    return [section.number for section in outline.sections]


def text(outline: Outline, number: int | None) -> str:
    (found,) = [section.text for section in outline.sections if section.number == number]
    return found


def test_six_sections_and_a_preamble() -> None:
    outline = split(document(REPORT), {})
    assert outline.title == TITLE
    assert numbers(outline) == [None, 1, 2, 3, 4, 5, 6]
    assert text(outline, None).startswith("本报告由青石镇编制")
    assert text(outline, 1).split("\n") == [
        "（一）主动公开",
        "全年公开各类信息四十条。",
        "（二）依申请公开",
        "未收到申请。",
    ]
    assert text(outline, 5).endswith("加强培训。")
    assert text(outline, 6) == "无。"


def test_blocks_that_the_tables_took_leave_nothing() -> None:
    blocks = (
        *lines("一、总体情况\n好。\n二、主动公开政府信息情况"),
        grid(("第二十条第（一）项",), ("规章", "0")),
        *lines("第二十条第（五）项\n三、收到和处理政府信息公开申请情况"),
    )
    outline = split(Document(media_type="text/plain", blocks=blocks), {3: ((0, WHOLE),), 4: ((0, WHOLE),)})
    assert numbers(outline) == [1, 2, 3]
    assert text(outline, 2) == ""


def test_spans_of_a_line_leave_the_rest() -> None:
    flat = (
        "全年公开40条。二、主动公开政府信息情况第二十条第（一）项规章000"
        "三、收到和处理政府信息公开申请情况申请人情况0000五、存在的主要问题及改进情况培训不够。"
    )
    first, second = flat.index("第二十条"), flat.index("申请人情况")
    spans = ((first, flat.index("三、")), (second, flat.index("五、")))
    outline = split(document(f"一、总体情况\n{flat}"), {1: spans})
    assert numbers(outline) == [1, 2, 3, 5]
    assert text(outline, 1) == "全年公开40条。"
    assert text(outline, 3) == ""
    assert text(outline, 5) == "培训不够。"


def test_what_the_tables_left_of_a_line_is_no_text() -> None:
    flat = (
        "三、收到和处理政府信息公开申请情况申请人情况自然人0四、结转下年度继续办理0六、其他需要报告的事项无"
    )
    spans = ((flat.index("申请人情况"), flat.index("四、")), (flat.index("0六"), flat.index("六、")))
    outline = split(document(flat), {0: spans})
    assert numbers(outline) == [3, 6]
    assert text(outline, 3) == ""
    assert text(outline, 6) == "无"


def test_a_title_and_a_heading_printed_twice_appear_once() -> None:
    doubled = f"""{TITLE}
一、总体情况
青石镇2021年政府信息公开工作年度报告
2021年，我镇做了这些工作，现报告如下：
一、总体情况
内容在此。
二、主动公开政府信息情况"""
    outline = split(document(doubled), {})
    assert outline.title == TITLE
    assert numbers(outline) == [None, 1, 2]
    assert text(outline, None) == "2021年，我镇做了这些工作，现报告如下："
    assert text(outline, 1) == "内容在此。"


def test_a_table_of_contents_opens_no_chapter() -> None:
    chapters = [line for line in REPORT.split("\n") if line[1] == "、"]
    contents = "\n".join(["目录", *chapters])
    body = REPORT.split("\n", 1)[1]
    outline = split(document(f"{TITLE}\n{contents}\n{body}"), {})
    assert numbers(outline) == [None, 1, 2, 3, 4, 5, 6]
    assert "本报告由青石镇编制" in text(outline, None)
    assert text(outline, 6) == "无。"


def test_chapters_listed_in_a_sentence_open_none() -> None:
    listing = "本报告由一、总体情况，二、主动公开政府信息情况，三、收到和处理政府信息公开申请情况等部分组成。"
    outline = split(document(f"{TITLE}\n{listing}\n一、总体情况\n好。"), {})
    assert numbers(outline) == [None, 1]
    assert text(outline, None) == listing


@pytest.mark.parametrize(
    ("heading", "number"),
    [
        ("一、总体情况", 1),
        ("一、 总 体 情 况", 1),
        ("第一部分 总体情况", 1),
        ("一、概述", 1),
        ("一、政府信息公开工作总体情况", 1),
        ("一、基本情况", 1),
        ("三、主动公开政府信息情况", 2),
        ("二、行政机关主动公开政府信息情况", 2),
        ("二、主动公开政府信息的情况", 2),
        ("二、收到和处理政府信息公开申请情况", 3),
        ("三、行政机关收到和处理政府信息公开申请情况", 3),
        ("三、依申请公开政府信息和不予公开政府信息的情况", 3),
        ("四、政府信息依申请公开工作情况", 3),
        ("四、政府信息公开行政法复议、行政诉讼情况", 4),
        ("四、因政府信息公开工作被申请行政复议、提起行政诉讼情况", 4),
        ("五、因政府信息公开申请行政复议、提起行政诉讼的情况", 4),
        ("五、存在问题及改进情况", 5),
        ("六、主要问题和改进措施", 5),
        ("五、存在的不足及下一步工作打算", 5),
        ("5、 存在的主要问题及改进情况", 5),
        ("六、其它需要报告的事项", 6),
        ("七、需要说明的其他事项", 6),
        ("七、需要说明的事项与附表", 6),
        ("二、政府信息主动公开情况", 2),
        ("五、申请行政复议情况", 4),
        ("二、主动公开、依申请公开工作情况", None),
        ("四、政府信息公开的收费及减免情况", None),
        ("二、重点领域政府信息公开情况", None),
    ],
)
def test_a_heading_is_told_by_its_meaning(heading: str, number: int | None) -> None:
    before = "一、总体情况" if number != 1 and not heading.startswith(("一", "第")) else "前言。"
    # An unofficial chapter must take its turn in the numbering.
    turn = {"二": "", "三": "二、甲方面工作\n", "四": "二、甲方面工作\n三、乙方面工作\n"}.get(heading[0], "")
    outline = split(document(f"{TITLE}\n{before}\n{turn}{heading}\n正文在此。"), {})
    (found,) = [section for section in outline.sections if section.text == "正文在此。"]
    assert (found.number, found.heading) == (number, heading)


@pytest.mark.parametrize(
    "line",
    [
        "1.主动公开情况",
        "（二）主动公开政府信息情况",
        "2、依申请公开情况。",
        "一是主动公开政府信息情况良好。",
        "一、本年新收政府信息公开申请数量",
        "三、本年度办理结果",
        "四、结转下年度继续办理",
        "二、加强组织领导，健全工作机制，主动公开各类信息。",
    ],
)
def test_a_paragraph_within_a_section_opens_none(line: str) -> None:
    outline = split(document(f"{TITLE}\n一、总体情况\n好。\n{line}\n也好。"), {})
    assert numbers(outline) == [1]
    assert line in text(outline, 1)


def test_bracketed_ordinals_open_chapters_where_no_others_do() -> None:
    bracketed = REPORT.replace("（一）", "1.").replace("（二）", "2.")
    for han in "一二三四五六":
        bracketed = bracketed.replace(f"\n{han}、", f"\n（{han}）")
    assert numbers(split(document(bracketed), {})) == [None, 1, 2, 3, 4, 5, 6]


def test_headings_without_ordinals_open_chapters() -> None:
    plain = f"{TITLE}\n# 总体情况\n好。\n# 主动公开政府信息情况\n# 问题与改进\n培训不够。\n# 其他需要报告的事项\n无"
    assert numbers(split(document(plain), {})) == [1, 2, 5, 6]


def test_numbering_that_restarts_after_the_text_joins_the_sections() -> None:
    outline = split(
        document(f"{REPORT}\n一、主动公开政府信息情况\n二、收到和处理政府信息公开申请情况\n注：含上年结转。"),
        {},
    )
    assert numbers(outline) == [None, 1, 2, 3, 4, 5, 6]
    assert text(outline, 3).endswith("注：含上年结转。")


@pytest.mark.parametrize(
    "broken",
    [
        "白鹭市青石镇2021年政府信息公开工作\n年度报告",
        "白鹭市青石镇\n2021年政府信息公开工作年度报告",
        "白鹭市青石镇2021年\n政府信息公开\n工作年度报告",
    ],
)
def test_a_title_over_several_lines_is_joined(broken: str) -> None:
    outline = split(document(f"{broken}\n前言。\n一、总体情况\n好。"), {})
    assert outline.title == TITLE
    assert text(outline, None) == "前言。"


def test_word_residue_and_printing_are_dropped() -> None:
    dirty = f"{TITLE}\n[bookmark: _GoBack]前言。\n一、总体情况\n<!--[if !supportLists]-->1、<!--[endif]-->好。\n- 4 -\n<o:p></o:p>\n打印本页"
    outline = split(document(dirty), {})
    assert text(outline, None) == "前言。"
    assert text(outline, 1) == "1、好。"


def test_labels_at_the_head_are_told_from_the_text() -> None:
    outline = split(document(f"标题：{TITLE}\n发布日期： 2022-01-20\n来源：青石镇\n一、总体情况\n好。"), {})
    assert outline.title == TITLE
    assert outline.labels["发布日期"] == "2022-01-20"
    assert numbers(outline) == [1]


def test_several_labels_on_a_line_and_a_breadcrumb_are_told_too() -> None:
    head = f"首页 > 政务公开 > 乡镇信息公开目录 > 青石镇 > 信息公开年报\n{TITLE}\n发布时间 : 2022-01-25 来 源：青石镇 字体大小："
    outline = split(document(f"{head}\n时间安排：全年分三批培训。\n一、总体情况\n好。"), {})
    assert outline.title == TITLE
    assert (outline.labels["发布时间"], outline.labels["来源"]) == ("2022-01-25", "青石镇")
    assert "青石镇" in outline.labels["breadcrumb"]
    assert text(outline, None) == "时间安排：全年分三批培训。"


def test_radicals_are_read_as_characters() -> None:
    outline = split(document(f"{TITLE}\n\u2f00、总体情况\n\u2f2f作好。"), {})
    assert numbers(outline) == [1]
    assert text(outline, 1) == "工作好。"


def test_the_title_that_a_page_declares_comes_first() -> None:
    declared = "青石镇2021年度政府信息公开工作年度报告"
    page = document(REPORT, media_type="text/html", title=f"{declared}_白鹭市人民政府")
    assert split(page, {}).title == declared
    assert (
        split(
            document(REPORT, media_type="application/msword", title="2019年政府信息公开工作年度报告"), {}
        ).title
        == TITLE
    )


def test_an_annex_is_no_part_of_the_last_section() -> None:
    outline = split(document(f"{REPORT}\n附件：青石镇政府信息公开情况统计表\n指标名称"), {})
    assert text(outline, 6) == "无。"
