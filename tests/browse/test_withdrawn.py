"""A report that its organ took back: said on its page with the evidence, on the heatmap, in the feed and wherever reports are listed."""

from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import httpx
import pytest

from archive.store import Archive
from benchmarks.serving import serving
from tests.archive.made import Ticking
from tests.archive.test_lists import FULL, GONE, crawl

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture(scope="module")
def gone(archive: Archive) -> dict[str, str]:
    """One withdrawn report: its row, with the evidence."""
    cursor = archive.db.execute(
        "SELECT c.report, c.portal, c.organ_key, c.organ, w.* FROM current AS c JOIN withdrawn AS w USING (report) LIMIT 1"
    )
    names = [column[0] for column in cursor.description]
    return dict(zip(names, cursor.fetchone(), strict=True))


def test_its_page_says_since_when_and_how_that_is_known(web: httpx.Client, gone: dict[str, str]) -> None:
    text = web.get(f"/-/report/{gone['report']}").text
    said = text.partition('id="withdrawn"')[2].partition("</div>")[0]
    assert gone["withdrawn"][:10] in said
    assert gone["last_seen"][:10] in said
    assert "HTTP 404" in said
    assert gone["last_seen"] < gone["withdrawn"]
    assert web.get(f"/-/report/{gone['report']}.json").json()["withdrawn"] == gone["withdrawn"][:10]


def test_a_report_that_stands_says_nothing_of_it(web: httpx.Client, edited: str) -> None:
    assert "已撤下" not in web.get(f"/-/report/{edited}").text
    assert web.get(f"/-/report/{edited}.json").json()["withdrawn"] is None


def test_the_heatmap_and_the_lists_show_it(web: httpx.Client, gone: dict[str, str]) -> None:
    heat = web.get("/-/coverage", params={"portal": gone["portal"]}).text
    square = heat.partition(f'href="/-/report/{gone["report"]}"')
    assert square[0].rpartition("<td")[2] == ' class="s-withdrawn"><a '
    assert "已撤下" in web.get(f"/-/organ/{gone['portal']}/{quote(gone['organ_key'])}").text
    assert f'/-/report/{gone["report"]}"' in web.get("/").text.partition('id="withdrawn"')[2]


def test_the_feed_tells_of_what_is_new_changed_and_withdrawn(web: httpx.Client, gone: dict[str, str]) -> None:
    answer = web.get("/gongkai/news.atom")
    assert answer.status_code == 200
    entries = ElementTree.fromstring(answer.text).findall(f"{ATOM}entry")
    titles = [entry.findtext(f"{ATOM}title", "") for entry in entries]
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries) == 50
    assert {title.partition(":")[0] for title in titles} == {"新增 new", "变更 changed", "撤下 withdrawn"}
    told = next(entry for entry in entries if gone["report"] in entry.find(f"{ATOM}link").get("href", ""))  # type: ignore[union-attr]
    assert told.findtext(f"{ATOM}updated", "")[:19] == gone["withdrawn"][:19]
    assert gone["url"] in told.findtext(f"{ATOM}content", "")
    assert (
        web.get(f"/gongkai/{told.find(f'{ATOM}link').get('href')}", follow_redirects=True).status_code == 200
    )  # type: ignore[union-attr]


def test_a_report_that_no_list_names_any_more_says_so(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "a.db", clock=Ticking()) as archive:
        for named in (FULL, GONE):
            crawl(archive, named)
        report, listed = archive.db.execute("SELECT report, last_listed FROM unlisted").fetchone()
    with serving(tmp_path / "a.db") as address:
        text = httpx.get(f"{address}/-/report/{report}").text
    said = text.partition('id="unlisted-1"')[2].partition("</p>")[0]
    assert "列表已不再提到" in said
    assert listed[:10] in said
    assert 'id="withdrawn"' not in text
