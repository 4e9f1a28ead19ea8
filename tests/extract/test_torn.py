"""A number that a line break cuts is one number where the sums say so; what is not told is unread."""

from collections.abc import Callable

import pytest

from archive.records import State
from extract.read import read
from replica.documents import html
from replica.documents.make import reports
from replica.documents.report import Figure, Report
from tests.extract.damage import source
from tests.extract.generated.cases import organ_of

BREAKS = ("<br>", "<br/>\n", "</p><p>", "</div>\n<div>")
CELL = "requests/received/individual"


@pytest.fixture
def report() -> Report:
    made = reports(organ_of(3), seed="torn", years=range(2022, 2024))[2023]
    large = {address: Figure(value=0, raw="0") for address in made.figures if address.startswith("requests/")}
    for row in ("received", "granted", "concluded_total"):
        large |= {
            f"requests/{row}/{column}": Figure(value=12345, raw="12345") for column in ("individual", "total")
        }
    for address, figure in large.items():
        made = made.reprint(address, figure)
    return made


def printed(
    report: Report, cells: dict[str, str], change: Callable[[str], str] = str
) -> dict[str, tuple[object, State]]:
    """What is read of cells that print other mark-up than the report's."""
    for number, address in enumerate(cells):
        report = report.reprint(address, Figure(value=None, raw=f"X{number}X"))
    page = html.page(report, "clean")
    for number, markup in enumerate(cells.values()):
        page = page.replace(f"X{number}X", markup)
    reading = read(source("page.html", change(page).encode()))
    found = {figure.address: figure for figure in reading.figures}
    codes = {State.REPAIRED: "repaired-cell", State.UNREADABLE: "unreadable-cell"}
    for cell in cells:
        told = [finding.code for finding in reading.findings if finding.where == cell]
        assert told == [codes[state] for state in (found[cell].state,) if state in codes]
    return {cell: (found[cell].value, found[cell].state) for cell in cells}


@pytest.mark.parametrize("parted", BREAKS)
def test_one_number_where_its_sums_hold(report: Report, parted: str) -> None:
    markup = f"<div><p>12{parted}345</p></div>"
    assert printed(report, {CELL: markup}) == {CELL: (12345, State.REPAIRED)}


def test_a_space_parts_thousands_or_needs_a_sum(report: Report) -> None:
    assert printed(report, {CELL: "12 345"}) == {CELL: (12345, State.NUMBER)}
    assert printed(report, {CELL: "123 45"}) == {CELL: (12345, State.REPAIRED)}
    assert printed(report, {CELL: "12 34"}) == {CELL: (None, State.UNREADABLE)}


def test_it_is_no_label_where_a_row_stands_apart_from_its_head(report: Report) -> None:
    row = '<tr><td colspan="3">一、本年新收'
    found = printed(
        report,
        {CELL: "12<br>345"},
        lambda page: page.replace(row, f"</tbody></table><table><tbody>{row.replace('3', '2')}"),
    )
    assert found == {CELL: (12345, State.REPAIRED)}


def test_two_numbers_are_no_number(report: Report) -> None:
    assert printed(report, {CELL: "12<br>34"}) == {CELL: (None, State.UNREADABLE)}


def test_nothing_is_told_where_no_sum_is(report: Report) -> None:
    cell = "proactive/administrative_penalty/decisions"
    assert printed(report, {cell: "1<br>2"}) == {cell: (None, State.UNREADABLE)}


def test_nothing_is_told_by_sums_of_torn_figures_alone(report: Report) -> None:
    torn = {f"review_litigation/review/{column}": "1<br>2" for column in ("upheld", "total")}
    others = {f"review_litigation/review/{column}": "0" for column in ("corrected", "other", "pending")}
    found = printed(report, {**torn, **others})
    assert {cell: found[cell] for cell in torn} == dict.fromkeys(torn, (None, State.UNREADABLE))


def test_a_number_that_a_sum_speaks_against_is_unread(report: Report) -> None:
    wrong = report.reprint("requests/carried_out/individual", Figure(value=7, raw="7"))
    assert printed(wrong, {CELL: "12<br>345"}) == {CELL: (None, State.UNREADABLE)}


@pytest.mark.parametrize(
    "markup", ["12,<br>345", "12345<br>件", "<p>12345</p><p>（含上年结转1</p><p>2件）</p>"]
)
def test_what_can_be_nothing_else_is_read(report: Report, markup: str) -> None:
    assert printed(report, {CELL: markup})[CELL][0] == 12345
