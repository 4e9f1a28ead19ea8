"""Workbooks: each sheet a grid with its merged cells; the lines above and below its table also as paragraphs."""

import re
import struct
import zipfile
from collections.abc import Iterator, Sequence

from lxml import etree

from archive import sniff
from archive.errors import DocumentUnreadable
from archive.records import Part, Place
from extract.document import OBJECT, Block, Document, Grid, Paragraph
from extract.layout import edges
from extract.readers import office
from extract.readers.elements import child, integer, local, member, package, parse, value
from extract.readers.ole import Compound
from extract.readers.spoken import spoken

MAX_SHEETS = 50
MAX_ROWS = 20_000
MAX_COLUMNS = 500
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_MERGED_CELLS = 0x00E5
_BEGIN = 0x0809
_WORKSHEET = 0x0010

Merge = tuple[int, int, int, int]
"""First row, end row, first column, end column: from 0, ends exclusive."""


def read(part: Part) -> Document:
    """The workbook's visible and hidden sheets in order. Raises DocumentUnreadable for a damaged or empty one."""
    kind = sniff.media_type(part.body)
    sheets = list(_sheets(part.body)) if kind == sniff.XLSX else _converted(part.body, kind)
    blocks = tuple(block for number, sheet in enumerate(sheets, 1) for block in _blocks(sheet, number, kind))
    if not blocks:
        raise DocumentUnreadable(kind, "the workbook holds no text")
    return Document(media_type=kind, blocks=blocks)


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


def _sheets(body: bytes) -> Iterator[_Sheet]:
    with package(body, sniff.XLSX) as files:
        names = [name for name in files.namelist() if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name)]
        if not names:
            raise DocumentUnreadable(sniff.XLSX, "the workbook has no sheets that can be read")
        shared = _shared(files)
        for name in sorted(names, key=_order)[:MAX_SHEETS]:
            yield _sheet(member(files, name.lower(), sniff.XLSX) or b"", shared)


def _order(name: str) -> tuple[int, str]:
    digits = re.search(r"(\d{1,6})\.xml$", name)
    return (int(digits[1]) if digits else 0, name)


def _shared(files: zipfile.ZipFile) -> list[str]:
    xml = member(files, "xl/sharedstrings.xml", sniff.XLSX)
    if not xml:
        return []
    return [_text(item) for item in parse(xml, sniff.XLSX) if local(item) == "si"]


def _text(item: etree._Element) -> str:
    """A string's runs, without the readings that some carry for East Asian text."""

    return "".join(
        each.text or ""
        for each in item.iter()
        if local(each) == "t" and all(local(up) != "rPh" for up in each.iterancestors())
    )


def _sheet(xml: bytes, shared: Sequence[str]) -> _Sheet:
    root = parse(xml, sniff.XLSX)
    texts: dict[tuple[int, int], str] = {}
    merges: list[Merge] = []
    for element in root.iter():
        match local(element):
            case "c" if (at := _position(value(element, "r"))) is not None:
                texts[at] = _cell(element, shared)
            case "mergeCell":
                first, _, last = (value(element, "ref") or "").partition(":")
                start, end = _position(first), _position(last)
                if start and end:
                    merges.append((start[0], end[0] + 1, start[1], end[1] + 1))
            case _:
                pass
    return _Sheet(texts, merges)


def _position(reference: str | None) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1


def _cell(element: etree._Element, shared: Sequence[str]) -> str:
    """A cell's text. What a formula comes to is kept beside it, unless the workbook was never worked out."""
    kind = value(element, "t")
    if kind == "inlineStr":
        return _text(element)
    held = child(element, "v")
    text = (held.text or "") if held is not None else ""
    if not text and kind != "str" and child(element, "f") is not None:
        return OBJECT
    if kind == "s":
        index = integer(text)
        return shared[index] if index is not None and index < len(shared) else ""
    if kind in {"str", "e", "b"}:
        return text
    return shown(text)


def shown(number: str) -> str:
    """A stored number as a sheet shows it: fifteen digits, without what binary fractions leave behind them."""
    try:
        return f"{float(number):.15g}"
    except ValueError:
        return number


def _converted(body: bytes, kind: str) -> list[_Sheet]:
    """Sheets by the converter, which keeps positions; the merged cells of .xls from the file itself."""
    merges = _merges(body) if kind == sniff.XLS else []
    grids = [block for block in office.converted(body, kind) if isinstance(block, Grid)]
    sheets = []
    for number, grid in enumerate(grids[:MAX_SHEETS]):
        texts = {
            (y, x): cell.text
            for y, row in enumerate(grid.rows)
            for x, cell in enumerate(row)
            if cell is not None and (cell.row, cell.column) == (y, x)
        }
        spans = {
            (cell.row, cell.row + cell.rowspan, cell.column, cell.column + cell.colspan)
            for row in grid.rows
            for cell in row
            if cell is not None and (cell.rowspan > 1 or cell.colspan > 1)
        }
        own = merges[number] if number < len(merges) else []
        sheets.append(_Sheet(texts, own or sorted(spans)))
    return sheets


def _merges(body: bytes) -> list[list[Merge]]:
    """The merged cells of each worksheet of a binary workbook ([MS-XLS] 2.4.168), sheets in order."""
    try:
        container = Compound(body)
    except DocumentUnreadable:
        return []
    stream = container.stream("Workbook") or container.stream("Book")
    sheets: list[list[Merge]] = []
    at = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        record = stream[at + 4 : at + 4 + size]
        if code == _BEGIN and len(record) >= 4 and struct.unpack_from("<H", record, 2)[0] == _WORKSHEET:
            sheets.append([])
        elif code == _MERGED_CELLS and sheets and len(record) >= 2:
            for index in range(min(struct.unpack_from("<H", record)[0], (len(record) - 2) // 8)):
                top, bottom, left, right = struct.unpack_from("<4H", record, 2 + 8 * index)
                sheets[-1].append((top, bottom + 1, left, right + 1))
        at += 4 + size
    return sheets
