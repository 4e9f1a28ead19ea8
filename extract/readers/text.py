"""Plain text: prose line by line; tables as one cell a line, as tab-separated rows or as Markdown become grids."""

import codecs
import re
from collections.abc import Iterator, Sequence

from archive import sniff
from archive.errors import DocumentUnreadable
from archive.records import Part, Place
from extract.document import Block, Cell, Document, Grid, Paragraph

MAX_LINES = 200_000
_CHARSETS = ("utf-8", "gb18030", "big5")
_FRONT = re.compile(
    r"^\s*(?P<label>标题|名称|发布时间|发布日期|发布机构|发布机关|信息来源|来源|索引号|文号|成文日期|生成日期|公开日期|栏目|原文链接)"
    r"\s*[:：]\s*(?P<value>.*\S)\s*$"
)
_TITLES = frozenset({"标题", "名称"})
_RULE = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")


def read(part: Part) -> Document:
    """Raises DocumentUnreadable for text with no printed character."""
    lines = decode(part.body, part.charset).lstrip("\ufeff").splitlines()[:MAX_LINES]
    meta, start = _front(lines)
    blocks = tuple(_blocks(lines, start))
    if not blocks:
        raise DocumentUnreadable(sniff.TEXT, "the text is empty")
    title = next((meta[label] for label in meta if label in _TITLES), None)
    return Document(media_type=sniff.TEXT, blocks=blocks, title=title, meta=meta)


def decode(body: bytes, charset: str | None) -> str:
    """The text by its byte order mark, then its declared charset, then UTF-8, then GB 18030; the first that fits strictly."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            return body.decode(name, "replace")
    for name in dict.fromkeys(filter(None, (charset, *_CHARSETS))):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    return body.decode("gb18030", "replace")


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
        for take in (_cells_by_line, _tabbed, _markdown):
            rows, end = take(lines, at)
            if rows:
                tables += 1
                yield _grid(rows, tables)
                at = end
                break
        else:
            if lines[at].strip():
                yield Paragraph(text=lines[at].strip("\r\n"), place=Place(line=at + 1))
            at += 1


Rows = list[list[tuple[str, int]]]
"""Rows of (text, line number from 1)."""


def _cells_by_line(lines: Sequence[str], at: int) -> tuple[Rows, int]:
    """Each cell on a line of its own behind a tab, further lines of its text without one; a blank line ends the row."""
    if not lines[at].startswith("\t") or "\t" in lines[at].strip():
        return [], at
    rows: Rows = []
    row: list[tuple[str, int]] = []
    blank = 0
    while at < len(lines):
        line = lines[at]
        if line.startswith("\t"):
            row.append((line[1:], at + 1))
            blank = 0
        elif not line:
            if row:
                rows.append(row)
            row, blank = [], blank + 1
        elif row:
            row[-1] = (f"{row[-1][0]}\n{line}", row[-1][1])
        else:
            break
        at += 1
    if row:
        rows.append(row)
    return (rows, at) if len(rows) > 1 else ([], at)


def _tabbed(lines: Sequence[str], at: int) -> tuple[Rows, int]:
    """Lines of cells with tabs between; one blank line may stand inside a table."""
    rows: Rows = []
    end = at
    while at < len(lines):
        line = lines[at]
        if "\t" in line:
            rows.append([(cell, at + 1) for cell in line.split("\t")])
            end = at + 1
        elif line.strip() or at > end:
            break
        at += 1
    return (rows, end) if len(rows) > 1 else ([], end)


def _markdown(lines: Sequence[str], at: int) -> tuple[Rows, int]:
    """Lines that begin or end with a bar, the rule under the head left out."""
    rows: Rows = []
    while at < len(lines) and lines[at].count("|") >= 2 and lines[at].strip()[0] == "|":
        if not _RULE.match(lines[at]):
            cells = re.split(r"(?<!\\)\|", lines[at].strip().strip("|"))
            rows.append([(re.sub(r"<br\s*/?>", "\n", cell).replace("\\|", "|"), at + 1) for cell in cells])
        at += 1
    return (rows, at) if len(rows) > 1 else ([], at)


def _grid(rows: Rows, table: int) -> Grid:
    width = max(len(row) for row in rows)
    return Grid(
        rows=tuple(
            tuple(_cell(row[x], y, x, table) if x < len(row) else None for x in range(width))
            for y, row in enumerate(rows)
        ),
        place=Place(table=table, line=rows[0][0][1]),
    )


def _cell(printed: tuple[str, int], y: int, x: int, table: int) -> Cell:
    text, line = printed
    return Cell(text=text, row=y, column=x, place=Place(table=table, row=y + 1, column=x + 1, line=line))
