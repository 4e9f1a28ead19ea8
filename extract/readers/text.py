"""Plain text: prose line by line; tables as one cell a line, as tab-separated rows, as Markdown or in boxes become grids."""

import re
from collections.abc import Iterator, Sequence

from archive.errors import DocumentUnreadable
from archive.files import charsets, sniff
from archive.records import Part, Place
from extract.document import Block, Document, Heading, Paragraph
from extract.readers import marks
from extract.readers.boxed import boxed
from extract.readers.separated import Rows, cells_by_line, commas, grid, markdown, stacked, tabbed
from extract.readers.spoken import spoken

MAX_LINES = 200_000
_FRONT = re.compile(
    r"^\s*(?P<label>标题|名称|发布时间|发布日期|发布机构|发布机关|信息来源|来源|索引号|文号|成文日期|生成日期|公开日期|栏目|原文链接)"
    r"\s*[:：]\s*(?P<value>.*\S)\s*$"
)
_TITLES = frozenset({"标题", "名称"})


def read(part: Part) -> Document:
    """Raises DocumentUnreadable for text with no printed character."""
    lines = charsets.decode(part.body, part.charset).text.lstrip("\ufeff").splitlines()[:MAX_LINES]
    meta, start = _front(lines)
    blocks = tuple(_blocks(lines, start))
    if not blocks:
        raise DocumentUnreadable(sniff.TEXT, "the text is empty")
    title = next((meta[label] for label in meta if label in _TITLES), None)
    return Document(media_type=sniff.TEXT, blocks=blocks, title=title, meta=meta)


def _front(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """Labelled lines before the body, as dumps of web pages carry them, and where the body begins."""
    meta: dict[str, str] = {}
    for at, line in enumerate(lines[:20]):
        if found := _FRONT.match(line):
            meta.setdefault(found["label"], found["value"])
        elif meta and re.fullmatch(r"[=\-—*#\s]*(?:正文)?[=\-—*#\s]*", line) and line.strip():
            return meta, at + 1
        elif line.strip() and not meta:
            return {}, 0
    return meta, len(meta)


def _blocks(lines: Sequence[str], start: int) -> Iterator[Block]:
    at, tables = start, 0
    while at < len(lines):
        if "\t" not in lines[at] and not lines[at].strip():
            at += 1
            continue
        drawn, at = boxed(lines, at, tables + 1)
        if drawn:
            tables += 1
            yield drawn
            continue
        for take in (cells_by_line, tabbed, stacked, markdown, commas):
            rows, end = take(lines, at)
            if rows:
                tables += 1
                yield from _sheet(rows, tables) if take in (tabbed, commas) else (grid(rows, tables),)
                at = end
                break
        else:
            yield from _line(lines[at], Place(line=at + 1))
            at += 1


def _sheet(rows: Rows, table: int) -> Iterator[Block]:
    """The table of a sheet saved as text, and the lines of text that it holds in rows of their own."""
    above, others = spoken(
        {number: [cell.text for cell in row if cell.text.strip()] for number, row in enumerate(rows)}
    )
    lines = [row[0].line for row in rows]
    for number, text in above.items():
        yield from _line(text, Place(line=lines[number]))
    if kept := [row for number, row in enumerate(rows) if number not in above]:
        yield grid(kept, table)
    for number, text in others.items():
        yield from _line(text, Place(line=lines[number]))


def _line(line: str, place: Place) -> Iterator[Block]:
    if headed := marks.heading(line):
        yield Heading(text=headed[0], level=headed[1], place=place)
    elif (text := marks.prose(line.strip("\r\n"))).strip():
        yield Paragraph(text=text, place=place)
