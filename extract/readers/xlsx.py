"""The sheets of an XLSX workbook as they are shown: without hidden sheets, rows and columns, and without what is struck through."""

import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from lxml import etree

from archive.errors import DocumentUnreadable
from archive.files import sniff
from extract.document import OBJECT
from extract.readers.elements import child, integer, local, member, package, parse, value
from extract.words.numbers import lowered, raised

_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_WORKSHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_OFF = frozenset({"0", "false", "off"})
_SET_OFF: dict[str | None, Callable[[str], str]] = {"superscript": raised, "subscript": lowered}
_MAX_COLUMN = 16_384

Merge = tuple[int, int, int, int]
"""First row, end row, first column, end column: from 0, ends exclusive."""


class Sheet(NamedTuple):
    """Texts by row and column from 0, and which positions are one cell."""

    texts: dict[tuple[int, int], str]
    merges: list[Merge]


class _Strings(NamedTuple):
    """The workbook's strings, as cells print them and as cells do whose own font is struck through."""

    plain: Sequence[str]
    struck: Sequence[str]
    formats: frozenset[str]
    """The numbers of the cell formats with such a font."""


def sheets(body: bytes, most: int) -> Iterator[Sheet]:
    """The first sheets that are shown; where none is, of all. Raises DocumentUnreadable where there is none."""
    with package(body, sniff.XLSX) as files:
        names = _shown(files) or _every(files)
        if not names:
            raise DocumentUnreadable(sniff.XLSX, "the workbook has no sheets that can be read")
        strings = _strings(files)
        for name in names[:most]:
            yield _sheet(member(files, name, sniff.XLSX) or b"", strings)


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


def _strings(files: zipfile.ZipFile) -> _Strings:
    root, formats = _xml(files, "xl/sharedstrings.xml"), _struck_formats(_xml(files, "xl/styles.xml"))
    items = [] if root is None else [item for item in root if local(item) == "si"]
    plain = [_text(item, struck=False) for item in items]
    return _Strings(plain, [_text(item, struck=True) for item in items] if formats else plain, formats)


def _struck_formats(styles: etree._Element | None) -> frozenset[str]:
    fonts, formats = child(styles, "fonts"), child(styles, "cellXfs")
    if fonts is None or formats is None:
        return frozenset()
    struck = {str(number) for number, font in enumerate(fonts) if _is_on(font, "strike")}
    return frozenset(str(number) for number, each in enumerate(formats) if value(each, "fontId") in struck)


def _is_on(font: etree._Element | None, name: str) -> bool:
    mark = child(font, name)
    return mark is not None and value(mark) not in _OFF


def _text(item: etree._Element, *, struck: bool) -> str:
    """A string's runs, without the readings that some carry for East Asian text; `struck` for those without a font of their own."""
    parts: list[str] = []
    for each in item:
        font = child(each, "rPr")
        if local(each) == "rPh" or (struck if font is None else _is_on(font, "strike")):
            continue
        text = "".join(t.text or "" for t in each.iter() if local(t) == "t")
        parts.append(_SET_OFF.get(value(child(font, "vertAlign")), str)(text))
    return "".join(parts)


def _sheet(xml: bytes, strings: _Strings) -> Sheet:
    root = parse(xml, sniff.XLSX)
    texts: dict[tuple[int, int], str] = {}
    merges: list[Merge] = []
    rows, columns = set[int](), set[int]()
    for element in root.iter():
        match local(element):
            case "c" if (at := _position(value(element, "r"))) is not None:
                texts[at] = _cell(element, strings)
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


def _is_hidden(element: etree._Element) -> bool:
    return value(element, "hidden") not in {None, *_OFF}


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


def _cell(element: etree._Element, strings: _Strings) -> str:
    """A cell's text. What a formula comes to is kept beside it, unless the workbook was never worked out."""
    kind, struck = value(element, "t"), value(element, "s") in strings.formats
    if kind == "inlineStr":
        return "".join(_text(each, struck=struck) for each in element if local(each) == "is")
    held = child(element, "v")
    text = (held.text or "") if held is not None else ""
    if kind == "s":
        index = integer(text)
        texts = strings.struck if struck else strings.plain
        return texts[index] if index is not None and index < len(texts) else ""
    if struck:
        return ""
    if not text and kind != "str" and child(element, "f") is not None:
        return OBJECT
    return text if kind in {"str", "e", "b"} else shown(text)


def shown(number: str) -> str:
    """A stored number as a sheet shows it: fifteen digits, without what binary fractions leave behind them."""
    try:
        return f"{float(number):.15g}"
    except ValueError:
        return number
