"""What one crawl composed of copies that another, or an import, saw to be others by then never stood so; what stood there is composed anew."""

import hashlib
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from archive.derived import showings
from archive.keeping.verify import verify
from archive.records import Outcome, Role
from archive.store import Archive
from tests.archive.made import PAGE, Ticking, fetch, reading, visit

FILE = "http://www.example.gov.cn/files/2023.doc"


def look(
    archive: Archive, text: str | None, *, url: str, role: Role = "report", files: tuple[str, ...] = ()
) -> None:
    """A crawl that asks for one address alone."""
    run = archive.start_run("crawl")
    outcome = Outcome.OK if text else Outcome.GONE
    body = text.encode() if text else None
    archive.save([fetch(archive, run, body, url=url, role=role, files=files, outcome=outcome)])
    archive.end_run(run, reason="finished")


def read(archive: Archive) -> list[str]:
    """Read what is unread, and give all that was shown, in order: the page's text and the file's."""
    for source in archive.sources("1"):
        said = "".join(part.sha256 for part in source.parts)
        archive.record(source, reading(source, content=hashlib.sha256(said.encode()).hexdigest()))
    assert list(verify(archive.db.conn, full=True)) == []
    shown = archive.db.execute("SELECT source FROM appearances ORDER BY captured_at").fetchall()
    parts = "SELECT sha256 FROM parts WHERE source = ? ORDER BY position"
    return list(
        dict.fromkeys(
            "+".join(archive.body(sha256).decode() for (sha256,) in archive.db.execute(parts, one))
            for one in shown
        )
    )


def visited(archive: Archive) -> None:
    visit(archive, (PAGE, b"page"), (FILE, b"file"))


@pytest.fixture
def pair(tmp_path: Path) -> list[Path]:
    """Archives of two crawlers that saw the same: the second saw it somewhat later."""
    clock = Ticking()
    paths = [tmp_path / "a.db", tmp_path / "b.db"]
    with ExitStack() as stack:
        a, b = (stack.enter_context(Archive.open(path, clock=clock)) for path in paths)
        visited(a)
        visited(b)
        look(a, "file edited", url=FILE, role="file")
        look(b, "page edited", url=PAGE, files=(FILE,))
        assert read(a) == ["page+file", "page+file edited"]
        assert read(b) == ["page+file", "page edited+file"]
    return paths


@pytest.mark.parametrize("turned", [False, True])
def test_an_edit_is_told_beside_what_another_crawl_saw_by_then(pair: list[Path], turned: bool) -> None:
    mine, other = reversed(pair) if turned else pair
    with Archive.open(mine) as archive:
        archive.merge(other)
        assert read(archive) == ["page+file", "page+file edited", "page edited+file edited"]
        assert archive.db.execute("SELECT versions FROM current").fetchone() == (3,)
        archive.merge(other)
        assert read(archive) == ["page+file", "page+file edited", "page edited+file edited"]


def test_a_page_that_another_crawl_found_gone_stood_beside_nothing_since(tmp_path: Path) -> None:
    clock = Ticking()
    with (
        Archive.open(tmp_path / "a.db", clock=clock) as a,
        Archive.open(tmp_path / "b.db", clock=clock) as b,
    ):
        visited(a)
        look(b, None, url=PAGE)
        look(a, "file edited", url=FILE, role="file")
        assert read(a) == ["page+file", "page+file edited"]
        a.merge(b.path)
        assert read(a) == ["page+file"]


def test_an_address_asked_for_as_a_list_says_nothing_of_its_page(archive: Archive) -> None:
    visited(archive)
    look(archive, "list", url=PAGE, role="list")
    look(archive, "file edited", url=FILE, role="file")
    assert read(archive) == ["page+file", "page+file edited"]


def test_what_is_taken_in_later_may_have_been_seen_in_between(archive: Archive) -> None:
    visited(archive)
    run = archive.start_run("crawl")
    between = fetch(archive, run, b"file edited", url=FILE, role="file")
    archive.end_run(run, reason="finished")
    look(archive, "page edited", url=PAGE, files=(FILE,))
    assert read(archive) == ["page+file", "page edited+file"]
    run = archive.start_run("add")
    archive.save([replace(between, capture=replace(between.capture, run=run))])
    archive.end_run(run, reason="finished")
    assert read(archive) == ["page+file", "page+file edited", "page edited+file edited"]


def steps(archive: Archive, source: str, at: str) -> int:
    """What SQLite does to tell what a showing's parts were before it, in its own instructions."""
    taken: list[None] = []
    archive.db.conn.set_progress_handler(lambda: taken.append(None), 1)
    showings.before(archive.db.conn, source, at, None)
    archive.db.conn.set_progress_handler(None, 1)
    return len(taken)


def test_what_was_looked_at_since_costs_a_showing_nothing(archive: Archive) -> None:
    visited(archive)
    (shown,) = read(archive) and archive.db.execute("SELECT source, captured_at FROM showings").fetchall()
    before = steps(archive, *shown)
    run = archive.start_run("crawl")
    archive.save([fetch(archive, run, b"file", url=FILE, role="file") for _ in range(100)])
    assert 0 < steps(archive, *shown) == before
