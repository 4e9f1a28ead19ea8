"""Where redirects lead, learned and used: fewer requests, the same reports, and the listed address where one would have led elsewhere."""

from archive.store import Archive
from crawler.discovery.moves import Moves
from crawler.discovery.prospect import Prospect
from crawler.discovery.steps import Step
from crawler.pages.page import Ask
from crawler.relevance import Kind
from tests.crawler.conftest import Crawl
from tests.crawler.pages import entries, html, report
from tests.crawler.server import Pages, Reply, site

HOME = "http://a.gov.cn"


def shown(moves: Moves, path: str, day: str | None, kind: Kind = Kind.REPORT) -> Step:
    """The step for an entry of a list, after `moves` looked at it."""
    (one,) = moves.ahead(
        (Prospect(step=Step(ask=Ask(url=HOME + path), kind=kind, published=day), score=1.0),)
    )
    return one.step


def saw(moves: Moves, asked: str, answered: str, day: str | None) -> None:
    moves.saw(HOME + asked, HOME + answered, published=day)


def test_numbers_of_the_address_and_of_the_date_tell_where_the_next_leads() -> None:
    moves = Moves()
    saw(moves, "/go?site=9&id=71", "/2024/0305/c9a71/page.htm", "2024-03-05")
    assert shown(moves, "/go?site=9&id=72", "2023-11-20").listed == "", "one is no rule"
    saw(moves, "/go?site=9&id=74", "/2023/1120/c9a74/page.htm", "2023-11-20")
    assert shown(moves, "/go?site=9&id=73", "2022-11-21").listed == "", "two may agree by chance"
    saw(moves, "/go?site=9&id=78", "/2023/0402/c9a78/page.htm", "2023-04-02")
    step = shown(moves, "/go?site=9&id=75", "2021-01-09")
    assert step.ask.url == f"{HOME}/2021/0109/c9a75/page.htm"
    assert step.listed == f"{HOME}/go?site=9&id=75"
    assert shown(moves, "/go?site=9&id=75", None).listed == "", "it takes the date"
    assert shown(moves, "/go?site=9&id=75", "2021-01-09", Kind.COLUMN).listed == "", (
        "it is learned of reports"
    )
    assert shown(moves, "/to?site=9&id=75", "2021-01-09").listed == "", "another kind of address"


def test_what_may_be_one_number_or_another_is_left_until_it_is_told() -> None:
    moves = Moves()
    saw(moves, "/go?id=12", "/art/3/12.html", "2024-03-12")
    saw(moves, "/go?id=13", "/art/3/13.html", "2024-03-13")
    assert shown(moves, "/go?id=14", "2024-04-20").listed == ""
    saw(moves, "/go?id=14", "/art/4/14.html", "2024-04-20")
    assert shown(moves, "/go?id=15", "2024-05-20").ask.url == f"{HOME}/art/5/15.html"


def test_a_long_hexadecimal_number_is_one_number() -> None:
    moves = Moves()
    for number in ("0c5d1f7a9b3e4482", "7e5d1f7a9b3e4401", "ffe01f7a9b3e0013"):
        saw(moves, f"/go?id={number}", f"/art/{number}.html", None)
    assert shown(moves, "/go?id=aaaa1f7a9b3ecccc", None).ask.url == f"{HOME}/art/aaaa1f7a9b3ecccc.html"


def test_letters_between_decimal_numbers_make_them_no_hexadecimal_one() -> None:
    moves = Moves()
    for number in (170530010, 170530052, 170530149):
        saw(moves, f"/go?column=120046&id={number}", f"/c120046a{number}/page.htm", None)
    step = shown(moves, "/go?column=120077&id=170530150", None)
    assert step.ask.url == f"{HOME}/c120077a170530150/page.htm"


def test_what_one_portal_learned_is_known_on_the_next_of_its_family() -> None:
    first, second, third = Moves(), Moves(), Moves()
    saw(first, "/go?id=71", "/2024/71.html", "2024-03-05")
    saw(first, "/go?id=74", "/2023/74.html", "2023-11-20")
    saw(first, "/go?id=79", "/2022/79.html", "2022-11-20")
    lessons = list(first.learned())
    assert [tuple(lesson[1:]) for lesson in lessons] == [(3, 3.0)]
    second.teach([("hub>other", 4, 0.0), *lessons])
    assert shown(second, "/go?id=9", "2020-02-02").ask.url == f"{HOME}/2020/9.html"
    assert list(second.learned()) == [], "it tells what it saw itself"
    second.misled(f"{HOME}/go?id=9")
    assert shown(second, "/go?id=9", "2020-02-02").listed == ""
    assert [tuple(lesson[1:]) for lesson in second.learned()] == [(1, 0.0)]
    third.teach([*lessons, *second.learned()])
    assert shown(third, "/go?id=9", "2020-02-02").listed == "", "it failed once, on whichever portal"


def test_redirects_without_a_rule_are_followed_as_ever() -> None:
    moves = Moves()
    for number, leads in enumerate(("/x/551.html", "/x/992.html", "/x/137.html", "/x/404.html")):
        saw(moves, f"/go?id={number}", leads, "2024-03-12")
    assert shown(moves, "/go?id=5", "2024-03-12").listed == ""


def title(year: int) -> str:
    return f"青石县财政局{year}年政府信息公开工作年度报告"


YEARS = range(2014, 2024)


def redirecting(*, elsewhere: int) -> Pages:
    """A portal whose list is two pages long and shows reports by what redirects to them; that of one year does not lead as the others do."""
    pages: Pages = {"/": html('<a href="/nb/">政府信息公开年报</a>')}
    rows = [(f"/go?id={year}7", title(year), f"{year + 1}-01-20") for year in YEARS]
    pages["/nb/"] = html(entries(rows[:3]) + '<a href="/nb/index_2.html">下一页</a>')
    pages["/nb/index_2.html"] = html(entries(rows[3:]))
    for year in YEARS:
        path = f"/special/{year}.html" if year == elsewhere else f"/{year + 1}/0120/{year}7.html"
        pages[f"/go?id={year}7"] = Reply(status=302, headers={"Location": path})
        pages[path] = report(title(year), "青石县财政局")
    return pages


def test_redirects_that_were_learned_are_not_asked_for_again(archive: Archive, crawled: Crawl) -> None:
    with site(redirecting(elsewhere=0)) as served:
        assert crawled(served.url).reports == len(YEARS)
        assert sum(path.startswith("/go") for path in served.paths) == 3
        before = len(served.asked)
        summary = crawled(served.url)
        again = served.paths[before:]
    assert not [path for path in again if path.startswith("/go") or "/0120/" in path]
    assert summary.failures == ()


def test_a_report_that_stands_elsewhere_is_asked_for_as_its_list_shows_it(
    archive: Archive, crawled: Crawl
) -> None:
    with site(redirecting(elsewhere=2019)) as served:
        summary = crawled(served.url)
    years = archive.db.execute("SELECT year, url FROM sightings ORDER BY year").fetchall()
    assert [year for year, _ in years] == list(YEARS)
    assert dict(years)[2019] == f"{served.url}special/2019.html"
    assert served.paths.count("/2020/0120/20197.html") == 1
    assert served.paths.count("/go?id=20197") == 1
    assert summary.failures == ()
