"""Prints a report as .xlsx: its text and tables one under the other on a sheet, spans as merged cells, strings inline."""

from xml.sax.saxutils import escape

from replica.documents.docx import pack
from replica.documents.layout import rectangle
from replica.documents.report import Report, Table

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def _letters(column: int) -> str:
    return chr(65 + column)


def _cell(text: str, *, row: int, column: int) -> str:
    name = f"{_letters(column)}{row}"
    if text.isascii() and text.isdigit():
        return f'<c r="{name}"><v>{text}</v></c>'
    return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{escape(text)}</t></is></c>'


def _row(cells: list[str], number: int) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def _table(table: Table, start: int) -> tuple[list[str], list[str]]:
    """Rows and merged ranges of a table whose first row is `start`."""
    rows, merged = [], []
    for y, line in enumerate(rectangle(table), start=start):
        cells = []
        for x, cell in enumerate(line):
            if cell is None:
                continue
            cells.append(_cell(cell.text, row=y, column=x))
            if cell.rowspan > 1 or cell.colspan > 1:
                merged.append(f"{_letters(x)}{y}:{_letters(x + cell.colspan - 1)}{y + cell.rowspan - 1}")
        rows.append(_row(cells, y))
    return rows, merged


def _sheet(report: Report) -> str:
    rows: list[str] = []
    merged: list[str] = []
    texts = [report.title, "".join(s.text for s in report.preamble)]
    for chapter in report.chapters:
        texts += [chapter.heading, *("".join(s.text for s in p) for p in chapter.paragraphs)]
        rows += [
            _row([_cell(text, row=len(rows) + 1 + n, column=0)], len(rows) + 1 + n)
            for n, text in enumerate(texts)
        ]
        texts = []
        for key in chapter.tables:
            lines, ranges = _table(report.table(key), len(rows) + 1)
            rows, merged = rows + lines, merged + ranges
    merges = "".join(f'<mergeCell ref="{reference}"/>' for reference in merged)
    return (
        f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(rows)}</sheetData>'
        f'<mergeCells count="{len(merged)}">{merges}</mergeCells></worksheet>'
    )


def _types() -> str:
    parts = (("/xl/workbook.xml", "sheet.main"), ("/xl/worksheets/sheet1.xml", "worksheet"))
    overrides = "".join(
        f'<Override PartName="{name}" ContentType="{_SHEET_TYPE}.{kind}+xml"/>' for name, kind in parts
    )
    relations = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">{relations}<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'


def _relations(kind: str, target: str) -> str:
    relation = f'<Relationship Id="rId1" Type="{_OFFICE}/{kind}" Target="{target}"/>'
    return f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{relation}</Relationships>'


def render(report: Report) -> bytes:
    """The whole file."""
    sheets = '<sheets><sheet name="年报" sheetId="1" r:id="rId1"/></sheets>'
    return pack(
        {
            "[Content_Types].xml": _types(),
            "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
            "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": _relations("worksheet", "worksheets/sheet1.xml"),
            "xl/worksheets/sheet1.xml": _sheet(report),
        }
    )
