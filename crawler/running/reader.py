"""Pages are read in a process of their own: while one is read the next is fetched, and one that hangs, swells or kills what reads it
costs a page, not the crawl."""

import asyncio
import atexit
import io
import logging
import os
import pickle
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path

from crawler.running import reactor
from crawler.running.child import LENGTH, message
from crawler.running.unread import Failure, Told, Unread

log = logging.getLogger(__name__)

_SECONDS = 60
"""Of processor time that a page may take: a busy machine makes none unreadable."""
_WALL = 900.0
"""Seconds by the clock."""
_MEMORY = 2**30
"""Bytes that the process may hold; the largest page that is fetched has 64 MB."""
_MOST = 64 * 2**20
"""Bytes of an answer."""
_NONSENSE = "what reads pages answered something else than a reading"


class Unreadable(Exception):
    """A page that broke what reads it, or cost its process; the message says how."""


class Reader:
    """One process, started with the first page and again after each loss. It takes one page at a time, in the order given."""

    def __init__(self, *, seconds: int = _SECONDS, memory: int = _MEMORY) -> None:
        self._limits = (seconds, memory)
        self._process: Process | None = None
        self._turn = asyncio.Lock()

    async def read(self, unread: Unread) -> Told:
        """What a page comes to. Raises Unreadable."""
        async with self._turn:
            if self._process is None or self._process.returncode is not None:
                self._process = await self._start()
            process = self._process
            try:
                async with asyncio.timeout(_WALL):
                    answer = await _answer(process, message(unread))
            except BaseException as error:
                await self.close()
                if isinstance(error, OSError | EOFError | pickle.UnpicklingError):
                    raise Unreadable(self._ending(error, process.returncode)) from error
                raise
        if isinstance(answer, Failure):
            log.error("%s could not be read\n%s", unread.url, answer.where)
            raise Unreadable(answer.why)
        if not isinstance(answer, Told):
            raise Unreadable(_NONSENSE)
        return answer

    async def close(self) -> None:
        """End the process, if one runs."""
        process, self._process = self._process, None
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        # One that is ending by itself is let say why.
        try:
            await asyncio.wait_for(process.wait(), 0.5)
        except TimeoutError:
            process.kill()
            await process.wait()

    async def _start(self) -> Process:
        paths = (str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", ""))
        return await asyncio.create_subprocess_exec(
            # -P: a folder `crawler` where the command is called is somebody else's.
            *(sys.executable, "-P", "-m", "crawler.running.child", *map(str, self._limits)),
            stdin=PIPE,
            stdout=PIPE,
            stderr=None if log.isEnabledFor(logging.DEBUG) else DEVNULL,
            start_new_session=True,  # who stops a crawl at a terminal stops its group, and what was fetched is yet to be read
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )

    def _ending(self, error: Exception, status: int | None) -> str:
        if isinstance(error, pickle.UnpicklingError):
            return _NONSENSE
        if isinstance(error, TimeoutError):
            return f"reading took longer than {_WALL:g} s"
        if status == -signal.SIGXCPU:
            return f"reading took more than {self._limits[0]} s of processor time"
        return f"what reads pages ended with status {status}"


async def _answer(process: Process, question: bytes) -> object:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(question)
    await process.stdin.drain()
    (length,) = LENGTH.unpack(await process.stdout.readexactly(LENGTH.size))
    if length > _MOST:
        raise EOFError
    return plain(await process.stdout.readexactly(length))


class _Records(pickle.Unpickler):
    """Makes the crawler's own records and nothing else: a process that a page has taken over may answer anything."""

    def find_class(self, module: str, name: str) -> object:
        if module.startswith("crawler.") or module == "archive.records":
            found: object = super().find_class(module, name)
            if isinstance(found, type) and (is_dataclass(found) or issubclass(found, Enum)):
                return found
        raise pickle.UnpicklingError(f"{module}.{name}")


def plain(data: bytes) -> object:
    """What a process answered. Raises UnpicklingError where that is no record of the crawler's."""
    try:
        return _Records(io.BytesIO(data)).load()
    except Exception as odd:
        # What else a made-up answer sets off in the unpickler is, by its documentation, not limited to any list.
        raise pickle.UnpicklingError from odd


_kept: list[Reader] = []


def reader() -> Reader:
    """The reader of this process, kept for its next crawls as the reactor is; on the reactor's loop."""
    if not _kept:
        _kept.append(Reader())
        atexit.register(_end)
    return _kept[0]


def _end() -> None:
    """Leave no process behind: one that nobody waits for tells nobody what it used."""
    asyncio.run_coroutine_threadsafe(_kept[0].close(), reactor.loop()).result(10)
