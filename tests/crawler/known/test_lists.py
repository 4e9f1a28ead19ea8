"""What a crawl of a known portal asks for by its lists, and how what came, went and moved is found."""

from collections.abc import Callable

from archive.store import Archive
from tests.crawler.known.conftest import WINTER, Again, Clock, column, outcomes, page, portal, title
from tests.crawler.pages import WORDS, entries, html, report
from tests.crawler.server import Headers, Pages, Reply, site


def test_a_second_crawl_looks_at_the_lists_and_at_nothing_else(archive: Archive, again: Again) -> None:
    with site(portal()) as served:
        again(served)
        summary, asked = again(served)
    assert asked[0] == "/gk/nb/", "what showed reports comes first"
    assert set(asked) <= {"/gk/nb/", "/gk/", "/news/"}
    assert summary.exit_status == 0


def guarded(body: object) -> Callable[[Headers], Reply]:
    """A page that is given only to those who come from another one of the portal."""

    def answer(headers: Headers) -> Reply:
        known = "referer" in headers
        return Reply(body=str(body), headers={"Content-Type": "text/html"}) if known else Reply(status=403)

    return answer


def test_a_list_and_a_report_are_asked_for_as_from_the_page_that_leads_to_them(
    archive: Archive, again: Again
) -> None:
    pages = portal(range(2020, 2026))
    inner = [path for path in pages if path != "/"]
    with site(pages) as served:
        for path in inner:
            pages[path] = guarded(pages[path])
        again(served)
        pages["/gk/nb/"] = guarded(column(range(2019, 2026)))
        pages["/gk/nb/2019.html"] = guarded(page(2019))
        again(served, recheck=True)
    assert outcomes(archive, "/gk/nb/2019.html") == ["ok"]
    assert set(outcomes(archive, "/gk/nb/2020.html")) == {"ok"}


def test_a_column_that_does_not_answer_is_a_failure(again: Again) -> None:
    """What it shows is not known, however much other lists do."""
    pages = portal()
    with site(pages) as served:
        again(served)
        pages["/gk/nb/"] = Reply(status=403)
        summary, _ = again(served)
    assert summary.exit_status == 1
    assert "1 column of reports brought no page" in str(summary.portals[0].failure)


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


def test_a_next_page_whose_address_changed_is_asked_for_under_the_known_one_until_that_is_gone(
    archive: Archive, again: Again
) -> None:
    pages = paged(range(2020, 2026), range(2018, 2020))
    with site(pages) as served:
        again(served)
        pages["/gk/nb/"] = str(pages["/gk/nb/"]).replace("index_2.html", "index.html?page=2")
        pages["/gk/nb/index.html?page=2"] = pages["/gk/nb/index_2.html"]
        assert sorted(again(served)[1]) == ["/gk/", "/gk/nb/", "/gk/nb/index_2.html"]
        del pages["/gk/nb/index_2.html"]
        again(served)
        _, asked = again(served)
        assert "/gk/nb/index.html?page=2" in asked
    assert outcomes(archive, "/gk/nb/2018.html") == ["ok"]


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


def test_a_class_of_organs_in_a_year_is_looked_at_for_what_came_and_went(
    archive: Archive, again: Again
) -> None:
    """Its entries say no more than the organ: 年报, the year, 镇街, and there 柳林镇."""
    pages: Pages = {"/": html('<a href="/gk/nb/">政府信息公开年报</a>')}
    pages["/gk/nb/"] = html('<a href="/gk/nb/2023/">2023年度报告汇编</a>')
    pages["/gk/nb/2023/"] = html('<a href="/gk/nb/2023/xz/">镇街</a>')
    names = {"a": "柳林镇", "b": "石桥镇", "c": "东关乡", "d": "马家乡"}

    def shown(keys: str) -> Pages:
        rows = "".join(f'<dl><dt>{names[key]}</dt><dd><a href="/r/{key}">全文</a></dd></dl>' for key in keys)
        told = {
            f"/r/{key}": report(f"青石县{names[key]}2023年政府信息公开工作年度报告", names[key])
            for key in keys
        }
        return {"/gk/nb/2023/xz/": html(rows), **told}

    pages |= shown("abc")
    with site(pages) as served:
        first, _ = again(served)
        del pages["/r/b"]
        pages |= shown("acd")
        second, asked = again(served)
    assert (first.reports, second.reports) == (3, 1)
    assert {"/r/b", "/r/d"} <= set(asked)
    assert outcomes(archive, "/r/b") == ["ok", "gone"]


def test_an_organs_part_of_a_column_that_showed_nothing_is_looked_at_for_its_first_report(
    again: Again,
) -> None:
    pages: Pages = {"/": html('<a href="/gk/nb/">政府信息公开年报</a>')}
    pages["/gk/nb/"] = html('<a href="/gk/nb/a/">青石县财政局</a><a href="/gk/nb/b/">青石县水利局</a>')
    name = "青石县{}2025年政府信息公开工作年度报告"
    pages["/gk/nb/a/"] = html(entries([("/r/a.html", name.format("财政局"), "2026-01-20")]))
    pages["/r/a.html"] = report(name.format("财政局"), "青石县财政局")
    pages["/gk/nb/b/"] = html("<p>暂无信息</p>")
    with site(pages) as served:
        first, _ = again(served)
        pages["/gk/nb/b/"] = html(entries([("/r/b.html", name.format("水利局"), "2026-03-20")]))
        pages["/r/b.html"] = report(name.format("水利局"), "青石县水利局")
        second, _ = again(served)
    assert (first.reports, second.reports) == (1, 1)
