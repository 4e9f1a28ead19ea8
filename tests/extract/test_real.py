"""The real documents beside the repository, where they are there: every figure as their truth says."""

import hashlib
import json
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from archive.records import Part, Reading, Source, State
from extract.read import read

SHARED = Path(__file__).parents[2].parent / "shared"
TRUTH = SHARED / "reports" / "truth.jsonl"
pytestmark = pytest.mark.skipif(
    not TRUTH.exists(), reason="the shared real reports are not beside this clone"
)
FLATTENED = frozenset({"pingtan2019.txt", "pingtan2020.txt", "pingtan2022.txt", "pingtan2024.txt"})


def reading(path: Path) -> Reading:
    body = path.read_bytes()
    digest = hashlib.sha256(body).hexdigest()
    part = Part(
        role="page", url=path.as_uri(), name=path.name, media_type=None, charset=None, sha256=digest, capture="0",
        captured_at="2030-01-01T00:00:00.000000Z", body=body,
    )  # fmt: skip
    return read(
        Source(
            key=digest,
            portal="local",
            url=path.as_uri(),
            captured_at=part.captured_at,
            parts=(part,),
            sighting=None,
        )
    )


def truths(key: str) -> list[Any]:
    if not TRUTH.exists():
        return [pytest.param({}, id="none")]
    lines = [json.loads(line) for line in TRUTH.read_text("utf-8").splitlines()]
    return [pytest.param(line, id=line["file"]) for line in lines if key in line]


def same(value: int | Decimal | None, true: float | None) -> bool:
    return value is None if true is None else value is not None and float(value) == true


@pytest.mark.parametrize("truth", truths("figures"))
def test_statutory_tables_figure_for_figure(truth: Mapping[str, Any]) -> None:
    got = reading(SHARED / "reports" / truth["file"])
    figures = {figure.address: figure for figure in got.figures}
    assert got.form == truth["form"]
    assert got.year == truth["year"]
    assert not set(truth["figures"]) - set(figures)
    flattened = truth["file"] in FLATTENED
    for address, value in truth["figures"].items():
        figure = figures[address]
        # Section 二 of a flattened text has no sums: what cannot be cut in one way only stays unread, and nothing is invented.
        unread = flattened and figure.state is State.UNREADABLE and address.startswith("proactive/")
        assert unread or same(figure.value, value), (address, figure)


@pytest.mark.parametrize("truth", truths("rows"))
def test_local_tables_label_for_label(truth: Mapping[str, Any]) -> None:
    got = reading(SHARED / "reports" / truth["file"])
    assert got.form == "local"
    columns = list(dict.fromkeys(figure.column for figure in got.figures))
    figures = {(figure.row, figure.column): figure for figure in got.figures}
    assert len(columns) == 2
    read_rows = [row for row in truth["rows"] if (row, columns[0]) in figures]
    assert len(read_rows) >= len(truth["rows"]) - 3, (
        "the truth lists a few rows that its excerpt does not print"
    )
    for row in read_rows:
        for column, value in zip(columns, truth["rows"][row], strict=True):
            figure = figures[row, column]
            assert figure.state is State.UNREADABLE or same(figure.value, value), (row, column, figure)


def errors(got: Reading) -> set[tuple[str, str]]:
    return {(finding.code, finding.where) for finding in got.findings if finding.level == "error"}


def test_the_known_defects_are_found_and_no_others() -> None:
    folder = SHARED / "reports"
    assert errors(reading(folder / "hongze2023.pdf")) == {
        ("row-sum", "review_litigation/review/total"),
        ("row-sum", "review_litigation/litigation_after_review/total"),
    }
    assert errors(reading(folder / "shanghai_office2019.html")) == set()
    assert errors(reading(folder / "pingtan2020.txt")) == {
        ("column-sum", "requests/concluded_total/individual"),
        ("column-sum", "requests/concluded_total/total"),
    }
    assert errors(reading(folder / "pingtan2024.txt")) == set()


@pytest.mark.parametrize("name", ["000", "001", "002", "003", "004"])
def test_the_seeds_are_read_whole(name: str) -> None:
    (path,) = (SHARED / "seeds").glob(f"{name}_*.txt")
    got = reading(path)
    assert (got.status, got.form, len(got.figures)) == ("ok", "2021", 200)
    assert errors(got) == set()
    assert all(figure.state is State.NUMBER for figure in got.figures)
    values = {figure.address: figure.value for figure in got.figures}
    if name == "003":
        rows = ("received", "concluded_total", "carried_out")
        assert [values[f"requests/{row}/total"] for row in rows] == [4, 3, 1]
    else:
        assert set(values.values()) == {0}


def test_the_blank_template_is_no_report() -> None:
    got = reading(SHARED / "reports" / "form2021_blank.docx")
    assert got.status == "not_a_report"
    assert {figure.state for figure in got.figures} == {State.BLANK}
