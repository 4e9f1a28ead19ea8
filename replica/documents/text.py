"""Prints a report as plain text, as it is left when its tables are pasted, tabbed or flattened."""

from replica.documents.layout import rectangle
from replica.documents.report import Chapter, Report, Table


def _flat(text: str) -> str:
    return text.replace("\n", "")


def lines_of(table: Table) -> list[str]:
    """One cell a line behind a tab, an empty line after each row; covered positions under a rowspan print a lone tab."""
    lines: list[str] = []
    for row in rectangle(table):
        started = False
        for cell in row:
            if cell is not None:
                lines.append("\t" + _flat(cell.text))
                started = True
            elif not started and table.key != "review_litigation":
                continue
        lines.append("")
    return lines


def tabbed(table: Table) -> list[str]:
    """A row a line, every grid position separated by a tab, covered positions empty."""
    return ["\t".join(_flat(cell.text) if cell else "" for cell in row) for row in rectangle(table)]


def flattened(table: Table) -> list[str]:
    """Everything in one line without a separator: the digits of neighbours run together."""
    return ["".join(_flat(cell.text) for row in table.rows for cell in row)]


def markdown(table: Table) -> list[str]:
    """A pipe table, covered positions empty."""
    rows = [
        "| " + " | ".join(_flat(cell.text) if cell else "" for cell in row) + " |" for row in rectangle(table)
    ]
    return [rows[0], "|" + " --- |" * table.width, *rows[1:]]


_SHAPES = {"lines": lines_of, "tabs": tabbed, "flat": flattened, "markdown": markdown}


def _chapter(report: Report, chapter: Chapter, shape: str) -> list[str]:
    lines = [chapter.heading]
    lines += ["".join(s.text for s in paragraph) for paragraph in chapter.paragraphs]
    for key in chapter.tables:
        lines += _SHAPES[shape](report.table(key))
    return lines


def text(report: Report, shape: str = "lines") -> str:
    """The whole report; `shape` is lines, tabs, flat or markdown."""
    lines = [report.title, "", "".join(s.text for s in report.preamble)]
    for chapter in report.chapters:
        lines += _chapter(report, chapter, shape)
    return "\n".join(lines) + "\n"
