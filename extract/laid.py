"""The tables of a document cell by cell, to show where a figure stands: `python -m extract.laid TABLE [MEMBER]`, the document on standard input.

Answers JSON: rows of cells, each `text`, `row`, `column` (from 1, as places count them), `rowspan`, `colspan`.
"""

import json
import resource
import sys
from collections.abc import Iterator

from archive.records import Part
from extract import readers
from extract.document import Cell, Grid

SECONDS = 20
MEMORY = 1024 * 2**20


def laid(body: bytes, table: int, member: str | None) -> list[list[dict[str, object]]]:
    """The rows of a table, each cell once, where it begins."""
    nowhere = {"url": "", "name": "", "sha256": "", "capture": "", "captured_at": ""}
    part = Part(**nowhere, role="attachment", media_type=None, charset=None, body=body)
    return [
        [_told(cell) for at, cell in enumerate(line) if cell and (cell.row, cell.column) == (number, at)]
        for grid in _grids(part, table, member)
        for number, line in enumerate(grid.rows)
    ]


def _grids(part: Part, table: int, member: str | None) -> Iterator[Grid]:
    for document in readers.document(part):
        for block in document.blocks:
            if isinstance(block, Grid) and (block.place.table, block.place.member) == (table, member):
                yield block


def _told(cell: Cell) -> dict[str, object]:
    return {
        "text": cell.text,
        "row": cell.place.row or cell.row + 1,
        "column": cell.place.column or cell.column + 1,
        "rowspan": cell.rowspan,
        "colspan": cell.colspan,
    }


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))
    within = sys.argv[2] if len(sys.argv) > 2 else None
    rows = laid(sys.stdin.buffer.read(), int(sys.argv[1]), within)
    sys.stdout.write(json.dumps(rows))
