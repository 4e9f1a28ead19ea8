"""Workbooks as an office suite saves them in its other formats: what stands where, and what they show of it."""

import io
import struct
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Font

from archive.errors import DocumentUnreadable
from extract.document import OBJECT, Grid
from extract.readers import bifftext
from extract.readers.sheet import read
from tests.extract.readers import made
from tests.extract.readers.test_sheet import _saved, converted, form, ink

KINDS = ("xls", "ods")
SHOWN = {
    "repeated": [
        ["规章", "8", "8", "8", "", "7"],
        ["许可", "0", "0", "0", "0", "0"],
        ["处罚", "1.5", "1.5", "", "", ""],
    ],
    "struck": [["规章", "15", "15¹", "", "", "16", "", "", "8", "15₁"]],
    "hidden": [["信息内容", "", "新"], ["规章", "", "1"], ["许可", "", "2"]],
    "worked out": [["规章", "3", "十二", "0.25"]],
    "noted": [["规章", "4"]],
    "inked": [["规章", OBJECT, "8", "旧", "9", "6"]],
    "formatted": [["规章", "", "-", "1,234", "3"]],
}
"""What each sheet prints; a workbook has them all."""


def _book() -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    sheets = {name: book.create_sheet(name) for name in SHOWN}
    book.active.title = "old"
    book.active.append(("规章", 5))
    book.active.sheet_state = "hidden"
    page = sheets["repeated"]
    for row in ((), ("规章", 8, 8, 8, None, 7), (), ("许可", 0, 0, 0, 0, 0), (), (), ("处罚", 1.5, 1.5)):
        page.append(row)
    page = sheets["struck"]
    struck, raised, lowered = (
        InlineFont(strike=True),
        InlineFont(vertAlign="superscript"),
        InlineFont(vertAlign="subscript"),
    )
    page.append(("规章", "", "", 7, "旧", "", 1.5, 9, 8, ""))
    page["B1"] = CellRichText(TextBlock(struck, "12"), TextBlock(InlineFont(), "15"))
    page["C1"] = CellRichText("15", TextBlock(raised, "1"))
    page["F1"] = CellRichText("12", TextBlock(InlineFont(b=True), "16"))
    page["J1"] = CellRichText("15", TextBlock(lowered, "1"))
    for name in ("D1", "E1", "F1", "G1", "H1"):
        page[name].font = Font(strike=True)
    page = sheets["hidden"]
    for row in (("信息内容", "旧", "新"), ("规章", 3, 1), ("旧规章", 4, 5), ("许可", 6, 2)):
        page.append(row)
    page.row_dimensions[3].hidden = True
    page.column_dimensions["B"].hidden = True
    sheets["worked out"].append(("规章", "=1+2", '="十"&"二"', "=1/4"))
    sheets["noted"].append(("规章", 4))
    sheets["noted"]["B1"].comment = Comment("9", "")
    ink(sheets["inked"])
    form(sheets["formatted"])
    return book


def _grids(body: bytes) -> list[list[list[str | None]]]:
    grids = [block for document in made.read(body) for block in document.blocks if isinstance(block, Grid)]
    return [[[cell and cell.text for cell in row] for row in grid.rows] for grid in grids]


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("saved")
    return {kind: converted(_saved(_book()), kind, folder) for kind in KINDS}


@pytest.mark.parametrize("at", range(len(SHOWN)), ids=SHOWN)
@pytest.mark.parametrize("kind", KINDS)
def test_each_cell_is_shown_where_it_stands(saved: dict[str, bytes], kind: str, at: int) -> None:
    assert _grids(saved[kind])[at] == list(SHOWN.values())[at]


@pytest.mark.parametrize("kind", KINDS)
def test_hidden_sheets_are_not_shown(saved: dict[str, bytes], kind: str) -> None:
    assert len(_grids(saved[kind])) == len(SHOWN)


@pytest.mark.parametrize("kind", KINDS)
def test_zero_is_blank_where_the_sheet_shows_none(kind: str, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(("规章", 0, 3))
    book.active.sheet_view.showZeros = False
    assert _grids(converted(_saved(book), kind, tmp_path)) == [[["规章", "", "3"]]]


def test_an_error_in_a_binary_workbook_is_no_blank(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(("规章", "=1/0", "#N/A", "=1=1", True, 3))
    ((row,),) = _grids(converted(_saved(book), "xls", tmp_path))
    assert row == ["规章", OBJECT, OBJECT, OBJECT, OBJECT, "3"]


def test_long_strings_are_read_over_the_ends_of_records(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for number in range(40):
        book.active.append((f"第{number}行" * 300, number))
    book.active.append(("规章", "末"))
    ((*_, last),) = made.found(made.read(converted(_saved(book), "xls", tmp_path)))
    assert last == ["规章", "末"]


def test_a_string_that_goes_on_in_another_width_is_read_whole() -> None:
    head = struct.pack("<II", 2, 2) + struct.pack("<HBH", 6, 0x09, 1) + "一二三".encode("utf-16-le")
    rest = b"\x00" + b"123" + struct.pack("<HH", 3, 6) + struct.pack("<HB", 2, 0) + b"45"
    found = list(bifftext.strings([(0x00FC, head), (0x003C, rest), (0x00FF, b"")]))
    assert found == [("一二三123", [(3, 6)]), ("45", [])]


OPEN = """<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x"><office:body><office:spreadsheet>{}
</office:spreadsheet></office:body></office:document-content>"""
ROW = '<table:table-row table:number-rows-repeated="{}">{}</table:table-row>'
CELL = '<table:table-cell table:number-columns-repeated="{}"><text:p>{}</text:p></table:table-cell>'


def _open(*rows: str) -> bytes:
    content = OPEN.format(f"<table:table>{''.join(rows)}</table:table>")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as files:
        files.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        files.writestr("content.xml", content)
    return buffer.getvalue()


def test_what_fills_the_rest_of_a_sheet_is_none_of_it() -> None:
    rest = '<table:table-cell table:number-columns-repeated="16380"/>'
    text = '1<text:s text:c="999999999"/><text:line-break/>2'
    body = _open(
        ROW.format(1, CELL.format(1, "规章") + CELL.format(2, text) + rest), ROW.format(1048576, rest)
    )
    spaced = f"1{' ' * 200}\n2"
    assert _grids(body) == [[["规章", spaced, spaced]]]


def test_a_sheet_that_repeats_without_end_is_unreadable() -> None:
    rows = [ROW.format(999999, CELL.format(999999, number)) for number in range(20)]
    with pytest.raises(DocumentUnreadable, match="cells"):
        read(made.part(_open(*rows)))
