"""Where the next pages of a list are, by what little its page tells."""

import pytest

from crawler.pages.page import page
from crawler.pages.pagers import declared, pages

HOST = "http://qs.example.gov.cn"


@pytest.mark.parametrize(
    ("url", "markup", "following"),
    [
        (
            "/nb/list_1.html",
            "<a href='list_4.html'>尾页</a>",
            ["/nb/list_2.html", "/nb/list_3.html", "/nb/list_4.html"],
        ),
        ("/nb/list_1.html?from=col", "<a href='list_2.html'>2</a>", ["/nb/list_2.html"]),
        ("/list.do?page=1&kw=", "<a href='?page=2&kw='>[2]</a>", ["/list.do?page=2&kw="]),
        (
            "/list.do?cid=5",
            "<script>var countPage = 3; show(countPage, '/list.do?cid=5&currPage=')</script>",
            ["/list.do?cid=5&currPage=2", "/list.do?cid=5&currPage=3"],
        ),
        (
            "/list.do?cid=5&currPage=3",
            "<script>var countPage=3; show('/list.do?cid=5&currPage=')</script>",
            [],
        ),
        ("/nb/list.htm", "<a href='list2.htm'><span>下一页&gt;&gt;</span></a>", ["/nb/list2.htm"]),
        ("/nb/list.htm", "<a href='list2.htm'>[ 下一页 ]</a>", ["/nb/list2.htm"]),
        ("/NB/LIST.HTML", "<a href='LIST_2.HTML'>2</a>", ["/NB/LIST_2.HTML"]),
        ("/nb/", "<a href='two.html'><img src='n.gif' alt='下一页'></a>", ["/nb/two.html"]),
        (
            "/l.asp?lb=%C4%EA%B1%A8",
            "<a href='?lb=%C4%EA%B1%A8&page=2'><img src='n.gif'></a>",
            ["/l.asp?lb=%C4%EA%B1%A8&page=2"],
        ),
        (
            "/nb/list.htm",
            "<a href='list3.htm'><img src='a.gif'></a><a href='b.htm'><img src='b.gif'></a>",
            [],
        ),
        ("/nb/", "<input type=button value=下一页 onclick=\"location='?pn=2'\">", ["/nb/?pn=2"]),
        ("/nb/", "<button data-url='more'>加载更多</button>", ["/nb/more"]),
        ("/nb/", "<button value='more'>加载更多</button>", []),
        ("/l.do?pager.page_no=1", "<a href='?pager.page_no=2'>2</a>", ["/l.do?pager.page_no=2"]),
        ("/nb/list_2.htm", "<a href='list_1.htm'>&lt;</a><a href='list_3.htm'>&gt;</a>", ["/nb/list_3.htm"]),
        ("/nb/list_2.htm", "<a href='list_4.htm'>末页&gt;|</a>", ["/nb/list_3.htm", "/nb/list_4.htm"]),
        ("/nb/", "<link rel=next href='?offset=20'>", ["/nb/?offset=20"]),
        ("/nb/index.html", "<script>var countPage = 2;</script>", ["/nb/index_1.html"]),
        ("/list.do?cid=5", "<script>var countPage = 3;</script>", []),
        (
            "/nb/",
            "<a href='/nb/p/2/'>2</a><a href='/nb/p/1/'>1</a><a href='/nb/p/3/'>3</a>",
            ["/nb/p/2/", "/nb/p/3/"],
        ),
        (
            "/nb/",
            "<a href='javascript:void(0)' data-href='/nb/more1'>下一页</a>",
            ["/nb/more1"],
        ),
        (
            "/nb/?page=1",
            "<script>laypage.render({count:25,limit:10,jump:function(o){location.href='/nb/?page='+o.curr}})</script>",
            ["/nb/?page=2", "/nb/?page=3"],
        ),
        (
            "/nb/",
            "<script>render({count:11,limit:10,jump:function(o){location.href='/nb/?page='+o.curr}})</script>",
            ["/nb/?page=2"],
        ),
        (
            "/nb/",
            "<select onchange=\"location='?page='+this.value\"><option value=1>1</option><option value=2>2</option></select>",
            ["/nb/?page=2"],
        ),
        (
            "/nb.do?id=7",
            "<a href='?id=7&p=0'>1</a><a href='?id=7&p=1'>2</a><a href='?id=7&p=2'>3</a>",
            ["/nb.do?id=7&p=1", "/nb.do?id=7&p=2"],
        ),
        (
            "/nb.do?id=7&p=1",
            "<a href='?id=7&p=0'>1</a><a href='?id=7&p=1'>2</a><a href='?id=7&p=2'>3</a>",
            ["/nb.do?id=7&p=2"],
        ),
        ("/nb/", "<b>1</b><a href='index_1.html'>2</a>", ["/nb/index_1.html"]),
        (
            "/nb/",
            "<a href='index.html'>1</a><a href='index_1.html'>2</a><a href='index_1.html'>下一页</a><a href='index_3.html'>尾页</a>",
            ["/nb/index_1.html", "/nb/index_2.html", "/nb/index_3.html"],
        ),
        (
            "/nb/",
            "<a href='?page=3'>1</a><a href='?page=2'>2</a><a href='?page=1'>3</a>",
            ["/nb/?page=2", "/nb/?page=1"],
        ),
        (
            "/nb/?page=2",
            "<a href='?page=3'>1</a><a href='?page=2'>2</a><a href='?page=1'>3</a>",
            ["/nb/?page=1"],
        ),
        ("/l.asp?lm=3", "<a href='?page=3&lm=3'>尾页</a>", ["/l.asp?page=2&lm=3", "/l.asp?page=3&lm=3"]),
        (
            "/nb_3/list.html?c=3",
            "<a href='list_3.html?c=3'>尾页</a>",
            ["/nb_3/list_2.html?c=3", "/nb_3/list_3.html?c=3"],
        ),
        ("/nb/2", "<a href='/nb/1'>1</a><a href='/nb/3'>3</a>", ["/nb/3"]),
        ("/nb/", "".join(f"<a href='/day/{day}'>{day}</a>" for day in range(1, 31)), []),
        (
            "/nb/p/2/",
            "<a href='/nb/p/1/'>1</a><a href='/nb/p/3/'>3</a>"
            + "".join(f"<a href='/2025/03/{day}/'>{day}</a>" for day in range(1, 31)),
            ["/nb/p/3/"],
        ),
        (
            "/nb/?p=2",
            "<script>var cur = 2; function go(n){ location.href = '?p=' + n }</script><a href='javascript:go(cur+1)'>下一页</a>",
            ["/nb/?p=3"],
        ),
        (
            "/nb/",
            "<a href='javascript:go(cur+1)'>下一页</a><script>function go(n){ open('?p=' + n) }</script>",
            [],
        ),
        ("/nb/", "<a href='/nb/;jsessionid=A1.n2?pageno=2'>2</a>", ["/nb/?pageno=2"]),
        ("/nb.htm", "<a href='nb/6.htm'>下页</a><a href='nb/1.htm'>尾页</a>", ["/nb/6.htm"]),
    ],
)
def test_the_pages_after_this_one(url: str, markup: str, following: list[str]) -> None:
    more, _ = pages(page(HOST + url, f"<html><body>{markup}</body></html>"))
    assert [ask.url for ask in more] == [HOST + one for one in following]


@pytest.mark.parametrize(
    ("markup", "total"),
    [
        ("<script>var total=3, cur=1;</script>共11条 第1/3页", 11),
        ("<script>show({total:25})</script>", 25),
        ("<script>$('#p').pagination(28, {items_per_page: 8, callback: turn})</script>", 28),
        ("<p>公开信息</p>", None),
    ],
)
def test_what_a_page_prints_is_its_lists_total_rather_than_what_a_script_is_given(
    markup: str, total: int | None
) -> None:
    assert declared(page(f"{HOST}/nb/", f"<html><body>{markup}</body></html>")) == total


@pytest.mark.parametrize(
    ("first", "others"),
    [
        ("/list-12-1.html", "/list-12-{0}.html"),
        ("/list-12.html", "/list-12-{0}.html"),
        ("/nb/1.html", "/nb/{0}.html"),
        ("/nb/", "/nb/{0}.html"),
        ("/nb/12.html", "/nb/12_{0}.html"),
        ("/nb/index.html", "/nb/index_{0}.html?v=3"),
        ("/b-1-12.html", "/b-{0}-12.html"),
        ("/list,12,1.html", "/list,12,{0}.html"),
        ("/nb/?start=0", "/nb/?start={1}"),
        ("/l?c=9", "/l?c=9&pager.offset={1}"),
        ("/col/9/", "/col/9/page/{0}/"),
    ],
)
def test_what_numbers_alone_lead_to_is_turned_wherever_an_address_counts(first: str, others: str) -> None:
    """The pager shows three pages around each."""
    asked = {1: first, **{number: others.format(number, 15 * number - 15) for number in range(2, 7)}}
    turned = [1]
    while (here := turned[-1]) < 6:
        shown = range(max(1, here - 1), min(6, here + 1) + 1)
        links = "".join(f"<a href='{asked[number]}'>{number}</a>" for number in shown if number != here)
        more, _ = pages(page(HOST + asked[here], f"<html><body><b>{here}</b>{links}…</body></html>"))
        assert [ask.url for ask in more] == [HOST + asked[here + 1]]
        turned.append(here + 1)
    more, _ = pages(page(HOST + asked[6], f"<html><body><a href='{asked[5]}'>5</a><b>6</b></body></html>"))
    assert not more


def test_numbers_that_lead_to_something_else_turn_nothing() -> None:
    slides = "".join(f"<a href='/art/{7 * number + 310}.html'>{number}</a>" for number in range(1, 6))
    days = "".join(f"<a href='/nb/day-{day}.html'>{day}</a>" for day in range(1, 32))
    for links in (slides, days):
        assert pages(page(f"{HOST}/nb/", f"<html><body>{links}</body></html>"))[0] == ()
