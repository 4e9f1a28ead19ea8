"""Sums that fail, sums that say nothing, rows and tables that are not there."""

import pytest

from archive.records import Figure, State
from extract.check import check, missing
from extract.forms import form

FORM = form("2021")
REQUESTS = FORM.tables[1]


def figures(
    changes: dict[str, int | State | None] | None = None,
    *,
    tables: str = "requests review_litigation proactive",
) -> list[Figure]:
    """A report of zeros with a few other figures."""
    made = []
    for table in FORM.tables:
        for row in table.rows:
            for column in table.columns_of(row.key):
                address = f"{table.key}/{row.key}/{column}"
                if row.replaces or table.key not in tables:
                    continue
                value = (changes or {}).get(address, 0)
                state = value if isinstance(value, State) else State.BLANK if value is None else State.NUMBER
                number = value if isinstance(value, int) and not isinstance(value, State) else None
                made.append(
                    Figure(
                        table=table.key,
                        row=row.key,
                        column=column,
                        value=number,
                        raw=str(number or ""),
                        state=state,
                    )
                )
    return made


def found(changes: dict[str, int | State | None]) -> set[tuple[str, str]]:
    return {(finding.code, finding.where) for finding in check(figures(changes), FORM)}


def test_a_consistent_report_has_no_findings() -> None:
    assert found({}) == set()
    both = {
        f"requests/{row}/{column}": 4
        for row in ("received", "granted", "concluded_total")
        for column in ("individual", "total")
    }
    assert found(dict(both)) == set()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"requests/granted/total": 3},
            {("row-sum", "requests/granted/total"), ("column-sum", "requests/concluded_total/total")},
        ),
        (
            {"requests/received/individual": 2, "requests/received/total": 2},
            {
                ("identity", "requests/concluded_total/individual"),
                ("identity", "requests/concluded_total/total"),
            },
        ),
        ({"review_litigation/review/upheld": 11}, {("row-sum", "review_litigation/review/total")}),
        (
            {"requests/granted/company": 1, "requests/granted/total": None},
            {("column-sum", "requests/concluded_total/company")},
        ),
        ({"requests/granted/total": State.UNREADABLE}, set()),
        ({"requests/concluded_total/total": None, "requests/granted/individual": 0}, set()),
    ],
)
def test_wrong_sums(changes: dict[str, int | State | None], expected: set[tuple[str, str]]) -> None:
    assert found(changes) == expected


def test_blank_totals_say_nothing_and_other_blanks_are_zero() -> None:
    blank_totals: dict[str, int | State | None] = {f"requests/{row.key}/total": None for row in REQUESTS.rows}
    five: dict[str, int | State | None] = {
        "requests/received/individual": 5, "requests/granted/individual": 5, "requests/concluded_total/individual": 5,
    }  # fmt: skip
    assert (
        found(blank_totals | five | {"requests/received/total": 5, "requests/concluded_total/total": 5})
        == set()
    )
    blank_zeros: dict[str, int | State | None] = {
        f"requests/{row.key}/company": None for row in REQUESTS.rows
    }
    assert found(blank_zeros | {"requests/received/company": 1, "requests/received/total": 1}) >= {
        ("identity", "requests/concluded_total/total")
    }


def test_every_finding_of_a_sum_is_an_error_with_both_sides() -> None:
    (finding,) = check(figures({"review_litigation/review/upheld": 11}), FORM)
    assert finding.level == "error"
    assert "11" in finding.message


def test_missing_tables_and_rows_are_named() -> None:
    whole = figures()
    assert missing(whole, FORM) == ()
    without = [figure for figure in whole if figure.row != "granted" and figure.table != "review_litigation"]
    assert [(each.code, each.where) for each in missing(without, FORM)] == [
        ("missing-row", "requests/granted"),
        ("missing-table", "review_litigation"),
    ]


def test_the_single_other_row_stands_for_its_three() -> None:
    three = {"other_not_corrected", "other_fee_unpaid", "other_other"}
    single = [figure for figure in figures() if figure.row not in three]
    single += [
        Figure(table="requests", row="other", column=column.key, value=0, raw="0", state=State.NUMBER)
        for column in REQUESTS.columns
    ]
    assert missing(single, FORM) == ()


def test_columns_that_no_row_prints_are_named() -> None:
    printed = [each for each in figures() if each.column not in ("total", "legal_service")]
    assert [(one.code, one.where) for one in missing(printed, FORM) if "/*/" in one.where] == [
        ("unreadable-cell", "requests/*/legal_service"),
        ("unreadable-cell", "requests/*/total"),
        ("unreadable-cell", "review_litigation/*/total"),
    ]
    assert missing(figures(), FORM) == ()


def test_a_row_without_cells_that_others_have_is_named() -> None:
    cut = {
        "review_litigation/litigation_after_review/pending",
        "review_litigation/litigation_after_review/total",
    }
    (finding,) = missing([each for each in figures() if each.address not in cut], FORM)
    assert (finding.code, finding.where) == ("unreadable-cell", "review_litigation/litigation_after_review")
    assert "尚未审结、总计" in finding.message


def test_a_sum_is_not_checked_where_a_part_of_it_has_no_column() -> None:
    printed = figures({"requests/received/total": 7, "review_litigation/review/total": 3})
    organisations = {column.key for column in REQUESTS.columns if column.path}
    kept = [figure for figure in printed if figure.column not in organisations]
    assert {(each.code, each.where) for each in check(kept, FORM)} == {
        ("identity", "requests/concluded_total/total"),
        ("row-sum", "review_litigation/review/total"),
    }
