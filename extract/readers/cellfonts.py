"""How the cells of workbooks look: fonts that strike out or set off, and ink in the colour of what lies below."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from extract.document import OBJECT
from extract.readers.formats import GENERAL
from extract.words.numbers import is_figure

WHITE = "FFFFFF"
NEARLY_WHITE = 0xF8
"""The least part of red, green and blue of what nobody tells from white."""
_USUAL = {0: "000000", 1: WHITE, 8: "000000", 9: WHITE, 65: WHITE}
"""Of the colours that have a number, those that tell whether something shows."""
AUTOMATIC = frozenset({64, 0x7FFF})


class Font(NamedTuple):
    """What a font does to a text."""

    struck: bool = False
    ink: str | None = None
    """Its colour; null for the usual one."""
    set_off: Callable[[str], str] = str


class Style(NamedTuple):
    """How a cell looks."""

    font: Font = Font()
    ground: str | None = WHITE
    """The colour below its text; null where there are several."""
    form: str = GENERAL
    """How it shows numbers."""


def printed(pieces: Iterable[tuple[str, Font]], ground: str | None) -> str:
    """What a cell prints of a text's parts; OBJECT where it prints nothing but figures that nobody sees."""
    parts = [_part(text, font, ground) for text, font in pieces if text and not font.struck]
    seen = "".join(part for part in parts if part != OBJECT)
    return seen if seen.strip() else "".join(parts)


def _part(text: str, font: Font, ground: str | None) -> str:
    if font.ink is not None and font.ink == ground and is_figure(text):
        return OBJECT
    return font.set_off(text)


@lru_cache(maxsize=1024)
def coloured(rgb: str) -> str:
    """A colour of six digits; what nobody tells from white is white."""
    digits = rgb[-6:].upper()
    try:
        channels = bytes.fromhex(digits)
    except ValueError:
        return digits
    return WHITE if min(channels, default=0) >= NEARLY_WHITE else digits


def numbered(number: int, palette: Mapping[int, str]) -> str | None:
    """The colour of a number; null for the usual one."""
    if number in AUTOMATIC:
        return None
    return palette.get(number) or _USUAL.get(number) or f"indexed {number}"
