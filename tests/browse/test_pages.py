"""Our pages: what they say, and that they are valid HTML."""

import csv
import io
import re
from urllib.parse import quote

import httpx
import pytest
from html5lib import HTMLParser

from archive.browse import diff, organ, report, summary, words
from archive.store import Archive
from benchmarks.invented import YEARS


def first(archive: Archive, sql: str) -> str:
    return str(archive.db.execute(sql).fetchone()[0])


def organ_page(archive: Archive) -> str:
    portal, key = archive.db.execute(
        "SELECT portal, organ_key FROM reports ORDER BY organ_key LIMIT 1"
    ).fetchone()
    return f"/-/organ/{portal}/{quote(key)}"


@pytest.fixture(scope="module")
def pages(archive: Archive, edited: str) -> dict[str, str]:
    other = first(archive, f"SELECT report FROM reports WHERE report <> '{edited}' LIMIT 1")
    reading = first(archive, "SELECT reading FROM readings LIMIT 1")
    return {
        "front": "/",
        "portal": f"/?portal={first(archive, 'SELECT portal FROM reports LIMIT 1')}",
        "coverage": "/-/coverage",
        "search": f"/-/search?q={quote('河道 “公开”')}&year=2020&organ={quote('局')}",
        "report": f"/-/report/{edited}",
        "diff": f"/-/report/{edited}/diff",
        "organ": organ_page(archive),
        "compare": f"/-/compare?a={edited}&b={other}",
        "choose": f"/-/compare?a={edited}&q={quote('教育')}",
        "questions": "/-/questions",
        "place": f"/-/place/{reading}?cell=requests/granted/total",
        "copy": "/-/web/2026/" + first(archive, "SELECT url FROM captures WHERE role = 'report' LIMIT 1"),
        "query": "/gongkai/refused_most",
        "table": "/gongkai/captures?role=report",
        "box": f"/gongkai/current_reports?_search={quote('河道')}&year__gt=2018",
        "database": "/gongkai",
        "unknown": "/gongkai/refused_most?year=1900",
    }


NAMES = [
    "front",
    "portal",
    "coverage",
    "search",
    "report",
    "diff",
    "organ",
    "compare",
    "choose",
    "questions",
    "place",
    "copy",
    "query",
    "table",
    "box",
    "database",
    "unknown",
]


@pytest.mark.parametrize("name", NAMES)
def test_valid_html(web: httpx.Client, pages: dict[str, str], name: str) -> None:
    answer = web.get(pages[name])
    assert answer.status_code == 200
    parser = HTMLParser()
    parser.parse(answer.text)
    assert [(where, code) for where, code, _ in parser.errors] == []
    told = [after.partition('"')[0] for after in answer.text.split(' id="')[1:]]
    assert len(told) == len(set(told)), "an id stands twice"


def test_report_shows_every_figure_with_a_way_to_its_source(
    web: httpx.Client, archive: Archive, edited: str
) -> None:
    text = web.get(f"/-/report/{edited}").text
    reading = first(archive, f"SELECT reading FROM current_readings WHERE report = '{edited}'")
    figures = archive.db.execute(
        'SELECT "table", "row", "column" FROM figures WHERE reading = ?', (reading,)
    ).fetchall()
    assert len(figures) > 190
    for address in figures:
        assert f'title="{"/".join(address)}"' in text
    assert text.count('v-absent"') == 0
    assert "第二十条第（一）项" in text
    assert "补正后申请内容仍不明确" in text


def test_findings_stand_at_their_cells(web: httpx.Client, archive: Archive) -> None:
    found = first(
        archive,
        "SELECT a.report FROM findings AS f JOIN readings USING (reading) JOIN appearances AS a USING (source)"
        " WHERE f.code = 'row-sum' LIMIT 1",
    )
    text = web.get(f"/-/report/{found}").text
    cell = text.partition('" title="requests/granted/total"')
    assert 'f-error"' in cell[0][-300:]
    assert 'href="#finding-' in cell[2][:300]


def test_findings_between_years_stand_at_their_cells_too(web: httpx.Client, archive: Archive) -> None:
    report_, where = archive.db.execute(
        "SELECT report, \"where\" FROM year_findings WHERE code = 'carry-over' ORDER BY report LIMIT 1"
    ).fetchone()
    text = web.get(f"/-/report/{report_}").text
    assert "结转与上年不符" in text
    assert "f-" in text.partition(f'" title="{where}"')[0][-200:]


def test_blank_is_not_zero() -> None:
    figure = {
        "table": "t",
        "row": "r",
        "column": "c",
        "value": None,
        "raw": "",
        "state": "blank",
        "place": None,
    }
    zero = {**figure, "column": "d", "value": 0, "raw": "0", "state": "number"}
    shown = report.cells([figure, zero], [], base="")
    assert (shown["t/r/c"].text, shown["t/r/c"].state) == ("", "blank")
    assert (shown["t/r/d"].text, shown["t/r/d"].state) == ("0", "number")


def test_a_damaged_cell_is_not_shown_as_a_number_it_is_not() -> None:
    figure = {"table": "t", "row": "r", "column": "c", "place": None, "raw": "007", "value": 0}
    assert words.printed({**figure, "state": "repaired"}) == "0"
    assert words.printed({**figure, "value": None, "state": "unreadable"}) == "007？"
    assert words.printed({**figure, "raw": " 7 ", "value": 7, "state": "number"}) == "7"


def test_json_and_csv(web: httpx.Client, edited: str) -> None:
    told = web.get(f"/-/report/{edited}.json").json()
    assert told["version"] == 2
    assert told["figures"]["requests/received/total"]["state"] == "number"
    table = web.get(f"/-/report/{edited}.csv")
    lines = list(csv.DictReader(io.StringIO(table.text.lstrip("\ufeff"))))
    assert len(lines) == len(told["figures"])
    received = next(line for line in lines if line["row"] == "received" and line["column"] == "total")
    assert received["row_label"] == "一、本年新收政府信息公开申请数量"
    assert received["value"] == str(told["figures"]["requests/received/total"]["value"])
    assert "attachment" in table.headers["content-disposition"]


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("-18", "-18"),
        ("-", "'-"),
        ("+2.5", "+2.5"),
        ("@a", "'@a"),
        ("7", "7"),
    ],
)
def test_spreadsheets_run_nothing(printed: str, written: str) -> None:
    assert report._harmless(printed) == written


@pytest.mark.parametrize(
    ("older", "like"),
    [
        ([("2", "pdf", "partial"), ("2", "doc", "ok")], 1),
        ([("2", "pdf", "ok"), ("1", "doc", "ok")], 0),
        ([("2", "doc", "partial"), ("2", "doc", "ok")], 1),
        ([("2", "doc", "ok"), ("2", "doc", "ok")], 0),
    ],
    ids=["the format", "the extractor", "whole", "the newest"],
)
def test_a_version_is_compared_with_what_is_most_like_it(
    older: list[tuple[str, str, str]], like: int
) -> None:
    names = ("extractor", "media_type", "status", "number", "version", "reading")
    newer = dict(zip(names, ("2", "doc", "ok", 2, "v2", "r"), strict=True))
    rows = [dict(zip(names, (*row, 1, "v1", str(at)), strict=True)) for at, row in enumerate(older)]
    assert diff._before(newer, [newer, *rows])["reading"] == str(like)


def test_diff_shows_what_the_organ_changed(web: httpx.Client, edited: str) -> None:
    text = web.get(f"/-/report/{edited}/diff").text
    assert "机关改动了" in text
    assert "一、本年新收政府信息公开申请数量" in text
    assert "补充说明一处" in text


def test_sentences_beside_each_other() -> None:
    pairs = list(diff.aligned("甲一。乙二。丙三。", "甲一。乙<b>二。新四。丙三。"))
    assert [pair.kind for pair in pairs] == ["same", "changed", "added", "same"]
    assert "<ins>&lt;b&gt;</ins>" in str(pairs[1].after)


def test_organ_page_checks_the_years(web: httpx.Client, archive: Archive) -> None:
    text = web.get(organ_page(archive)).text
    assert "结转 carried over" in text
    assert "differs" in text


def test_a_place_tells_when_and_where_its_document_was_had(web: httpx.Client, pages: dict[str, str]) -> None:
    page = web.get(pages["place"]).text
    ((copy, url),) = re.findall(r'<dd class="url"><a href="([^"]+)">([^<]+)</a></dd>', page)
    assert url.startswith("http")
    assert web.get(copy).status_code == 200
    (capture,) = re.findall(r'href="(/gongkai/captures\?capture=[0-9a-f]{26})"', page)
    assert url.rpartition("/")[2] in web.get(capture).text


@pytest.mark.parametrize("page", ["organ", "compare", "diff"])
def test_figures_beside_each_other_lead_to_their_places(
    web: httpx.Client, pages: dict[str, str], page: str
) -> None:
    found = re.findall(r'<td class="n[^"]*"><a href="(/-/place/[^"]+)"', web.get(pages[page]).text)
    assert len(found) >= 2
    assert "出处" in web.get(found[-1].replace("&amp;", "&")).text


def test_carried() -> None:
    def figure(year: int, row: str, value: int) -> dict[str, object]:
        return {"year": year, "table": "requests", "row": row, "column": "total", "value": value}

    checks = organ.carried(
        [figure(2020, "carried_out", 3), figure(2021, "carried_in", 4), figure(2021, "carried_out", 1)]
    )
    assert [(c["year"], c["expected"], c["printed"], c["agrees"]) for c in checks] == [(2021, 3, 4, False)]


def test_front_page_says_what_the_archive_holds(web: httpx.Client) -> None:
    text = web.get("/").text
    assert f"{min(YEARS)}–{max(YEARS)}" in text
    assert "公布后有改动" in text
    assert text.count("<figure") == 3


def test_summary_is_renewed_when_the_file_changes(tmp_path: object) -> None:
    import asyncio
    from pathlib import Path

    file = Path(str(tmp_path)) / "a.db"
    Archive.open(file).close()
    keeper = summary.Keeper(path=file)
    assert asyncio.run(keeper.get()).counts["runs" if "runs" in summary.COUNTS else "reports"] == 0
    with Archive.open(file) as archive:
        archive.start_run("crawl")
    keeper.made_at -= 3600

    async def later() -> object:
        await keeper.get()
        assert keeper.task is not None
        await keeper.task
        return (await keeper.get()).last_run

    assert asyncio.run(later()) is not None
