"""The runs of a Word paragraph as they print: without what they, or their styles, take back, and with what is raised or lowered as such."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from extract.document import OBJECT
from extract.readers.cellfonts import WHITE, coloured
from extract.readers.elements import child, local, value
from extract.words.numbers import is_figure, lowered, raised

BREAKS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": ""}
PROPERTIES = frozenset({"pPr", "rPr", "sectPr", "tblPr", "tblGrid", "trPr", "tcPr", "tblPrEx"})
UNPRINTED = frozenset({"del", "moveFrom", "instrText", "delText", "rt", "Fallback", "pict"})
_STRUCK = frozenset({"vanish", "strike", "dstrike"})
"""Properties of a run that take its text back."""
EFFECTS = _STRUCK | {"vertAlign", "position"}
_GROUNDLESS = frozenset({"auto", "none"})
"""What shades nothing."""
_OFF = frozenset({"0", "false", "off"})
_HIGHER = 4
"""Half points by which a note's mark stands above or below the number before it, at least: Word moves by six."""
_HEX = re.compile(r"[0-9A-Fa-f]{1,4}")
_PICTORIAL = ("Wingdings", "Webdings")
"""Fonts of signs that are no letters or digits."""
_INTEGER = re.compile(r"-?\d{1,4}")

Look = Mapping[str, str]
"""The properties in EFFECTS, and the ink, by their names, with what they are set to."""


class Styles:
    """What the styles of a document do to the text of runs."""

    def __init__(self, styles: etree._Element | None) -> None:
        elements = [] if styles is None else [each for each in styles if local(each) == "style"]
        self._styles = {value(each, "styleId"): each for each in elements}
        looks = {name: _telling(self._look(name)) for name in self._styles}
        self.looks: Mapping[str | None, Look] = {name: look for name, look in looks.items() if look}
        """Of the styles that do anything, by their names."""

    def _look(self, name: str | None, depth: int = 0) -> Look:
        style = self._styles.get(name)
        if style is None or depth > 20:
            return {}
        based = value(child(style, "basedOn"))
        return {**self._look(based, depth + 1), **_own(child(style, "rPr"))}

    def text(self, paragraph: etree._Element) -> str:
        """A paragraph as printed, without its automatic number, text boxes, and what is deleted, hidden or struck through; OBJECT for
        figures in white ink on nothing darker."""
        look = self.looks.get(value(child(paragraph, "pPr", "pStyle")), {})
        return "".join(_Paragraph(self.looks, look).runs(paragraph))


class _Paragraph:
    """One pass over a paragraph, with how its style looks."""

    def __init__(self, looks: Mapping[str | None, Look], look: Look) -> None:
        self.looks = looks
        self.look = look
        self.base: int | None = None
        """How high its first text stands, in half points."""

    def runs(self, element: etree._Element) -> Iterator[str]:
        for each in element:
            name = local(each)
            if name == "t":
                yield each.text or ""
            elif name in BREAKS:
                yield BREAKS[name]
            elif name == "sym":
                yield _symbol(each)
            elif name == "r":
                yield self.run(each)
            elif name not in PROPERTIES | UNPRINTED and name != "txbxContent":
                yield from self.runs(each)

    def run(self, run: etree._Element) -> str:
        properties = child(run, "rPr")
        look = {**self.look, **self.looks.get(value(child(run, "rPr", "rStyle")), {}), **_own(properties)}
        text = "".join(self.runs(run))
        if any(look.get(name, "0") not in _OFF for name in _STRUCK):
            return ""
        if is_white(look.get("color")) and is_figure(text) and not _has_ground(run):
            return OBJECT
        height = int(look["position"]) if _INTEGER.fullmatch(look.get("position", "")) else 0
        if text.strip() and self.base is None:
            self.base = height
        above = height - (self.base or 0)
        if look.get("vertAlign") == "superscript" or above >= _HIGHER:
            return raised(text)
        return lowered(text) if look.get("vertAlign") == "subscript" or above <= -_HIGHER else text


def _telling(look: Look) -> Look:
    """A style's look without ink that is seen: most styles have some."""
    return {name: said for name, said in look.items() if name != "color" or is_white(said)}


def _own(properties: etree._Element | None) -> Look:
    """What a run, or a style, says itself; a property without a value is set."""
    if properties is None:
        return {}
    return {local(each): value(each) or "1" for each in properties if local(each) in EFFECTS | {"color"}}


def _has_ground(run: etree._Element) -> bool:
    """Whether its text, its paragraph, its cell or its table is shaded."""
    around = [run, *run.iterancestors()]
    shades = (
        shade
        for each, name in zip(around, map(local, around), strict=True)
        if (properties := child(each, f"{name}Pr")) is not None
        for shade in properties.iterchildren("{*}shd", "{*}highlight")
    )
    said = (value(shade, "fill") or value(shade) or "auto" for shade in shades)
    return any(each not in _GROUNDLESS and not is_white(each) for each in said)


def is_white(ink: str | None) -> bool:
    """Whether a colour is white, or what nobody tells from it."""
    return ink is not None and (ink == "white" or coloured(ink) == WHITE)


def _symbol(element: etree._Element) -> str:
    """A character given by its number, which fonts of symbols have among the private ones; '' for a sign."""
    number = value(element, "char") or ""
    if not _HEX.fullmatch(number) or (value(element, "font") or "").startswith(_PICTORIAL):
        return ""
    code = int(number, 16)
    return chr(code - 0xF000 if 0xF000 <= code < 0xF100 else code)
