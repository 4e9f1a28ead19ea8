"""Twisted's reactor in a thread of its own: started at the first crawl, kept for the next ones, never in the caller's way.

A reactor cannot be started twice; in its own thread it need not be, and signals, progress and waiting stay with the main thread.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import TypeVar, cast

from twisted.internet.base import ReactorBase

T = TypeVar("T")

_lock = threading.Lock()
_running: list[asyncio.AbstractEventLoop] = []


def submit(work: Callable[[ReactorBase], Awaitable[T]]) -> Future[T]:
    """Run `work` on the reactor's loop; the future is the caller's to wait for."""

    async def run() -> T:
        from twisted.internet import reactor

        return await work(cast("ReactorBase", reactor))

    return asyncio.run_coroutine_threadsafe(run(), loop())


def loop() -> asyncio.AbstractEventLoop:
    """The reactor's event loop, started where it does not run yet."""
    with _lock:
        if not _running:
            started = threading.Event()
            threading.Thread(target=_run, args=(started,), name="reactor", daemon=True).start()
            started.wait()
        return _running[0]


def _run(started: threading.Event) -> None:
    from scrapy.utils.reactor import install_reactor

    from crawler.settings import TWISTED_REACTOR

    install_reactor(TWISTED_REACTOR)
    from twisted.internet import reactor

    _running.append(asyncio.get_event_loop())
    running = cast("ReactorBase", reactor)
    running.callWhenRunning(started.set)
    running.run(installSignalHandlers=False)
