from pathlib import Path

import pytest

from archive.errors import FormInvalid
from extract.forms import FOLDER, form, forms, load

WHOLE = (FOLDER / "2021.toml").read_text("utf-8")


def test_every_form_of_the_codebook_is_there_newest_first() -> None:
    assert [known.form for known in forms()] == ["2021", "2019", "2014", "local"]


def test_the_statutory_tables_have_their_size() -> None:
    requests = form("2021").table("requests")
    assert requests is not None
    assert (len(requests.rows), len(requests.columns)) == (26, 7)
    assert sum(len(table.columns_of(row.key)) for table in form("2021").tables for row in table.rows) == 207
    assert sum(len(table.columns_of(row.key)) for table in form("2019").tables for row in table.rows) == 198


@pytest.mark.parametrize(
    ("broken", "key"),
    [
        (WHOLE.replace('form = "2021"', ""), "form"),
        (WHOLE.replace("first_year = 2021", 'first_year = "x"'), "first_year"),
        (WHOLE.replace("[[tables]]", "[[table]]"), "table"),
        (WHOLE.replace('label = "规章", ', ""), "tables[0].rows[0].label"),
        (WHOLE.replace('aliases = ["规范性文件"]', 'alias = "规范性文件"'), "tables[0].rows[1].alias"),
        (WHOLE.replace('aliases = ["规范性文件"]', 'aliases = "规范性文件"'), "tables[0].rows[1].aliases"),
        (WHOLE.replace('key = "carried_in"', 'key = "received"'), "tables[1].rows"),
        (WHOLE.replace('columns = ["decisions"]', 'columns = ["decision"]'), "columns"),
        (WHOLE.replace('totals = ["concluded_total"]', 'totals = ["concluded"]'), "identities.column-sum"),
        (WHOLE.replace('over = "rows"', 'over = "lines"', 1), "over"),
        (WHOLE.replace('block = "第二十条第（五）项"', 'block = "第（五）项"'), "block"),
        (WHOLE + "\n[", "file"),
    ],
)
def test_a_broken_form_is_refused_by_file_and_key(tmp_path: Path, broken: str, key: str) -> None:
    path = tmp_path / "2027.toml"
    path.write_text(broken, "utf-8")
    with pytest.raises(FormInvalid) as raised:
        load(path)
    assert "2027.toml" in str(raised.value)
    assert key in str(raised.value)
