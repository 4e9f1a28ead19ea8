"""Property modifiers of binary Word, and the cells of a table's row, which one of them states ([MS-DOC] 2.2.5, 2.9.338)."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

DEFINE_TABLE = 0xD608
_TABS = 0xC615


@dataclass(frozen=True, slots=True)
class Merge:
    """How a cell joins its neighbours: across by the two bits of its row, down by where its column stands."""

    across: int
    down: int

    @property
    def starts(self) -> bool:
        return self.down == 3

    @property
    def continues(self) -> bool:
        return self.down in {1, 2}


@dataclass(frozen=True, slots=True)
class RowCells:
    """The cells of a row: one more edge than cells, in twips."""

    edges: tuple[int, ...]
    merges: tuple[Merge, ...]

    def last_of(self, index: int, count: int) -> int:
        """The last cell of the run merged across that begins at `index`."""
        first = self.merges[index].across
        last = index
        while first and last + 1 < count and self.merges[last + 1].across not in {0, first}:
            last += 1
        return last


def modifiers(packed: bytes) -> Iterator[tuple[int, bytes]]:
    """(code, operand) of each property modifier ([MS-DOC] 2.2.5); what does not fit ends them."""
    at = 0
    while at + 2 <= len(packed):
        (code,) = struct.unpack_from("<H", packed, at)
        at += 2
        size, skip = _operand(code, packed, at)
        operand = packed[at + skip : at + skip + size]
        if len(operand) < size or not operand:
            return
        yield code, operand
        at += skip + size


def _operand(code: int, packed: bytes, at: int) -> tuple[int, int]:
    """The size of an operand, and of the count before it."""
    if code == DEFINE_TABLE:
        if at + 2 > len(packed):
            return 1, 2
        return max(struct.unpack_from("<H", packed, at)[0] - 1, 0), 2
    kind = code >> 13
    if kind == 6:
        count = packed[at] if at < len(packed) else 0
        if code == _TABS and count == 255 and at + 1 < len(packed):
            deleted = packed[at + 1]
            added_at = at + 2 + 4 * deleted
            added = packed[added_at] if added_at < len(packed) else 0
            return 2 + 4 * deleted + 3 * added, 1
        return count, 1
    return (1, 1, 2, 4, 2, 2, 0, 3)[kind], 0


def defined(operand: bytes) -> RowCells | None:
    """The cells that a row's end mark states; null where it is damaged."""
    count = operand[0]
    if not count or len(operand) < 1 + 2 * (count + 1):
        return None
    positions = struct.unpack_from(f"<{count + 1}h", operand, 1)
    cells = operand[1 + 2 * (count + 1) :].ljust(20 * count, b"\0")
    merges = []
    for index in range(count):
        (flags,) = struct.unpack_from("<H", cells, 20 * index)
        merges.append(Merge(flags & 3, flags >> 5 & 3))
    return RowCells(positions, tuple(merges))


def merged_down(row: RowCells, operand: bytes) -> RowCells:
    """The row with the merge of one cell stated anew."""
    if len(operand) < 2 or operand[0] >= len(row.merges):
        return row
    merges = list(row.merges)
    merges[operand[0]] = Merge(merges[operand[0]].across, operand[1] & 3)
    return RowCells(row.edges, tuple(merges))
