"""How the cells of a binary workbook look ([MS-XLS] 2.4.122, 2.4.126, 2.4.188, 2.4.353)."""

import struct
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from extract.readers import cellfonts
from extract.readers.bifftext import Pieces, Record, Run, String, string
from extract.readers.cellfonts import WHITE, Font, Style, coloured, numbered
from extract.readers.formats import BUILT_IN, GENERAL
from extract.words.numbers import lowered, raised

_FONT, _STYLE, _NUMBER_FORMAT, _PALETTE = 0x0031, 0x00E0, 0x041E, 0x0092
_FIRST_OF_PALETTE = 8
_SET_OFF: dict[int, Callable[[str], str]] = {1: raised, 2: lowered}


class Styles:
    """The fonts of a workbook, and the formats of its cells."""

    def __init__(self, records: Sequence[Record]) -> None:
        palette = _palette(records)
        fonts = [_font(record, palette) for record in _of(records, _FONT, 10)]
        # No font has the number 4.
        self._fonts = {at if at < 4 else at + 1: font for at, font in enumerate(fonts)}
        forms = dict(_forms(records))
        self._styles = [self._style(record, palette, forms) for record in _of(records, _STYLE, 20)]

    def _style(self, record: bytes, palette: Mapping[int, str], forms: Mapping[int, str]) -> Style:
        font, form = struct.unpack_from("<2H", record)
        return Style(
            font=self._fonts.get(font, Font()),
            ground=_ground(record, palette),
            form=forms.get(form) or BUILT_IN.get(form, GENERAL),
        )

    def style(self, number: int) -> Style:
        """A cell's, by its number."""
        return self._styles[number] if number < len(self._styles) else Style()

    def printed(self, string: String, number: int) -> str:
        """What a cell of a style prints of a string."""
        style = self.style(number)
        ends = [*string.runs, Run(len(string.text), 0)]
        pieces = [(string.text[: ends[0].start], style.font)]
        for one, other in pairwise(ends):
            pieces.append((string.text[one.start : other.start], self._fonts.get(one.font, Font())))
        return cellfonts.printed(pieces, style.ground)


def _of(records: Sequence[Record], code: int, least: int) -> list[bytes]:
    return [record for number, record in records if number == code and len(record) >= least]


def _palette(records: Sequence[Record]) -> dict[int, str]:
    """The colours that the workbook gives numbers itself."""
    found = {}
    for record in _of(records, _PALETTE, 2):
        for at in range((len(record) - 2) // 4):
            found[_FIRST_OF_PALETTE + at] = coloured(record[2 + 4 * at : 5 + 4 * at].hex())
    return found


def _font(record: bytes, palette: Mapping[int, str]) -> Font:
    (ink,) = struct.unpack_from("<H", record, 4)
    return Font(
        struck=bool(record[2] & 0x08), ink=numbered(ink, palette), set_off=_SET_OFF.get(record[8], str)
    )


def _ground(record: bytes, palette: Mapping[int, str]) -> str | None:
    """The colour below a cell: white where no pattern fills it, null where one mixes two."""
    pattern, front = record[17] >> 2, record[18] & 0x7F
    return WHITE if not pattern else numbered(front, palette) if pattern == 1 else None


def _forms(records: Sequence[Record]) -> Iterator[tuple[int, str]]:
    for record in _of(records, _NUMBER_FORMAT, 5):
        try:
            yield struct.unpack_from("<H", record)[0], string(Pieces([record[2:]])).text
        except (IndexError, struct.error):
            continue
