"""Bodies stay small and readable alone: deltas in short chains, dictionaries, compaction beside readers, a second file."""

import random
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from archive.errors import ArchiveDamaged
from archive.frontier import Waiting
from archive.keeping import compact
from archive.keeping.verify import verify
from archive.rows import arrange, blobs, bodies
from archive.store import Archive
from tests.archive.made import PAGE, PORTAL, fetch, varied, visit

FURNITURE = varied("", size=1500)


def page(number: int, furniture: bytes = FURNITURE) -> bytes:
    """A page whose furniture all pages of the portal share."""
    return furniture + f"<p>页{number}</p>".encode() * 3 + varied(str(number), size=40)


def crawl(archive: Archive, numbers: range, furniture: bytes = FURNITURE) -> None:
    run = archive.start_run("crawl")
    pages = {f"{PAGE}?{number}": page(number, furniture) for number in numbers}
    archive.save([fetch(archive, run, body, url=url) for url, body in pages.items()])
    archive.end_run(run, reason="finished")


def whole(archive: Archive) -> bool:
    return list(verify(archive.db.conn, full=True)) == []


def rows(archive: Archive, columns: str, where: str = "1") -> list[tuple[object, ...]]:
    return archive.db.execute(
        f"SELECT {columns} FROM bodies WHERE {where} ORDER BY (SELECT body FROM body_rows WHERE lower(hex(sha256)) = bodies.sha256)"
    ).fetchall()


def test_copies_of_an_address_stand_on_its_first_and_no_chain_is_longer(archive: Archive) -> None:
    for number in range(6):
        visit(archive, (PAGE, varied(f"counter {number}")))
    first, *others = rows(archive, "sha256, base, length(data)")
    assert first[1] is None
    assert {row[1] for row in others} == {first[0]}
    assert all(int(str(row[2])) < 100 for row in others)
    assert whole(archive)


def test_a_rewritten_page_stands_alone_and_carries_what_follows(archive: Archive) -> None:
    other = b"".join(bytes([at % 251, (at * at) % 253]) for at in range(3000))
    for body in (varied("1"), other + b"1", other + b"2"):
        visit(archive, (PAGE, body))
    first, second, third = rows(archive, "sha256, base")
    assert (first[1], second[1], third[1]) == (None, None, second[0])


def test_a_chain_made_too_long_is_damage(archive: Archive) -> None:
    for text in ("1", "2", "3"):
        visit(archive, (PAGE, varied(text)))
    (_, second, third) = [row[0] for row in rows(archive, "sha256")]
    number = "(SELECT body FROM body_rows WHERE lower(hex(sha256)) = ?)"
    archive.db.execute(f"UPDATE body_rows SET base = {number} WHERE lower(hex(sha256)) = ?", [second, third])
    with pytest.raises(ArchiveDamaged, match="does not stand alone"):
        archive.body(str(third))


def test_a_dictionary_is_learnt_soon_and_what_came_before_is_packed_with_it(archive: Archive) -> None:
    few = bodies.STAGES[0]
    crawl(archive, range(few - 1))
    before = [int(str(size)) for (size,) in rows(archive, "length(data)")]
    assert archive.db["dictionaries"].count == 0
    crawl(archive, range(few, few + 20))
    (dictionary,) = archive.db.query("SELECT portal, media_type, samples FROM dictionaries")
    assert dictionary == {"portal": PORTAL, "media_type": "text/html", "samples": few}
    after = [int(str(size)) for (size,) in rows(archive, "length(data)", "dictionary IS NOT NULL")]
    assert len(after) == few + 19
    assert max(after) * 4 < min(before)
    assert whole(archive)


def test_a_better_dictionary_is_learnt_where_the_first_knew_too_little(archive: Archive) -> None:
    few, many = bodies.STAGES
    crawl(archive, range(few + 1))
    crawl(archive, range(few + 1, few + many), furniture=noise(4000))
    assert [row["samples"] for row in archive.db.query("SELECT samples FROM dictionaries")] == [few, many]
    newest = "dictionary = (SELECT dictionary FROM dictionaries WHERE samples = 120)"
    assert len(rows(archive, "sha256", newest)) > many / 2
    assert whole(archive)


def test_a_copy_leaves_the_one_it_stands_on_only_where_a_dictionary_makes_it_smaller(
    archive: Archive,
) -> None:
    most, near = FURNITURE[: len(FURNITURE) * 3 // 4], noise(4000)
    run = archive.start_run("crawl")
    for first, second, url in ((most, FURNITURE, PAGE), (near, near + b"1", f"{PAGE}?near")):
        archive.save([fetch(archive, run, first, url=url)])
        archive.save([fetch(archive, run, second, url=url)])
    assert len(rows(archive, "sha256", "base IS NOT NULL")) == 2
    archive.save([fetch(archive, run, page(at), url=f"{PAGE}?{at}") for at in range(bodies.STAGES[0])])
    assert rows(archive, "sha256", "base IS NOT NULL") == [(blobs.digest(near + b"1"),)]
    assert whole(archive)


def test_what_a_dictionary_is_learnt_from_waits_on_disk_not_in_memory(archive: Archive) -> None:
    run = archive.start_run("crawl")
    tracemalloc.start()
    try:
        for number in range(20):
            archive.save([fetch(archive, run, noise(500_000 + number), url=f"{PAGE}?{number}")])
        kept, _ = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert kept < 2_000_000


def test_a_dictionary_of_a_batch_that_failed_is_forgotten_with_it(archive: Archive) -> None:
    run = archive.start_run("crawl")
    batch = [
        fetch(archive, run, page(number), url=f"{PAGE}?{number}") for number in range(bodies.STAGES[0] + 5)
    ]

    def breaking() -> Iterator[Waiting]:
        raise ConnectionError("the writer dies here")
        yield

    with pytest.raises(ConnectionError):
        archive.save(batch, waiting=breaking())
    assert archive.db["dictionaries"].count == 0
    archive.save(batch)
    assert archive.db["dictionaries"].count == 1
    assert whole(archive)


def test_a_damaged_body_keeps_no_other_from_being_stored(archive: Archive) -> None:
    few = bodies.STAGES[0]
    visit(archive, (PAGE, page(0)))
    archive.db.execute("UPDATE body_rows SET data = x'00'")
    visit(archive, (PAGE, page(1)))
    assert rows(archive, "base") == [(None,), (None,)]
    crawl(archive, range(2, few + 2))
    assert archive.db["dictionaries"].count == 1
    whole = [archive.body(str(sha256)) for (sha256,) in rows(archive, "sha256")[1:]]
    assert whole == [page(number) for number in range(1, few + 2)]


def test_another_process_goes_on_with_the_dictionary(archive: Archive, path: Path) -> None:
    crawl(archive, range(bodies.STAGES[0]))
    with Archive.open(path) as again:
        crawl(again, range(1000, 1003))
        assert archive.db["dictionaries"].count == 1
        assert len(rows(again, "sha256", "dictionary IS NOT NULL")) == bodies.STAGES[0] + 3


def test_another_process_learns_no_dictionary_of_a_stage_that_is_past(archive: Archive, path: Path) -> None:
    few, many = bodies.STAGES
    crawl(archive, range(few))
    with Archive.open(path) as again:
        crawl(again, range(1000, 1000 + few + 1), furniture=noise(4000))
        assert [row["samples"] for row in again.db.query("SELECT samples FROM dictionaries")] == [few]
        crawl(again, range(2000, 2000 + many), furniture=noise(4000))
        assert [row["samples"] for row in again.db.query("SELECT samples FROM dictionaries")] == [few, many]


def test_compacting_shrinks_while_a_reader_reads(
    archive: Archive, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "STAGES", (10_000,))
    crawl(archive, range(150))
    for text in ("1", "2"):
        visit(archive, (f"{PAGE}?counter", varied(text)))
    told = {sha256: archive.body(str(sha256)) for (sha256,) in rows(archive, "sha256")}
    with Archive.open(path, "read") as reader:
        reader.db.conn.execute("BEGIN")
        assert reader.db["bodies"].count == 152
        gain = archive.compact()
        assert {sha256: reader.body(str(sha256)) for sha256 in told} == told
    assert gain.after * 3 < gain.before
    assert (gain.bodies, gain.dictionaries) == (152, 1)
    assert {sha256: archive.body(str(sha256)) for sha256 in told} == told
    assert whole(archive)
    again = archive.compact()
    assert (again.rewritten, again.dictionaries, again.before) == (0, 0, gain.after)


def test_compacting_that_is_stopped_leaves_every_body_readable(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "STAGES", (10_000,))
    crawl(archive, range(120))
    monkeypatch.setattr(compact, "BATCH", 10)
    real, calls = compact._rewrite, iter(range(1000))

    def dying(*told: object) -> bool:
        if next(calls) == 55:
            raise KeyboardInterrupt
        return real(*told)  # type: ignore[arg-type]

    monkeypatch.setattr(compact, "_rewrite", dying)
    with pytest.raises(KeyboardInterrupt):
        archive.compact()
    assert len(rows(archive, "sha256", "dictionary IS NOT NULL")) == 50
    assert whole(archive)


def test_compacting_leaves_a_damaged_body_as_it_is(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "STAGES", (10_000,))
    crawl(archive, range(60))
    archive.db.execute("UPDATE body_rows SET data = x'00' WHERE body = (SELECT min(body) FROM body_rows)")
    gain = archive.compact()
    assert (gain.rewritten, gain.dictionaries) == (59, 1)
    assert len(list(verify(archive.db.conn, full=True))) == 1


def noise(size: int) -> bytes:
    return random.Random(size).randbytes(size)


@pytest.mark.parametrize("apart", [False, True])
def test_compacting_puts_bodies_where_they_fill_their_pages(
    archive: Archive, path: Path, monkeypatch: pytest.MonkeyPatch, apart: bool
) -> None:
    monkeypatch.setattr(arrange, "BATCH", 7)
    for size in (2500, 1300) * 60:
        visit(archive, (f"{PAGE}?{size}", noise(size + archive.db["runs"].count)))
    for text in ("1", "2"):
        visit(archive, (PAGE, varied(text)))
    if apart:
        archive.set_bodies_apart()
    file = bodies.second_file(path) if apart else path
    told = {sha256: archive.body(str(sha256)) for (sha256,) in rows(archive, "sha256")}
    with monkeypatch.context() as patch:
        patch.setattr(arrange, "arrange", lambda *_: 0)
        archive.compact()
    archive.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = file.stat().st_size
    archive.compact()
    archive.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert before - file.stat().st_size > 8 * 4096
    assert {sha256: archive.body(str(sha256)) for sha256 in told} == told
    assert len(rows(archive, "sha256", "base IS NOT NULL")) == 1
    assert whole(archive)
    assert arrange.arrange(archive.db.conn, archive.transaction) == 0


@pytest.mark.parametrize("size", [100, 4058, 4059, 4600, 8100, 8200, 50_000])
def test_what_of_a_row_stands_in_its_page_is_what_sqlite_says(size: int) -> None:
    with Database(memory=True) as db:
        db.execute("CREATE TABLE t (data BLOB)")
        db.execute("INSERT INTO t VALUES (zeroblob(?))", [size])
        payload = "SELECT sum(payload) FROM dbstat WHERE name = 't' AND pagetype <= ?"
        ((whole,), (leaf,)) = (db.execute(payload, [kind]).fetchone() for kind in ("z", "leaf"))
    assert arrange.within(whole, 4096) == leaf


def test_bodies_in_a_second_file_are_written_read_and_backed_up_as_one(
    archive: Archive, path: Path, tmp_path: Path
) -> None:
    visit(archive, (PAGE, varied("1")))
    archive.set_bodies_apart()
    second = bodies.second_file(path)
    assert second.stat().st_size > 4000
    visit(archive, (PAGE, varied("2")))
    with Archive.open(path, "read") as reader:
        capture = reader.latest(PAGE)
        assert capture is not None
        assert reader.body(str(capture.sha256)) == varied("2")
        assert whole(reader)
    copy = tmp_path / "copy.db"
    assert archive.backup(copy) == [copy, bodies.second_file(copy)]
    with Archive.open(copy, "read") as copied:
        assert whole(copied)
    bodies.second_file(copy).unlink()
    with pytest.raises(ArchiveDamaged, match="keeps its bodies in it"):
        Archive.open(copy)
    archive.bring_bodies_back()
    assert not second.exists()
    assert archive.db["bodies"].count == 2
    assert whole(archive)
