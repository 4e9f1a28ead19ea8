"""Prints a report as RTF: GBK code page escapes, merged cells by \\clvmgf and \\clvmrg, wide cells by their right edge."""

from replica.documents.layout import owners
from replica.documents.report import Cell, Report, Table

_WIDTH = 9000


def _text(text: str) -> str:
    out = []
    for character in text:
        if character == "\n":
            out.append("\\line ")
        elif character in "\\{}":
            out.append("\\" + character)
        elif ord(character) < 128:
            out.append(character)
        else:
            out.append(f"\\u{ord(character) if ord(character) < 32768 else ord(character) - 65536}?")
    return "".join(out)


def _paragraph(text: str) -> str:
    return f"\\pard\\plain\\f0 {_text(text)}\\par\n"


def _merge(cell: Cell, *, first: bool) -> str:
    if cell.rowspan == 1:
        return ""
    return "\\clvmgf" if first else "\\clvmrg"


def _row(row: list[tuple[Cell, int, int] | None], y: int, width: int) -> str:
    borders = "\\clbrdrt\\brdrs\\clbrdrl\\brdrs\\clbrdrb\\brdrs\\clbrdrr\\brdrs"
    edges, texts, x = [], [], 0
    while x < width:
        owner = row[x]
        cell, top, left = owner if owner else (Cell(text=""), y, x)
        x = left + cell.colspan
        edges.append(f"{_merge(cell, first=top == y)}{borders}\\cellx{_WIDTH * x // width}")
        texts.append(f"\\pard\\intbl {_text(cell.text) if top == y else ''}\\cell")
    return f"\\trowd\\trgaph60{''.join(edges)}\n{' '.join(texts)}\\row\n"


def _table(table: Table) -> str:
    return "".join(_row(row, y, table.width) for y, row in enumerate(owners(table)))


def render(report: Report) -> bytes:
    """The whole file."""
    parts = [_paragraph(report.title), _paragraph("".join(s.text for s in report.preamble))]
    for chapter in report.chapters:
        parts.append(_paragraph(chapter.heading))
        parts += [_paragraph("".join(s.text for s in sentences)) for sentences in chapter.paragraphs]
        for key in chapter.tables:
            parts += [_table(report.table(key)), _paragraph("")]
    head = "{\\rtf1\\ansi\\ansicpg936\\deff0{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}\n"
    return (head + "".join(parts) + "}").encode("ascii")
