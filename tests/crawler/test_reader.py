"""The process that reads pages: what a page may do to it, and what it may answer."""

import asyncio
import os
import pickle
import signal
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from archive.store import Archive
from crawler.discovery.moves import Moves
from crawler.discovery.steps import Step
from crawler.pages.page import Ask
from crawler.relevance import Kind
from crawler.running import reactor
from crawler.running.reader import Reader, Unreadable, plain
from crawler.running.unread import Unread
from tests.crawler.conftest import Crawl
from tests.crawler.pages import html, portal
from tests.crawler.server import site

HOME = "http://chengnan.gov.cn/"
PAGE = Unread(
    url=HOME,
    text='<html><meta name="SiteName" content="城南区人民政府"><body><a href=\'/zwgk/nb/\'>政府信息公开年报</a></body></html>',
    charset="utf-8",
    step=Step(ask=Ask(url=HOME), kind=Kind.OTHER),
    hosts=frozenset({"chengnan.gov.cn"}),
    notes={},
    moves=Moves(),
    family="generic",
)


@asynccontextmanager
async def reading(**limits: int) -> AsyncIterator[Reader]:
    reader = Reader(**limits)
    try:
        yield reader
    finally:
        await reader.close()


async def leads_on(reader: Reader) -> bool:
    """Whether a page is read as it should be."""
    told = await reader.read(PAGE)
    return [one.step.ask.url for one in told.reading.prospects] == [f"{HOME}zwgk/nb/"]


def run(test: Callable[[], Coroutine[None, None, None]]) -> None:
    asyncio.run(test())


def process_of(reader: Reader) -> int:
    assert reader._process is not None
    return reader._process.pid


def test_a_page_comes_back_with_what_it_leads_to_and_says_of_its_portal() -> None:
    async def test() -> None:
        async with reading() as reader:
            told = await reader.read(PAGE)
            assert told.name == "城南区人民政府"
            assert await leads_on(reader)

    run(test)


def test_pages_are_read_in_the_order_in_which_they_came() -> None:
    async def test() -> None:
        done: list[int] = []

        async def one(number: int) -> None:
            await reader.read(replace(PAGE, text=PAGE.text + "<p>" * (20_000 if number == 0 else 1)))
            done.append(number)

        async with reading() as reader:
            await asyncio.gather(*map(one, range(4)))
        assert done == [0, 1, 2, 3]

    run(test)


def test_a_page_that_breaks_what_reads_it_is_told_and_the_process_goes_on() -> None:
    async def test() -> None:
        async with reading() as reader:
            assert await leads_on(reader)
            before = process_of(reader)
            with pytest.raises(Unreadable, match="AttributeError"):
                await reader.read(replace(PAGE, step=None))  # type: ignore[arg-type]
            assert await leads_on(reader)
            assert process_of(reader) == before

    run(test)


def test_a_page_that_takes_too_long_costs_its_process_and_the_next_is_read() -> None:
    async def test() -> None:
        async with reading(seconds=1) as reader:
            assert await leads_on(reader)
            with pytest.raises(Unreadable, match="more than 1 s of processor time"):
                await reader.read(replace(PAGE, text="<table><tr><td><a href='x.html'>年报</a>" * 1_500_000))
            assert await leads_on(reader)

    run(test)


def test_a_page_that_needs_too_much_memory_is_told_and_the_next_is_read() -> None:
    async def test() -> None:
        async with reading(memory=150 * 2**20) as reader:
            with pytest.raises(Unreadable, match=r"memory|ended with status"):
                await reader.read(replace(PAGE, text="<p><a href='x.html'>年报" * 1_500_000))
            assert await leads_on(reader)

    run(test)


def test_a_process_that_was_killed_between_two_pages_costs_none() -> None:
    async def test() -> None:
        async with reading() as reader:
            assert await leads_on(reader)
            os.kill(process_of(reader), signal.SIGKILL)
            while reader._process is not None and reader._process.returncode is None:
                await asyncio.sleep(0.01)
            assert await leads_on(reader)

    run(test)


def test_another_project_where_the_command_is_called_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "crawler").mkdir()
    (tmp_path / "crawler" / "__init__.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)

    async def test() -> None:
        async with reading() as reader:
            assert await leads_on(reader)

    run(test)


def test_who_stops_all_processes_of_a_service_does_not_stop_this_one() -> None:
    async def test() -> None:
        async with reading() as reader:
            assert await leads_on(reader)
            before = process_of(reader)
            os.kill(before, signal.SIGTERM)
            assert await leads_on(reader)
            assert process_of(reader) == before

    run(test)


@pytest.mark.parametrize(
    "answer",
    [
        pickle.dumps(os.system),
        pickle.dumps(plain),
        b"\x80\x05garbage",
        b"",
    ],
)
def test_an_answer_that_is_no_record_is_none(answer: bytes) -> None:
    with pytest.raises(pickle.UnpicklingError):
        plain(answer)


def test_a_process_ends_with_its_reader() -> None:
    async def test() -> None:
        async with reading() as reader:
            assert await leads_on(reader)
            process = process_of(reader)
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)

    run(test)


def test_a_page_that_costs_its_process_is_told_and_the_crawl_goes_on(
    archive: Archive, crawled: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = Reader(memory=150 * 2**20)
    monkeypatch.setattr("crawler.spiders.portal.reader", lambda: small)
    pages = portal()
    pages["/gk/"] = html(
        "<a href='/gk/nb/'>政府信息公开年报</a><a href='/gk/nb2/'>政府信息公开工作年度报告</a>"
    )
    pages["/gk/nb2/"] = "<li><a href='/gk/x.html'>青石县2021年政府信息公开工作年度报告</a>" * 700_000
    try:
        with site(pages) as served:
            summary = crawled(served.url)
    finally:
        asyncio.run_coroutine_threadsafe(small.close(), reactor.loop()).result(10)
    told = archive.db.execute("SELECT url FROM events WHERE code = 'listing_unreadable'").fetchall()
    assert [url for (url,) in told] == [f"{served.url}gk/nb2/"]
    assert [one.reports for one in summary.portals] == [3]
    assert summary.exit_status == 1
