"""A report in two formats is one version, as far as both could be read; two texts are two."""

from dataclasses import replace

import pytest

from archive import history
from archive.derived.formats import agree
from archive.keeping.verify import verify
from archive.records import Figure, Reading, Section, State
from archive.store import Archive
from tests.archive.made import figure, reading, visit

WORD = "http://www.example.gov.cn/nb/2023.doc"
PDF = "http://www.example.gov.cn/nb/2023.pdf"
TEXT = "收到申请三件，当年全部办结。"
WHOLE = tuple(figure("requests", "received", column, 1) for column in ("individual", "company", "total"))


def unread(one: Figure) -> Figure:
    return replace(one, value=None, raw="1 1 2", state=State.UNREADABLE)


def show(
    archive: Archive, url: str, text: str, figures: tuple[Figure, ...] = WHOLE, *, status: str = "ok"
) -> None:
    """Bring a document anew and read it so."""
    visit(archive, (url, f"{url} {text} {figures}".encode()))
    sections = (
        Section(number=1, heading="一、总体情况", text=text),
        Section(number=3, heading="三、", text=status),
    )
    for source in archive.sources("1"):
        told = reading(source, figures=figures, sections=sections, status=status, content=f"{text} {figures}")  # type: ignore[arg-type]
        archive.record(source, replace(told, media_type=url[-3:]))


def versions(archive: Archive) -> int:
    assert list(verify(archive.db.conn, full=True)) == []
    return archive.db["versions"].count


LESS = (WHOLE[0], unread(WHOLE[1]))


def test_a_pdf_that_is_read_in_part_beside_its_document_is_the_same_version(archive: Archive) -> None:
    show(archive, WORD, TEXT)
    show(archive, PDF, f" {TEXT[:4]}\n{TEXT[4:]}", LESS, status="partial")
    assert versions(archive) == 1
    assert archive.db.execute("SELECT media_type, status FROM current_readings").fetchall() == [("doc", "ok")]


def test_the_document_beside_a_pdf_that_was_seen_first_is_the_same_version(archive: Archive) -> None:
    show(archive, PDF, TEXT, LESS, status="partial")
    show(archive, WORD, TEXT)
    assert versions(archive) == 1
    assert archive.db.execute("SELECT media_type FROM current_readings").fetchall() == [("doc",)]


@pytest.mark.parametrize("order", [(WORD, PDF), (PDF, WORD)], ids=["document first", "pdf first"])
def test_an_edit_of_both_formats_is_one_version_whichever_is_seen_first(
    archive: Archive, order: tuple[str, str]
) -> None:
    for text in (TEXT, f"{TEXT}另有一件结转。"):
        for url in order:
            show(
                archive, url, text, *((LESS,) if url == PDF else ()), status="partial" if url == PDF else "ok"
            )
    assert versions(archive) == 2
    ((report,),) = archive.db.execute("SELECT report FROM current").fetchall()
    assert [change.kind for change in history.changes(archive.db.conn, report, 1, 2)] == ["sentence"]
    assert archive.db.execute("SELECT kind, after FROM changes").fetchall() == [
        ("section", f"{TEXT}另有一件结转。")
    ]


@pytest.mark.parametrize(
    ("text", "figures", "status"),
    [
        (f"{TEXT}另有一件结转。", LESS, "partial"),
        (TEXT, (figure("requests", "received", "individual", 2), *LESS[1:]), "partial"),
        (TEXT, (figure("requests", "received", "individual", None), *LESS[1:]), "partial"),
        (TEXT, (*LESS, figure("requests", "granted", "total", 1)), "partial"),
        (TEXT, WHOLE[:2], "ok"),
        (f"{TEXT}附注一", WHOLE, "ok"),
    ],
    ids=[
        "a sentence more",
        "another figure",
        "a blank",
        "a figure more",
        "whole without a figure",
        "whole with a note",
    ],
)
def test_formats_that_say_different_things_are_two_versions(
    archive: Archive, text: str, figures: tuple[Figure, ...], status: str
) -> None:
    show(archive, WORD, TEXT)
    show(archive, PDF, text, figures, status=status)
    assert versions(archive) == 2


def test_a_document_of_the_same_format_that_lacks_something_is_another_version(archive: Archive) -> None:
    show(archive, WORD, TEXT)
    show(archive, PDF.replace("pdf", "2.doc"), TEXT, LESS, status="partial")
    assert versions(archive) == 2


def test_what_changed_in_one_format_is_told_by_what_that_said_before(archive: Archive) -> None:
    show(archive, WORD, TEXT, status="partial")
    show(archive, PDF, TEXT, LESS, status="partial")
    show(archive, WORD, f"{TEXT}另有一件结转。", status="partial")
    assert versions(archive) == 2
    ((report,),) = archive.db.execute("SELECT report FROM current").fetchall()
    assert [change.kind for change in history.changes(archive.db.conn, report, 1, 2)] == ["sentence"]
    assert archive.db.execute("SELECT kind FROM changes").fetchall() == [("section",)]


def said(archive: Archive, text: str, figures: tuple[Figure, ...], status: str) -> Reading:
    """What was read of the archive's one source."""
    (source,) = archive.sources("2")
    sections = (Section(number=1, heading="一、总体情况", text=text),)
    told = reading(source, extractor="2", sections=sections, status=status)  # type: ignore[arg-type]
    return replace(told, figures=figures)


@pytest.mark.parametrize(
    ("text", "figures", "others", "status", "same"),
    [
        pytest.param(TEXT, WHOLE, WHOLE[:2], "partial", True, id="less, and said so"),
        pytest.param(TEXT, WHOLE, WHOLE[:2], "ok", False, id="less, and said to be all"),
        pytest.param(TEXT, WHOLE[:2], WHOLE, "partial", False, id="more than what is said to be all"),
        pytest.param("", WHOLE, (), "partial", False, id="nothing that both have"),
        pytest.param("", WHOLE, WHOLE[1:], "partial", True, id="figures alone"),
        pytest.param(TEXT, (), (), "partial", True, id="text alone"),
    ],
)
def test_two_readings_agree_or_not_whichever_comes_first(
    archive: Archive,
    text: str,
    figures: tuple[Figure, ...],
    others: tuple[Figure, ...],
    status: str,
    same: bool,
) -> None:
    visit(archive, (WORD, TEXT.encode()))
    one, other = said(archive, text, figures, "ok"), said(archive, text, others, status)
    assert (agree(one, other), agree(other, one)) == (same, same)
