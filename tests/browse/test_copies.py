"""Many copies of one report: its page and the comparison tell versions apart, and list no copy that says what another does."""

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from archive.browse import describe
from archive.records import Finding
from archive.store import Archive
from benchmarks.serving import serving
from tests.archive.made import PAGE, Ticking, read_all, reading, visit

MOVED = "http://www.example.gov.cn/moved/2023.html"
LATE = (Finding(code="late", level="notice", where="", message="published late"),)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of two versions at two addresses, each seen three times with another counter; the last copy has been read again. Another
    was seen once."""
    path = tmp_path_factory.mktemp("copies") / "copies.db"
    with Archive.open(path, clock=Ticking()) as archive:
        for text in "甲乙":
            for visitors in range(3):
                for url in (PAGE, MOVED):
                    visit(archive, (url, f"{text}|{visitors}".encode()))
        read_all(archive, findings=LATE)
        *_, last = archive.sources("2")
        archive.record(last, reading(last, extractor="2", findings=LATE))
        visit(archive, (f"{PAGE}?other", "丙".encode()))
        read_all(archive, organ="示例县人民政府", findings=LATE)
    return path


@pytest.fixture(scope="module")
def web(path: Path) -> Iterator[httpx.Client]:
    """A client for the archive's server."""
    with serving(path) as address, httpx.Client(base_url=address, timeout=30) as client:
        yield client


@pytest.fixture(scope="module")
def reports(path: Path) -> list[str]:
    """The report of many copies, and the one of one."""
    with Archive.open(path, "read") as archive:
        return [key for (key,) in archive.db.execute("SELECT report FROM current ORDER BY versions DESC")]


def listed(web: httpx.Client, report: str, asked: str = "") -> list[tuple[str, str, str, int]]:
    """Version, address, extractor and number of copies of every row."""
    text = web.get(f"/-/report/{report}{asked}").text.partition('id="versions"')[2].partition("</section>")[0]
    rows = [re.sub(r"<[^>]+>", " ", row) for row in text.split("<tr")[2:]]
    return [
        (
            row.split(">", 1)[1].split()[0],
            "moved" if "moved" in row else "page",
            row.partition("extractor")[2].split()[0],
            int(copies[1]) if (copies := re.search(r"(\d+) copies", row)) else 1,
        )
        for row in rows
    ]


def test_copies_that_say_the_same_take_one_line(web: httpx.Client, reports: list[str]) -> None:
    assert sorted(listed(web, reports[0])) == [
        ("1", "moved", "1", 3),
        ("1", "page", "1", 3),
        ("2", "moved", "1", 3),
        ("2", "moved", "2", 1),
        ("2", "page", "1", 3),
    ]


def test_the_copy_that_is_shown_is_the_one_listed(web: httpx.Client, path: Path, reports: list[str]) -> None:
    with Archive.open(path, "read") as archive:
        sql = "SELECT reading FROM readings JOIN sources USING (source) WHERE url = ? ORDER BY captured_at"
        (oldest,) = archive.db.execute(sql, (PAGE,)).fetchone()
    rows = web.get(f"/-/report/{reports[0]}?reading={oldest}").text
    assert rows.count('class="here"') == 1
    assert len(listed(web, reports[0], f"?reading={oldest}")) == 5


def test_a_comparison_offers_what_can_be_told_apart(web: httpx.Client, reports: list[str]) -> None:
    text = web.get(f"/-/report/{reports[0]}/diff").text
    offered = re.findall(r"<option[^>]*>([^<]*)</option>", text)
    assert len(offered) == 2 * 5
    assert len(set(offered)) == 5


def test_where_there_is_nothing_to_compare_it_says_so(web: httpx.Client, reports: list[str]) -> None:
    assert "there is nothing to compare it with" in web.get(f"/-/report/{reports[1]}/diff").text


def test_the_dashboard_counts_a_finding_once_a_report(path: Path) -> None:
    charts = describe.metadata({}, database="gongkai")["plugins"]["datasette-dashboards"]["archive"]["charts"]
    with Archive.open(path, "read") as archive:
        assert archive.db.execute(charts["findings"]["query"]).fetchall() == [("late", 2)]
