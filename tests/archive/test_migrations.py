"""An archive of every schema that was ever released opens, upgrades and is whole: `python -m tests.archive.test_migrations` keeps one."""

import re
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import zstandard
from sqlite_utils import Database

from archive import rarely, search
from archive.keeping.verify import verify
from archive.migrations import first, repack, upgrading
from archive.records import Outcome
from archive.rows import bodies
from archive.schema import migrations
from archive.store import Archive
from archive.views.install import VIEWS
from tests.archive.made import PAGE, Ticking, fetch, figure, read_all, varied, visit

KEPT = Path(__file__).parent / "kept"
FILE = "http://www.example.gov.cn/files/2023.doc"


def names() -> list[str]:
    """Every migration, oldest first."""
    with Database(memory=True) as empty:
        return [migration.name for migration in migrations.pending(empty)]


def fill(path: Path) -> None:
    """A little of everything: versions, a file, a body stored against another, a run cut short, a withdrawn page, two extractors."""
    with Archive.open(path, clock=Ticking()) as archive:
        for text in ("甲", "乙"):
            visit(archive, (PAGE, varied(text)), (FILE, text.encode()))
            read_all(archive, figures=(figure("requests", "received", "total", len(text)),))
        read_all(archive, "2")
        run = archive.start_run("crawl")
        archive.save([fetch(archive, run, None, outcome=Outcome.GONE, status=404, seen=True)])


@pytest.mark.parametrize("kept", sorted(KEPT.glob("*.db.zst")), ids=lambda path: path.name)
def test_an_archive_kept_from_an_earlier_schema_is_whole_today(kept: Path, path: Path) -> None:
    path.write_bytes(zstandard.decompress(kept.read_bytes(), max_output_size=2**27))
    with Archive.open(path, "read") as archive:
        assert list(verify(archive.db.conn, full=True)) == []
    with Archive.open(path) as archive:
        assert list(verify(archive.db.conn, full=True)) == []
        assert archive.db["versions"].count == 2
        assert len(search.find(archive.db.conn, "乙")) == 1
        assert archive.db.execute("SELECT count(*) FROM withdrawn").fetchone() == (1,)
        visit(archive, (PAGE, varied("丙")))
        read_all(archive)
        assert archive.db["versions"].count == 3
        assert set(archive.db.view_names()) == {*VIEWS, "bodies"}
        assert list(verify(archive.db.conn, full=True)) == []


def test_versions_are_derived_anew_where_what_they_derive_by_has_changed(path: Path) -> None:
    kept = (KEPT / "m012_year_findings.db.zst").read_bytes()
    path.write_bytes(zstandard.decompress(kept, max_output_size=2**27))
    with Database(path) as before:
        before.execute("UPDATE appearances SET version = (SELECT min(version) FROM versions)")
        before.execute("DELETE FROM versions WHERE version NOT IN (SELECT version FROM appearances)")
    with Archive.open(path) as archive:
        assert archive.db["versions"].count == 2
        assert list(verify(archive.db.conn, full=True)) == []


def steps(bodies: int) -> int:
    """Thousands of steps that SQLite takes to move so many bodies of the first schema."""
    taken: list[None] = []
    with Database(memory=True) as db:
        db.execute("PRAGMA foreign_keys = ON")
        first.old_bodies(db)
        rows = ((f"{number:064x}", 1, "raw", b"a") for number in range(bodies))
        db.conn.executemany("INSERT INTO bodies (sha256, size, encoding, data) VALUES (?, ?, ?, ?)", rows)
        db.conn.set_progress_handler(lambda: taken.append(None), 1000)
        repack.move_bodies(db)
        assert db["body_rows"].count == bodies
    return len(taken)


def test_an_archive_of_twice_the_size_takes_twice_the_steps_to_upgrade() -> None:
    assert steps(4000) < 3 * steps(2000)


def test_an_upgrade_that_takes_long_says_where_it_stands(
    path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rarely, "FIRST", 0.0)
    monkeypatch.setattr(upgrading, "_STEPS", 100)
    kept = (KEPT / "m006_application_id.db.zst").read_bytes()
    path.write_bytes(zstandard.decompress(kept, max_output_size=2**27))
    Archive.open(path).close()
    told = capsys.readouterr().err
    assert re.search(rf"{path}: upgrading, step 2 of \d+, m008_texts_and_digests_once: 0 s so far", told)
    assert f"{path}: upgrading, the tables derived from others" in told
    Archive.open(path).close()
    assert not capsys.readouterr().err


def test_bodies_of_an_earlier_schema_in_a_second_file_come_along(path: Path) -> None:
    path.write_bytes(
        zstandard.decompress((KEPT / "m006_application_id.db.zst").read_bytes(), max_output_size=2**27)
    )
    with Database(path) as first, Database(bodies.second_file(path)) as second:
        tables = "name IN ('bodies', 'dictionaries', 'bodies_base', 'bodies_dictionary') AND sql IS NOT NULL"
        for (sql,) in first.execute(
            f"SELECT sql FROM sqlite_master WHERE {tables} ORDER BY type DESC"
        ).fetchall():
            second.execute(sql)
        for table in ("dictionaries", "bodies"):
            second[table].insert_all(first[table].rows)
        first.execute("PRAGMA foreign_keys = OFF")
        for table in ("bodies", "dictionaries"):
            first.execute(f"DROP TABLE {table}")
    for mode in ("read", "write"):
        with Archive.open(path, mode) as archive:
            assert list(verify(archive.db.conn, full=True)) == []
    with Archive.open(path) as archive:
        visit(archive, (PAGE, varied("丙")))
        archive.bring_bodies_back()
        assert list(verify(archive.db.conn, full=True)) == []


def test_the_newest_schema_is_kept() -> None:
    kept = KEPT / f"{names()[-1]}.db.zst"
    assert kept.exists(), f"a new migration wants a kept archive: python -m {__name__}"


@pytest.mark.parametrize("reached", names()[1:])
def test_an_archive_cut_short_while_it_was_made_is_made_whole(path: Path, reached: str) -> None:
    """A kill between two migrations leaves the first ones applied."""
    with Database(path) as half:
        half.enable_wal()
        migrations.apply(half, stop_before=reached)
    fill(path)
    with Archive.open(path) as archive:
        assert list(verify(archive.db.conn, full=True)) == []


if __name__ == "__main__":
    with TemporaryDirectory() as folder:
        fill(Path(folder) / "kept.db")
        KEPT.mkdir(exist_ok=True)
        data = (Path(folder) / "kept.db").read_bytes()
        (KEPT / f"{names()[-1]}.db.zst").write_bytes(zstandard.compress(data, 19))
        sys.stdout.write(f"{names()[-1]}: {len(data)} bytes\n")
