"""Entries out of pieces of markup, and days out of data fields."""

import pytest

from crawler.pages.entries import day, entries, following, plain
from crawler.pages.page import Ask, page


def test_titled_links_are_entries_and_a_pagers_are_not() -> None:
    given = page("http://h/x/api?n=1", "", Ask(url="http://h/x/api?n=1", base="http://h/col/7/index.html"))
    markup = """<li><a href="../a/1.html" title="某镇2023年政府信息公开年报">某镇2023年…</a><span>2024年1月9日</span></li>
      <li><a href="2.html">年报</a></li><li><a href="../a/1.html">重复的一条</a></li>
      <a href="?p=2">下一页</a><a href="?p=9">尾页</a><a href="javascript:x()">某镇年度报告</a>"""
    found = list(entries(given, [markup]))
    assert [(item.url, item.title, item.published) for item in found] == [
        ("http://h/col/a/1.html", "某镇2023年政府信息公开年报", "2024-01-09")
    ]


@pytest.mark.parametrize(
    ("moment", "told"),
    [
        (1705679999, "2024-01-19"),
        (1705680000, "2024-01-20"),
        (1705680000000, "2024-01-20"),
        ("1705680000", "2024-01-20"),
        ("2024-01-19 23:10:00", "2024-01-19"),
        ("2024/1/9", "2024-01-09"),
        (0, None),
        (-5, None),
        (True, None),
        (10**40, None),
        (float("nan"), None),
        ("", None),
        (None, None),
        ([2024], None),
    ],
)
def test_days_are_those_of_china(moment: object, told: str | None) -> None:
    assert day(moment) == told


def test_pages_after_one() -> None:
    assert list(following(1, total=31, size=15)) == [2, 3]
    assert list(following(3, total=31, size=15)) == []
    assert list(following(1, total=31, size=0)) == []
    assert len(following(1, total=10**9, size=1)) <= 500


def test_markup_in_titles() -> None:
    assert plain("<font color='red'>某局</font>　2023年\n年报") == "某局 2023年 年报"
