"""Figures whose cells ran together, or whose blank cells left no trace: every way to cut a run of text into its cells that the
form's sums allow.

A cut counts only if each sum within the row holds; where several do, the sums down the columns decide. A figure is recovered if
it is the same in every cut that is left, and unreadable if it is not, or if no cut is left. A row that was added up wrong by its
publisher has no cut, and stays unreadable: no number is invented.

Text keeps no trace of a blank cell. Where one row has less text than cells, any cell of any row may be blank, a total only if it
is zero; then a cut counts only if the columns confirm it. Where no row shows that, sums that hold are taken to show that no cell
is blank; a row without sums is taken to be full only in a text that nowhere separates cells.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto

from archive.records import Figure, Place, State
from extract.flat.balance import Balance, balanced, components
from extract.forms import Identity, Table
from extract.words.numbers import COUNTED, parse

_PIECE = re.compile(
    rf"[-−–—]?(?:0|[1-9]\d*|[1-9]\d{{0,2}}(?:,\d{{3}})+)(?:\.\d+)?(?:万元|亿元|元|{COUNTED})?|——|[-−–—/]"
)
_PARTING = re.compile(r",\d{4}")
"""A comma that no thousands follow: it may stand between two cells."""
_MOST_CUTS = 4000
"""Of one run; more is as good as unread."""
_MOST_STEPS = 60_000
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


def solve(
    table: Table, runs: Sequence[Run], figures: Mapping[Address, Figure], *, text: Sequence[Run] = ()
) -> list[Piece]:
    """Every cell of every run, as far as separators and sums settle it; `figures` are those read elsewhere.

    `text` has all runs of the document where it is text throughout: they show whether it leaves cells blank.
    """
    if not runs:
        return []
    plain = {index: tokens for index, run in enumerate(runs) if (tokens := _separate(run)) is not None}
    blanks = _blanks((*runs, *text), known=bool(text))
    fused = {index: _fused(table, run, blanks) for index, run in enumerate(runs) if index not in plain}
    fixed = _values(figures) | {
        cell: parse(text).value or 0
        for index, tokens in plain.items()
        for cell, text in zip(runs[index].cells, tokens, strict=True)
    }
    settled = _settled(table, fused, fixed)
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


class _Blanks(Enum):
    """What a document's rows show of its blank cells."""

    SOME = auto()
    """A row has less text than cells."""
    NONE = auto()
    """Every row has text enough though nothing separates its cells."""
    UNKNOWN = auto()
    """Every row has text enough, but where others have separators a blank looks like one that is lost."""


def _blanks(runs: Sequence[Run], *, known: bool) -> _Blanks:
    several = [run for run in runs if len(run.cells) > 1]
    if any(len("".join(run.raw.split())) < len(run.cells) for run in several):
        return _Blanks.SOME
    separated = any(len(run.raw.split()) == len(run.cells) for run in several)
    return _Blanks.NONE if known and not separated else _Blanks.UNKNOWN


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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Fused:
    """A run that separators do not settle."""

    run: Run
    cuts: Sequence[Cut]
    """Its cuts as far as it is known whether cells are blank, each sum within it true."""
    certain: Sequence[Cut]
    """Those that are possible where the sums down the columns have nothing to say."""
    summed: bool
    """Whether sums within the run confirm its cuts."""

    def values(self, cut: Cut) -> dict[Address, Number]:
        return dict(zip(self.run.cells, map(_number, cut), strict=False))


def _fused(table: Table, run: Run, blanks: _Blanks) -> _Fused:
    sums, every = _sums(table, run.cells), len(run.cells)
    full = blanks is _Blanks.NONE or (sums and blanks is _Blanks.UNKNOWN)
    cuts = _cuts(run, sums, blanks=0 if full else every)
    if full:
        return _Fused(run=run, cuts=cuts, certain=cuts, summed=bool(sums))
    certain = [] if sums else _cuts(run, (), blanks=every)
    return _Fused(run=run, cuts=cuts, certain=certain, summed=bool(sums))


def _cuts(run: Run, sums: Sums, *, blanks: int) -> list[Cut]:
    """The ways to cut a run into its cells, up to `blanks` of them blank: at every separator, nowhere into a number with a
    leading zero, each sum true.

    Empty where there are too many to look at: agreement among a part of them would settle nothing.
    """
    tokens, count = run.raw.split(), len(run.cells)
    length = sum(map(len, tokens))
    if (
        not tokens
        or len(tokens) > count
        or not count - blanks <= length <= count * _LONGEST
        or (not sums and (run.headless or _PARTING.search(run.raw)))
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
        elif count - len(pieces) >= len(tokens) - token:
            text = tokens[token] if token < len(tokens) else ""
            stack += _steps(pieces, text, token, start, sums=sums)
            if pieces.count("") < blanks and _holds((*pieces, ""), sums):
                stack.append(((*pieces, ""), token, start))
    return found


def _steps(pieces: Cut, text: str, token: int, start: int, *, sums: Sums) -> Iterator[tuple[Cut, int, int]]:
    """Every next piece of a token, with the token and position after it."""
    for end in range(len(text), start, -1):
        longer = (*pieces, text[start:end])
        if _PIECE.fullmatch(longer[-1]) and _holds(longer, sums):
            yield longer, token + (end == len(text)), 0 if end == len(text) else end


def _holds(pieces: Cut, sums: Sums) -> bool:
    """Whether the sum that the last piece completes is true; a blank total is one of zero."""
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
    table: Table, fused: Mapping[int, _Fused], fixed: Mapping[Address, Number | None]
) -> dict[Address, str]:
    """The pieces that are the same in every cut left. Where no choice of cuts adds up, only sums within a row settle any."""
    known = dict(fixed)
    for each in fused.values():
        known |= dict.fromkeys(each.run.cells) | each.values(_lone(each))
    order = [index for index, each in fused.items() if each.cuts and not _lone(each)]
    left: dict[int, Collection[Cut]] = {index: each.certain for index, each in fused.items()}
    cells = [frozenset(fused[index].run.cells) for index in order]
    balances = list(_balances(table, known, frozenset[Address]().union(*cells)))
    for group, members in components(balances, cells):
        together = [fused[order[at]] for at in members]
        found = balanced(group, [{cut: each.values(cut) for cut in each.cuts} for each in together])
        for number, (at, each) in enumerate(zip(members, together, strict=True)):
            if found is not None:
                left[order[at]] = found[number]
            elif not each.summed:
                left[order[at]] = ()
    return {
        cell: texts.pop()
        for index, cuts in left.items()
        for at, cell in enumerate(fused[index].run.cells)
        if len(texts := {cut[at] for cut in cuts}) == 1
    }


def _lone(each: _Fused) -> Cut:
    """The one cut that is certain, whatever the columns say; else nothing."""
    return each.cuts[0] if each.summed and len(each.cuts) == 1 and each.cuts == each.certain else ()


def _balances(
    table: Table, known: Mapping[Address, Number | None], unsettled: Collection[Address]
) -> Iterator[Balance]:
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
                yield Balance(open=open_cells, rest=rest)


def _is_whole(identity: Identity, present: Sequence[tuple[Address, int]]) -> bool:
    printed = {row for (row, _), _ in present}
    return all(total in printed for total in identity.totals)
