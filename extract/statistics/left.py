"""What is left of statistics tables outside those that are read: heads that name no column of figures, and rows of indicators and
figures."""

import re
from collections.abc import Iterable, Iterator

from archive.records import Finding
from extract.chapters.lines import Consumed, without
from extract.document import Block, Document, Grid
from extract.statistics.listhead import is_bare_head, is_figure
from extract.tables.cells import Positions, distinct
from extract.words import numbers
from extract.words.labels import tight
from extract.words.units import UNIT, is_unit

_ROW = re.compile(rf"(?:(?P<label>.{{0,200}})[\t ])?{UNIT}(?:[\t ]+(?:-?[\d.,]{{1,20}}|[-−–—/／]{{1,2}}))+")
_INDICATOR = re.compile(
    "公开|申请|答复|复议|诉讼|申诉|举报|投诉|信息|文件|咨询|访问|回应|解读|培训|人员|会议"
)
"""What such tables count: a list of fees has units and figures too."""
_FEW = 2
"""Rows: one alone may be a line of something else."""
_SEVERAL = 3
"""Rows without units."""


def left(document: Document, consumed: Consumed, found: str | None) -> Iterator[Finding]:
    """A finding where there is any of it; `found` is the key of the table that is read, null where none is."""
    blocks = without(document, consumed).blocks
    printed = [label for block in blocks for label in _rows(block)] + list(_stacked(blocks))
    rows = [label for label in printed if not label or _INDICATOR.search(label)]
    if found and len(rows) >= _FEW:
        message = f"{len(rows)} rows with units and figures stand outside the table, and are not read: {rows[0]!r} …"
        yield Finding(code="unknown-row", level="warning", where=found, message=message)
    elif not found and (len(rows) >= _FEW or any(map(_is_list, blocks))):
        message = "a list of indicators stands here, and which figures are theirs is not told"
        yield Finding(code="missing-table", level="warning", where="local", message=message)


def _rows(block: Block) -> Iterator[str]:
    """The labels of rows of units and figures, as far as they are known."""
    if isinstance(block, Grid):
        yield from (tight(row[0].text) if row[0] else "" for row in block.rows if _is_row(row))
        return
    for line in block.text.split("\n"):
        if row := _ROW.fullmatch(line.strip()):
            yield tight(row["label"] or "")


def _stacked(blocks: Iterable[Block]) -> Iterator[str]:
    """The labels of rows that print each cell on a line of its own."""
    texts = (block.text for block in blocks if not isinstance(block, Grid))
    lines = [line.strip() for text in texts for line in text.split("\n") if line.strip()]
    for label, unit, figure in zip(lines, lines[1:], lines[2:], strict=False):
        if is_unit(unit) and numbers.is_figure(figure):
            yield tight(label)


def _is_row(row: Positions) -> bool:
    """Whether a unit stands right before figures at the end of a row."""
    cells = [cell for cell in distinct(row) if cell.text.strip()]
    units = [at for at, cell in enumerate(cells[1:], 1) if is_unit(tight(cell.text))]
    return bool(units) and len(cells) > units[-1] + 1 and all(map(is_figure, cells[units[-1] + 1 :]))


def _is_list(block: Block) -> bool:
    """Whether a table has the head of a list, or rows of indicators and figures."""
    if not isinstance(block, Grid):
        return False
    return any(map(is_bare_head, block.rows)) or sum(map(_counts, block.rows)) >= _SEVERAL


def _counts(row: Positions) -> bool:
    """Whether a row is an indicator and figures behind it."""
    cells = [cell for cell in distinct(row) if cell.text.strip()]
    return (
        len(cells) > 1
        and not is_figure(cells[0])
        and all(map(is_figure, cells[1:]))
        and _INDICATOR.search(tight(cells[0].text)) is not None
    )
