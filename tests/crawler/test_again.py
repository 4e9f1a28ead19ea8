"""What crawling a known portal again costs and finds: as the benchmark measures it, and on portals of no known system."""

import pytest

from archive.store import Archive
from benchmarks.again import EXTRA, SHARE, measure
from crawler.discovery.steps import unpacked
from replica.families.registry import FAMILIES
from tests.crawler.conftest import Crawl
from tests.crawler.outside import HEADINGS, ORGANS, OUTSIDE, WORDS, story, title
from tests.crawler.outside_years import year_page
from tests.crawler.pages import portal, report
from tests.crawler.server import Reply, site
from tests.crawler.test_outside import PORTALS


@pytest.mark.parametrize("family", ["ucap", "gkmlpt", "hanweb_jpaas", "epoint", "trs", "hanweb_xxgk"])
def test_an_unchanged_portal_costs_little_and_what_came_and_went_three_requests_each(family: str) -> None:
    told = measure(family, size="demo", seed=1, many=4)
    assert told.over() == []
    assert told.removed is not None
    assert (told.removed.rechecked > 0) is FAMILIES[family].keeps_links


def test_where_the_newest_report_stands_in_place_of_a_list_that_place_alone_is_asked_for_again(
    crawled: Crawl,
) -> None:
    outside = PORTALS["chosen"]()
    places = {path for path in outside.reports if path.endswith("/")}
    with site(outside.pages) as served:
        crawled(served.url)
        first = len(served.asked)
        crawled(served.url)
        asked = served.paths[first:]
    assert outside.reports & set(asked) == places
    assert len(asked) <= SHARE * first + EXTRA


@pytest.mark.parametrize("name", sorted(PORTALS.keys() - {"chosen"}))
def test_a_portal_of_no_known_system_costs_as_little(name: str, archive: Archive, crawled: Crawl) -> None:
    outside = PORTALS[name]()
    with site(outside.pages) as served:
        crawled(served.url)
        first = len(served.asked)
        crawled(served.url)
        asked = served.paths[first:]
    assert len(asked) <= SHARE * first + EXTRA
    assert not outside.reports & set(asked)
    lists = (unpacked(request).ask.url for (request,) in archive.db.execute("SELECT request FROM lists"))
    assert not outside.reports & {url.removeprefix(served.url[:-1]) for url in lists}, "a report is no list"


def test_what_comes_where_reports_stood_that_no_words_promised_is_found_and_what_goes(
    archive: Archive, crawled: Crawl
) -> None:
    """A table of organs and years, with 查看 in its cells."""
    pages = OUTSIDE["matrix"]().pages
    with site(pages) as served:
        crawled(served.url)
        rows = ""
        for number, organ in enumerate(ORGANS):
            rows += f"<tr><td>{organ}</td><td><a href='/gov/file/2{number}/page.html'>查看</a></td></tr>"
            words = story(title(organ, 2025), HEADINGS + WORDS)
            pages[f"/gov/file/2{number}/page.html"] = f"<html><body>{words}</body></html>"
        table = str(pages["/gov/nb.htm"]).replace("</table>", f"{rows}</table>")
        pages["/gov/nb.htm"] = table.replace("<a href='/gov/file/101/page.html' target=_blank>查看</a>", "")
        del pages["/gov/file/101/page.html"]
        crawled(served.url)
    told = archive.db.execute("SELECT url, outcome FROM captures WHERE role = 'report'").fetchall()
    new = {(f"{served.url}gov/file/2{number}/page.html", "ok") for number in range(len(ORGANS))}
    assert new <= set(told)
    assert [url for url, outcome in told if outcome == "gone"] == [f"{served.url}gov/file/101/page.html"]


def test_a_new_years_page_that_names_organs_alone_is_followed_to_each(
    archive: Archive, crawled: Crawl
) -> None:
    pages = PORTALS["years"]().pages
    with site(pages) as served:
        crawled(served.url)
        pages.update(year_page(2025))
        listed = "<li><a href='/y/2025'>2025年政府信息公开工作年度报告</a></li></ul>"
        pages["/nb"] = str(pages["/nb"]).replace("</ul>", listed)
        crawled(served.url)
    told = {url for (url,) in archive.db.execute("SELECT url FROM sightings WHERE year = 2025")}
    assert told == {f"{served.url}y/2025/{n}" for n in range(len(ORGANS))}


def test_a_list_that_was_a_report_too_and_answers_with_nothing_is_gone(
    archive: Archive, crawled: Crawl
) -> None:
    """The column's page shows the newest report, and the older ones beside it."""
    pages = portal()
    newest, older = "青石县财政局2023年政府信息公开工作年度报告", str(pages["/gk/nb/"])
    pages["/gk/nb/"] = str(report(newest, "青石县财政局")).replace("</body>", f"{older}</body>")
    with site(pages) as served:
        crawled(served.url)
        column = f"{served.url}gk/nb/"
        sighted = {url for (url,) in archive.db.execute("SELECT url FROM sightings")}
        lists = {unpacked(request).ask.url for (request,) in archive.db.execute("SELECT request FROM lists")}
        assert column in sighted & lists
        pages["/gk/nb/"] = Reply()
        crawled(served.url)
    told = archive.db.execute("SELECT outcome FROM captures WHERE url = ? ORDER BY capture", [column])
    assert [outcome for (outcome,) in told] == ["ok", "soft_404"]
