"""Chinese numerals, read by place and digit by digit."""

from decimal import Decimal

import pytest

from extract.words.numerals import counted, in_cell, number, positional


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("二○一四", 2014),
        ("二〇〇八", 2008),
        ("二零一九", 2019),
        ("二OO九", 2009),
        ("九", 9),
        ("十二", None),
        ("", None),
    ],
)
def test_digit_by_digit(text: str, value: int | None) -> None:
    assert positional(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("一百零三", 103),
        ("两百五十", 250),
        ("三千零七", 3007),
        ("一万二千", 12000),
        ("两", 2),
        ("二三", None),
        ("若干", None),
        ("", None),
    ],
)
def test_by_place(text: str, value: int | None) -> None:
    assert counted(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,203", 1203),
        ("１２", 12),
        ("1.5万", 15000),
        ("2.35", Decimal("2.35")),
        ("一百零三", 103),
        ("二○一四", 2014),
        ("12件", None),
    ],
)
def test_printed_numbers(text: str, value: int | Decimal | None) -> None:
    assert number(text) == value


def test_a_lone_one_in_a_cell_may_be_a_dash() -> None:
    assert [in_cell(text) for text in ("一", " 十二 ", "零", "无")] == [None, 12, 0, None]


def test_two_counts_in_a_cell_are_none() -> None:
    assert [in_cell(text) for text in ("零\n八", "零八", "十\n二", "十 二", "一百零三")] == [None] * 4 + [103]
