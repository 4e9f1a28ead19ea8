"""The statistical period, whole and damaged, and years that disagree."""

import pytest

from extract.identity.years import Period, Said, findings, period


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("所列数据的统计期限自2021年1月1日起至2021年12月31日止。", 2021, 2021),
        ("统计期限从2019年1月1日到12月31日止", 2019, 2019),
        ("统计时限为2022年1月1日至2022年12月31日。", 2022, 2022),
        ("统计期限自20221月1日起至202212月31日止", 2022, 2022),
        ("统计期限自二○一三年一月一日起至二○一三年十二月三十一日止", 2013, 2013),
        ("统计时间为2020年1月1日-2021年12月31日", 2020, 2021),
    ],
)
def test_the_period_as_printed(text: str, start: int, end: int) -> None:
    assert period(text) == Period(start=start, end=end)


@pytest.mark.parametrize(
    "text",
    [
        "统计期限自至。",
        "截至2021年12月31日",
        "项目工期自2019年1月1日起至2019年12月31日",
        "统计期限自2021年起",
    ],
)
def test_what_is_no_period_is_null(text: str) -> None:
    assert period(text) is None


def test_years_that_agree_raise_nothing() -> None:
    assert findings([Said(by="title", year=2021), Said(by="column", year=2021)]) == ()
    assert findings([Said(by="title", year=2021)]) == ()
    assert findings([]) == ()


def test_years_that_disagree_are_all_named() -> None:
    (found,) = findings([Said(by="title", year=2021), Said(by="statistical period", year=2020)])
    assert (found.code, found.level) == ("year", "warning")
    assert "title says 2021" in found.message
    assert "statistical period says 2020" in found.message
