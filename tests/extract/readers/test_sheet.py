"""Workbooks: cells by where they stand, merged ones as one, numbers as a sheet shows them."""

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Color, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from extract.document import OBJECT, Grid, Paragraph
from extract.readers import formats
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


def converted(body: bytes, kind: str, folder: Path) -> bytes:
    """A workbook as LibreOffice saves it; skips the test where that is not installed."""
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed")
    (folder / "book.xlsx").write_bytes(body)
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [soffice, profile, "--headless", "--convert-to", kind, "--outdir", folder, folder / "book.xlsx"]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (folder / f"book.{kind}").read_bytes()


@pytest.mark.parametrize("kind", ["xls", "ods"])
def test_other_workbooks_read_back(tmp_path: Path, kind: str) -> None:
    check(converted(workbook(REPORT), kind, tmp_path))


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
    assert formats.shown(stored, formats.GENERAL) == shown


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


def _book(*rows: tuple[object, ...]) -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return book


def _saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _printed(book: openpyxl.Workbook) -> list[list[list[str | None]]]:
    return made.found(made.read(_saved(book)))


def test_hidden_sheets_rows_and_columns_are_not_shown() -> None:
    book = _book(("规章", 9, 1), ("规章", 8, 8), ("许可", 7, 2))
    book.active.column_dimensions["B"].hidden = True
    book.active.row_dimensions[2].hidden = True
    book.create_sheet("旧", 0).append(("规章", 5))
    book["旧"].sheet_state = "hidden"
    assert _printed(book) == [[["规章", "", "1"], ["许可", "", "2"]]]


def test_the_sheets_of_a_workbook_that_shows_none_are_read() -> None:
    with zipfile.ZipFile(io.BytesIO(_saved(_book(("规章", 9))))) as files:
        members = {name: files.read(name) for name in files.namelist()}
    members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b'"visible"', b'"hidden"')
    assert b'"hidden"' in members["xl/workbook.xml"]
    assert made.found(made.read(made.packed(members))) == [[["规章", "9"]]]


def test_a_merged_cell_is_shown_by_what_is_left_of_it() -> None:
    book = _book(("申请人情况", None, None), ("规章", 9, 1))
    book.active.merge_cells("A1:C1")
    book.active.column_dimensions["A"].hidden = True
    assert _printed(book)[0][0][-1] == "申请人情况"


def test_what_a_cell_strikes_through_or_raises_joins_no_number() -> None:
    struck, raised = InlineFont(strike=True), InlineFont(vertAlign="superscript")
    lowered = InlineFont(vertAlign="subscript")
    book = _book(("规章", "", "", 7, "旧", ""))
    book.active["B1"] = CellRichText(TextBlock(struck, "12"), TextBlock(InlineFont(), "15"))
    book.active["C1"] = CellRichText("15", TextBlock(raised, "1"))
    book.active["F1"] = CellRichText("15", TextBlock(lowered, "1"))
    for name in ("D1", "E1"):
        book.active[name].font = Font(strike=True)
    assert _printed(book) == [[["规章", "15", "15¹", "", "15₁"]]]


def test_a_part_of_a_struck_cell_may_be_set_without_the_strike() -> None:
    book = _book(("规章", ""))
    book.active["B1"] = CellRichText("12", TextBlock(InlineFont(b=True), "15"))
    book.active["B1"].font = Font(strike=True)
    assert _printed(book) == [[["规章", "15"]]]


def ink(page: Worksheet) -> None:
    """White figures on white and on dark, a white label, a white part of a figure, and figures in grey."""
    page.append(("规章", 7, 8, "旧", "", 6))
    page["B1"].font = Font(color="FFFFFFFF")
    page["C1"].font, page["C1"].fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F3864")
    page["D1"].font = Font(color="FFFFFFFF")
    page["E1"] = CellRichText(
        TextBlock(InlineFont(color="FFFFFFFF"), "12"), TextBlock(InlineFont(b=True), "9")
    )
    page["F1"].font = Font(color="FF808080")


def form(page: Worksheet) -> None:
    """Numbers in formats that show zero as nothing, as a dash, and others with commas and units."""
    page.append(("规章", 0, 0, 1234, 3))
    for name, code in zip("BCDE", ("0;-0;;@", '0;-0;"-"', "#,##0", "0.##########"), strict=True):
        page[f"{name}1"].number_format = code


def test_a_workbook_prints_what_its_cells_show() -> None:
    book = openpyxl.Workbook()
    ink(book.active)
    form(book.create_sheet())
    book.create_sheet().append(("规章", 45000, 0, 3))
    book.worksheets[2]["B1"].number_format = "yyyy-mm-dd"
    book.worksheets[2].sheet_view.showZeros = False
    assert _printed(book) == [
        [["规章", OBJECT, "8", "旧", "9", "6"]],
        [["规章", "", "-", "1,234", "3"]],
        [["规章", OBJECT, "", "3"]],
    ]


@pytest.mark.parametrize(
    "colour",
    [Color(theme=0), Color(indexed=9), Color(rgb="00FFFFFF"), Color(rgb="FFFEFEFE")],
    ids=["theme", "palette", "plain", "nearly"],
)
def test_white_has_many_names(colour: Color) -> None:
    book = _book(("规章", 7))
    book.active["B1"].font = Font(color=colour)
    assert _printed(book) == [[["规章", OBJECT]]]


def test_ink_in_the_colour_of_its_ground_is_unseen() -> None:
    book = _book(("规章", 7, 8))
    book.active["B1"].font, book.active["B1"].fill = (
        Font(color="FF00FF00"),
        PatternFill("solid", fgColor="FF00FF00"),
    )
    book.active["C1"].fill = PatternFill("solid", fgColor="FF00FF00")
    assert _printed(book) == [[["规章", OBJECT, "8"]]]
