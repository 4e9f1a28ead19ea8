"""Lays figures out as the forms print them: three tables with their full row and column spans."""

from collections.abc import Mapping
from itertools import groupby

from replica.documents.labels import (
    APPLICANTS,
    BALANCE_NOTE,
    DISPUTES,
    LITIGATION,
    OUTCOMES,
    PROACTIVE,
    REQUESTS,
    RESULTS,
    Block,
    Form,
    Line,
)
from replica.documents.report import Cell, Figure, Row, Table

Figures = Mapping[str, Figure]


def _value(figures: Figures, address: str, colspan: int = 1) -> Cell:
    return Cell(text=figures[address].raw, colspan=colspan, address=address)


def _spread(count: int, width: int) -> list[int]:
    """Column spans of `count` cells over `width` columns, the last ones wider."""
    narrow = width // count
    return [narrow] * (count - 1) + [width - narrow * (count - 1)]


def _block(block: Block, figures: Figures) -> list[Row]:
    spans = _spread(len(block.columns), 3)
    head = tuple(
        Cell(text=label, colspan=span) for (_, label), span in zip(block.columns, spans, strict=True)
    )
    rows: list[Row] = [(Cell(text=block.item, colspan=4),), (Cell(text="信息内容"), *head)]
    for key, label in block.rows:
        values = tuple(
            _value(figures, f"proactive/{key}/{column}", span)
            for (column, _), span in zip(block.columns, spans, strict=True)
        )
        rows.append((Cell(text=label), *values))
    return rows


def proactive(form: Form, figures: Figures) -> Table:
    """Section 二: one table of four columns, a block for each item of article 20."""
    rows = [row for block in PROACTIVE[form] for row in _block(block, figures)]
    return Table(key="proactive", width=4, rows=tuple(rows))


def _request_head() -> list[Row]:
    applicants = [label for _, label in APPLICANTS]
    return [
        (Cell(text=BALANCE_NOTE, rowspan=3, colspan=3), Cell(text="申请人情况", colspan=7)),
        (
            Cell(text=applicants[0], rowspan=2),
            Cell(text="法人或其他组织", colspan=5),
            Cell(text=applicants[6], rowspan=2),
        ),
        tuple(Cell(text=label) for label in applicants[1:6]),
    ]


def _labels(line: Line, *, results: int, group: int) -> Row:
    """The label cells that begin in this row; `results` and `group` are the rows those labels cover, 0 where they began above."""
    cells = [Cell(text=RESULTS, rowspan=results)] if results else []
    if group:
        cells.append(Cell(text=line.groups[1], rowspan=group))
    cells.append(Cell(text=line.label, colspan=3 - len(line.groups)))
    return tuple(cells)


def requests(form: Form, figures: Figures) -> Table:
    """Section 三: three label columns and seven value columns under a head of three rows."""
    lines = REQUESTS[form]
    under_results = sum(1 for line in lines if line.groups)
    rows = _request_head()
    started = False
    for groups, members in groupby(lines, key=lambda line: line.groups):
        for place, line in enumerate(run := list(members)):
            labels = _labels(
                line,
                results=under_results if groups and not started else 0,
                group=len(run) if len(groups) == 2 and place == 0 else 0,
            )
            started = started or bool(groups)
            values = tuple(_value(figures, f"requests/{line.key}/{column}") for column, _ in APPLICANTS)
            rows.append((*labels, *values))
    return Table(key="requests", width=10, rows=tuple(rows), heads=3)


def review_litigation(figures: Figures) -> Table:
    """Section 四: fifteen columns, a head of three rows, one row of values."""
    review, direct, after = (label for _, label in DISPUTES)
    outcomes = [label for _, label in OUTCOMES]
    rows: tuple[Row, ...] = (
        (Cell(text=review, colspan=5), Cell(text=LITIGATION, colspan=10)),
        (
            *(Cell(text=label, rowspan=2) for label in outcomes),
            Cell(text=direct, colspan=5),
            Cell(text=after, colspan=5),
        ),
        tuple(Cell(text=label) for label in outcomes * 2),
        tuple(
            _value(figures, f"review_litigation/{row}/{column}")
            for row, _ in DISPUTES
            for column, _ in OUTCOMES
        ),
    )
    return Table(key="review_litigation", width=15, rows=rows, heads=3)


def tables(form: Form, figures: Figures) -> tuple[Table, ...]:
    """The three statutory tables of a report."""
    return proactive(form, figures), requests(form, figures), review_litigation(figures)


def rectangle(table: Table) -> list[list[Cell | None]]:
    """The table as a rectangle: each cell at its top left position, null at the positions that a span covers.

    A table whose spans are damaged may leave rows short; they are filled with null.
    """
    grid: list[list[Cell | None]] = [[None] * table.width for _ in table.rows]
    taken: set[tuple[int, int]] = set()
    for y, row in enumerate(table.rows):
        x = 0
        for cell in row:
            while (y, x) in taken:
                x += 1
            if x < table.width:
                grid[y][x] = cell
            taken.update((y + dy, x + dx) for dy in range(cell.rowspan) for dx in range(cell.colspan))
            x += cell.colspan
    return grid


def owners(table: Table) -> list[list[tuple[Cell, int, int] | None]]:
    """For every position the cell that covers it with the cell's top left position."""
    owners: list[list[tuple[Cell, int, int] | None]] = [[None] * table.width for _ in table.rows]
    for y, row in enumerate(rectangle(table)):
        for x, cell in enumerate(row):
            if cell is None:
                continue
            for dy in range(min(cell.rowspan, len(owners) - y)):
                for dx in range(min(cell.colspan, table.width - x)):
                    owners[y + dy][x + dx] = (cell, y, x)
    return owners
