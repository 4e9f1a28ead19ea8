"""Full text: any Chinese string of one character or more, exactly, in any mixture with digits and letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from archive import search
from archive.records import Section
from archive.schema import migrations
from archive.store import Archive
from tests.archive.made import PAGE, read_all, reading, visit

TEXT = "2023年，本镇新收政府信息公开申请3件（其中：自然人２件），行政复议0件。详见www.example.cn。𠮷祥村“三务”公开"


@pytest.fixture
def filled(archive: Archive) -> Archive:
    visit(archive, (PAGE, "甲".encode()))
    read_all(archive, sections=(Section(number=1, heading="一、总体情况", text=TEXT),))
    return archive


@pytest.mark.parametrize(
    "words",
    [
        "复",
        "公开",
        "政府信息公开申请",
        "2023年",
        "申请3件",
        "自然人2件",
        "行政复议 总体",
        "𠮷祥",
        "example",
        "年，本",
        '"三务"公开',
        "示例镇",
    ],
)
def test_is_found(filled: Archive, words: str) -> None:
    (hit,) = search.find(filled.db.conn, words)
    assert hit.url == PAGE
    assert hit.year == 2023


@pytest.mark.parametrize(
    "words", ["复行", "信公", "2024年", "复议 诉讼", "", "，", '"', "AND", "NEAR(", "*", "公开*"]
)
def test_is_not_found_and_breaks_nothing(filled: Archive, words: str) -> None:
    found = search.find(filled.db.conn, words)
    assert [hit.url for hit in found] == ([PAGE] if words == "公开*" else [])


def test_the_snippet_shows_the_word_in_its_text(filled: Archive) -> None:
    (hit,) = search.find(filled.db.conn, "行政复议")
    assert "行政复议0件" in hit.snippet


def test_the_snippet_shows_the_heading_that_alone_has_the_word(filled: Archive) -> None:
    (hit,) = search.find(filled.db.conn, "总体")
    assert hit.snippet.startswith("一、总体情况")


def test_only_what_stands_now_is_found(archive: Archive) -> None:
    for text in ("甲", "乙"):
        visit(archive, (PAGE, text.encode()))
        read_all(archive)
    assert [hit.snippet for hit in search.find(archive.db.conn, "乙")] == ["一、总体情况 乙"]
    assert search.find(archive.db.conn, "甲") == []


def test_a_reading_taken_back_leaves_the_index(archive: Archive) -> None:
    visit(archive, (PAGE, "甲".encode()))
    read_all(archive)
    (source,) = archive.sources("1", everything=True)
    archive.record(source, reading(source, sections=(Section(number=None, heading="", text="丙"),)))
    assert search.find(archive.db.conn, "甲") == []
    assert len(search.find(archive.db.conn, "丙")) == 1
    archive.db.execute("INSERT INTO texts_fts (texts_fts) VALUES ('integrity-check')")


@given(
    text=st.text("公开年报信息 a1,。", min_size=1, max_size=30),
    start=st.integers(0, 29),
    length=st.integers(1, 8),
)
def test_every_han_substring_is_found(text: str, start: int, length: int) -> None:
    part = text[start : start + length]
    if not part or not all("\u4e00" <= letter <= "\u9fff" for letter in part):
        return
    with Database(memory=True) as db:
        migrations.apply(db)
        db.execute(
            "INSERT INTO texts_fts (rowid, title, organ, body) VALUES (1, '', '', ?)", [search.spaced(text)]
        )
        found = db.execute(
            "SELECT rowid FROM texts_fts WHERE texts_fts MATCH ?", [search.match(part)]
        ).fetchall()
        assert found == [(1,)]
