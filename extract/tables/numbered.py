"""Rows that number the columns of a table, as those of statistics do below their heads: 甲, 乙, 1, 2, 3."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from extract.document import Grid
from extract.tables.cells import Positions, distinct
from extract.words.labels import tight

_BEGUN = frozenset(["", *"甲A栏列行1１①(（"])
"""What the first cell of such a row begins with: most rows need not be looked at further."""
_LONGEST = 8
"""Characters of such a cell, the spaces around it too."""
_LETTERS = ("甲乙丙丁戊己", "ABCDEF")
_NAMES = frozenset({"栏次", "列次", "行次", "栏号", "列号"})
_NUMBER = re.compile(r"\(?(\d{1,2})\)?(?:=[\d+()]{1,20})?")
"""Behind a number may stand what makes the column: 5=1+2+3+4."""
_ALONE = 5
"""Numbers that no letter stands before: as many figures that count from 1 make no line whose last is the sum of the others."""


def without(grid: Grid) -> Grid:
    """The grid without those rows."""
    if not any(map(_numbers, grid.rows)):
        return grid
    return replace(grid, rows=tuple(row for row in grid.rows if not _numbers(row)))


def _numbers(row: Positions) -> bool:
    """Whether a row counts columns from 1 on, behind letters for those of labels, or prints nothing else."""
    first = row[0].text if row and row[0] else ""
    if len(first) > _LONGEST or first.strip()[:1] not in _BEGUN:
        return False
    texts = [unicodedata.normalize("NFKC", tight(cell.text)) for cell in distinct(row)]
    counted = [_number(text) for text in texts]
    labels = next((at for at, number in enumerate(counted) if number), len(texts))
    if counted[labels:] != list(range(1, len(texts) - labels + 1)):
        return False
    printed = [text for text in texts[:labels] if text]
    return labels < len(texts) if _are_letters(printed) else not printed and len(texts) - labels >= _ALONE


def _number(text: str) -> int | None:
    found = _NUMBER.fullmatch(text)
    return int(found[1]) if found else None


def _are_letters(labels: Sequence[str]) -> bool:
    """Whether labels are letters in their order, or say that the row numbers columns."""
    return bool(labels) and (
        set(labels) <= _NAMES or any(letters.startswith("".join(labels)) for letters in _LETTERS)
    )
