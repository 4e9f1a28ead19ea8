"""The styles of the cells of an XLSX workbook (ECMA-376, 18.8)."""

from collections.abc import Callable

from lxml import etree

from extract.readers.cellfonts import WHITE, Font, Style, coloured, numbered
from extract.readers.elements import child, integer, value
from extract.readers.formats import BUILT_IN, GENERAL
from extract.words.numbers import lowered, raised

OFF = frozenset({"0", "false", "off"})
_SET_OFF: dict[str | None, Callable[[str], str]] = {"superscript": raised, "subscript": lowered}
_THEME = {"0": WHITE, "1": "000000"}
_PLAIN = frozenset({None, "0", "0.0"})


def styles(root: etree._Element | None) -> list[Style]:
    """The workbook's cell formats by their numbers."""
    fonts = {str(number): font(each) for number, each in enumerate(_each(root, "fonts"))}
    grounds = {str(number): _ground(each) for number, each in enumerate(_each(root, "fills"))}
    forms = {value(each, "numFmtId"): value(each, "formatCode") for each in _each(root, "numFmts")}
    return [
        Style(
            font=fonts.get(value(each, "fontId") or "", Font()),
            ground=grounds.get(value(each, "fillId") or "", WHITE),
            form=forms.get(number := value(each, "numFmtId")) or BUILT_IN.get(integer(number) or 0, GENERAL),
        )
        for each in _each(root, "cellXfs")
    ]


def font(element: etree._Element) -> Font:
    """A font, of a cell or of a part of its text."""
    mark = child(element, "strike")
    return Font(
        struck=mark is not None and value(mark) not in OFF,
        ink=_colour(child(element, "color")),
        set_off=_SET_OFF.get(value(child(element, "vertAlign")), str),
    )


def _each(root: etree._Element | None, name: str) -> list[etree._Element]:
    """The entries of one of the tables of a workbook's styles."""
    found = child(root, name)
    return [] if found is None else list(found)


def _ground(fill: etree._Element) -> str | None:
    pattern = child(fill, "patternFill")
    if value(pattern, "patternType") in {None, "none"}:
        return None if pattern is None else WHITE
    return _colour(child(pattern, "fgColor")) if value(pattern, "patternType") == "solid" else None


def _colour(element: etree._Element | None) -> str | None:
    """A colour; null for the usual one."""
    if element is None:
        return None
    if rgb := value(element, "rgb"):
        return coloured(rgb)
    if theme := value(element, "theme"):
        tint = value(element, "tint")
        return _THEME.get(theme, f"theme {theme}") if tint in _PLAIN else f"theme {theme} {tint}"
    number = integer(value(element, "indexed"))
    return None if number is None else numbered(number, {})
