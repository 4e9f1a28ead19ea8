"""Pagers that a script puts together: their addresses, how many pages there are, and what is none of theirs."""

import pytest

from crawler.families import families
from crawler.pages.page import Listing, page

HOST = "http://sc.example.gov.cn"
ENTRIES = "".join(
    f"<li><a href='/info/{n}'>青石县第{n}局2023年政府信息公开工作年度报告</a></li>" for n in range(5)
)
PIECES = (
    "var zys=4, dqy={here}, wjm='nb', kzm='.jhtml', fgf='-p';"
    "if(dqy>1) document.write(\"<a href='\"+wjm+(dqy==2?'':fgf+(dqy-1))+kzm+\"'>上页</a>\");"
    'if(dqy<zys) document.write("<a href=\'"+wjm+fgf+(dqy+1)+kzm+"\'>下页</a>");'
)
LOOP = (
    "var all_n = parseInt('3'), out = '';"
    "for (var k = 1; k <= all_n; k++) { var f = k == 1 ? 'more.htm' : 'more' + k + '.htm'; out += '<a href=\"' + f + '\">' + k + '</a>' }"
)
PLUGIN = (
    "kkpager.generPageHtml({{pno:{here},total:3,totalRecords:14,hrefFormer:'list',hrefLatter:'.html',"
    "getLink:function(n){{return this.hrefFormer+'_'+n+this.hrefLatter}}}})"
)
FROM_ZERO = "var sum = 3, at = 0; for (var i = 0; i < sum; i++) document.write('<a href=\"default_'+i+'.html\">'+(i+1)+'</a>')"


def listing(url: str, script: str) -> Listing:
    markup = f"<html><body><ul>{ENTRIES}</ul><script>{script}</script></body></html>"
    told = families()["generic"].listing(page(HOST + url, markup))
    assert told is not None
    return told


@pytest.mark.parametrize(
    ("url", "script", "following"),
    [
        ("/gk/nb.jhtml", PIECES.format(here=1), ["/gk/nb-p2.jhtml", "/gk/nb-p3.jhtml", "/gk/nb-p4.jhtml"]),
        ("/gk/nb-p3.jhtml", PIECES.format(here=3), ["/gk/nb-p4.jhtml"]),
        ("/gk/nb-p4.jhtml", PIECES.format(here=4), []),
        ("/gk/more.htm", LOOP, ["/gk/more2.htm", "/gk/more3.htm"]),
        ("/gk/", FROM_ZERO, ["/gk/default_1.html", "/gk/default_2.html"]),
        ("/gk/list.html", PLUGIN.format(here=1), ["/gk/list_2.html", "/gk/list_3.html"]),
        ("/gk/list_2.html", PLUGIN.format(here=2), ["/gk/list_3.html"]),
        (
            "/gk/list.do?cid=5",
            "var last = 2; function turn(n){ if (n <= last) location.href = 'list.do?cid=5&pn=' + n + '' }",
            ["/gk/list.do?cid=5&pn=2"],
        ),
        ("/gk/list.do?cid=5", "function turn(n){ location.href = 'list.do?cid=5&pn=' + n }", []),
        (
            "/gk/list.html",
            "for(var i=0;i<9;i++) document.write('<a href=\"/info/'+i+'.html\">'+i+'</a>')",
            [],
        ),
        ("/gk/list.html", "var id=7, n=9; open('list_' + id + '.pdf')", []),
    ],
)
def test_the_pages_after_one_whose_pager_is_put_together(url: str, script: str, following: list[str]) -> None:
    assert [ask.url for ask in listing(url, script).more] == [HOST + one for one in following]


def test_a_plugins_records_are_the_lists_total_and_not_its_pages() -> None:
    assert listing("/gk/list.html", PLUGIN.format(here=1)).total == 14
