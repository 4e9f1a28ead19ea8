"""The Anhui model: the address says report; pages are `page_<n>.html`, however the pager is written."""

import pytest

from crawler.families import families, family_of
from crawler.families.base import ListingUnreadable
from crawler.pages.page import Listing, page

HOME = "http://www.ty.example.gov.cn"
LIST = f"{HOME}/XxgkContent/showList/996/0/page_1.html"
ANHUI = families()["anhui"]
ROWS = "".join(
    f'<li><a href="/XxgkAnnualReport/show/{5600 + number}.html" title="塔影县清溪镇人民政府{2010 + number}年政府信息公开工作年度报…">'
    f"清溪镇{2010 + number}年</a><span>{2011 + number}-01-20</span></li>"
    for number in range(10)
)
NEWS = '<div class="side"><ul><li><a href="/News/show/77.html">我县召开春耕生产现场会</a><span>2024-03-01</span></li></ul></div>'


def listed(pager: str, url: str = LIST) -> Listing:
    listing = ANHUI.listing(
        page(url, f"<html><body><ul class='m-tglist'>{ROWS}</ul>{NEWS}{pager}</body></html>")
    )
    assert listing is not None
    return listing


@pytest.mark.parametrize(
    ("pager", "pages"),
    [
        ('<a href="page_1.html">1</a><a href="page_2.html">2</a><a href="page_3.html">3</a><a href="page_2.html">下一页</a>', [2, 3]),
        ("<script>var pageCount = 3; var pageIndex = 1;</script>", [2, 3]),
        ("<span>共 25 条 共 3 页</span>", [2, 3]),
        ("<script>$('.p').pagination({total: 25, pageSize: 10})</script>", [2, 3]),
        ('<input type="hidden" id="totalPage" value="2">', [2]),
        ("", []),
    ],
)  # fmt: skip
def test_pages_are_counted_from_one(pager: str, pages: list[int]) -> None:
    assert [ask.url for ask in listed(pager).more] == [
        f"{HOME}/XxgkContent/showList/996/0/page_{number}.html" for number in pages
    ]


def test_the_last_page_leads_nowhere() -> None:
    assert listed("<script>var pageCount = 3;</script>", LIST.replace("page_1", "page_3")).more == ()


def test_reports_alone_are_entries() -> None:
    listing = listed("")
    assert family_of(page(LIST, ROWS))[0].name == "anhui"
    assert len(listing.items) == 10
    assert listing.items[1].url == f"{HOME}/XxgkAnnualReport/show/5601.html"
    assert listing.items[1].published == "2012-01-20"


@pytest.mark.parametrize(
    "path",
    [
        "XxgkAnnualReport/show/5601.html",
        "openness/OpennessAnnualReport/show/3.html",
        f"openness/detail/annual_report/{'63c8' * 6}.html",
    ],
)
def test_a_report_is_no_list_and_has_its_download(path: str) -> None:
    text = '<h1>清溪镇2023年政府信息公开工作年度报告</h1><a href="/OpennessAnnualReport/download/3.html">下载报告</a><a href="/x/附表.xlsx">附表</a>'
    given = page(f"{HOME}/{path}", text)
    assert family_of(given)[0].name == "anhui"
    assert ANHUI.listing(given) is None
    assert [file.name for file in ANHUI.attachments(given)] == ["下载报告", "附表"]


def test_a_declared_list_without_entries_raises() -> None:
    with pytest.raises(ListingUnreadable):
        ANHUI.listing(page(LIST, "<html><body><div>加载中</div><span>共 25 条</span></body></html>"))
