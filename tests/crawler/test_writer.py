"""The writer's batches: whole, in an order that a kill between two files cannot turn into a loss."""

from archive.frontier import Waiting
from archive.store import Archive
from crawler.running.writer import Bundle, Writer
from tests.archive.made import PAGE, PORTAL, fetch


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
