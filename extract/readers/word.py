"""Binary Word documents ([MS-DOC]) and Kingsoft's .wps: paragraphs, and tables with the edges and merges of their cells.

The converters at hand lose the merges; the file states them in each row's end mark.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.files import sniff
from archive.records import Place
from extract.document import OBJECT, Block, Heading, Paragraph
from extract.layout import edges
from extract.readers.modifiers import RowCells
from extract.readers.ole import Compound
from extract.readers.wordfile import Run, WordFile

_TOLERANCE = 60
"""Twips (3 points) within which the edges of cells of different rows are one."""


def blocks(body: bytes) -> list[Block]:
    """Headings, paragraphs and grids in order; what stands in text boxes follows at the end.

    Raises DocumentUnreadable where the file is locked, cut or not of this kind.
    """
    return list(arranged(WordFile(Compound(body)).runs()))


def arranged(runs: Iterator[Run]) -> Iterator[Block]:
    """Paragraphs with their places in tables, put together to blocks."""
    return _Walk().blocks(runs)


@dataclass(slots=True)
class _Table:
    """A table while it is being read: finished rows, and the cell that is open."""

    rows: list[tuple[list[str], RowCells | None]] = field(default_factory=list)
    cells: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def end_cell(self) -> None:
        lines = [line.replace(OBJECT, "") for line in self.lines]
        text = "\n".join(line for line in lines if line.strip())
        shows = any(OBJECT in line for line in self.lines)
        self.cells.append(text or (OBJECT if shows else ""))
        self.lines = []

    def end_row(self, cells: RowCells | None) -> None:
        if self.cells:
            self.rows.append((self.cells, cells))
        self.cells, self.lines = [], []


class _Walk:
    """One pass over the paragraphs; the tables that are open stand one inside the other."""

    def __init__(self) -> None:
        self.open: list[_Table] = []
        self.tables = 0
        self.lines = 0

    def blocks(self, runs: Iterator[Run]) -> Iterator[Block]:
        for run in runs:
            yield from self.close(run.depth)
            if run.depth == 0:
                yield from self.paragraph(run)
                continue
            while len(self.open) < run.depth:
                self.open.append(_Table())
            self.inside(self.open[-1], run)
        yield from self.close(0)

    def paragraph(self, run: Run) -> Iterator[Block]:
        self.lines += 1
        place = Place(line=self.lines)
        text = run.text.replace(OBJECT, "")
        if not text.strip():
            return
        if run.level is None:
            yield Paragraph(text=text, place=place)
        else:
            yield Heading(text=text, level=run.level, place=place)

    def inside(self, table: _Table, run: Run) -> None:
        if run.ends == "row":
            table.end_row(run.row)
            return
        table.lines.append(run.text)
        if run.ends == "cell":
            table.end_cell()

    def close(self, depth: int) -> Iterator[Block]:
        """End the tables that are deeper than `depth`: each becomes a grid."""
        while len(self.open) > depth:
            table = self.open.pop()
            if table.cells or table.lines:
                table.end_cell()
                table.end_row(None)
            if table.rows:
                self.tables += 1
                pieces = _pieces(table.rows)
                yield edges.grid(pieces, Place(table=self.tables), media_type=sniff.DOC, tolerance=_TOLERANCE)


def _pieces(rows: Sequence[tuple[list[str], RowCells | None]]) -> list[edges.Piece]:
    pieces: list[edges.Piece] = []
    above: list[int] = []
    for top, (texts, stated) in enumerate(rows):
        row: list[int] = []
        for cell in _row(texts, stated):
            held = next((i for i in above if _under(pieces[i], cell.left)), None) if cell.continues else None
            if held is not None:
                pieces[held] = pieces[held]._replace(bottom=top + 1)
                row.append(held)
                continue
            if cell.starts:
                row.append(len(pieces))
            pieces.append(
                edges.Piece(text=cell.text, top=top, bottom=top + 1, left=cell.left, right=cell.right)
            )
        above = row
    return pieces


def _under(piece: edges.Piece, left: float) -> bool:
    return abs(piece.left - left) <= _TOLERANCE


@dataclass(frozen=True, kw_only=True, slots=True)
class _Cell:
    text: str
    left: float
    right: float
    starts: bool
    continues: bool


def _row(texts: Sequence[str], stated: RowCells | None) -> Iterator[_Cell]:
    """A row's cells with their edges; one without stated edges takes a column for each cell."""
    if stated is None or not stated.merges:
        for index, text in enumerate(texts):
            left = index * 1000.0
            yield _Cell(text=text, left=left, right=left + 1000, starts=False, continues=False)
        return
    count = min(len(texts), len(stated.merges))
    index = 0
    while index < count:
        last = stated.last_of(index, count)
        yield _Cell(
            text=texts[index],
            left=stated.edges[index],
            right=stated.edges[last + 1],
            starts=stated.merges[index].starts,
            continues=stated.merges[index].continues,
        )
        index = last + 1
