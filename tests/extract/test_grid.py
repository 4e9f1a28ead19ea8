import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.errors import DocumentUnreadable
from archive.records import Place
from extract.grid import Spanned, rectangle, transposed
from tests.extract.tables import grid


def texts(*rows: list[Spanned]) -> list[list[str | None]]:
    return [[cell.text if cell else None for cell in row] for row in rectangle(rows, Place()).rows]


def test_a_spanning_cell_stands_at_every_position_it_covers() -> None:
    made = grid([("a", 1, 2), "b"], ["c"])
    assert made.rows[0][0] is made.rows[1][0]
    assert [cell.text for cell in made.rows[1] if cell] == ["a", "c"]
    assert made.rows[1][1] is not None
    assert (made.rows[1][1].place.row, made.rows[1][1].place.column) == (2, 2)


def test_a_span_to_the_end_and_beyond_it_stops_at_the_last_row() -> None:
    assert texts([Spanned(text="a", rowspan=0), Spanned(text="b")], [Spanned(text="c")]) == [
        ["a", "b"],
        ["a", "c"],
    ]
    assert texts([Spanned(text="a", rowspan=99), Spanned(text="b")]) == [["a", "b"]]


def test_overlapping_spans_keep_the_first_cell() -> None:
    rows = texts([Spanned(text="a"), Spanned(text="b", rowspan=2)], [Spanned(text="c", colspan=2)])
    assert rows == [["a", "b"], ["c", "b"]]


def test_a_short_row_leaves_holes() -> None:
    assert texts([Spanned(text="a"), Spanned(text="b")], [Spanned(text="c")]) == [["a", "b"], ["c", None]]


def test_hostile_spans_are_refused_before_they_fill_memory() -> None:
    with pytest.raises(DocumentUnreadable):
        rectangle([[Spanned(text="x", colspan=1000, rowspan=65000)] for _ in range(3000)], Place())


@given(
    st.lists(
        st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=4),
        min_size=1,
        max_size=5,
    )
)
def test_every_row_has_one_width_and_turning_twice_changes_nothing(
    spans: list[list[tuple[int, int]]],
) -> None:
    made = rectangle(
        [
            [Spanned(text=f"{y}.{x}", rowspan=a, colspan=b) for x, (a, b) in enumerate(row)]
            for y, row in enumerate(spans)
        ],
        Place(),
    )
    assert len({len(row) for row in made.rows}) == 1
    assert transposed(transposed(made)) == made
