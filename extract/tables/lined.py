"""Tables whose rows stand in their head, with a line of figures for each of several years or organs: each line by itself."""

from extract.document import Grid
from extract.tables.beside import Part
from extract.tables.cells import Row
from extract.tables.named import with_rows_in_heads


def lines(part: Part) -> list[Part]:
    """The part itself, or for each line of figures with a label before them the head with that line."""
    grid, rows = part
    first = next((y for y, row in enumerate(rows) if row.has_number), 0)
    for words in with_rows_in_heads() if first else ():
        cells = len(words.table.rows) * len(words.table.columns) + 1
        if len(rows[first].cells) != cells or all(
            words.heading.isdisjoint(row.names) for row in rows[:first]
        ):
            continue
        labelled = [y for y in range(first, len(rows)) if len(rows[y].cells) == cells]
        return [
            (
                Grid(rows=(*grid.rows[:first], grid.rows[y]), place=grid.place),
                [*rows[:first], _with_label(rows[y])],
            )
            for y in labelled
        ]
    return [part]


def _with_label(row: Row) -> Row:
    """A line whose first cell is its label, though it prints a year."""
    return row._replace(values=[None, *row.values[1:]])
