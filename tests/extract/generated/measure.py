"""Reads the generated set and compares it with its truth.

python -m tests.extract.generated.measure [--update]    prints the scores; --update raises the floors to them, and lowers none
"""

import json
import re
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from archive.records import Finding, Reading
from extract.read import read
from replica.documents.expected import findings
from replica.documents.report import Expected
from tests.extract.generated.cases import Case, cases, flattened
from tests.extract.generated.sayings import Planted

FLOORS = Path(__file__).with_name("floors.json")
JUDGED = frozenset(
    {
        "row-sum", "column-sum", "identity", "missing-table", "missing-row", "unknown-row", "unreadable-cell",
        "repaired-cell", "year", "organ", "late", "narrative",
    }
)  # fmt: skip
"""The findings that one report gives; `carry-over` and `stock-flow` need two."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What a reading got wrong."""

    name: str
    figures: int
    wrong: tuple[str, ...]
    """Addresses with another value or state than the truth's, absent ones too."""
    invented: tuple[str, ...]
    """Addresses with a number that the truth does not have there."""
    planted: int
    """How many findings were planted."""
    missed: tuple[str, ...]
    """Planted findings that were not found."""
    false: tuple[str, ...]
    """Findings that nothing planted."""
    form: bool
    """Whether the form was told right."""
    identity: tuple[str, ...]
    """Fields of identity that differ from the truth: organ, year, published."""


def judge(case: Case) -> Verdict:
    """Reads one document and compares every figure and every finding."""
    reading = read(case.source())
    truth = case.report.figures
    got = {figure.address: figure for figure in reading.figures}
    wrong = [
        address
        for address, figure in truth.items()
        if (found := got.get(address)) is None
        or (found.value, found.state.value) != (figure.value, figure.state)
    ]
    invented = [
        address
        for address, found in got.items()
        if found.value is not None and (address not in truth or truth[address].value != found.value)
    ]
    missed, false = _compared(reading, case)
    return Verdict(
        name=case.name,
        figures=len(truth),
        wrong=tuple(wrong),
        invented=tuple(invented),
        planted=len(case.planted) + sum(each.code in JUDGED for each in findings(case.report)),
        missed=missed,
        false=false,
        form=reading.form == case.report.form,
        identity=tuple(
            f"{name} {got!r}"
            for name in ("organ", "year", "published")
            if (got := getattr(reading, name)) != getattr(case.report, name)
        ),
    )


def _compared(reading: Reading, case: Case) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Planted and not found; found and not planted. A planted finding on a table or row is met by one inside it."""
    expected = [each for each in findings(case.report) if each.code in JUDGED]
    found = [each for each in reading.findings if each.code in JUDGED]
    missed = [f"{each.code} {each.where}" for each in expected if not any(_meets(one, each) for one in found)]
    missed += [
        f"narrative {each.named}" for each in case.planted if not any(_names(one, each) for one in found)
    ]
    false = [
        one
        for one in found
        if not any(_meets(one, each) for each in expected)
        and not any(_names(one, each) for each in case.planted)
    ]
    return tuple(missed), tuple(f"{one.code} {one.where}: {one.message}" for one in false)


def _meets(found: Finding, planted: Expected) -> bool:
    return found.code == planted.code and f"{found.where}/".startswith(f"{planted.where}/")


def _names(found: Finding, planted: Planted) -> bool:
    """Whether a finding is of the wrong number that was planted, and in its section."""
    return (
        found.code == "narrative"
        and found.where == f"section {planted.section}"
        and re.search(rf"(?<!\d){planted.named}(?!\d)", found.message) is not None
    )


def scores(verdicts: Iterable[Verdict]) -> dict[str, float]:
    """Counts, and shares in per cent."""
    judged = list(verdicts)
    figures = sum(verdict.figures for verdict in judged)
    wrong = sum(len(verdict.wrong) for verdict in judged)
    whole = sum(_is_whole(verdict) for verdict in judged)
    return {
        "documents": len(judged),
        "figures": figures,
        "figures right": round(100 * (figures - wrong) / figures, 3),
        "documents whole": round(100 * whole / len(judged), 3),
        "identities right": round(100 * sum(not verdict.identity for verdict in judged) / len(judged), 3),
        "planted": sum(verdict.planted for verdict in judged),
        "findings missed": sum(len(verdict.missed) for verdict in judged),
        "false alarms": sum(len(verdict.false) for verdict in judged),
        "invented": sum(len(verdict.invented) for verdict in judged),
    }


def flat_scores(verdicts: Iterable[Verdict], recovered: Mapping[str, int]) -> dict[str, float]:
    """Of text without separators only what the identities determine can be read: invented figures count, and recovered ones."""
    judged = list(verdicts)
    figures = sum(verdict.figures for verdict in judged)
    return {
        "flat documents": len(judged),
        "flat figures recovered": round(100 * sum(recovered.values()) / figures, 3),
        "flat invented": sum(len(verdict.invented) for verdict in judged),
    }


def _is_whole(verdict: Verdict) -> bool:
    return verdict.form and not (
        verdict.wrong or verdict.invented or verdict.missed or verdict.false or verdict.identity
    )


def measure() -> tuple[dict[str, float], list[Verdict]]:
    """The scores of both sets, and every verdict that is not whole."""
    verdicts = [judge(case) for case in cases()]
    flat = list(flattened())
    flat_verdicts = [judge(case) for case in flat]
    recovered = {case.name: _recovered(case) for case in flat}
    bad = [verdict for verdict in verdicts if not _is_whole(verdict)]
    bad += [verdict for verdict in flat_verdicts if verdict.invented]
    return scores(verdicts) | flat_scores(flat_verdicts, recovered), bad


def _recovered(case: Case) -> int:
    """How many figures have their true value, whatever their state."""
    got = {figure.address: figure.value for figure in read(case.source()).figures}
    return sum(
        got.get(address) == figure.value for address, figure in case.report.figures.items() if address in got
    )


_LESS_IS_BETTER = frozenset({"findings missed", "false alarms", "invented", "flat invented"})


def below(measured: Mapping[str, float], floors: Mapping[str, float]) -> list[str]:
    """The scores that are worse than their floor."""
    return [
        f"{name}: {measured[name]} (floor {floor})"
        for name, floor in floors.items()
        if (measured[name] > floor if name in _LESS_IS_BETTER else measured[name] < floor)
    ]


def main() -> int:
    """Prints the scores; with --update writes them as the new floors unless one would fall."""
    measured, bad = measure()
    sys.stdout.write(json.dumps(measured, indent=2) + "\n")
    for verdict in bad:
        sys.stdout.write(
            f"{verdict.name}: {verdict.wrong[:3]} {verdict.missed} {verdict.false[:3]} {verdict.invented[:3]} {verdict.identity}\n"
        )
    if "--update" in sys.argv:
        fallen = below(measured, json.loads(FLOORS.read_text("utf-8"))) if FLOORS.exists() else []
        if fallen:
            sys.stdout.write("floors only rise: " + "; ".join(fallen) + "\n")
            return 1
        FLOORS.write_text(json.dumps(measured, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
