"""What comes to and goes from a list of several pages: it is found wherever it stood, and what only moved is not asked for."""

from collections.abc import Callable, Sequence

import pytest

from archive.store import Archive
from tests.crawler.conftest import Crawl
from tests.crawler.pages import entries, html, report
from tests.crawler.server import Pages, Site, site

ORGANS = ("财政局", "教育局", "民政局", "水利局", "林业局", "司法局", "审计局")
SIZE = 4
Links = Callable[[int, int], str]


def path(number: int) -> str:
    return f"/gk/nb/{number}.html"


def title(number: int) -> str:
    """Of the report with this number: the higher, the newer."""
    return f"青石县{ORGANS[number % len(ORGANS)]}{2015 + number // len(ORGANS)}年政府信息公开工作年度报告"


def following(page: int, last: int) -> str:
    return f'<a href="/gk/nb/index_{page + 1}.html">下一页</a>' if page < last else ""


def numbered(page: int, last: int) -> str:
    links = {
        number: f"/gk/nb/index_{number}.html" if number > 1 else "/gk/nb/" for number in range(1, last + 1)
    }
    return "".join(f'<a href="{url}">{number}</a> ' for number, url in links.items() if number != page)


def counted(many: int) -> Links:
    return lambda page, last: f"<span>共{many}条</span>{numbered(page, last)}"


def portal(numbers: Sequence[int], links: Links) -> Pages:
    """A column of reports, newest first, so many a page."""
    pages: Pages = {
        "/": html("<p>欢迎</p>"),
        "/gk/": html('<ul><li><a href="/gk/nb/">政府信息公开年报</a></li></ul>'),
    }
    newest = sorted(numbers, reverse=True)
    groups = [newest[start : start + SIZE] for start in range(0, len(newest), SIZE)]
    for page, group in enumerate(groups, start=1):
        rows = [(path(number), title(number), f"{2016 + number // len(ORGANS)}-01-20") for number in group]
        address = f"/gk/nb/index_{page}.html" if page > 1 else "/gk/nb/"
        pages[address] = html(entries(rows) + links(page, len(groups)))
    return pages | {path(number): report(title(number), "青石县") for number in newest}


def turned(pages: Pages, later: Pages) -> None:
    """The portal as it is later."""
    pages.clear()
    pages.update(later)


def reports(served: Site, since: int) -> list[str]:
    """The report pages that were asked for."""
    return [
        asked
        for asked in served.paths[since:]
        if asked.startswith("/gk/nb/") and asked[7:].removesuffix(".html").isdigit()
    ]


def outcomes(archive: Archive, number: int) -> list[str]:
    rows = archive.db.execute(
        "SELECT outcome FROM captures WHERE url LIKE ? ORDER BY capture", (f"%{path(number)}",)
    )
    return [outcome for (outcome,) in rows]


@pytest.mark.parametrize("links", [following, numbered, counted(14)], ids=["next", "numbers", "total"])
def test_nothing_changed_and_no_report_is_asked_for(crawled: Crawl, links: Links) -> None:
    with site(portal(range(14), links)) as served:
        crawled(served.url)
        for _ in range(3):
            before = len(served.asked)
            crawled(served.url)
            assert not reports(served, before)


@pytest.mark.parametrize("gone", [13, 10, 9, 6, 5, 2, 1, 0])
@pytest.mark.parametrize("total", [False, True], ids=["uncounted", "counted"])
def test_what_went_is_found_on_whatever_page_it_stood(
    archive: Archive, crawled: Crawl, gone: int, total: bool
) -> None:
    pages = portal(range(14), counted(14) if total else numbered)
    with site(pages) as served:
        crawled(served.url)
        before = len(served.asked)
        crawled(served.url)
        unchanged = len(served.asked) - before
        left = [number for number in range(14) if number != gone]
        turned(pages, portal(left, counted(13) if total else numbered))
        before = len(served.asked)
        crawled(served.url)
        assert outcomes(archive, gone) == ["ok", "gone"]
        assert len(served.asked) - before <= unchanged + 3


def test_several_that_went_from_several_pages_are_all_found(archive: Archive, crawled: Crawl) -> None:
    gone = (12, 11, 7, 1)
    pages = portal(range(14), numbered)
    with site(pages) as served:
        crawled(served.url)
        turned(pages, portal([number for number in range(14) if number not in gone], numbered))
        crawled(served.url)
    assert [outcomes(archive, number)[-1] for number in gone] == ["gone"] * len(gone)


@pytest.mark.parametrize("links", [following, numbered], ids=["next", "numbers"])
def test_what_came_moves_the_others_on_and_none_of_them_is_asked_for(
    archive: Archive, crawled: Crawl, links: Links
) -> None:
    pages = portal(range(16), links)
    with site(pages) as served:
        crawled(served.url)
        for many in (17, 18, 19):
            turned(pages, portal(range(many), links))
            before = len(served.asked)
            crawled(served.url)
            assert reports(served, before) == [path(many - 1)]


def test_what_was_moved_on_and_then_went_is_found(archive: Archive, crawled: Crawl) -> None:
    pages = portal(range(14), numbered)
    with site(pages) as served:
        crawled(served.url)
        turned(pages, portal(range(15), numbered))
        crawled(served.url)
        turned(pages, portal([number for number in range(15) if number != 10], numbered))
        crawled(served.url)
    assert outcomes(archive, 10) == ["ok", "gone"]


def test_a_report_that_comes_back_is_asked_for_again(archive: Archive, crawled: Crawl) -> None:
    pages = portal(range(6), following)
    with site(pages) as served:
        crawled(served.url)
        turned(pages, portal([0, 1, 2, 3, 5], following))
        crawled(served.url)
        assert outcomes(archive, 4) == ["ok", "gone"]
        turned(pages, portal(range(6), following))
        crawled(served.url)
    assert outcomes(archive, 4) == ["ok", "gone", "ok"]


def test_a_link_that_outlives_its_report_is_not_followed_at_every_crawl(
    archive: Archive, crawled: Crawl
) -> None:
    pages = portal(range(6), following)
    with site(pages) as served:
        crawled(served.url)
        del pages[path(4)]
        crawled(served.url, recheck=True)
        crawled(served.url)
        crawled(served.url)
    assert outcomes(archive, 4) == ["ok", "gone"]


def filed_by_year(newest: int) -> Pages:
    """A report in its column's place, with a tab for each year."""
    years = range(2019, newest + 1)
    tabs = "".join(f'<a href="/gk/nb/?y={year}">{year}年</a>' for year in reversed(years))
    pages: Pages = {
        "/": html("<p>欢迎</p>"),
        "/gk/": html('<ul><li><a href="/gk/nb/?y=2024">政府信息公开年报</a></li></ul>'),
    }
    named = "青石县财政局{}年政府信息公开工作年度报告"
    return pages | {f"/gk/nb/?y={year}": report(named.format(year), "青石县", tabs) for year in years}


def test_a_new_year_among_tabs_is_found_and_the_others_are_not_asked_for_again(crawled: Crawl) -> None:
    pages = filed_by_year(2024)
    with site(pages) as served:
        crawled(served.url)
        turned(pages, filed_by_year(2025))
        before = len(served.asked)
        crawled(served.url)
        asked = [one for one in served.paths[before:] if "?y=" in one]
    assert asked == ["/gk/nb/?y=2024", "/gk/nb/?y=2025"]
