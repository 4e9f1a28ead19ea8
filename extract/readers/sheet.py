"""Workbooks: each sheet a grid with its merged cells; the lines above and below its table also as paragraphs."""

from collections.abc import Iterator, Sequence

from archive.errors import DocumentUnreadable
from archive.files import sniff
from archive.records import Part, Place
from extract.document import Block, Document, Grid, Paragraph
from extract.layout import edges
from extract.readers import biff, ods, office, xlsx
from extract.readers.spoken import spoken
from extract.readers.xlsx import Merge

MAX_SHEETS = 50
MAX_ROWS = 20_000
MAX_COLUMNS = 500


def read(part: Part) -> Document:
    """The workbook's sheets in order, hidden ones only where all are. Raises DocumentUnreadable for a damaged or empty one."""
    kind = sniff.media_type(part.body)
    sheets = _sheets(part.body, kind)
    blocks = tuple(block for number, sheet in enumerate(sheets, 1) for block in _blocks(sheet, number, kind))
    if not blocks:
        raise DocumentUnreadable(kind, "the workbook holds no text")
    return Document(media_type=kind, blocks=blocks)


def _sheets(body: bytes, kind: str) -> list["_Sheet"]:
    match kind:
        case sniff.XLSX:
            return [_Sheet(*each) for each in xlsx.sheets(body, MAX_SHEETS)]
        case sniff.ODS:
            return [_Sheet(*each) for each in ods.sheets(body, MAX_SHEETS)]
        case sniff.XLS:
            return _binary(body, kind)
        case _:
            return _converted(body, kind)


class _Sheet:
    """Texts by position, and which positions are one cell."""

    def __init__(self, texts: dict[tuple[int, int], str], merges: Sequence[Merge]) -> None:
        self.texts = {at: text for at, text in texts.items() if at[0] < MAX_ROWS and at[1] < MAX_COLUMNS}
        self.merges = [m for m in merges if m[1] <= MAX_ROWS and m[3] <= MAX_COLUMNS]

    def pieces(self) -> list[edges.Piece]:
        """Every cell of the used rectangle, blank ones too, rows that print nothing left out."""
        used = [at for at, text in self.texts.items() if text.strip()]
        if not used:
            return []
        bottom, right = max(y for y, _ in used) + 1, max(x for _, x in used) + 1
        top, left = min(y for y, _ in used), min(x for _, x in used)
        covered: dict[tuple[int, int], Merge] = {}
        for merge in self.merges:
            for y in range(max(merge[0], top), min(merge[1], bottom)):
                for x in range(max(merge[2], left), min(merge[3], right)):
                    covered.setdefault((y, x), merge)
        if (bottom - top) * (right - left) > edges.MAX_POSITIONS:
            return []
        return list(self._cells(range(top, bottom), range(left, right), covered))

    def _cells(self, ys: range, xs: range, covered: dict[tuple[int, int], Merge]) -> Iterator[edges.Piece]:
        done: set[Merge] = set()
        for y in ys:
            for x in xs:
                merge = covered.get((y, x), (y, y + 1, x, x + 1))
                if merge not in done:
                    done.add(merge)
                    yield edges.Piece(
                        text=self.texts.get((merge[0], merge[2]), ""),
                        top=y - ys.start,
                        bottom=min(merge[1], ys.stop) - ys.start,
                        left=x,
                        right=min(merge[3], xs.stop),
                    )


def _blocks(sheet: _Sheet, number: int, kind: str) -> Iterator[Block]:
    pieces = edges.compact(sheet.pieces())
    rows: dict[int, list[str]] = {}
    for piece in pieces:
        if piece.text.strip():
            rows.setdefault(piece.top, []).append(piece.text)
    place = Place(table=number)
    above, others = spoken(rows)
    for top, text in above.items():
        yield from _lines(text, top, place)
    if any(len(texts) > 1 for texts in rows.values()):
        yield edges.grid(pieces, place, media_type=kind)
    for top, text in others.items():
        yield from _lines(text, top, place)


def _lines(text: str, top: int, place: Place) -> Iterator[Paragraph]:
    for line in text.split("\n"):
        if line.strip():
            yield Paragraph(text=line, place=Place(table=place.table, row=top + 1))


def _binary(body: bytes, kind: str) -> list[_Sheet]:
    """Sheets of a binary workbook; by the converter, which drops empty rows, where it is damaged or older than Excel 97."""
    known = biff.worksheets(body)[:MAX_SHEETS]
    visible = [each for each in known if not each.hidden] or known
    shown = [
        _Sheet(xlsx.seen(each.texts, each.merges, each.rows, each.columns), each.merges) for each in visible
    ]
    return shown if any(each.texts for each in known) else _converted(body, kind)


def _converted(body: bytes, kind: str) -> list[_Sheet]:
    """Sheets by the converter."""
    grids = [block for block in office.converted(body, kind) if isinstance(block, Grid)]
    return [_Sheet(_texts(grid), _spans(grid)) for grid in grids[:MAX_SHEETS]]


def _texts(grid: Grid) -> dict[tuple[int, int], str]:
    return {
        (y, x): cell.text
        for y, row in enumerate(grid.rows)
        for x, cell in enumerate(row)
        if cell is not None and (cell.row, cell.column) == (y, x)
    }


def _spans(grid: Grid) -> list[Merge]:
    cells = (cell for row in grid.rows for cell in row if cell is not None)
    spans = {
        (cell.row, cell.row + cell.rowspan, cell.column, cell.column + cell.colspan)
        for cell in cells
        if cell.rowspan > 1 or cell.colspan > 1
    }
    return sorted(spans)
