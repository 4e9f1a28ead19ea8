"""Choices that must add up: of several ways to read each of many rows, those that take part in some reading of all under which
every sum holds. The sums are followed as one vector from row to row, so that choices are counted and not listed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

Number = int | Decimal
Address = tuple[str, str]
Vector = tuple[Number, ...]

_MOST_SUMS = 400_000
"""Additions tried for one group of rows; more is as good as undecided."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Balance:
    """One sum: the cells still open with their signs, and what the settled ones contribute; the whole must be zero."""

    open: Mapping[Address, int]
    rest: Number


Cut = tuple[str, ...]
Options = Mapping[Cut, Mapping[Address, Number]]
"""A row's ways to be read, each with the values of its cells."""


def balanced(balances: Sequence[Balance], rows: Sequence[Options]) -> list[set[Cut]] | None:
    """For each row the ways that occur where every balance is zero; null where none does, or where too many are possible."""
    ranks = [_rank(balances, options) for options in rows]
    order = sorted(range(len(rows)), key=lambda at: (ranks[at], len(rows[at])))
    steps = [_by_vector(balances, rows[at]) for at in order]
    closed = _closed(balances, [rows[at] for at in order])
    reached: list[set[Vector]] = [{tuple(balance.rest for balance in balances)}]
    work = 0
    for step, done in zip(steps, closed, strict=True):
        work += len(reached[-1]) * len(step)
        if work > _MOST_SUMS:
            return None
        sums = {_add(state, vector) for state in reached[-1] for vector in step}
        reached.append({state for state in sums if not any(state[at] for at in done)})
    left: dict[int, set[Cut]] = {}
    goals = reached[-1]
    for at, step, states in zip(reversed(order), reversed(steps), reversed(reached[:-1]), strict=True):
        fits = {vector for vector in step if any(_add(state, vector) in goals for state in states)}
        left[at] = {way for vector in fits for way in step[vector]}
        goals = {state for state in states if any(_add(state, vector) in goals for vector in fits)}
    return [left[at] for at in range(len(rows))] if reached[-1] else None


def components(
    balances: Sequence[Balance], rows: Sequence[frozenset[Address]]
) -> Iterator[tuple[list[Balance], list[int]]]:
    """The rows (by index) that share balances, with those balances: each such group is decided apart from all others."""
    groups: list[tuple[list[Balance], set[int]]] = []
    for balance in balances:
        mine = {at for at, cells in enumerate(rows) if not cells.isdisjoint(balance.open)}
        joined = [group for group in groups if group[1] & mine]
        groups = [group for group in groups if not group[1] & mine]
        groups.append(
            (
                [*(each for group in joined for each in group[0]), balance],
                mine.union(*(group[1] for group in joined)),
            )
        )
    for group, members in groups:
        yield group, sorted(members)


def _rank(balances: Sequence[Balance], options: Options) -> int:
    """The first balance that a row takes part in: rows of the same sum follow one another, so that it closes early."""
    cells = next(iter(options.values()), {})
    return next(
        (at for at, balance in enumerate(balances) if not balance.open.keys().isdisjoint(cells)),
        len(balances),
    )


def _by_vector(balances: Sequence[Balance], options: Options) -> dict[Vector, list[Cut]]:
    """A row's ways by what they add to each balance."""
    found: dict[Vector, list[Cut]] = {}
    for way, values in options.items():
        vector = tuple(
            sum(
                (value * balance.open[cell] for cell, value in values.items() if cell in balance.open),
                start=0,
            )
            for balance in balances
        )
        found.setdefault(vector, []).append(way)
    return found


def _closed(balances: Sequence[Balance], rows: Sequence[Options]) -> list[list[int]]:
    """After which row no cell of a balance is left to choose."""
    last = [0] * len(balances)
    for number, options in enumerate(rows):
        cells = next(iter(options.values()), {})
        for at, balance in enumerate(balances):
            if not balance.open.keys().isdisjoint(cells):
                last[at] = number
    return [[at for at, end in enumerate(last) if end == number] for number in range(len(rows))]


def _add(left: Vector, right: Vector) -> Vector:
    return tuple(map(sum, zip(left, right, strict=True)))
