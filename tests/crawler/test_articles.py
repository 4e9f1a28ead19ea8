"""What an article says of itself, and the files that belong to it, whatever marks them."""

import pytest

from crawler.pages.articles import article, printed_title
from crawler.pages.files import files
from crawler.pages.page import Page, page

URL = "http://qs.example.gov.cn/gk/nb/7.html"
FILE = "http://qs.example.gov.cn/up/7.pdf"
TITLE = "青石县水利局2023年政府信息公开工作年度报告"


def shown(body: str) -> Page:
    return page(URL, f"<html><head><title>青石县人民政府</title></head><body>{body}</body></html>")


@pytest.mark.parametrize(
    "markup",
    [
        f"<p align=center><font size=5>{TITLE}</font></p>",
        f"<table><tr><td><b>{TITLE}</b></td></tr></table>",
        "<center><strong>青石县水利局</strong><br><strong>2023年政府信息公开工作年度报告</strong></center>",
    ],
)
def test_a_title_that_nothing_marks_is_found_by_its_words(markup: str) -> None:
    assert printed_title(shown(f"<div>首页 - 公开</div>{markup}<div>{'正文。' * 40}</div>")) == TITLE


def test_a_link_to_a_report_is_no_title_of_the_page() -> None:
    assert printed_title(shown(f"<p><a href='8.html'>{TITLE}</a></p>")) == ""


def test_the_table_of_a_page_names_its_title() -> None:
    head = f"<table><tr><td>标题</td><td>{TITLE}</td></tr><tr><td>发布机构</td><td>水利局</td></tr></table>"
    told = article(shown(head))
    assert (told.title, told.organ) == (TITLE, "水利局")


def test_who_sent_a_text_in_is_not_who_issued_it() -> None:
    told = article(shown(f"<h1>{TITLE}</h1><span>来源：青石县政府办公室</span>"))
    assert (told.organ, told.source) == (None, "青石县政府办公室")


@pytest.mark.parametrize(
    ("value", "source"),
    [
        pytest.param("水利局 2024-01-20 10:20", "水利局", id="date"),
        pytest.param("办公室 2024-01-20", None, id="office"),
        pytest.param("2024-01-20", None, id="nothing"),
    ],
)
def test_a_label_holds_neither_the_date_that_follows_nor_an_office_of_nobody(
    value: str, source: str | None
) -> None:
    assert article(shown(f"<h1>{TITLE}</h1><div>来源：{value}</div>")).source == source


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='/up/7.pdf'>下载</a>",
        "<iframe src='/pdfjs/viewer.html?file=/up/7.pdf'></iframe>",
        "<embed src='/up/7.pdf'>",
        "<a href='javascript:;' onclick=\"window.open('/up/7.pdf')\">查看</a>",
        "<a href='#' data-url='/up/7.pdf'>查看</a>",
        "<a href='javascript:get(7)'>附件.pdf</a><script>function get(n){ open('/up/' + n + '.pdf') }</script>",
        "<div id=pdf></div><script>PDFObject.embed('/up/7.pdf', '#pdf')</script>",
    ],
)
def test_a_file_is_found_whatever_carries_it(markup: str) -> None:
    assert [file.url for file in files(shown(markup))] == [FILE]


def test_a_link_named_like_a_file_is_one_whatever_its_address() -> None:
    (file,) = files(shown(f"<a href='/get?fid=7'>{TITLE}.doc</a><a href='#'>目录.doc</a>"))
    assert (file.url, file.name) == ("http://qs.example.gov.cn/get?fid=7", f"{TITLE}.doc")


@pytest.mark.parametrize(
    "path", ["/attachment/get?aid=7", "/attach/7", "/gk/get.do?attachId=7", "/f?file_id=7"]
)
def test_a_file_is_told_by_what_its_address_calls_it(path: str) -> None:
    markup = f"<a onclick=\"window.open('{path}')\">点击查看</a><a href='/attention/7'>关注</a>"
    assert [file.url for file in files(shown(markup))] == [f"http://qs.example.gov.cn{path}"]


def test_a_broken_page_is_read_beyond_its_end() -> None:
    broken = page(URL, f"<html></html><title>{TITLE}")
    assert len(broken.tree.getroottree().xpath("/*")) > 1
    assert article(broken).title == TITLE


@pytest.mark.parametrize("place", ["位置", "&#20301;&#32622;"], ids=["as it is", "by its numbers"])
def test_a_breadcrumb_that_nothing_marks_begins_with_the_place(place: str) -> None:
    given = shown(f"<p>您的{place}：<a href=/>首页</a> &gt; <a href=/gk/>政务公开</a></p><h1>{TITLE}</h1>")
    assert article(given).crumb == ("首页", "政务公开")


def test_the_name_of_an_organ_over_a_report_is_no_title() -> None:
    given = shown("<h2>青石县卫生健康局</h2><h3>2023年度报告</h3>")
    assert article(given).title == "2023年度报告"
    assert article(shown("<h2>青石县卫生健康局</h2>")).title == "青石县卫生健康局"
