"""A column that only a script lists is rendered by a browser, which is held to the same rules."""

import json
from urllib.parse import urlsplit

import pytest

from archive.store import Archive
from crawler.running import browser
from tests.crawler.conftest import Crawl
from tests.crawler.pages import REPORTS, html, portal
from tests.crawler.server import Reply, site

pytestmark = pytest.mark.skipif(
    browser.program() is None, reason="Chromium or scrapy-playwright is not installed"
)


def test_what_a_script_lists_is_found_and_nothing_forbidden_is_asked_for(
    archive: Archive, crawled: Crawl
) -> None:
    pages = portal()
    rows = [
        ("/gk/nb/c.html", "青石县财政局2023年政府信息公开工作年度报告"),
        ("/gk/nb/b.html", "青石县青山镇2022年政府信息公开工作年度报告"),
        ("/gk/nb/a.html", "青石县青山镇2016年政府信息公开年度报告"),
    ]
    pages["/odd/q?c=9"] = Reply(body=json.dumps(rows), headers={"Content-Type": "application/json"})
    with site({}) as other:
        script = (
            "<script>new Image().src='/hit.png';fetch('/secret/count').catch(()=>0);"
            "fetch('/visitcount?id=3').catch(()=>0);"
            f"fetch('{other.url}track').catch(()=>0);"
            "fetch('/odd/q?c=9').then(r=>r.json()).then(rows=>{document.getElementById('app').innerHTML="
            "rows.map(r=>`<li><a href=\"${r[0]}\">${r[1]}</a> 2024-01-20</li>`).join('')})</script>"
        )
        pages["/gk/nb/"] = html(f"<h2>政府信息公开年报</h2><ul id='app'></ul>{script}")
        with site(pages) as served:
            summary = crawled(served.url, browser=True)
        assert other.asked == []
    assert set(served.paths) >= REPORTS
    assert not {"/hit.png", "/secret/count", "/visitcount?id=3"} & set(served.paths)
    assert summary.reports == 3
    agents = {
        headers["user-agent"] for _, path, headers in served.asked if path.startswith(("/gk/nb/", "/odd"))
    }
    assert all(agent.startswith("gongkai/") for agent in agents)
    assert archive.db.execute("SELECT count(*) FROM frontier").fetchone()[0] == 0


def test_rules_to_which_a_redirect_led_hold_for_what_scripts_ask(crawled: Crawl) -> None:
    pages = portal()
    pages["/gk/nb/"] = html(
        "<h2>政府信息公开年报</h2><ul id='app'></ul><script>fetch('/secret/count')</script>"
    )
    with site({"/robots.txt": pages["/robots.txt"]}, host="127.0.0.2") as other:
        pages["/robots.txt"] = Reply(status=302, headers={"Location": f"{other.url}robots.txt"})
        with site(pages) as served:
            crawled(served.url, hosts=(urlsplit(other.url).netloc,), browser=True)
    assert served.paths.count("/gk/nb/") == 2, "asked for, and rendered"
    assert "/secret/count" not in served.paths


def test_a_page_that_comes_again_and_again_is_left_alone(crawled: Crawl) -> None:
    pages = portal()
    pages["/gk/nb/"] = html(
        "<h2>政府信息公开年报</h2><script>setTimeout(() => location.reload(), 1)</script>"
    )
    with site(pages) as served:
        crawled(served.url, browser=True)
    assert served.paths.count("/gk/nb/") <= 1 + 3, "asked for once, and rendered"
