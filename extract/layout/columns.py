"""The columns of a table without rulings: what its head prints side by side, and the figures that stand one below the other."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product

from extract.layout.headed import head_words
from extract.layout.spots import Spot, cut
from extract.words.units import is_unit

Extent = tuple[float, float]
"""From where to where something reaches across the page."""


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Left to right."""

    edges: tuple[float, ...]
    """Between which the columns lie: one more than there are columns."""
    label: int
    """The column of the rows' labels."""
    start: float
    """Right of this the figures stand."""
    listed: bool
    """Whether they are those of a list of indicators, in which a unit stands on the line of its figures."""

    @cached_property
    def count(self) -> int:
        """How many columns there are."""
        return len(self.edges) - 1

    def at(self, word: Spot) -> int:
        """The column that a word stands in, by its middle."""
        middle = (word.x0 + word.x1) / 2
        return sum(edge <= middle for edge in self.edges[1:-1])

    def under(self, word: Spot) -> tuple[int, int]:
        """The first of the columns that a word reaches into, and the one behind the last."""
        inner = self.edges[1:-1]
        return sum(edge <= word.x0 for edge in inner), sum(edge < word.x1 for edge in inner) + 1

    def apart(self, word: Spot) -> Sequence[Spot]:
        """A label and the figure of the next column where one ends right where the other begins."""
        front = len(word.text.rstrip("0123456789.,"))
        if not 0 < front < len(word.text) == len(word.glyphs):
            return (word,)
        label, figure = cut(word, front)
        return (label, figure) if self.holds(figure) else (word,)

    def holds(self, word: Spot) -> bool:
        """Whether a word can be a figure of the table."""
        prints = word.is_figure or (self.listed and is_unit(word.text))
        return prints and (word.x0 + word.x1) / 2 > self.start and self.at(word) != self.label


def columns_of(head: Sequence[Spot], body: Sequence[Spot], *, listed: bool) -> Columns | None:
    """The columns of a head with what stands under it; null where its labels and the figures do not go together."""
    leaves = _clusters((word.x0, word.x1) for word in head if listed or head_words().leaf(word.wording))
    if not leaves or not body:
        return None
    size = body[0].size
    if len(leaves) == 1 and not listed:
        leaves = _only([(word.x0, word.x1) for word in body if word.is_figure]) or leaves
    start = float("-inf") if listed else _labels_end(body, leaves[0][0], size)
    figures = _clusters((word.x0, word.x1) for word in body if word.is_figure and _middle(word) > start)
    found = _matched(leaves, _under(leaves, figures))
    if found is None:
        return None
    if not listed:
        left = min([word.x0 for word in (*head, *body) if word.x0 < start], default=start - size)
        found = [(left, start), *found]
    edges = _edges(found, body, listed=listed)
    widths = [
        max([word.x1 - word.x0 for word in body if low <= word.x0 < high and not word.is_figure], default=0.0)
        for low, high in pairwise(edges)
    ]
    return Columns(edges=edges, label=widths.index(max(widths)) if listed else 0, start=start, listed=listed)


def _only(figures: Sequence[Extent]) -> list[Extent]:
    """The column that all figures stand in: a head that names one column may stand over its labels too."""
    found = _clusters(figures)
    return found if len(found) == 1 else []


def _middle(word: Spot) -> float:
    return (word.x0 + word.x1) / 2


def _labels_end(body: Iterable[Spot], first: float, size: float) -> float:
    """Where the labels of the rows end: left of the first column's heading."""
    ends = [word.x1 for word in body if word.x1 < first and not word.is_figure]
    return max(ends, default=first - size)


def _clusters(extents: Iterable[Extent]) -> list[Extent]:
    """Extents that overlap, as one."""
    merged: list[Extent] = []
    for x0, x1 in sorted(extents):
        if merged and x0 < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], x1))
        else:
            merged.append((x0, x1))
    return merged


def _under(heads: Sequence[Extent], figures: Sequence[Extent]) -> list[Extent]:
    """The columns of figures, those that stand under one heading as one: not all need overlap one another."""
    under: dict[tuple[int, ...], Extent] = {}
    for number, extent in enumerate(figures):
        over = tuple(index for index, head in enumerate(heads) if _common(head, extent) > 0)
        key = over if len(over) == 1 else (-1, number)
        under[key] = _union(under.get(key, extent), extent)
    return sorted(under.values())


def _matched(heads: Sequence[Extent], figures: Sequence[Extent]) -> list[Extent] | None:
    """The columns: each heading with the figures that stand under it, in order; null where there are more figures than headings."""
    if not figures or len(figures) > len(heads):
        return None
    spare = len(heads) - len(figures)
    # best[i][j]: cost of the first i figures among the first j headings, and which headings they took.
    best: dict[tuple[int, int], tuple[float, tuple[int, ...]]] = {(0, j): (0.0, ()) for j in range(spare + 1)}
    for i, j in product(range(1, len(figures) + 1), range(1, len(heads) + 1)):
        options = [best[i, j - 1]] if (i, j - 1) in best else []
        if (i - 1, j - 1) in best:
            cost, taken = best[i - 1, j - 1]
            options.append((cost + _apart(figures[i - 1], heads[j - 1]), (*taken, j - 1)))
        if options:
            best[i, j] = min(options)
    under = dict(zip(best[len(figures), len(heads)][1], figures, strict=True))
    columns = [_union(head, under.get(index, head)) for index, head in enumerate(heads)]
    return columns if all(left[1] <= right[0] for left, right in pairwise(columns)) else None


def _apart(one: Extent, other: Extent) -> float:
    return abs(sum(one) - sum(other)) / 2


def _union(one: Extent, other: Extent) -> Extent:
    return min(one[0], other[0]), max(one[1], other[1])


def _edges(columns: Sequence[Extent], body: Sequence[Spot], *, listed: bool) -> tuple[float, ...]:
    """The middle of the gap between neighbouring columns, with the words that stand in either."""
    reach = list(columns)
    for word in body if listed else ():
        at = max(range(len(columns)), key=lambda index: _common((word.x0, word.x1), columns[index]))
        reach[at] = _union(reach[at], (word.x0, word.x1))
    inner = [(left[1] + right[0]) / 2 for left, right in pairwise(reach)]
    return (reach[0][0], *inner, reach[-1][1])


def _common(one: Extent, other: Extent) -> float:
    """How much of two extents is common; where nothing is, how far they are apart, as a negative number."""
    return min(one[1], other[1]) - max(one[0], other[0])
