"""2,000 damaged documents and a handful of monsters through the reading processes: what became of each, at what cost.

    python -m benchmarks.fuzzing [COUNT] [SEED]

Exit status 1 where a document was left without a reading, a sound one was not read, or a process grew past its limit.
"""

import logging
import re
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from archive.records import Reading, Source
from extract.process.child import Limits
from extract.run import guarded
from tests.extract.damage import damaged, monsters, source

WORKERS = 2
LIMITS = Limits(seconds=120)
LONG = "500 pages"
"""The one monster that is sound: it must be read."""


def readings(sources: Iterator[tuple[str, Source]]) -> Iterator[tuple[str, Reading, bool, float]]:
    """What became of each source, in order, with the seconds it took; a window keeps the bodies few."""
    with ThreadPoolExecutor(WORKERS) as pool:
        window = []
        for name, each in sources:
            window.append((name, pool.submit(_timed, each)))
            if len(window) >= 4 * WORKERS:
                first, future = window.pop(0)
                yield first, *future.result()
        for name, future in window:
            yield name, *future.result()


def _timed(each: Source) -> tuple[Reading, bool, float]:
    start = time.perf_counter()
    reading, lost = guarded(each, LIMITS)
    return reading, lost, time.perf_counter() - start


class Watch(threading.Thread):
    """The most memory that any reading process has held, looked up while they live.

    What the system tells of ended children counts the parent's own memory at their start, with a bomb of 300 MB in it.
    """

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.megabytes = 0.0

    def run(self) -> None:
        while True:
            for task in Path("/proc/self/task").glob("*/children"):
                for pid in _read(task).split():
                    if "extract.process.child" in _read(Path("/proc", pid, "cmdline")):
                        self.megabytes = max(self.megabytes, _peak(_read(Path("/proc", pid, "status"))))
            time.sleep(0.01)


def _read(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except OSError:
        return ""


def _peak(status: str) -> float:
    found = re.search(r"VmHWM:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def main(count: int, seed: str) -> int:
    """Print the counts; the number of documents that nothing is known of."""
    logging.getLogger("extract").setLevel(logging.ERROR)
    documents = chain(monsters(), damaged(count, seed))
    statuses: Counter[str] = Counter()
    why: Counter[str] = Counter()
    slowest = ("", 0.0)
    missing = 0
    unread = []
    watch = Watch()
    watch.start()
    for name, reading, lost, seconds in readings((name, source(name, body)) for name, body in documents):
        statuses[reading.status] += 1
        missing += reading.status == "unreadable" and not reading.why
        if name == LONG and reading.status not in {"ok", "partial"}:
            unread.append(f"{name}: {reading.why}")
        slowest = max(slowest, (name, seconds), key=lambda each: each[1])
        if lost:
            why[f"{name.rsplit(' ', 1)[0]}: {reading.why}"] += 1
        if name[-1:].isalpha() or lost:
            print(f"{name}: {reading.status} {reading.why or ''} {seconds:.1f} s")
    for each in unread:
        print(f"a sound document was not read: {each}")
    peak = watch.megabytes
    total = sum(statuses.values())
    print(
        f"{total} documents: {dict(statuses)}; {sum(why.values())} cost their process; {missing} without a reason"
    )
    print(
        f"slowest {slowest[0]} {slowest[1]:.1f} s; largest process {peak:.0f} MB of {LIMITS.memory // 2**20} allowed"
    )
    return missing + (peak > 1.1 * LIMITS.memory / 2**20) + len(unread)


if __name__ == "__main__":
    sys.exit(
        bool(
            main(
                int(sys.argv[1]) if len(sys.argv) > 1 else 2000,
                sys.argv[2] if len(sys.argv) > 2 else "damage",
            )
        )
    )
