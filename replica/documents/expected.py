"""The findings that follow from the printed figures by themselves, as the codebook defines them."""

from collections.abc import Mapping

from replica.documents import older
from replica.documents.labels import APPLICANTS, DISPUTES, OUTCOMES, Form, details
from replica.documents.report import Expected, Figure, Number, Report

Figures = Mapping[str, Figure]


def _number(figures: Figures, address: str) -> Number:
    """A blank counts as zero in a sum."""
    return figures[address].value or 0


def _differs(figures: Figures, *, parts: list[str], total: str) -> bool:
    """Whether a printed total is not the sum of its parts; a total that prints no number is not checked, nor one whose
    parts print none."""
    if figures[total].value is None or any(figures[part].state == "unreadable" for part in parts):
        return False
    if all(figures[part].value is None for part in parts):
        return False
    return sum(_number(figures, part) for part in parts) != figures[total].value


def _row_sums(figures: Figures) -> list[Expected]:
    keys = [key for key, _ in APPLICANTS]
    columns = [key for key, _ in OUTCOMES]
    rows = sorted({address.split("/")[1] for address in figures if address.startswith("requests/")})
    groups = [(f"requests/{row}", keys) for row in rows]
    groups += [(f"review_litigation/{row}", columns) for row, _ in DISPUTES]
    return [
        Expected(code="row-sum", where=f"{where}/total")
        for where, names in groups
        if f"{where}/total" in figures
        and _differs(figures, parts=[f"{where}/{name}" for name in names[:-1]], total=f"{where}/total")
    ]


def _column_sums(figures: Figures) -> list[Expected]:
    form: Form = "2019" if "requests/other/total" in figures else "2021"
    rows = [row for row in details(form) if f"requests/{row}/total" in figures]
    return [
        Expected(code="column-sum", where=f"requests/concluded_total/{column}")
        for column, _ in APPLICANTS
        if _differs(
            figures,
            parts=[f"requests/{row}/{column}" for row in rows],
            total=f"requests/concluded_total/{column}",
        )
    ]


def _identities(figures: Figures) -> list[Expected]:
    found = []
    for column, _ in APPLICANTS:
        rows = ("received", "carried_in", "concluded_total", "carried_out")
        first, second, third, fourth = (figures[f"requests/{row}/{column}"] for row in rows)
        if third.value is None:
            continue
        left = (first.value or 0) + (second.value or 0)
        if left != third.value + (fourth.value or 0):
            found.append(Expected(code="identity", where=f"requests/concluded_total/{column}"))
    return found


def arithmetic(figures: Figures) -> list[Expected]:
    """`row-sum`, `column-sum` and `identity` findings; none for a report without the statutory tables."""
    if "statistics/1/value" in figures:
        return [Expected(code="column-sum", where=where) for where in older.sums(figures)]
    if "requests/concluded_total/total" not in figures:
        return []
    return _row_sums(figures) + _column_sums(figures) + _identities(figures)


def findings(report: Report) -> list[Expected]:
    """Everything a reader must find: by arithmetic, planted, and lateness by the date of publication."""
    limit = f"{report.year + 1}-{'03-31' if 'aggregate' in report.marks else '01-31'}"
    late = [Expected(code="late", where="")] if report.published > limit else []
    return [*arithmetic(report.figures), *report.planted, *late]
