"""Labels of a list that no lines divide: each wraps over lines of which the first, the middle or the last is level with its figures."""

from collections.abc import Callable, Iterable, Sequence
from itertools import accumulate, pairwise

from extract.layout.spots import Spot

_LEVEL = 0.35
"""Of the size of type: how far apart the heights of one line may be."""
_PITCH = 1.75
"""Of the size of type: from the middle of one line of a label to that of the next, at most."""
_SAME = 1.05
"""By how much more the lines of one label may lie apart than those of another, or than two labels."""


def levelled(words: Iterable[Spot], rows: Sequence[float]) -> list[list[Spot]] | None:
    """The words of the label of each row, rows being told by the heights of their figures from top to bottom. Words may be left at the
    end. Null where the others cannot be divided so, or can in several ways."""
    lines = _lines(words)
    if not lines:
        return None
    heights, size = [line[0].middle for line in lines], lines[0][0].size
    found = [
        counts
        for divided in (_by_middles, _by_first_lines, _by_last_lines)
        if (counts := divided(heights, rows, _LEVEL * size))
        and max(_inner(heights, counts), default=0.0) <= _PITCH * size
    ]
    if any(counts != found[0] for counts in found):
        found = [counts for counts in found if _is_closer(heights, counts)]
    if not found or any(counts != found[0] for counts in found):
        return None
    stops = list(accumulate(found[0], initial=0))
    return [[word for line in lines[start:stop] for word in line] for start, stop in pairwise(stops)]


def _lines(words: Iterable[Spot]) -> list[list[Spot]]:
    lines: list[list[Spot]] = []
    for word in sorted(words, key=lambda each: (each.middle, each.x0)):
        if not lines or word.middle - lines[-1][0].middle > _LEVEL * word.size:
            lines.append([])
        lines[-1].append(word)
    return lines


def _by_middles(lines: Sequence[float], rows: Sequence[float], level: float) -> list[int] | None:
    return _divided(lines, rows, lambda first, last, row: abs((first + last) / 2 - row) < level)


def _by_last_lines(lines: Sequence[float], rows: Sequence[float], level: float) -> list[int] | None:
    return _divided(lines, rows, lambda _, last, row: abs(last - row) < level)


def _by_first_lines(lines: Sequence[float], rows: Sequence[float], level: float) -> list[int] | None:
    """A label reaches to the first line of the next; the last one as far as its lines lie no farther apart than those of others."""
    counts = [sum(row - level < line < below - level for line in lines) for row, below in pairwise(rows)]
    starts = list(accumulate(counts, initial=0))
    if any(
        start >= len(lines) or abs(lines[start] - row) >= level
        for start, row in zip(starts, rows, strict=True)
    ):
        return None
    most = _SAME * max(_inner(lines, counts), default=0.0)
    last = lines[starts[-1] :]
    return [*counts, next((at for at, gap in enumerate(_gaps(last), 1) if gap > most), len(last))]


def _divided(
    lines: Sequence[float], rows: Sequence[float], fits: Callable[[float, float, float], bool]
) -> list[int] | None:
    """The fewest lines of each label, from its first to its last, that fit its row."""
    counts: list[int] = []
    start = 0
    for row in rows:
        count = next((at for at, last in enumerate(lines[start:], 1) if fits(lines[start], last, row)), 0)
        if not count:
            return None
        counts.append(count)
        start += count
    return counts


def _is_closer(lines: Sequence[float], counts: Sequence[int]) -> bool:
    """Whether the lines of a label lie no farther apart than two labels."""
    between = [lines[stop] - lines[stop - 1] for stop in accumulate(counts) if stop < len(lines)]
    return max(_inner(lines, counts), default=0.0) <= _SAME * min(between, default=float("inf"))


def _inner(lines: Sequence[float], counts: Sequence[int]) -> list[float]:
    starts = accumulate(counts, initial=0)
    return [
        gap
        for start, count in zip(starts, counts, strict=False)
        for gap in _gaps(lines[start : start + count])
    ]


def _gaps(lines: Sequence[float]) -> list[float]:
    return [below - above for above, below in pairwise(lines)]
