"""The Sanmenxia platform: two parameter orders, one list; a bogus source; a doubled title."""

import pytest

from crawler.families import families, family_of
from crawler.families.base import ListingUnreadable
from crawler.pages.page import page

HOME = "http://www.hq.example.gov.cn"
TREE = f"{HOME}/pageView/zhengfuxinxi.html?rlmid=4021&lmid=25411"
SMX = families()["sanmenxia"]
ROWS = "".join(
    f'<li><a href="/25411/{2011 + number}/1/{220660 + number}.html">河前区{2010 + number}年政府信息公开工作年度报告</a>'
    f"<span>{2011 + number}-01-19</span></li>"
    for number in range(6)
)
SIDE = '<ul class="tz"><li><a href="/1414/2024/3/2206879.html">关于公布河道管理范围的公告</a><span>2024-03-02</span></li></ul>'


def test_both_orders_are_one_address() -> None:
    assert SMX.real(f"{HOME}/pageView/zhengfuxinxi.html?lmid=25411&rlmid=4021") == TREE
    assert SMX.real(f"{TREE}&pageNum=2") == f"{TREE}&pageNum=2"
    assert SMX.real(f"{HOME}/25411/2024/1/7.html") == f"{HOME}/25411/2024/1/7.html"


@pytest.mark.parametrize(
    ("pager", "pages"),
    [
        (f'<a href="{TREE}&pageNum=2">2</a><a href="{TREE}&pageNum=2">下一页</a>', [2]),
        ("<script>var totalPage = 3;</script>", [2, 3]),
        ("<div>第1/2页</div>", [2]),
        ("", []),
    ],
)
def test_entries_of_the_column_and_its_pages(pager: str, pages: list[int]) -> None:
    given = page(
        TREE,
        f'<html><body><a href="/pageView/index.html?lmid=1">x</a><ul>{ROWS}</ul>{SIDE}{pager}</body></html>',
    )
    assert family_of(given)[0].name == "sanmenxia"
    listing = SMX.listing(given)
    assert listing is not None
    assert [item.url for item in listing.items][:2] == [
        f"{HOME}/25411/2011/1/220660.html",
        f"{HOME}/25411/2012/1/220661.html",
    ]
    assert len(listing.items) == 6
    assert [ask.url for ask in listing.more] == [f"{TREE}&pageNum={number}" for number in pages]


@pytest.mark.parametrize("path", ["/25411/2024/1/220660.html", "/25411/202401019.html"])
def test_an_article_is_no_list_and_its_source_of_two_digits_is_none(path: str) -> None:
    text = f"""<html><body><div class="wz">首页 &gt; <a>首页</a> &gt; <a>政府信息公开</a> &gt; <a>政府信息公开年报</a> &gt; 文章详情</div>
      <h1>河前区2023年政府信息公开工作年度报告</h1><div>来源：01 发布时间：2024-01-19 08:00</div>
      <div id="content"><p>河前区2023年政府信息公开工作年度报告</p><p>{"字" * 60}</p></div></body></html>"""
    given = page(HOME + path, text)
    assert SMX.listing(given) is None
    article = SMX.article(given)
    assert (article.organ, article.published) == (None, "2024-01-19")
    assert article.title == "河前区2023年政府信息公开工作年度报告"


def test_a_declared_list_without_entries_raises() -> None:
    with pytest.raises(ListingUnreadable):
        SMX.listing(page(TREE, "<html><body>共 31 条</body></html>"))
