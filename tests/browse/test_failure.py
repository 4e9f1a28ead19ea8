"""Whose fault it is that a page can't be had: the question's is 400, the file's 500 and in the log, a locked file's 503."""

import asyncio
import logging
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from archive.browse import cells, reader, server
from archive.browse.ask import NAME
from archive.store import Archive

PAGES = (
    "/",
    "/gongkai/current_reports",
    "/gongkai/current_reports.csv",
    "/gongkai.json?sql=select count(*) from captures",
    "/gongkai?sql=select count(*) from captures",
    "/gongkai/edited.json",
    "/-/search?q=公开",
)
WHOLE = "/gongkai.json?sql=select sum(length(raw)) from figures"
"""Goes through most of the file, whose first half tells what tables there are."""


def answered(path: Path, page: str, *, meanwhile: Callable[[], object] = bool) -> httpx.Response:
    """What a server over a file answers after something happened to it; it closes all that it opened."""

    async def ask() -> httpx.Response:
        ds = server.datasette(path)
        await ds.invoke_startup()
        meanwhile()
        told = await ds.client.get(page)
        ds.get_database(NAME).close()
        return told

    return asyncio.run(ask())


@pytest.fixture
def copy(path: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(path, tmp_path / "a.db"))


@pytest.mark.parametrize(
    "page",
    [
        "/gongkai/current_reports?_sort=none",
        "/gongkai/current_reports?_sort=year&_sort_desc=year",
        "/gongkai/current_reports?_where=none = 1",
        "/gongkai/current_reports?_col=none",
        "/gongkai/reports?_through={%22table%22:%22runs%22,%22column%22:%22run%22,%22value%22:%221%22}",
        "/gongkai/current_reports?_where=1;drop",
        "/gongkai/current_reports?_next=99999999999999999999",
        "/gongkai/figures/1",
        "/gongkai.json?sql=select none from reports",
        "/gongkai.json?sql=select zeroblob(3000000000)",
        "/gongkai.json?sql=select * from texts_fts where texts_fts match '%22'",
    ],
)
def test_what_cannot_be_asked_is_400(copy: Path, page: str, caplog: pytest.LogCaptureFixture) -> None:
    answer = answered(copy, page)
    assert answer.status_code == 400, answer.text[-600:]
    assert not caplog.records


@pytest.mark.parametrize(
    "asks",
    [
        "_next=none",
        "_timelimit=none",
        "year__in=[",
        "_through=none",
        "_through={}",
        "_through=[]",
        "_through=1",
    ],
)
@pytest.mark.parametrize("form", ["", ".json", ".csv"])
def test_an_argument_that_is_none_is_400_and_logged(
    copy: Path, asks: str, form: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert answered(copy, f"/gongkai/current_reports{form}?{asks}").status_code == 400
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


@pytest.mark.parametrize("kind", [ValueError, KeyError, TypeError])
@pytest.mark.parametrize("broken", ["question", "cell"])
def test_an_error_of_ours_on_datasettes_page_is_our_fault(
    copy: Path,
    kind: type[Exception],
    broken: str,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise kind("ours")

    monkeypatch.setattr(*{"question": (reader, "joined"), "cell": (cells, "link")}[broken], fail)
    assert answered(copy, "/gongkai/current_reports?_search=公开").status_code == 500
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


@pytest.mark.parametrize(("page", "from_"), [*((page, 0.1) for page in PAGES), (WHOLE, 0.5)])
def test_a_damaged_file_is_our_fault_and_logged(
    copy: Path, page: str, from_: float, caplog: pytest.LogCaptureFixture
) -> None:
    def damage() -> None:
        size = copy.stat().st_size
        with copy.open("r+b") as file:
            file.seek(int(size * from_))
            file.write(b"\xff" * (size - file.tell()))

    answer = answered(copy, page, meanwhile=damage)
    assert answer.status_code == 500, answer.text[-600:]
    assert copy.name not in answer.text
    (record,) = caplog.records
    assert "malformed" in caplog.text
    assert record.levelno == logging.ERROR


@pytest.mark.parametrize("page", PAGES)
def test_a_file_that_is_gone_is_our_fault(copy: Path, page: str) -> None:
    assert answered(copy, page, meanwhile=copy.unlink).status_code == 500


def test_a_file_that_another_was_moved_over_is_asked_no_more(copy: Path, tmp_path: Path) -> None:
    """As when a backup is brought back while the site runs; meanwhile there may be none."""

    async def ask() -> list[int]:
        ds = server.datasette(copy)
        await ds.invoke_startup()
        told = []
        for happen in (bool, copy.unlink, lambda: other.rename(copy)):
            happen()
            answer = await ds.client.get("/gongkai.json?sql=select count(*) from reports&_shape=arrayfirst")
            told.append(answer.json()[0] if answer.status_code == 200 else answer.status_code)
        ds.get_database(NAME).close()
        return told

    other = tmp_path / "other.db"
    Archive.open(other).close()
    before, meanwhile, after = asyncio.run(ask())
    assert before > 0
    assert (meanwhile, after) == (500, 0)


@pytest.mark.parametrize("page", ["/", "/gongkai.json?sql=select count(*) from captures"])
def test_a_locked_file_is_to_be_asked_again(copy: Path, page: str) -> None:
    with closing(sqlite3.connect(copy)) as holder:

        def hold() -> None:
            holder.execute("PRAGMA journal_mode = DELETE")
            holder.execute("BEGIN EXCLUSIVE")

        assert answered(copy, page, meanwhile=hold).status_code == 503


def test_a_database_closes_what_it_opened(copy: Path) -> None:
    answered(copy, "/gongkai/current_reports")
    held = {file.readlink() for file in Path("/proc/self/fd").iterdir() if file.is_symlink()}
    assert copy not in held
