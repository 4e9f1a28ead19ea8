"""The five reports the project began from, added from the command line and read whole."""

from pathlib import Path
from typing import Any

import pytest

from tests.e2e.command import SHARED, exported, gongkai

SEEDS = SHARED / "seeds"
ORGANS = {
    ("樟树市鹿江街道办事处", "鹿江街道"): 2021,
    ("三门峡市湖滨区前进街道办事处", "前进街道"): 2021,
    ("富阳区人民政府春江街道办事处", "春江街道"): 2021,
    ("南郊镇",): 2021,
    ("樟树市中洲乡", "中洲乡"): 2022,
}

pytestmark = pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed reports are not beside this checkout")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, Any]]:
    db = tmp_path_factory.mktemp("seeds") / "seeds.db"
    run = gongkai("add", SEEDS, db=db)
    assert run.returncode == 0, run.stderr
    return exported(db)


def of(rows: list[dict[str, Any]], name: str) -> dict[str, Any]:
    (row,) = [row for row in rows if name in row["organ"]]
    return row


def test_five_reports_of_five_organs(rows: list[dict[str, Any]]) -> None:
    assert len(rows) == len(ORGANS)
    for (*_, core), year in ORGANS.items():
        assert of(rows, core)["year"] == year


def test_each_has_every_figure_of_the_2021_form_and_no_error(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        assert row["form"] == "2021"
        assert row["status"] == "ok"
        assert len({(f["table"], f["row"], f["column"]) for f in row["figures"]}) == 200
        assert [f for f in row["findings"] if f["level"] == "error"] == []


def test_the_town_with_requests_has_its_own_numbers(rows: list[dict[str, Any]]) -> None:
    totals = {
        f["row"]: f["value"]
        for f in of(rows, "南郊")["figures"]
        if (f["table"], f["column"]) == ("requests", "total")
    }
    assert (totals["received"], totals["concluded_total"], totals["carried_out"]) == (4, 3, 1)


def test_a_text_that_names_another_town_is_warned_of(rows: list[dict[str, Any]]) -> None:
    warned = {row["organ"]: [f["message"] for f in row["findings"] if f["code"] == "organ"] for row in rows}
    assert {organ for organ, messages in warned.items() if messages} == {of(rows, "南郊")["organ"]}
    assert any("北郊" in message for message in warned[of(rows, "南郊")["organ"]])


def test_what_is_printed_twice_appears_once(rows: list[dict[str, Any]]) -> None:
    row = of(rows, "前进街道")
    assert [section["number"] for section in row["sections"] if section["number"]] == [1, 2, 3, 4, 5, 6]
    text = "".join(section["text"] for section in row["sections"])
    assert "政府信息公开工作年度报告\n" not in text
    assert "一、总体情况" not in text
    assert row["title"].count("年度报告") == 1


def test_adding_again_changes_nothing_that_is_exported(tmp_path: Path) -> None:
    db = tmp_path / "twice.db"
    seed = sorted(SEEDS.iterdir())[0]
    for _ in range(2):
        assert gongkai("add", seed, db=db).returncode == 0
    assert [row["version"] for row in exported(db)] == [1]
