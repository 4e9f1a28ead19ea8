"""Tables that text draws: lines of signs around cells, in which bars stand below each other on a screen."""

import pytest

from extract.document import Grid
from tests.extract.readers.test_text import read, shape

NARROW = """
┌──────────┬───┬───┐
│ 信息内容 │ a │ b │
├──────────┼───┼───┤
│ 规章     │   │ 3 │
├──────────┼───┴───┤
│ 行政许可 │ 12    │
└──────────┴───────┘
正文。
"""
WIDE = """
┌────┬──┬──┐
│信息内容│a   │b   │
├────┼──┼──┤
│规章    │    │3   │
├────┼──┴──┤
│行政许可│12        │
└────┴─────┘
正文。
"""
ASCII = """
+----------+---+---+
| 信息内容 | a | b |
+==========+===+===+
| 规章     |   | 3 |
+----------+---+---+
| 行政许可 | 12    |
+----------+-------+
正文。
"""


@pytest.mark.parametrize("drawn", [NARROW, WIDE, ASCII], ids=["narrow signs", "wide signs", "plain signs"])
def test_each_cell_stands_between_its_bars(drawn: str) -> None:
    assert shape(read(drawn)) == [
        [["信息内容", "a", "b"], ["规章", "", "3"], ["行政许可", "12", "12"]],
        "正文。",
    ]


def test_a_cell_goes_on_over_lines_and_beside_rows() -> None:
    drawn = "+----+------+----+\n| 三 | 予以 | 1  |\n|    | 公开 |    |\n|    +------+----+\n|    | 其他 | -  |\n+----+------+----+\n"
    assert shape(read(drawn)) == [[["三", "予以\n公开", "1"], ["三", "其他", "-"]]]


def test_without_lines_between_rows_each_line_is_one() -> None:
    drawn = "+----+----+\n| 甲 | 乙 |\n+----+----+\n| 丙 | +5 |\n| 丁 |    |\n| 戊 | 0  |\n| 己 | 1  |\n+----+----+\n"
    assert shape(read(drawn)) == [[["甲", "乙"], ["丙", "+5"], ["丁", ""], ["戊", "0"], ["己", "1"]]]


@pytest.mark.parametrize(
    "drawn",
    [ASCII.replace("|   | 3 |", "|     | 3 |"), "+---+\n| 甲 |\n", "+----+\n\n+----+\n"],
    ids=["bars astray", "open", "empty"],
)
def test_bars_that_stand_anywhere_tell_no_columns(drawn: str) -> None:
    assert not any(
        isinstance(block, Grid)
        and len(block.rows[0]) == 3
        and block.rows[1][1]
        and block.rows[1][1].text == ""
        for block in read(drawn).blocks
    )
