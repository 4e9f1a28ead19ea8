"""Sections 二 and 四 that a report gives in words: numbers behind the form's own labels, in lines that say nothing else."""

import re
from collections import defaultdict
from collections.abc import Container, Iterator, Sequence
from functools import lru_cache
from typing import Final

from archive.records import Figure, Finding, Place, Section, State
from extract.chapters.lines import lines
from extract.document import Document
from extract.forms import Form, Table
from extract.tables.vocabulary import Vocabulary, vocabulary
from extract.words.labels import core, fold
from extract.words.numbers import parse

_CHAPTERS: Final = {"proactive": 2, "review_litigation": 4}
"""The section of each table that may be given so. Section 三 has too many cells to be, and its text tells of parts of them."""
_NUMBER: Final = (
    r"(?:\d{1,3}(?:,\d{3})+(?![\d,])|\d+)(?:\.\d+)?(?:件次|万元|亿元|[件条项个份起宗次元])?|无(?![^,;。、])"
)
_BESIDE: Final = (
    r"^(?:\([一二三四五六七八九十\d]{1,2}\)|[一二三四五六七八九十]{1,2}、|\d{1,2}[.、](?!\d))"
    r"|\(单位:[^()]{1,4}\)|第二十条第\([一二三四五六七八九]\)项"
    r"|其中|案件|决定|数量|件数|总数|数|情况|申请|办理|受理|收到|发生|被|因|政府信息公开|工作|本年度?|全年|年内|本机关|[我本][局委办镇乡县区市州省院厅]"
    r"|的|为|是|有|共计?|[,;:。、()]"
)
"""What may stand beside labels and numbers: the sign before a line, units, words and signs that change nothing."""
_LONGEST: Final = 500

Cell = tuple[str, str]
"""Row and column."""


def read(
    document: Document, chapters: Sequence[Section], form: Form, printed: Container[str], year: int | None
) -> tuple[list[Figure], list[Finding]]:
    """The figures of the form's tables that are not among the printed ones, so far as their chapters say them in such lines.

    A cell that is given two numbers is unread, with a finding.
    """
    figures: list[Figure] = []
    findings: list[Finding] = []
    for table in form.tables:
        if table.key in printed or table.key not in _CHAPTERS:
            continue
        text = "\n".join(each.text for each in chapters if each.number == _CHAPTERS[table.key])
        given: dict[Cell, list[tuple[str, str]]] = defaultdict(list)
        reader = _Reader(table, year)
        for line in text.split("\n"):
            for cell, said in reader.line(line):
                given[cell].append((said, line))
        for (row, column), ways in given.items():
            figure = _figure(table, row, column, ways=ways, document=document)
            figures.append(figure)
            if figure.state is State.UNREADABLE:
                message = f"the text gives it as {figure.raw}"
                findings.append(
                    Finding(code="unreadable-cell", level="warning", where=figure.address, message=message)
                )
    return figures, findings


def _figure(
    table: Table, row: str, column: str, *, ways: Sequence[tuple[str, str]], document: Document
) -> Figure:
    values = {parse(said).value for said, _ in ways}
    said = " / ".join(dict.fromkeys(said for said, _ in ways))
    value, state = parse(ways[0][0]) if len(values) == 1 else (None, State.UNREADABLE)
    return Figure(
        table=table.key, row=row, column=column, value=value, raw=said, state=state, place=_place(document, ways[0][1])
    )  # fmt: skip


def _place(document: Document, text: str) -> Place | None:
    """The block that prints a line."""
    return next(
        (document.blocks[line.block].place for line in lines(document, {}) if text in line.text), None
    )


class _Reader:
    """One pass over a chapter's lines; the row that one of them names holds for the next."""

    def __init__(self, table: Table, year: int | None) -> None:
        self.words = vocabulary(table)
        self.totals = [key for each in table.identities if each.over == "columns" for key in each.totals]
        self.year = year
        self.row: str | None = None

    def line(self, text: str) -> list[tuple[Cell, str]]:
        """The cells that a line gives, with what it says of each; none where it says anything else."""
        found = list(self._said(fold(text)))
        if None in found:
            self.row = None
            return []
        return [each for each in found if each is not None and each[0][0]]

    def _said(self, text: str) -> Iterator[tuple[Cell, str] | None]:
        """Each cell with its number, '' for the row of a number that is of a group of rows; null where that is not told."""
        column: str | None = None
        waiting = False
        for kind, token in _tokens(text, self.words) if len(text) <= _LONGEST else [("", "")]:
            if kind == "number":
                yield self._cell(column, token, waiting=waiting)
                column, waiting = None, False
            elif kind == "column":
                if column is not None:
                    yield None
                column = self.words.columns[core(token)]
            elif kind == "row":
                if waiting or column is not None:
                    yield None
                self.row, waiting = self.words.row(token), True
            elif not kind or token != str(self.year):
                yield None
        if column is not None:
            yield None

    def _cell(self, column: str | None, number: str, *, waiting: bool) -> tuple[Cell, str] | None:
        """The cell of a number: under the label before it, else the row's only one, or its total. What is counted as news (12条)
        without a column's label may be what was published of a kind."""
        if self.row is None:
            return (("", ""), number) if waiting and column is None else None
        own = self.words.columns_of[self.row]
        if column is None and waiting and not number.endswith("条"):
            column = own[0] if len(own) == 1 else next((key for key in self.totals if key in own), None)
        return ((self.row, column), number) if column in own and column is not None else None


def _tokens(text: str, words: Vocabulary) -> Iterator[tuple[str, str]]:
    """Labels, numbers and years in a folded line, by kind; a kind of '' ends a line that has anything else."""
    at = 0
    pattern = _pattern(words)
    while at < len(text):
        found = pattern.match(text, at)
        if found is None:
            yield "", ""
            return
        at = found.end()
        if label := found["label"]:
            yield "column" if core(label) in words.columns else "row", label
        elif found["number"] or found["year"]:
            yield str(found.lastgroup), found["number"] or found["year"]


@lru_cache(maxsize=16)
def _pattern(words: Vocabulary) -> re.Pattern[str]:
    names = [
        name
        for label in (*words.table.rows, *words.table.columns)
        for name in (label.label, *label.aliases, *label.path)
    ]
    wordings = {spelled for name in names for spelled in (fold(name), core(name)) if spelled}
    labels = "|".join(sorted(map(re.escape, wordings), key=len, reverse=True))
    return re.compile(rf"(?P<label>{labels})|{_BESIDE}|(?P<year>20\d\d)年度?|(?P<number>{_NUMBER})")
