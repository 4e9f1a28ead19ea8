"""`gongkai serve` over real HTTP: Datasette's pages and ours, search, what stays private, what stays bounded."""

import asyncio
import json
from pathlib import Path

import httpx
import pytest
from lxml import etree

from archive.browse import describe, find, server
from archive.browse.server import tables
from archive.store import Archive
from tests.browse.conftest import REPORTS

QUERIES = describe.metadata({}, database="gongkai")["databases"]["gongkai"]["queries"]


def rows(web: httpx.Client, sql: str) -> list[dict[str, object]]:
    answer = web.get("/gongkai.json", params={"sql": sql, "_shape": "array"})
    assert answer.status_code == 200, answer.text
    return list(answer.json())


@pytest.mark.parametrize(
    "page",
    [
        "/",
        "/-/coverage",
        "/-/search",
        "/-/compare",
        "/-/questions",
        "/gongkai",
        "/gongkai/current_reports",
        "/-/dashboards/archive",
    ],
)
def test_pages_answer(web: httpx.Client, page: str) -> None:
    answer = web.get(page)
    assert answer.status_code == 200
    assert "default-src 'self'" in answer.headers["content-security-policy"]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "set-cookie" not in answer.headers


def test_every_table_and_column_is_described(path: Path) -> None:
    found = tables(path)
    told = describe.metadata(found, database="gongkai")["databases"]["gongkai"]["tables"]
    shadows = {name for name in found if name.startswith("texts_fts_")}
    missing = [
        f"{table}.{column}"
        for table, columns in found.items()
        if table not in shadows
        for column in columns
        if not told[table]["columns"].get(column)
    ]
    untitled = [
        t for t in found if t not in shadows and not (told[t].get("title") and told[t].get("description"))
    ]
    assert missing == []
    assert untitled == []
    assert set(told) <= set(found), "metadata.yaml describes what is not there"


@pytest.mark.parametrize("words", ["河", "河道", "河道清淤", "消防栓 公开", "乡镇之间公开的深浅不一"])
def test_the_ordinary_search_box_finds_any_chinese_string(
    web: httpx.Client, archive: Archive, words: str
) -> None:
    answer = web.get(
        "/gongkai/current_reports.json", params={"_search": words, "_size": "max", "_shape": "objects"}
    )
    current = {
        key: f"{title}\n{organ}\n{text}"
        for key, title, organ, text in archive.db.execute(
            "SELECT c.report, c.title, c.organ, group_concat(s.heading || s.text, '\n') FROM current_readings AS c"
            " JOIN sections AS s USING (reading) GROUP BY c.report"
        )
    }
    expected = {key for key, text in current.items() if all(word in text for word in words.split())}
    assert expected
    assert {row["report"] for row in answer.json()["rows"]} == expected
    page = web.get("/gongkai/current_reports", params={"_search": words}).text
    assert 'name="_search"' in page
    assert "<mark>" in page


@pytest.mark.parametrize("words", ['"', "*", "a OR", "“”", "NEAR(", "-", "^公"])
def test_search_survives_what_people_type(web: httpx.Client, words: str) -> None:
    assert web.get("/gongkai/current_reports", params={"_search": words}).status_code == 200
    assert web.get("/-/search", params={"q": words}).status_code == 200


def test_facets(web: httpx.Client) -> None:
    facets = web.get("/gongkai/current_reports.json").json()["facet_results"]
    assert sum(one["count"] for one in facets["year"]["results"]) == REPORTS


@pytest.mark.parametrize(
    "sql",
    [
        "select request_values, response_values from captures where request_values is not null or response_values is not null",
        "select * from captures",
        "select * from headers",
        "select fields from headers",
        "select arguments from runs",
        "select c.*, h.* from captures c join headers h on h.headers = c.request_headers",
        "with c as (select * from captures) select group_concat(response_values) from c",
    ],
)
def test_cookies_stay_private(web: httpx.Client, path: Path, sql: str) -> None:
    assert "secret-cookie" not in json.dumps(rows(web, sql))
    assert "session=" not in json.dumps(rows(web, sql))


def test_private_columns_are_there_to_be_kept_private(archive: Archive) -> None:
    told = str(archive.db.execute("SELECT group_concat(response_values) FROM captures").fetchone())
    assert "secret-cookie" in told


@pytest.mark.parametrize(
    "page", ["/gongkai/captures", "/gongkai/headers", "/gongkai/runs", "/gongkai/captures.csv?_stream=1"]
)
def test_cookies_stay_private_in_tables(web: httpx.Client, page: str) -> None:
    answer = web.get(page)
    assert answer.status_code == 200
    assert "secret-cookie" not in answer.text


def test_custom_sql_is_allowed_but_bounded(web: httpx.Client) -> None:
    assert rows(web, "select count(*) as n from reports") == [{"n": REPORTS}]
    endless = "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n"
    assert web.get("/gongkai.json", params={"sql": endless}, timeout=10).status_code == 400
    long = "with recursive n(x) as (select 1 union all select x + 1 from n limit 5000) select x from n"
    answer = web.get("/gongkai.json", params={"sql": long}).json()
    assert answer["truncated"]
    assert len(answer["rows"]) == 1000


@pytest.mark.parametrize(
    "sql", ["delete from reports", "attach 'x' as y", "pragma journal_mode=delete", "create table t(a)"]
)
def test_nothing_can_be_written(web: httpx.Client, archive: Archive, sql: str) -> None:
    assert web.get("/gongkai.json", params={"sql": sql}).status_code == 400
    assert archive.db.execute("SELECT count(*) FROM reports").fetchone()[0] == REPORTS


def test_the_file_itself_is_not_handed_out(web: httpx.Client) -> None:
    assert web.get("/gongkai.db").status_code in (403, 404)


@pytest.mark.parametrize(
    "page", ["databases", "databases.json", "metadata.json", "settings.json", "plugins.json", "versions.json"]
)
def test_nobody_is_told_where_the_file_is(web: httpx.Client, path: Path, page: str) -> None:
    told = web.get(f"/-/{page}")
    assert told.status_code == (404 if page.startswith("databases") else 200)
    assert path.parent.name not in told.text


def test_every_entry_of_the_feed_has_what_the_standard_asks(web: httpx.Client) -> None:
    feed = etree.fromstring(web.get("/gongkai/news.atom").content)
    atom = {"a": "http://www.w3.org/2005/Atom"}
    entries = feed.findall("a:entry", atom)
    assert entries
    for name in ("id", "title", "updated", "link", "author/a:name"):
        assert all(entry.find(f"a:{name}", atom) is not None for entry in entries), name


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_canned_queries_answer(web: httpx.Client, name: str) -> None:
    page = web.get(f"/gongkai/{name}")
    assert page.status_code == 200, page.text[-600:]
    found = web.get(f"/gongkai/{name}.json", params={"_shape": "array"}).json()
    assert found, "a question that the sample archive has no answer to proves nothing"
    chart = QUERIES[name].get("chart", {})
    assert {chart[axis] for axis in ("x", "y", "series") if axis in chart} <= set(found[0])


def test_answers_are_in_words_and_lead_to_the_reports(web: httpx.Client) -> None:
    page = web.get("/gongkai/totals_wrong")
    (first, *_) = web.get("/gongkai/totals_wrong.json", params={"_shape": "array"}).json()
    assert f'<a href="/-/report/{first["report"]}">{first["organ"]}</a>' in page.text
    assert "三 · （一）予以公开 · 总计" in page.text
    assert f'<span title="{first["code"]}">' in page.text
    assert "行合计不符" in page.text
    assert first["where"] == "requests/granted/total", "machines are told the codebook's names"
    assert '<datalist id="years"><option value="2025">' in page.text
    assert '<span title="gone">' in web.get("/gongkai/withdrawn_reports").text
    (newest, *_) = web.get("/gongkai/edited.json", params={"_shape": "array"}).json()
    assert f'<a href="/-/report/{newest["report"]}/diff"><time' in web.get("/gongkai/edited").text
    reasons = web.get("/gongkai/refused_most.json", params={"_shape": "array"}).json()
    assert {one["main_reason"][1] for one in reasons} == {"."}


@pytest.mark.parametrize(
    "page",
    [
        "/-/report/none",
        "/-/organ/none/none",
        "/-/raw/" + "0" * 64,
        "/-/coverage?portal=none",
        "/?portal=none",
        "/-/place/none?cell=a/b/c",
        "/-/place/x",
    ],
)
def test_what_is_not_there_is_404(web: httpx.Client, page: str) -> None:
    answer = web.get(page)
    assert answer.status_code == 404
    assert answer.elapsed.total_seconds() < 2
    assert "Traceback" not in answer.text


def test_a_table_is_not_sorted_by_a_column_that_there_is_not(web: httpx.Client) -> None:
    answer = web.get("/gongkai/current_reports", params={"_sort": "none"})
    assert answer.status_code == 400
    assert "Cannot sort table by none" in answer.text


def test_a_page_that_takes_too_long_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
    monkeypatch.setitem(find.CHOICES, "portal", endless)
    monkeypatch.setitem(server.SETTINGS, "sql_time_limit_ms", 50)

    async def ask() -> httpx.Response:
        ds = server.datasette(path)
        await ds.invoke_startup()
        return await ds.client.get("/-/search?q=a")

    answer = asyncio.run(ask())
    assert answer.status_code == 503
    assert "再试一次" in answer.text
