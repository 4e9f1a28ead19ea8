"""What a crawl never asks for, how far apart it asks, and what it does where it is turned away."""

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
from tests.crawler.kept import outcomes, sighted
from tests.crawler.pages import REPORTS, html, portal
from tests.crawler.server import Headers, Pages, Reply, site


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


def test_rules_to_which_redirects_lead_hold_for_the_host_that_was_asked(
    archive: Archive, crawled: Crawl
) -> None:
    moved: Pages = {f"/{at}": Reply(status=302, headers={"Location": f"/{at + 1}"}) for at in range(5)}
    moved["/5"] = Reply(body="User-agent: *\nDisallow: /secret/\n")
    with site(moved, host="127.0.0.2") as other:
        robots = Reply(status=301, headers={"Location": f"{other.url}0"})
        with site({**portal(), "/robots.txt": robots}) as served:
            crawled(served.url, hosts=(urlsplit(other.url).netloc,))
    assert outcomes(archive)["/secret/nb.html"] == Outcome.ROBOTS_DENIED
    assert set(served.paths) >= REPORTS
    kept = archive.db.execute("SELECT url, final_url, outcome FROM captures WHERE url LIKE '%robots.txt'")
    assert kept.fetchall() == [(f"{served.url}robots.txt", f"{other.url}5", "ok")]


@pytest.mark.parametrize(
    ("path", "outcome"), [("/login.jsp", Outcome.LOGIN), ("/error/404.html", Outcome.SOFT_404)]
)
def test_a_page_to_which_redirects_lead_is_no_robots_txt(
    archive: Archive, crawled: Crawl, path: str, outcome: Outcome
) -> None:
    pages = {
        **portal(),
        "/robots.txt": Reply(status=302, headers={"Location": path}),
        path: html("User-agent: *<br>Disallow: /"),
    }
    with site(pages) as served:
        crawled(served.url)
        robots = f"{served.url}robots.txt"
    assert set(served.paths) >= REPORTS
    kept = archive.db.execute("SELECT final_url, outcome FROM captures WHERE url = ?", (robots,))
    assert kept.fetchall() == [(f"{served.url}{path[1:]}", outcome)]
    told = archive.db.execute("SELECT url FROM events WHERE code = 'robots_html'")
    assert told.fetchall() == [(robots,)]


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
