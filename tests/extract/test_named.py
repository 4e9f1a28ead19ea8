"""Grids of one column of figures, which the line above or their top cell names."""

import pytest

from extract.document import Grid
from extract.match import Match, tables
from extract.read import read as read_source
from tests.extract.damage import source
from tests.extract.generated import shapes
from tests.extract.generated.cases import render
from tests.extract.readers import made
from tests.extract.tables import HEAD, OUTCOMES, document, grid, row, values

ROWS = (row("一、本年新收政府信息公开申请数量", 3), row("（六）3.其他", 0), row("（七）总计", 3))


def columns(match: Match) -> dict[str, list[object]]:
    found: dict[str, list[object]] = {}
    for figure in match.figures:
        found.setdefault(figure.column, []).append(figure.value)
    return found


def read(*blocks: Grid | str) -> dict[str, list[object]]:
    return columns(tables(document(*blocks)))


@pytest.mark.parametrize(
    ("caption", "column"),
    [
        ("1.自然人", "individual"),
        ("表二：法人或其他组织——商业企业（单位：件）", "company"),
        ("（六）其他", "other_organisation"),
        ("总计", "total"),
    ],
)
def test_the_line_above_names_the_column(caption: str, column: str) -> None:
    expected = {column: [3, 0, 3]}
    assert read(caption, grid(*ROWS)) == expected
    assert read(caption, "单位：件", grid(("项目", "数量"), *ROWS)) == expected
    assert read(grid(((caption, 2),), *ROWS)) == expected


def test_rows_in_between_name_the_columns_below_them() -> None:
    more = (row("一、本年新收政府信息公开申请数量", 1), row("（七）总计", 1))
    expected = {"individual": [3, 0, 3], "other_organisation": [1, 1]}
    assert read(grid((("自然人", 2),), *ROWS, (("其他", 2),), *more)) == expected
    assert read("自然人", grid(*ROWS, ("其他", ""), *more)) == expected


@pytest.mark.parametrize("head", [("项目", "总计"), ("办理情况", "其他"), ("申请人情况", "其他")])
def test_the_head_of_labels_may_stand_beside_it(head: tuple[str, str]) -> None:
    column = {"总计": "total", "其他": "other_organisation"}[head[1]]
    assert read(grid(head, *ROWS)) == {column: [3, 0, 3]}


def test_grids_of_other_widths_drawn_as_one_keep_their_columns() -> None:
    def grid_of(column: str, *widths: int) -> list[tuple[tuple[str, int], ...]]:
        rows = (("申请人情况", column), *ROWS)
        return [tuple(zip(cells, widths, strict=True)) for cells in rows]

    drawn = grid(*grid_of("自然人", 2, 2), *grid_of("商业企业", 1, 3), *grid_of("科研机构", 3, 1))
    assert read(drawn) == {key: [3, 0, 3] for key in ("individual", "company", "research_institution")}


def test_a_row_of_blanks_is_no_title() -> None:
    blank = (row("一、本年新收政府信息公开申请数量", 3), ("3.其他", ""), row("四、结转下年度继续办理", 1))
    assert read("总计", grid(*blank)) == {"total": [3, None, 1]}
    grouped = [("（六）其他处理", *blank[1]), ("", *blank[2])]
    assert read("总计", grid(("", *blank[0]), *grouped)) == {"total": [3, None, 1]}


@pytest.mark.parametrize(
    "caption", ["自然人和商业企业", "申请人为自然人的，按照受理时间先后登记在册，合计见下。"]
)
def test_other_lines_name_none(caption: str) -> None:
    assert all(value is None for values in read(caption, grid(*ROWS)).values() for value in values)


@pytest.mark.parametrize("head", [[], [("项目", "数量")], [("序号", "项目", "单位", "数量")]])
def test_a_table_that_tells_no_applicants_prints_totals(head: list[tuple[str, ...]]) -> None:
    rows: list[tuple[str, ...]] = list(ROWS)
    if head and len(head[0]) > 2:
        rows = [(str(at), label, "件", value) for at, (label, value) in enumerate(ROWS, start=1)]
    assert read("本年度办理情况", grid(*head, *rows)) == {"total": [3, 0, 3]}


def test_two_tables_that_tell_no_applicants_are_left_unread() -> None:
    found = read(grid(*ROWS), "另一类申请人", grid(*ROWS))
    assert all(value is None for values in found.values() for value in values)


def test_a_grid_with_columns_of_its_own_keeps_them() -> None:
    head = ("项目", "自然人", "商业企业")
    assert read("总计", grid(head, row("一、本年新收政府信息公开申请数量", 3, 1))) == {
        "individual": [3],
        "company": [1],
    }


def test_captions_between_ruled_tables_of_a_page_stay_text() -> None:
    report = shapes.requests_by_applicant(made.reports()[1])
    body = render(report, "pdf")
    found = {figure.address: figure.value for figure in read_source(source("report.pdf", body)).figures}
    assert found == {address: figure.value for address, figure in report.figures.items()}


@pytest.mark.parametrize(
    "captions",
    [
        ("行政复议", "行政诉讼（未经复议直接起诉）", "行政诉讼（复议后起诉）"),
        ("（一）行政复议情况", "（二）行政诉讼——未经复议直接起诉", "（三）行政诉讼——复议后起诉"),
    ],
)
def test_the_line_above_names_the_row(captions: tuple[str, ...]) -> None:
    head = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    parts = [(caption, grid(head, (str(at), "0", "0", "0", str(at)))) for at, caption in enumerate(captions)]
    match = tables(document(*(block for part in parts for block in part)))
    totals = {figure.row: figure.value for figure in match.figures if figure.column == "total"}
    assert totals == {"review": 0, "litigation_direct": 1, "litigation_after_review": 2}


def test_chapters_in_one_grid_are_read_each_by_itself() -> None:
    years = ("2022年", "2023年")
    match = tables(
        document(
            grid(
                (("二、主动公开政府信息情况", 8),),
                ("信息内容", ("本年制发件数", 2), ("本年废止件数", 2), ("现行有效件数", 3)),
                ("", *years, *years, years[0], (years[1], 2)),
                ("规章", "9", "1", "9", "0", "9", ("2", 2)),
                (("三、收到和处理政府信息公开申请情况", 8),),
                HEAD,
                row("（一）予以公开", *range(1, 8)),
                (("四、政府信息公开行政复议、行政诉讼情况", 8),),
                ("", "行政复议", "未经复议直接起诉", "复议后起诉", ("", 4)),
                *((outcome, str(at), "0", "3", ("", 4)) for at, outcome in enumerate(OUTCOMES)),
            )
        )
    )
    assert values(match, "") == [1, 0, 2, *range(1, 8), *range(5), 0, 0, 0, 0, 0, 3, 3, 3, 3, 3]
