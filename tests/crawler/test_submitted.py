"""What the boxes of a form are used to choose, by themselves and together."""

import pytest

from crawler.pages.page import page
from crawler.pages.submitted import choices

FOUND = "http://qs.example.gov.cn/nb?year=2023&org=1"
REPORT = "<a href='/7.html'>青石县财政局2023年政府信息公开工作年度报告</a>"


def box(name: str, *options: tuple[str, str]) -> str:
    told = "".join(f"<option value='{value}'>{words}</option>" for value, words in options)
    return f"<select name={name}>{told}</select>"


YEARS = box("year", ("2023", "2023年"), ("2022", "2022年"))
ORGANS = (("1", "青石县财政局"), ("2", "青石县水利局"))


@pytest.mark.parametrize(
    ("organs", "asked"),
    [
        (box("org", *ORGANS), {"year=2023&org=1", "year=2023&org=2", "year=2022&org=1"}),
        (box("org", ("", "请选择"), *ORGANS), set()),
        (box("org", ("0", "全部"), *ORGANS), set()),
    ],
    ids=["no box can be left open", "nothing chosen", "all"],
)
def test_boxes_that_cannot_be_left_open_are_chosen_together(organs: str, asked: set[str]) -> None:
    """A page that two boxes chose leads to what another choice of either shows, where the other has to choose too."""
    form = f"<form action='/nb' method=get>{YEARS}{organs}<input type=submit value=查询></form>"
    shown = page(FOUND, f"<html><body>{form}{REPORT}</body></html>")
    assert {anchor.url.partition("?")[2] for anchor in choices(shown)} == asked
