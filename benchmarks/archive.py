"""What the archive costs: size and speed beside WARC on the same bodies, random reads, and how its times grow.

python -m benchmarks.archive bodies            # three crawls of a medium replica, 2 % of its reports edited between them
python -m benchmarks.archive growth 10000 100000 1000000
python -m benchmarks.archive crawl             # pages a second, beside a bare Scrapy spider that throws pages away
"""

import argparse
import hashlib
import json
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from statistics import median, quantiles

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

import replica
from archive import captures, names, search
from archive.clock import ident, stamp, utc_now
from archive.records import Capture, Fetched, Outcome, Reading, Section, Source
from archive.store import Archive

ROOT = Path(__file__).parents[1]
EDITED = 0.02
"""Share of reports that change from one crawl to the next."""
BATCH = 50


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
    """Seconds that warcio takes for requests, responses and revisits of the same fetches, gzipped."""
    seen: dict[str, Capture] = {}
    began = time.perf_counter()
    with path.open("wb") as out:
        writer = WARCWriter(out, gzip=True, warc_version="1.1")
        for one in fetched:
            _write_warc(writer, one, seen)
    return time.perf_counter() - began


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
    """Seconds that the archive takes for the same fetches, in batches as the crawler writes them."""
    with Archive.open(path) as archive:
        run = archive.start_run("crawl")
        own = [replace(one, capture=replace(one.capture, run=run)) for one in fetched]
        began = time.perf_counter()
        for start in range(0, len(own), BATCH):
            archive.save(own[start : start + BATCH])
        taken = time.perf_counter() - began
        archive.end_run(run, reason="finished")
        archive.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return taken


def bodies(size: replica.server.client.SizeName) -> dict[str, object]:
    """Size, writing and reading beside WARC.gz with revisit records."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        crawled(folder / "crawl.db", size=size)
        fetched = fetches(folder / "crawl.db")
        warc_seconds = min(write_warc(folder / "all.warc.gz", fetched) for _ in range(3))
        ours = []
        for at in range(3):
            (folder / f"own{at}.db").unlink(missing_ok=True)
            ours.append(write_archive(folder / f"own{at}.db", fetched))
        own = folder / "own0.db"
        written = own.stat().st_size
        reads = read_times(own)
        with Archive.open(own) as archive:
            gain = archive.compact()
        return {
            "captures": len(fetched),
            "bytes of bodies": sum(len(one.body or b"") for one in fetched),
            "WARC.gz bytes": (folder / "all.warc.gz").stat().st_size,
            "archive bytes": written,
            "archive bytes, compacted": own.stat().st_size,
            "share of WARC.gz": round(written / (folder / "all.warc.gz").stat().st_size, 3),
            "share, compacted": round(own.stat().st_size / (folder / "all.warc.gz").stat().st_size, 3),
            "bodies as stored": [gain.before, gain.after],
            "warcio captures/s": round(len(fetched) / warc_seconds),
            "archive captures/s": round(len(fetched) / min(ours)),
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


def synthetic(run: str, numbers: range, archive: Archive) -> Iterator[Fetched]:
    """Pages of about two kilobytes, every twentieth a report's."""
    for number in numbers:
        words = random.Random(number)
        text = "".join(chr(0x4E00 + words.randrange(3000)) for _ in range(500))
        body = f"<html><h1>{number}</h1><p>{text}</p></html>".encode()
        moment = archive.clock()
        url = f"http://growth.example/{number % 1000}/{number}.html"
        capture = Capture(
            id=ident(moment),
            run=run,
            portal=f"growth{number % 50}.example",
            url=url,
            final_url=url,
            status=200,
            outcome=Outcome.OK,
            requested_at=stamp(moment),
            received_at=stamp(moment),
            response_headers=(
                ("Server", "nginx"),
                ("Date", stamp(moment)),
                ("Content-Length", str(len(body))),
            ),
            sha256=hashlib.sha256(body).hexdigest(),
            media_type="text/html",
            role="report" if number % 20 == 0 else "other",
        )
        yield Fetched(capture=capture, body=body)


def reading(source: Source) -> Reading:
    number = int(source.url.rsplit("/", 1)[1].removesuffix(".html"))
    text = source.parts[0].body.decode()
    return Reading(
        **{"source": source.key, "extractor": "1", "status": "ok", "why": None, "media_type": "text/html"},
        **{
            "form": "2021",
            "division_code": None,
            "division_level": None,
            "published": None,
            "published_label": None,
        },
        sha256=source.parts[0].sha256,
        title=f"report {number}",
        organ=f"organ {number // 10}",
        organ_key=f"organ {number // 10}",
        year=2014 + number % 10,
        sections=(Section(number=1, heading="", text=text[:200]),),
        content=source.key,
    )


def growth(sizes: Sequence[int]) -> Iterator[dict[str, object]]:
    """Times at each size, in one archive that grows."""
    with tempfile.TemporaryDirectory() as name:
        db = Path(name) / "growth.db"
        done = 0
        for size in sizes:
            with Archive.open(db) as archive:
                run = archive.start_run("crawl")
                for start in range(done, size, 1000):
                    archive.save(list(synthetic(run, range(start, min(start + 1000, size)), archive)))
                archive.end_run(run, reason="finished")
                for source in archive.sources("1"):
                    archive.record(source, reading(source))
            done = size
            yield measured(db, size)


def measured(db: Path, size: int) -> dict[str, object]:
    """Milliseconds to open, to insert a page, to find, and to take in a run that brought fifty pages."""
    chance = random.Random(3)
    opened = [timed(lambda: Archive.open(db, "read").close()) for _ in range(5)]
    with Archive.open(db) as archive:
        reports = [
            key for (key,) in archive.db.execute("SELECT report FROM reports ORDER BY report LIMIT 100000")
        ]
        chosen = chance.choices(reports, k=50)
        prefix = [timed(lambda key=key: names.report(archive.db.conn, key[:16])) for key in chosen]  # type: ignore[misc]
        row = "SELECT * FROM current_reports WHERE report = ?"
        wide = [timed(lambda key=key: archive.db.execute(row, [key]).fetchall()) for key in chosen]  # type: ignore[misc]
        urls = [
            f"http://growth.example/{number % 1000}/{number}.html"
            for number in chance.choices(range(size), k=50)
        ]
        latest = [timed(lambda url=url: archive.latest(url)) for url in urls]  # type: ignore[misc]
        words = [
            chr(0x4E00 + chance.randrange(3000)) + chr(0x4E00 + chance.randrange(3000)) for _ in range(20)
        ]
        found = [timed(lambda word=word: search.find(archive.db.conn, word)) for word in words]  # type: ignore[misc]
        run = archive.start_run("crawl")
        batches = [
            list(synthetic(run, range(10**9 + start, 10**9 + start + 50), archive))
            for start in range(0, 500, 50)
        ]
        inserted = [timed(lambda batch=batch: archive.save(batch)) / 50 for batch in batches]  # type: ignore[misc]
        archive.end_run(run, reason="finished")
        composed = timed(lambda: [archive.record(source, reading(source)) for source in archive.sources("1")])

    def ms(values: Sequence[float]) -> float:
        return round(median(values) * 1000, 3)

    return {
        "captures": size,
        "file MB": round(db.stat().st_size / 1e6, 1),
        "open": ms(opened),
        "insert a page": ms(inserted),
        "find a report by id": ms(prefix),
        "its wide row": ms(wide),
        "newest copy of an address": ms(latest),
        "search two characters": ms(found),
        "read a run of 500 pages": round(composed * 1000),
        "body ms p50, p95, max": read_times(db, 300),
    }


def crawl_speed(size: replica.server.client.SizeName) -> dict[str, object]:
    """Pages a second of a crawl that archives, and of a bare spider that is given the same addresses."""
    with tempfile.TemporaryDirectory() as name, replica.serve(family="ucap", size=size, seed=1) as portal:
        db = Path(name) / "crawl.db"
        gongkai(db, "crawl", portal.url, "--no-extract", "--allow-private-addresses", "--delay", "0")
        with Archive.open(db, "read") as archive:
            rows = archive.db.execute("SELECT url, received_at FROM captures ORDER BY capture").fetchall()
        first, last = rows[0][1], rows[-1][1]
        from datetime import datetime

        seconds = (datetime.fromisoformat(last) - datetime.fromisoformat(first)).total_seconds()
        addresses = Path(name) / "addresses.json"
        addresses.write_text(json.dumps([url for url, _ in rows]))
        bare = subprocess.run(
            [sys.executable, "-m", "benchmarks.bare_spider", str(addresses)],
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        )
        own, other = len(rows) / seconds, float(bare.stdout.strip().splitlines()[-1])
        return {
            "pages": len(rows),
            "pages/s, archiving": round(own, 1),
            "pages/s, bare": other,
            "share": round(own / other, 3),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("part", choices=["bodies", "growth", "crawl"])
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--size", default="medium", choices=["demo", "small", "medium", "large"])
    options = parser.parse_args()
    began = utc_now()
    match options.part:
        case "bodies":
            print(json.dumps(bodies(options.size), indent=1))
        case "growth":
            for line in growth(options.sizes):
                print(json.dumps(line), flush=True)
        case _:
            print(json.dumps(crawl_speed(options.size), indent=1))
    print(f"{(utc_now() - began).total_seconds():.0f} s", file=sys.stderr)


if __name__ == "__main__":
    main()
