"""Records made by hand for the archive's tests."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from archive.clock import ident, stamp
from archive.records import (
    Capture,
    Fetched,
    Figure,
    Finding,
    Link,
    Outcome,
    Reading,
    Role,
    Section,
    Sighting,
    Source,
    State,
    Status,
)
from archive.store import Archive

PORTAL = "www.example.gov.cn".removeprefix("www.")
PAGE = "http://www.example.gov.cn/xxgk/nb/2023.html"
FILE = "http://www.example.gov.cn/files/2023.doc"
HEADERS = (
    ("Server", "nginx"),
    ("Content-Type", "text/html; charset=gbk"),
    ("Date", "Mon, 20 Jan 2025 01:00:00 GMT"),
)


@dataclass
class Ticking:
    """A clock that moves one second a look."""

    now: datetime = field(default_factory=lambda: datetime(2025, 1, 20, 9, 0, tzinfo=UTC))

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def fetch(
    archive: Archive,
    run: str,
    body: bytes | None,
    *,
    url: str = PAGE,
    role: Role = "report",
    files: Iterable[str] = (),
    outcome: Outcome = Outcome.OK,
    status: int | None = 200,
    portal: str = PORTAL,
    seen: bool = False,
) -> Fetched:
    """A fetch of now."""
    moment = archive.clock()
    capture = Capture(
        id=ident(moment),
        run=run,
        portal=portal,
        url=url,
        final_url=url,
        status=status,
        outcome=outcome,
        requested_at=stamp(moment),
        received_at=stamp(moment),
        request_headers=(("User-Agent", "gongkai"), ("Referer", "http://www.example.gov.cn/")),
        response_headers=HEADERS,
        sha256=None if body is None else hashlib.sha256(body).hexdigest(),
        media_type="text/html",
        role=role,
    )
    links = tuple(Link(url=file, text=f"附件 {file[-5:]}", kind="attachment") for file in files)
    return Fetched(
        capture=capture, body=body, links=links, sighting=sighting(archive, run, url) if seen else None
    )


def sighting(archive: Archive, run: str, url: str = PAGE) -> Sighting:
    return Sighting(
        portal=PORTAL,
        url=url,
        found_on="http://www.example.gov.cn/xxgk/nb/",
        title="示例镇2023年政府信息公开工作年度报告",
        organ="示例镇",
        year=2023,
        published="2024-01-10",
        published_label="list",
        at=stamp(archive.clock()),
        run=run,
    )


def visit(archive: Archive, *bodies: tuple[str, bytes], files: Iterable[str] = ()) -> None:
    """One crawl that brings these (address, body) pairs, the first as the report's page and the others as its files."""
    run = archive.start_run("crawl")
    links = [*files, *(url for url, _ in bodies[1:])]
    archive.save(
        [
            fetch(archive, run, body, url=url, role="file" if at else "report", files=() if at else links)
            for at, (url, body) in enumerate(bodies)
        ]
    )
    archive.end_run(run, reason="finished")


def reading(
    source: Source,
    *,
    extractor: str = "1",
    content: str | None = None,
    status: Status = "ok",
    organ: str = "示例镇人民政府",
    year: int | None = 2023,
    figures: tuple[Figure, ...] = (),
    sections: tuple[Section, ...] = (),
    findings: tuple[Finding, ...] = (),
) -> Reading:
    """What an extractor might say; without `content`, the page's text up to its first `|` decides."""
    text = source.parts[-1].body.decode("utf-8", "replace").split("|")[0]
    return Reading(
        source=source.key,
        extractor=extractor,
        status=status,
        why=None if status == "ok" else "damaged",
        sha256=source.parts[-1].sha256,
        media_type="text/html",
        form="2021",
        title=f"{organ}{year}年政府信息公开工作年度报告",
        organ=organ,
        organ_key=organ.removesuffix("人民政府"),
        division_code="360982",
        division_level="town",
        year=year,
        published="2024-01-10",
        published_label="list",
        contact={"telephone": "0000-1234567"},
        figures=figures or (figure("requests", "received", "total", 3),),
        sections=sections or (Section(number=1, heading="一、总体情况", text=text),),
        findings=findings,
        content=content or hashlib.sha256(text.encode()).hexdigest(),
    )


def figure(table: str, row: str, column: str, value: int | Decimal | None, raw: str | None = None) -> Figure:
    state = State.NUMBER if value is not None else State.BLANK
    return Figure(
        table=table, row=row, column=column, value=value, raw=str(value) if raw is None else raw, state=state
    )


def read_all(archive: Archive, extractor: str = "1", **told: object) -> int:
    """Read what `extractor` has not read; gives how many."""
    count = 0
    for source in archive.sources(extractor):
        archive.record(source, reading(source, extractor=extractor, **told))  # type: ignore[arg-type]
        count += 1
    return count


def beside(archive: Archive, *looks: tuple[str, str | None]) -> None:
    """One crawl of pages that link the file and of the file itself, in this order; null is a page that is no more. What is read of a page
    is its own text, and the file's apart."""
    run = archive.start_run("crawl")
    for url, text in looks:
        there = text is not None
        looked = fetch(
            archive,
            run,
            (text or "").encode() if there else None,
            url=url,
            role="file" if url == FILE else "report",
            files=() if url == FILE else (FILE,),
            outcome=Outcome.OK if there else Outcome.GONE,
            status=200 if there else 404,
        )
        archive.save([looked])
    archive.end_run(run, reason="finished")
    for source in archive.sources("1"):
        page, *rest = source.parts
        told = {part.url: part.sha256 for part in rest}
        text = page.body.decode().split("|")[0]
        archive.record(
            source, replace(reading(source, content=json.dumps({"": text, **told})), sha256=page.sha256)
        )


def varied(end: str, *, size: int = 3000) -> bytes:
    """A long text that does not compress to nothing, the same but for its end."""
    letters = "".join(chr(0x4E00 + (at * at * 7919 + at * 31) % 20000) for at in range(size))
    return (letters + end).encode()
