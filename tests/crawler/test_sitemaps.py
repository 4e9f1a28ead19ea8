"""What a site map names beyond the lists of a portal is found, and no more is asked for than may be a report."""

import gzip

import pytest

from archive.store import Archive
from crawler.discovery.mapped import Mapped
from crawler.discovery.steps import Step
from crawler.pages.page import Ask, page
from crawler.pages.sitemaps import sitemap
from crawler.relevance import Kind
from tests.crawler.conftest import Crawl
from tests.crawler.outside import every, title
from tests.crawler.pages import HEADINGS, WORDS, html
from tests.crawler.server import Pages, Reply, Site, site

HOST = "http://qs.example.gov.cn"
NEWS = 60
SHOWN = 20


def _map(kind: str, entry: str, paths: list[str], home: str) -> Reply:
    named = "".join(f"<{entry}><loc>{home}{path}</loc></{entry}>" for path in paths)
    body = f"<?xml version='1.0' encoding='UTF-8'?><{kind}>{named}</{kind}>"
    return Reply(body=body, headers={"Content-Type": "application/xml"})


def _portal(reports: dict[str, str], news: list[str]) -> Pages:
    """A column that ends after some reports, and the pages of all."""
    rows = "".join(f"<li><a href='{path}'>{name}</a></li>" for path, name in list(reports.items())[:SHOWN])
    pages: Pages = {"/": html("<a href='/nb/'>政府信息公开年报</a>"), "/nb/": html(f"<ul>{rows}</ul>")}
    pages.update({path: html(f"<h1>{name}</h1><p>{HEADINGS}{WORDS}</p>") for path, name in reports.items()})
    pages.update({path: html(f"<h1>春耕工作推进</h1><p>{WORDS}</p>") for path in news})
    return pages


def _mapped(pages: Pages, paths: list[str], home: str) -> None:
    pages["/robots.txt"] = Reply(body=f"User-agent: *\nDisallow: /no/\nSitemap: {home}/maps.xml\n")
    pages["/maps.xml"] = _map("sitemapindex", "sitemap", ["/map1.xml", "/map2.xml"], home)
    half = len(paths) // 2
    pages["/map1.xml"] = _map("urlset", "url", paths[:half], home)
    pages["/map2.xml"] = _map("urlset", "url", paths[half:], home)


def _sighted(archive: Archive, served: Site) -> set[str]:
    return {url.removeprefix(served.url[:-1]) for (url,) in archive.db.execute("SELECT url FROM sightings")}


@pytest.mark.parametrize("news", ["/xw/{}.html", "/nb/{}.html"], ids=["elsewhere", "among the reports"])
def test_reports_that_only_a_site_map_names_are_found(news: str, archive: Archive, crawled: Crawl) -> None:
    reports = {f"/nb/{at}/{key}.html": title(of, at) for key, of, at in every()}
    others = [news.format(number) for number in range(900, 900 + NEWS)]
    pages = _portal(reports, others)
    with site(pages) as served:
        _mapped(pages, [*reports, *others], served.url[:-1])
        crawled(served.url)
    assert _sighted(archive, served) == reports.keys()
    assert not any(path in served.paths for path in others)


def test_a_map_that_a_page_links_is_read(archive: Archive, crawled: Crawl) -> None:
    reports = {f"/nb/{key}.html": title(of, at) for key, of, at in every()}
    pages = _portal(reports, [])
    pages["/"] = html("<a href='/nb/'>政府信息公开年报</a><a href='/sitemap.xml'>网站地图</a>")
    with site(pages) as served:
        pages["/sitemap.xml"] = _map("urlset", "url", list(reports), served.url[:-1])
        crawled(served.url)
    assert _sighted(archive, served) == reports.keys()


def test_a_map_that_names_news_where_reports_stand_is_left_soon(archive: Archive, crawled: Crawl) -> None:
    reports = {f"/info/{key}.html": title(of, at) for key, of, at in list(every())[:SHOWN]}
    others = [f"/info/{number}.html" for number in range(900, 900 + NEWS)]
    pages = _portal(reports, others)
    with site(pages) as served:
        _mapped(pages, [*others, *reports], served.url[:-1])
        crawled(served.url)
    assert _sighted(archive, served) == reports.keys()
    assert 0 < sum(path in others for path in served.paths) < 6


@pytest.mark.parametrize(
    ("place", "shell", "most"),
    [("/zfxxgkndbg_97/{}.html", "/", 0), ("/info/{}.html", "/", NEWS), ("/info/{}.html", "/zfxxgknb/", NEWS)],
    ids=["in a column", "anywhere", "anywhere beside an empty column"],
)
def test_a_map_is_all_that_a_portal_without_lists_has(
    place: str, shell: str, most: int, archive: Archive, crawled: Crawl
) -> None:
    reports = {place.format(key): title(of, at) for key, of, at in list(every())[:SHOWN]}
    others = [f"/info/{number}.html" for number in range(900, 900 + NEWS)]
    pages = _portal(reports, others)
    pages[shell] = html("<h1>政府信息公开年报</h1>")
    pages["/"] = html("<p>欢迎</p>")
    threes = zip(others[::3], others[1::3], others[2::3], reports, strict=True)
    mixed = [shell, *(path for four in threes for path in four)]
    with site(pages) as served:
        _mapped(pages, mixed, served.url[:-1])
        crawled(served.url)
    assert _sighted(archive, served) == reports.keys()
    assert sum(path in others for path in served.paths) <= most


def test_a_crawl_by_known_lists_asks_for_no_map(archive: Archive, crawled: Crawl) -> None:
    reports = {f"/nb/{key}.html": title(of, at) for key, of, at in every()}
    pages = _portal(reports, [])
    with site(pages) as served:
        _mapped(pages, list(reports), served.url[:-1])
        crawled(served.url)
        first = len(served.paths)
        crawled(served.url)
    assert "/maps.xml" in served.paths[:first]
    assert "/maps.xml" not in served.paths[first:]


@pytest.mark.parametrize(
    ("text", "pages", "maps"),
    [
        ("<urlset><url><loc> /a?x=1&amp;y=2\n</loc></url></urlset>", ("/a?x=1&y=2",), ()),
        (
            "<?xml version='1.0'?>\n<!-- m --><s:sitemapindex xmlns:s='x'><s:sitemap><s:loc>/m</s:loc>",
            (),
            ("/m",),
        ),
        ("<urlset><url><loc><![CDATA[/a]]></loc></url><url><loc>ftp:/b</loc></url></urlset>", ("/a",), ()),
    ],
)
def test_a_map_is_read(text: str, pages: tuple[str, ...], maps: tuple[str, ...]) -> None:
    found = sitemap(page(f"{HOST}/sitemap.xml", text))
    assert found is not None
    assert found.pages == tuple(HOST + path for path in pages)
    assert found.maps == tuple(HOST + path for path in maps)


def test_another_page_is_no_map() -> None:
    assert sitemap(page(HOST, "<html><body>&lt;urlset&gt;<loc>/a</loc></body></html>")) is None


def test_a_page_that_begins_with_many_comments_is_no_map() -> None:
    assert sitemap(page(HOST, "<!-- qs -->\n" * 100 + "<html></html>")) is None


@pytest.mark.parametrize(
    ("reports", "named", "followed"),
    [
        (("/nb/2021/t20220121_7.html", "/nb/2022/t20230121_8.html"), "/nb/2023/t20240121_9.html", True),
        (("/nb/2021/t20220121_7.html", "/nb/2022/t20230121_8.html"), "/xw/2023/t20240121_9.html", False),
        (
            ("/art/2022/1/7/art_123_7777.html", "/art/2023/1/7/art_123_8888.html"),
            "/art/2024/1/9/art_123_9.html",
            True,
        ),
        (
            ("/art/2022/1/7/art_123_7777.html", "/art/2023/1/7/art_123_8888.html"),
            "/art/2024/1/9/art_456_9999.html",
            False,
        ),
        (("/nb/czj.html", "/nb/slj.html"), "/nb/mzj.html", True),
        (("/show.asp?id=7", "/show.asp?id=8"), "/show.asp?id=9", True),
        (("/show.asp?id=7", "/show.asp?id=8"), "/show.asp?id=8", False),
        (("/info/7.html",), "/info/8.html", False),
        (("/nb/7.html", "/nb/8.html"), "/nb/8.pdf", False),
    ],
)
def test_what_stands_where_reports_do_may_be_one(
    reports: tuple[str, ...], named: str, followed: bool
) -> None:
    mapped = Mapped()
    mapped.report(*(HOST + path for path in reports))
    told = Step(ask=Ask(url=f"{HOST}/sitemap.xml"), kind=Kind.OTHER)
    assert bool(list(mapped.beyond(told, [HOST + named], lambda _: False))) is followed


def test_a_packed_map_is_read(archive: Archive, crawled: Crawl) -> None:
    reports = {f"/nb/{at}/{key}.html": title(of, at) for key, of, at in every()}
    pages = _portal(reports, [])
    with site(pages) as served:
        told = _map("urlset", "url", list(reports), served.url[:-1])
        assert isinstance(told.body, str)
        pages["/robots.txt"] = Reply(body=f"User-agent: *\nSitemap: {served.url}map.xml.gz\n")
        packed = gzip.compress(told.body.encode(), mtime=0)
        pages["/map.xml.gz"] = Reply(body=packed, headers={"Content-Type": "application/gzip"})
        crawled(served.url)
    assert _sighted(archive, served) == reports.keys()
