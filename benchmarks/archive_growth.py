"""How the archive's times grow with what it holds: synthetic pages, a twentieth of them reports, in one archive that grows."""

import hashlib
import random
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

from archive import names, search
from archive.clock import ident, stamp
from archive.records import Capture, Fetched, Outcome, Reading, Section, Source
from archive.store import Archive
from benchmarks.archive_bodies import read_times, timed

NEW = 10**9
"""Number of the first page that is not among those by which the archive grows."""


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
        # Beyond what the archive will ever hold, and at each size other pages: what is there already costs next to nothing.
        first = NEW + size * 1000
        batches = [
            list(synthetic(run, range(first + start, first + start + 50), archive))
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
