"""A portal that was crawled before: what is asked again, when, and how what came, went and moved is found."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from archive.store import Archive
from crawler.crawl import crawl, portal_at
from crawler.options import Options, Summary
from tests.crawler.pages import WORDS, entries, html, report
from tests.crawler.server import Pages, Reply, Site, site

SUMMER = datetime(2026, 6, 1, 2, tzinfo=UTC)
WINTER = datetime(2027, 2, 1, 2, tzinfo=UTC)


@dataclass
class Clock:
    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def wait(self, days: float) -> None:
        self.now += timedelta(days=days)


@pytest.fixture
def clock() -> Clock:
    return Clock(SUMMER)


@pytest.fixture
def archive(tmp_path: Path, clock: Clock) -> Iterator[Archive]:
    with Archive.open(tmp_path / "test.db", clock=clock) as opened, opened.hold():
        yield opened


Again = Callable[..., tuple[Summary, list[str]]]


@pytest.fixture
def again(archive: Archive) -> Again:
    """again(site, **options) → the summary, and the paths asked for without robots.txt and home."""

    def run(served: Site, **options: object) -> tuple[Summary, list[str]]:
        before = len(served.asked)
        chosen = Options(**{"allow_private": True, "browser": False, **options})  # type: ignore[arg-type]
        summary = crawl(archive, [portal_at(served.url)], chosen, lambda _: None)
        return summary, [path for path in served.paths[before:] if path not in ("/robots.txt", "/")]

    return run


def portal(years: range = range(2019, 2026)) -> Pages:
    """A column of one organ's reports under a hub, newest first."""
    pages: Pages = {
        "/": html("<p>欢迎</p>"),
        "/gk/": html('<ul><li><a href="/gk/nb/">政府信息公开年报</a></li></ul>'),
        "/gk/nb/": column(years),
    }
    return pages | {f"/gk/nb/{year}.html": page(year) for year in years}


def column(years: range) -> str:
    rows = [(f"/gk/nb/{year}.html", title(year), f"{year + 1}-01-20") for year in reversed(years)]
    return html(entries(rows))


def title(year: int) -> str:
    return f"青石县财政局{year}年政府信息公开工作年度报告"


def page(year: int, text: str = "") -> str:
    return (
        report(title(year), "青石县财政局")
        .replace("2024-01-20", f"{year + 1}-01-20")
        .replace(WORDS, WORDS + text)
    )


def outcomes(archive: Archive, path: str) -> list[str]:
    rows = archive.db.execute("SELECT outcome FROM captures WHERE url LIKE ? ORDER BY capture", (f"%{path}",))
    return [outcome for (outcome,) in rows]


def test_a_second_crawl_looks_at_the_lists_and_at_nothing_else(archive: Archive, again: Again) -> None:
    with site(portal()) as served:
        again(served)
        summary, asked = again(served)
    assert asked[0] == "/gk/nb/", "what showed reports comes first"
    assert set(asked) <= {"/gk/nb/", "/gk/", "/news/"}
    assert summary.exit_status == 0


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


def paged(first: range, second: range) -> Pages:
    """The column over two pages; over one where the second has none."""
    more = '<a href="/gk/nb/index_2.html">下一页</a>' if second else ""
    pages = portal(first) | {f"/gk/nb/{year}.html": page(year) for year in second}
    pages["/gk/nb/"] = column(first).replace("</ul>", f"</ul>{more}")
    return pages | ({"/gk/nb/index_2.html": column(second)} if second else {})


def test_what_went_from_a_further_page_is_found_by_the_first_that_has_none_after_it(
    archive: Archive, clock: Clock, again: Again
) -> None:
    clock.now = WINTER
    pages = paged(range(2020, 2026), range(2018, 2020))
    with site(pages) as served:
        again(served)
        assert outcomes(archive, "/gk/nb/2018.html") == ["ok"]
        for path in ("/gk/nb/2018.html", "/gk/nb/2019.html", "/gk/nb/index_2.html"):
            del pages[path]
        pages |= paged(range(2020, 2026), range(0))
        clock.wait(1)
        _, asked = again(served, due=True)
        assert sorted(asked) == ["/gk/nb/", "/gk/nb/2018.html", "/gk/nb/2019.html"]
        clock.wait(1)
        assert again(served, due=True)[1] == ["/gk/nb/"], "they are asked for once"
    assert outcomes(archive, "/gk/nb/2018.html") == outcomes(archive, "/gk/nb/2019.html") == ["ok", "gone"]


def test_what_a_known_list_shows_anew_is_no_reason_to_look_beyond_it(again: Again) -> None:
    pages = portal()
    with site(pages) as served:
        again(served)
        links = "".join(f'<p><a href="/lm/{n}/">栏目{n}</a></p>' for n in range(40))
        pages["/"] = str(pages["/"]).replace("欢迎", links)
        pages |= {f"/lm/{n}/": html(f"<p>栏目{n}，欢迎</p>") for n in range(40)}
        pages |= {"/gk/nb/": column(range(2013, 2026))} | {
            f"/gk/nb/{y}.html": page(y) for y in range(2013, 2019)
        }
        _, asked = again(served)
    assert len([path for path in asked if path.startswith("/gk/nb/20")]) == 6
    assert 0 < len([path for path in asked if path.startswith("/lm/")]) <= 4


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


def test_a_report_that_its_list_no_longer_shows_is_asked_for_and_told_gone(
    archive: Archive, again: Again
) -> None:
    pages = portal()
    with site(pages) as served:
        again(served)
        del pages["/gk/nb/2021.html"]
        pages["/gk/nb/"] = str(pages["/gk/nb/"]).replace("/gk/nb/2021.html", "").replace(title(2021), "")
        _, asked = again(served)
    assert [path for path in asked if path.endswith(".html")] == ["/gk/nb/2021.html"]
    assert outcomes(archive, "/gk/nb/2021.html") == ["ok", "gone"]


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


def years(folder: str, of: range) -> str:
    links = "".join(f'<li><a href="/gk/nb/{folder}{year}/">{year}年</a></li>' for year in reversed(of))
    return html(f"<ul>{links}</ul>", "政府信息公开年报")


def filed_by_year(folder: str, of: range) -> Pages:
    pages = {"/gk/nb/": years(folder, of)}
    for year in of:
        pages[f"/gk/nb/{folder}{year}/"] = column(range(year, year + 1))
    return pages  # type: ignore[return-value]


def test_columns_of_years_that_were_renamed_are_found_again_from_their_parent(
    archive: Archive, clock: Clock, again: Again
) -> None:
    clock.now = WINTER
    pages = portal() | filed_by_year("", range(2019, 2026))
    with site(pages) as served:
        again(served)
        for year in range(2019, 2026):
            del pages[f"/gk/nb/{year}/"]
        pages |= filed_by_year("nd", range(2019, 2027)) | {"/gk/nb/2026.html": page(2026)}
        clock.wait(1)
        summary, asked = again(served, due=True)
    assert "/gk/nb/nd2026/" in asked
    assert "/gk/nb/2026.html" in asked
    assert outcomes(archive, "/gk/nb/2026.html") == ["ok"]
    assert summary.exit_status == 0


def test_a_portal_that_was_rebuilt_is_searched_from_its_home_again(archive: Archive, again: Again) -> None:
    pages = portal()
    with site(pages) as served:
        again(served)
        for path in [path for path in pages if path != "/"]:
            del pages[path]
        moved = {
            path.replace("/gk/", "/open/"): str(text).replace("/gk/", "/open/")
            for path, text in portal().items()
        }
        pages |= moved
        summary, asked = again(served)
        assert {f"/open/nb/{year}.html" for year in range(2019, 2026)} <= set(asked)
        assert summary.exit_status == 0
        _, asked = again(served)
    assert "/open/nb/" in asked
    assert "/gk/nb/" not in asked, "what is not there any more is given up"


def test_a_new_column_is_found_by_going_a_little_beyond(archive: Archive, clock: Clock, again: Again) -> None:
    pages = portal()
    news = [(f"/news/{n}.html", f"全县第{n}次植树活动", "2026-03-12") for n in range(60)]
    with site(pages) as served:
        again(served)
        pages["/gk/"] = str(pages["/gk/"]).replace(
            "</ul>", '<li><a href="/gk/xz/">乡镇政府信息公开年报</a></li></ul>'
        )
        pages["/gk/xz/"] = html(
            entries([("/gk/xz/1.html", "青山镇2025年政府信息公开工作年度报告", "2026-01-22")])
        )
        pages["/gk/xz/1.html"] = report("青山镇2025年政府信息公开工作年度报告", "青山镇")
        pages["/"] = html(entries(news))
        for _ in range(30):
            clock.wait(1)
            again(served, due=True)
    assert outcomes(archive, "/gk/xz/1.html")[:1] == ["ok"]
    assert sum(path.startswith("/news/") for path in served.paths) <= 12


def test_a_page_that_promised_a_report_in_vain_is_not_asked_for_at_every_crawl(again: Again) -> None:
    pages = portal()
    vain = "青石县财政局2022年政府信息公开年度报告"
    pages["/gk/nb/"] = str(pages["/gk/nb/"]).replace(
        "<ul>", f'<ul><li><a href="/gk/nb/x.html">{vain}</a></li>'
    )
    pages["/gk/nb/x.html"] = html(f"<h1>关于召开会议的通知</h1><div>{WORDS * 3}</div>")
    with site(pages) as served:
        again(served)
        again(served)
        again(served)
    assert served.paths.count("/gk/nb/x.html") == 1


def test_a_crawl_by_lists_that_was_cut_short_goes_on_as_one(archive: Archive, again: Again) -> None:
    pages = portal()
    with site(pages) as served:
        again(served)
        pages |= {"/gk/nb/": column(range(2019, 2027)), "/gk/nb/2026.html": page(2026)}
        summary, _ = again(served, max_pages=2)
        assert summary.portals[0].reason == "max_pages"
        _, asked = again(served)
    assert "/gk/nb/2026.html" in asked
    assert len(asked) <= 4
