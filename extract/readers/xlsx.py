"""The sheets of an XLSX workbook as they are shown: without hidden sheets, rows and columns, and numbers as their formats write
them, without what is struck through."""

import posixpath
import re
import zipfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from lxml import etree

from archive.errors import DocumentUnreadable
from archive.files import sniff
from extract.document import OBJECT
from extract.readers import cellfonts, cellstyles
from extract.readers.cellfonts import Font, Style
from extract.readers.cellstyles import OFF
from extract.readers.elements import child, integer, local, member, package, parse, value
from extract.readers.formats import shown

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_MAX_COLUMN = 16_384

Merge = tuple[int, int, int, int]
"""First row, end row, first column, end column: from 0, ends exclusive."""


class Sheet(NamedTuple):
    """Texts by row and column from 0, and which positions are one cell."""

    texts: dict[tuple[int, int], str]
    merges: list[Merge]


def sheets(body: bytes, most: int) -> Iterator[Sheet]:
    """The first sheets that are shown; where none is, of all. Raises DocumentUnreadable where there is none."""
    with package(body, sniff.XLSX) as files:
        names = _shown(files) or _every(files)
        if not names:
            raise DocumentUnreadable(sniff.XLSX, "the workbook has no sheets that can be read")
        strings, styles = _xml(files, "xl/sharedstrings.xml"), _xml(files, "xl/styles.xml")
        items = [] if strings is None else [item for item in strings if local(item) == "si"]
        formats = cellstyles.styles(styles)
        for name in names[:most]:
            root = parse(member(files, name, sniff.XLSX) or b"", sniff.XLSX)
            yield _Walk(root, items, formats).sheet()


def _every(files: zipfile.ZipFile) -> list[str]:
    return sorted(
        (name.lower() for name in files.namelist() if _WORKSHEET.fullmatch(name.lower())), key=_order
    )


def _order(name: str) -> tuple[int, str]:
    digits = re.search(r"(\d{1,6})\.xml$", name)
    return (int(digits[1]) if digits else 0, name)


def _shown(files: zipfile.ZipFile) -> list[str]:
    """The worksheets that the workbook shows, in its order; none where it does not say."""
    book, links = (_xml(files, name) for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"))
    if book is None or links is None:
        return []
    targets = {value(each, "Id"): value(each, "Target") or "" for each in links}
    there = set(_every(files))
    shown = [
        posixpath.normpath(posixpath.join("/xl", targets.get(value(each, "id"), ""))).lstrip("/").lower()
        for each in book.iter("{*}sheet")
        if value(each, "state") in {None, "visible"}
    ]
    return [name for name in shown if name in there]


def _xml(files: zipfile.ZipFile, name: str) -> etree._Element | None:
    body = member(files, name, sniff.XLSX)
    return parse(body, sniff.XLSX) if body else None


class _Walk:
    """One pass over a sheet."""

    def __init__(
        self, root: etree._Element, strings: Sequence[etree._Element], styles: Sequence[Style]
    ) -> None:
        self.root = root
        self.strings = strings
        self.styles = styles

    def sheet(self) -> Sheet:
        texts: dict[tuple[int, int], str] = {}
        merges: list[Merge] = []
        rows, columns = set[int](), set[int]()
        for element in self.root.iter():
            match local(element):
                case "c" if (at := _position(value(element, "r"))) is not None:
                    texts[at] = self.cell(element)
                case "mergeCell":
                    first, _, last = (value(element, "ref") or "").partition(":")
                    start, end = _position(first), _position(last)
                    if start and end:
                        merges.append((start[0], end[0] + 1, start[1], end[1] + 1))
                case "row" if _is_hidden(element):
                    rows.add((integer(value(element, "r")) or 0) - 1)
                case "col" if _is_hidden(element):
                    first_column, last_column = integer(value(element, "min")), integer(value(element, "max"))
                    columns.update(range((first_column or 1) - 1, min(last_column or 0, _MAX_COLUMN)))
                case _:
                    pass
        return Sheet(seen(texts, merges, rows, columns), merges)

    @cached_property
    def hides_zeros(self) -> bool:
        """Whether the sheet shows nothing in place of zero."""
        views = list(self.root.iter("{*}sheetView"))
        return bool(views) and all(value(view, "showZeros") in OFF for view in views)

    def cell(self, element: etree._Element) -> str:
        """A cell's text. What a formula comes to is kept beside it, unless the workbook was never worked out."""
        kind, number = value(element, "t"), integer(value(element, "s")) or 0
        style = self.styles[number] if number < len(self.styles) else Style()
        if kind == "inlineStr":
            return "".join(_text(each, style) for each in element if local(each) == "is")
        held = child(element, "v")
        text = (held.text or "") if held is not None else ""
        if kind == "s":
            index = integer(text)
            return (
                _text(self.strings[index], style) if index is not None and index < len(self.strings) else ""
            )
        if not text and kind != "str" and child(element, "f") is not None:
            return "" if style.font.struck else OBJECT
        if kind == "b":
            text = "FALSE" if text in OFF else "TRUE"
        elif kind not in {"str", "e"}:
            text = shown(text, style.form, hides_zero=self.hides_zeros)
        return cellfonts.printed([(text, style.font)], style.ground)


def _text(item: etree._Element, style: Style) -> str:
    """A string's runs, without the readings that some carry for East Asian text; in the cell's font where they have none of their own."""
    return cellfonts.printed(
        [(_said(each), _font(each, style)) for each in item if local(each) != "rPh"], style.ground
    )


def _said(run: etree._Element) -> str:
    return "".join(t.text or "" for t in run.iter() if local(t) == "t")


def _font(run: etree._Element, style: Style) -> Font:
    own = child(run, "rPr")
    return style.font if own is None else cellstyles.font(own)


def _is_hidden(element: etree._Element) -> bool:
    return value(element, "hidden") not in {None, *OFF}


def seen(
    texts: dict[tuple[int, int], str], merges: Sequence[Merge], rows: set[int], columns: set[int]
) -> dict[tuple[int, int], str]:
    """The texts of cells that some row and some column shows."""
    if not rows and not columns:
        return texts
    spans = {(top, left): (range(top, bottom), range(left, right)) for top, bottom, left, right in merges}
    seen = {}
    for (row, column), text in texts.items():
        down, across = spans.get((row, column), (range(row, row + 1), range(column, column + 1)))
        if not rows.issuperset(down) and not columns.issuperset(across):
            seen[row, column] = text
    return seen


def _position(reference: str | None) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference or "")
    if match is None:
        return None
    column = 0
    for letter in match[1]:
        column = column * 26 + ord(letter) - 64
    return int(match[2]) - 1, column - 1
