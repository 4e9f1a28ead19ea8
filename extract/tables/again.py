"""A table that a document prints again with other figures, as it does another organ's or another year's: each printing by itself."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from archive.records import Figure, Finding
from extract.document import Grid
from extract.tables.beside import Part
from extract.tables.rows import is_head
from extract.tables.scan import read_grid
from extract.tables.table import TableReading, in_order

_WHOLE = 2
"""A printing has at least one in so many of the cells of the most complete one."""
_BEGUN = 3
"""The grid in which a printing begins holds one in so many of the cells: it may go on in the next."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Printing:
    """One of the times that a table is printed."""

    figures: tuple[Figure, ...]
    """In the order of the form."""
    findings: tuple[Finding, ...]
    form: str
    block: int
    """The block of the document that it begins in."""


def read(parts: Iterable[tuple[int, Part]], readings: Sequence[TableReading]) -> list[TableReading]:
    """The tables of a document's grids, each with the block that it stands in; `readings` are theirs, of which nothing is read yet.
    A reading keeps those of earlier printings."""
    current = list(readings)
    for block, part in parts:
        for piece in _stacked(part, current):
            _add(piece, current, block)
    return current


def _stacked(part: Part, readings: Sequence[TableReading]) -> Iterator[Part]:
    """The grid, cut above the head of rows that begin again: tables that stand right below one another may be one grid."""
    grid, rows = part
    seen: set[tuple[str, ...]] = set()
    start = 0
    for y, row in enumerate(rows):
        if not row.has_number:
            continue
        label = tuple(name for name, value in zip(row.names, row.values, strict=True) if value is None)
        label = label or tuple(rows[y - 1].names if y else ())
        if label in seen:
            cut = y
            while cut > start and all(
                is_head(rows[cut - 1], each.words, following=True) for each in readings
            ):
                cut -= 1
            yield Grid(rows=grid.rows[start:cut], place=grid.place), rows[start:cut]
            start, seen = cut, set()
        seen.add(label)
    yield Grid(rows=grid.rows[start:], place=grid.place), rows[start:]


def _add(part: Part, readings: list[TableReading], block: int) -> None:
    """Adds the figures of a grid. Where it prints a table again, a new reading takes the place of that one, which it keeps as an
    earlier one."""
    before = [reading.copy() for reading in readings]
    alone = [reading.anew() for reading in readings]
    if len(part[1]) > 1:
        # The head may stand in a grid of its own, as scripts draw one that stays when its rows are scrolled.
        for new, reading in zip(alone, readings, strict=True):
            new.header, new.width = reading.header, reading.width
    read_grid(*part, readings)
    read_grid(*part, alone)
    for at, (reading, known, new) in enumerate(zip(readings, before, alone, strict=True)):
        if _begins_again(new, known):
            new.earlier, new.block = (*known.earlier, known), block
            readings[at] = new
        elif not known.figures:
            reading.block = block


def _begins_again(new: TableReading, known: TableReading) -> bool:
    """Whether a grid, by itself, prints what was printed before from its beginning, or much of it; the row that a page break
    repeats is no new table."""
    shared = len(new.figures.keys() & known.figures.keys())
    first = next(iter(known.figures), ("", ""))
    begins = first in new.figures or _BEGUN * shared >= len(known.figures)
    return 0 < len(new.figures) <= 2 * shared and begins


def every(readings: Iterable[TableReading]) -> Iterator[TableReading]:
    """The readings and the earlier ones of the same tables."""
    return (each for reading in readings for each in (*reading.earlier, reading))


def printings(reading: TableReading) -> tuple[Printing, ...]:
    """Every printing of a table in order; none where it gave no figure."""
    return whole([_printing(each) for each in every([reading]) if each.figures])


def _printing(reading: TableReading) -> Printing:
    return Printing(
        figures=tuple(in_order(reading)),
        findings=tuple(reading.findings),
        form=reading.form.form,
        block=reading.block,
    )


def whole(found: Sequence[Printing]) -> tuple[Printing, ...]:
    """The printings of a table without those of which only a small part is there; one where all say the same."""
    if len(found) > 1:  # A form that is printed before it is filled in is none.
        found = [each for each in found if any(figure.value is not None for figure in each.figures)] or found
    if len(found) < 2:
        return tuple(found)
    most = max(len(each.figures) for each in found)
    kept = [each for each in found if _WHOLE * len(each.figures) >= most]
    if len({frozenset((figure.address, figure.value) for figure in each.figures) for each in kept}) < 2:
        del kept[1:]
    if any(len(each.figures) * _WHOLE < most for each in found):
        message = "a part of the table is printed again with other figures, and is not read"
        where = kept[0].figures[0].table
        doubt = Finding(code="unknown-row", level="warning", where=where, message=message)
        kept[0] = replace(kept[0], findings=(*kept[0].findings, doubt))
    return tuple(kept)
