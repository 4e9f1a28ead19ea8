"""Which lists go on by a click alone."""

import pytest

from crawler.pages.clicking import goes_on
from crawler.pages.page import Page, page

_ENTRIES = "".join(
    f'<li><a href="/gk/{year}.html">河湾局{year}年政府信息公开工作年度报告</a></li>'
    for year in range(2019, 2024)
)
_IDLE = "javascript:;"


def _list(pager: str) -> Page:
    return page("http://www.example.gov.cn/gk/", f"<body><ul>{_ENTRIES}</ul><p>{pager}</p></body>")


@pytest.mark.parametrize(
    "pager",
    [
        '<a onclick="turn()">下一页</a>',
        '<a href="javascript:turn(2)">下一页</a>',
        f'<a href="{_IDLE}">1</a><a href="{_IDLE}">2</a><a href="{_IDLE}">下一页</a>',
        '<a class="more">加载更多</a>',
        '<span class="pagination"><b>1</b><i onclick="turn(2)">2</i></span>',
        '<ul class="ant-pagination"><li title="1"><a>1</a></li><li title="2"><a>2</a></li></ul>',
        '<ul class="el-pager"><li class="number active">1</li><li class="number">2</li></ul>',
        '<a href="javascript:goPage(1)">1</a><a href="javascript:goPage(2)">2</a>',
        '<span id="fenye"><b>第1页</b><i onclick="turn(2)">第２页</i></span>',
    ],
)
def test_what_runs_on_a_click_turns_a_list(pager: str) -> None:
    assert goes_on(_list(pager), shown=5)


@pytest.mark.parametrize(
    "pager",
    [
        f'<a href="{_IDLE}">上一页</a><b>1</b><a href="{_IDLE}">下一页</a>',
        '<a href="javascript:void(0)">下一页</a>',
        '<a href="javascript:void(0);" onclick="return false;">下一页</a>',
        "<span>下一页</span>",
        '<a href="javascript:turn(2)" class="disabled">下一页</a>',
        '<a href="javascript:turn(1)">下一页</a>共1页',
        '<a href="javascript:turn(1)">下一页</a>共5条',
        '<i onclick="vote(2)">2</i>',
        '<ul class="ant-pagination"><li title="1"><a>1</a></li></ul>',
        f'<table class="page-list"><tr><td>1</td></tr><tr><td>2</td><td>{"说明文字" * 30}</td></tr></table>',
        '<span class="pagination">共2页<i onclick="turn(1)">首页</i></span>',
    ],
)
def test_the_pager_of_a_whole_list_does_not(pager: str) -> None:
    assert not goes_on(_list(pager), shown=5)
