"""Other ways to lay out the same tables: turned, parted, beside one another, torn. Each takes a report's tables and keeps its truth."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import groupby, zip_longest

from replica.documents.labels import APPLICANTS, DISPUTES, OUTCOMES, REQUESTS, Form
from replica.documents.report import Cell, Chapter, Report, Row, Table

Shape = Callable[[Report], Report]


def _cell(report: Report, address: str) -> Cell:
    return Cell(text=report.figures[address].raw, address=address)


def _relaid(report: Report, key: str, *parts: Sequence[Row], captions: Sequence[str] = ()) -> Report:
    """The report with a table laid out as one or several, each below its caption where they have any."""
    names = (key, *(f"{key}/{number}" for number in range(2, len(parts) + 1)))
    tables = [
        Table(key=name, width=max(sum(cell.colspan for cell in row) for row in rows), rows=tuple(rows))
        for name, rows in zip(names, parts, strict=True)
    ]
    chapters: list[Chapter] = []
    for chapter in report.chapters:
        if key in chapter.tables:
            below = zip_longest(names, captions, fillvalue="")
            chapters.append(replace(chapter, tables=()))
            chapters += [Chapter(number=None, heading=caption, tables=(name,)) for name, caption in below]
        else:
            chapters.append(chapter)
    others = tuple(table for table in report.tables if table.key != key)
    return replace(report, tables=(*others, *tables), chapters=tuple(chapters))


def _applicants(report: Report, keys: Sequence[tuple[str, str]]) -> list[Row]:
    form: Form = "2021" if "requests/other_other/total" in report.figures else "2019"
    head = (Cell(text="项目"), *(Cell(text=label) for _, label in keys))
    rows = [
        (Cell(text=line.label), *(_cell(report, f"requests/{line.key}/{key}") for key, _ in keys))
        for line in REQUESTS[form]
    ]
    return [head, *rows]


def turned_requests(report: Report) -> Report:
    """Section 三 with the applicants as rows."""
    turned = list(zip(*_applicants(report, APPLICANTS), strict=True))
    return _relaid(report, "requests", turned)


def parted_requests(report: Report) -> Report:
    """Section 三 in two tables, by applicants."""
    return _relaid(
        report, "requests", _applicants(report, APPLICANTS[:3]), _applicants(report, APPLICANTS[3:])
    )


def requests_by_applicant(report: Report) -> Report:
    """Section 三 in a table for each kind of applicant, which the line above names."""
    parts = [_of_one(report, key) for key, _ in APPLICANTS]
    captions = [f"（{at}）{label}（单位：件）" for at, (_, label) in enumerate(APPLICANTS, start=1)]
    return _relaid(report, "requests", *parts, captions=captions)


def requests_below_applicants(report: Report) -> Report:
    """Section 三 in a table for each kind of applicant, which its top row names."""
    parts = [[(Cell(text=label, colspan=2),), *_of_one(report, key)] for key, label in APPLICANTS]
    return _relaid(report, "requests", *parts)


def _of_one(report: Report, key: str) -> list[Row]:
    _, *rows = _applicants(report, [(key, "")])
    return [(Cell(text="办理情况"), Cell(text="数量")), *rows]


def requests_by_outcome(report: Report) -> Report:
    """Section 三 in a table for each block of its rows, each with a head."""
    head, *rows = _applicants(report, APPLICANTS)
    groups = [list(group) for _, group in groupby(rows, key=lambda row: str(row[1].address).split("_")[0])]
    return _relaid(report, "requests", *([head, *group] for group in groups))


def requests_with_sums(report: Report) -> Report:
    """Section 三 with a row for the sum of each group above the group's own."""
    head, *rows = _applicants(report, APPLICANTS)
    form: Form = "2021" if "requests/other_other/total" in report.figures else "2019"
    summed: list[Row] = [head]
    for group, lines in groupby(zip(REQUESTS[form], rows, strict=True), key=lambda each: each[0].groups[1:]):
        below = [row for _, row in lines]
        if group:
            values = [[report.figures[str(cell.address)].value or 0 for cell in row[1:]] for row in below]
            sums = (Cell(text=str(sum(column))) for column in zip(*values, strict=True))
            summed.append((Cell(text=f"{group[0]}小计"), *sums))
        summed += below
    return _relaid(report, "requests", summed)


def paired_requests(report: Report) -> Report:
    """Section 三 with the second half of its rows beside the first."""
    head, *rows = _applicants(report, APPLICANTS)
    half = (len(rows) + 1) // 2
    rows += [tuple(Cell(text="") for _ in head)] * (2 * half - len(rows))
    pairs = [(*left, *right) for left, right in zip(rows[:half], rows[half:], strict=True)]
    return _relaid(report, "requests", [(*head, *head), *pairs])


def parted_disputes(report: Report) -> Report:
    """Section 四 in three tables."""
    parts = [
        [
            (Cell(text=label, colspan=len(OUTCOMES)),),
            tuple(Cell(text=outcome) for _, outcome in OUTCOMES),
            tuple(_cell(report, f"review_litigation/{row}/{column}") for column, _ in OUTCOMES),
        ]
        for row, label in DISPUTES
    ]
    return _relaid(report, "review_litigation", *parts)


def numbered_requests(report: Report) -> Report:
    """Section 三 with columns of serial numbers and units."""
    head, *rows = _applicants(report, APPLICANTS)
    numbered = [
        (Cell(text=str(at)), row[0], Cell(text="件"), *row[1:]) for at, row in enumerate(rows, start=1)
    ]
    return _relaid(
        report, "requests", [(Cell(text="序号"), head[0], Cell(text="单位"), *head[1:]), *numbered]
    )


def disputes_by_year(report: Report) -> Report:
    """Section 四 with a line for the year before above the report's own."""
    *heads, own = report.table("review_litigation").rows
    above = (Cell(text="年度", rowspan=len(heads)), *heads[0])
    before = (Cell(text=f"{report.year - 1}年"), *(Cell(text=str(at % 4)) for at in range(len(own))))
    line = (Cell(text=f"{report.year}年"), *own)
    return _relaid(report, "review_litigation", [above, *heads[1:], before, line])


def paired_statistics(report: Report) -> Report:
    """A list of indicators in two halves beside one another."""
    (table,) = report.tables
    head, *rows = table.rows
    half = (len(rows) + 1) // 2
    rows += [tuple(Cell(text="") for _ in head)] * (2 * half - len(rows))
    pairs = [(*left, *right) for left, right in zip(rows[:half], rows[half:], strict=True)]
    return _relaid(report, table.key, [(*head, *head), *pairs])


def torn_statistics(report: Report) -> Report:
    """A list of indicators that goes on in a second table without a head."""
    (table,) = report.tables
    half = len(table.rows) // 2
    return _relaid(report, table.key, table.rows[:half], table.rows[half:])


STATUTORY: tuple[Shape, ...] = (
    turned_requests,
    parted_requests,
    paired_requests,
    parted_disputes,
    requests_by_applicant,
    requests_below_applicants,
    requests_by_outcome,
    requests_with_sums,
    numbered_requests,
    disputes_by_year,
)
LISTED: tuple[Shape, ...] = (paired_statistics, torn_statistics)
