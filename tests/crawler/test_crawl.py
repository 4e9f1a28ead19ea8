"""A crawl end to end against real servers: what is found, what is never asked for, what is recorded."""

from collections.abc import Callable
from itertools import pairwise
from time import sleep
from urllib.parse import urlsplit

import pytest

import replica
from archive.errors import UsageInvalid
from archive.records import Outcome
from archive.store import Archive
from crawler.crawl import crawl, portal_at
from crawler.options import Options
from tests.crawler.conftest import Crawl
from tests.crawler.pages import REPORTS, html, portal
from tests.crawler.server import Headers, Pages, Reply, site


def sighted(archive: Archive) -> set[str]:
    return {urlsplit(url).path for (url,) in archive.db.execute("SELECT url FROM sightings")}


def outcomes(archive: Archive) -> dict[str, str]:
    return {
        urlsplit(url).path: outcome
        for url, outcome in archive.db.execute("SELECT url, outcome FROM captures")
    }


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


def test_denied_and_foreign_addresses_and_negatives_are_never_asked_for(
    archive: Archive, crawled: Crawl
) -> None:
    with site(portal()) as served:
        crawled(served.url)
    assert not {
        path for path in served.paths if path.startswith(("/secret/", "/gk/nb/w", "/gk/nb/d", "/gk/zn"))
    }
    assert outcomes(archive)["/secret/nb.html"] == Outcome.ROBOTS_DENIED
    foreign = archive.db.execute("SELECT url FROM links WHERE kind = 'off_host'").fetchall()
    assert foreign == [("http://other.example/gk/e.html",)]


@pytest.mark.parametrize("permitted", [False, True])
def test_another_host_that_promises_reports_on_every_page_is_asked_nothing(
    archive: Archive, crawled: Crawl, permitted: bool
) -> None:
    with replica.serve(family="webplus", size="demo", seed=1) as portal:
        origin = portal.tempt()
        crawled(portal.url, hosts=(urlsplit(origin).netloc,) if permitted else ())
        assert bool(portal.strays()) is permitted
    recorded = archive.db.execute(
        "SELECT count(*) FROM links WHERE kind = 'off_host' AND url LIKE '%127.0.0.2%'"
    )
    assert bool(recorded.fetchone()[0]) is not permitted


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


def test_a_private_address_is_refused_before_anything_is_asked(archive: Archive) -> None:
    with site(portal()) as served, pytest.raises(UsageInvalid, match="private"):
        crawl(archive, [portal_at(served.url)], Options(), lambda _: None)
    assert served.asked == []


def test_a_redirect_to_another_host_is_not_followed(archive: Archive, crawled: Crawl) -> None:
    with site({"/gk/x.html": "secret"}) as other:
        pages = portal()
        pages["/gk/nb/a.html"] = Reply(status=302, headers={"Location": f"{other.url}gk/x.html"})
        with site(pages) as served:
            crawled(served.url)
    assert other.asked == []
    assert outcomes(archive)["/gk/nb/a.html"] == Outcome.OFF_HOST


def test_a_challenge_stops_the_host_and_replaces_nothing(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    challenge = Reply(
        status=521,
        body="<script>document.cookie='__jsl_clearance=x'</script>",
        headers={"Set-Cookie": "__jsluid_h=1"},
    )
    with site(pages) as served:
        crawled(served.url)
        known = archive.latest(f"{served.url}gk/nb/c.html")
        for path in list(pages):
            if path not in ("/", "/robots.txt"):
                pages[path] = challenge
        before = len(served.asked)
        summary = crawled(served.url, recheck=True)
    assert archive.latest(f"{served.url}gk/nb/c.html") == known
    assert len([path for path in served.paths[before:] if path not in ("/", "/robots.txt")]) == 1
    assert summary.exit_status == 1
    evidence = archive.db.execute("SELECT evidence FROM captures WHERE outcome = 'challenge_jsl'").fetchone()[
        0
    ]
    assert "__jsluid_h" in evidence


@pytest.mark.parametrize(
    ("robots", "asked", "outcome"),
    [
        (Reply(status=503), {"/robots.txt"}, "robots_denied"),
        (Reply(status=521, body="<script>x</script>"), {"/robots.txt"}, "challenge_jsl"),
        (Reply(status=412, body="<script>$_ts=window['$_ts']</script>"), {"/robots.txt"}, "challenge_rs"),
        (Reply(status=404), None, None),
        (Reply(body="<html><body>Disallow: /</body></html>"), None, None),
    ],
)
def test_robots_txt_that_is_none(
    archive: Archive, crawled: Crawl, robots: Reply, asked: set[str] | None, outcome: str | None
) -> None:
    with site({**portal(), "/robots.txt": robots}) as served:
        summary = crawled(served.url)
    if asked is None:
        assert set(served.paths) >= REPORTS
    else:
        assert set(served.paths) == asked
        assert summary.exit_status == 1
        assert outcomes(archive)["/"] == outcome


def test_crawl_delay_is_kept(crawled: Crawl) -> None:
    robots = Reply(body="User-agent: *\nCrawl-delay: 0.5\n")
    with site({**portal(), "/robots.txt": robots}) as served:
        crawled(served.url, max_pages=4)
    moments = [moment for moment, path, _ in served.asked if path != "/robots.txt"]
    assert min(later - sooner for sooner, later in pairwise(moments)) >= 0.45


def test_a_delay_that_is_asked_for_is_kept_on_loopback_too(crawled: Crawl) -> None:
    with site(portal()) as served:
        crawled(served.url, max_pages=4, delay=0.4)
    moments = [moment for moment, _, _ in served.asked]
    assert min(later - sooner for sooner, later in pairwise(moments)) >= 0.25


def slowly(page: Reply | str) -> Callable[[Headers], Reply]:
    def answer(_: Headers) -> Reply:
        sleep(0.5)
        return page if isinstance(page, Reply) else Reply(body=page)

    return answer


def test_the_delay_counts_from_the_answer(crawled: Crawl) -> None:
    pages: Pages = {path: page if callable(page) else slowly(page) for path, page in portal().items()}
    with site(pages) as served:
        crawled(served.url, max_pages=4, delay=0.5)
    moments = [moment for moment, _, _ in served.asked]
    # Scrapy varies a delay by a fifth.
    assert min(later - sooner for sooner, later in pairwise(moments)) >= 0.5 + 0.5 * 0.8


def test_retry_after_is_waited_for(archive: Archive, crawled: Crawl) -> None:
    pages = portal()
    good = pages["/gk/nb/"]
    times: list[int] = []

    def answer(_: object) -> Reply:
        times.append(1)
        assert isinstance(good, str)
        return Reply(status=503, headers={"Retry-After": "1"}) if len(times) == 1 else Reply(body=good)

    pages["/gk/nb/"] = answer
    with site(pages) as served:
        crawled(served.url)
    moments = [moment for moment, path, _ in served.asked if path == "/gk/nb/"]
    assert len(moments) == 2
    assert moments[1] - moments[0] >= 1.0
    assert sighted(archive) == REPORTS


def test_we_say_who_we_are(crawled: Crawl) -> None:
    with site(portal()) as served:
        crawled(served.url, max_pages=2)
    assert all(headers["user-agent"].startswith("gongkai/") for _, _, headers in served.asked)


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
