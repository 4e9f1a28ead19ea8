"""Columns of several years side by side: only the newest year's are the report's own."""

from collections.abc import Sequence

import pytest

from extract.document import Grid
from extract.match import tables
from tests.extract.tables import document, grid

Rows = Sequence[Sequence[str | tuple[str, int] | tuple[str, int, int]]]

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
LABELS = (
    "一、本年新收政府信息公开申请数量",
    "二、上年结转政府信息公开申请数量",
    "（一）予以公开",
    "（七）总计",
    "四、结转下年度继续办理",
)
OURS, THEIRS = ("5", "0", "0", "0", "0", "0", "5"), ("9", "0", "0", "0", "1", "0", "10")


def values(*blocks: Grid | str) -> dict[str, object]:
    return {figure.address: figure.value for figure in tables(document(*blocks)).figures}


def by_applicants(first: str, second: str, rows: Rows) -> Grid:
    return grid(("", (first, 7), (second, 7)), ("项目", *APPLICANTS, *APPLICANTS), *rows)


@pytest.mark.parametrize(("own", "other"), [("2024年", "2023年"), ("本年度", "上年度"), ("本年", "去年")])
def test_the_earlier_years_columns_are_none_of_the_forms(own: str, other: str) -> None:
    expected = values(grid(("项目", *APPLICANTS), *((label, *OURS) for label in LABELS)))
    assert len(expected) == 35
    assert values(by_applicants(own, other, [(label, *OURS, *THEIRS) for label in LABELS])) == expected
    assert values(by_applicants(other, own, [(label, *THEIRS, *OURS) for label in LABELS])) == expected


def test_totals_by_year_are_the_newest_years() -> None:
    rows = [(label, their, our) for label, their, our in zip(LABELS, "98765", "54321", strict=True)]
    found = values(grid(("项目", "2023年", "2024年"), *rows))
    assert [address.split("/")[2] for address in found] == ["total"] * 5
    assert list(found.values()) == [5, 4, 3, 2, 1]


def test_a_year_before_a_columns_own_label_tells_whose_it_is() -> None:
    head = ("制发件数", "废止件数", "现行有效件数")
    printed = grid(
        ("信息内容", *(f"2024年{label}" for label in head), *(f"2023年{label}" for label in head)),
        ("规章", "1", "2", "3", "7", "8", "9"),
        ("行政规范性文件", "4", "5", "6", "7", "8", "9"),
    )
    assert list(values(printed).values()) == [1, 2, 3, 4, 5, 6]


def test_labels_that_differ_besides_their_years_are_columns_of_their_own() -> None:
    head = ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量")
    printed = grid(head, ("行政许可", "1", "-2", "3"), ("其他对外管理服务事项", "4", "5", "6"))
    assert list(values(printed).values()) == [1, -2, 3, 4, 5, 6]
    turned = grid(("", *LABELS[:2]), *((applicant, "3", "1") for applicant in APPLICANTS))
    assert {address: value for address, value in values(turned).items() if "carried_in" in address} == {
        f"requests/carried_in/{column}": 1
        for column in (
            "individual", "company", "research_institution", "social_organisation", "legal_service",
            "other_organisation", "total",
        )
    }  # fmt: skip
