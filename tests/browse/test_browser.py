"""The pages in a real browser: no console error, no request off the host, no serious accessibility fault, and a sandbox that holds.

With GONGKAI_SCREENSHOTS=1 the pictures that the README shows are taken anew (docs/screenshots).
"""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, sync_playwright

from archive.store import Archive
from tests.browse import hostile
from tests.browse.conftest import LIST
from tests.browse.test_serve import QUERIES

SWITCHES = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here (Debian's package chromium)")
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
SHOTS = Path(__file__).parents[2] / "docs" / "screenshots"
SHOWN = {"front", "search", "report", "diff", "organ", "coverage", "compare", "copy", "refused_most"}
"""What the README shows."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield opened
        opened.close()


class Watched:
    """A page together with everything that went wrong on it."""

    def __init__(self, page: Page, base: str) -> None:
        self.page = page
        self.base = base
        self.errors: list[str] = []
        self.requests: list[Request] = []
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.context.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.errors.append(message.text)

    def _request(self, request: Request) -> None:
        if not request.url.startswith((self.base + "/", "data:", "blob:", "about:")):
            self.requests.append(request)

    @property
    def off_host(self) -> list[str]:
        """Addresses elsewhere that the browser really asked for: what the policy stopped never left it."""
        return [r.url for r in self.requests if "csp" not in (r.failure or "").lower()]

    def open(self, address: str) -> Page:
        answer = self.page.goto(self.base + address)
        assert answer is not None
        assert answer.status == 200
        if self.page.query_selector("figure.chart"):
            self.page.wait_for_selector("html[data-charts=drawn]", state="attached")
        return self.page


@pytest.fixture
def watched(browser: Browser, url: str) -> Iterator[Watched]:
    context = browser.new_context(viewport={"width": 1200, "height": 800})
    one = Watched(context.new_page(), url)
    yield one
    context.close()


def addresses(archive: Archive) -> dict[str, str]:
    def first(sql: str) -> str:
        return str(archive.db.execute(sql).fetchone()[0])

    edited = first("SELECT report FROM versions GROUP BY report HAVING count(*) > 1 ORDER BY report LIMIT 1")
    flawed = first(
        "SELECT a.report FROM findings AS f JOIN readings USING (reading) JOIN appearances AS a USING (source)"
        " WHERE f.code = 'row-sum' ORDER BY 1 LIMIT 1"
    )
    portal, organ = archive.db.execute(
        "SELECT portal, organ_key FROM reports ORDER BY organ_key LIMIT 1"
    ).fetchone()
    reading = first(f"SELECT reading FROM current_readings WHERE report = '{flawed}'")
    copy = first("SELECT url FROM captures WHERE role = 'report' GROUP BY url HAVING count(*) > 1 LIMIT 1")
    return {
        "front": "/",
        "search": f"/-/search?q={quote('河道 公开')}",
        "report": f"/-/report/{flawed}",
        "diff": f"/-/report/{edited}/diff",
        "organ": f"/-/organ/{portal}/{quote(organ)}",
        "coverage": "/-/coverage",
        "compare": f"/-/compare?a={edited}&b={flawed}",
        "choose": f"/-/compare?a={edited}",
        "copy": f"/-/web/2026/{copy}",
        "place": f"/-/place/{reading}?cell=requests/granted/total",
        "questions": "/-/questions",
        "table": f"/gongkai/current_reports?_search={quote('河道')}",
        "sql": "/gongkai?sql=" + quote("select count(*) from reports"),
        "database": "/gongkai",
        "missing": "/-/search?q=" + quote("无此字句"),
        **{name: f"/gongkai/{name}" for name in QUERIES},
    }


NAMES = (
    *("front", "search", "report", "diff", "organ", "coverage", "compare", "choose", "copy", "place"),
    *("questions", "table", "sql", "database", "missing"),
    *sorted(QUERIES),
)


@pytest.mark.parametrize("name", NAMES)
def test_page(watched: Watched, archive: Archive, name: str) -> None:
    page = watched.open(addresses(archive)[name])
    page.wait_for_load_state("networkidle")
    if os.environ.get("GONGKAI_SCREENSHOTS") and name in SHOWN:
        SHOTS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SHOTS / f"{name}.png")
    page.add_script_tag(path=AXE)
    found = page.evaluate("axe.run(document, {iframes: false}).then(r => r.violations)")
    serious = [
        f"{v['id']}: {[node['html'][:160] for node in v['nodes'][:3]]}"
        for v in found
        if v["impact"] in ("serious", "critical")
    ]
    assert serious == []
    assert watched.errors == []
    assert watched.off_host == []


@pytest.mark.parametrize(
    "name", ["front", "search", "report", "diff", "organ", "compare", "copy", "table", "refused_most"]
)
def test_phone(browser: Browser, url: str, archive: Archive, name: str) -> None:
    context = browser.new_context(
        viewport={"width": 375, "height": 720}, is_mobile=True, device_scale_factor=2
    )
    page = Watched(context.new_page(), url).open(addresses(archive)[name])
    wider = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
    if os.environ.get("GONGKAI_SCREENSHOTS") and name == "front":
        page.screenshot(path=SHOTS / "phone.png")
    context.close()
    assert wider <= 0, "the page scrolls sideways"


@pytest.mark.parametrize("name", ["coverage", "organ", "report"])
def test_wide_tables_on_a_phone_keep_their_rows_names(
    browser: Browser, url: str, archive: Archive, name: str
) -> None:
    context = browser.new_context(viewport={"width": 320, "height": 720}, is_mobile=True)
    page = Watched(context.new_page(), url).open(addresses(archive)[name])
    if name == "report":
        page.evaluate("document.querySelectorAll('.scroll').forEach((wide) => { wide.scrollLeft = 999; })")
    newest, label = page.evaluate(
        """[...document.querySelectorAll("table.heat, table.years, table.t-requests")].map((table) => {
          const wide = table.closest(".scroll").getBoundingClientRect(), row = [...table.rows].at(-1);
          const last = row.lastElementChild.getBoundingClientRect(), name = row.querySelector("th[scope=row]").getBoundingClientRect();
          return [last.right - wide.right, name.left - wide.left];
        })[0]"""
    )
    context.close()
    assert abs(newest) < 2, "the last column is in view"
    assert label > -2, "and what the row is called"


def test_a_report_fits_on_paper(browser: Browser, url: str, archive: Archive) -> None:
    context = browser.new_context(viewport={"width": 718, "height": 1000})
    page = Watched(context.new_page(), url).open(addresses(archive)["report"])
    page.emulate_media(media="print")
    wider = page.evaluate(
        "[...document.querySelectorAll('table')].map((t) => t.getBoundingClientRect().right - document.documentElement.clientWidth)"
    )
    context.close()
    assert wider
    assert max(wider) <= 0


def test_dashboard(watched: Watched) -> None:
    page = watched.open("/-/dashboards/archive")
    page.wait_for_selector(".vega-embed canvas, .vega-embed svg")
    assert watched.errors == []
    assert watched.off_host == []


def test_search_by_hand(watched: Watched) -> None:
    page = watched.open("/")
    page.fill("#q", "清淤")
    page.press("#q", "Enter")
    page.wait_for_selector("ol.results mark")
    assert page.inner_text("ol.results mark >> nth=0") == "清淤"
    page.click("ol.results h2 a >> nth=0")
    page.wait_for_selector("table.form")
    page.click("table.t-requests td a >> nth=6")
    page.wait_for_selector("iframe.copy")
    page.wait_for_timeout(500)
    frame = page.frames[1]
    assert frame.locator("#gongkai-place").count() == 1
    assert frame.evaluate(
        "document.getElementById('gongkai-place').getBoundingClientRect().top < innerHeight"
    )
    assert watched.errors == []


def tempt(page: Page, frame: object) -> None:
    """Do what a careless reader would: click everything."""
    for selector in ("#js", "#in", "#out", "#send"):
        target = frame.query_selector(selector)  # type: ignore[attr-defined]
        if target is not None:
            target.click(force=True, no_wait_after=True)
            page.wait_for_timeout(150)


@pytest.mark.parametrize("name", ["page.html", "drawing.svg"])
def test_the_sandbox_holds_by_itself(watched: Watched, name: str) -> None:
    """The raw copy opened directly: nothing runs, nothing is sent, nothing is asked for."""
    page = watched.open("/-/raw/" + hostile.digest(name) if name != "page.html" else hostile_page())
    page.wait_for_timeout(1200)
    assert page.title() != "pwned"
    assert page.url.startswith(watched.base)
    assert watched.off_host == []
    for selector in ("#js", "#send"):
        if page.query_selector(selector):
            page.click(selector, force=True, no_wait_after=True)
    page.wait_for_timeout(300)
    assert page.title() != "pwned"
    assert watched.off_host == []


def hostile_page() -> str:
    """The hostile page by its address: its digest is also that of the page named .doc."""
    return "/-/web/2026id_/http://www.hostile.example/page.html"


def test_the_sandbox_holds_in_its_frame(watched: Watched) -> None:
    """Under the banner even a click leads nowhere off the host."""
    page = watched.open("/-/web/2026/http://www.hostile.example/page.html")
    page.wait_for_timeout(800)
    frame = page.frames[1]
    assert frame.query_selector("#what") is not None
    tempt(page, frame)
    page.wait_for_timeout(500)
    assert page.url.startswith(watched.base)
    assert page.title() != "pwned"
    assert watched.off_host == []
    assert len(page.context.pages) == 1


def test_a_link_in_a_copy_leads_to_a_copy(watched: Watched) -> None:
    page = watched.open(f"/-/web/2024/{LIST}")
    page.wait_for_timeout(500)
    assert watched.errors == [], "before the driver's own scripts are refused too"
    frame = page.frames[1]
    tempt(page, frame)
    assert frame.locator("#here").count() == 1, "what is not held leads nowhere"
    assert frame.evaluate("document.getElementById('shown').naturalWidth") == 1
    frame.click("#held")
    page.wait_for_timeout(500)
    assert page.frames[1].locator("text=two").count() == 1
    assert page.url == watched.base + f"/-/web/2024/{LIST}"
    assert watched.requests == [], "nothing was left for the policy to stop"


def test_a_page_named_doc_is_downloaded(watched: Watched) -> None:
    watched.page.goto(watched.base + "/-/questions")
    with watched.page.expect_download() as started:
        watched.page.evaluate(
            "address => { location.href = address }",
            "/-/web/2026id_/http://www.hostile.example/" + quote("报告.doc"),
        )
    assert started.value.suggested_filename == "报告.doc"
    assert watched.off_host == []


def test_a_readers_page_cannot_be_scripted_by_a_report(watched: Watched) -> None:
    page = watched.open("/-/search?q=" + quote("<img src=x onerror=document.title='pwned'>"))
    page.wait_for_timeout(300)
    assert page.title() != "pwned"
