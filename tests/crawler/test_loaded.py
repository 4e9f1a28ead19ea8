"""Pages that are read with the script files that they load."""

import pytest

from archive.store import Archive
from crawler.pages import external
from crawler.pages.page import Ask, Page
from crawler.relevance import Trail
from tests.crawler.conftest import Crawl
from tests.crawler.outside import every, title
from tests.crawler.outside_loaded import LOADED
from tests.crawler.outside_paged import portal, report, wrap
from tests.crawler.server import Reply, site

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


def test_a_base_that_another_file_sets_is_waited_for() -> None:
    """`window.CONF` may as well stand in the page, or be the browser's own."""
    for script, told in (
        ("axios.create({baseURL: window.CONF.root})", True),
        ("$.get(window.ROOT + '/list', show)", True),
        ("window.CONF = {root: '/api'}; axios.create({baseURL: window.CONF.root})", False),
        ("$.get(window.location.origin + '/list', show)", False),
    ):
        assert lacking(f"<p>公开</p><script>{script}</script>") is told, script


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


def test_a_list_that_stands_in_a_script_file_is_read_anew(crawled: Crawl) -> None:
    pages, rows = portal("<a href='/nb'>公开年报</a>"), list(every())[:9]
    pages["/nb"] = wrap("<div id=x></div><script src='/rows.js'></script><script>showAll('x')</script>")
    for file, shown in (("/rows.js", rows[1:]), ("/rows2.js", rows[:-1])):
        calls = "".join(f'put("{title(of, at)}","{report(key)}");' for key, of, at in shown)
        pages[file] = Reply(body=calls, headers={"Content-Type": "application/javascript"})
    new, gone = report(rows[0][0]), report(rows[-1][0])
    with site(pages) as served:
        crawled(served.url)
        first = len(served.asked)
        pages["/rows.js"] = pages["/rows2.js"]
        del pages[gone]
        crawled(served.url)
        again = served.paths[first:]
    assert {path for path in again if path.startswith("/info/")} == {new, gone}
