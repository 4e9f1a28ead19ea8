"""Figures whose cells ran together: every way to cut a run of digits into its cells that the form's sums allow.

A cut counts only if each sum within the row holds; where several do, the sums down the columns decide. A figure is recovered
if it is the same in every cut that is left, and unreadable if it is not, or if no cut is left. A row that was cut wrong by
its publisher's arithmetic has no cut, and stays unreadable: no number is invented.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from archive.records import Figure, Place, State
from extract.forms import Identity, Table
from extract.numbers import parse

_PIECE = re.compile(r"[-−–—]?(?:0|[1-9]\d*|[1-9]\d{0,2}(?:,\d{3})+)(?:\.\d+)?(?:万元|亿元|元)?|——|[-−–—/]")
_MOST_CUTS = 4000
"""Of one run; more is as good as unread."""
_MOST_STEPS = 60_000
_MOST_SOLUTIONS = 500
_LONGEST = 16
"""Characters a cell, on average: a longer run is no row of figures."""

Address = tuple[str, str]
"""Row and column."""
Cut = tuple[str, ...]
Number = int | Decimal


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """The cells that a run of text must hold, in printed order, and the text."""

    cells: tuple[Address, ...]
    raw: str
    place: Place | None = None
    headless: bool = False
    """No head says which columns these are: only sums that hold can show that they are the form's."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Piece:
    """One cell of a run. `text` is null where the cut is not settled; `cut` says whether it was cut out of a longer text."""

    cell: Address
    text: str | None
    cut: bool
    run: Run


def solve(table: Table, runs: Sequence[Run], figures: Mapping[Address, Figure]) -> list[Piece]:
    """Every cell of every run, as far as separators and sums settle it; `figures` are those read elsewhere."""
    if not runs:
        return []
    plain = {index: tokens for index, run in enumerate(runs) if (tokens := _separate(run)) is not None}
    cuts = {
        index: _cuts(run, _sums(table, run.cells)) for index, run in enumerate(runs) if index not in plain
    }
    fixed = _values(figures) | {
        cell: parse(text).value or 0
        for index, tokens in plain.items()
        for cell, text in zip(runs[index].cells, tokens, strict=True)
    }
    settled = _settled(table, runs, cuts, fixed)
    return [
        Piece(
            cell=cell,
            text=plain[index][at] if index in plain else settled.get(cell),
            cut=index not in plain,
            run=run,
        )
        for index, run in enumerate(runs)
        for at, cell in enumerate(run.cells)
    ]


def _separate(run: Run) -> Cut | None:
    """The cells where separators show all of them."""
    tokens = tuple(run.raw.split()) or ("",) * len(run.cells)
    if not run.raw:
        return tokens
    fits = (
        not run.headless
        and len(tokens) == len(run.cells)
        and all(_PIECE.fullmatch(token) for token in tokens)
    )
    return tokens if fits else None


Sums = tuple[tuple[tuple[int, ...], int], ...]
"""(positions of parts, position of their total), the total last."""


def _sums(table: Table, cells: Sequence[Address]) -> Sums:
    found = []
    for row in dict.fromkeys(row for row, _ in cells):
        at = {column: position for position, (key, column) in enumerate(cells) if key == row}
        for identity in table.identities:
            names = (*identity.parts, *identity.totals)
            if identity.over == "columns" and len(identity.totals) == 1 and all(name in at for name in names):
                found.append((tuple(at[part] for part in identity.parts), at[identity.totals[0]]))
    return tuple(found)


def _cuts(run: Run, sums: Sums) -> list[Cut]:
    """The ways to cut a run into its cells: at every separator, nowhere into a number with a leading zero, each sum true.

    Empty where there are too many to look at: agreement among a part of them would settle nothing.
    """
    tokens, count = run.raw.split(), len(run.cells)
    length = sum(map(len, tokens))
    if (
        not tokens
        or len(tokens) > count
        or not count <= length <= count * _LONGEST
        or (run.headless and not sums)
    ):
        return []
    found: list[Cut] = []
    steps = 0
    stack: list[tuple[Cut, int, int]] = [((), 0, 0)]
    while stack:
        pieces, token, start = stack.pop()
        steps += 1
        if steps > _MOST_STEPS or len(found) > _MOST_CUTS:
            return []
        if len(pieces) == count:
            found += [pieces] if token == len(tokens) else []
        elif token < len(tokens) and count - len(pieces) >= len(tokens) - token:
            stack += _steps(pieces, tokens[token], token, start, sums=sums)
    return found


def _steps(pieces: Cut, text: str, token: int, start: int, *, sums: Sums) -> Iterator[tuple[Cut, int, int]]:
    """Every next piece of a token, with the token and position after it."""
    for end in range(len(text), start, -1):
        longer = (*pieces, text[start:end])
        if _PIECE.fullmatch(longer[-1]) and _holds(longer, sums):
            yield longer, token + (end == len(text)), 0 if end == len(text) else end


def _holds(pieces: Cut, sums: Sums) -> bool:
    """Whether the sum that the last piece completes is true."""
    last = len(pieces) - 1
    return all(
        sum((_number(pieces[part]) for part in parts), start=0) == _number(pieces[total])
        for parts, total in sums
        if max(*parts, total) == last
    )


def _number(piece: str) -> Number:
    return parse(piece).value or 0


def _values(figures: Mapping[Address, Figure]) -> dict[Address, Number | None]:
    """Figures as terms of a sum: a blank is zero, one that cannot be read unknown (null)."""
    return {
        cell: None if figure.state is State.UNREADABLE else figure.value or 0
        for cell, figure in figures.items()
    }


def _settled(
    table: Table,
    runs: Sequence[Run],
    cuts: Mapping[int, Sequence[Cut]],
    fixed: Mapping[Address, Number | None],
) -> dict[Address, str]:
    """The pieces that are the same in every cut left, after the columns' sums where a run has several."""
    known = dict(fixed)
    for index, ways in cuts.items():
        for at, cell in enumerate(runs[index].cells):
            known[cell] = _number(ways[0][at]) if len(ways) == 1 else None
    several = {index: ways for index, ways in cuts.items() if len(ways) > 1}
    left = _jointly(table, runs, several, known) if several else {}
    settled: dict[Address, str] = {}
    for index, ways in cuts.items():
        for at, cell in enumerate(runs[index].cells):
            texts = {way[at] for way in left.get(index, ways)}
            if len(texts) == 1:
                settled[cell] = texts.pop()
    return settled


@dataclass(frozen=True, kw_only=True, slots=True)
class _Balance:
    """One column's sum: coefficients of the cells still open, and what the settled ones leave to make up."""

    open: Mapping[Address, int]
    rest: Number


def _jointly(
    table: Table,
    runs: Sequence[Run],
    several: Mapping[int, Sequence[Cut]],
    known: Mapping[Address, Number | None],
) -> dict[int, list[Cut]]:
    """For each run with several cuts those that take part in some choice under which every column adds up.

    Where no choice does, the published sums are wrong and nothing more is settled.
    """
    unsettled = {cell for index in several for cell in runs[index].cells}
    balances = list(_balances(table, known, unsettled))
    order = sorted(several, key=lambda index: len(several[index]))
    left: dict[int, set[Cut]] = {index: set() for index in order}
    steps = solutions = 0
    stack: list[tuple[Cut, ...]] = [()]
    while stack:
        chosen = stack.pop()
        steps += 1
        if steps > _MOST_STEPS or solutions > _MOST_SOLUTIONS:
            return {}
        if not _balanced(balances, runs, order, chosen):
            continue
        if len(chosen) == len(order):
            solutions += 1
            for index, way in zip(order, chosen, strict=True):
                left[index].add(way)
            continue
        stack += [(*chosen, way) for way in several[order[len(chosen)]]]
    return {index: list(ways) for index, ways in left.items()} if solutions else {}


def _balances(
    table: Table, known: Mapping[Address, Number | None], unsettled: set[Address]
) -> Iterator[_Balance]:
    """The columns' sums with at least one open cell; one with a cell that nobody can read says nothing."""
    for identity in table.identities:
        if identity.over != "rows":
            continue
        for column in table.columns:
            terms = [(part, 1) for part in identity.parts] + [(total, -1) for total in identity.totals]
            present = [((row, column.key), sign) for row, sign in terms if (row, column.key) in known]
            open_cells = {cell: sign for cell, sign in present if cell in unsettled}
            settled = [(known[cell], sign) for cell, sign in present if cell not in unsettled]
            if _is_whole(identity, present) and open_cells and all(value is not None for value, _ in settled):
                rest = sum((value * sign for value, sign in settled if value is not None), start=0)
                yield _Balance(open=open_cells, rest=rest)


def _is_whole(identity: Identity, present: Sequence[tuple[Address, int]]) -> bool:
    printed = {row for (row, _), _ in present}
    return all(total in printed for total in identity.totals)


def _balanced(
    balances: Sequence[_Balance], runs: Sequence[Run], order: Sequence[int], chosen: Sequence[Cut]
) -> bool:
    """Whether every column whose cells are all chosen adds up."""
    values = {
        cell: _number(text)
        for index, way in zip(order, chosen, strict=False)
        for cell, text in zip(runs[index].cells, way, strict=True)
    }
    return all(
        balance.rest + sum((values[cell] * sign for cell, sign in balance.open.items()), start=0) == 0
        for balance in balances
        if all(cell in values for cell in balance.open)
    )
