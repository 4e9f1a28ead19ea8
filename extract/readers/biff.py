"""Binary workbooks of Excel 97 and later ([MS-XLS]): what each worksheet shows, cell by cell where it stands."""

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from archive.errors import DocumentUnreadable
from extract.document import OBJECT
from extract.readers.biffstyles import Styles
from extract.readers.bifftext import Pieces, Record, String, string, strings
from extract.readers.formats import shown
from extract.readers.ole import Compound
from extract.readers.xlsx import Merge

_BEGIN, _END, _LOCKED = 0x0809, 0x000A, 0x002F
_BIFF8, _WORKSHEET = 0x0600, 0x0010
_BOUND_SHEET = 0x0085
_MOST_COLUMNS = 256
_WINDOW = 0x023E
_SIGNS = frozenset({1, 2})
_SHOWS_ZEROS = 0x10


@dataclass(kw_only=True, slots=True)
class Worksheet:
    """One of a workbook."""

    hidden: bool = False
    texts: dict[tuple[int, int], str] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    """Those that are hidden."""


def worksheets(body: bytes) -> list[Worksheet]:
    """The worksheets in order; none of a workbook that is damaged, locked or older."""
    records = list(_records(body))
    version = struct.unpack_from("<H", records[0][1].ljust(2, b"\0"))[0] if records else 0
    if version != _BIFF8 or any(code == _LOCKED for code, _ in records):
        return []
    hidden = [
        record[4] & 3 > 0
        for code, record in records
        if code == _BOUND_SHEET and len(record) >= 6 and record[5] == 0
    ]
    styles, shared = Styles(records), list(strings(records))
    sheets = [_Reader(styles, shared).read(each) for each in _substreams(records)]
    if len(hidden) == len(sheets):
        for sheet, is_hidden in zip(sheets, hidden, strict=True):
            sheet.hidden = is_hidden
    return sheets


def _substreams(records: Sequence[Record]) -> Iterator[list[Record]]:
    """The records of each worksheet, without those of the charts that it holds."""
    depth = 0
    found: list[Record] | None = None
    for code, record in records:
        if code == _BEGIN:
            depth += 1
            if depth == 1 and len(record) >= 4 and struct.unpack_from("<H", record, 2)[0] == _WORKSHEET:
                found = []
        elif code == _END:
            depth -= 1
            if depth == 0 and found is not None:
                yield found
                found = None
        elif depth == 1 and found is not None:
            found.append((code, record))


class _Reader:
    """One pass over the records of a worksheet."""

    def __init__(self, styles: Styles, shared: Sequence[String]) -> None:
        self.styles = styles
        self.hides_zeros = False
        self.shared = shared
        self.sheet = Worksheet()
        self.formula = (0, 0, 0)
        """Row, column and format of the last formula: its result follows, where that is a text."""

    def read(self, records: Sequence[Record]) -> Worksheet:
        """What they say; damaged ones say nothing."""
        windows = [record for code, record in records if code == _WINDOW and record]
        self.hides_zeros = bool(windows) and not any(record[0] & _SHOWS_ZEROS for record in windows)
        does = {
            0x00E5: self.merge,
            0x0208: self.row,
            0x007D: self.column,
            0x00FD: self.shared_string,
            0x0204: self.own_string,
            0x0203: self.number,
            0x027E: self.short,
            0x00BD: self.shorts,
            0x0205: self.sign,
            0x0006: self.worked_out,
            0x0207: self.result,
        }
        for code, record in records:
            try:
                if code in does:
                    does[code](record)
            except (struct.error, IndexError):
                continue
        return self.sheet

    def merge(self, record: bytes) -> None:
        for index in range(min(struct.unpack_from("<H", record)[0], (len(record) - 2) // 8)):
            top, bottom, left, right = struct.unpack_from("<4H", record, 2 + 8 * index)
            self.sheet.merges.append((top, bottom + 1, left, right + 1))

    def row(self, record: bytes) -> None:
        if record[12] & 0x20:
            self.sheet.rows.add(struct.unpack_from("<H", record)[0])

    def column(self, record: bytes) -> None:
        if record[8] & 1:
            first, last = struct.unpack_from("<2H", record)
            self.sheet.columns.update(range(first, min(last + 1, _MOST_COLUMNS)))

    def put(self, row: int, column: int, form: int, said: String) -> None:
        self.sheet.texts[row, column] = self.styles.printed(said, form)

    def put_number(self, row: int, column: int, form: int, number: float) -> None:
        text = shown(repr(number), self.styles.style(form).form, hides_zero=self.hides_zeros)
        self.put(row, column, form, String(text, ()))

    def shared_string(self, record: bytes) -> None:
        row, column, form, index = struct.unpack_from("<3HI", record)
        self.put(row, column, form, self.shared[index])

    def own_string(self, record: bytes) -> None:
        row, column, form = struct.unpack_from("<3H", record)
        self.put(row, column, form, string(Pieces([record[6:]])))

    def number(self, record: bytes) -> None:
        row, column, form, value = struct.unpack_from("<3Hd", record)
        self.put_number(row, column, form, value)

    def short(self, record: bytes) -> None:
        row, column, form, value = struct.unpack_from("<3HI", record)
        self.put_number(row, column, form, _unpacked(value))

    def shorts(self, record: bytes) -> None:
        row, first = struct.unpack_from("<2H", record)
        for at in range((len(record) - 6) // 6):
            form, value = struct.unpack_from("<HI", record, 4 + 6 * at)
            self.put_number(row, first + at, form, _unpacked(value))

    def sign(self, record: bytes) -> None:
        """A cell that holds an error's sign, or whether something is true."""
        row, column, form = struct.unpack_from("<3H", record)
        self.put(row, column, form, String(OBJECT, ()))

    def worked_out(self, record: bytes) -> None:
        row, column, form, value = struct.unpack_from("<3Hd", record)
        self.formula = row, column, form
        # What is no number has no place for one; what it is says the first byte.
        if record[12:14] != b"\xff\xff":
            self.put_number(row, column, form, value)
        elif record[6] in _SIGNS:
            self.put(row, column, form, String(OBJECT, ()))

    def result(self, record: bytes) -> None:
        self.put(*self.formula, string(Pieces([record])))


def _unpacked(value: int) -> float:
    """A number in thirty bits: whole, or the front of a long one; in hundredths where the last bit says so."""
    if value & 2:
        number = float((value >> 2) - (1 << 30 if value >> 31 else 0))
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (value & 0xFFFFFFFC) << 32))
    return number / 100 if value & 1 else number


def _records(body: bytes) -> Iterator[Record]:
    """The records of a binary workbook; none where it is damaged."""
    try:
        container = Compound(body)
    except DocumentUnreadable:
        return
    stream = container.stream("Workbook")
    at = 0
    while at + 4 <= len(stream):
        code, size = struct.unpack_from("<HH", stream, at)
        yield code, stream[at + 4 : at + 4 + size]
        at += 4 + size
