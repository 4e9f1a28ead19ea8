"""Merging goes in steps: wherever it stops the archive is whole, merging again completes it, and the other may be written to meanwhile."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from archive.keeping import merge
from archive.keeping.verify import verify
from archive.records import Outcome
from archive.store import Archive
from tests.archive.made import PAGE, Ticking, fetch, reading, varied, visit
from tests.archive.test_merge import FILE, told


def read_new(archive: Archive) -> None:
    """Read each address as a report of its own."""
    for source in archive.sources("1"):
        archive.record(source, reading(source, year=2022 if source.url == PAGE else 2023))


def grow(path: Path, texts: str, *, day: int) -> Path:
    """Crawls of two reports, one with a file, each crawl read; at the end one of them is gone."""
    with Archive.open(path, clock=Ticking(now=datetime(2025, 1, day, tzinfo=UTC))) as archive:
        for text in texts:
            visit(archive, (f"{PAGE}?1", varied(text, size=80)), (FILE, text.encode()))
            visit(archive, (PAGE, varied(f"other {text}", size=80)))
            read_new(archive)
        run = archive.start_run("crawl")
        archive.save([fetch(archive, run, None, outcome=Outcome.GONE, status=404)])
        archive.end_run(run, reason="finished")
    return path


NOWHERE = """
SELECT capture FROM captures WHERE role = 'report' AND outcome = 'ok' AND sha256 NOT IN (SELECT sha256 FROM parts)
"""
"""Copies of reports that no source is made of."""


@pytest.fixture
def pair(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.setattr(merge, "BATCH", 1)
    return grow(tmp_path / "a.db", "甲乙", day=20), grow(tmp_path / "b.db", "乙丙", day=21)


def merged(target: Path, other: Path) -> Path:
    with Archive.open(target) as archive:
        archive.merge(other)
    return target


def copied(path: Path, name: str) -> Path:
    return Path(shutil.copy(path, path.with_name(name)))


def read(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All that an archive says once every run's sources are composed."""
    with Archive.open(path) as archive:
        read_new(archive)
    return told(path)


def test_stopped_anywhere_the_archive_is_whole_and_goes_on(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = pair
    expected = read(merged(copied(mine, "whole.db"), other))
    steps = 0
    transaction = Archive.transaction

    @contextmanager
    def dying(archive: Archive) -> Iterator[None]:
        nonlocal left
        left -= 1
        with transaction(archive):
            yield
            if left < 0:
                raise KeyboardInterrupt

    while True:
        cut, left = copied(mine, f"cut{steps}.db"), steps
        with monkeypatch.context() as patch:
            patch.setattr(Archive, "transaction", dying)
            try:
                merged(cut, other)
                break
            except KeyboardInterrupt:
                steps += 1
        with Archive.open(cut, "read") as archive:
            assert list(verify(archive.db.conn, full=True)) == []
        unread = copied(cut, "unread.db")
        read(unread)
        with Archive.open(unread, "read") as archive:
            assert archive.db.execute(NOWHERE).fetchall() == []
        assert read(merged(cut, other)) == expected
    assert steps > 8


def test_what_is_written_to_the_other_meanwhile_comes_whole_or_not_at_all(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    mine, other = pair
    unite = merge.unite_captures
    later = iter("丁戊己庚")

    def growing(*given: object) -> None:
        unite(*given)  # type: ignore[arg-type]
        with Archive.open(other) as archive:
            visit(archive, (PAGE, varied(next(later, "辛"), size=80)))
            read_new(archive)

    with monkeypatch.context() as patch:
        patch.setattr(merge, "unite_captures", growing)
        merged(mine, other)
    with Archive.open(mine, "read") as archive:
        assert list(verify(archive.db.conn, full=True)) == []
    assert read(merged(mine, other)) == read(merged(copied(other, "back.db"), mine))
