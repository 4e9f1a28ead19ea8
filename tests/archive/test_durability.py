"""What was acknowledged is there after a kill, a full disk, a lock that stays; benchmarks.faults has the full counts."""

import os
import sqlite3
from pathlib import Path

import pytest

from archive import connect
from archive.bodies import second_file
from archive.errors import ArchiveBusy, ArchiveFull, UsageInvalid
from archive.store import Archive
from archive.verify import verify
from benchmarks import faults
from tests.archive.made import PAGE, fetch, visit


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
        with pytest.raises(UsageInvalid, match="readonly"):
            archive.start_run("crawl")
    with pytest.raises(UsageInvalid, match="read-only"):
        Archive.open(path)
