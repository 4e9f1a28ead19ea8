"""The archive beside WARC.gz with revisit records, on the very same fetches: size, writing, random reads."""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import replica
from archive.records import Capture, Fetched, Outcome
from archive.rows import captures
from archive.store import Archive

ROOT = Path(__file__).parents[1]
EDITED = 0.02
"""Share of reports that change from one crawl to the next."""
BATCH = 50
WARC_TOO = "('runs', 'strings', 'headers', 'capture_rows', 'body_rows', 'dictionaries')"
"""Tables of requests, responses, their headers and bodies; the others hold what is made of them."""


def gongkai(db: Path, *words: str) -> None:
    """The command itself, as a user runs it."""
    subprocess.run(
        [sys.executable, "-m", "gongkai", "--db", str(db), *words], cwd=ROOT, check=True, capture_output=True
    )


def crawled(db: Path, *, size: replica.server.client.SizeName, rounds: int = 3) -> None:
    """Crawls of one replica that is edited in between, every known page asked again."""
    chance = random.Random(1)
    with replica.serve(family="ucap", size=size, seed=1) as portal:
        for at in range(rounds):
            if at:
                reports = portal.truth()
                for report in chance.sample(reports, max(1, round(len(reports) * EDITED))):
                    portal.change(report["id"])
            again = ["--recheck"] if at else []
            gongkai(
                db, "crawl", portal.url, "--no-extract", "--allow-private-addresses", "--delay", "0", *again
            )


def fetches(db: Path) -> list[Fetched]:
    """Everything that was fetched, with its body."""
    with Archive.open(db, "read") as archive:
        found = captures.select(archive.db.conn, "status IS NOT NULL ORDER BY capture", ())
        return [
            Fetched(
                capture=capture,
                body=archive.body(capture.sha256)
                if capture.sha256 and capture.outcome is not Outcome.NOT_MODIFIED
                else None,
            )
            for capture in found
        ]


def write_warc(path: Path, fetched: Sequence[Fetched]) -> float:
    """Seconds of processor that warcio takes for requests, responses and revisits of the same fetches, gzipped."""
    seen: dict[str, Capture] = {}
    began = time.process_time()
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="1.1")
        for one in fetched:
            _write_warc(writer, one, seen)
    return time.process_time() - began


def _write_warc(writer: WARCWriter, one: Fetched, seen: dict[str, Capture]) -> None:
    capture, body = one.capture, one.body or b""
    http = StatusAndHeaders(f"{capture.status} OK", list(capture.response_headers), protocol="HTTP/1.1")
    first = seen.get(capture.sha256 or "")
    date = {"WARC-Date": capture.received_at}
    if first is None:
        answer = writer.create_warc_record(
            capture.url,
            "response",
            payload=BytesIO(body),
            length=len(body),
            http_headers=http,
            warc_headers_dict=date,
        )
        if capture.sha256:
            seen[capture.sha256] = capture
    else:
        answer = writer.create_revisit_record(
            capture.url,
            digest=f"sha256:{capture.sha256}",
            refers_to_uri=first.url,
            refers_to_date=first.received_at,
            http_headers=http,
            warc_headers_dict=date,
        )
    asked = StatusAndHeaders("GET / HTTP/1.1", list(capture.request_headers), is_http_request=True)
    request = writer.create_warc_record(capture.url, "request", http_headers=asked, warc_headers_dict=date)
    writer.write_request_response_pair(request, answer)


def write_archive(path: Path, fetched: Sequence[Fetched]) -> float:
    """Seconds of processor that the archive takes for the same fetches, in batches as the crawler writes them."""
    path.unlink(missing_ok=True)
    with Archive.open(path) as archive:
        run = archive.start_run("crawl")
        own = [replace(one, capture=replace(one.capture, run=run)) for one in fetched]
        began = time.process_time()
        for start in range(0, len(own), BATCH):
            archive.save(own[start : start + BATCH])
        taken = time.process_time() - began
        archive.end_run(run, reason="finished")
        archive.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return taken


def compacted(path: Path) -> dict[str, int]:
    """Bytes of an archive once it is compacted: the file, its bodies, and the tables that hold what a WARC holds too."""
    with Archive.open(path) as archive:
        gain = archive.compact()
        shared = f"(SELECT name FROM sqlite_master WHERE tbl_name IN {WARC_TOO})"
        (pages,) = archive.db.execute(f"SELECT sum(pgsize) FROM dbstat WHERE name IN {shared}").fetchone()
    return {"file": path.stat().st_size, "bodies": gain.after, "what WARC holds too": pages}


def bodies(size: replica.server.client.SizeName) -> dict[str, object]:
    """Size, writing and reading beside WARC.gz with revisit records."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        crawled(folder / "crawl.db", size=size)
        fetched = fetches(folder / "crawl.db")
        warc, own = folder / "all.warc.gz", folder / "own.db"
        rounds = [(write_warc(warc, fetched), write_archive(own, fetched)) for _ in range(3)]
        written, reads = own.stat().st_size, read_times(own)
        gzipped, after = warc.stat().st_size, compacted(own)
        full = compacted(folder / "crawl.db")
        return {
            "captures": len(fetched),
            "bytes of bodies": sum(len(one.body or b"") for one in fetched),
            "WARC.gz bytes": gzipped,
            "archive bytes": {"as written": written, "compacted": after},
            "share of WARC.gz": {
                "as written": round(written / gzipped, 3),
                **{part: round(count / gzipped, 3) for part, count in after.items()},
            },
            "share, with links, lists and sightings": round(full["file"] / gzipped, 3),
            "CPU s of writing: warcio, archive": [
                round(min(times), 2) for times in zip(*rounds, strict=True)
            ],
            "read ms p50, p95, max": reads,
            "read ms, compacted": read_times(own),
        }


def read_times(db: Path, count: int = 1000) -> list[float]:
    """Milliseconds of reading single bodies at random: median, 95th percentile, longest."""
    with Archive.open(db, "read") as archive:
        digests = [sha256 for (sha256,) in archive.db.execute("SELECT sha256 FROM bodies ORDER BY sha256")]
        chosen = random.Random(2).choices(digests, k=count)
        times = sorted(timed(lambda sha256=sha256: archive.body(sha256)) * 1000 for sha256 in chosen)  # type: ignore[misc]
    return [round(value, 3) for value in (median(times), quantiles(times, n=20)[-1], times[-1])]


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began
