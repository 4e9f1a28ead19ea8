"""How fast reports are read whole, format by format, beside the libraries one would otherwise use on the same files.

    python -m benchmarks.reading [REPEATS]

Times are of the processor, so that a busy machine does not change the ratios. Exit status 1 where a bar is missed.
"""

import io
import json
import logging
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from archive.records import Source  # noqa: TC001  # a script, read by people
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
FORMATS = ("html", "doc", "docx", "pdf", "wps", "rtf", "odt", "txt")


def documents(kind: str) -> list[bytes]:
    """The committed office files of the replica, and pages and texts of made reports."""
    if kind == "html":
        styles = ("clean", "word", "trs", "plain")
        return [html.page(report, style).encode() for report in made.reports() for style in styles]  # type: ignore[arg-type]
    if kind == "txt":
        return [text.text(report).encode() for report in made.reports()]
    committed = [path.read_bytes() for path in sorted(Path(office.FOLDER).glob(f"*.{kind}"))]
    return committed or [files.render(report, kind) for report in made.reports()]


def seconds(run: Callable[[], object]) -> float:
    """Processor time of one call."""
    start = time.process_time()
    run()
    return time.process_time() - start


def timed(kind: str, repeats: int) -> tuple[float, float | None, int]:
    """Median seconds a document of ours and of the rival, each document read by both in turn; and how many."""
    rival = RIVALS.get(kind)
    bodies = documents(kind)
    sources: list[Source] = [source(f"{n}.{kind}", body) for n, body in enumerate(bodies)]
    read(sources[0])
    if rival:
        rival.run(bodies[0])
    ours: list[float] = []
    theirs: list[float] = []
    for _ in range(repeats):
        for each, body in zip(sources, bodies, strict=True):
            ours.append(seconds(lambda each=each: read(each)))  # type: ignore[misc]
            if rival:
                theirs.append(seconds(lambda body=body: rival.run(body)))  # type: ignore[misc]
    return median(ours), median(theirs) if theirs else None, len(bodies)


def peak(kind: str) -> float:
    """Megabytes that a fresh process takes to read every document of a format."""
    code = f"from benchmarks.reading import worker; worker({kind!r})"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    return float(json.loads(done.stdout.decode().splitlines()[-1]))


def worker(kind: str) -> None:
    """Read all, print the largest resident size in megabytes."""
    logging.disable(logging.ERROR)
    for number, body in enumerate(documents(kind)):
        read(source(f"{number}.{kind}", body))
    print(json.dumps(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def rows(repeats: int) -> Iterator[tuple[str, bool]]:
    """A line for each format, and whether it keeps its bars."""
    for kind in FORMATS:
        ours, theirs, count = timed(kind, repeats)
        memory = peak(kind)
        line = (
            f"{kind:5} {count:3} documents  {1 / ours:6.1f} a second  {1000 * ours:6.1f} ms  {memory:4.0f} MB"
        )
        good = memory <= MAX_MEMORY
        rival = RIVALS.get(kind)
        if rival and theirs:
            ratio = ours / theirs
            good = good and ratio <= rival.bar
            line += f"  {ratio:5.2f} x {rival.name} ({1000 * theirs:.0f} ms; bar {rival.bar})"
        yield line, good


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
