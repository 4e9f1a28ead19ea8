"""TRS: pages counted from 0, links relative to the directory, renditions of one page."""

import pytest

from crawler.families import families, family_of
from crawler.families.base import ListingUnreadable
from crawler.pages.page import Listing, page

HOME = "http://www.mx.example.gov.cn"
LIST = f"{HOME}/zwgk/zfxxgknb_8812/2023n/"
TRS = families()["trs"]
ENTRY = """<li><a href="./202401/t20240119_55021.html" title="桐木乡2023年政府信息公开工作年度报告">桐木乡2023年政府信息…</a>
<span>2024-01-19</span></li>"""


def listed(script: str, url: str = LIST, *, entry: str = ENTRY) -> Listing:
    listing = TRS.listing(page(url, f"<html><body><ul>{entry}</ul><script>{script}</script></body></html>"))
    assert listing is not None
    return listing


@pytest.mark.parametrize(
    ("script", "url", "more"),
    [
        ('createPageHTML(3, 0, "index", "html");', LIST, ["index_1.html", "index_2.html"]),
        ("createPageHTML(3,1,'index','shtml')", f"{LIST}index_1.shtml", ["index_2.shtml"]),
        ('createPageHTML(3, 2, "index", "htm");', f"{LIST}index_2.htm", []),
        ("var countPage = 2; var currentPage = 0; createPageHTML(countPage, currentPage, 'list', 'jhtml');", LIST, ["list_1.jhtml"]),
        ("function createPageHTML(_nPageCount, _nCurrIndex, _sPageName, _sPageExt){} createPageHTML(2, 0, 'index', '.html')", LIST, ["index_1.html"]),
    ],
)  # fmt: skip
def test_pages_are_counted_from_nought(script: str, url: str, more: list[str]) -> None:
    assert [ask.url for ask in listed(script, url).more] == [LIST + name for name in more]


def test_links_of_a_directory_asked_for_without_its_slash_are_still_its_own() -> None:
    listing = listed('createPageHTML(2, 0, "index", "html")', LIST.rstrip("/"))
    assert listing.items[0].url == f"{LIST}202401/t20240119_55021.html"
    assert listing.items[0].title == "桐木乡2023年政府信息公开工作年度报告"
    assert listing.more[0].url == f"{LIST}index_1.html"


@pytest.mark.parametrize(
    ("given", "real"),
    [
        ("t20240119_55021_wap.html", "t20240119_55021.html"),
        ("t20240119_55021_app.shtml", "t20240119_55021.shtml"),
        ("t_71820_wap.html", "t_71820.html"),
        ("t20240119_55021.html", "t20240119_55021.html"),
        ("zfxxgk_wap.html", "zfxxgk_wap.html"),
    ],
)
def test_renditions_stand_for_the_plain_page(given: str, real: str) -> None:
    assert TRS.real(f"{LIST}{given}") == f"{LIST}{real}"


def test_an_article_is_no_list_and_keeps_its_files() -> None:
    text = """<html><head><meta content="桐木乡2023年政府信息公开工作年度报告" name="ArticleTitle"><meta name="pubdate" content="2024/01/19 10:00:00">
      </head><body><div class="TRS_Editor"><p>正文</p><a href="./P020240119401.pdf">年报全文</a></div></body></html>"""
    given = page(f"{LIST}202401/t20240119_55021.html", text)
    assert family_of(given)[0].name == "trs"
    assert TRS.listing(given) is None
    assert TRS.article(given).title == "桐木乡2023年政府信息公开工作年度报告"
    assert TRS.article(given).published == "2024-01-19"
    assert [file.url for file in TRS.attachments(given)] == [f"{LIST}202401/P020240119401.pdf"]


def test_a_list_of_pages_without_entries_raises() -> None:
    with pytest.raises(ListingUnreadable):
        listed('createPageHTML(4, 0, "index", "html")', entry="<li>加载中</li>")


def test_a_call_with_a_variable_that_is_nowhere_set_is_not_believed() -> None:
    assert listed("createPageHTML(nPages, nCurrent, 'index', 'html')").more == ()
