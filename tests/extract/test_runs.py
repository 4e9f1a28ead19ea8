"""Digits that ran together: cut where the sums settle how, and only there."""

import pytest

from archive.records import Figure, State
from extract.flat.runs import Run, solve
from extract.forms import form

PEOPLE = form("2021").tables[1].columns_of("received")
OUTCOMES = form("2021").tables[2].columns_of("review")


def requests(
    *rows: tuple[str, str], known: dict[tuple[str, str], Figure] | None = None
) -> dict[str, list[str | None]]:
    runs = [Run(cells=tuple((key, column) for column in PEOPLE), raw=raw) for key, raw in rows]
    found: dict[str, list[str | None]] = {}
    for piece in solve(form("2021").tables[1], runs, known or {}):
        found.setdefault(piece.cell[0], []).append(piece.text)
    return found


@pytest.mark.parametrize(
    ("raw", "cells"),
    [
        ("0000000", "0 0 0 0 0 0 0"),
        ("230 000023", "23 0 0 0 0 0 23"),
        ("713000074", "71 3 0 0 0 0 74"),
        ("20 0 00 0 121", "20 0 0 0 0 1 21"),
        ("3700000370", None),
        ("12 0 0 0 0 0 99", "12 0 0 0 0 0 99"),
        ("1 2 3", None),
        ("0 0 0 0 0 0 0 0", None),
    ],
)
def test_one_row(raw: str, cells: str | None) -> None:
    assert requests(("granted", raw))["granted"] == (cells.split() if cells else [None] * 7)


def test_a_row_with_two_cuts_is_settled_by_the_columns() -> None:
    ambiguous = "1101100022"
    alone = requests(("granted", ambiguous))["granted"]
    assert None in alone
    zero = "0000000"
    settled = requests(
        ("received", "11 0 11 0 0 0 22"), ("carried_in", zero), ("granted", ambiguous),
        ("concluded_total", "11 0 11 0 0 0 22"), ("carried_out", zero),
    )  # fmt: skip
    assert settled["granted"] == ["11", "0", "11", "0", "0", "0", "22"]


def test_what_every_cut_agrees_on_is_settled_alone() -> None:
    table = form("2019").tables[0]
    columns = table.columns_of("administrative_fees")
    run = Run(cells=tuple(("administrative_fees", column) for column in columns), raw="35-15")
    assert [piece.text for piece in solve(table, [run], {})] == ["35", "-15"]
    columns = table.columns_of("normative_documents")
    run = Run(cells=tuple(("normative_documents", column) for column in columns), raw="898989")
    assert [piece.text for piece in solve(table, [run], {})] == [None, None, None]


def test_a_comma_that_may_part_two_cells_is_no_sign_of_thousands() -> None:
    table = form("2019").tables[0]
    cells = tuple(("government_procurement", column) for column in table.columns_of("government_procurement"))
    told = {
        raw: [piece.text for piece in solve(table, [Run(cells=cells, raw=raw)], {})]
        for raw in ("7,8114.02", "7,811 4.02")
    }
    assert told == {"7,8114.02": [None, None], "7,811 4.02": ["7,811", "4.02"]}


def test_separators_that_show_every_cell_need_no_sum() -> None:
    pieces = solve(form("2021").tables[1], [Run(cells=(("granted", "individual"),), raw="7")], {})
    assert [(piece.text, piece.cut) for piece in pieces] == [("7", False)]


def test_without_a_head_only_true_sums_tell_the_columns() -> None:
    cells = tuple(("granted", column) for column in PEOPLE)
    right = solve(form("2021").tables[1], [Run(cells=cells, raw="5 0 0 0 0 1 6", headless=True)], {})
    assert [piece.text for piece in right] == ["5", "0", "0", "0", "0", "1", "6"]
    assert {piece.cut for piece in right} == {True}
    wrong = solve(form("2021").tables[1], [Run(cells=cells, raw="5 0 0 0 0 1 7", headless=True)], {})
    assert {piece.text for piece in wrong} == {None}


def test_section_four_has_three_sums() -> None:
    table = form("2021").tables[2]
    cells = tuple((row.key, column) for row in table.rows for column in OUTCOMES)
    pieces = solve(table, [Run(cells=cells, raw="21317000001324019")], {})
    assert [piece.text for piece in pieces] == [
        "2",
        "1",
        "3",
        "1",
        "7",
        "0",
        "0",
        "0",
        "0",
        "0",
        "13",
        "2",
        "4",
        "0",
        "19",
    ]
    wrong = solve(table, [Run(cells=cells, raw="101000000050000")], {})
    assert {piece.text for piece in wrong} == {None}


def test_figures_read_elsewhere_take_part_in_the_columns() -> None:
    def figure(row: str, column: str, value: int | None, state: State = State.NUMBER) -> Figure:
        return Figure(table="requests", row=row, column=column, value=value, raw=str(value), state=state)

    known = {
        (row, column): figure(row, column, value)
        for row in ("concluded_total", "received")
        for column, value in zip(PEOPLE, (11, 0, 11, 0, 0, 0, 22), strict=True)
    }
    settled = requests(("granted", "1101100022"), known=known)
    assert settled["granted"] == ["11", "0", "11", "0", "0", "0", "22"]
    unread = {
        cell: figure(cell[0], cell[1], None, State.UNREADABLE)
        if cell[0] == "concluded_total"
        else known[cell]
        for cell in known
    }
    assert None in requests(("granted", "1101100022"), known=unread)["granted"]


def test_a_run_too_long_to_search_is_left_alone() -> None:
    cells = tuple((f"r{n}", "x") for n in range(15))
    table = form("2021").tables[2]
    pieces = solve(table, [Run(cells=cells, raw="1" * 400)], {})
    assert {piece.text for piece in pieces} == {None}
