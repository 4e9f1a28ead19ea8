"""Prints a report as HTML, in the hands of different editors: clean, pasted from Word, or with blanks for zeros."""

from collections.abc import Callable
from html import escape
from random import Random
from typing import Literal

from replica.documents.report import Cell, Chapter, Report, Table

Style = Literal["clean", "word", "trs", "plain"]
STYLES: tuple[Style, ...] = ("clean", "word", "trs", "plain")

_MSO = "mso-ascii-font-family:Calibri;mso-hansi-font-family:Calibri;mso-bidi-font-family:宋体;mso-font-kerning:0pt"


def _clean(text: str) -> str:
    return escape(text, quote=False).replace("\n", "<br/>")


def _word(text: str) -> str:
    if not text:
        return '<p class="MsoNormal"><span lang="EN-US"><o:p>&nbsp;</o:p></span></p>'
    return (
        '<p class="MsoNormal" align="center" style="text-align:center;line-height:150%;margin:0cm 0cm 0pt">'
        f'<span lang="EN-US" style="font-size:10.5pt;font-family:宋体;{_MSO}"><font face="宋体">{_clean(text)}</font></span>'
        f'<span style="font-size:10.5pt;{_MSO}"><o:p></o:p></span></p>'
    )


def _trs(text: str) -> str:
    return f'<p align="center" style="text-indent:0em">{_clean(text) or "&nbsp;"}</p>'


def _plain(text: str) -> str:
    return _clean(text)


_CELLS: dict[Style, Callable[[str], str]] = {"clean": _clean, "word": _word, "trs": _trs, "plain": _plain}
_TABLES: dict[Style, str] = {
    "clean": '<table class="table" border="1" cellspacing="0">',
    "word": '<table class="MsoNormalTable" border="1" cellspacing="0" cellpadding="0" style="border-collapse:collapse;mso-table-layout-alt:fixed">',
    "trs": '<table align="center" border="1" width="100%" style="border-collapse:collapse">',
    "plain": "<table border=1>",
}


def _span(name: str, count: int) -> str:
    return f' {name}="{count}"' if count > 1 else ""


def _cell(cell: Cell, style: Style) -> str:
    spans = _span("rowspan", cell.rowspan) + _span("colspan", cell.colspan)
    width = ' width="61" valign="center" style="border:1.0000pt solid windowtext"' if style == "word" else ""
    return f"<td{spans}{width}>{_CELLS[style](cell.text)}</td>"


def table(table: Table, style: Style = "clean") -> str:
    """A table with its spans."""
    rows = "\n".join(f"<tr>{''.join(_cell(cell, style) for cell in row)}</tr>" for row in table.rows)
    return f"{_TABLES[style]}<tbody>\n{rows}\n</tbody></table>"


def _paragraph(text: str, style: Style) -> str:
    match style:
        case "word":
            return (
                '<p class="MsoNormal" style="text-indent:32.0000pt;line-height:28pt">'
                f'<span style="font-family:仿宋_GB2312;{_MSO};font-size:16.0000pt">{_clean(text)}</span></p>'
            )
        case "trs":
            return f'<p style="text-indent:2em">{_clean(text)}</p>'
        case "clean" | "plain":
            return f"<p>{_clean(text)}</p>"


def _heading(text: str, style: Style) -> str:
    return f"<h3>{_clean(text)}</h3>" if style == "clean" else _paragraph(text, style)


def chapter(report: Report, chapter: Chapter, style: Style) -> str:
    """A chapter's heading, paragraphs and tables."""
    parts = [_heading(chapter.heading, style)]
    parts += [_paragraph("".join(s.text for s in paragraph), style) for paragraph in chapter.paragraphs]
    parts += [table(report.table(key), style) for key in chapter.tables]
    return "\n".join(parts)


def body(report: Report, style: Style = "clean", *, titled: bool = False) -> str:
    """The report's text and tables as a fragment; `titled` prints the title inside it too."""
    parts = [_paragraph(report.title, style)] if titled else []
    parts.append(_paragraph("".join(s.text for s in report.preamble), style))
    parts += [chapter(report, each, style) for each in report.chapters]
    inner = "\n".join(part for part in parts if part)
    return f'<div class="TRS_Editor">{inner}</div>' if style == "trs" else inner


def page(report: Report, style: Style = "clean") -> str:
    """A whole page that holds nothing but the report."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"><title>{escape(report.title)}</title></head>\n'
        f"<body><h1>{escape(report.title)}</h1>\n{body(report, style)}\n</body></html>\n"
    )


def style_of(key: str) -> Style:
    """The editor's hand for a report, by its key."""
    return Random(f"style/{key}").choice(("clean", "word", "word", "trs", "plain"))
