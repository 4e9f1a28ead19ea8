"""Word documents as XML: .docx, flat OPC packages and the XML of Word 2003, which share the names of their elements."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from lxml import etree

from archive.errors import DocumentUnreadable
from archive.files import sniff
from archive.records import Part, Place
from extract.document import OBJECT, Block, Document, Grid, Heading, Paragraph, moved
from extract.layout import edges
from extract.readers.chunks import chunks
from extract.readers.elements import child, local, member, package, parse, value
from extract.readers.numbering import Numbering, Outline
from extract.readers.runs import BREAKS, EFFECTS, PROPERTIES, UNPRINTED, Styles, is_white

_SKIPPED = PROPERTIES | UNPRINTED
_SHOWN = ("drawing", "pict", "object", "sym", "instrText", "fldSimple", "control")
"""Elements that show something without being text: pictures, signs, fields that are worked out when they are printed."""
_UNPLAIN = UNPRINTED | BREAKS.keys() | {"txbxContent", "sym"}
_WITHOUT = frozenset({"0", "false", "off", "baseline"})
"""What properties say that change nothing, where no style does."""
_LAYOUT_CELLS = 3
"""A table of at most this many cells that holds another table only arranges the page."""


def read(part: Part) -> Document:
    """Blocks in the order of the body; nested tables stand as grids of their own after the cell that holds them."""
    body, styles, numbering = _roots(part)
    walk = _Walk(part, body, Styles(styles), Outline(styles), Numbering(numbering, styles))
    blocks = tuple(walk.blocks(body, 0))
    if not blocks:
        raise DocumentUnreadable(walk.media_type, "the document holds no text")
    return Document(media_type=walk.media_type, blocks=blocks)


Roots = tuple[etree._Element, etree._Element | None, etree._Element | None]


def _roots(part: Part) -> Roots:
    kind = sniff.media_type(part.body)
    if kind == sniff.WORDML:
        return _flat(parse(part.body, kind))
    with package(part.body, kind) as files:
        document = member(files, "word/document.xml", kind)
        if document is None:
            raise DocumentUnreadable(kind, "word/document.xml is missing")
        styles = member(files, "word/styles.xml", kind)
        numbering = member(files, "word/numbering.xml", kind)
    root = child(parse(document, kind), "body")
    if root is None:
        raise DocumentUnreadable(kind, "the document has no body")
    return root, parse(styles, kind) if styles else None, parse(numbering, kind) if numbering else None


def _flat(root: etree._Element) -> Roots:
    """Body, styles and numbering of a document that is one XML file."""
    found: dict[str, etree._Element] = {}
    for element in root.iter():
        if local(element) in {"body", "styles", "numbering", "lists"}:
            found.setdefault(local(element), element)
    if "body" not in found:
        raise DocumentUnreadable(sniff.WORDML, "the document has no body")
    return found["body"], found.get("styles"), found.get("numbering")


class _Walk:
    """One pass over a body; counts tables and lines as it goes.

    What few elements have is looked up for the whole body at first: to ask each of thousands costs more than all else.
    """

    def __init__(
        self, part: Part, body: etree._Element, styles: Styles, outline: Outline, numbering: Numbering
    ) -> None:
        self.media_type = sniff.media_type(part.body)
        self.styles = styles
        self.outline = outline
        self.numbering = numbering
        self.unplain = {up for each in _unplain(body, styles) for up in each.iterancestors("{*}p")}
        self.spans = _spans(body)
        self.before = {_owner(each): _count(each) for each in body.iter("{*}gridBefore")}
        self.deleted = {each.getparent() for each in body.iter("{*}trPr") if child(each, "del") is not None}
        self.showing = {up for each in body.iter(*_named(_SHOWN)) for up in each.iterancestors("{*}tc")}
        self.chunks = chunks(part, body)
        self.tables = 0
        self.lines = 0

    def blocks(self, container: etree._Element, depth: int) -> Iterator[Block]:
        for element in container:
            match local(element):
                case "p":
                    yield from self.paragraph(element, depth)
                case "tbl":
                    yield from self.table(element, depth)
                case "altChunk":
                    yield from self.taken_in(self.chunks.get(value(element, "id") or "", ()))
                case name if name not in _SKIPPED and depth < 50:
                    yield from self.blocks(element, depth + 1)

    def taken_in(self, blocks: Sequence[Block]) -> Iterator[Block]:
        """The blocks of another file, counted on."""
        tables, lines = self.tables, self.lines
        self.tables += sum(isinstance(block, Grid) for block in blocks)
        self.lines += sum(not isinstance(block, Grid) for block in blocks)
        return moved(
            blocks,
            lambda place: replace(
                place, table=place.table and place.table + tables, line=place.line and place.line + lines
            ),
        )

    def paragraph(self, element: etree._Element, depth: int) -> Iterator[Block]:
        text = self.text(element).replace(OBJECT, "").strip("\n")
        place = Place(line=self.lines + 1)
        self.lines += 1
        if text.strip():
            level = self.outline.level(element)
            if level is None:
                yield Paragraph(text=text, place=place)
            else:
                yield Heading(text=text, level=level, place=place)
        for box in _boxes(element) if element in self.unplain else ():
            yield from self.blocks(box, depth + 1)

    def text(self, element: etree._Element) -> str:
        """A paragraph as printed, its automatic number in front."""
        if element in self.unplain:
            return self.numbering.label(element) + self.styles.text(element)
        return self.numbering.label(element) + "".join([each.text or "" for each in element.iter("{*}t")])

    def table(self, element: etree._Element, depth: int) -> Iterator[Block]:
        rows = [(row, list(_cells(row))) for row in _rows(element) if row not in self.deleted]
        cells = [cell for _, row in rows for cell in row]
        nested = next(element.iterdescendants("{*}tbl"), None) is not None
        if nested and len(cells) <= _LAYOUT_CELLS and depth < 50:
            for cell in cells:
                yield from self.blocks(cell, depth + 1)
            return
        self.tables += 1
        yield self.grid(rows, Place(table=self.tables))
        if nested and depth < 50:
            for cell in cells:
                for inner in _tables(cell):
                    if not _is_frame(inner):
                        yield from self.table(inner, depth + 1)

    def grid(self, rows: Sequence[tuple[etree._Element, Sequence[etree._Element]]], place: Place) -> Grid:
        pieces: list[edges.Piece] = []
        open_merges: dict[int, int] = {}
        for number, (row, cells) in enumerate(rows):
            left = self.before.get(row, 0)
            for cell in cells:
                span, merge = self.spans.get(cell, (1, None))
                above = open_merges.get(left)
                if merge == "continue" and above is not None:
                    pieces[above] = pieces[above]._replace(bottom=number + 1)
                else:
                    open_merges.pop(left, None)
                    if merge is not None:
                        open_merges[left] = len(pieces)
                    pieces.append(edges.Piece(self.cell(cell), number, number + 1, left, left + span))
                left += span
        return edges.grid(pieces, place, media_type=self.media_type)

    def cell(self, element: etree._Element) -> str:
        text = self.printed(element)
        if (seen := text.replace(OBJECT, "")).strip():
            return seen
        if OBJECT in text or element not in self.showing:
            return text and OBJECT
        boxes = [self.printed(box) for each in _paragraphs(element) for box in _boxes(each)]
        return "\n".join(filter(None, boxes)) or OBJECT

    def printed(self, element: etree._Element) -> str:
        """The lines of a cell or a text box."""
        lines = [self.text(each) for each in _paragraphs(element)]
        return "\n".join(line for line in lines if line.strip())


def _unplain(body: etree._Element, styles: Styles) -> Iterator[etree._Element]:
    """The elements that make a paragraph print otherwise than its texts one after the other."""
    yield from body.iter(*_named(_UNPLAIN))
    yield from (each for each in body.iter(*_named(EFFECTS)) if value(each) not in _WITHOUT)
    yield from (each for each in body.iter("{*}color") if is_white(value(each)))
    if styles.looks:
        yield from (each for each in body.iter("{*}rStyle", "{*}pStyle") if value(each) in styles.looks)


def _named(names: Iterable[str]) -> list[str]:
    """What asks for elements of these names, in whatever namespace."""
    return [f"{{*}}{name}" for name in names]


def _boxes(paragraph: etree._Element) -> list[etree._Element]:
    """Text boxes anchored in a paragraph, each once although markup repeats it for older readers."""
    found = list(paragraph.iter("{*}txbxContent"))
    return [
        each
        for each in found
        if not any(local(up) in {"Fallback", "txbxContent"} for up in each.iterancestors())
    ]


def _paragraphs(cell: etree._Element) -> Iterator[etree._Element]:
    for each in cell:
        match local(each):
            case "p":
                yield each
            case "tbl" if not _is_frame(each):
                continue
            case name if name not in _SKIPPED:
                yield from _paragraphs(each)


def _is_frame(table: etree._Element) -> bool:
    """Whether a table inside a cell is a single cell: a frame around what the outer cell prints."""
    return sum(1 for row in _rows(table) for _ in _cells(row)) == 1


def _within(element: etree._Element, wanted: str, closed: frozenset[str]) -> Iterator[etree._Element]:
    """Descendants of a name, through wrappers such as content controls but not through `closed` elements."""
    for each in element:
        name = local(each)
        if name == wanted:
            yield each
        elif name not in closed:
            yield from _within(each, wanted, closed)


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    return _within(table, "tr", frozenset({"tbl", "del", "tblPr", "tblGrid"}))


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    return _within(row, "tc", frozenset({"tbl", "trPr", "p"}))


def _tables(cell: etree._Element) -> Iterator[etree._Element]:
    return _within(cell, "tbl", frozenset({"p"}))


def _count(element: etree._Element | None) -> int:
    text = value(element) if element is not None else None
    return min(int(text), 1000) if text and text.isascii() and text.isdigit() else 0


def _owner(mark: etree._Element) -> etree._Element | None:
    """The row or cell whose properties hold an element."""
    properties = mark.getparent()
    return None if properties is None else properties.getparent()


def _spans(body: etree._Element) -> dict[etree._Element | None, tuple[int, str | None]]:
    """How many columns a cell takes, and `restart` or `continue` where it is merged downwards (Word 2003: vmerge); of cells
    that take one and are not merged, nothing."""
    found: dict[etree._Element | None, tuple[int, str | None]] = {}
    for each in body.iter("{*}gridSpan", "{*}vMerge", "{*}vmerge"):
        cell = _owner(each)
        span, merge = found.get(cell, (1, None))
        if local(each) == "gridSpan":
            found[cell] = max(_count(each), 1), merge
        else:
            found[cell] = span, "restart" if value(each) == "restart" else "continue"
    return found
