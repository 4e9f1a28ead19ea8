"""How far a crawl of a known portal goes beyond the lists that it knows."""

from tests.crawler.conftest import Crawl
from tests.crawler.pages import WORDS, entries, html, report
from tests.crawler.server import Pages, site


def title(number: int) -> str:
    return f"青石县第{number}中学2023年政府信息公开工作年度报告"


def portal(many: int) -> Pages:
    """One list of so many reports."""
    rows = [(f"/gk/nb/{number}.html", title(number), "2024-01-20") for number in range(many)]
    return {
        "/": html("<p>欢迎</p>"),
        "/gk/": html('<ul><li><a href="/gk/nb/">政府信息公开年报</a></li></ul>'),
        "/gk/nb/": html(entries(rows)),
    } | {address: report(words, "青石县") for address, words, _ in rows}


def columns(many: int) -> str:
    return "".join(f'<p><a href="/lm/{number}/">栏目{number}</a></p>' for number in range(many))


def test_it_does_not_grow_with_the_reports_of_its_lists(crawled: Crawl) -> None:
    pages = portal(150)
    with site(pages) as served:
        crawled(served.url)
        pages["/"] = html(columns(40))
        pages |= {f"/lm/{number}/": html(f"<p>栏目{number}，欢迎</p>") for number in range(40)}
        crawled(served.url)
        assert 0 < sum(asked.startswith("/lm/") for asked in served.paths) <= 4


def test_an_article_that_promised_a_report_leads_nowhere(crawled: Crawl) -> None:
    pages = portal(4)
    with site(pages) as served:
        crawled(served.url)
        vain = ("/gk/nb/x.html", "青石县2023年政府信息公开年度报告", "2024-01-21")
        pages["/gk/nb/"] = str(pages["/gk/nb/"]).replace("<ul>", entries([vain]).removesuffix("</ul>"))
        pages["/gk/nb/x.html"] = html(f"<h1>关于召开会议的通知</h1><div>{WORDS * 3}</div>{columns(40)}")
        crawled(served.url)
        assert "/gk/nb/x.html" in served.paths
        assert not any(asked.startswith("/lm/") for asked in served.paths)


def test_links_that_lead_nowhere_are_asked_for_once(crawled: Crawl) -> None:
    pages = portal(4)
    with site(pages) as served:
        crawled(served.url)
        pages["/"] = html(columns(7))
        for _ in range(4):
            crawled(served.url)
        asked = [one for one in served.paths if one.startswith("/lm/")]
    assert len(asked) == len(set(asked)) == 7
