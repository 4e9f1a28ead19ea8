"""How an archive's export stands against a truth that is known: the demonstration and the tests judge by it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

Row = Mapping[str, Any]
"""One line of the JSONL export, or of a truth file with the same names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Score:
    """What was found, missed, invented and misread; addresses identify reports, since names may be spelt two ways."""

    expected: int
    missing: tuple[str, ...]
    """Pages of the truth that no exported report stands for."""
    invented: tuple[str, ...]
    """Exported reports whose page is in no truth."""
    figures: int
    """In the truth of the reports that were found."""
    wrong: tuple[str, ...]
    """`url table/row/column: read ≠ true`, one for each figure that differs in value or state."""

    @property
    def perfect(self) -> bool:
        return not (self.missing or self.invented or self.wrong)


def score(exported: Iterable[Row], truth: Iterable[Row]) -> Score:
    """Compare the newest version of every exported report with the truth, report by report and figure by figure."""
    rows: dict[str, Row] = {}
    for row in exported:
        rows[row["report_id"]] = row
    by_url = {url: row for row in rows.values() for url in (row["url"], *row["sightings"])}
    true = {row["url"]: row for row in truth}
    seen = {
        url: next((at for at in (url, *row.get("sightings", ())) if at in by_url), None)
        for url, row in true.items()
    }
    matched = {url: by_url[at] for url, at in seen.items() if at is not None}
    used = {row["report_id"] for row in matched.values()}
    return Score(
        expected=len(true),
        missing=tuple(url for url in true if url not in matched),
        invented=tuple(row["url"] for row in rows.values() if row["report_id"] not in used),
        figures=sum(len(true[url]["figures"]) for url in matched),
        wrong=tuple(line for url, row in matched.items() for line in differences(url, row, true[url])),
    )


def differences(url: str, row: Row, true: Row) -> list[str]:
    """Organ, year, form, date and every figure of one report that differ, a line each. An organ may use a shorter form of its name."""
    lines = [
        f"{url} {name}: {row[name]} ≠ {true[name]}"
        for name in ("year", "form", "published")
        if row[name] != true[name]
    ]
    if not row["organ"] or (row["organ"] not in true["organ"] and true["organ"] not in row["organ"]):
        lines.append(f"{url} organ: {row['organ']} ≠ {true['organ']}")
    read = {f"{f['table']}/{f['row']}/{f['column']}": (f["value"], f["state"]) for f in row["figures"]}
    want = {address: (figure["value"], figure["state"]) for address, figure in true["figures"].items()}
    lines += [
        f"{url} {address}: {read.get(address)} ≠ {want.get(address)}"
        for address in sorted(read.keys() | want.keys())
        if read.get(address) != want.get(address)
    ]
    return lines
