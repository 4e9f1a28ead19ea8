"""Sources read in any order, again and otherwise: after every reading the versions are those that all sources and readings give."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random

import pytest

from archive.derived import versions
from archive.errors import ArchiveDamaged
from archive.records import Reading, Source
from archive.store import Archive
from tests.archive.made import PAGE, Ticking, figure, read_all, visit
from tests.archive.test_published import Portal, digest, live

OTHERWISE: tuple[Callable[[Reading], Reading], ...] = (
    lambda reading: replace(reading, status="unreadable", content=""),
    lambda reading: replace(reading, status="not_a_report"),
    lambda reading: replace(reading, content=digest(reading.content)),
    lambda reading: replace(reading, year=2022),
)


@dataclass
class Rereading(Portal):
    """A portal whose copies are read by whichever extractor, now and then as something else than before."""

    def read(self, archive: Archive) -> None:
        unread = list(archive.sources(self.extractor))
        for source in self.random.sample(unread, len(unread)):
            self.record(archive, source, self.reading(source))
        if unread and self.random.random() < 0.2:
            self.extractor = self.random.choice("123")
            source = self.random.choice(list(archive.sources("1", everything=True)))
            self.record(archive, source, self.random.choice(OTHERWISE)(self.reading(source)))

    def record(self, archive: Archive, source: Source, reading: Reading) -> None:
        archive.record(source, reading)
        db = archive.db.conn
        reports = {report for (report,) in db.execute("SELECT report FROM reports")}
        assert {report: versions.stored(db, report) for report in reports} == versions.derived(db)


@pytest.mark.parametrize("seed", range(12))
def test_every_reading_is_judged_with_all_others(archive: Archive, seed: int) -> None:
    portal = Rereading(Random(seed))
    for _ in live(portal, archive, eager=0.5):
        pass


@contextmanager
def statements(archive: Archive) -> Iterator[list[str]]:
    """What the archive's file is asked."""
    asked: list[str] = []
    archive.db.conn.set_trace_callback(asked.append)
    yield asked
    archive.db.conn.set_trace_callback(None)


def test_reading_copies_again_asks_as_much_for_each_of_many(archive: Archive) -> None:
    asked = []
    for extractor in ("1", "2"):
        for at in range(12):
            visit(archive, (PAGE, f"甲|{extractor}{at}".encode()))
        read_all(archive)
        with statements(archive) as found:
            count = read_all(archive, f"{extractor}0")
        asked.append(len(found) / count)
    assert asked[1] <= asked[0]


def test_a_source_that_no_address_shows_is_damage(archive: Archive) -> None:
    visit(archive, (PAGE, "甲".encode()))
    (source,) = archive.sources("1")
    archive.db.execute("DELETE FROM showings")
    with pytest.raises(ArchiveDamaged, match=f"source {source.key}: no address shows it"):
        read_all(archive)


def steps(archive: Archive, figures: int) -> int:
    """Tens of steps that SQLite takes to find that no source was read twice, where each has so many figures."""
    for number in range(10):
        visit(archive, (f"{PAGE}?{number}", f"page {number}".encode()))
    read_all(archive, figures=tuple(figure("local", f"row{row}", "value", row) for row in range(figures)))
    taken: list[None] = []
    archive.db.conn.set_progress_handler(lambda: taken.append(None), 10)
    assert archive.db.execute("SELECT count(*) FROM reading_changes").fetchone() == (0,)
    archive.db.conn.set_progress_handler(None, 0)
    return len(taken)


def test_sources_that_were_read_once_cost_no_look_at_their_figures(archive: Archive, tmp_path: Path) -> None:
    with Archive.open(tmp_path / "few.db", clock=Ticking()) as other:
        few = steps(other, 5)
    assert steps(archive, 200) < 2 * few
