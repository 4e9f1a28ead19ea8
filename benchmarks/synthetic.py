"""An archive of invented reports of any size, written through the same door as real ones: `python -m benchmarks.synthetic OUT --reports N`."""

import argparse
import hashlib
import sys
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

from archive.clock import stamp
from archive.records import Capture, Fetched, Organ, Outcome, Portal, Sighting
from archive.store import Archive
from benchmarks.invented import EDIT, Plan, page, plans, reading

BATCH = 500
SLICE = 10_000
"""Reports that are crawled, read, crawled again and read again, before the next are: what was stopped goes on after the last slice."""
BEGAN = datetime(2026, 1, 5, 8, tzinfo=UTC)


def make(path: Path, *, reports: int, edited_every: int = 25, gone_every: int = 200) -> None:
    """Write the archive: every report crawled and read, then one in 25 edited and one in 200 gone, and read again."""
    every = plans(reports)
    with Archive.open(path) as archive:
        done = 0
        while part := list(islice(every, SLICE)):
            done += len(part)
            if archive.db.execute("SELECT count(*) FROM reports").fetchone()[0] >= done:
                continue
            at = BEGAN + timedelta(hours=done / SLICE)
            _put_portals(archive, part)
            _crawl(archive, ((plan, page(plan)) for plan in part), at=at)
            _read(archive, part)
            edited = ((plan, page(plan, edited=True)) for plan in part[::edited_every])
            _crawl(archive, edited, at=at + timedelta(days=30))
            _crawl(archive, ((plan, None) for plan in part[1::gone_every]), at=at + timedelta(days=31))
            _read(archive, part)
            sys.stderr.write(f"{done} reports\n")


def _put_portals(archive: Archive, part: Iterable[Plan]) -> None:
    for host in dict.fromkeys(plan.portal for plan in part):
        archive.put_portal(Portal(key=host, name=f"样例 {host}", home=f"http://{host}/", family="generic"))


def _crawl(archive: Archive, visits: Iterable[tuple[Plan, bytes | None]], *, at: datetime) -> None:
    """One run over these reports; one without a body is no longer there."""
    run = archive.start_run("crawl", arguments={"portals": "all"})
    numbered = enumerate(visits)
    while batch := list(islice(numbered, BATCH)):
        moments = (at + timedelta(milliseconds=100 * number) for number, _ in batch)
        archive.save(
            [fetched(*visit, run=run, at=moment) for (_, visit), moment in zip(batch, moments, strict=True)],
            organs=[
                Organ(portal=portal, organ="未建栏县档案馆", at=stamp(at))
                for portal in {plan.portal for _, (plan, _) in batch}
            ],
        )
    archive.end_run(run, reason="finished")


def fetched(plan: Plan, body: bytes | None, *, run: str, at: datetime) -> Fetched:
    """A capture of the report's page, with what its list said of it."""
    capture = Capture(
        id=f"{int(at.timestamp() * 1_000_000):014x}{plan.number:012x}",
        run=run,
        portal=plan.portal,
        url=plan.url,
        final_url=plan.url,
        status=404 if body is None else 200,
        outcome=Outcome.GONE if body is None else Outcome.OK,
        requested_at=stamp(at),
        received_at=stamp(at + timedelta(milliseconds=80)),
        response_headers=(
            ("Content-Type", "text/html; charset=utf-8"),
            ("Set-Cookie", f"session={plan.number:08x}"),
        ),
        sha256=None if body is None else hashlib.sha256(body).hexdigest(),
        media_type=None if body is None else "text/html",
        role="report",
    )
    seen = Sighting(
        portal=plan.portal,
        url=plan.url,
        found_on=f"http://{plan.portal}/zwgk/ndbg/",
        title=plan.title,
        organ=plan.organ,
        year=plan.year,
        published=plan.published,
        published_label="list",
        at=capture.received_at,
        run=run,
    )
    return Fetched(capture=capture, body=body, sighting=seen)


def _read(archive: Archive, part: Iterable[Plan]) -> None:
    by_url = {plan.url: plan for plan in part}
    run = archive.start_run("extract", extractor="1")
    unread = archive.sources("1")
    # Many readings a commit: how fast a disk syncs is not what this archive is for.
    while batch := list(islice(unread, BATCH)):
        with archive.transaction():
            for source in batch:
                edited = EDIT.encode() in source.parts[0].body
                archive.record(source, reading(by_url[source.url], source, edited=edited))
    archive.end_run(run, reason="finished")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--reports", type=int, default=100_000)
    options = parser.parse_args()
    make(options.out, reports=options.reports)


if __name__ == "__main__":
    main()
