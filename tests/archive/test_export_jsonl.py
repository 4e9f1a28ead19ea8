"""The codebook's export: exact names, one line a version, filters, and findings across years."""

import io
import json
from pathlib import Path
from typing import Any

from archive import exports
from archive.exports import jsonl
from archive.exports.rows import Chosen
from archive.records import Figure, Outcome, Place, State
from archive.store import Archive
from tests.archive.made import PAGE, PORTAL, fetch, figure, read_all, reading, visit

FILE = "http://www.example.gov.cn/files/2023.doc"
NAMES = (
    "report_id portal organ division_code year form title published url attachments sightings withdrawn captured_at sha256"
    " media_type version extractor status figures sections findings"
)


def lines(archive: Archive, chosen: Chosen | None = None) -> list[dict[str, Any]]:
    out = io.StringIO()
    count = jsonl.write(archive.db.conn, out, chosen or Chosen())
    rows = [json.loads(line) for line in out.getvalue().splitlines()]
    assert len(rows) == count
    return rows


def test_the_fields_are_the_codebooks_and_every_version_has_its_line(archive: Archive) -> None:
    visit(archive, (PAGE, b"page"), (FILE, "甲".encode()))
    read_all(archive)
    visit(archive, (PAGE, b"page"), (FILE, "乙".encode()))
    read_all(archive)
    visit(archive, (f"{PAGE}?moved", b"page"), (FILE, "乙".encode()))
    read_all(archive)
    first, second = lines(archive)
    assert " ".join(first) == NAMES
    assert (first["version"], second["version"]) == (1, 2)
    assert (first["portal"], first["organ"], first["year"], first["form"]) == (
        PORTAL,
        "示例镇人民政府",
        2023,
        "2021",
    )
    assert first["attachments"] == [FILE]
    assert {second["url"], *second["sightings"]} == {PAGE, f"{PAGE}?moved"}
    assert first["sections"] == [{"number": 1, "heading": "一、总体情况", "text": "甲"}]
    assert first["report_id"] == second["report_id"]
    assert first["captured_at"] < second["captured_at"]
    assert first["withdrawn"] is None


def test_a_figure_keeps_value_raw_state_and_place(archive: Archive) -> None:
    visit(archive, (PAGE, "甲".encode()))
    place = Place(page=2, box=(1.0, 2.0, 3.0, 4.5), row=3)
    noted = Figure(
        table="requests", row="received", column="total", value=None, raw="", state=State.BLANK, place=place
    )
    fees = figure("proactive", "administrative_fees", "amount", 0, "0.00")
    read_all(archive, figures=(noted, fees))
    ((fee, blank),) = [line["figures"] for line in lines(archive)]
    assert blank == {
        **{
            "table": "requests",
            "row": "received",
            "column": "total",
            "value": None,
            "raw": "",
            "state": "blank",
        },
        "place": {"part": 1, "page": 2, "box": [1.0, 2.0, 3.0, 4.5], "row": 3},
    }
    assert (fee["value"], fee["raw"], fee["place"]) == (0, "0.00", None)


def test_filters_choose_and_findings_across_years_stand_with_the_later_year(archive: Archive) -> None:
    for year, row in ((2022, "carried_out"), (2023, "carried_in")):
        visit(archive, (f"{PAGE}?{year}", f"{year}".encode()))
        for source in archive.sources("1"):
            archive.record(
                source, reading(source, year=year, figures=(figure("requests", row, "total", year),))
            )
    assert [line["year"] for line in lines(archive)] == [2022, 2023]
    (line,) = lines(archive, Chosen(years=(2023,), organs=("示例",), portals=(PORTAL,)))
    assert [finding["code"] for finding in line["findings"]] == ["carry-over"]
    assert lines(archive, Chosen(organs=("别处",))) == lines(archive, Chosen(portals=("x",))) == []
    visit(archive, (f"{PAGE}?2023", "2023 修订".encode()))
    for source in archive.sources("1"):
        archive.record(
            source, reading(source, year=2023, figures=(figure("requests", "carried_in", "total", 1),))
        )
    told = [[finding["code"] for finding in line["findings"]] for line in lines(archive)]
    assert told == [[], [], ["carry-over"]], "of the versions of a year the newest is compared"


def test_a_withdrawn_report_says_since_when(archive: Archive) -> None:
    visit(archive, (PAGE, "甲".encode()))
    read_all(archive)
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, None, outcome=Outcome.GONE, status=404)])
    (line,) = lines(archive)
    assert line["withdrawn"] == "2025-01-20"


def test_what_a_link_leads_to_is_written_and_the_link_stays(archive: Archive, tmp_path: Path) -> None:
    visit(archive, (PAGE, b"page"))
    read_all(archive)
    link, there = tmp_path / "stdout", tmp_path / "there.jsonl"
    there.touch()
    link.symlink_to(there)
    assert exports.write(archive.db.conn, link, form="jsonl", chosen=Chosen()) == 1
    assert link.is_symlink()
    assert len(there.read_text().splitlines()) == 1
