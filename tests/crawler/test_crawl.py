"""A crawl end to end against real servers: what is found, and what is recorded."""

from archive.store import Archive
from tests.crawler.conftest import Crawl
from tests.crawler.kept import sighted
from tests.crawler.pages import REPORTS, html, portal
from tests.crawler.server import Pages, Reply, site


def test_every_report_is_found_from_the_home_address_and_nothing_else_is_one(
    archive: Archive, crawled: Crawl
) -> None:
    with site(portal()) as served:
        summary = crawled(served.url)
    assert sighted(archive) == REPORTS
    assert summary.reports == 3
    assert summary.exit_status == 0
    assert len(set(served.paths)) == len(served.paths), "nothing is asked for twice"


def test_a_report_has_its_file_title_organ_year_and_dates(archive: Archive, crawled: Crawl) -> None:
    with site(portal()) as served:
        crawled(served.url)
    row = archive.db.execute(
        "SELECT title, organ, year, published, published_label, found_on FROM sightings WHERE url LIKE '%/c.html'"
    ).fetchone()
    assert row == (
        "青石县财政局2023年政府信息公开工作年度报告",
        "青石县财政局",
        2023,
        "2024-01-20",
        "发布日期",
        f"{served.url}gk/nb/",
    )
    ((url, text),) = archive.db.execute("SELECT url, text FROM links WHERE kind = 'attachment'").fetchall()
    assert (url, text) == (f"{served.url}files/c.pdf", "附件：年度报告.pdf")
    capture = archive.latest(url)
    assert capture is not None
    assert (capture.role, capture.media_type) == ("file", "application/pdf")
    assert capture.sha256 is not None
    assert archive.body(capture.sha256) == b"%PDF-1.4 a report"


def test_what_each_list_names_is_recorded_in_each_crawl(archive: Archive, crawled: Crawl) -> None:
    with site(portal()) as served:
        crawled(served.url)
        crawled(served.url)
    named = archive.db.execute(
        "SELECT run, links.url FROM links JOIN captures USING (capture) WHERE kind = 'report' AND captures.url LIKE '%/gk/nb/%'"
    ).fetchall()
    expected = {f"{served.url}{path.lstrip('/')}" for path in REPORTS}
    first, second = ({url for of, url in named if of == run} for run in sorted({run for run, _ in named}))
    assert expected <= first
    assert second, "the second crawl looks at first pages, and at the next where the first has changed"
    assert second <= first


def test_a_second_crawl_fetches_no_known_report_again(archive: Archive, crawled: Crawl) -> None:
    with site(portal()) as served:
        crawled(served.url)
        before = len(served.asked)
        summary = crawled(served.url)
        again = served.paths[before:]
    assert not set(again) & (REPORTS | {"/files/c.pdf"})
    assert summary.exit_status == 0, "reports that are still listed are no failure"


def test_a_recheck_asks_conditionally_and_keeps_what_was_confirmed(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    report = pages["/gk/nb/c.html"]

    def answer(headers: object) -> Reply:
        if isinstance(headers, dict) and headers.get("if-none-match") == '"v1"':
            return Reply(status=304)
        assert isinstance(report, str)
        return Reply(body=report, headers={"ETag": '"v1"', "Content-Type": "text/html"})

    pages["/gk/nb/c.html"] = answer
    with site(pages) as served:
        crawled(served.url)
        crawled(served.url, recheck=True)
    rows = archive.db.execute(
        "SELECT status, outcome, sha256 FROM captures WHERE url LIKE '%/c.html' ORDER BY capture"
    ).fetchall()
    assert [(status, outcome) for status, outcome, _ in rows] == [(200, "ok"), (304, "not_modified")]
    assert rows[0][2] == rows[1][2]
    assert {"/gk/nb/a.html", "/files/c.pdf"} <= set(served.paths[len(served.paths) // 2 :])


def test_a_portal_that_lost_its_reports_is_a_failure(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    with site(pages) as served:
        crawled(served.url)
        pages["/gk/nb/"] = pages["/gk/nb/index_2.html"] = html("<p>页面改版中</p>")
        summary = crawled(served.url)
    assert summary.exit_status == 1
    assert "were known" in summary.failures[0]


def test_a_home_page_that_is_no_portal_is_a_failure_in_one_line(crawled: Crawl) -> None:
    with site({"/": html("<p>欢迎光临</p>")}) as served:
        summary = crawled(served.url)
    assert summary.exit_status == 1
    assert "no report found" in summary.failures[0]


def test_a_crawl_stopped_by_max_pages_goes_on_where_it_was(archive: Archive, crawled: Crawl) -> None:
    with site(portal()) as served:
        first = crawled(served.url, max_pages=3)
        assert first.portals[0].reason == "max_pages"
        crawled(served.url)
        asked = [path for path in served.paths if path != "/robots.txt"]
    assert len(set(asked)) == len(asked)
    assert sighted(archive) == REPORTS


def test_a_gb2312_page_with_a_rare_character_is_read(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    listed = pages["/gk/nb/"]
    assert isinstance(listed, str)
    body = listed.replace("青石县财政局", "青石县㑇坪镇").encode("gb18030")
    pages["/gk/nb/"] = Reply(body=body, headers={"Content-Type": "text/html; charset=gb2312"})
    with site(pages) as served:
        crawled(served.url)
    assert sighted(archive) == REPORTS


def test_a_list_that_renders_its_only_article_is_a_report(archive: Archive, crawled: Crawl) -> None:
    pages: Pages = portal()
    pages["/gk/nb/"] = pages["/gk/nb/c.html"]
    with site(pages) as served:
        crawled(served.url)
    assert sighted(archive) == {"/gk/nb/"}


def test_a_list_is_read_on_behind_a_page_that_does_not_answer(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    numbers = "".join(f'<a href="/gk/nb/index_{number}.html">{number}</a>' for number in (2, 3))
    first = pages["/gk/nb/"]
    assert isinstance(first, str)
    pages["/gk/nb/"] = first.replace('<a href="/gk/nb/index_2.html">下一页</a>', numbers)
    pages["/gk/nb/index_3.html"] = pages["/gk/nb/index_2.html"]
    pages["/gk/nb/index_2.html"] = Reply(status=403, body="no")
    with site(pages) as served:
        crawled(served.url)
    assert sighted(archive) == REPORTS


def test_a_file_has_the_name_that_its_server_tells(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    told = 'attachment; filename="青石县财政局年报.pdf"'.encode("gbk").decode("latin-1")
    pages["/files/c.pdf"] = Reply(body=b"%PDF-1.4 a report", headers={"Content-Disposition": told})
    with site(pages) as served:
        crawled(served.url)
    names = [
        part.name for source in archive.sources("1") for part in source.parts if part.role == "attachment"
    ]
    assert names == ["青石县财政局年报.pdf"]
