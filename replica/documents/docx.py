"""Prints a report as .docx: the parts of the package written directly, spans as gridSpan and vMerge."""

import zipfile
from io import BytesIO
from xml.sax.saxutils import escape

from replica.documents.report import Cell, Report, Table

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"""
_RELATIONS = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
 Target="word/document.xml"/></Relationships>"""
_EPOCH = (2020, 1, 1, 0, 0, 0)


def _run(text: str) -> str:
    lines = escape(text).split("\n")
    return "<w:r>" + "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines) + "</w:r>"


def paragraph(text: str) -> str:
    """A paragraph of one run."""
    return f"<w:p>{_run(text) if text else ''}</w:p>"


def _cell(text: str, *, span: int, merge: str = "") -> str:
    grid = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    return f"<w:tc><w:tcPr>{grid}{merge}</w:tcPr>{paragraph(text)}</w:tc>"


_Open = dict[int, tuple[int, int]]
"""Column → rows that a cell still covers, and its column span."""


def _covered(open_cells: _Open, x: int) -> tuple[str, int]:
    """The continuation of a vertically merged cell at column `x`, and its width."""
    left, span = open_cells.pop(x)
    if left > 1:
        open_cells[x] = (left - 1, span)
    return _cell("", span=span, merge="<w:vMerge/>"), span


def _row(row: tuple[Cell, ...], *, width: int, open_cells: _Open) -> str:
    cells, x, waiting = [], 0, list(row)
    still = dict(open_cells)
    while x < width:
        if x in still:
            xml, span = _covered(open_cells, x)
        elif waiting:
            cell = waiting.pop(0)
            span = cell.colspan
            merge = '<w:vMerge w:val="restart"/>' if cell.rowspan > 1 else ""
            xml = _cell(cell.text, span=span, merge=merge)
            if cell.rowspan > 1:
                open_cells[x] = (cell.rowspan - 1, span)
        else:
            break
        cells.append(xml)
        x += span
    return f"<w:tr>{''.join(cells)}</w:tr>"


def table(table: Table) -> str:
    """A bordered table with merged cells."""
    open_cells: _Open = {}
    sides = "".join(
        f'<w:{side} w:val="single" w:sz="4"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = f'<w:gridCol w:w="{9000 // table.width}"/>' * table.width
    rows = "".join(_row(row, width=table.width, open_cells=open_cells) for row in table.rows)
    return f"<w:tbl><w:tblPr><w:tblBorders>{sides}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>"


def _body(report: Report) -> str:
    parts = [paragraph(report.title), paragraph("".join(s.text for s in report.preamble))]
    for chapter in report.chapters:
        parts.append(paragraph(chapter.heading))
        parts += [paragraph("".join(s.text for s in sentences)) for sentences in chapter.paragraphs]
        for key in chapter.tables:
            # Two tables that touch are one table to Word: a paragraph stands between.
            parts += [table(report.table(key)), paragraph("")]
    return "".join(parts)


def pack(members: dict[str, bytes | str]) -> bytes:
    """A zip file of these members with fixed dates, so that equal content is equal bytes."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(info, content)
    return buffer.getvalue()


def render(report: Report) -> bytes:
    """The whole file."""
    document = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {_W}><w:body>{_body(report)}<w:sectPr/></w:body></w:document>'
    return pack({"[Content_Types].xml": _TYPES, "_rels/.rels": _RELATIONS, "word/document.xml": document})
