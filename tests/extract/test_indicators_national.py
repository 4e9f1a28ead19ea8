"""The national statistics table: told by its indicators, in text and in grids, and its own column among several."""

import re
from collections.abc import Callable

import pytest

from archive.records import State
from extract.match import tables
from replica.documents import statistics
from tests.extract.generated.cases import organ_of
from tests.extract.tables import document, grid


def national(*, between: str, change: Callable[[str], str] = str, units: bool = True) -> str:
    """The form's table as text, each of its cells as `change` makes it; a cell that it leaves blank leaves nothing."""
    rows = [
        ("统计指标", "单位", "统计数"),
        ("一、主动公开情况", "—", "——"),
        ("（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条", "120"),
        ("三、依申请公开情况", "—", "——"),
        ("（一）收到申请数", "件", "3"),
        ("1.当面申请数", "件", "1"),
        ("2.传真申请数", "件", ""),
        ("3.网络申请数", "件", "2"),
        ("4.信函申请数", "件", "0"),
        ("（二）申请办结数", "件", "3"),
        ("4.不同意公开答复数", "件", "2"),
        ("其中：涉及国家秘密", "件", ""),
        ("涉及商业秘密", "件", "2"),
        ("四、行政复议数量", "件", "1"),
        ("（二）被依法纠错数", "件", "1"),
        ("五、行政诉讼数量", "件", "0"),
        ("（二）被依法纠错数", "件", "0"),
    ]
    columns = (0, 1, 2) if units else (0, 2)
    return between.join(change(cells[at]) for cells in rows for at in columns if cells[at])


PRINTED = {
    "1": None, "1.1": 120, "3": None, "3.1": 3, "3.1.1": 1, "3.1.2": None, "3.1.3": 2, "3.1.4": 0, "3.2": 3,
    "3.3.4": 2, "3.3.4a": None, "3.3.4b": 2, "4": 1, "4.2": 1, "5": 0, "5.2": 0,
}  # fmt: skip
CHANGES: dict[str, Callable[[str], str]] = {
    "as it is": str,
    "strokes for dashes": lambda text: "/" if set(text) == {"—"} else text,
    "short dashes": lambda text: "—" if set(text) == {"—"} else text,
    "signs in brackets": lambda text: re.sub(r"^(\d)\.", r"（\1）", text),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("between", ["", " ", "\n"])
def test_the_national_table_in_text_is_told_by_its_indicators(between: str, change: str) -> None:
    match = tables(document(national(between=between, change=CHANGES[change])))
    assert match.form == "2014"
    assert {figure.row: figure.value for figure in match.figures} == PRINTED
    assert {figure.state for figure in match.figures if figure.row in ("1", "3")} == {State.DASH}


def test_a_known_form_s_labels_show_where_they_end_without_units() -> None:
    match = tables(document(national(between=" ", units=False)))
    assert (match.form, {figure.row for figure in match.figures}) == ("2014", PRINTED.keys())
    assert {figure.row: figure.value for figure in match.figures if figure.value is not None} == {
        row: value for row, value in PRINTED.items() if value is not None
    }


_ROWS = (
    ("一、主动公开情况", "—", "—"),
    ("（一）主动公开政府信息数", "条", "12"),
    ("其中：主动公开规范性文件数", "条", "3"),
    ("制发规范性文件总数", "件", "4"),
    ("（一）收到申请数", "件", "5"),
    ("1.当面申请数", "件", "2"),
    ("2.传真申请数", "件", "3"),
    ("（二）申请办结数", "件", "5"),
    ("1.按时办结数", "件", "5"),
    ("2.延期办结数", "件", "0"),
    ("（三）申请答复数", "件", "5"),
    ("2.同意公开答复数", "件", "5"),
    ("五、行政诉讼数量", "件", "0"),
)


@pytest.mark.parametrize(
    "head",
    [("项目", "单位", "数字"), ("统计标", "单位", "统计数"), ("统计指标", "单位", ""), ("", "", "")],
    ids=["other words", "a misprint", "no heading", "no words"],
)
def test_the_national_table_is_told_by_its_indicators(head: tuple[str, str, str]) -> None:
    match = tables(document(grid(head, *_ROWS)))
    assert match.form == "2014"
    assert [str(figure.value) for figure in match.figures[1:4]] == ["12", "3", "4"]
    assert {figure.column for figure in match.figures} == {"value"}


def test_without_its_head_a_table_of_two_columns_of_figures_is_not_told() -> None:
    assert not tables(
        document(grid(("项目", "单位", "数字", "数字"), *((*each, "7") for each in _ROWS)))
    ).figures
    numbered = tables(
        document(grid(("", "项目", "单位", "数字"), *((str(at), *each) for at, each in enumerate(_ROWS))))
    )
    assert [figure.value for figure in numbered.figures[1:4]] == [12, 3, 4]


def test_the_only_heading_of_another_time_is_not_the_forms() -> None:
    match = tables(document(grid(("统计指标", "单位", "", "上年数"), *((*each, "7") for each in _ROWS))))
    assert not [figure for figure in match.figures if figure.column == "value"]
    assert [finding.code for finding in match.findings] == ["missing-table"]


@pytest.mark.parametrize(
    ("headings", "own"),
    [
        (("统计数", "上年数"), 0),
        (("上年数", "统计数"), 1),
        (("区政府", "乡镇街道", "合计"), 2),
        (("全区", "区直单位", "乡镇街道"), 0),
    ],
)
def test_of_several_headings_the_form_s_own_is_its_column(headings: tuple[str, ...], own: int) -> None:
    report = statistics.national(organ_of(1), 2016, seed=1)
    rows = [[cell.text for cell in line] for line in report.tables[0].rows[1:]]
    body = [(*row[:2], *(row[2] if at == own else "99" for at in range(len(headings)))) for row in rows]
    match = tables(document(grid(("统计指标", "单位", *headings), *body)))
    found = {figure.address: figure.value for figure in match.figures if figure.column == "value"}
    assert found == {address: figure.value for address, figure in report.figures.items()}
    assert {figure.column for figure in match.figures} == {*headings} - {headings[own]} | {"value"}


def test_figures_by_parts_alone_lack_the_form_s_column() -> None:
    split = [(*each, "7", "0") for each in _ROWS]
    match = tables(document(grid(("统计指标", "单位", "区政府", "区直单位", "乡镇街道"), *split)))
    assert {figure.column for figure in match.figures} == {"区政府", "区直单位", "乡镇街道"}
    assert [(each.code, each.where) for each in match.findings] == [("unreadable-cell", "statistics/*/value")]
