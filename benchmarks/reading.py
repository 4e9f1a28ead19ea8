"""How fast reports are read whole, format by format, beside the libraries one would otherwise use on the same files.

    python -m benchmarks.reading [REPEATS]

Times are of the processor, so that a busy machine does not change the ratios. A ratio is all our time over all of the rival's, on
the same files in turn: what somebody who reads them all waits. Pages come in every style of the replica, each page a report of
its own, and a line says how each style fares, since the rival's time grows with the mark-up and ours hardly does. Exit status 1
where a bar is missed.
"""

import gc
import io
import json
import logging
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from archive.records import Source  # noqa: TC001  # a script, read by people
from extract.process.child import environment
from extract.read import read
from replica.documents import files, html, office, text
from tests.extract.damage import source
from tests.extract.readers import made

MAX_MEMORY = 400
"""Megabytes that a reading process may take."""


@dataclass(frozen=True, kw_only=True)
class Rival:
    """A library alone on a format, and how much of its time reading a report whole may take."""

    name: str
    bar: float
    run: Callable[[bytes], object]


def trafilatura_alone(body: bytes) -> object:
    """Text and tables of a page."""
    import trafilatura

    return trafilatura.extract(body.decode("utf-8"), include_tables=True)


def extractous_alone(body: bytes) -> object:
    """Text of an office document."""
    from extractous import Extractor

    return Extractor().extract_bytes_to_string(bytearray(body))


def pdfplumber_alone(body: bytes) -> object:
    """The tables of every page."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(body)) as document:
        return [page.extract_tables() for page in document.pages]


RIVALS = {
    "html": Rival(name="trafilatura", bar=0.25, run=trafilatura_alone),
    "doc": Rival(name="extractous", bar=1.2, run=extractous_alone),
    "docx": Rival(name="extractous", bar=0.4, run=extractous_alone),
    "pdf": Rival(name="pdfplumber", bar=0.2, run=pdfplumber_alone),
}
FORMATS = ("html", "doc", "docx", "pdf", "wps", "rtf", "odt", "txt", "scan.pdf")


def documents(kind: str) -> dict[str, list[bytes]]:
    """By style: pages of made reports, no report twice; of other formats the committed office files or made reports."""
    if kind == "html":
        return {
            style: [html.page(report, style).encode() for report in made.reports(f"reading/{style}")]
            for style in html.STYLES
        }
    if kind == "txt":
        return {"": [text.text(report).encode() for report in made.reports()]}
    # A scan is a kind of its own: reading one is recognising it, which no rival does.
    paths = sorted(Path(office.FOLDER).glob(f"*.{kind}"))
    committed = [path.read_bytes() for path in paths if path.name.partition(".")[2] == kind]
    return {"": committed or [files.render(report, kind) for report in made.reports()]}


def seconds(run: Callable[[], object]) -> float:
    """Processor time of one call."""
    start = time.process_time()
    run()
    return time.process_time() - start


@dataclass(frozen=True, kw_only=True)
class Timed:
    """Seconds that documents took, ours and the rival's in parallel; no rival's where there is none."""

    ours: list[float]
    theirs: list[float]

    def line(self, name: str, rival: Rival | None) -> str:
        """What a person reads of it."""
        count = len(self.ours)
        each = sum(self.ours) / count
        told = f"{name:12} {count:4} read  {1 / each:6.1f} a second  {1000 * each:6.1f} ms"
        if rival is None:
            return told
        theirs = 1000 * sum(self.theirs) / count
        return f"{told}  {self.ratio:5.2f} x {rival.name} ({theirs:.0f} ms)"

    @property
    def ratio(self) -> float:
        return sum(self.ours) / sum(self.theirs)


def timed(kind: str, bodies: list[bytes], repeats: int) -> Timed:
    """Each document read by us and by the rival in turn."""
    rival = RIVALS.get(kind)
    sources: list[Source] = [source(f"{n}.{kind}", body) for n, body in enumerate(bodies)]
    read(sources[0])
    if rival:
        rival.run(bodies[0])
    gc.freeze()  # as a reading process does (extract.process.child); it spares the rival as much
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(repeats):
        for each, body in zip(sources, bodies, strict=True):
            ours.append(seconds(lambda each=each: read(each)))  # type: ignore[misc]
            if rival:
                theirs.append(seconds(lambda body=body: rival.run(body)))  # type: ignore[misc]
    return Timed(ours=ours, theirs=theirs)


def peak(kind: str) -> float:
    """Megabytes that a fresh process takes to read every document of a format."""
    code = f"from benchmarks.reading import worker; worker({kind!r})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env=environment())
    return float(json.loads(done.stdout.decode().splitlines()[-1]))


def worker(kind: str) -> None:
    """Read all, print the largest resident size in megabytes."""
    logging.disable(logging.ERROR)
    for bodies in documents(kind).values():
        for number, body in enumerate(bodies):
            read(source(f"{number}.{kind}", body))
    # Not getrusage: what it tells begins with the memory of the process that started this one.
    held = re.search(r"VmHWM:\s+(\d+) kB", Path("/proc/self/status").read_text("ascii"))
    assert held is not None
    print(json.dumps(int(held[1]) / 1024))


def rows(repeats: int) -> Iterator[tuple[str, bool]]:
    """A line for each format, and whether it keeps its bars; before it one for each style, which has none."""
    for kind in FORMATS:
        rival = RIVALS.get(kind)
        times = repeats if rival else 1
        styles = {style: timed(kind, bodies, times) for style, bodies in documents(kind).items()}
        if len(styles) > 1:
            yield from ((each.line(f"{kind} {style}", rival), True) for style, each in styles.items())
        whole = Timed(
            ours=[one for each in styles.values() for one in each.ours],
            theirs=[one for each in styles.values() for one in each.theirs],
        )
        memory = peak(kind)
        good = memory <= MAX_MEMORY and (rival is None or whole.ratio <= rival.bar)
        bar = f"bar {rival.bar}" if rival else ""
        yield f"{whole.line(kind, rival)}  {memory:.0f} MB  {bar}", good


def main(repeats: int) -> int:
    """Print the lines; how many missed a bar."""
    logging.disable(logging.ERROR)
    missed = 0
    for line, good in rows(repeats):
        print(line, "" if good else "  MISSED", flush=True)
        missed += not good
    return missed


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)))
