"""The official layouts: a place for every figure that is read, and the words that each form prints."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from archive.browse import compare, layout


def form(name: str) -> dict[str, Any]:
    return tomllib.loads(
        (Path(__file__).parents[2] / f"extract/forms/{name}.toml").read_text(encoding="utf-8")
    )


@pytest.mark.parametrize("name", ["2014", "2019", "2021"])
def test_layouts_have_a_place_for_every_figure_that_is_read(name: str) -> None:
    """What is read (extract/forms) and what is shown (layouts.toml) are two lists: here they meet."""
    for table in form(name)["tables"]:
        every = [column["key"] for column in table["columns"]]
        read = {(row["key"], column) for row in table["rows"] for column in row.get("columns", every)}
        placed = {
            address
            for blocks in layout.variants(table["key"]).values()
            for block in blocks
            for address in layout.keys(block)
        }
        assert read <= placed
        rows, columns = layout.labels(table["key"])
        for row in table["rows"]:
            assert (
                folded(rows[row["key"]]).endswith(folded(row["label"])) or name == "2019" or not row["label"]
            )
        if name == "2021":
            assert {key: folded(columns[key]) for key in every} == {
                c["key"]: folded(c["label"]) for c in table["columns"]
            }


def folded(label: str) -> str:
    return "".join(label.split())


@pytest.mark.parametrize("single", [True, False])
def test_a_form_shows_one_row_or_several_for_other(single: bool) -> None:
    several = ["other_not_corrected", "other_fee_unpaid", "other_other"]
    addresses = [("requests", row, "total") for row in (["other"] if single else several)]
    (sheet,) = layout.sheets([("requests", "granted", "total"), *addresses])
    keys = {head.key for block in sheet.blocks for line in block.lines for head in line.heads}
    assert ("other" in keys) is single
    assert ("other_other" in keys) is not single
    assert len(sheet.blocks) == 1


def test_the_form_of_2014_has_its_words_units_and_outline() -> None:
    addresses = [("statistics", row, "value") for row in ("3", "3.1", "3.1.2", "3.3.4a", "3.1.9")]
    addresses.append(("statistics", "3.1", "乡镇"))
    (sheet,) = layout.sheets(addresses)
    official, other = sheet.blocks
    lines = {line.heads[0].key: line for line in official.lines}
    assert lines["3.1.2"].heads[0].text == "2.传真申请数"
    assert [lines[row].heads[0].depth for row in ("3", "3.1", "3.1.2", "3.3.4a")] == [0, 1, 2, 3]
    assert [lines[row].unit for row in ("3", "3.1", "7")] == ["——", "件", "万元"]
    assert {line.unit == "" for line in official.lines} == {False}, "each row of the form has a unit"
    assert [line.heads[0].text for line in other.lines] == ["3.1.9", "（一）收到申请数"], (
        "by its words where it has some"
    )


def test_local_tables_keep_their_own_words() -> None:
    (sheet,) = layout.sheets(
        [("local", "主动公开信息数", "2016年度"), ("local", "主动公开信息数", "历年累计")]
    )
    assert sheet.blocks[0].lines[0].heads[0].text == "主动公开信息数"
    assert [head.text for head in sheet.blocks[0].columns[0]] == ["2016年度", "历年累计"]


def test_rows_beside_each_other_are_told_by_their_official_words() -> None:
    def figure(table: str, row: str, column: str) -> dict[str, object]:
        return {"table": table, "row": row, "column": column, "value": 1, "raw": "1", "state": "number"}

    sides = [figure("statistics", "3.1", "value"), figure("proactive", "regulations", "issued")]
    told = {(line["label"], line["column"]) for _, _, lines in compare.pairs(sides, sides) for line in lines}
    assert told == {("（一）收到申请数", ""), ("规章", "本年制发件数")}


@pytest.mark.parametrize("table", ["proactive", "requests", "review_litigation", "statistics"])
def test_headings_fill_their_table_and_no_more(table: str) -> None:
    """The spans of what stands over the columns, and before the rows, leave no hole and push no cell aside."""
    forms = layout.variants(table).values()
    sheets = [layout.sheet(table, [at for data in form for at in layout.keys(data)]) for form in forms]
    assert sheets
    for block in (block for sheet in sheets for block in sheet.blocks):
        over = [head for level in block.columns for head in level]
        before = [head for line in block.lines for head in line.heads]
        assert sum(head.along * head.across for head in over) == block.width * len(block.columns)
        assert sum(head.along * head.across for head in before) == block.labels * len(block.lines)
