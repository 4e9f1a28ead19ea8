"""When a capture is a new version of its report, and when it is only another copy."""

import json
from dataclasses import replace

import pytest

from archive import history
from archive.keeping.verify import verify
from archive.records import Outcome
from archive.store import Archive
from tests.archive.made import FILE, PAGE, fetch, figure, read_all, reading, visit

OTHER = "http://www.example.gov.cn/moved/2023.html"


def numbers(archive: Archive) -> list[str]:
    """The first section of each version's reading, in order."""
    return [
        row["text"]
        for row in archive.db.query(
            "SELECT s.text FROM report_versions AS v JOIN version_readings AS r USING (version)"
            " JOIN sections AS s ON s.reading = r.reading ORDER BY v.report, v.number"
        )
    ]


def show(archive: Archive, *texts: str, url: str = PAGE) -> None:
    for text in texts:
        visit(archive, (url, text.encode()))
        read_all(archive)


def test_a_visit_counter_makes_a_capture_and_no_version(archive: Archive) -> None:
    show(archive, "甲|1", "甲|2", "甲|3")
    assert numbers(archive) == ["甲"]
    assert archive.db["captures"].count == archive.db["sources"].count == archive.db["readings"].count == 3


def test_an_edit_is_a_version_and_a_revert_another(archive: Archive) -> None:
    show(archive, "甲|1", "乙|1", "甲|3")
    assert numbers(archive) == ["甲", "乙", "甲"]


def test_a_revert_to_the_very_same_bytes_is_seen_without_reading_again(archive: Archive) -> None:
    show(archive, "甲", "乙", "甲")
    assert numbers(archive) == ["甲", "乙", "甲"]
    assert archive.db["readings"].count == 2


def test_the_same_bytes_again_are_nothing_new(archive: Archive) -> None:
    show(archive, "甲", "甲", "甲")
    assert numbers(archive) == ["甲"]
    assert archive.db["sources"].count == 1


def test_a_moved_report_keeps_its_version(archive: Archive) -> None:
    show(archive, "甲|1")
    show(archive, "甲|2", url=OTHER)
    assert numbers(archive) == ["甲"]
    show(archive, "乙|2", url=OTHER)
    assert numbers(archive) == ["甲", "乙"]


def test_two_addresses_with_different_texts_do_not_flip_between_versions(archive: Archive) -> None:
    for count in range(3):
        show(archive, f"甲|{count}")
        show(archive, f"乙|{count}", url=OTHER)
    assert numbers(archive) == ["甲", "乙"]


def test_an_edit_that_reaches_the_second_address_later_is_one_version(archive: Archive) -> None:
    show(archive, "甲")
    show(archive, "甲", url=OTHER)
    show(archive, "乙")
    show(archive, "乙", url=OTHER)
    assert numbers(archive) == ["甲", "乙"]


def test_a_changed_attachment_is_a_change_of_the_report(archive: Archive) -> None:
    visit(archive, (PAGE, b"page"), (FILE, "甲".encode()))
    read_all(archive)
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, "乙".encode(), url=FILE, role="file")])
    archive.end_run(run, reason="finished")
    read_all(archive)
    assert numbers(archive) == ["甲", "乙"]


def read_with(archive: Archive, text: str, files: dict[str, str]) -> None:
    """Bring the page again, and read the same of it but other files that print the report too."""
    visit(archive, (PAGE, text.encode()))
    for source in archive.sources("1"):
        archive.record(source, reading(source, content=json.dumps({"": "same", **files})))


def test_a_file_edited_alone_is_a_version_that_names_it(archive: Archive) -> None:
    read_with(archive, "同|1", {FILE: "a" * 64})
    read_with(archive, "同|2", {FILE: "b" * 64})
    ((report, count),) = archive.db.execute("SELECT report, versions FROM current").fetchall()
    assert count == 2
    (change,) = history.changes(archive.db.conn, report, 1, 2)
    assert (change.kind, change.where, change.before, change.after) == ("file", FILE, "a" * 12, "b" * 12)
    rows = archive.db.execute('SELECT kind, "where", before, after FROM changes').fetchall()
    assert rows == [("file", FILE, "a" * 12, "b" * 12)]
    read_with(archive, "同|3", {"http://www.example.gov.cn/renamed.doc": "c" * 64})
    assert archive.db.execute("SELECT versions FROM current").fetchone() == (2,)
    assert list(verify(archive.db.conn, full=True)) == []


def test_edits_of_a_file_whose_page_is_not_looked_at_are_versions_each(archive: Archive) -> None:
    visit(archive, (PAGE, b"page"), (FILE, "甲".encode()))
    for text in "乙丙":
        read_all(archive)
        run = archive.start_run("crawl")
        archive.save([fetch(archive, run, text.encode(), url=FILE, role="file")])
        archive.end_run(run, reason="finished")
    read_all(archive)
    assert numbers(archive) == ["甲", "乙", "丙"]


def test_an_edit_of_two_addresses_that_print_a_report_in_two_ways_is_one_version(archive: Archive) -> None:
    for edit in range(3):
        run = archive.start_run("crawl")
        archive.save(
            [
                fetch(archive, run, f"{way}{edit}".encode(), url=url)
                for url, way in ((PAGE, "甲"), (OTHER, "乙"))
            ]
        )
        archive.end_run(run, reason="finished")
        read_all(archive)
        assert archive.db["versions"].count == 2 + edit


def test_addresses_that_said_the_same_and_say_different_things_show_two_versions(archive: Archive) -> None:
    for url, text in ((PAGE, "甲"), (OTHER, "甲"), (PAGE, "乙"), (OTHER, "丙")):
        show(archive, text, url=url)
    assert numbers(archive) == ["甲", "乙", "丙"]


def test_an_edit_after_one_that_a_better_extractor_does_not_see_is_a_version(archive: Archive) -> None:
    for number, (first, second) in enumerate((("a", "x"), ("b", "x"), ("c", "y"))):
        visit(archive, (PAGE, f"同|{number}".encode()))
        for extractor, said in (("1", first), ("2", second)):
            for source in archive.sources(extractor) if extractor == "2" or number < 2 else ():
                archive.record(source, reading(source, extractor=extractor, content=json.dumps({"": said})))
    assert archive.db.execute("SELECT versions FROM current").fetchone() == (3,)


@pytest.mark.parametrize("outcome", [Outcome.TIMEOUT, Outcome.CHALLENGE_RS, Outcome.SERVER_ERROR])
def test_a_file_that_arrives_later_completes_its_version(archive: Archive, outcome: Outcome) -> None:
    run = archive.start_run("crawl")
    failed = fetch(archive, run, None, url=FILE, role="file", outcome=outcome)
    archive.save([fetch(archive, run, "页".encode(), files=[FILE]), failed])
    archive.end_run(run, reason="finished")
    read_all(archive)
    assert numbers(archive) == ["页"]
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, "甲".encode(), url=FILE, role="file")])
    archive.end_run(run, reason="finished")
    read_all(archive)
    assert numbers(archive) == ["甲"]


def test_a_page_of_a_run_that_was_killed_is_read_with_the_files_of_the_next(archive: Archive) -> None:
    killed = archive.start_run("crawl")
    archive.save([fetch(archive, killed, "页".encode(), files=[FILE])])
    again = archive.start_run("crawl")
    archive.save([fetch(archive, again, "甲".encode(), url=FILE, role="file")])
    archive.end_run(again, reason="finished")
    read_all(archive)
    assert numbers(archive) == ["甲"]


def test_a_better_extractor_makes_readings_and_no_version(archive: Archive) -> None:
    show(archive, "甲|1", "甲|2", "乙")
    before = list(archive.db.query("SELECT * FROM versions ORDER BY version"))
    for source in archive.sources("2"):
        archive.record(source, reading(source, extractor="2", content=f"all different {source.key}"))
    assert list(archive.db.query("SELECT * FROM versions ORDER BY version")) == before
    assert archive.db["readings"].count == 6
    assert {row["extractor"] for row in archive.db.query("SELECT extractor FROM current_readings")} == {"2"}


def test_what_could_not_be_read_claims_no_change(archive: Archive) -> None:
    show(archive, "甲|1")
    visit(archive, (PAGE, b"\x00damaged"))
    read_all(archive, status="unreadable")
    show(archive, "甲|2")
    assert numbers(archive) == ["甲"]
    visit(archive, (PAGE, b"\x00damaged again"))
    read_all(archive, status="unreadable")
    show(archive, "乙")
    assert numbers(archive) == ["甲", "乙"]


def test_a_better_reading_of_organ_and_year_moves_the_report(archive: Archive) -> None:
    visit(archive, (PAGE, "甲".encode()))
    read_all(archive, year=None)
    for source in archive.sources("2"):
        archive.record(source, reading(source, extractor="2", year=2022))
    assert [row["year"] for row in archive.db.query("SELECT year FROM reports")] == [2022]
    assert archive.db["versions"].count == archive.db["appearances"].count == 1


def test_a_better_extractor_that_cannot_read_it_leaves_the_report_what_it_is(archive: Archive) -> None:
    show(archive, "甲")
    for source in archive.sources("2"):
        told = reading(source, extractor="2", status="unreadable", organ="", year=None)
        archive.record(source, told)
    assert [(row["organ_key"], row["year"]) for row in archive.db.query("SELECT * FROM reports")] == [
        ("示例镇", 2023)
    ]


@pytest.mark.parametrize(
    ("told", "reports"),
    [
        pytest.param({}, 1, id="organ and year"),
        pytest.param({"year": None}, 2, id="no year"),
        pytest.param({"organ": ""}, 2, id="no organ"),
    ],
)
def test_what_two_addresses_show_is_one_report_where_organ_and_year_say_so(
    archive: Archive, told: dict[str, str | int | None], reports: int
) -> None:
    for url in (PAGE, OTHER):
        visit(archive, (url, "甲".encode()))
        read_all(archive, **told)
    assert archive.db["reports"].count == reports


def test_what_is_no_report_is_none(archive: Archive) -> None:
    visit(archive, (PAGE, "甲".encode()))
    read_all(archive, status="not_a_report")
    assert archive.db["reports"].count == archive.db["versions"].count == 0
    assert read_all(archive) == 0
    for source in archive.sources("1", everything=True):
        archive.record(source, reading(source))
    assert archive.db["reports"].count == 1


def test_reading_again_replaces_only_what_says_something_else(archive: Archive) -> None:
    show(archive, "甲")
    (source,) = archive.sources("1", everything=True)
    archive.record(source, reading(source))
    (stamped,) = archive.db.query("SELECT read_at FROM readings")
    archive.record(source, reading(source))
    assert list(archive.db.query("SELECT read_at FROM readings")) == [stamped]
    archive.record(source, reading(source, figures=(figure("requests", "received", "total", 9),)))
    assert [row["value"] for row in archive.db.query("SELECT value FROM current_figures")] == [9]


def test_a_copy_that_is_read_otherwise_is_judged_anew(archive: Archive) -> None:
    show(archive, "甲|1", "甲|2", "甲|3")
    _, second, _ = archive.sources("1", everything=True)
    for content, count in (("edited", 3), (None, 1)):
        archive.record(second, reading(second, content=content))
        assert archive.db["versions"].count == count
        assert list(verify(archive.db.conn, full=True)) == []


def test_many_copies_in_one_import_are_all_looked_at(archive: Archive) -> None:
    run = archive.start_run("add")
    first = fetch(archive, run, "甲".encode())
    others = [fetch(archive, run, text.encode()) for text in ("乙", "丙")]
    archive.save([first, *others, replace(others[0], capture=replace(others[0].capture, url=OTHER, id="z"))])
    archive.end_run(run, reason="finished")
    read_all(archive)
    assert numbers(archive) == ["甲", "乙", "丙"]
