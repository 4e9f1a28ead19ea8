"""The sheets of an OpenDocument workbook as they are shown: repeated cells each where it stands, hidden ones nowhere."""

from collections.abc import Iterator

from lxml import etree

from archive.errors import DocumentUnreadable
from archive.files import sniff
from extract.document import OBJECT
from extract.grid import MAX_POSITIONS
from extract.readers import opendocument
from extract.readers.elements import integer, local, member, package, parse, value
from extract.readers.openinks import Inks
from extract.readers.xlsx import Merge, Sheet, seen
from extract.words.numbers import is_figure

_MOST_REPEATED = 200
"""Rows or cells that say the same; what is repeated more often is the rest of the sheet."""
_HIDDEN = frozenset({"collapse", "filter"})
_SPACES = {"s": " ", "tab": "\t", "line-break": "\n"}


def sheets(body: bytes, most: int) -> Iterator[Sheet]:
    """The first sheets that are shown; where none is, of all. Raises DocumentUnreadable where there is none."""
    with package(body, sniff.ODS) as files:
        content = member(files, "content.xml", sniff.ODS)
        root = parse(content, sniff.ODS) if content else None
        settings = member(files, "settings.xml", sniff.ODS)
        hides_zeros = settings is not None and _hides_zeros(parse(settings, sniff.ODS))
        roots = opendocument.styled(files, root, sniff.ODS) if root is not None else []
    looks = opendocument.looks(roots)
    tables = [] if root is None else [each for each in root.iter("{*}table") if _is_sheet(each)]
    if root is None or not tables:
        raise DocumentUnreadable(sniff.ODS, "the workbook has no sheets that can be read")
    struck = {
        name for (kind, name), look in looks.items() if kind == "table-cell" and opendocument.takes_back(look)
    }
    inks = Inks(roots, looks)
    kept = {name for (kind, name), look in looks.items() if kind == "text" and opendocument.gives_back(look)}
    opendocument.strip(root, looks)
    if hides_zeros:
        _empty_zeros(root)
    hidden = {
        value(style, "name")
        for style in root.iter("{*}style")
        if any(value(each, "display") == "false" for each in style.iter("{*}table-properties"))
    }
    shown = [each for each in tables if value(each, "style-name") not in hidden] or tables
    for table in shown[:most]:
        yield _Walk(struck, inks, kept).sheet(table)


def _hides_zeros(settings: etree._Element) -> bool:
    """Whether the workbook's views show nothing in place of zero."""
    said = [each.text for each in settings.iter("{*}config-item") if value(each, "name") == "ShowZeroValues"]
    return bool(said) and set(said) == {"false"}


def _empty_zeros(root: etree._Element) -> None:
    for cell in root.iter("{*}table-cell"):
        if value(cell, "value-type") == "float" and value(cell, "value") == "0":
            for paragraph in cell.iterfind("{*}p"):
                cell.remove(paragraph)


def _is_sheet(table: etree._Element) -> bool:
    parent = table.getparent()
    return parent is not None and local(parent) == "spreadsheet"


class _Walk:
    """One pass over a sheet."""

    def __init__(self, struck: set[str], inks: Inks, kept: set[str]) -> None:
        self.struck = struck
        self.inks = inks
        self.kept = kept
        """The styles of text that is left in what they strike out."""
        self.texts: dict[tuple[int, int], str] = {}
        self.merges: list[Merge] = []
        self.rows = set[int]()
        self.columns = set[int]()
        self.styles: dict[int, str] = {}
        """By column the style of its cells that have none of their own."""

    def sheet(self, table: etree._Element) -> Sheet:
        self._columns(table)
        y = 0
        for row in table.iter("{*}table-row"):
            count = _count(row, "number-rows-repeated")
            if value(row, "visibility") in _HIDDEN:
                self.rows.update(range(y, y + min(count, _MOST_REPEATED)))
            cells = list(self._cells(row))
            for at in range(y, y + min(count, _MOST_REPEATED)):
                self.texts |= {(at, x): text for x, text, _ in cells}
                self.merges += [
                    (at, at + down, x, x + across) for x, _, (down, across) in cells if down * across > 1
                ]
            y += count
            if len(self.texts) > MAX_POSITIONS:
                raise DocumentUnreadable(sniff.ODS, f"a sheet of more than {MAX_POSITIONS} cells")
        return Sheet(seen(self.texts, self.merges, self.rows, self.columns), self.merges)

    def _columns(self, table: etree._Element) -> None:
        x = 0
        for column in table.iter("{*}table-column"):
            count = _count(column, "number-columns-repeated")
            reached = range(x, x + min(count, _MOST_REPEATED))
            if value(column, "visibility") in _HIDDEN:
                self.columns.update(reached)
            self.styles |= dict.fromkeys(reached, value(column, "default-cell-style-name") or "")
            x += count

    def _cells(self, row: etree._Element) -> Iterator[tuple[int, str, tuple[int, int]]]:
        """Column, text and span of each cell that prints something or spans others."""
        x = 0
        for cell in row:
            if local(cell) not in {"table-cell", "covered-table-cell"}:
                continue
            count = _count(cell, "number-columns-repeated")
            span = (_count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned"))
            for at in range(x, x + min(count, _MOST_REPEATED)):
                text = self._text(cell, at) if local(cell) == "table-cell" else ""
                if text or span != (1, 1):
                    yield at, text, span
            x += count

    def _text(self, cell: etree._Element, column: int) -> str:
        lines = [each for each in cell if local(each) == "p"]
        style = value(cell, "style-name") or self.styles.get(column, "")
        if style in self.struck:
            spans = (span for line in lines for span in line.iter("{*}span"))
            return "".join("".join(_pieces(span)) for span in spans if value(span, "style-name") in self.kept)
        text = "\n".join("".join(_pieces(each)) for each in lines)
        if is_figure(text) and self.inks.hides(style, value(cell, "value")):
            return OBJECT
        unread = not text and value(cell, "formula") is not None and value(cell, "value-type") is None
        return OBJECT if unread else text


def _pieces(element: etree._Element) -> Iterator[str]:
    """The text of a paragraph, without notes on it."""
    yield element.text or ""
    for each in element:
        name = local(each)
        if name in _SPACES:
            yield _SPACES[name] * min(_count(each, "c"), _MOST_REPEATED)
        elif name != "annotation":
            yield from _pieces(each)
        yield each.tail or ""


def _count(element: etree._Element, name: str) -> int:
    return max(integer(value(element, name)) or 1, 1)
