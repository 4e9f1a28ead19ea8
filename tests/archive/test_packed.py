"""How one body is packed: alone or not at all, by a dictionary that pays, against an earlier one that is near and small."""

import random
from collections.abc import Sequence

import pytest

from archive.keeping.verify import verify
from archive.rows import blobs, bodies
from archive.store import Archive
from tests.archive.made import PAGE, fetch


def noise(seed: int, size: int) -> bytes:
    """Bytes that do not compress, the same for the same seed."""
    return random.Random(seed).randbytes(size)


def alike(count: int, size: int = 2000) -> list[bytes]:
    """Bodies that share most of what they hold."""
    shared = noise(0, size)
    return [shared + noise(number, 50) for number in range(1, count + 1)]


def stored(archive: Archive, *copies: bytes, url: str = PAGE) -> list[tuple[object, ...]]:
    """(base, dictionary, encoding) of each body, which come one after the other from one address."""
    run = archive.start_run("crawl")
    for body in copies:
        archive.save([fetch(archive, run, body, url=url)])
    archive.end_run(run, reason="finished")
    assert list(verify(archive.db.conn, full=True)) == []
    return [
        archive.db.execute(
            "SELECT base, dictionary, encoding FROM bodies WHERE sha256 = ?", (blobs.digest(body),)
        ).fetchone()
        for body in copies
    ]


def test_what_does_not_compress_is_stored_as_it_is() -> None:
    assert blobs.pack(noise(1, 500)) == ("raw", noise(1, 500))
    assert blobs.pack(b"a" * 500)[0] == "zstd"


@pytest.mark.parametrize(
    ("samples", "count", "pays"),
    [
        pytest.param(alike(30), 30, True, id="what many share"),
        pytest.param(alike(30), 1, False, id="what one has"),
        pytest.param([noise(number, 10_000) for number in range(10)], 1000, False, id="what none share"),
        pytest.param(alike(10, 1500), 1000, False, id="too little to learn from"),
    ],
)
def test_a_dictionary_is_learnt_where_it_pays(samples: Sequence[bytes], count: int, pays: bool) -> None:
    assert (blobs.train(samples, count=count) is not None) is pays


def test_a_dictionary_that_was_stored_plainly_is_read(archive: Archive) -> None:
    """As programs of earlier schemas stored them."""
    pages = [f"{PAGE}?{number}" for number in range(bodies.STAGES[0])]
    run = archive.start_run("crawl")
    archive.save(
        [fetch(archive, run, body, url=url) for url, body in zip(pages, alike(len(pages)), strict=True)]
    )
    archive.end_run(run, reason="finished")
    ((packed,),) = archive.db.execute("SELECT data FROM dictionaries").fetchall()
    archive.db.execute("UPDATE dictionaries SET data = ?", (blobs.unpack_dictionary(packed),))
    assert list(verify(archive.db.conn, full=True)) == []
    assert blobs.unpack_dictionary(packed[:-10]) == b"", "what is damaged fits no digest"


@pytest.mark.parametrize(
    ("kept", "against"), [(6000, True), (4000, False)], ids=["less than half is new", "more than half is new"]
)
def test_a_copy_stands_on_an_earlier_one_that_is_near(archive: Archive, kept: int, against: bool) -> None:
    first = noise(1, 10_000)
    (_, (base, _, _)) = stored(archive, first, first[:kept] + noise(2, 10_000 - kept))
    assert base == (blobs.digest(first) if against else None)


def test_what_is_large_stands_on_nothing_and_carries_nothing(archive: Archive) -> None:
    small = noise(1, 1000)
    large = small * (blobs.LARGE // 1000 + 1)
    told = [base for base, _, _ in stored(archive, small, large, large + b"1", small + b"1")]
    assert told == [None, None, None, blobs.digest(small)]


def test_what_no_dictionary_makes_smaller_names_none(archive: Archive) -> None:
    run = archive.start_run("crawl")
    archive.save(
        [
            fetch(archive, run, body, url=f"{PAGE}?{number}")
            for number, body in enumerate(alike(bodies.STAGES[0]))
        ]
    )
    archive.end_run(run, reason="finished")
    ((_, dictionary, encoding),) = stored(archive, noise(99, 3000), url=f"{PAGE}?other")
    assert (dictionary, encoding) == (None, "raw")


def test_what_is_learnt_from_fits_into_memory(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the stage is reached, and then no more."""
    monkeypatch.setattr(bodies, "MOST_SAMPLES", 10 * 2050)
    run = archive.start_run("crawl")
    for number, body in enumerate(alike(max(bodies.STAGES) + 1)):
        archive.save([fetch(archive, run, body, url=f"{PAGE}?{number}")])
    archive.end_run(run, reason="finished")
    assert archive.db.execute("SELECT samples FROM dictionaries").fetchall() == [(11,)]


def test_compacting_puts_nothing_that_carries_another_on_a_third(archive: Archive) -> None:
    """No body is more than two steps away."""
    first, second, third = (noise(1, 5000) + noise(number, 50) for number in (2, 3, 4))
    stored(archive, first, second)
    alone = bodies.best(archive.db.conn, second, dictionary=None, base=None)
    with archive.transaction():
        bodies.replace(archive.db.conn, blobs.digest(second), alone)
    assert stored(archive, third) == [(blobs.digest(second), None, "zstd")]
    archive.compact()
    assert list(verify(archive.db.conn, full=True)) == []
    assert [archive.body(blobs.digest(body)) for body in (first, second, third)] == [first, second, third]
