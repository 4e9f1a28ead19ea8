"""Statutory tables that stand beside one another in one grid, or row by row under captions."""

from extract.match import Match, tables
from tests.extract.tables import HEAD, OUTCOMES, document, grid, row

RECEIVED = row("一、本年新收政府信息公开申请数量", 3, 1, 0, 0, 0, 0, 4)
GRANTED = row("（一）予以公开", 2, 1, 0, 0, 0, 0, 3)
TOTAL = row("（七）总计", 2, 1, 0, 0, 0, 0, 3)


def values(match: Match, where: str) -> list[object]:
    return [figure.value for figure in match.figures if figure.address.startswith(where)]


def test_rows_that_go_on_beside_the_first_are_rows_of_the_table() -> None:
    blank = ("",) * len(HEAD)
    match = tables(document(grid((*HEAD, *HEAD), (*RECEIVED, *TOTAL), (*GRANTED, *blank))))
    assert values(match, "requests/received") == [3, 1, 0, 0, 0, 0, 4]
    assert (
        values(match, "requests/granted")
        == values(match, "requests/concluded_total")
        == [2, 1, 0, 0, 0, 0, 3]
    )
    assert match.findings == ()


def test_blocks_beside_one_another_are_read_each_under_its_own_heading() -> None:
    match = tables(
        document(
            grid(
                (("第二十条第（五）项", 2), ("第二十条第（八）项", 2)),
                ("信息内容", "本年处理决定数量", "信息内容", "本年收费金额（单位：万元）"),
                ("行政许可", "17", "行政事业性收费", "2.5"),
            )
        )
    )
    assert [(figure.row, str(figure.value)) for figure in match.figures] == [
        ("administrative_licensing", "17"),
        ("administrative_fees", "2.5"),
    ]


def test_outcomes_of_several_disputes_side_by_side_are_one_table() -> None:
    match = tables(
        document(grid((("未经复议直接起诉", 5), ("复议后起诉", 5)), OUTCOMES * 2, tuple("1000101001")))
    )
    assert values(match, "review_litigation/litigation_direct") == [1, 0, 0, 0, 1]
    assert values(match, "review_litigation/litigation_after_review") == [0, 1, 0, 0, 1]


def test_labels_of_columns_that_stand_at_several_heights_are_one_head() -> None:
    lines = (("", "结果纠正", "", "尚未审结", "总计"), ("结果维持", "", "其他结果", "", ""))
    match = tables(document(grid(("行政复议", *[""] * 4), *lines, tuple("12036"))))
    assert values(match, "review_litigation/review") == [1, 2, 0, 3, 6]


def test_a_caption_names_the_row_of_the_table_below_it() -> None:
    match = tables(
        document(
            "复议后起诉", grid(OUTCOMES, tuple("00022")), "（一）行政复议", grid(OUTCOMES, tuple("10001")),
            "未经复议直接起诉情况", grid(OUTCOMES, tuple("01001")),
        )
    )  # fmt: skip
    assert values(match, "review_litigation/review") == [1, 0, 0, 0, 1]
    assert values(match, "review_litigation/litigation_direct") == [0, 1, 0, 0, 1]
    assert values(match, "review_litigation/litigation_after_review") == [0, 0, 0, 2, 2]
    assert match.findings == ()


def test_a_chapters_heading_names_no_row() -> None:
    both = grid(("行政复议", *[""] * 4), OUTCOMES, tuple("10001"))
    match = tables(document("四、政府信息公开行政复议、行政诉讼情况", both))
    assert values(match, "review_litigation/review") == [1, 0, 0, 0, 1]


def test_a_wide_unknown_label_over_columns_that_moved_says_nothing_of_their_order() -> None:
    shifted = grid(
        (("申请人情况", 10),),
        (("自然人", 1, 2), ("法人或其他组织", 5), ("总计", 1, 2), "", "", ""),
        (("商业企业\t科研机构", 2), "社会公益组织", "法律服务机构", "其他", "", "", ""),
        (("一、本年新收政府信息公开申请数量", 3), "113", "46", "15", "7", "11", "10", "202"),
    )
    match = tables(document(shifted))
    assert {figure.value for figure in match.figures} <= {None}
    assert "unreadable-cell" in {finding.code for finding in match.findings}
