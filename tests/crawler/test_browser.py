"""A column that only a script lists is rendered by a browser, which is held to the same rules."""

import base64
import json
from urllib.parse import urlsplit

import pytest

from archive.store import Archive
from crawler.running import browser
from tests.crawler.conftest import Crawl
from tests.crawler.pages import REPORTS, html, portal
from tests.crawler.server import Pages, Reply, site

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


CALLED = """
<script>
const at = ["/odd", "rows"].join("/");
async function more(page) {
  const asked = {method: "POST", headers: {"Content-Type": "application/json"}, body: JSON.stringify({c: 9, page})};
  const told = await (await fetch(at, asked)).json();
  document.getElementById("app").innerHTML = told.d.map(SHOWN).join("");
}
more(1); fetch("/odd/menu").then(told => told.json());
</script>
"""
"""A list in whose scripts no address stands whole."""
ROWS = [
    {"wid": "2024c", "t": "青石县财政局2023年政府信息公开工作年度报告", "w": "青石县财政局"},
    {"wid": "2023b", "t": "青石县青山镇2022年政府信息公开工作年度报告", "w": "青石县青山镇"},
    {"wid": "2017a", "t": "青石县青山镇2016年政府信息公开年度报告", "w": "青石县青山镇"},
]


def called(shown: str, rows: list[dict[str, str]]) -> Pages:
    """A portal with a column whose entries a script draws, two a page, from rows which name reports by `wid`."""
    pages = portal()
    for row in rows:
        pages[f"/gk/nb/{row['wid']}.html"] = pages.pop(f"/gk/nb/{row['wid'][-1]}.html")
    pages["/gk/nb/"] = html(f"<h2>政府信息公开年报</h2><ul id='app'></ul>{CALLED.replace('SHOWN', shown)}")
    pages["/odd/menu"] = Reply(body=json.dumps([{"title": "政府信息公开年报", "url": "/gk/nb/"}]))
    for page in range(3):
        told = Reply(
            body=json.dumps({"d": rows[2 * page : 2 * page + 2]}),
            headers={"Content-Type": "application/json"},
        )
        for separators in ((",", ":"), (", ", ": ")):
            asked = json.dumps({"c": 9, "page": page + 1}, separators=separators)
            pages[f"POST /odd/rows {asked}"] = told
    return pages


@pytest.mark.parametrize(
    ("shown", "rows"),
    [
        ('r => `<li><a href="/gk/nb/${r.wid}.html">${r.t}</a></li>`', ROWS),
        (
            "r => `<li onclick='void 0'>${r.t}</li>`",
            [{**row, "url": f"/gk/nb/{row['wid']}.html"} for row in ROWS],
        ),
    ],
    ids=["links of its own", "no links"],
)
def test_what_a_script_fetches_is_asked_for_page_by_page_without_the_browser(
    crawled: Crawl, shown: str, rows: list[dict[str, str]]
) -> None:
    with site(called(shown, rows)) as served:
        summary = crawled(served.url, browser=True)
    assert summary.reports == 3
    assert served.paths.count("/gk/nb/") == 2, "asked for, and rendered"


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


def test_a_column_whose_data_call_is_none_of_its_list_is_drawn(crawled: Crawl) -> None:
    pages = portal()
    pages["/gk/nb/"] = html(
        "<h2>政府信息公开年报</h2><ul id='app'></ul><script>fetch('/conf.json').then(told => told.json()).then(conf =>"
        "fetch([conf.root, 'rows'].join('/')).then(told => told.json()).then(rows => {"
        "document.getElementById('app').innerHTML = rows.map(r => `<li><a href='${r[0]}'>${r[1]}</a></li>`).join('')}))</script>"
    )
    pages["/conf.json"] = Reply(body=json.dumps({"root": "/odd", "theme": "blue"}))
    pages["/odd/rows"] = Reply(body=json.dumps([[f"/gk/nb/{row['wid'][-1]}.html", row["t"]] for row in ROWS]))
    with site(pages) as served:
        summary = crawled(served.url, browser=True)
    assert summary.reports == 3


def test_a_column_whose_call_is_read_wrongly_is_drawn_again_at_every_crawl(crawled: Crawl) -> None:
    pages = portal()
    pages["/gk/nb/"] = html(
        "<h2>政府信息公开年报</h2><ul id='app'></ul><script>const root = ['', 'odd'].join('/');"
        "fetch(root + '/rows?page=1').then(told => told.text()).then(told => {"
        "document.getElementById('app').innerHTML = atob(told)})</script>"
    )
    links = ['<li><a href="/gk/nb/c.html">2023</a></li>', '<li><a href="/gk/nb/b.html">2022</a></li>']
    pages["/odd/rows?page=1"] = Reply(body=base64.b64encode(links[0].encode()))
    with site(pages) as served:
        crawled(served.url, browser=True)
        first = list(served.paths)
        pages["/odd/rows?page=1"] = Reply(body=base64.b64encode("".join(links).encode()))
        crawled(served.url, browser=True)
        asked = [path for path in served.paths if "rows" in path]
    assert asked == ["/rows?page=1", "/odd/rows?page=1"] * 2, "as it is read, and as the browser asks"
    assert "/gk/nb/c.html" in first
    assert "/gk/nb/b.html" in served.paths[len(first) :]


CLICKED = """
<script>
const at = ["", "odd"].join("/"); let key = "";
async function more() {
  const told = await (await fetch(at, {method: "POST", body: btoa(key)})).json();
  key = told.next;
  const rows = told.d.map(r => `<li><a href="/gk/nb/${r.wid}.html">${r.t}</a></li>`).join("");
  document.getElementById("app").innerHTML = KEPT + rows;
  document.getElementById("on").className = key ? "" : "disabled";
}
more();
</script>
"""
"""A list that names its pages by what no address shows."""


def by_clicks(kept: str, shown: str, *, first: str = "") -> Pages:
    """A portal with a column that goes on, a report a page, where something is clicked. `first`: what the page shows by itself."""
    pages = called("", ROWS)
    script = CLICKED.replace("KEPT", kept or '""')
    script = script.replace('let key = "";', f'let key = "{first and "k1"}";')
    script = script.replace("more();\n</script>", "</script>") if first else script
    pages["/gk/nb/"] = html(
        f"<div class='slides'><a class='next' href='javascript:void(0)'>&gt;</a></div><h2>政府信息公开年报</h2>"
        f"<ul id='app'>{first}</ul><div class='pages'>{shown}</div>{script}"
    )
    for at, row in enumerate(ROWS):
        asked = base64.b64encode(f"k{at}".encode() if at else b"").decode()
        told = {"d": [row], "next": f"k{at + 1}" if row is not ROWS[-1] else ""}
        reply = Reply(body=json.dumps(told), headers={"Content-Type": "application/json"})
        pages[f"POST /odd {asked}"] = reply
    return pages


@pytest.mark.parametrize(
    ("kept", "shown"),
    [
        ("", "<span id='on' onclick='more()'>下一页</span>"),
        ("app.innerHTML", "<button id='on' onclick='more()'>加载更多</button>"),
        ("", "<b id='on'>1</b> <span onclick='more()'>2</span> <span onclick='more()'>3</span>"),
    ],
    ids=["page by page", "more and more", "by numbers"],
)
def test_a_list_that_goes_on_by_a_click_alone_is_turned(crawled: Crawl, kept: str, shown: str) -> None:
    with site(by_clicks(kept, shown)) as served:
        summary = crawled(served.url, browser=True)
        assert (summary.reports, summary.portals[0].failure) == (3, None)
        before = len(served.paths)
        again = crawled(served.url, browser=True)
    assert again.portals[0].failure is None
    assert not [path for path in served.paths[before:] if path.startswith("/gk/nb/2")], (
        "known, and still listed"
    )


def test_what_a_click_alone_leads_to_is_turned_to_where_the_page_shows_the_first_itself(
    crawled: Crawl,
) -> None:
    first = f"<li><a href='/gk/nb/{ROWS[0]['wid']}.html'>{ROWS[0]['t']}</a></li>"
    shown = "<a id='on' href='javascript:more()'>下一页</a>"
    with site(by_clicks("", shown, first=first)) as served:
        alone = crawled(served.url, browser=False)
        assert alone.reports == 1
        assert alone.portals[0].failure == "1 list goes on by a click alone and was not read to its end"
        summary = crawled(served.url, browser=True)
    assert (summary.reports, summary.portals[0].failure) == (2, None)


def test_a_list_whose_next_page_is_not_answered_is_told(crawled: Crawl) -> None:
    pages = by_clicks("", "<span id='on' onclick='more()'>下一页</span>")
    pages[f"POST /odd {base64.b64encode(b'k1').decode()}"] = Reply(status=500, body="{}")
    with site(pages) as served:
        summary = crawled(served.url, browser=True)
    assert summary.reports == 1
    assert "goes on by a click alone" in (summary.portals[0].failure or "")


def test_a_list_whose_next_page_is_named_and_does_not_come_is_told(crawled: Crawl) -> None:
    pages = by_clicks("", "<span id='on' class='pager'><i>1</i> <i>2</i></span>")
    with site(pages) as served:
        summary = crawled(served.url, browser=True)
    assert summary.reports == 1
    assert "goes on by a click alone" in (summary.portals[0].failure or "")


def test_a_click_that_would_lead_away_leaves_the_list(crawled: Crawl) -> None:
    pages = by_clicks("", "<span id='on' onclick=\"location.href = '/odd/away?id=' + 1\">下一页</span>")
    with site(pages) as served:
        summary = crawled(served.url, browser=True)
    assert summary.reports == 1
    assert not [path for path in served.paths if "away" in path]
