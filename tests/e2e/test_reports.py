"""Real documents of several forms and formats against the truth beside them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command import SHARED, exported, gongkai

REPORTS = SHARED / "reports"
WHOLE = ("hongze2023.pdf", "shanghai_office2019.html")

pytestmark = pytest.mark.skipif(
    not REPORTS.is_dir(), reason="the real documents are not beside this checkout"
)


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    """File name → its exported row."""
    db = tmp_path_factory.mktemp("reports") / "reports.db"
    run = gongkai("add", REPORTS, db=db)
    assert run.returncode in (0, 1), run.stderr
    return {Path(url).name: row for row in exported(db) for url in (row["url"], *row["sightings"])}


def truth(name: str) -> dict[str, Any]:
    lines = (REPORTS / "truth.jsonl").read_text("utf-8").splitlines()
    (row,) = [row for line in lines if (row := json.loads(line))["file"] == name]
    return row


def figures(row: dict[str, Any]) -> dict[str, float | None]:
    return {f"{f['table']}/{f['row']}/{f['column']}": f["value"] for f in row["figures"]}


@pytest.mark.parametrize("name", WHOLE)
def test_every_figure_is_the_printed_one(rows: dict[str, dict[str, Any]], name: str) -> None:
    true = truth(name)
    assert figures(rows[name]) == true["figures"]
    assert (rows[name]["form"], rows[name]["year"]) == (true["form"], true["year"])
    assert rows[name]["organ"] == true["organ"]


def test_wrong_totals_are_found_and_left_as_published(rows: dict[str, dict[str, Any]]) -> None:
    row = rows["hongze2023.pdf"]
    errors = {f["where"] for f in row["findings"] if f["code"] == "row-sum"}
    assert {where.removesuffix("/total") for where in errors} == {
        "review_litigation/review",
        "review_litigation/litigation_after_review",
    }
    assert figures(row)["review_litigation/review/total"] == 0


def test_blanks_are_blank(rows: dict[str, dict[str, Any]]) -> None:
    read = {f"{f['table']}/{f['row']}/{f['column']}": f for f in rows["shanghai_office2019.html"]["figures"]}
    empty = [
        address for address, value in truth("shanghai_office2019.html")["figures"].items() if value is None
    ]
    assert empty
    assert {read[address]["state"] for address in empty} == {"blank"}
