"""What was acknowledged is there after a kill, a full disk, a lock that stays; benchmarks.faults has the full counts."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from archive import connect
from archive.errors import ArchiveBusy, ArchiveDamaged, ArchiveFull, UsageInvalid
from archive.keeping.verify import verify
from archive.rows.bodies import second_file
from archive.store import Archive
from benchmarks import faults
from tests.archive.made import PAGE, fetch, read_all, visit


@pytest.mark.parametrize(("places", "count"), [("within", 8), ("apart", 4)])
def test_killed_at_random_moments_nothing_acknowledged_is_lost(path: Path, places: str, count: int) -> None:
    assert faults.kills(path, count, seed=7, places=places) > count * 2
    assert second_file(path).exists() == (places == "apart")


def test_a_second_writer_is_told_in_one_line_and_disturbs_nothing(path: Path) -> None:
    line = faults.second_writer(path)
    assert "another run holds the archive" in line
    assert "\n" not in line


def test_a_full_disk_is_one_line_and_loses_nothing(path: Path) -> None:
    line = faults.fill_disk(path, 1_500_000)
    assert "\n" not in line
    assert "all before it is safe" in line
    with Archive.open(path) as archive:
        visit(archive, (PAGE, b"there is room again"))
        assert list(verify(archive.db.conn, full=True)) == []


def test_a_full_disk_in_process_rolls_the_batch_back(archive: Archive) -> None:
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, b"before")])
    (pages,) = archive.db.execute("PRAGMA page_count").fetchone()
    archive.db.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(ArchiveFull):
        archive.save([fetch(archive, run, os.urandom(100_000), url=f"{PAGE}?big")])
    assert archive.db["captures"].count == 1
    archive.db.execute("PRAGMA max_page_count = 1000000")
    archive.save([fetch(archive, run, b"after", url=f"{PAGE}?after")])
    assert list(verify(archive.db.conn, full=True)) == []


OUTPUTS = {
    "backup": ("backup", "out"),
    **{
        form: ("export", "--format", form, "-o", "out")
        for form in ("jsonl", "sqlite", "warc", "wacz", "csv", "parquet")
    },
}


@pytest.mark.parametrize("kind", OUTPUTS)
def test_an_output_that_the_disk_does_not_take_is_one_line_and_no_file(path: Path, kind: str) -> None:
    with Archive.open(path) as archive:
        for at in range(3):
            visit(archive, (f"{PAGE}?{at}", os.urandom(60_000).hex().encode()))
            read_all(archive)
    limited = 'ulimit -f 100; exec "$@"'
    command = [sys.executable, "-m", "gongkai", "--db", str(path), *OUTPUTS[kind]]
    run = subprocess.run(
        ["sh", "-c", limited, "sh", *command], capture_output=True, text=True, check=False, cwd=path.parent
    )
    assert run.returncode == 1
    assert run.stderr.count("\n") == 1, run.stderr
    assert run.stderr.startswith("gongkai: out")
    assert list(path.parent.glob("out*")) == []


def test_a_second_file_that_holds_no_bodies_is_named(path: Path) -> None:
    with Archive.open(path) as archive:
        visit(archive, (PAGE, b"apart"))
        archive.set_bodies_apart()
    second = second_file(path)
    second.write_bytes(b"no archive" * 500)
    for said in ("not an SQLite file", "holds no bodies"):
        with pytest.raises(ArchiveDamaged, match=f"{second}: {said}"):
            Archive.open(path, "read")
        second.unlink()
        sqlite3.connect(second).execute("CREATE TABLE songs (title)").connection.close()


def test_bodies_are_moved_over_no_file_that_holds_anything_else(path: Path) -> None:
    second = second_file(path)
    with Archive.open(path.with_name("other.db")) as other:
        visit(other, (PAGE, b"other"))
        other.set_bodies_apart()
    with Archive.open(path) as archive:
        visit(archive, (PAGE, b"ours"))
        for held in (b"words", second_file(other.path).read_bytes()):
            second.write_bytes(held)
            with pytest.raises(
                UsageInvalid, match=f"{second}: is there already, and holds what {path} does not"
            ):
                archive.set_bodies_apart()
            assert second.read_bytes() == held


def test_what_a_move_of_bodies_left_that_was_stopped_is_in_nobodys_way(path: Path) -> None:
    second = second_file(path)
    with Archive.open(path) as archive:
        visit(archive, (PAGE, b"ours"))
        archive.set_bodies_apart()
        left = second.read_bytes()
        archive.bring_bodies_back()
        for held in (b"", left):
            second.write_bytes(held)
            archive.set_bodies_apart()
            assert list(verify(archive.db.conn, full=True)) == []
            archive.bring_bodies_back()


def test_a_folder_is_no_archive(tmp_path: Path) -> None:
    for mode in ("read", "update", "write"):
        with pytest.raises(UsageInvalid, match="a folder; an archive is one file"):
            Archive.open(tmp_path, mode)  # type: ignore[arg-type]


def test_a_reader_follows_bodies_that_are_moved(path: Path) -> None:
    with Archive.open(path) as archive:
        visit(archive, (PAGE, b"moved"))
    with Archive.open(path, "read") as reader:
        capture = reader.latest(PAGE)
        assert capture is not None
        for move in (Archive.set_bodies_apart, Archive.bring_bodies_back, Archive.set_bodies_apart):
            with Archive.open(path) as archive:
                move(archive)
            assert reader.body(str(capture.sha256)) == b"moved"


def test_a_lock_that_stays_is_busy(archive: Archive, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run = archive.start_run("crawl")
    monkeypatch.setattr(connect, "BUSY_SECONDS", 0.2)
    archive.db.execute("PRAGMA busy_timeout = 50")
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(ArchiveBusy, match="kept the file locked"):
        archive.save([fetch(archive, run, b"x")])
    other.execute("ROLLBACK")
    other.close()
    archive.save([fetch(archive, run, b"x")])


def test_a_read_only_archive_is_read_and_not_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Archive.open(path) as archive:
        visit(archive, (PAGE, b"kept"))
    monkeypatch.setattr("archive.connect.os.access", lambda *_: False)
    with Archive.open(path, "read") as archive:
        capture = archive.latest(PAGE)
        assert capture is not None
        assert archive.body(str(capture.sha256)) == b"kept"
        with pytest.raises(
            UsageInvalid,
            match="readonly database; its folder, and -wal and -shm beside it, must be open to whoever runs",
        ):
            archive.start_run("crawl")
    with pytest.raises(UsageInvalid, match="read-only"):
        Archive.open(path)
