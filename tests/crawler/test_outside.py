"""Portals of no known system are found whole, and with few requests beside the reports' own."""

import json

import pytest

from archive.store import Archive
from tests.crawler.conftest import Crawl
from tests.crawler.outside import OUTSIDE, every, title
from tests.crawler.outside_asked import ASKED
from tests.crawler.outside_bound import BOUND
from tests.crawler.outside_bundled import BUNDLED
from tests.crawler.outside_called import CALLED
from tests.crawler.outside_chosen import CHOSEN
from tests.crawler.outside_clicked import CLICKED
from tests.crawler.outside_columns import COLUMNS
from tests.crawler.outside_kept import KEPT
from tests.crawler.outside_loaded import LOADED
from tests.crawler.outside_named import NAMED
from tests.crawler.outside_paged import PAGED, entries, portal, wrap
from tests.crawler.outside_plugins import PLUGINS
from tests.crawler.outside_served import SEARCH, SERVED
from tests.crawler.outside_years import YEARLY
from tests.crawler.pages import HEADINGS, WORDS, html
from tests.crawler.server import Pages, site

PORTALS = {
    **OUTSIDE,
    **COLUMNS,
    **PAGED,
    **CALLED,
    **CHOSEN,
    **CLICKED,
    **BOUND,
    **KEPT,
    **LOADED,
    **YEARLY,
    **NAMED,
    **ASKED,
    **PLUGINS,
    **BUNDLED,
    **SERVED,
}


@pytest.mark.parametrize("name", sorted(PORTALS))
def test_every_report_of_a_portal_of_no_known_system_is_found(
    name: str, archive: Archive, crawled: Crawl
) -> None:
    outside = PORTALS[name]()
    with site(outside.pages) as served:
        crawled(served.url)
    sighted = {
        url.removeprefix(served.url[:-1]) for (url,) in archive.db.execute("SELECT url FROM sightings")
    }
    assert sighted == outside.reports
    read = {(organ, year) for organ, year in archive.db.execute("SELECT organ, year FROM sightings")}
    assert len(read) == len(outside.reports), "each report is told by its organ and year"
    assert len(served.asked) <= 1.9 * len(outside.reports) + 60


def test_a_report_in_a_frame_of_its_page_is_that_pages(archive: Archive, crawled: Crawl) -> None:
    """A frame under a title without an organ may hold a list instead."""
    pages: Pages = {"/": html("<a href='/nb'>公开年报</a>")}
    pages["/nb"] = html("<a href='/7'>2023年政府信息公开年报</a><a href='/8'>2022年政府信息公开年报</a>")
    pages["/7"] = html("<h1>青石县财政局2023年政府信息公开年报</h1><iframe src='/7/text'></iframe>")
    pages["/7/text"] = f"<h2>正文</h2><p>{HEADINGS + WORDS}</p>"
    pages["/8"] = html("<h1>2022年政府信息公开年报</h1><iframe src='/8/list'></iframe>")
    pages["/8/list"] = f"<p><a href='/9'>{title('水利局', 2022)}</a></p>"
    pages["/9"] = html(f"<h1>{title('水利局', 2022)}</h1><p>{HEADINGS + WORDS}</p>")
    with site(pages) as served:
        crawled(served.url)
    told = archive.db.execute("SELECT url, year FROM sightings ORDER BY url").fetchall()
    assert told == [(f"{served.url}7", 2023), (f"{served.url}9", 2022)]
    parts = archive.db.execute("SELECT url, text FROM links WHERE kind = 'attachment'").fetchall()
    assert parts == [(f"{served.url}7/text", "第2页")]


def test_boxes_choose_nothing_from_a_list_that_shows_all(crawled: Crawl) -> None:
    with site(SERVED["served_filtered_form"]().pages) as served:
        crawled(served.url)
    posted = [path for path in served.paths if path.startswith("POST")]
    assert posted == [f"POST /query kw=&pageNo={page}&org=&yr=" for page in range(2, 7)]


def test_a_portal_that_lists_its_reports_is_not_searched(crawled: Crawl) -> None:
    pages = SERVED["served_former_site"]().pages
    pages["/"] = html(f"<a href='/open'>政府信息公开</a><a href='/tz'>公示公告</a>{SEARCH}")
    with site(pages) as served:
        crawled(served.url)
    assert "/old/list.asp?c=8" in served.paths
    assert not [path for path in served.paths if path.startswith(("/search", "/tz"))]


def test_a_trees_branches_are_no_leaves_and_need_no_browser(crawled: Crawl) -> None:
    with site(PLUGINS["plugins_trees"]().pages) as served:
        summary = crawled(served.url)
    assert not [path for path in served.paths if "dept=g" in path]
    assert served.paths.count("POST /tree.do nodeId=&kind=nb") == 1
    assert [one.failure for one in summary.portals] == [None]


def test_a_list_whose_pager_is_not_understood_is_a_failure_of_the_crawl(crawled: Crawl) -> None:
    pages = portal("<a href='/nb'>公开年报</a>")
    shown = entries(list(every())[:20])
    pages["/nb"] = wrap(f"<ul>{shown}</ul>共60条 第1/3页 <a onclick='Pager.turn(this)'>下一页</a>")
    with site(pages) as served:
        summary = crawled(served.url)
    assert summary.reports == 20
    assert [one.failure for one in summary.portals] == [
        "1 list goes on by a click alone and was not read to its end"
    ]


def test_a_list_that_shows_the_same_page_whatever_is_asked_is_a_failure_of_the_crawl(crawled: Crawl) -> None:
    pages = portal("<a href='/nb'>公开年报</a>")
    pages["/nb"] = wrap("<script>$.getJSON('/rows', {page: 1, size: 20}, show)</script>")
    rows = [{"title": title(of, at), "url": f"/info/{key}"} for key, of, at in list(every())[:20]]
    for number in (1, 2):
        pages[f"/rows?page={number}&size=20"] = json.dumps({"total": 60, "rows": rows})
    with site(pages) as served:
        summary = crawled(served.url)
    assert summary.reports == 20
    assert [one.failure for one in summary.portals] == ["1 list could not be read"]
