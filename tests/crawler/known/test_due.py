"""When what is known of a portal is asked for again: lists in season and out of it, reports by their age."""

from datetime import UTC, datetime

from archive.store import Archive
from crawler.crawl import crawl, portal_at
from crawler.options import Options
from tests.crawler.known.conftest import WINTER, Again, Clock, column, outcomes, page, portal, title
from tests.crawler.pages import html, report
from tests.crawler.server import Reply, site


def test_nothing_is_due_the_day_after_and_nothing_is_asked(clock: Clock, again: Again) -> None:
    with site(portal()) as served:
        again(served, due=True)
        before = len(served.asked)
        clock.wait(1)
        summary, _ = again(served, due=True)
        assert len(served.asked) == before
    assert (summary.portals, summary.exit_status) == ((), 0)


def test_in_season_the_list_is_looked_at_daily_and_a_new_report_is_found_that_day(
    archive: Archive, clock: Clock, again: Again
) -> None:
    clock.now = WINTER
    pages = portal()
    with site(pages) as served:
        again(served)
        clock.wait(1)
        assert "/gk/nb/" in again(served, due=True)[1]
        pages |= {"/gk/nb/": column(range(2019, 2027)), "/gk/nb/2026.html": page(2026)}
        clock.wait(1)
        summary, asked = again(served, due=True)
    assert "/gk/nb/2026.html" in asked
    assert summary.portals[0].reports == 1
    assert outcomes(archive, "/gk/nb/2026.html") == ["ok"]


def test_the_portal_that_was_looked_at_longest_ago_is_the_first_to_be_asked(
    archive: Archive, clock: Clock, again: Again
) -> None:
    with site(portal(), host="127.0.7.1") as late, site(portal(), host="127.0.7.2") as early:
        for one in (early, late):
            again(one)
            clock.wait(1)
        clock.wait(40)
        options = Options(allow_private=True, browser=False, due=True, at_once=1)
        seen = len(early.asked), len(late.asked)
        crawl(archive, [portal_at(one.url) for one in (late, early)], options, lambda _: None)
    assert early.asked[-1][0] < late.asked[seen[1]][0]
    assert len(early.asked) > seen[0]


def test_out_of_season_lists_are_left_alone_for_a_week_and_more(clock: Clock, again: Again) -> None:
    with site(portal()) as served:
        again(served)
        looked = []
        for day in range(1, 120):
            clock.wait(1)
            if "/gk/nb/" in again(served, due=True)[1]:
                looked.append(day)
    gaps = [later - sooner for sooner, later in zip([0, *looked], looked, strict=False)]
    assert gaps[:2] == [7, 7]
    assert gaps == sorted(gaps), "the longer nothing changes, the longer it waits"
    assert gaps[-1] > 14


def test_a_young_report_is_asked_for_often_an_old_one_rarely_and_each_conditionally(
    archive: Archive, clock: Clock, again: Again
) -> None:
    pages = portal(range(2018, 2026))
    body = str(pages["/gk/nb/2025.html"])
    conditions: list[str | None] = []

    def answer(headers: object) -> Reply:
        assert isinstance(headers, dict)
        conditions.append(headers.get("if-none-match"))
        if conditions[-1]:
            return Reply(status=304)
        return Reply(body=body, headers={"ETag": '"v1"', "Content-Type": "text/html"})

    pages["/gk/nb/2025.html"] = answer
    clock.now = datetime(2026, 1, 21, tzinfo=UTC)
    with site(pages) as served:
        again(served)
        asked = [path for _ in range(100) for path in (clock.wait(1), again(served, due=True)[1])[1]]
    young, old = asked.count("/gk/nb/2025.html"), asked.count("/gk/nb/2018.html")
    assert 6 <= young <= 13
    assert old <= 1
    assert conditions == [None] + ['"v1"'] * young


def test_a_silent_edit_is_archived_when_the_report_is_due(
    archive: Archive, clock: Clock, again: Again
) -> None:
    pages = portal()
    clock.now = datetime(2026, 1, 25, tzinfo=UTC)
    with site(pages) as served:
        again(served)
        pages["/gk/nb/2025.html"] = page(2025, "更正后的内容。")
        for _ in range(8):
            clock.wait(1)
            again(served, due=True)
    digests = archive.db.execute(
        "SELECT count(DISTINCT sha256) FROM captures WHERE url LIKE '%/gk/nb/2025.html' AND outcome = 'ok'"
    ).fetchone()
    assert digests == (2,)


def test_a_recheck_asks_once_for_each_known_page_and_file(again: Again) -> None:
    pages = portal()
    linked = '<p><a href="/files/a.pdf">附件：年度报告.pdf</a></p>'
    pages["/gk/nb/2025.html"] = report(title(2025), "青石县财政局", linked)
    pages["/files/a.pdf"] = Reply(body=b"%PDF-1.4 a report", headers={"Content-Type": "application/pdf"})
    with site(pages) as served:
        again(served)
        _, asked = again(served, recheck=True)
    assert {f"/gk/nb/{year}.html" for year in range(2019, 2026)} | {"/files/a.pdf"} <= set(asked)
    assert len(asked) == len(set(asked))


def test_a_recheck_asks_too_for_what_moved_from_one_list_to_another(again: Again) -> None:
    pages = portal()
    pages["/gk/"] = str(pages["/gk/"]).replace("<ul>", '<ul><li><a href="/gk/old/">历年年报</a></li>')
    pages["/gk/old/"] = column(range(2018, 2019))
    pages["/gk/nb/2018.html"] = page(2018)
    with site(pages) as served:
        again(served)
        pages["/gk/nb/"], pages["/gk/old/"] = column(range(2020, 2026)), column(range(2018, 2020))
        _, asked = again(served, recheck=True)
    assert "/gk/nb/2019.html" in asked


def test_a_portal_where_nothing_was_found_is_searched_again(clock: Clock, again: Again) -> None:
    with site({"/": html("<p>正在建设</p>")}) as served:
        for _ in range(2):
            summary, _ = again(served)
            assert "no report found" in summary.failures[0]
        before = len(served.asked)
        clock.wait(1)
        again(served, due=True)
        assert len(served.asked) == before
        clock.wait(6)
        assert again(served, due=True)[0].failures
    assert served.paths.count("/") == 3


def test_a_week_of_being_down_costs_little_and_withdraws_nothing(
    archive: Archive, clock: Clock, again: Again
) -> None:
    clock.now = WINTER
    pages = portal()
    with site(pages) as served:
        again(served)
        up = dict(pages)
        for path in up:
            pages[path] = Reply(status=500)
        before = len(served.asked)
        for _ in range(7):
            clock.wait(1)
            summary, _ = again(served, due=True)
            assert summary.exit_status == 1
        assert len(served.asked) - before <= 7 * 12
        pages |= up
        clock.wait(1)
        summary, asked = again(served, due=True)
    assert summary.exit_status == 0
    assert "/gk/nb/" in asked
    states = {
        state
        for (state,) in archive.db.execute("SELECT DISTINCT outcome FROM captures WHERE role = 'report'")
    }
    assert not states & {"gone", "soft_404"}
