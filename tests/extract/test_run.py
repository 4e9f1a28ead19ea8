"""Readings come back for every source, whatever a document does to its process."""

import dataclasses
import hashlib
import threading
from collections.abc import Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path

import pytest

from archive import overview
from archive.errors import ArchiveFull, ReaderBroken
from archive.imports import files
from archive.records import Part, Reading, Source
from archive.store import Archive
from extract import EXTRACTOR
from extract.cli import shown
from extract.process.child import Child, Limits
from extract.run import Pool, extract, guarded

LIMITS = Limits(seconds=60, wall=5, memory=300 * 2**20, module="tests.extract.deadly")
TEXT = "河湾镇人民政府2023年政府信息公开工作年度报告\n一、总体情况\n全年公开信息12条。\n"


def part(url: str, body: bytes = TEXT.encode()) -> Part:
    return Part(
        role="page",
        url=url,
        name="",
        media_type=None,
        charset=None,
        sha256=hashlib.sha256(body).hexdigest(),
        capture="c",
        captured_at="2024-01-20T00:00:00.000000Z",
        body=body,
    )


def source(*parts: Part) -> Source:
    return Source(
        key=parts[0].url,
        portal="local",
        url=parts[0].url,
        captured_at="2024-01-20T00:00:00.000000Z",
        parts=parts,
        sighting=None,
    )


@pytest.fixture(autouse=True)
def thread() -> Iterator[Executor]:
    """One thread of its own for a test, so that its reading process ends with it."""
    with ThreadPoolExecutor(1) as executor:
        yield executor


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("file:///killed", "the reader was killed by SIGSEGV"),
        ("file:///ended", "the reader ended with status 3"),
        ("file:///hung", "reading took longer than 5 s"),
        ("file:///bug", "KeyError: 'a bug of ours'"),
        ("file:///told", "RuntimeError: ValueError: too large"),
        ("file:///forged", "the reader answered something else than a reading"),
    ],
)
def test_what_a_document_costs_is_recorded_and_the_next_is_read(thread: Executor, url: str, why: str) -> None:
    reading, lost = thread.submit(guarded, source(part(url)), LIMITS).result()
    assert lost
    assert (reading.status, reading.why) == ("unreadable", why)
    after, lost = thread.submit(guarded, source(part("file:///sound")), LIMITS).result()
    assert not lost
    assert after.status != "unreadable"


def test_time_is_counted_where_it_is_spent(thread: Executor) -> None:
    limits = dataclasses.replace(LIMITS, seconds=1, wall=200)
    reading, lost = thread.submit(guarded, source(part("file:///busy")), limits).result()
    assert lost
    assert reading.why == "reading took more than 1 s of processor time"
    after, lost = thread.submit(guarded, source(part("file:///sound")), limits).result()
    assert not lost
    assert after.status != "unreadable"


def test_a_process_that_swells_is_stopped_below_its_limit(thread: Executor) -> None:
    limits = dataclasses.replace(LIMITS, wall=200)
    reading, lost = thread.submit(guarded, source(part("file:///swollen")), limits).result()
    assert lost
    assert reading.status == "unreadable"
    assert "memory" in str(reading.why) or "MB" in str(reading.why)


def test_the_other_parts_of_a_source_are_read_without_the_deadly_one(thread: Executor) -> None:
    both = source(part("file:///page"), part("file:///attachment/killed"))
    reading, lost = thread.submit(guarded, both, LIMITS).result()
    assert lost
    assert reading.year == 2023
    assert reading.status == "partial"
    assert reading.why == "file:///attachment/killed: the reader was killed by SIGSEGV"


def test_a_tired_process_is_replaced() -> None:
    child = Child(dataclasses.replace(LIMITS, tired=1))
    try:
        child.read(source(part("file:///one")))
        assert child._process is None
        assert child.read(source(part("file:///two"))).status != "unreadable"
    finally:
        child.close()


def test_another_project_where_the_command_is_called_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "extract").mkdir()
    (tmp_path / "extract" / "__init__.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    child = Child(Limits())
    try:
        assert child.read(source(part("file:///a.txt"))).status
    finally:
        child.close()


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive that holds four imported files, one of which hangs its process."""
    with Archive.open(tmp_path / "a.db") as archive:
        run = archive.start_run("add", arguments={})
        paths = []
        for name in ("one.txt", "two.txt", "hung", "three.txt"):
            path = tmp_path / name
            path.write_text(f"{TEXT}{name}\n", "utf-8")
            paths.append(path)
        said = files.Said()
        archive.save([files.fetched(path, said, run=run, clock=archive.clock) for path in paths])
        archive.end_run(run, reason="finished")
        yield archive


def recorded(archive: Archive) -> dict[str, str]:
    rows = archive.db.execute(
        "SELECT s.url, r.status FROM readings r JOIN sources s ON s.source = r.source WHERE r.extractor = ?",
        (EXTRACTOR,),
    )
    return {Path(url).name: status for url, status in rows}


def test_a_run_records_a_reading_for_every_source(archive: Archive) -> None:
    seen: list[Reading] = []
    counts = extract(
        archive, pool=Pool(workers=2, limits=LIMITS), progress=lambda source, reading: seen.append(reading)
    )
    statuses = recorded(archive)
    assert set(statuses) == {"one.txt", "two.txt", "hung", "three.txt"}
    assert statuses["hung"] == "unreadable"
    assert [statuses[name] for name in statuses if name != "hung"].count("unreadable") == 0
    assert (counts["lost"], counts["unreadable"], len(seen)) == (1, 1, 4)
    (reason,) = archive.db.execute("SELECT reason FROM runs WHERE kind = 'extract'").fetchone()
    assert reason == "finished"


def test_a_document_that_costs_its_process_is_told_once(
    archive: Archive, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with shown() as progress:
        extract(archive, pool=Pool(workers=1, limits=LIMITS), progress=progress)
    (told,) = (capsys.readouterr().err + caplog.text).splitlines()
    assert told.startswith("gongkai: file:///")
    assert told.endswith("hung: reading took longer than 5 s")


def test_a_document_that_is_read_without_the_part_that_costs_its_process_is_told_once(
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    def lost(source: Source, limits: Limits) -> tuple[Reading, bool]:
        reading, _ = guarded(dataclasses.replace(source, url="sound"), limits)
        cost = source.url.endswith("hung")
        return (dataclasses.replace(reading, status="partial", why="b.doc: lost") if cost else reading), cost

    monkeypatch.setattr("extract.run.guarded", lost)
    with shown() as progress:
        extract(archive, pool=Pool(workers=1, limits=LIMITS), progress=progress)
    assert capsys.readouterr().err == ""
    assert [record.getMessage().rpartition("/")[2] for record in caplog.records] == ["hung: b.doc: lost"]


def test_an_installation_that_cannot_read_speaks_of_no_document(archive: Archive) -> None:
    broken = dataclasses.replace(LIMITS, module="tests.extract.nowhere")
    with pytest.raises(ReaderBroken, match=r"'import extract\.read' tells why"):
        extract(archive, pool=Pool(workers=2, limits=broken))
    assert recorded(archive) == {}
    assert archive.db.execute("SELECT reason FROM runs WHERE kind = 'extract'").fetchone() == ("failed",)


def test_what_ends_a_run_is_what_a_person_should_look_at(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(source: Source, reading: Reading) -> None:
        raise ArchiveFull("a.db: database or disk is full")

    monkeypatch.setattr(archive, "record", full)
    with pytest.raises(ArchiveFull):
        extract(archive, pool=Pool(workers=1, limits=LIMITS))
    (alarm,) = overview.status(archive.db.conn)["alarms"]
    assert (alarm["portal"], alarm["message"]) == (None, "a.db: database or disk is full")


def test_a_source_whose_body_is_damaged_keeps_no_other_from_being_read(archive: Archive) -> None:
    (damaged,) = archive.db.execute("SELECT sha256 FROM captures ORDER BY capture LIMIT 1").fetchone()
    archive.db.execute("UPDATE body_rows SET data = x'00' WHERE lower(hex(sha256)) = ?", [damaged])
    counts = extract(archive, pool=Pool(workers=1, limits=LIMITS))
    assert counts["damaged"] == 1
    assert set(recorded(archive)) == {"two.txt", "hung", "three.txt"}
    (reason,) = archive.db.execute("SELECT reason FROM runs WHERE kind = 'extract'").fetchone()
    assert reason == "finished"


def test_what_is_read_is_not_read_again_unless_asked(archive: Archive) -> None:
    pool = Pool(workers=1, limits=dataclasses.replace(LIMITS, module="extract.process.child"))
    assert sum(extract(archive, pool=pool).values()) == 4
    assert sum(extract(archive, pool=pool).values()) == 0
    assert sum(extract(archive, everything=True, pool=pool).values()) == 4


def test_any_executor_will_do(archive: Archive) -> None:
    with ThreadPoolExecutor(2) as executor:
        counts = extract(archive, pool=Pool(workers=2, executor=executor, limits=LIMITS))
    assert counts["lost"] == 1
    assert len(recorded(archive)) == 4


def test_reading_that_is_told_to_stop_ends_at_once_and_blames_no_document(archive: Archive) -> None:
    """While one of two processes hangs, the other has read the rest."""
    stop, seen = threading.Event(), []

    def progress(_source: object, reading: Reading) -> None:
        seen.append(reading)
        if len(seen) == 3:
            stop.set()

    limits = dataclasses.replace(LIMITS, wall=1000)
    extract(archive, pool=Pool(workers=2, limits=limits), progress=progress, stop=stop)
    assert set(recorded(archive)) == {"one.txt", "two.txt", "three.txt"}
    told = archive.db.execute("SELECT reason, extractor FROM runs WHERE kind = 'extract'").fetchall()
    assert told == [("interrupted", EXTRACTOR)]
    extract(archive)
    assert "hung" in recorded(archive), "what was being read is read by the next run"
