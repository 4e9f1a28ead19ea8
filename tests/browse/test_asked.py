"""What a reader asks in words or by a ready question: what is found, where it is shown to stand, and what was left out."""

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import httpx
import pytest

from archive import search
from archive.browse import diff, find, questions

if TYPE_CHECKING:
    from datasette.app import Datasette


def test_search_finds_marks_and_filters(web: httpx.Client) -> None:
    text = web.get("/-/search", params={"q": "河道", "year": "2020"}).text
    assert "<mark>河道</mark>" in text
    assert "2020年" in text
    assert "2019年政府" not in text


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("<script>公开</script>", "公开", "&lt;script&gt;<mark>公开</mark>&lt;/script&gt;"),
        ("公 开", "公开", "<mark>公 开</mark>"),
        ("公、开", "公开", "<mark>公、开</mark>"),
        ("ABC", "ａbc", "<mark>ABC</mark>"),
        ("公开办", "公开 公开办", "<mark>公开办</mark>"),
        ("没有", "、", "没有"),
    ],
)
def test_marks_are_safe(text: str, words: str, marked: str) -> None:
    assert str(find.mark(text, search.sought(words))) == marked


SECTIONS = [
    {"heading": "一、概述", "text": "甲" * 200},
    {"heading": "五、复议情况", "text": "没有发生争议。"},
    {"heading": "六、其他", "text": "乙" * 100 + "复议" + "丙" * 100},
]


def test_a_result_shows_where_the_words_stand_in_headings_too() -> None:
    cut = "…" + "乙" * 30 + "<mark>复议</mark>" + "丙" * 90 + "…"
    assert [tuple(map(str, one)) for one in find.snippets(SECTIONS, search.sought("复议"))] == [
        ("五、<mark>复议</mark>情况", "没有发生争议。"),
        ("六、其他", cut),
    ]
    assert [tuple(map(str, one)) for one in find.snippets(SECTIONS, search.sought("丁"))] == [
        ("一、概述", "甲" * 90 + "…")
    ]


@pytest.mark.parametrize(
    ("sql", "rows", "cut"),
    [
        ("SELECT 1 FROM a ORDER BY 1 LIMIT 30", 30, True),
        ("SELECT 1 FROM a ORDER BY 1 LIMIT 30", 29, False),
        ("SELECT (SELECT 1 FROM b LIMIT 1) FROM (SELECT 2 FROM a LIMIT 200) LIMIT 200", 200, True),
        ("SELECT (SELECT 1 FROM b LIMIT 1) FROM a", 1, False),
    ],
    ids=["full", "short", "inner", "chosen"],
)
def test_a_question_tells_that_it_left_answers_out(sql: str, rows: int, cut: bool) -> None:
    assert questions.cut(sql, rows) is cut


def test_a_question_answered_whole_does_not_say_that_it_is_cut(web: httpx.Client) -> None:
    assert "只列最前的" not in web.get("/gongkai/edited").text


def test_a_field_that_one_version_lacks_is_shown_as_lacking() -> None:
    """`_shown` asks of its Datasette nothing but how its addresses begin."""
    datasette = cast("Datasette", SimpleNamespace(urls=None))
    assert diff._shown(datasette, "published", None) == "—"
    assert diff._shown(datasette, "published", "2024-01-20") == "2024-01-20"
