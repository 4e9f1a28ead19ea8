"""Tables that styles make of other elements are read as tables: each figure under its own head, blanks as blanks."""

from collections.abc import Callable

import pytest

from archive.records import State
from extract.document import Grid
from extract.read import read
from replica.documents import html, layout
from replica.documents.make import reports
from replica.documents.report import Cell, Figure, Report, Table
from tests.extract.damage import source
from tests.extract.generated.cases import organ_of
from tests.extract.readers import made

SHEET = """<style>.t { display: table } .t > div { display: table-row } .t > div > div { display: table-cell }
.line { display: flex } .back { display: flex; flex-direction: row-reverse }</style></head>"""


def _whole(table: Table) -> list[list[Cell]]:
    """A cell for each position: what spans stands where it begins, and blank cells where it reaches."""
    begun: set[int] = set()
    return [[_once(owner and owner[0], begun) for owner in row] for row in layout.owners(table)]


def _once(cell: Cell | None, begun: set[int]) -> Cell:
    if cell is None or id(cell) in begun:
        return Cell(text="")
    begun.add(id(cell))
    return cell


def _table(table: Table) -> str:
    rows = ("".join(f"<div>{cell.text}</div>" for cell in row) for row in _whole(table))
    return f"<div class='t'>{''.join(f'<div>{row}</div>' for row in rows)}</div>"


def _flex(table: Table) -> str:
    return "".join(
        f"<div class=line>{''.join(f'<span>{cell.text}</span>' for cell in row)}</div>" for row in table.rows
    )


def _turned(table: Table) -> str:
    rows = (reversed(row) for row in table.rows)
    return "".join(f"<div class=back>{''.join(f'<p>{cell.text}</p>' for cell in row)}</div>" for row in rows)


def _grid(table: Table) -> str:
    cells = "".join(
        f"<div style='grid-column: span {cell.colspan}; grid-row: span {cell.rowspan}'>{cell.text}</div>"
        for row in table.rows
        for cell in row
    )
    return f"<div style='display: grid; grid-template-columns: repeat({table.width}, 1fr)'>{cells}</div>"


def _report() -> Report:
    report = reports(organ_of(1), seed="arranged", years=range(2022, 2024))[2023]
    for number, (address, figure) in enumerate(report.figures.items()):
        if figure.value == 0 and number % 2:
            report = report.reprint(address, Figure(value=None, raw="", state="blank"))
        elif number % 3 == 0 and isinstance(figure.value, int):
            report = report.reprint(
                address, Figure(value=figure.value, raw=f"{figure.raw}件", state="annotated")
            )
    return report


@pytest.mark.parametrize("arranged", [_table, _flex, _turned, _grid])
def test_what_is_arranged_as_a_table_is_one(arranged: Callable[[Table], str]) -> None:
    report = _report()
    page = html.page(report, html.STYLES[0]).replace("</head>", SHEET, 1)
    for table in report.tables:
        start = page.index("<table", page.index(table.rows[0][0].text.split("\n")[0]) - 400)
        end = page.index("</table>", start) + len("</table>")
        page = page[:start] + arranged(table) + page[end:]
    got = {figure.address: figure for figure in read(source("page.html", page.encode())).figures}
    assert {address: got[address].value for address in report.figures} == {
        address: figure.value for address, figure in report.figures.items()
    }
    assert State.UNREADABLE not in {figure.state for figure in got.values()}


def test_a_grid_of_more_places_than_any_table_has_is_left_as_it_is() -> None:
    cell = '<div style="grid-row: span 99; grid-column: span 99">7</div>'
    style = "display: grid; grid-template-columns: repeat(99, 1fr)"
    for count, is_table in ((25, True), (26, False)):
        (document,) = made.read(f'<div style="{style}">{cell * count}</div>'.encode())
        assert any(isinstance(block, Grid) for block in document.blocks) is is_table
