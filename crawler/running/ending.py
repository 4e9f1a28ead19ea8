"""When a crawl ends before it is done: told to, out of time, or short of disk; and how long what is on its way may still come."""

import shutil
import signal
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Future
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import monotonic
from types import FrameType

DRAIN = 5.0
"""Seconds that answers on their way may take once a crawl is told to end; what has not come then is asked for by the next crawl."""
_LOOK = 0.2


class Cut(StrEnum):
    """Why a crawl ended before its own end. What waits is left for the next one."""

    INTERRUPTED = "interrupted"
    MAX_TIME = "max_time"
    DISK = "disk"


@dataclass(frozen=True, kw_only=True, slots=True)
class Bounds:
    """What a run must keep within."""

    stop: threading.Event
    """Set by whoever wants the run to end."""
    until: float | None
    """Moment of `time.monotonic` at which fetching ends; null is never."""
    folder: Path
    """Where the archive stands."""
    min_free: int
    """Bytes that are to stay free there."""

    def cut(self) -> Cut | None:
        """The bound that is passed, if one is."""
        if self.stop.is_set():
            return Cut.INTERRUPTED
        if free(self.folder) < self.min_free:
            return Cut.DISK
        if self.until is not None and monotonic() >= self.until:
            return Cut.MAX_TIME
        return None


def free(folder: Path) -> int:
    """Bytes that may still be written in a folder."""
    return shutil.disk_usage(folder).free


def awaited(future: "Future[None]", bounds: Bounds, stop: Callable[[Cut], None]) -> Cut | None:
    """Wait for a crawl; past a bound let it drain, then give up what did not come. Gives the bound, null where there was none."""
    cut: Cut | None = None
    given_up = float("inf")
    while not future.done():
        if cut is None and (cut := bounds.cut()):
            given_up = monotonic() + DRAIN
            stop(cut)
        if monotonic() >= given_up:
            future.cancel()
        # A plain result() would keep Python from running the signal's handler.
        with suppress(TimeoutError, CancelledError):
            future.result(timeout=_LOOK)
    if not future.cancelled():
        future.result()
    return cut


@contextmanager
def stopping() -> Iterator[threading.Event]:
    """An event that SIGINT and SIGTERM set; only the main thread may catch them. A second signal ends the process as ever."""
    event = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield event
        return
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    def tell(_number: int, _frame: FrameType | None) -> None:
        event.set()
        restore()

    for number in before:
        signal.signal(number, tell)
    try:
        yield event
    finally:
        restore()
