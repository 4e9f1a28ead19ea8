"""What is made of captures, to be read: what stood together, oldest first, at a cost that grows with what is new."""

from pathlib import Path
from sqlite3 import IntegrityError

import pytest

from archive.derived import sources
from archive.keeping.verify import verify
from archive.store import Archive
from tests.archive.made import PAGE, Ticking, fetch, read_all, visit


def test_sources_come_oldest_first_with_what_their_lists_said(archive: Archive) -> None:
    for at, text in enumerate("甲乙丙"):
        run = archive.start_run("crawl")
        archive.save([fetch(archive, run, text.encode(), url=f"{PAGE}?{9 - at}", seen=True)])
        archive.end_run(run, reason="finished")
    found = list(archive.sources("1"))
    assert [source.parts[0].body.decode() for source in found] == list("甲乙丙")
    assert found[0].sighting is not None
    assert found[0].sighting.organ == "示例镇"
    assert found[0].parts[0].charset == "gbk"


def test_two_crawls_in_one_import_are_told_apart_though_the_second_asked_for_the_file_first(
    archive: Archive,
) -> None:
    run = archive.start_run("add")
    file = f"{PAGE}.doc"
    asked = ((PAGE, "report"), (file, "file"), (file, "file"), (PAGE, "report"))
    archive.save(
        [
            fetch(archive, run, f"{url}, {at // 2}".encode(), url=url, role=role, files=(file,))
            for at, (url, role) in enumerate(asked)
        ]
    )
    archive.end_run(run, reason="finished")
    shown = [[part.body.decode()[-1] for part in source.parts] for source in archive.sources("1")]
    assert shown == [["0", "0"], ["1", "1"]]


def test_a_process_that_dies_leaves_the_sources_of_the_runs_before(archive: Archive) -> None:
    for at, text in enumerate("甲乙丙"):
        visit(archive, (f"{PAGE}?{at}", text.encode()))
    archive.db.execute(
        "CREATE TEMP TRIGGER dies BEFORE INSERT ON main.sources WHEN NEW.url LIKE '%?2' BEGIN SELECT raise(FAIL, 'died'); END"
    )
    with pytest.raises(IntegrityError, match="died"):
        read_all(archive)
    assert archive.db["sources"].count == 2
    assert list(verify(archive.db.conn, full=True)) == []
    archive.db.execute("DROP TRIGGER dies")
    assert read_all(archive) == 3


def steps(archive: Archive, text: str) -> int:
    """How many statements it takes to read one more copy of a page."""
    visit(archive, (PAGE, text.encode()))
    told: list[str] = []
    archive.db.conn.set_trace_callback(told.append)
    read_all(archive)
    archive.db.conn.set_trace_callback(None)
    return len([sql for sql in told if not sql.startswith("--")])


@pytest.mark.parametrize("text", ["甲|{0}", "{0}|", "{1}|"], ids=["a visit counter", "edits", "two servers"])
def test_one_more_copy_costs_what_the_one_before_did(archive: Archive, text: str) -> None:
    taken = [steps(archive, text.format(at, at % 2)) for at in range(12)]
    assert len(set(taken[4:])) == 1, taken


def composing(path: Path, *, pages: int, others: int) -> int:
    """What SQLite does to compose a run of so many pages of reports and others, in its own instructions."""
    with Archive.open(path, clock=Ticking()) as archive:
        run = archive.start_run("crawl")
        archive.save([fetch(archive, run, b"page", url=f"{PAGE}?{n}") for n in range(pages)])
        archive.save([fetch(archive, run, b"other", url=f"{PAGE}?o{n}", role="other") for n in range(others)])
        archive.end_run(run, reason="finished")
        taken: list[None] = []
        archive.db.conn.set_progress_handler(lambda: taken.append(None), 1)
        sources.compose(archive.db.conn, run)
        archive.db.conn.set_progress_handler(None, 1)
        archive.db.conn.rollback()
    return len(taken)


def test_the_size_of_a_run_costs_each_of_its_reports_nothing(tmp_path: Path) -> None:
    few, many = (
        composing(tmp_path / f"{pages}b.db", pages=pages, others=500)
        - composing(tmp_path / f"{pages}a.db", pages=pages, others=0)
        for pages in (2, 40)
    )
    assert many < 1.5 * few
