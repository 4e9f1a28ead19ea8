"""Joint choices against a search through every combination."""

from dataclasses import replace
from decimal import Decimal
from itertools import product
from random import Random

import pytest

from archive.records import State
from extract.flat.balance import Balance, balanced, components
from extract.flat.runs import Run, solve
from extract.forms import Identity, Label, Table
from extract.words.numbers import parse

COLUMNS, ROWS = ("a", "b", "sum"), ("p", "q", "r", "all")
TABLE = Table(
    key="t",
    title="t",
    columns=tuple(Label(key=key, label=key) for key in COLUMNS),
    rows=tuple(Label(key=key, label=key) for key in ROWS),
    identities=(
        Identity(code="row-sum", over="columns", parts=("a", "b"), totals=("sum",)),
        Identity(code="column-sum", over="rows", parts=("p", "q", "r"), totals=("all",)),
    ),
)
UNSUMMED = replace(TABLE, identities=())

Row = dict[tuple[str, ...], dict[tuple[str, str], int | Decimal]]


@pytest.mark.parametrize("seed", range(60))
def test_ways_left_are_those_of_a_search_through_all(seed: int) -> None:
    random = Random(seed)
    cells = [("r", str(n)) for n in range(4)]
    rows: list[Row] = [
        {(str(way),): {cell: random.randrange(4)} for way in range(random.randrange(1, 5))} for cell in cells
    ]
    balances = [
        Balance(
            open={cell: random.choice((1, -1)) for cell in random.sample(cells, 3)},
            rest=random.randrange(-3, 4),
        )
        for _ in range(2)
    ]
    every = [
        choice
        for choice in product(*rows)
        if all(
            balance.rest
            + sum(
                rows[at][way][cell] * balance.open.get(cell, 0)
                for at, (way, cell) in enumerate(zip(choice, cells, strict=True))
            )
            == 0
            for balance in balances
        )
    ]
    expected = [{choice[at] for choice in every} for at in range(4)] if every else None
    assert balanced(balances, rows) == expected


def test_rows_without_a_sum_in_common_are_apart() -> None:
    cells = [frozenset({("r", str(n))}) for n in range(4)]
    one, two = ({("r", "0"): 1, ("r", "2"): 1}, {("r", "3"): 1})
    groups = list(components([Balance(open=one, rest=0), Balance(open=two, rest=1)], cells))
    assert [members for _, members in groups] == [[0, 2], [3]]


def test_too_many_sums_are_left_undecided() -> None:
    cells = [("r", str(n)) for n in range(8)]
    rows: list[Row] = [
        {(str(way),): {cell: 9**at * way} for way in range(9)} for at, cell in enumerate(cells)
    ]
    assert balanced([Balance(open=dict.fromkeys(cells, 1), rest=0)], rows) is None


def printed(random: Random) -> dict[tuple[str, str], str]:
    """A table that adds up, some zeros of it blank."""
    blank = random.choice((0, 0, 0.3, 0.9))
    values: dict[tuple[str, str], int] = {}
    for row in ROWS[:-1]:
        values |= {(row, column): random.choice((0, 0, 1, 2, 12, 30)) for column in COLUMNS[:-1]}
    for column in COLUMNS[:-1]:
        values["all", column] = sum(values[row, column] for row in ROWS[:-1])
    for row in ROWS:
        values[row, "sum"] = values[row, "a"] + values[row, "b"]
    return {
        cell: "" if value == 0 and random.random() < blank else str(value) for cell, value in values.items()
    }


@pytest.mark.parametrize(("table", "least"), [(TABLE, 2000), (UNSUMMED, 1200)])
def test_what_is_recovered_is_what_was_printed(table: Table, least: int) -> None:
    """Over tables whose separators vanish or not, and whose blanks leave no trace."""
    right = 0
    for seed in range(400):
        random = Random(f"table/{seed}")
        truth, glue = printed(random), random.choice(("", " "))
        runs = [
            Run(
                cells=tuple((row, column) for column in COLUMNS),
                raw=glue.join(filter(None, (truth[row, column] for column in COLUMNS))),
            )
            for row in ROWS
        ]
        for piece in solve(table, runs, {}, text=runs):
            if piece.text is not None and (piece.cut or parse(piece.text).state is not State.BLANK):
                assert piece.text == truth[piece.cell], (seed, piece)
                right += 1
    assert right > least, "of 4,800 cells"
