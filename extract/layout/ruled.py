"""Ruled tables: drawn lines → the cells that they bound → the characters inside each."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from extract.layout.edges import Piece, edges, nearest
from extract.layout.overflow import Middled, Region, filled
from extract.layout.words import Glyph, text
from extract.layout.wrapped import unwrapped

TOLERANCE = 3.5
"""Points within which two rulings are one: double borders and the gap between neighbouring cells' own borders."""
_GAP = 4.0
"""Points that a ruling may be interrupted: dashes, and corners that do not quite meet."""
_SHORTEST = 8.0
_DOT = 3.0
_NARROW = 6.0
"""Points: no row or column that means anything is narrower, unless it holds a character."""
_COVERED = 0.6
"""The share of a cell's side that must be drawn to bound it."""
MAX_RULINGS = 20_000
MAX_UNITS = 20_000


class Ruling(NamedTuple):
    """A drawn line or a thin filled box, in points from the page's top left."""

    x0: float
    top: float
    x1: float
    bottom: float


class Stroke(NamedTuple):
    """A ruling reduced to its axis: `at` across it, from `start` to `end` along it."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """A table on one page: its cells by row number, its column edges, the box around it."""

    pieces: tuple[Piece, ...]
    columns: tuple[float, ...]
    box: tuple[float, float, float, float]
    loose: tuple[Glyph, ...] = ()
    """Of a single box: its characters. It is a table only if it continues one over a page break."""


def tables(glyphs: Sequence[Glyph], rulings: Iterable[Ruling]) -> tuple[list[Table], list[Glyph]]:
    """The ruled tables of a page, top to bottom, and the characters outside them."""
    found: list[Table] = []
    rest = [(each, (each.x0 + each.x1) / 2, (each.top + each.bottom) / 2) for each in glyphs]
    for horizontal, vertical in _components(rulings):
        table, outside = _table(horizontal, vertical, rest)
        if table is not None:
            found.append(table)
            rest = outside
    return sorted(found, key=lambda table: table.box[1]), [glyph for glyph, _, _ in rest]


def _components(rulings: Iterable[Ruling]) -> list[tuple[list[Stroke], list[Stroke]]]:
    """Rulings that touch one another, the innermost tables last to be offered so that frames do not take their text."""
    across: list[Stroke] = []
    down: list[Stroke] = []
    dots: list[Ruling] = []
    for ruling in list(rulings)[:MAX_RULINGS]:
        wide, tall = ruling.x1 - ruling.x0, ruling.bottom - ruling.top
        if max(wide, tall) <= _DOT:
            dots.append(ruling)
        elif wide >= tall:
            across.append(Stroke((ruling.top + ruling.bottom) / 2, ruling.x0, ruling.x1))
        else:
            down.append(Stroke((ruling.x0 + ruling.x1) / 2, ruling.top, ruling.bottom))
    # A dot may belong to a dotted line either way; the way that it does not go leaves it alone in its lane.
    across += _merged([Stroke((dot.top + dot.bottom) / 2, dot.x0, dot.x1) for dot in dots], 0.3)
    down += _merged([Stroke((dot.x0 + dot.x1) / 2, dot.top, dot.bottom) for dot in dots], 0.3)
    horizontal, vertical = _merged(across), _merged(down)
    groups = _touching(horizontal, vertical)
    groups.sort(key=lambda group: max(each.end - each.start for each in group[0]))
    return groups


def _merged(strokes: Sequence[Stroke], tolerance: float = TOLERANCE) -> list[Stroke]:
    """Collinear strokes joined over small gaps; what stays short is no ruling but an underline or a dash."""
    if not strokes:
        return []
    axes = edges([stroke.at for stroke in strokes], tolerance)
    lanes: dict[int, list[Stroke]] = defaultdict(list)
    for stroke in strokes:
        lanes[bisect_right(axes, stroke.at) - 1].append(stroke)
    return [
        joined
        for lane in lanes.values()
        for run in _runs(lane)
        if (joined := _one(run)).end - joined.start >= _SHORTEST
    ]


def _runs(lane: Iterable[Stroke]) -> Iterator[list[Stroke]]:
    """The strokes of a lane that go on from one another; those of another table may stand in the same lane."""
    run: list[Stroke] = []
    end = 0.0
    for stroke in sorted(lane, key=_start):
        if run and stroke.start - end > _GAP:
            yield run
            run = []
        end = max(end, stroke.end) if run else stroke.end
        run.append(stroke)
    yield run


_start = attrgetter("start")


def _one(run: Sequence[Stroke]) -> Stroke:
    """Strokes that go on from one another as the one that they draw."""
    at = sum(stroke.at for stroke in run) / len(run)
    return Stroke(at, run[0].start, max(stroke.end for stroke in run))


def _root(parents: list[int], index: int) -> int:
    """The first of those that were joined with one; the way there is made shorter."""
    while parents[index] != index:
        parents[index] = parents[parents[index]]
        index = parents[index]
    return index


def _touching(horizontal: list[Stroke], vertical: list[Stroke]) -> list[tuple[list[Stroke], list[Stroke]]]:
    parents = list(range(len(horizontal) + len(vertical)))

    for i, across in enumerate(horizontal):
        for j, down in enumerate(vertical, len(horizontal)):
            if (
                across.start - TOLERANCE <= down.at <= across.end + TOLERANCE
                and down.start - TOLERANCE <= across.at <= down.end + TOLERANCE
            ):
                parents[_root(parents, i)] = _root(parents, j)
    groups: dict[int, tuple[list[Stroke], list[Stroke]]] = defaultdict(lambda: ([], []))
    for i, across in enumerate(horizontal):
        groups[_root(parents, i)][0].append(across)
    for j, down in enumerate(vertical, len(horizontal)):
        groups[_root(parents, j)][1].append(down)
    return [group for group in groups.values() if group[0] and group[1]]


def _table(
    horizontal: list[Stroke], vertical: list[Stroke], glyphs: list[Middled]
) -> tuple[Table | None, list[Middled]]:
    """The table that one component bounds, and the characters left outside; null where it bounds none."""
    xs = _roomy(_positions(vertical, horizontal), (x for _, x, _ in glyphs))
    ys = _roomy(_positions(horizontal, vertical), (y for _, _, y in glyphs))
    if len(xs) * len(ys) > MAX_UNITS or len(xs) < 2 or len(ys) < 2:
        return None, glyphs
    regions = _regions(_owners(xs, ys, horizontal, vertical))
    inside, outside = filled(regions, xs, ys, glyphs)
    pieces = [
        Piece(
            text=text(inside[number]),
            top=each.top,
            bottom=each.bottom,
            left=xs[each.left],
            right=xs[each.right],
            box=(xs[each.left], ys[each.top], xs[each.right], ys[each.bottom]),
        )
        for number, each in enumerate(regions)
    ]
    box = (xs[0], ys[0], xs[-1], ys[-1])
    loose = tuple(inside[0]) if len(regions) == 1 else ()
    if len(regions) == 1 and not loose:
        return None, glyphs
    pieces, xs = _closed(unwrapped(pieces, inside), xs)
    return Table(pieces=tuple(pieces), columns=tuple(xs), box=box, loose=loose), outside


def _closed(pieces: list[Piece], xs: list[float]) -> tuple[list[Piece], list[float]]:
    """Cells and edges without the gaps between borders of neighbouring cells that the text of a wide cell lies across."""
    for left, right in [(left, right) for left, right in pairwise(xs) if right - left < _NARROW]:
        gap = [piece for piece in pieces if (piece.left, piece.right) == (left, right)]
        if any(piece.text.strip() for piece in gap):
            continue
        moved = {right: left}
        pieces = [
            piece._replace(left=moved.get(piece.left, piece.left), right=moved.get(piece.right, piece.right))
            for piece in pieces
            if piece not in gap
        ]
        xs = [x for x in xs if x != right]
    return pieces, xs


def _positions(own: list[Stroke], crossing: list[Stroke]) -> list[float]:
    """Edges along one axis, with the ends of the crossing rulings: an outer border may be left undrawn."""
    ends = [min(each.start for each in crossing), max(each.end for each in crossing)]
    drawn = edges([each.at for each in own], TOLERANCE)
    low = [] if drawn[0] - ends[0] < 2 * TOLERANCE else [ends[0]]
    high = [] if ends[1] - drawn[-1] < 2 * TOLERANCE else [ends[1]]
    return low + drawn + high


def _roomy(positions: list[float], centres: Iterable[float]) -> list[float]:
    """Edges without those that only bound the empty gap between the borders of neighbouring cells."""
    if all(right - left >= _NARROW for left, right in pairwise(positions)):
        return positions
    centres = sorted(centres)
    kept = positions[:1]
    for position in positions[1:]:
        empty = bisect_right(centres, kept[-1]) == bisect_right(centres, position)
        if position - kept[-1] >= _NARROW or not empty:
            kept.append(position)
    return kept


def _drawn(strokes: Sequence[Stroke], start: float, end: float) -> bool:
    """Whether rulings along one edge cover enough of a cell's side."""
    # Nearly every side is one ruling's: to add up what little all others cover takes three times as long.
    for each in strokes:
        if each.start <= start and end <= each.end:
            return True
    covered = sum(max(0.0, min(each.end, end) - max(each.start, start)) for each in strokes)
    return covered >= _COVERED * (end - start)


def _owners(
    xs: list[float], ys: list[float], horizontal: list[Stroke], vertical: list[Stroke]
) -> list[list[int]]:
    """For each unit between neighbouring edges the number of the region it belongs to: undrawn sides join units."""
    width, height = len(xs) - 1, len(ys) - 1
    beside: dict[int, list[Stroke]] = defaultdict(list)
    above: dict[int, list[Stroke]] = defaultdict(list)
    for stroke in vertical:
        beside[nearest(xs, stroke.at)].append(stroke)
    for stroke in horizontal:
        above[nearest(ys, stroke.at)].append(stroke)
    parents = list(range(width * height))

    for y in range(height):
        for x in range(width):
            if x and not _drawn(beside[x], ys[y], ys[y + 1]):
                parents[_root(parents, y * width + x)] = _root(parents, y * width + x - 1)
            if y and not _drawn(above[y], xs[x], xs[x + 1]):
                parents[_root(parents, y * width + x)] = _root(parents, (y - 1) * width + x)
    return [[_root(parents, y * width + x) for x in range(width)] for y in range(height)]


def _regions(owners: list[list[int]]) -> list[Region]:
    """Rectangles that tile the units; a region that is no rectangle gives several."""
    height, width = len(owners), len(owners[0])
    taken = [[False] * width for _ in range(height)]
    found = []
    for top in range(height):
        for left in range(width):
            if taken[top][left]:
                continue
            own = owners[top][left]
            right = left + 1
            while right < width and owners[top][right] == own and not taken[top][right]:
                right += 1
            bottom = top + 1
            while bottom < height and owners[bottom][left:right] == owners[top][left:right]:
                bottom += 1
            for y in range(top, bottom):
                taken[y][left:right] = [True] * (right - left)
            found.append(Region(top, bottom, left, right))
    return found
