"""Tables printed as running text."""

import pytest

from archive.records import State
from extract.chapters.lines import Consumed
from extract.match import Match, tables
from tests.extract.tables import document

TWO = (
    "二、主动公开政府信息情况第二十条第（一）项信息内容本年制发件数本年废止件数现行有效件数规章000行政规范性文件{documents}"
    "第二十条第（五）项信息内容本年处理决定数量行政许可10690第二十条第（六）项信息内容本年处理决定数量行政处罚2113行政强制0"
    "第二十条第（八）项信息内容本年收费金额（单位：万元）行政事业性收费9116.36"
)
THREE = (
    "三、收到和处理政府信息公开申请情况（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）申请人情况自然人法人或其他组织总计"
    "商业企业科研机构社会公益组织法律服务机构其他一、本年新收政府信息公开申请数量120000113二、上年结转政府信息公开申请数量0000000"
    "三、本年度办理结果（一）予以公开120000113（二）部分公开（区分处理的，只计这一情形，不计其他情形）0000000"
    "（三）不予公开1.属于国家秘密00000002.{typo}00000003.危及“三安全一稳定”0000000"
    "（六）其他处理0000000（七）总计120000113四、结转下年度继续办理0000000"
)
FOUR = (
    "四、政府信息公开行政复议、行政诉讼情况行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计未经复议直接起诉复议后起诉"
    "结果维持结果纠正其他结果尚未审结总计结果维持结果纠正其他结果尚未审结总计{figures}"
)
FIVE = "五、存在的主要问题及改进情况2024年将继续改进。"
PROSE = "全年主动公开规范性文件13件，行政许可22件。"
LABEL = "其他法律行政法规禁止公开"


def read(*texts: str) -> Match:
    return tables(document(*texts))


def figures(match: Match, where: str) -> list[object]:
    return [figure.value for figure in match.figures if figure.address.startswith(where)]


def left(text: str, consumed: Consumed, block: int = 0) -> str:
    for start, end in sorted(consumed.get(block, ()), reverse=True):
        text = text[:start] + "|" + text[end:]
    return text


def test_flattened_rows_are_cut_by_their_sums() -> None:
    match = read(PROSE + THREE.format(typo=LABEL) + FIVE)
    assert figures(match, "requests/granted") == [12, 0, 0, 0, 0, 1, 13]
    assert figures(match, "requests/concluded_total/total") == [13]
    assert {figure.state for figure in match.figures} == {State.REPAIRED}
    assert {finding.code for finding in match.findings} == {"repaired-cell"}


def test_the_sign_of_the_next_label_is_no_digit_of_the_row_before() -> None:
    match = read(THREE.format(typo=LABEL))
    assert figures(match, "requests/refused_state_secret") == [0] * 7
    assert figures(match, "requests/refused_safety_and_stability") == [0] * 7


def test_a_stop_at_the_end_of_a_line_makes_no_sign_of_a_digit() -> None:
    match = read(TWO.format(documents="2 0 37").replace("行政许可10690", "行政许可\n10690.\n"))
    assert figures(match, "proactive/administrative_licensing") in ([None], [10690])
    assert figures(match, "proactive/administrative_penalty") == [2113]


def test_a_misprinted_label_is_read_in_its_place() -> None:
    match = read(THREE.format(typo="其他法律行政止公开"))
    assert figures(match, "requests/refused_prohibited_by_law") == [0] * 7
    assert figures(match, "requests/refused_safety_and_stability") == [0] * 7


def test_rows_without_an_identity_are_left_unless_one_cut_is_possible() -> None:
    match = read(TWO.format(documents="8855698"))
    assert figures(match, "proactive/regulations") == [0, 0, 0]
    assert figures(match, "proactive/normative_documents") == [None, None, None]
    assert {f.raw for f in match.figures if f.row == "normative_documents"} == {"8855698"}
    assert figures(match, "proactive/administrative_licensing") == [10690]
    assert [str(value) for value in figures(match, "proactive/administrative_fees")] == ["9116.36"]
    spaced = read(TWO.format(documents="88 55 698"))
    assert figures(spaced, "proactive/normative_documents") == [88, 55, 698]
    states = {f.state for f in spaced.figures if f.row == "normative_documents"}
    assert states == {State.NUMBER}


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("0 1 1 0 2 1 0 0 0 1 0 0 0 0 0", [0, 1, 1, 0, 2, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0]),
        ("21317000001324019", [2, 1, 3, 1, 7, 0, 0, 0, 0, 0, 13, 2, 4, 0, 19]),
        ("101000000050000", [None] * 15),
    ],
)
def test_section_four(printed: str, expected: list[int | None]) -> None:
    assert figures(read(FOUR.format(figures=printed) + FIVE), "review_litigation") == expected


@pytest.mark.parametrize(
    "printed", ["1\t0\t2\t0\t3\t1\t1\t0\t0\t2\t4\t5\t9", "9\t3\t2\t2\t16" * 3], ids=["as many", "all"]
)
def test_an_unknown_column_of_section_four_shifts_nothing(printed: str) -> None:
    """Its third column has another name twice: figures of it are no other column's."""
    heads = ["结果维持", "结果纠正", "驳回起诉", "尚未审结", "总计"]
    lines = [[*heads, "未经复议直接起诉", "复议后起诉"], [*heads, *heads[:2], "其他结果", *heads[3:]]]
    text = "\n".join("\t".join(line) for line in [["行政复议", "行政诉讼"], *lines])
    match = read(f"四、政府信息公开行政复议、行政诉讼情况\n{text}\n{printed}", FIVE)
    pending = [figure for figure in match.figures if figure.column == "pending"]
    assert [figure.value for figure in pending] in ([None] * 3, [2] * 3)


def test_only_the_tables_are_taken_from_the_text() -> None:
    text = (
        PROSE
        + TWO.format(documents="88 55 698")
        + THREE.format(typo=LABEL)
        + FOUR.format(figures="0" * 15)
        + FIVE
    )
    match = read(text)
    assert left(text, match.consumed) == (
        f"{PROSE}二、主动公开政府信息情况|三、收到和处理政府信息公开申请情况|四、政府信息公开行政复议、行政诉讼情况|{FIVE}"
    )


def test_a_dump_with_a_cell_a_line_and_page_numbers() -> None:
    text = THREE.format(typo=LABEL)
    for figure in ("120000113",):
        text = text.replace(figure, "\n12\n0\n0\n\n- 3 -\n\n0\n0\n1\n13\n")
    match = read(*text.replace("0000000", "\n0 0 0 0 0 0 0\n").split("\n"))
    assert figures(match, "requests/received") == [12, 0, 0, 0, 0, 1, 13]
    assert {figure.state for figure in match.figures} == {State.NUMBER}


def test_a_row_that_prints_nothing_is_blank_and_not_missing() -> None:
    match = read(THREE.format(typo=LABEL).replace("属于国家秘密0000000", "属于国家秘密"))
    states = {figure.state for figure in match.figures if figure.row == "refused_state_secret"}
    assert states == {State.BLANK}


def test_a_row_of_the_organs_own_is_a_finding() -> None:
    match = read(
        THREE.format(typo=LABEL).replace("（六）其他处理", "（附）移送上级机关0000000（六）其他处理")
    )
    assert ("unknown-row", "requests/（附）移送上级机关") in {
        (f.code, f.where.replace("(", "（").replace(")", "）")) for f in match.findings
    }
    assert figures(match, "requests/concluded_total/total") == [13]


def test_prose_that_names_rows_and_columns_is_no_table() -> None:
    text = "自然人申请12件，商业企业3件，科研机构0件，其他1件，总计16件。"
    text += "本年新收政府信息公开申请数量16件。行政复议结果维持2件，结果纠正1件，其他结果0件。"
    assert read(text).figures == ()


def test_a_slash_right_behind_a_label_is_a_dash_and_no_lost_cell() -> None:
    match = read(TWO.format(documents="/2199").replace("行政许可10690", "行政许可/"))
    assert figures(match, "proactive/normative_documents") == [None, None, None]
    licensing = [f for f in match.figures if f.row == "administrative_licensing"]
    assert [(f.value, f.state) for f in licensing] == [(None, State.DASH)]


HEAD = "申请人情况\n自然人 法人或其他组织 总计\n商业企业 科研机构 社会公益组织 法律服务机构 其他\n"


def test_a_label_goes_on_behind_its_figures() -> None:
    match = read(
        HEAD
        + "一、本年新收政府信息公  12 0 0 0 0 1 13\n开申请数量\n二、上年结转政府信息公  0 0 0 0 0 0 0\n开申请数量\n"
        "三、本年度办理结果 （三）不予公 1.属于 3 0 0 0 0 0 3\n开 国家秘密\n2.其他法律行 4 0 0 0 0 0 4\n政法规禁止公开\n"
        "（四）无法提 1.本机 5 0 0 0 0 0 5\n供 关不掌握相关政府信息"
    )
    assert figures(match, "requests/received") == [12, 0, 0, 0, 0, 1, 13]
    assert figures(match, "requests/carried_in") == [0] * 7
    assert figures(match, "requests/refused_state_secret/total") == [3]
    assert figures(match, "requests/refused_prohibited_by_law/total") == [4]
    assert figures(match, "requests/unavailable_not_held/total") == [5]


def test_the_sign_of_another_row_names_none() -> None:
    match = read(HEAD + "一、本年新收政府信息公 12 0 0 0 0 1 13\n（三）不予公开 1.信访举 3 0 0 0 0 0 3\n报")
    assert {figure.row for figure in match.figures} == {"received"}


def test_labels_of_tall_head_cells_stand_between_others() -> None:
    lines = f"{'申请人情况':>30}\n{'法人或其他组织':>30}\n自然人{'总计':>60}\n{'商业企业  科研机构  社会公益组织  法律服务机构  其他':>48}\n"
    row = "一、本年新收政府信息公开申请数量 12 0 3 0 0 1 16"
    assert figures(read(lines + row), "requests/received") == [12, 0, 3, 0, 0, 1, 16]
    unaligned = "\n".join(line.strip() for line in lines.split("\n"))
    assert read(unaligned + row).figures == ()


def test_a_head_whose_columns_are_in_pieces_is_believed_where_every_sum_holds() -> None:
    head = "四、行政复议、行政诉讼情况\n行政复议 行政诉讼\n未经复议直接起诉 复议后起诉\n结 结 其 总计\n果 果 他\n"
    assert figures(read(head + "1 0 0 2 3 0 0 0 0 0 0 1 0 0 1"), "review_litigation/review") == [
        1,
        0,
        0,
        2,
        3,
    ]
    assert figures(read(head + "1 0 0 2 4 0 0 0 0 0 0 1 0 0 1"), "review_litigation/review") == [None] * 5


def test_no_label_is_blank_whose_figures_stand_elsewhere() -> None:
    blank = (
        HEAD
        + "（一）予以公开\n（二）部分公开\n（三）不予公开 1.属于国家秘密 {} 2.其他法律行政法规禁止公开 1 0 0 0 0 0 1"
    )
    assert figures(read(blank.format("3 0 0 0 0 0 3")), "requests/granted") == [None] * 7
    for away in ("3 0 0 0 0 0 3 5 0 0 0 0 0 5", "3 0 0 0 0 0 3 另外还有 5 0 0 0 0 0 5"):
        assert "granted" not in {figure.row for figure in read(blank.format(away)).figures}


def test_blanks_that_leave_no_trace_are_placed_by_the_columns_or_not_at_all() -> None:
    rows = "一、本年新收政府信息公开申请数量 {}二、上年结转政府信息公开申请数量 （一）予以公开 {}（七）总计 {}四、结转下年度继续办理 "
    match = read(HEAD + rows.format("12 1 13 ", "12 1 13 ", "12 1 13 "))
    assert figures(match, "requests/granted") == [None] * 6 + [13]
    placed = read(HEAD + rows.format("12 0 0 0 0 1 13 ", "12 1 13 ", "12 0 0 0 0 1 13 "))
    assert figures(placed, "requests/granted/individual") == [12]
    assert figures(placed, "requests/granted/other_organisation") == [1]
    assert figures(placed, "requests/granted/total") == [13]


def test_the_table_of_another_organ_behind_takes_nothing_away() -> None:
    two = (
        FOUR.format(figures="0" * 15) + "附：下属单位" + FOUR.format(figures="1 0 0 2 3 0 0 0 0 0 0 1 0 0 1")
    )
    assert figures(read(two), "review_litigation") == [0] * 15


@pytest.mark.parametrize("mark", [" ", "\n", ""], ids=["spaces", "lines", "nothing"])
def test_units_behind_figures_are_theirs(mark: str) -> None:
    text = "信息内容 本年制发件数 本年废止件数 现行有效件数 规章 0件 2件 13件 行政规范性文件 1件 0件 4件 信息内容 本年处理决定数量 行政许可 90件"
    match = read(text.replace("件 ", f"件{mark}"))
    assert figures(match, "proactive/regulations") == [0, 2, 13]
    assert figures(match, "proactive/normative_documents") == [1, 0, 4]
    assert figures(match, "proactive/administrative_licensing") == [90]


def test_a_page_number_in_words_is_no_figure() -> None:
    text = (
        "信息内容 本年制发件数 本年废止件数 现行有效件数 规章 0 2\n第 5 页 共 9 页\n13 行政规范性文件 1 0 4"
    )
    assert figures(read(text), "proactive/regulations") == [0, 2, 13]


def test_drawn_lines_keep_cells_apart() -> None:
    rows = [
        ("项目", "自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"),
        ("一、本年新收政府信息公开申请数量", 12, 1, 0, 0, 0, 0, 13),
        ("（一）予以公开", 2, 11, 0, 0, 0, 0, 13),
        ("（七）总计", 2, 11, 0, 0, 0, 0, 13),
    ]
    drawn = "\n├───┼───┤\n".join("│" + "│".join(f" {cell} " for cell in row) + "│" for row in rows)
    assert figures(read(drawn), "requests/granted") == [2, 11, 0, 0, 0, 0, 13]
