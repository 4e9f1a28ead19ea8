"""Defects of numbers: wrong sums, blanks, dashes, annotations, odd digits."""

from collections.abc import Iterable
from random import Random

from replica.documents.labels import APPLICANTS, DISPUTES
from replica.documents.report import Expected, Figure, Number, Report

_ORGANISATIONS = tuple(key for key, _ in APPLICANTS[1:-1])


def _digits(value: Number) -> Figure:
    return Figure(value=value, raw=str(value))


def _detail_rows(report: Report) -> list[str]:
    skipped = ("received", "carried_in", "concluded_total", "carried_out")
    rows = dict.fromkeys(a.split("/")[1] for a in report.figures if a.startswith("requests/"))
    return [row for row in rows if row not in skipped]


def _raise(report: Report, addresses: Iterable[str], by: int) -> Report:
    for address in addresses:
        report = report.reprint(address, _digits((report.figures[address].value or 0) + by))
    return report


def missummed_details(report: Report, random: Random) -> Report:
    """A detail row holds more than （七）总计 says; 一 + 二 = 七 + 四 still holds."""
    row = random.choice(_detail_rows(report))
    return _raise(report, [f"requests/{row}/individual", f"requests/{row}/total"], random.randrange(1, 9))


def missummed_statistics(report: Report, random: Random) -> Report:
    """A total of the national table of 2014 is more than its parts."""
    totals = [f"statistics/{path}/value" for path in ("3.1", "3.2", "4", "5")]
    return _raise(
        report,
        [address for address in (random.choice(totals),) if address in report.figures],
        random.randrange(1, 9),
    )


def wrong_row_total(report: Report, random: Random) -> Report:
    """One row's 总计 is not the sum of its columns."""
    row = random.choice(_detail_rows(report))
    return _raise(report, [f"requests/{row}/total"], random.randrange(1, 20))


def unbalanced(report: Report, random: Random) -> Report:
    """More came in than was concluded and carried out."""
    return _raise(
        report, ["requests/received/individual", "requests/received/total"], random.randrange(1, 12)
    )


def zero_dispute_totals(report: Report, random: Random) -> Report:
    """Section 四 prints 0 as the total of rows that are not empty."""
    del random
    report = _raise(report, ["review_litigation/review/upheld"], 3)
    for row, _ in DISPUTES:
        report = report.reprint(f"review_litigation/{row}/total", Figure(value=0, raw="0"))
    return report


def _reprint_all(report: Report, addresses: Iterable[str], figure: Figure) -> Report:
    for address in list(addresses):
        report = report.reprint(address, figure)
    return report


def _zeros(report: Report, tables: tuple[str, ...] = ("requests", "review_litigation")) -> list[str]:
    return [
        a for a, f in report.figures.items() if f.value == 0 and f.state == "number" and a.startswith(tables)
    ]


def blank_zeros(report: Report, random: Random) -> Report:
    """Every zero of sections 三 and 四 is left blank."""
    return _reprint_all(
        report, _zeros(report), Figure(value=None, raw=random.choice(("", "\u00a0")), state="blank")
    )


def dashed_zeros(report: Report, random: Random) -> Report:
    """Zeros are printed as a dash or 无."""
    mark = random.choice(("/", "-", "—", "无"))
    return _reprint_all(report, _zeros(report), Figure(value=None, raw=mark, state="dash"))


def blank_detail_totals(report: Report, random: Random) -> Report:
    """The 总计 of every detail row is blank."""
    del random
    blank = Figure(value=None, raw="", state="blank")
    return _reprint_all(report, [f"requests/{row}/total" for row in _detail_rows(report)], blank)


def blank_organisations(report: Report, random: Random) -> Report:
    """Only 自然人 and 总计 are filled; zeros between them are blank."""
    del random
    middle = [a for a in _zeros(report, ("requests",)) if a.rpartition("/")[2] in _ORGANISATIONS]
    return _reprint_all(report, middle, Figure(value=None, raw="", state="blank"))


def annotated_cell(report: Report, random: Random) -> Report:
    """A number with a remark in its cell."""
    column = "in_force" if report.form == "2021" else "total_disclosed"
    address = f"proactive/normative_documents/{column}"
    value = int(report.figures[address].value or 0)
    part = random.randrange(0, value + 1)
    note = random.choice((f"（其中修订{part}件）", f"（含自然失效{part}件）"))
    return report.reprint(address, Figure(value=value, raw=f"{value}{note}", state="annotated"))


def thousands(report: Report, random: Random) -> Report:
    """Large numbers carry separators."""
    del random
    for address, figure in report.figures.items():
        if isinstance(figure.value, int) and figure.value >= 1000:
            report = report.reprint(address, Figure(value=figure.value, raw=f"{figure.value:,}"))
    return report


def full_width(report: Report, random: Random) -> Report:
    """Digits of section 三 are full-width."""
    del random
    table = str.maketrans("0123456789", "０１２３４５６７８９")
    for address, figure in report.figures.items():
        if address.startswith("requests/") and figure.state == "number":
            report = report.reprint(address, Figure(value=figure.value, raw=figure.raw.translate(table)))
    return report


def parted_digits(report: Report, random: Random) -> Report:
    """A cell prints digits on two lines, with room for all of them on one: nothing says whether they are one number."""
    del random
    for address, figure in report.figures.items():
        if address.startswith("proactive/") and len(figure.raw) >= 4 and "." not in figure.raw:
            raw = figure.raw[:-1] + "\n" + figure.raw[-1]
            report = report.reprint(address, Figure(value=None, raw=raw, state="unreadable"))
            report = report.marked("unread", Expected(code="unreadable-cell", where=address))
    return report


def units(report: Report, random: Random) -> Report:
    """The fee carries its unit in the cell."""
    del random
    address = "proactive/administrative_fees/amount"
    if address not in report.figures:
        address = "proactive/government_procurement/amount"
    figure = report.figures[address]
    return report.reprint(address, Figure(value=figure.value, raw=f"{figure.raw}万元", state="annotated"))


def padded(report: Report, random: Random) -> Report:
    """Numbers stand between spaces, ordinary, full-width and no-break."""
    for address, figure in report.figures.items():
        left, right = random.choice((" ", "", "\u3000", "\u00a0")), random.choice((" ", "", "\u00a0"))
        report = report.reprint(
            address, Figure(value=figure.value, raw=left + figure.raw + right, state=figure.state)
        )
    return report
