"""Where an export goes: what it may take the place of, and what is there when it fails."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive import exports
from archive.cli import FORMATS
from archive.errors import ArchiveFull, UsageInvalid
from archive.exports import sheets
from archive.exports.rows import Chosen
from archive.store import Archive
from tests.archive.made import PAGE, read_all, visit

FILES = [form for form in FORMATS if form not in exports.FOLDERS]


@pytest.fixture
def filled(archive: Archive) -> Archive:
    visit(archive, (PAGE, "甲".encode()))
    read_all(archive)
    return archive


def write(archive: Archive, path: Path, form: str) -> int:
    return exports.write(archive.db.conn, path, form=form, chosen=Chosen())


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
