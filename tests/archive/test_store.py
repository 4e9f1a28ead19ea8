"""Opening, locking, saving: what is stored is stored whole, and every wrong file is told apart."""

import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.clock import stamp
from archive.connect import Mode
from archive.errors import ArchiveBusy, ArchiveDamaged, ArchiveNewer, UsageInvalid
from archive.frontier import Waiting
from archive.keeping.verify import verify
from archive.records import Event, Organ, Outcome, Portal
from archive.schema import migrations
from archive.store import Archive
from tests.archive.made import PAGE, PORTAL, Ticking, fetch, read_all, visit


def test_a_body_comes_back_and_is_stored_once(archive: Archive) -> None:
    body = "示例镇政府信息公开工作年度报告。".encode() * 200
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, body), fetch(archive, run, body, url=f"{PAGE}?again")])
    capture = archive.latest(PAGE)
    assert capture is not None
    assert capture.sha256 is not None
    assert archive.body(capture.sha256) == body
    rows = list(archive.db.query("SELECT size, encoding, length(data) AS stored FROM bodies"))
    assert [(row["size"], row["encoding"]) for row in rows] == [(len(body), "zstd")]
    assert rows[0]["stored"] < len(body) / 10


def test_what_does_not_compress_is_stored_as_it_is(archive: Archive) -> None:
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, b"x"), fetch(archive, run, b"", url=f"{PAGE}?empty")])
    assert {row["encoding"] for row in archive.db.query("SELECT encoding FROM bodies")} == {"raw"}
    empty = archive.latest(f"{PAGE}?empty")
    assert empty is not None
    assert archive.body(str(empty.sha256)) == b""


def test_a_challenge_never_stands_for_the_page(archive: Archive) -> None:
    visit(archive, (PAGE, b"report"))
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, b"<script>", outcome=Outcome.CHALLENGE_JSL, status=412)])
    capture = archive.latest(PAGE)
    assert capture is not None
    assert archive.body(str(capture.sha256)) == b"report"


def test_save_is_all_or_nothing(archive: Archive) -> None:
    run = archive.start_run("crawl")
    whole = fetch(archive, run, b"whole")
    waiting = Waiting(portal=PORTAL, url=f"{PAGE}?next", fingerprint="f2", score=1.0)

    def breaking() -> Iterator[Waiting]:
        yield waiting
        raise ConnectionError("the writer dies here")

    with pytest.raises(ConnectionError):
        archive.save([whole], [(PORTAL, "f1")], waiting=breaking())
    assert archive.latest(PAGE) is None
    assert archive.db["bodies"].count == archive.db["frontier"].count == 0
    archive.save([whole], waiting=[waiting])
    archive.save([whole], [(PORTAL, "f2")])
    assert archive.db["captures"].count == 1
    assert [row["state"] for row in archive.db.query("SELECT state FROM frontier")] == ["done"]


def test_bytes_that_are_not_their_digest_are_refused(archive: Archive) -> None:
    run = archive.start_run("crawl")
    good = fetch(archive, run, b"one")
    with pytest.raises(ArchiveDamaged, match="digest"):
        archive.save([type(good)(capture=good.capture, body=b"two")])
    assert archive.db["captures"].count == 0


def test_damaged_stored_bytes_are_never_given_out(archive: Archive) -> None:
    visit(archive, (PAGE, b"report " * 100))
    capture = archive.latest(PAGE)
    assert capture is not None
    (data,) = archive.db.execute("SELECT data FROM bodies").fetchone()
    archive.db.execute("UPDATE body_rows SET data = ?", [data[:-3] + bytes([data[-3] ^ 1]) + data[-2:]])
    with pytest.raises(ArchiveDamaged):
        archive.body(str(capture.sha256))
    archive.db.execute("UPDATE body_rows SET data = x'00', encoding = 'raw'")
    with pytest.raises(ArchiveDamaged, match="another digest"):
        archive.body(str(capture.sha256))


def test_events_organs_and_portals_are_kept_once(archive: Archive) -> None:
    run = archive.start_run("crawl", arguments={"portal": PAGE})
    event = Event(
        run=run,
        portal=PORTAL,
        url=PAGE,
        code="paging_repeat",
        message="page 3 again",
        at=stamp(archive.clock()),
    )
    organ = Organ(portal=PORTAL, organ="示例镇", at=stamp(archive.clock()))
    for _ in range(2):
        archive.save([], events=[event], organs=[organ])
        archive.put_portal(
            Portal(
                key=PORTAL,
                name="示例",
                home=PAGE,
                family="ucap",
                signal="x",
                site_code="3609820001",
                hosts=("files.example.cn",),
            )
        )
    archive.put_portal(Portal(key=PORTAL, name="示例市", home=PAGE))
    assert archive.db["events"].count == archive.db["organs"].count == 1
    (portal,) = archive.portals()
    assert (portal.name, portal.family) == ("示例市", "ucap")
    assert (portal.signal, portal.site_code) == ("x", "3609820001")


def test_a_run_left_open_is_closed_as_interrupted(archive: Archive) -> None:
    left = archive.start_run("crawl")
    archive.save([fetch(archive, left, b"four")])
    archive.start_run("crawl")
    row = next(archive.db.query("SELECT reason, requests, bytes FROM runs WHERE run = ?", [left]))
    assert row == {"reason": "interrupted", "requests": 1, "bytes": 4}


def test_what_is_concluded_of_a_run_is_added_to_what_it_counted(archive: Archive) -> None:
    run = archive.start_run("crawl")
    archive.end_run(run, reason="exhausted", counts={"reports": 3, "files": 1})
    archive.conclude_run(run, counts={"new": 2, "files": 2})
    (counts,) = archive.db.execute("SELECT counts FROM runs").fetchone()
    assert json.loads(counts) == {"reports": 3, "files": 2, "new": 2}


def test_what_a_run_brings_after_its_end_is_read_too(archive: Archive) -> None:
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, b"a")])
    archive.end_run(run, reason="exhausted")
    assert len(archive.unread("1")) == 1
    archive.save([fetch(archive, run, b"b", url=f"{PAGE}?b")])
    assert len(archive.unread("1")) == 2


def test_no_reading_archive_without_a_file(path: Path) -> None:
    with pytest.raises(UsageInvalid, match="no archive here"):
        Archive.open(path, "read")
    assert not path.exists()
    path.touch()
    with pytest.raises(UsageInvalid, match="no archive here"):
        Archive.open(path, "read")
    assert path.stat().st_size == 0
    with pytest.raises(UsageInvalid, match="folder"):
        Archive.open(path.parent / "none" / "a.db")


def test_a_newer_schema_is_refused_and_untouched(path: Path) -> None:
    with Archive.open(path) as archive:
        archive.db["_sqlite_migrations"].insert(
            {"migration_set": "gongkai", "name": "m999_later", "applied_at": ""}
        )
    before = path.read_bytes()
    for mode in ("read", "write"):
        with pytest.raises(ArchiveNewer, match="m999_later"):
            Archive.open(path, mode)  # type: ignore[arg-type]
    assert path.read_bytes() == before


@pytest.mark.parametrize("mode", ["read", "write"])
def test_a_damaged_record_of_the_schema_is_told_as_damage(path: Path, mode: Mode) -> None:
    with Archive.open(path) as archive:
        archive.db.execute("DELETE FROM _sqlite_migrations WHERE name LIKE 'm003%'")
        archive.db.conn.commit()
    with pytest.raises(ArchiveDamaged, match="already exists"):
        Archive.open(path, mode)


def test_what_is_no_archive_is_refused_with_its_reason(path: Path) -> None:
    path.write_bytes(b"%PDF-1.4 no database at all" * 50)
    with pytest.raises(ArchiveDamaged, match="not an SQLite file"):
        Archive.open(path)
    path.unlink()
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE songs (title)")
    foreign.close()
    with pytest.raises(UsageInvalid, match="no gongkai archive"):
        Archive.open(path)


@pytest.mark.parametrize("stopped_before", ["m001_portals_and_runs", "m003_sources_and_readings"])
def test_making_an_archive_goes_on_where_it_was_stopped(path: Path, stopped_before: str) -> None:
    with Database(path) as begun:
        migrations.apply(begun, stop_before=stopped_before)
    with Archive.open(path) as archive:
        assert list(verify(archive.db.conn, full=True)) == []


def test_two_holders_exclude_each_other_and_a_dead_one_does_not(archive: Archive, path: Path) -> None:
    hold = f"""
import os, sys
from archive.store import Archive
with Archive.open({str(path)!r}) as archive, archive.hold():
    print("held", flush=True)
    sys.stdin.read()
"""
    root = Path(__file__).parents[2]
    with subprocess.Popen(
        [sys.executable, "-c", hold], stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=root
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(ArchiveBusy, match="another run"), archive.hold():
            pass
        other.kill()
        other.wait()
    with archive.hold():
        pass


def test_threads_take_turns(archive: Archive) -> None:
    run = archive.start_run("crawl")

    def write(name: int) -> None:
        for at in range(20):
            archive.save([fetch(archive, run, f"{name} {at}".encode(), url=f"{PAGE}?{name}-{at}")])

    threads = [threading.Thread(target=write, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert archive.db["captures"].count == 80


def test_a_writer_waits_for_another_programs_transaction(archive: Archive, path: Path) -> None:
    run = archive.start_run("crawl")
    other = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    release = threading.Timer(0.3, lambda: other.execute("COMMIT"))
    release.start()
    archive.save([fetch(archive, run, b"late")])
    release.join()
    other.close()
    assert archive.latest(PAGE) is not None


def test_a_clock_that_jumps_back_does_not_reorder_history(path: Path) -> None:
    with Archive.open(path, clock=Ticking()) as archive:
        visit(archive, (PAGE, "甲".encode()))
        read_all(archive)
    back = Ticking(now=datetime(2001, 1, 1, tzinfo=UTC))
    with Archive.open(path, clock=back) as archive:
        visit(archive, (PAGE, "乙".encode()))
        read_all(archive)
        capture = archive.latest(PAGE)
        assert capture is not None
        assert archive.body(str(capture.sha256)) == "乙".encode()
        numbers = [
            row["content"] for row in archive.db.query("SELECT content FROM report_versions ORDER BY number")
        ]
        assert len(numbers) == 2


def test_the_time_is_told_while_a_transaction_is_written(archive: Archive) -> None:
    told: list[datetime] = []
    archive.clock()
    with archive.transaction():
        asking = threading.Thread(target=lambda: told.append(archive.clock()), daemon=True)
        asking.start()
        asking.join(timeout=10)
        assert told


def test_reading_goes_on_while_another_writes(archive: Archive, path: Path) -> None:
    visit(archive, (PAGE, b"one"))
    with Archive.open(path, "read") as reader, archive.transaction():
        archive.db.execute("DELETE FROM link_rows")
        assert reader.latest(PAGE) is not None


def test_runs_keep_their_arguments_readable(archive: Archive) -> None:
    run = archive.start_run("add", arguments={"paths": ["年报"]})
    archive.end_run(run, reason="finished", counts={"files": 1})
    row = next(archive.db.query("SELECT arguments, counts, reason FROM runs"))
    assert json.loads(row["arguments"]) == {"paths": ["年报"]}
    assert "年报" in row["arguments"]
    assert (json.loads(row["counts"]), row["reason"]) == ({"files": 1}, "finished")
