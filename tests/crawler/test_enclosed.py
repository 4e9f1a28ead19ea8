"""Files of reports that a script opens: a function of the page's own, or one of a script file that the page loads."""

import pytest

from archive.store import Archive
from crawler.families.generic import FAMILY
from crawler.pages import external
from crawler.pages.page import File, page
from tests.crawler.conftest import Crawl
from tests.crawler.pages import html
from tests.crawler.server import Pages, Reply, site

HOST = "http://qs.example.gov.cn"
OPENS = "function openFile(id){ window.location.href = '/attach/down.do?no=' + id }"
YEARS = range(2018, 2025)


@pytest.mark.parametrize(
    "markup",
    [
        "<a href='javascript:void(0)' onclick=\"openFile('7')\">附件1</a>",
        "<a href=\"javascript:openFile('7')\">青石县2023年年报.pdf</a>",
        "<p>附件：<span onclick='openFile(7)'>点击下载</span></p>",
    ],
)
def test_a_file_is_told_by_its_words_where_a_script_puts_its_address_together(markup: str) -> None:
    url = f"{HOST}/show/7.html"
    told = page(url, f"<html><script>{OPENS}</script><body><p>详见附件</p>{markup}</body></html>")
    assert [one.url for one in FAMILY.attachments(told)] == [f"{HOST}/attach/down.do?no=7"]
    silent = page(url, f"<html><body><p>详见附件</p>{markup}</body></html>")
    assert external.lacking_files(silent)
    assert not external.lacking_files(told)


@pytest.mark.parametrize(
    "markup", ["<a onclick='openFile(7)'>打印</a>", "<p>手机版：<a onclick='openFile(7)'>下载</a></p>"]
)
def test_what_is_not_called_a_file_is_none(markup: str) -> None:
    told = page(f"{HOST}/show/7.html", f"<html><script>{OPENS}</script><body>{markup}</body></html>")
    found: tuple[File, ...] = FAMILY.attachments(told)
    assert not found
    assert not external.lacking_files(page(told.url, markup))


def portal() -> Pages:
    """Reports whose text is in a file that a function of `/js/common.js` opens."""
    pages: Pages = {"/js/common.js": Reply(body=OPENS, headers={"Content-Type": "text/javascript"})}
    entries = ""
    for year in YEARS:
        title = f"青石县财政局{year}年政府信息公开工作年度报告"
        entries += f"<li><a href='/show/{year}.html'>{title}</a></li>"
        file = f"<p>附件：<a href='javascript:;' onclick=\"openFile('{year}')\">{title}</a></p>"
        pages[f"/show/{year}.html"] = html(
            f"<script src='/js/common.js'></script><h1>{title}</h1><p>详见附件</p>{file}"
        )
        pages[f"/attach/down.do?no={year}"] = Reply(
            body=b"%PDF-1.4\n%%EOF", headers={"Content-Type": "application/pdf"}
        )
    return pages | {"/": html("<a href='/nb'>信息公开年报</a>"), "/nb": html(f"<ul>{entries}</ul>")}


def test_files_that_a_script_file_opens_are_fetched_with_each_report(
    archive: Archive, crawled: Crawl
) -> None:
    with site(portal()) as served:
        crawled(served.url)
        first = len(served.asked)
        crawled(served.url)
        again = served.paths[first:]
        crawled(served.url, recheck=True)
    asked = served.paths[:first]
    assert {path for path in asked if "attach" in path} == {f"/attach/down.do?no={year}" for year in YEARS}
    assert asked.count("/js/common.js") == 1
    assert sum("show" in path for path in asked) <= len(YEARS) + 2, "two at most were on their way meanwhile"
    assert not any("show" in path for path in again)
    roles = archive.db.execute(
        "SELECT role FROM (SELECT url, role, max(capture) FROM captures WHERE url LIKE '%show%' GROUP BY url)"
    )
    assert roles.fetchall() == [("report",)] * len(YEARS)


def test_a_script_file_that_does_not_come_keeps_no_report_waiting(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    del pages["/js/common.js"]
    with site(pages) as served:
        summary = crawled(served.url)
    assert summary.reports == len(YEARS)
    assert served.paths.count("/js/common.js") == 1
    assert sum("show" in path for path in served.paths) <= len(YEARS) + 2
