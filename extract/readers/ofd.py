"""OFD (GB/T 33190), the national page format: a zip of XML whose text has positions, read like a PDF's pages."""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from itertools import pairwise

from lxml import etree

from archive.errors import DocumentUnreadable
from archive.files import sniff
from archive.records import Part
from extract.document import Document
from extract.layout.pages import Page, blocks
from extract.layout.ruled import Ruling
from extract.layout.struck import strikes, unstruck
from extract.layout.words import Glyph
from extract.readers.elements import child, local, member, package, parse, value
from extract.readers.strokes import Matrix

MAX_PAGES = 1000
_POINTS = 72 / 25.4
_THIN = 1.0
"""Millimetres: a filled shape no thicker than this is a drawn line."""
_COMMAND = re.compile(r"([A-Za-z])|(-?(?:\d+\.?\d*|\.\d+)(?:[eE]-?\d+)?)")
_OBJECTS = frozenset({"TextObject", "PathObject"})
_ARGUMENTS = {"S": 2, "M": 2, "L": 2, "Q": 4, "B": 6, "A": 7, "C": 0}


def read(part: Part) -> Document:
    """The document's blocks. Raises DocumentUnreadable for a damaged package, or one whose pages are images."""
    with package(part.body, sniff.OFD) as files:
        found = blocks(list(_pages(files)), sniff.OFD)
    if not found:
        raise DocumentUnreadable(sniff.OFD, "no text: the pages are images")
    return Document(media_type=sniff.OFD, blocks=tuple(found))


def _xml(files: zipfile.ZipFile, path: str) -> etree._Element:
    body = member(files, posixpath.normpath(path).lstrip("/").lower(), sniff.OFD)
    if body is None:
        raise DocumentUnreadable(sniff.OFD, f"{path} is missing")
    return parse(body, sniff.OFD)


def _pages(files: zipfile.ZipFile) -> Iterator[Page]:
    """The pages, in order, of every document in the package, each with what its templates print."""
    number = 0
    for body in (each for each in _xml(files, "OFD.xml") if local(each) == "DocBody"):
        root = child(body, "DocRoot")
        path = ((root.text if root is not None else "") or "").strip()
        document = _xml(files, path)
        folder = posixpath.dirname(path)
        templates = {
            value(each, "ID"): _located(each, folder)
            for each in _within(document, "CommonData")
            if local(each) == "TemplatePage"
        }
        for page in _within(document, "Pages"):
            if local(page) == "Page" and number < MAX_PAGES:
                number += 1
                yield _page(files, _located(page, folder), number=number, templates=templates)


def _within(element: etree._Element, name: str) -> list[etree._Element]:
    found = child(element, name)
    return list(found) if found is not None else []


def _located(element: etree._Element, folder: str) -> str:
    place = value(element, "BaseLoc") or ""
    return place if place.startswith("/") else posixpath.join(folder, place)


def _page(files: zipfile.ZipFile, path: str, *, number: int, templates: dict[str | None, str]) -> Page:
    root = _xml(files, path)
    area = child(root, "Area", "PhysicalBox")
    box = _numbers(area.text if area is not None else "")
    width, height = (box[2], box[3]) if len(box) == 4 else (210.0, 297.0)
    under = [templates.get(value(each, "TemplateID")) for each in root if local(each) == "Template"]
    roots = [*(_xml(files, template) for template in under if template), root]
    objects = [each for each in (each for top in roots for each in top.iter()) if local(each) in _OBJECTS]
    glyphs = [glyph for each in objects if local(each) == "TextObject" for glyph in _glyphs(each)]
    rulings = [ruling for each in objects if local(each) == "PathObject" for ruling in _rulings(each)]
    legible, drawn = unstruck(glyphs, rulings, list(strikes(glyphs, rulings)))
    return Page(
        number=number,
        width=width * _POINTS,
        height=height * _POINTS,
        glyphs=legible,
        rulings=drawn,
    )


def _numbers(text: str | None) -> list[float]:
    found = []
    for word in (text or "").split():
        try:
            found.append(float(word))
        except ValueError:
            return []
    return found


def _matrix(element: etree._Element) -> Matrix:
    """From the object's own space to the page: its CTM, then the corner of its boundary."""
    corner = _numbers(value(element, "Boundary"))
    own = _numbers(value(element, "CTM"))
    moved = Matrix(e=corner[0], f=corner[1]) if len(corner) == 4 else Matrix()
    return moved.after(Matrix(*own)) if len(own) == 6 else moved


def _glyphs(element: etree._Element) -> Iterator[Glyph]:
    matrix = _matrix(element)
    sizes = _numbers(value(element, "Size"))
    size = sizes[0] if sizes else 3.5
    x = y = 0.0
    for code in (each for each in element if local(each) == "TextCode"):
        x = (_numbers(value(code, "X")) or [x])[0]
        y = (_numbers(value(code, "Y")) or [y])[0]
        text = (code.text or "").strip("\r\n\t")
        across, down = _deltas(value(code, "DeltaX"), len(text)), _deltas(value(code, "DeltaY"), len(text))
        left, base = x, y
        for index, character in enumerate(text):
            advance = size / 2 if character.isascii() else size
            if not character.isspace():
                x0, y0, x1, y1 = matrix.box(left, base - 0.88 * size, left + advance, base + 0.12 * size)
                yield Glyph(character, x0 * _POINTS, y0 * _POINTS, x1 * _POINTS, y1 * _POINTS)
            left += across[index] if index < len(across) else (0.0 if down else advance)
            base += down[index] if index < len(down) else 0.0


def _deltas(text: str | None, count: int) -> list[float]:
    """Steps between characters; `g 3 4.5` stands for three steps of 4.5."""
    words = (text or "").split()
    found: list[float] = []
    at = 0
    while at < len(words) and len(found) < count:
        if words[at] == "g" and at + 2 < len(words):
            times, step = _numbers(words[at + 1]), _numbers(words[at + 2])
            if times and step:
                found += step * min(max(int(times[0]), 0), count)
            at += 3
        else:
            found += _numbers(words[at])
            at += 1
    return found


def _rulings(element: etree._Element) -> Iterator[Ruling]:
    matrix = _matrix(element)
    data = child(element, "AbbreviatedData")
    stroked = value(element, "Stroke") != "false"
    for shape in _shapes(data.text if data is not None else ""):
        points = [matrix.point(x, y) for x, y in shape]
        boxes = [_around([start, end]) for start, end in pairwise(points)] if stroked else [_around(points)]
        for x0, y0, x1, y1 in boxes:
            if min(x1 - x0, y1 - y0) <= _THIN:
                yield Ruling(x0 * _POINTS, y0 * _POINTS, x1 * _POINTS, y1 * _POINTS)


def _around(points: list[tuple[float, float]]) -> tuple[float, float, float, float]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs), min(ys), max(xs), max(ys)


def _shapes(data: str | None) -> Iterator[list[tuple[float, float]]]:
    """The corners of each figure of abbreviated path data; curves by their end points."""
    shape: list[tuple[float, float]] = []
    for command, arguments in _commands(data or ""):
        if command in "SM" and len(shape) > 1:
            yield shape
        if command in "SM":
            shape = []
        if command == "C":
            shape += shape[:1]
        elif len(arguments) >= 2:
            shape.append((arguments[-2], arguments[-1]))
    if len(shape) > 1:
        yield shape


def _commands(data: str) -> Iterator[tuple[str, list[float]]]:
    command, arguments = "", list[float]()
    for letter, number in _COMMAND.findall(data):
        if number and command:
            arguments.append(float(number))
        if letter:
            command, arguments = letter, []
        if command in _ARGUMENTS and len(arguments) == _ARGUMENTS[command]:
            yield command, arguments
            arguments = []
