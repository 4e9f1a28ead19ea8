"""The writer's batches: whole, in an order that a kill between two files cannot turn into a loss."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from archive.errors import ArchiveFull
from archive.frontier import Waiting
from archive.records import Fetched, Portal
from archive.rows.lists import KnownList
from archive.store import Archive
from crawler.running.writer import Bundle, Ended, Writer
from tests.archive.made import PAGE, PORTAL, fetch

AT = "2025-01-20T09:00:00Z"


def test_bodies_in_a_second_file_are_on_the_disk_before_what_names_them(archive: Archive) -> None:
    archive.set_bodies_apart()
    run = archive.start_run("crawl")
    told: list[str] = []
    archive.db.conn.set_trace_callback(told.append)
    writer = Writer(archive)
    writer.put(Bundle(fetched=(fetch(archive, run, b"a page"),)))
    writer.close()
    archive.db.conn.set_trace_callback(None)
    body, capture = (
        next(at for at, statement in enumerate(told) if f"INTO {table}" in statement)
        for table in ("body_rows", "capture_rows")
    )
    assert "COMMIT" in told[body:capture]


def test_a_batch_may_queue_an_address_claim_it_and_tell_that_it_is_done(archive: Archive) -> None:
    run = archive.start_run("crawl")
    first, second, third = (
        Waiting(portal=PORTAL, url=f"{PAGE}?{name}", fingerprint=name, score=1.0) for name in "abc"
    )
    writer = Writer(archive)
    writer.put(Bundle(fetched=(fetch(archive, run, b"home"),), waiting=(first, second, third)))
    writer.put(Bundle(claimed=(first.key,)))
    writer.put(Bundle(fetched=(fetch(archive, run, b"a", url=first.url),), done=(first.key,)))
    writer.put(Bundle(claimed=(second.key,)))
    writer.close()
    states = dict(archive.db.execute("SELECT fingerprint, state FROM frontier").fetchall())
    assert states == {"a": "done", "b": "claimed", "c": "waiting"}


@pytest.mark.parametrize(
    ("complete", "left"), [(True, {}), (False, {"a": "waiting"})], ids=["at its own end", "cut short"]
)
def test_what_waits_is_left_for_the_next_crawl_unless_this_one_came_to_its_end(
    archive: Archive, complete: bool, left: dict[str, str]
) -> None:
    archive.start_run("crawl")
    first = Waiting(portal=PORTAL, url=PAGE, fingerprint="a", score=1.0)
    portal = Portal(key=PORTAL, name=PORTAL, home=f"http://{PORTAL}/")
    lessons = (("ucap", "li/a", 2, 1.5),)
    writer = Writer(archive)
    looked = KnownList(portal=PORTAL, fingerprint="l", request="{}", looked_at=AT, changed_at=AT)
    writer.put(Bundle(waiting=(first,), claimed=(first.key,), lists=(looked,)))
    for _ in range(2):
        ended = Ended(
            portal=portal,
            complete=complete,
            lists=(replace(looked, fingerprint="home"),),
            dead=("l",),
            lessons=lessons,
        )
        writer.put(Bundle(ended=(ended,)))
    writer.close()
    assert archive.db.execute("SELECT fingerprint FROM lists").fetchall() == [("home",)]
    assert dict(archive.db.execute("SELECT fingerprint, state FROM frontier").fetchall()) == left
    assert archive.db.execute("SELECT pulls, reward FROM arms").fetchall() == [(4, 3.0)]


def test_nothing_is_stored_after_a_batch_that_was_refused(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What follows may stand on what was lost."""
    batches: list[int] = []

    def full(fetched: Sequence[Fetched], *_: object, **__: object) -> None:
        batches.append(len(fetched))
        raise ArchiveFull("a.db: the disk is full")

    run = archive.start_run("crawl")
    monkeypatch.setattr(archive, "save", full)
    monkeypatch.setattr("crawler.running.writer._MOST_IN_BATCH", 1)
    writer = Writer(archive)
    for name in "ab":
        writer.put(Bundle(fetched=(fetch(archive, run, name.encode(), url=f"{PAGE}?{name}"),)))
    with pytest.raises(ArchiveFull):
        writer.close()
    assert batches == [1]
