"""Grids and documents written as rows of text, for tests."""

from collections.abc import Sequence

from archive.records import Place
from extract.document import Document, Grid, Paragraph
from extract.grid import Spanned, rectangle
from extract.match import Match, tables

PEOPLE = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")
OUTCOMES = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
HEAD = ("项目", *PEOPLE)
ZEROS = (0, 0, 0, 0, 0, 0, 0)


def grid(*rows: Sequence[str | tuple[str, int] | tuple[str, int, int]]) -> Grid:
    """Each cell is its text, or (text, colspan), or (text, colspan, rowspan)."""
    return rectangle([[_spanned(cell) for cell in row] for row in rows], Place(table=1))


def _spanned(cell: str | tuple[str, int] | tuple[str, int, int]) -> Spanned:
    if isinstance(cell, str):
        return Spanned(text=cell)
    return Spanned(text=cell[0], colspan=cell[1], rowspan=cell[2] if len(cell) == 3 else 1)


def document(*blocks: Grid | str) -> Document:
    """A document of grids and paragraphs."""
    return Document(
        media_type="text/html",
        blocks=tuple(
            Paragraph(text=block, place=Place(line=line)) if isinstance(block, str) else block
            for line, block in enumerate(blocks, start=1)
        ),
    )


def row(label: str, *figures: object) -> tuple[str, ...]:
    """A labelled row of figures."""
    return (label, *map(str, figures))


def values(match: Match, where: str) -> list[object]:
    """What the figures print whose addresses begin so."""
    return [figure.value for figure in match.figures if figure.address.startswith(where)]


def read(*blocks: Grid | str) -> Match:
    """The tables of a document of these."""
    return tables(document(*blocks))


def codes(match: Match) -> list[tuple[str, str]]:
    """The findings by code and place."""
    return [(finding.code, finding.where) for finding in match.findings]
