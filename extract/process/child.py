"""A process of its own for reading hostile documents: it may hang, swell or die, and only the document is lost.

It is started with a fresh interpreter (never forked from a process with threads or a reactor) and serves one request
after another over its pipes. Plain `subprocess`, so that it also starts under a cluster's daemonic workers.
"""

import contextlib
import gc
import logging
import math
import os
import pickle
import resource
import select
import signal
import subprocess
import sys
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, NoReturn

from archive.errors import DocumentUnreadable, ReaderBroken
from archive.records import Part, Reading, Source
from extract.process.wire import MAX_ANSWER, Failure, plain, received, send

log = logging.getLogger(__name__)

_STOPPED = "reading was stopped"
_NONSENSE = "the reader answered something else than a reading"
_LARGE_BLOCK = 16 * 2**20
"""Bytes of a block that goes back to the system when it is freed.

glibc raises this by itself to 32 MB as it sees large blocks freed, and what a recogniser has freed then stays with the
process: some 100 MB. At 1 MB every tensor is mapped anew, which doubles the time.
"""
_POLL = 0.01
"""Seconds between looks at the process's memory: one that swells as fast as it can gains some 20 MB meanwhile."""
_START = 120.0
_PAGE = resource.getpagesize()


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """What one source may cost before its process is killed."""

    seconds: float = 300
    """Of processor time: a busy machine makes no document unreadable."""
    wall: float = 1800
    """Seconds by the clock, for what waits rather than works."""
    memory: int = 400 * 2**20
    """Bytes of resident memory: what it takes from the machine, which neither its address space nor its data tells."""
    tired: int = 300 * 2**20
    """Bytes of resident memory after a reading, past which the process is replaced by a fresh one."""
    module: str = "extract.process.child"
    """What the process runs."""


class ChildLost(Exception):
    """The process ended or was killed while it read; the message is what the reading records."""


class Child:
    """One reading process, started at the first request and again after each loss."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._retired = False

    def read(self, source: Source) -> Reading:
        """The source's reading. Raises ChildLost with the reason where reading cost the process, ReaderBroken where none starts."""
        reading = self._ask(source)
        if not isinstance(reading, Reading):
            raise ChildLost(_NONSENSE)
        return reading

    def survives(self, part: Part) -> bool:
        """Whether a part can be opened without losing the process, readable or not."""
        try:
            self._ask(part)
        except ChildLost:
            return False
        return True

    def close(self) -> None:
        """End the process, if one runs."""
        if self._process is not None:
            _end(self._process)
            self._process = None

    def retire(self) -> None:
        """End the process for good, also while another thread waits for its answer, which then raises ChildLost."""
        self._retired = True
        if (process := self._process) is not None:
            process.kill()

    def _ask(self, question: Source | Part) -> object:
        process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            send(process.stdin, question)
            self._await(process, process.stdout, self.limits.wall)
            answer = plain(received(process.stdout, MAX_ANSWER))
        except (BrokenPipeError, EOFError):
            self._lose(process, None)
        except pickle.UnpicklingError:
            self._lose(process, _NONSENSE)
        if _resident(process.pid) > self.limits.tired:
            self.close()
        if isinstance(answer, Failure):
            raise ChildLost(answer.why)
        return answer

    def _start(self) -> subprocess.Popen[bytes]:
        arguments = [
            sys.executable,
            "-P",  # a folder `extract` where the command is called is somebody else's
            "-m",
            self.limits.module,
            str(self.limits.memory),
            str(math.ceil(self.limits.seconds)),
            str(math.ceil(self.limits.wall)),
        ]
        process = subprocess.Popen(
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if log.isEnabledFor(logging.DEBUG) else subprocess.DEVNULL,
            env=environment(),
        )
        weakref.finalize(self, _end, process)
        self._process = process
        if self._retired:
            self._lose(process, _STOPPED)
        assert process.stdout is not None
        try:
            # Starting is no part of what a document may cost: on a busy machine imports alone take seconds.
            self._await(process, process.stdout, _START)
            received(process.stdout, MAX_ANSWER)
        except (ChildLost, EOFError) as error:
            self.close()
            if self._retired:
                raise ChildLost(_STOPPED) from error
            raise ReaderBroken(
                f"no reading process starts: {sys.executable} -c 'import extract.read' tells why; nothing was recorded"
            ) from error
        return process

    def _await(self, process: subprocess.Popen[bytes], answers: IO[bytes], seconds: float) -> None:
        """Return when an answer begins to arrive; kill the process at either limit."""
        deadline = time.monotonic() + seconds
        while not select.select([answers], [], [], _POLL)[0]:
            if time.monotonic() > deadline:
                self._lose(process, f"reading took longer than {seconds:g} s")
            if _resident(process.pid) > self.limits.memory:
                self._lose(process, f"reading needed more than {self.limits.memory // 2**20} MB")

    def _lose(self, process: subprocess.Popen[bytes], why: str | None) -> NoReturn:
        if why is None:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
        status = process.poll()
        self.close()
        if status == -signal.SIGXCPU:
            why = f"reading took more than {self.limits.seconds:g} s of processor time"
        raise ChildLost(why or f"the reader {_ending(status)}")


def environment() -> dict[str, str]:
    """The variables that a reading process is started with."""
    paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    return {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(path for path in paths if path),
        "MALLOC_MMAP_THRESHOLD_": str(_LARGE_BLOCK),
    }


def _ending(status: int | None) -> str:
    if status is None or status >= 0:
        return f"ended with status {status}"
    names = {each.value: each.name for each in signal.Signals}
    return f"was killed by {names.get(-status, f'signal {-status}')}"


def _end(process: subprocess.Popen[bytes]) -> None:
    process.kill()
    process.wait()
    for pipe in (process.stdin, process.stdout):
        with contextlib.suppress(OSError):
            if pipe is not None:
                pipe.close()


def _resident(pid: int) -> int:
    """Bytes in memory; 0 where the system has no /proc, which leaves the limit to the kernel."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * _PAGE
    except (OSError, IndexError, ValueError):
        return 0


Answer = Callable[[Source | Part], object]


def answer(question: Source | Part) -> object:
    """What the process does with one request: read a source whole, or only open a part."""
    from extract import readers
    from extract.read import read

    if isinstance(question, Source):
        return read(question)
    try:
        return len(readers.document(question))
    except DocumentUnreadable:
        return 0


def serve(memory: int, seconds: int, wall: int, reader: Answer = answer) -> None:
    """Answer requests from standard input until it ends; the process dies by itself if its parent can't kill it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    # The parent watches resident memory; this stops what grows faster than it looks.
    # Data is more than what is resident: stacks and buffers of threads that hardly touch them.
    resource.setrlimit(resource.RLIMIT_DATA, (3 * memory // 2, 3 * memory // 2))
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not reach the parent as an answer
    import_module("extract.read")
    gc.freeze()  # the libraries' objects stay: looking through them takes as long as reading ten pages
    send(pipe, "ready")
    while True:
        try:
            question = pickle.loads(received(sys.stdin.buffer))
        except EOFError:
            return
        used = resource.getrusage(resource.RUSAGE_SELF)
        more = math.ceil(used.ru_utime + used.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (more, resource.RLIM_INFINITY))
        signal.alarm(wall + 10)
        send(pipe, _guarded(question, reader))
        signal.alarm(0)


def _guarded(question: object, reader: Answer) -> object:
    assert isinstance(question, Source | Part)
    try:
        return reader(question)
    except MemoryError:
        return Failure("reading needed more memory than it may have")
    except RecursionError:
        return Failure("the document is nested too deeply")
    except Exception as bug:
        # The door of ARCHITECTURE's per-capture loop: a bug costs this document, with its traceback, not the run.
        log.exception("reading failed")
        return Failure(f"{type(bug).__name__}: {_said(bug)}"[:500])


def _said(bug: Exception) -> str:
    """An error's message in one line: the first, or the last where a library gives a traceback for a message."""
    lines = str(bug).strip().splitlines() or [""]
    return lines[-1 if lines[0].startswith("Traceback") else 0].strip()


if __name__ == "__main__":
    serve(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
