"""Where an export goes: what it may take the place of, and what is there when it fails."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from archive import exports
from archive.cli import FORMATS
from archive.errors import ArchiveFull, UsageInvalid
from archive.exports import sheets
from archive.exports.rows import Chosen
from archive.store import Archive
from gongkai.cli import main
from tests.archive.made import PAGE, PORTAL, read_all, visit

FILES = [form for form in FORMATS if form not in exports.FOLDERS]


@pytest.fixture
def filled(archive: Archive) -> Archive:
    visit(archive, (PAGE, "甲".encode()))
    read_all(archive)
    return archive


def write(archive: Archive, path: Path, form: str) -> int:
    return exports.write(archive.db.conn, path, form=form, chosen=Chosen())


def test_a_database_takes_the_place_of_no_file(filled: Archive, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("kept")
    with pytest.raises(UsageInvalid, match="is there already"):
        write(filled, path, "sqlite")
    assert path.read_text() == "kept"


def test_what_is_no_file_is_written_as_it_is(filled: Archive, tmp_path: Path) -> None:
    """A pipe, a device: nothing may take its place."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        assert write(filled, pipe, "jsonl") == 1
        assert os.read(reader, 2**16).count(b"\n") == 1
    finally:
        os.close(reader)
    assert pipe.is_fifo()


@pytest.mark.parametrize("form", FORMATS)
def test_no_export_overwrites_an_archive(filled: Archive, tmp_path: Path, form: str) -> None:
    other, link = tmp_path / "other.db", tmp_path / "link"
    Archive.open(other).close()
    link.symlink_to(other)
    was = other.read_bytes()
    for path in (filled.path, other, link):
        with pytest.raises(UsageInvalid, match=r"overwrites no database|is a file"):
            write(filled, path, form)
    assert other.read_bytes() == was
    assert filled.db["captures"].count == 1


@pytest.mark.parametrize("form", FILES)
def test_a_folder_is_no_file(filled: Archive, tmp_path: Path, form: str) -> None:
    with pytest.raises(UsageInvalid, match=f"is a folder, and {form} is one file; name a file in it"):
        write(filled, tmp_path, form)


@pytest.mark.parametrize("form", exports.FOLDERS)
def test_a_file_is_no_folder(filled: Archive, tmp_path: Path, form: str) -> None:
    path = tmp_path / "表 格.csv"
    path.write_text("mine")
    with pytest.raises(UsageInvalid, match=f"is a file, and {form} is a folder of several; name a folder"):
        write(filled, path, form)
    assert path.read_text() == "mine"


@pytest.mark.parametrize("form", ["csv", "parquet", "sqlite"])
@pytest.mark.parametrize("stopped", [KeyboardInterrupt(), OSError(28, "No space left on device")])
def test_what_was_there_stays_where_an_export_fails(
    filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str, stopped: BaseException
) -> None:
    path = tmp_path / "out" / "表 格"
    path.parent.mkdir()
    if form in exports.FOLDERS:
        write(filled, path, form)
    was = {file: file.read_bytes() for file in path.parent.rglob("*.*")}
    lines = sheets.lines

    def stopping(*given: object) -> Iterator[tuple[str, sheets.Values]]:
        yield next(lines(*given))  # type: ignore[arg-type]
        raise stopped

    monkeypatch.setattr(sheets, "lines", stopping)
    with pytest.raises((KeyboardInterrupt, ArchiveFull)):
        write(filled, path, form)
    assert {file: file.read_bytes() for file in path.parent.rglob("*.*")} == was


@pytest.mark.parametrize("form", exports.FOLDERS)
def test_a_folder_is_replaced_in_one_step_and_keeps_what_stood_in_it(
    filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    path = tmp_path / "out"
    write(filled, path, form)
    path.chmod(0o750)
    (path / "notes.txt").write_text("mine")
    (path / "link").symlink_to("notes.txt")
    (path / f"figures.{form}").write_text("old")
    monkeypatch.setattr(Path, "replace", None)  # one after the other
    write(filled, path, form)
    assert (path / "notes.txt").read_text() == (path / "link").read_text() == "mine"
    assert (path / "link").is_symlink()
    assert (path / f"figures.{form}").stat().st_size > 100
    assert path.stat().st_mode & 0o777 == 0o750
    assert [file.name for file in tmp_path.iterdir() if file.name.startswith("out")] == ["out"]


@pytest.mark.parametrize("form", exports.FOLDERS)
def test_a_folder_with_folders_in_it_keeps_them(filled: Archive, tmp_path: Path, form: str) -> None:
    path = tmp_path / "out"
    (path / "mine").mkdir(parents=True)
    (path / "mine" / "notes.txt").write_text("mine")
    link = tmp_path / "link"
    link.symlink_to("out")
    write(filled, link, form)
    assert link.is_symlink()
    assert (path / "mine" / "notes.txt").read_text() == "mine"
    assert (path / f"reports.{form}").exists()
    assert not list(tmp_path.glob("*.part-*"))


@pytest.mark.parametrize("form", exports.FOLDERS)
def test_a_folder_may_be_named_by_where_one_stands(
    filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    here = tmp_path / "out" / "here"
    here.mkdir(parents=True)
    (here / "notes.txt").write_text("mine")
    monkeypatch.chdir(here)
    for path in (Path(), Path("..")):
        write(filled, path, form)
        assert (path / f"reports.{form}").exists()
    assert Path("notes.txt").read_text() == "mine"
    assert here.samefile(Path())


@pytest.mark.parametrize("form", exports.FOLDERS)
def test_a_folder_takes_an_export_where_nothing_may_be_made_beside_it(
    filled: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    path = tmp_path / "still" / "out"
    path.mkdir(parents=True)
    access = os.access
    monkeypatch.setattr(os, "access", lambda one, mode: one != path.parent and access(one, mode))
    before = path.parent.stat().st_mtime_ns
    write(filled, path, form)
    assert path.parent.stat().st_mtime_ns == before
    assert (path / f"reports.{form}").exists()
    assert not list(path.glob("*.part-*"))


def test_an_export_of_a_portal_that_is_not_there_is_refused_and_not_empty(filled: Archive) -> None:
    def export(*portals: str) -> Result:
        chosen = [word for portal in portals for word in ("--portal", portal)]
        return CliRunner().invoke(main, ["--db", str(filled.path), "export", "--format", "jsonl", *chosen])

    result = export(PORTAL, "nowhere.example")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "nowhere.example: no portal of the archive" in result.stderr
    assert export(PORTAL).stdout.count("\n") == 1
