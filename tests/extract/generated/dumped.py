"""Reads dumps of made reports and compares every figure with the truth.

python -m tests.extract.generated.dumped [SEEDS] [--update]    prints the shares by shape; --update raises the floors, and lowers none
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path
from random import Random

from archive.records import State
from extract.read import read
from replica.documents import statistics
from replica.documents.figures import Shape
from replica.documents.make import reports
from replica.documents.report import Cell, Figure, Report, Table
from tests.extract.damage import source
from tests.extract.generated.cases import organ_of
from tests.extract.generated.dumps import SHAPES, dump
from tests.extract.generated.measure import below

FLOORS = Path(__file__).with_name("dumped.json")
_SHAPES = {
    "2021": Shape(proactive="2021", requests="2021"),
    "2019": Shape(proactive="2019", requests="2019"),
    "hybrid": Shape(proactive="2021", requests="2019"),
}
Change = Callable[[Figure, Random], Figure]


def _blank(share: float) -> Change:
    def change(figure: Figure, random: Random) -> Figure:
        blank = figure.value == 0 and random.random() < share
        return Figure(value=None, raw="", state="blank") if blank else figure

    return change


def _dash(figure: Figure, random: Random) -> Figure:
    dashed = figure.value == 0 and random.random() < 0.8
    return Figure(value=None, raw=random.choice("/-—"), state="dash") if dashed else figure


def _full_width(figure: Figure, random: Random) -> Figure:
    return replace(figure, raw=figure.raw.translate({code: code + 0xFEE0 for code in range(48, 58)}))


def _thousands(figure: Figure, random: Random) -> Figure:
    return replace(figure, raw=f"{figure.value:,}") if isinstance(figure.value, int) else figure


PRINTINGS: dict[str, Change] = {
    "plain": lambda figure, random: figure,
    "few blanks": _blank(0.15),
    "blank zeros": _blank(0.8),
    "dashes": _dash,
    "full width": _full_width,
    "thousands": _thousands,
}


def _report(form: str, seed: int) -> Report:
    organ = organ_of(seed)
    if form in _SHAPES:
        year = 2019 + seed % 2 if form == "2019" else 2021 + seed % 4
        shapes = {year: _SHAPES[form]}
        return reports(organ, seed=f"dump/{seed}", years=range(year - 1, year + 1), shapes=shapes)[year]
    make = statistics.national if form.startswith("national") else statistics.local
    report = make(organ, 2014 + seed % 5, seed=seed)
    (table,) = report.tables
    if form.endswith("coded"):
        return report.with_table(_numbered(table, "代码", at=2, code="{:02d}"))
    return (
        report.with_table(_numbered(table, "序号", at=0, code="{}")) if form.endswith("numbered") else report
    )


FORMS = (*_SHAPES, "national", "national numbered", "local", "local coded", "local numbered")


def _numbered(table: Table, heading: str, *, at: int, code: str) -> Table:
    """The table with a column of numbers that are no figures."""
    texts = [heading, *(code.format(number) for number in range(1, len(table.rows)))]
    rows = tuple((*row[:at], Cell(text=text), *row[at:]) for row, text in zip(table.rows, texts, strict=True))
    return replace(table, rows=rows, width=table.width + 1)


def _printed(report: Report, change: Change, random: Random) -> Report:
    for address, figure in report.figures.items():
        changed = change(figure, random)
        if changed is not figure:
            report = report.reprint(address, changed)
    return report


def judge(report: Report, text: str) -> Counter[str]:
    """How many figures are `right`, `unread`, `absent`, `wrong` (another number, or a blank for a number, or a number for none)
    and `invented` (a number under an address that the report does not have)."""
    got = {figure.address: figure for figure in read(source("dump.txt", text.encode())).figures}
    verdicts: Counter[str] = Counter()
    for address, truth in report.figures.items():
        figure = got.pop(address, None)
        if figure is None:
            verdicts["absent"] += 1
        elif figure.state is State.UNREADABLE:
            verdicts["unread"] += 1
        else:
            verdicts["right" if figure.value == truth.value else "wrong"] += 1
    verdicts["invented"] = sum(figure.value is not None for figure in got.values())
    return verdicts


def measure(seeds: range) -> tuple[dict[str, float], list[str]]:
    """The share of figures that are right, in per cent, by shape and printing; and which dumps hold a wrong or invented one."""
    shares: dict[str, float] = {}
    bad: list[str] = []
    for shape, printing in product(SHAPES, PRINTINGS):
        every: Counter[str] = Counter()
        for form, seed in product(FORMS, seeds):
            random = Random(f"{shape}/{printing}/{form}/{seed}")
            report = _printed(_report(form, seed), PRINTINGS[printing], random)
            found = judge(report, dump(report, shape, random))
            every += found
            if found["wrong"] or found["invented"]:
                bad.append(f"{shape}, {printing}, {form}, seed {seed}: {dict(found)}")
        figures = sum(every.values()) - every["invented"]
        shares[f"{shape}, {printing}"] = round(100 * every["right"] / figures, 2)
    return shares, bad


def main() -> int:
    """Prints the shares; with --update writes them as the new floors unless one would fall."""
    seeds = range(int(next((each for each in sys.argv[1:] if each.isdigit()), "1")))
    shares, bad = measure(seeds)
    sys.stdout.write(json.dumps(shares, indent=2) + "\n" + "\n".join(bad) + "\n")
    if "--update" in sys.argv:
        fallen = below(shares, json.loads(FLOORS.read_text("utf-8"))) if FLOORS.exists() else []
        if fallen or bad:
            sys.stdout.write("floors only rise: " + "; ".join(fallen) + "\n")
            return 1
        FLOORS.write_text(json.dumps(shares, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
