"""Pages that are read with the script files that they load."""

import pytest

from archive.store import Archive
from crawler.pages import external
from crawler.pages.page import Ask, Page
from crawler.relevance import Trail
from tests.crawler.conftest import Crawl
from tests.crawler.outside_loaded import LOADED
from tests.crawler.server import site

HOME = "http://qs.example.gov.cn/gk/"
COLUMN = Trail(column=True, public=True)


def lacking(markup: str) -> bool:
    text = (
        f"<html><script>function known(n){{ location.href = '/c/' + n }}</script><body>{markup}</body></html>"
    )
    return external.lacking(Page(url=HOME, text=text, ask=Ask(url=HOME)), COLUMN)


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='javascript:;' onclick='openIt(7)'>青石县财政局2023年政府信息公开工作年度报告</a>",
        "<a href='javascript:toPage(2)'>下一页</a>",
        "<li onclick='Gk.show(this)'>财政局</li>",
        "<li data-id=7><span>青石县财政局2023年政府信息公开工作年度报告</span></li>",
        "<li><a href='javascript:void(0);'>青石县财政局2023年政府信息公开工作年度报告</a></li>",
    ],
)
def test_a_promise_that_only_a_file_can_keep_is_told(markup: str) -> None:
    assert lacking(markup)


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='javascript:known(7)'>青石县财政局2023年政府信息公开工作年度报告</a>",
        "<a href='javascript:;' onclick=\"openIt('/7.html')\">青石县财政局2023年政府信息公开工作年度报告</a>",
        "<a onclick='toggleAged()'>适老化</a><a onclick='goBack()'>返回</a><a onclick='window.print()'>打印</a>",
        "<li data-id=7><a href='7.html'>青石县财政局2023年政府信息公开工作年度报告</a></li>",
        "<div data-role=box>本网站公布各单位的信息</div>",
        "<a href='/nb/'>政府信息公开年报</a><div data-tab=nb>政府信息公开年报</div>",
        "<p>青石县财政局2023年政府信息公开工作年度报告</p>",
    ],
)
def test_what_a_page_says_itself_needs_no_file(markup: str) -> None:
    assert not lacking(markup)


def test_what_turns_pictures_is_no_pager() -> None:
    slides = Page(url=HOME, text="<a onclick='slideNext()'>下一页</a>", ask=Ask(url=HOME))
    assert external.lacking(slides, COLUMN)
    assert not external.lacking(slides, Trail())
    paged = Page(url=HOME, text=f"{slides.text}<a href='?page=2'>2</a>", ask=Ask(url=HOME))
    assert not external.lacking(paged, COLUMN)


def test_files_are_asked_for_once_and_no_libraries_nor_other_hosts(crawled: Crawl) -> None:
    pages = LOADED["opened_by_files"]().pages
    with site(pages) as served:
        crawled(served.url)
    assert [path for path in served.paths if ".js" in path] == ["/js/common.js?v=3"]
    assert served.paths.count("/nb") == 2


def test_a_file_that_does_not_come_is_asked_for_once(crawled: Crawl) -> None:
    pages = LOADED["opened_by_files"]().pages
    del pages["/js/common.js?v=3"]
    with site(pages) as served:
        summary = crawled(served.url)
    assert served.paths.count("/js/common.js?v=3") == 1
    assert summary.failures


def test_a_crawl_that_was_cut_short_asks_for_its_files_again(archive: Archive, crawled: Crawl) -> None:
    outside = LOADED["opened_by_files"]()
    with site(outside.pages) as served:
        crawled(served.url, max_pages=6)
        crawled(served.url)
    sighted = {
        url.removeprefix(served.url[:-1]) for (url,) in archive.db.execute("SELECT url FROM sightings")
    }
    assert sighted == outside.reports


@pytest.mark.parametrize("name", sorted(LOADED))
def test_nothing_seems_withdrawn_before_the_files_have_come(
    name: str, archive: Archive, crawled: Crawl
) -> None:
    outside = LOADED[name]()
    with site(outside.pages) as served:
        crawled(served.url)
        first = len(served.asked)
        crawled(served.url)
        again = served.paths[first:]
    assert not outside.reports & set(again)
    assert archive.db.execute("SELECT max(misses) FROM lists").fetchone() == (0,)
