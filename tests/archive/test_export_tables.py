"""CSV, Parquet and SQLite: the same tables, streamed, with the codebook beside them."""

import csv
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from archive import exports
from archive.errors import UsageInvalid
from archive.exports import parquet, sheets
from archive.exports.rows import Chosen
from archive.records import Finding, Place
from archive.store import Archive
from tests.archive.made import PAGE, figure, reading, visit


@pytest.fixture
def filled(archive: Archive) -> Archive:
    """Two versions of one report and one of another."""
    for year, text, value in ((2022, "甲", 1), (2022, "乙", 2), (2023, "甲", None)):
        visit(archive, (f"{PAGE}?{year}", f"{text}{year}".encode()))
        for source in archive.sources("1"):
            said = figure("requests", "received", "total", value, "" if value is None else None)
            told = (replace(said, place=Place(page=2, row=3) if value else None),)
            late = (Finding(code="late", level="notice", where="", message='published, "late"\nindeed'),)
            archive.record(source, reading(source, year=year, figures=told, findings=late))
    return archive


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_csv(filled: Archive, tmp_path: Path) -> None:
    folder = tmp_path / "tables"
    assert exports.write(filled.db.conn, folder, form="csv", chosen=Chosen()) == 3
    assert {path.name for path in folder.iterdir()} == {
        f"{name}.csv" for name in (*sheets.SHEETS, "codebook")
    }
    assert {(row["position"], row["number"]) for row in read_csv(folder / "sections.csv")} == {("1", "1")}
    assert [(row["year"], row["version"]) for row in read_csv(folder / "reports.csv")] == [
        ("2022", "1"),
        ("2022", "2"),
        ("2023", "1"),
    ]
    assert [(row["value"], row["state"], row["place"]) for row in read_csv(folder / "figures.csv")] == [
        ("1", "number", '{"part":1,"page":2,"row":3}'),
        ("2", "number", '{"part":1,"page":2,"row":3}'),
        ("", "blank", ""),
    ]
    panel = read_csv(folder / "panel.csv")
    assert [(row["year"], row["version"], row["received_total"]) for row in panel] == [
        ("2022", "2", "2"),
        ("2023", "1", ""),
    ]
    states = read_csv(folder / "panel_states.csv")
    assert [(row["report_id"], row["received_total"], row["received_company"]) for row in states] == [
        (panel[0]["report_id"], "number", ""),
        (panel[1]["report_id"], "blank", ""),
    ]
    assert read_csv(folder / "findings.csv")[0]["message"] == 'published, "late"\nindeed'
    book = read_csv(folder / "codebook.csv")
    described = {(row["table"], row["column"]) for row in book if row["holds"]}
    assert described == {(name, column.name) for name, columns in sheets.SHEETS.items() for column in columns}


def test_parquet_in_many_groups(filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 1)
    assert exports.write(filled.db.conn, tmp_path / "p", form="parquet", chosen=Chosen(years=(2022,))) == 2
    figures = pq.read_table(tmp_path / "p" / "figures.parquet").to_pylist()
    assert [(row["row"], row["value"]) for row in figures] == [("received", 1.0), ("received", 2.0)]
    (line,) = pq.read_table(tmp_path / "p" / "panel.parquet").to_pylist()
    assert (line["year"], line["received_total"], line["received_company"]) == (2022, 2.0, None)
    (states,) = pq.read_table(tmp_path / "p" / "panel_states.parquet").to_pylist()
    assert (states["received_total"], states["received_company"]) == ("number", None)
    field = pq.read_schema(tmp_path / "p" / "figures.parquet").field("value")
    assert b"zero is a number" in field.metadata[b"description"]


def test_parquet_of_nothing_has_its_columns(archive: Archive, tmp_path: Path) -> None:
    assert exports.write(archive.db.conn, tmp_path / "p", form="parquet", chosen=Chosen()) == 0
    assert pq.read_table(tmp_path / "p" / "reports.parquet").num_rows == 0


def test_sqlite(filled: Archive, tmp_path: Path) -> None:
    path = tmp_path / "small.db"
    assert exports.write(filled.db.conn, path, form="sqlite", chosen=Chosen()) == 3
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT year, received_total FROM panel ORDER BY year").fetchall() == [
            (2022, 2),
            (2023, None),
        ]
        told = "SELECT s.received_total FROM panel_states AS s JOIN panel USING (report_id) WHERE panel.received_total IS NULL"
        assert db.execute(told).fetchall() == [("blank",)]
        assert db.execute("SELECT count(*) FROM sections").fetchone() == (3,)
        assert db.execute("SELECT holds FROM codebook WHERE \"column\" = 'raw'").fetchall() == [
            ("the cell as printed",)
        ]
    with pytest.raises(UsageInvalid, match="is there already"):
        exports.write(filled.db.conn, path, form="sqlite", chosen=Chosen())


def test_a_missing_folder_is_named(filled: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageInvalid, match="does not exist"):
        exports.write(filled.db.conn, tmp_path / "no" / "x", form="csv", chosen=Chosen())
