"""Which links of a page stand as entries of its list, and what is over and before a link."""

import pytest

from crawler.families import families
from crawler.pages.anchors import anchors, items
from crawler.pages.page import page

URL = "http://qs.example.gov.cn/gk/nb/"
REPORT = "青山镇2023年政府信息公开工作年度报告"
OTHER = "青山镇2022年政府信息公开工作年度报告"


def entries(markup: str) -> list[tuple[str, str]]:
    """(name of the file, title) of each entry."""
    return [(item.url.removeprefix(URL), item.title) for item in items(page(URL, f"<body>{markup}</body>"))]


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        pytest.param(
            f"<ul><li><a href=7>{REPORT}</a> 2024-01-20</ul><div><a href=8>{OTHER}</a></div>",
            [("7", REPORT)],
            id="where dates are printed, what has none is no entry",
        ),
        pytest.param(
            f"<ul><li><a href=7>年报</a> 2024-01-20</ul><div><a href=8>{OTHER}</a></div>",
            [("7", "年报")],
            id="what has a date is one however short",
        ),
        pytest.param(
            f"<ul><li><a href=7>{REPORT}</a><li><a href=8>政务公开</a></ul>",
            [("7", REPORT)],
            id="where none are printed, what is as long as a title",
        ),
        pytest.param(
            f"<ul><li><a href=7>{REPORT}</a> 2024-01-20<li><a href=8>2022年</a></ul>",
            [("7", REPORT), ("8", "2022年")],
            id="half of a group have dates",
        ),
        pytest.param(
            f"<ul><li><a href=7>{REPORT}</a> 2024-01-20<li><a href=8>首页</a><li><a href=9>政务公开</a></ul>",
            [("7", REPORT)],
            id="few of a group have dates",
        ),
        pytest.param(
            f"<ul><li><a href=7>{REPORT}</a> 2024-01-20<li><a href=7>{OTHER}</a></ul>",
            [("7", REPORT)],
            id="linked twice",
        ),
        pytest.param(
            f"<ul><li><a href=8></a> 2024-01-20<li><a href=7>{REPORT}</a> 2024-01-20</ul>",
            [("7", REPORT)],
            id="without words",
        ),
        *(
            pytest.param(
                f"{before}<a href=8>{OTHER}</a>{behind}<p><a href=7>{REPORT}</a></p>",
                [("7", REPORT)],
                id=name,
            )
            for name, before, behind in (
                ("in the head", "<header>", "</header>"),
                ("in a breadcrumb", "<div class=breadcrumb>", "</div>"),
                ("behind the words of one", "<div>当前位置：", "</div>"),
            )
        ),
    ],
)
def test_an_entry_is_told_from_what_stands_around_a_list(markup: str, found: list[tuple[str, str]]) -> None:
    assert entries(markup) == found


def over(markup: str) -> str:
    """The heading that is taken to stand over the link."""
    (anchor,) = anchors(page(URL, f"<body>{markup}</body>"))
    return anchor.context


@pytest.mark.parametrize(
    ("head", "told"),
    [
        pytest.param("<h3>财政局</h3>", "财政局", id="a heading"),
        pytest.param(
            f"<h3>财政局</h3><h3>{'本栏目公布各单位的年度报告。' * 4}</h3>", "财政局", id="a sentence"
        ),
        pytest.param("<h3>财政局</h3><h3> </h3>", "财政局", id="nothing"),
    ],
)
def test_a_heading_says_something_short(head: str, told: str) -> None:
    assert over(f"{head}<p><a href=7>2023年</a></p>") == told


def called(markup: str) -> str:
    (anchor,) = anchors(page(URL, f"<body>{markup}</body>"))
    return anchor.text


def test_a_link_to_more_is_called_by_the_few_words_before_it() -> None:
    assert called("<div>财政局年报 <a href=7>更多</a></div>") == "财政局年报"
    assert called(f"<div>{'本栏目公布各单位的年度报告。' * 3}<a href=7>更多</a></div>") == "更多"
    told = list(anchors(page(URL, "<div><a href=6>政务公开</a> 财政局年报 <a href=7>更多</a></div>")))
    assert [one.text for one in told] == ["政务公开", "财政局年报"]


FETCHED = "<script>var cur = 1; $.post('/list.do', {column: 7, page: cur}, show)</script>"
FORM = (
    "<form action=/list.jsp><input name=pageNo value=1><input type=hidden name=totalPage value=3></form>共3页"
)
PRINTED = "".join(
    f"<li><a href={year}>青山镇{year}年政府信息公开工作年度报告</a> {year + 1}-01-20" for year in (2023, 2022)
)
LINKED = "<a href='?page=2'>2</a><a href='?page=3'>3</a>"


@pytest.mark.parametrize(
    ("shown", "asked"),
    [
        pytest.param(LINKED + FETCHED, ["/list.do column=7&page=1"], id="a pager over no entries"),
        pytest.param(PRINTED + FETCHED, ["/list.do column=7&page=2"], id="entries without a pager"),
        pytest.param(PRINTED + LINKED + FETCHED, ["/gk/nb/?page=2 ", "/gk/nb/?page=3 "], id="both"),
        pytest.param(
            PRINTED + FORM + FETCHED, ["/list.jsp?pageNo=2&totalPage=3 "], id="a form beside a call"
        ),
    ],
)
def test_the_further_pages_of_a_list_are_asked_for_by_its_own_pager_else_by_its_form_else_by_its_call(
    shown: str, asked: list[str]
) -> None:
    listing = families()["generic"].listing(page(URL, f"<body>{shown}</body>"))
    assert listing is not None
    told = [f"{ask.url.removeprefix('http://qs.example.gov.cn')} {ask.body}" for ask in listing.more]
    assert told == asked
