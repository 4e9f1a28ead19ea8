"""What the archive survives: a writing crawl, a reading run and a compaction killed at random moments, a second writer, a full disk,
a clock that jumps back.

    python -m benchmarks.faults --count 200

Every line that a worker prints is something it was told is stored. After each kill, and at the end, all of it must be there, `verify`
must pass, and the next worker must go on from there. The suite runs the same with a small count.
"""

import argparse
import hashlib
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from archive.clock import ident, stamp
from archive.errors import ArchiveBusy, ArchiveFull, GongkaiError
from archive.frontier import Waiting
from archive.keeping.verify import verify
from archive.records import Capture, Fetched, Outcome, Reading, Section, Source
from archive.store import Archive

ROOT = Path(__file__).parents[1]
PORTAL = "faults.example"
JUMP = timedelta(days=400)
"""How far back the clock of every third worker jumps."""


def page(run: str, number: int, moment: datetime) -> Fetched:
    """A report page that every visit changes a little."""
    body = f"<p>report {number % 40} of town {number % 7}</p><i>{number}</i>".encode() * 50
    capture = Capture(
        id=ident(moment),
        run=run,
        portal=PORTAL,
        url=f"http://{PORTAL}/{number % 40}.html",
        final_url=f"http://{PORTAL}/{number % 40}.html",
        status=200,
        outcome=Outcome.OK,
        requested_at=stamp(moment),
        received_at=stamp(moment),
        response_headers=(("Server", "test"), ("Content-Length", str(len(body)))),
        sha256=hashlib.sha256(body).hexdigest(),
        media_type="text/html",
        role="report",
    )
    return Fetched(capture=capture, body=body)


def reading(source: Source) -> Reading:
    """What a trivial extractor makes of a page: its number is its content."""
    text = source.parts[0].body.decode()
    number = int(text.split("report ")[1].split(" ")[0])
    return Reading(
        **{"source": source.key, "extractor": "1", "status": "ok", "why": None, "media_type": "text/html"},
        **{"sha256": source.parts[0].sha256, "form": None, "division_code": None, "division_level": None},
        **{"published": None, "published_label": None, "title": f"report {number}", "year": 2000 + number},
        organ=f"town {number % 7}",
        organ_key=f"town {number % 7}",
        sections=(Section(number=1, heading="", text=text),),
        content=str(number),
    )


def work(path: Path, kind: str, *, jump: bool) -> None:
    """Crawl, read or compact for ever, printing what is stored; ended by a kill."""
    early = (lambda: datetime.now(UTC) - JUMP) if jump else (lambda: datetime.now(UTC))
    with Archive.open(path, clock=early) as archive, archive.hold():
        run = archive.start_run("crawl" if kind == "crawl" else "extract")
        print("begun", run, flush=True)
        for told in {"crawl": _crawl, "extract": _read, "compact": _compact}[kind](archive, run):
            print(told, flush=True)
        archive.end_run(run, reason="finished")
        print("ended", run, flush=True)


def _crawl(archive: Archive, run: str) -> Iterator[str]:
    for start in range(0, 10_000, 10):
        batch = [page(run, start + at, archive.clock()) for at in range(10)]
        fingerprints = [f"{run} {one.capture.id}" for one in batch]
        waiting = [
            Waiting(portal=PORTAL, url=one.capture.url, fingerprint=f, score=0.5)
            for one, f in zip(batch, fingerprints, strict=True)
        ]
        archive.save([], waiting=waiting)
        archive.save(batch, [(PORTAL, fingerprint) for fingerprint in fingerprints])
        yield from (
            f"capture {one.capture.id} {fingerprint}"
            for one, fingerprint in zip(batch, fingerprints, strict=True)
        )


def _compact(archive: Archive, _run: str) -> Iterator[str]:
    while True:
        archive.compact()
        yield "compacted"


def _read(archive: Archive, _run: str) -> Iterator[str]:
    while True:
        for source in archive.sources("1"):
            archive.record(source, reading(source))
            yield f"reading {source.key}"
        yield "idle"
        time.sleep(0.01)


def kill_one(path: Path, kind: str, *, words: int, after: float, jump: bool) -> list[list[str]]:
    """Start a worker, kill it `after` seconds of its first `words` words, and give what it said was stored."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.faults",
        "--work",
        kind,
        "--path",
        str(path),
        *(["--jump"] if jump else []),
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        said = [worker.stdout.readline() for _ in range(words)]
        time.sleep(after)
        worker.send_signal(signal.SIGKILL)
        said += worker.stdout.readlines()
    return [line.split(" ", 2) for line in map(str.rstrip, said) if line]


def lost(path: Path, said: list[list[str]]) -> list[str]:
    """What was acknowledged and is not there, and every damage."""
    with Archive.open(path) as archive:
        missing = []
        for kind, *rest in said:
            match kind, rest:
                case "capture", [capture, fingerprint]:
                    found = archive.db.execute(
                        "SELECT state FROM captures, frontier WHERE capture = ?"
                        " AND frontier.portal = ? AND fingerprint = ?",
                        (capture, PORTAL, fingerprint),
                    ).fetchone()
                    if found != ("done",):
                        missing.append(f"capture {capture}: {found}")
                case "reading", [source]:
                    if not archive.db.execute(
                        "SELECT 1 FROM readings WHERE source = ?", (source,)
                    ).fetchone():
                        missing.append(f"reading of {source}")
                case _:
                    pass
        return missing + [f"{damage.check}: {damage.what}" for damage in verify(archive.db.conn, full=True)]


def kills(path: Path, count: int, *, seed: int, places: str = "within") -> int:
    """Kill that many workers at random moments; gives how many acknowledgements were checked. Raises AssertionError at a loss.

    `places` is `apart` where the bodies stand in a second file.
    """
    if places == "apart":
        with Archive.open(path) as archive, archive.hold():
            archive.set_bodies_apart()
    moments = random.Random(seed)
    told: list[list[str]] = []
    for at in range(count):
        kind = ("crawl", "extract", "crawl", "compact")[at % 4]
        # Every second of a kind has begun with what it is for: a reading run makes sources of all captures before it reads one.
        words = 1 + at // 4 % 2
        said = kill_one(path, kind, words=words, after=moments.uniform(0, 0.4), jump=at % 3 == 2)
        wrong = lost(path, said)
        assert not wrong, f"kill {at} ({kind}): {wrong[:5]}"
        told += said
    wrong = lost(path, told)
    assert not wrong, f"after all kills: {wrong[:5]}"
    return len(told)


def second_writer(path: Path) -> str:
    """Start a second crawl while one writes; gives the one line that it ends with. What the first stored is there."""
    first = [sys.executable, "-m", "benchmarks.faults", "--work", "crawl", "--path", str(path)]
    with subprocess.Popen(first, cwd=ROOT, stdout=subprocess.PIPE, text=True) as worker:
        assert worker.stdout is not None
        said = [worker.stdout.readline()]
        second = subprocess.run(first, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
        worker.kill()
        said += worker.stdout.readlines()
    wrong = lost(path, [line.split(" ", 2) for line in map(str.rstrip, said) if line])
    assert not wrong, wrong[:5]
    assert second.returncode == ArchiveBusy.exit_status, second.stderr[-2000:]
    return second.stderr.strip()


def fill_disk(path: Path, limit: int) -> str:
    """Crawl until the file may grow no more (RLIMIT_FSIZE, as a full disk answers); gives the error's one line."""
    words = [
        sys.executable,
        "-m",
        "benchmarks.faults",
        "--work",
        "crawl",
        "--path",
        str(path),
        "--limit",
        str(limit),
    ]
    ended = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    wrong = lost(path, [line.split(" ", 2) for line in ended.stdout.splitlines()])
    assert not wrong, wrong[:5]
    assert ended.returncode == ArchiveFull.exit_status, ended.stderr[-2000:]
    return ended.stderr.strip()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--work", choices=["crawl", "extract", "compact"])
    parser.add_argument("--path", type=Path)
    parser.add_argument("--jump", action="store_true")
    parser.add_argument("--limit", type=int)
    options = parser.parse_args()
    if options.work:
        if options.limit:
            resource.setrlimit(resource.RLIMIT_FSIZE, (options.limit, options.limit))
        try:
            work(options.path, options.work, jump=options.jump)
        except GongkaiError as error:
            print(error, file=sys.stderr)
            return error.exit_status
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for places, count in (("within", options.count), ("apart", options.count // 4)):
            began = time.perf_counter()
            path = Path(folder) / f"{places}.db"
            checked = kills(path, count, seed=options.seed, places=places)
            took = time.perf_counter() - began
            print(
                f"bodies {places}: {count} kills, {checked} acknowledgements kept, {took:.0f} s", flush=True
            )
        print("second writer:", second_writer(path))
        print("full disk:", fill_disk(Path(folder) / "full.db", 2_000_000))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main())
