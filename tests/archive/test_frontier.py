"""The table of what waits: claimed, done, given up."""

from archive import frontier
from archive.frontier import Waiting
from archive.store import Archive


def test_what_waits_is_kept_with_its_state(archive: Archive) -> None:
    rows = [
        Waiting(portal="a", url=f"http://a/{name}", fingerprint=name, score=score)
        for name, score in (("low", 1.0), ("high", 9.0), ("done", 5.0))
    ]
    archive.save([], done=[rows[2].key], waiting=rows)
    with archive.transaction():
        frontier.claim(archive.db, [rows[1].key], at="2026")
    assert [row.fingerprint for row in frontier.waiting(archive.db, "a")] == ["low"]
    with archive.transaction():
        frontier.release(archive.db, "a")
    assert [row.fingerprint for row in frontier.waiting(archive.db, "a")] == ["high", "low"]
    archive.save([], waiting=[Waiting(portal="a", url="http://a/done", fingerprint="done", score=99.0)])
    assert [row.fingerprint for row in frontier.waiting(archive.db, "a")] == ["high", "low"], (
        "what is done stays done"
    )
    with archive.transaction():
        frontier.forget(archive.db, "a")
    assert frontier.fingerprints(archive.db, "a") == set()


def test_what_only_the_dead_process_knew_is_asked_for_again(archive: Archive) -> None:
    rows = [
        Waiting(portal="a", url=f"http://a/{name}", fingerprint=name, score=5.0, request=request)
        for name, request in (
            ("script", '{"noted":true}'),
            ("page", '{"noted":false}'),
            ("list", "{}"),
            ("torn", '{"noted"'),
        )
    ]
    archive.save([], done=[row.key for row in rows], waiting=rows)
    with archive.transaction():
        frontier.renew(archive.db, "a", said="noted")
    assert [row.fingerprint for row in frontier.waiting(archive.db, "a")] == ["script"]
