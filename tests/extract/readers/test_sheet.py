"""Workbooks: cells by where they stand, merged ones as one, numbers as a sheet shows them."""

import io
import shutil
import subprocess
from pathlib import Path

import openpyxl
import pytest

from extract.document import OBJECT, Grid, Paragraph
from extract.readers import sheet
from replica.documents import layout
from replica.documents.report import Report
from tests.extract.readers import made

REPORT = made.reports()[1]


def workbook(report: Report) -> bytes:
    """A sheet for each table, the title above the first."""
    book = openpyxl.Workbook()
    for number, table in enumerate(report.tables):
        page = book.active if number == 0 else book.create_sheet()
        assert page is not None
        down = 2 if number == 0 else 1
        if number == 0:
            page["A1"] = report.title
        for y, row in enumerate(layout.owners(table)):
            for x, owner in enumerate(row):
                if owner and owner[1:] == (y, x):
                    cell = owner[0]
                    plain = cell.text.replace(".", "", 1).isdigit()
                    value = (
                        float(cell.text)
                        if plain and "." in cell.text
                        else int(cell.text)
                        if plain
                        else cell.text
                    )
                    page.cell(y + down, x + 1, value)
                    page.merge_cells(
                        start_row=y + down,
                        start_column=x + 1,
                        end_row=y + down + cell.rowspan - 1,
                        end_column=x + cell.colspan,
                    )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def check(body: bytes) -> None:
    (document,) = made.read(body)
    assert isinstance(document.blocks[0], Paragraph)
    assert document.blocks[0].text == REPORT.title
    found = made.found([document])
    assert found[0][1:] == made.wanted(REPORT)[0]
    assert found[1:] == made.wanted(REPORT)[1:]


def test_a_workbook_reads_back() -> None:
    check(workbook(REPORT))


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_other_workbooks_read_back(tmp_path: Path, kind: str) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    (tmp_path / "book.xlsx").write_bytes(workbook(REPORT))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    subprocess.run(
        [
            soffice,
            profile,
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(tmp_path),
            str(tmp_path / "book.xlsx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    check((tmp_path / f"book.{kind}").read_bytes())


@pytest.mark.parametrize(
    ("stored", "shown"),
    [
        ("12", "12"),
        ("12.0", "12"),
        ("4166.2416190000004", "4166.241619"),
        ("0.1", "0.1"),
        ("1E-3", "0.001"),
        ("无", "无"),
    ],
)
def test_numbers_are_shown_as_a_sheet_shows_them(stored: str, shown: str) -> None:
    assert sheet.shown(stored) == shown


def test_blank_cells_stay_and_blank_rows_go() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page["B3"], page["C3"], page["D3"] = "规章", None, 0
    page["B6"], page["D6"] = "行政许可", 7
    buffer = io.BytesIO()
    book.save(buffer)
    (grid,) = made.read(buffer.getvalue())[0].blocks
    assert isinstance(grid, Grid)
    assert [[cell and cell.text for cell in row] for row in grid.rows] == [
        ["规章", "", "0"],
        ["行政许可", "", "7"],
    ]


def test_headings_and_sentences_between_rows_are_text_and_labels_are_not() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    for row in (
        ["某局年报"],
        ["信息内容", "本年制发件数"],
        ["规章"],
        ["三、收到和处理政府信息公开申请情况"],
        ["全年未收到申请。"],
        ["1.属于国家秘密", 0],
        ["六、其他需要报告的事项"],
    ):
        page.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    (document,) = made.read(buffer.getvalue())
    texts = [block.text for block in document.blocks if isinstance(block, Paragraph)]
    assert texts == [
        "某局年报",
        "三、收到和处理政府信息公开申请情况",
        "全年未收到申请。",
        "六、其他需要报告的事项",
    ]


def test_a_formula_that_was_never_worked_out_is_no_blank() -> None:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.append(["规章", "=SUM(C1:D1)", 1, 2])
    buffer = io.BytesIO()
    book.save(buffer)
    (grid,) = made.read(buffer.getvalue())[0].blocks
    assert isinstance(grid, Grid)
    assert [cell and cell.text for cell in grid.rows[0]] == ["规章", OBJECT, "1", "2"]
