"""Web pages: the report's own text and tables in reading order; what surrounds it goes to meta, or nowhere."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from lxml import etree, html
from lxml.html import HtmlElement as Element

from archive.errors import DocumentUnreadable
from archive.files import charsets, sniff
from archive.records import Part, Place
from extract.document import OBJECT, Block, Document, Heading, Paragraph
from extract.grid import Spanned, rectangle
from extract.readers import arranged, fields, held, page, repeated, sheets, styles
from extract.readers.body import body_of
from extract.readers.narrowed import narrowed
from extract.readers.page import CELLS
from extract.readers.printed import (
    BLOCKS,
    LINE,
    CellTexts,
    cell_text,
    inline,
    lines,
    shown_text,
    strip,
)
from extract.readers.spoken import Spoken, is_chapter, spoken

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_FURNITURE = re.compile(
    r"^(?:[【\[(（]?(?:打印|关闭|收藏|返回|分享|复制|纠错|字体|上一[篇条页]|下一[篇条页]|扫一扫|相关(?:文档|链接|阅读|稿件|文章|附件|解读)"
    r"|附件(?:下载)?[:：]?$|网站地图|版权所有|主办单位|承办单位|网站标识码|备案|.{0,4}ICP备|.{0,4}公网安备|技术支持|联系我们).{0,80})$"
)
_CONTROLS = bytes({*range(0x20)} - set(b"\t\n\f\r"))
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
_MOST_PARTS = 30
"""Children of an element, or rows of a table, that holds labelled values about the page."""
_FEWEST_SAID = 2
"""Chapters, and lines of sentences, that a report has which is a table as a whole."""
_LONG_LINE = 300
_LINK_SHARE = 0.8
_HEADER_CELLS = 80
"""Cells of a table of labelled values; the smallest statutory table with its labels has more, or no such labels."""


def read(part: Part) -> Document:
    """Raises DocumentUnreadable where the page prints nothing."""
    decoded = charsets.decode(part.body, part.charset)
    markup = _markup(decoded.text)
    root = _tree(markup)
    fields.print_figures(root)
    held.unpack(root)
    sheet = sheets.given(root)
    styled = sheets.apply(sheet, root)
    tags = styles.distinct_tags(markup)
    if arranged.may_arrange(tags):
        arranged.make_tables(root, sheet)
    meta = page.metas(root)
    tables = page.take_out_tables(root)
    strip(root, tables)
    if crumb := page.breadcrumb(root):
        meta["breadcrumb"] = crumb
    if decoded.overridden:
        meta["charset_override"] = decoded.charset
    title = page.title(root, meta)
    body, alone = body_of(root)
    walk = _Walk(meta, tables, shown_text if styled or styles.have_effects(tags) else cell_text)
    walk.surroundings(root, body)
    if alone_above := page.date_alone(root, body):
        meta.setdefault("date", alone_above)
    blocks = tuple(walk.blocks(body))
    if not alone:
        blocks = narrowed(blocks, root)
    if not blocks:
        raise DocumentUnreadable(sniff.HTML, "the page prints no text")
    return Document(media_type=sniff.HTML, blocks=blocks, title=title, meta=meta)


def _markup(text: str) -> bytes:
    """A page's text as the parser takes it."""
    declared = _DECLARATION.match(text)
    return text[declared.end() if declared else 0 :].encode("utf-8", "replace").translate(None, _CONTROLS)


def _tree(markup: bytes) -> Element:
    """The page parsed as browsers mend it; nesting beyond the parser's limit is cut there."""
    try:
        return html.document_fromstring(markup, parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DocumentUnreadable(sniff.HTML, f"not a page: {error}") from error


@cache
def _parser() -> html.HTMLParser:
    """lxml's HTML elements by its own C look-up: the one of lxml.html asks Python for the class of each of thousands."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False, encoding="utf-8")
    parser.set_element_class_lookup(etree.ElementDefaultClassLookup(element=html.HtmlElement))
    return parser


class _Walk:
    """One pass over a body; counts tables and lines as it goes, and gathers the labelled values that it meets."""

    def __init__(self, meta: dict[str, str], taken: list[Element], texts: CellTexts) -> None:
        self.meta = meta
        self.taken = taken
        self.texts = texts
        self.tables = 0
        self.lines = 0

    def surroundings(self, root: Element, body: Element) -> None:
        """The labelled values outside the body: header tables, lists and lines."""
        inside = set(body.iter())
        for element in root.iter("table", "tr", "li", "div", "p", "span", "td", "dl", "h3", "h4"):
            if element in inside or len(element) > _MOST_PARTS:
                continue
            if element.tag == "table" and (table := self.held(element)) is not None:
                if len(table) <= _MOST_PARTS:
                    self.labels(_texts(page.rows_of(table)))
            elif element.tag == "tr":
                self.labels(_texts([element]))
            elif ":" in (text := element.text_content()) or "：" in text:
                self.gather(page.labelled(" ".join(text.split())) if len(text) < _LONG_LINE else {})

    def held(self, table: Element) -> Element | None:
        """The table that a place holder stands for."""
        number = table.get(page.HELD)
        return None if number is None else self.taken[int(number)]

    def labels(self, rows: Iterable[Sequence[str]]) -> int:
        """Gathers the labelled values of a table's rows; how many there are."""
        found = [page.labelled_cells(row) for row in rows]
        for values in found:
            self.gather(values)
        return sum(map(len, found))

    def gather(self, values: dict[str, str]) -> None:
        for label, value in values.items():
            if value != OBJECT:
                self.meta.setdefault(label, value)

    def blocks(self, container: Element) -> Iterator[Block]:
        """Paragraphs, headings and grids under an element, in reading order; runs of inline text make a paragraph."""
        run: list[str] = [container.text or ""]
        for child in container:
            if not isinstance(child.tag, str):
                run.append(child.tail or "")
                continue
            if child.tag == "table":
                yield from self.paragraph("".join(run))
                run = []
                yield from self.table(child)
            elif child.tag in _HEADINGS and next(child.iterdescendants("table"), None) is None:
                yield from self.paragraph("".join(run))
                run = []
                yield from self.paragraph(inline(child), level=_HEADINGS[child.tag])
            elif _holds_blocks(child):
                yield from self.paragraph("".join(run))
                run = []
                yield from self.blocks(child)
            elif child.tag in BLOCKS:
                yield from self.paragraph("".join(run))
                run = []
                if not _is_links(child):
                    yield from self.paragraph(inline(child))
            else:
                run.append(LINE if child.tag == "br" else inline(child))
            run.append(child.tail or "")
        yield from self.paragraph("".join(run))

    def paragraph(self, text: str, *, level: int | None = None, table: int | None = None) -> Iterator[Block]:
        text = lines(text).strip("\n")
        if not text.strip():
            return
        if page.is_header_line(text):
            self.gather(page.labelled(text))
            return
        if _FURNITURE.match(text.strip()):
            return
        self.lines += 1
        place = Place(line=self.lines, table=table)
        yield (
            Paragraph(text=text, place=place)
            if level is None
            else Heading(text=text, level=level, place=place)
        )

    def table(self, table: Element) -> Iterator[Block]:
        held = self.held(table)
        if held is None and page.is_layout(table):
            for cell in page.own_cells(table):
                yield from self.blocks(cell)
            return
        stated = self.spanned(table if held is None else held)
        rows = repeated.merged(stated)
        printed = ([cell if isinstance(cell, str) else cell.text for cell in row] for row in rows)
        count = sum(map(len, rows))
        if count <= _HEADER_CELLS and self.labels(printed) >= max(2, count // 4):
            return
        self.tables += 1
        above, others = _spoken(stated)
        yield from self.spoken(above.values())
        yield rectangle(rows, Place(table=self.tables))
        yield from self.spoken(others.values())
        for inner in () if held is not None else table.iter("table"):
            if next(inner.iterancestors("table"), None) is table:
                yield from self.table(inner)

    def spoken(self, texts: Iterable[str]) -> Iterator[Block]:
        for text in texts:
            for line in text.split("\n"):
                yield from self.paragraph(line, table=self.tables)

    def spanned(self, table: Element) -> list[list[Spanned | str]]:
        """The rows of a table as its mark-up states them; of a cell without spans its text."""
        text = self.texts(table)
        return [
            [
                Spanned(text(cell), _span(rowspan), _span(colspan) or 1) if rowspan or colspan else text(cell)
                for cell in row
                if cell.tag in CELLS
                for rowspan, colspan in [(cell.get("rowspan"), cell.get("colspan"))]
            ]
            for row in page.rows_of(table)
        ]


def _spoken(rows: Sequence[Sequence[Spanned | str]]) -> Spoken:
    """The report's text above and among the rows of a sheet that was saved as a page; none of a table without several chapters and
    sentences."""
    if sum("。" in _text(row[0]) for row in rows if row) < _FEWEST_SAID:
        return {}, {}
    alone = [_text(row[0]) for row in rows if row and not any(_text(cell).strip() for cell in row[1:])]
    if sum("。" in text for text in alone) < _FEWEST_SAID or sum(map(is_chapter, alone)) < _FEWEST_SAID:
        return {}, {}
    texts = {
        number: [text for cell in row if (text := _text(cell)).strip()] for number, row in enumerate(rows)
    }
    return spoken({number: printed for number, printed in texts.items() if printed})


def _text(cell: Spanned | str) -> str:
    return cell if isinstance(cell, str) else cell.text


def _texts(rows: Iterable[Element]) -> Iterator[list[str]]:
    """The text of each cell, row by row."""
    return ([cell.text_content() for cell in row if cell.tag in CELLS] for row in rows)


def _is_links(element: Element) -> bool:
    """Whether a block is nothing but links: a menu, a list of related pages, an attachment."""
    links = sum(
        len(link.text_content().strip()) for link in element.iter("a") if link.get("href") is not None
    )
    return links > 0 and links >= _LINK_SHARE * len(element.text_content().strip())


def _holds_blocks(element: Element) -> bool:
    # Most blocks hold one right inside: to look at the first is less work than to have all these names looked for.
    return any(inner.tag in BLOCKS for inner in element.iterdescendants())


def _span(printed: str | None) -> int:
    if printed is None:
        return 1
    if len(printed) == 1 and printed.isdecimal():
        return int(printed)
    found = re.match(r"\s*(\d{1,4})", printed)
    return int(found[1]) if found else 1
