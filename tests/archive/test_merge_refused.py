"""What is not merged: damaged bodies, which are all named, and what is no archive."""

import hashlib
import re
from pathlib import Path

import pytest

from archive.errors import ArchiveDamaged, ArchiveNewer, UsageInvalid
from archive.keeping.verify import verify
from archive.store import Archive
from tests.archive.made import PAGE, varied, visit


def test_a_damaged_body_is_not_taken_over_and_names_its_archive(archive: Archive, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    with Archive.open(other) as damaged:
        visit(damaged, (PAGE, varied("甲")))
        damaged.db.execute("UPDATE body_rows SET data = substr(data, 1, 50)")
        damaged.db.conn.commit()
    with pytest.raises(ArchiveDamaged, match=f"{other}: body .*does not decompress"):
        archive.merge(other)
    assert archive.db["body_rows"].count == 0
    assert list(verify(archive.db.conn, full=True)) == []


def test_every_body_that_keeps_an_archive_from_being_merged_is_named(
    archive: Archive, tmp_path: Path
) -> None:
    other = tmp_path / "other.db"
    with Archive.open(other) as damaged:
        for text in "甲乙丙丁":
            visit(damaged, (f"{PAGE}?{text}", varied(text)))
        visit(archive, (PAGE, varied("乙")))
        bad = {digest(varied(text)) for text in "乙丙丁"}
        for sha256 in bad:
            damaged.db.execute(
                "UPDATE body_rows SET data = x'00', base = NULL WHERE lower(hex(sha256)) = ?", (sha256,)
            )
        damaged.db.execute("DELETE FROM body_rows WHERE lower(hex(sha256)) = ?", (digest(varied("丁")),))
        damaged.db.conn.commit()
    with pytest.raises(ArchiveDamaged) as raised:
        archive.merge(other)
    named = re.findall("body ([0-9a-f]{64}): ", str(raised.value))
    assert named == [digest(varied(text)) for text in "丙丁"], "what is here need not be whole there"
    assert archive.db["captures"].count == 2 + 1, "what came before stays"
    assert list(verify(archive.db.conn, full=True)) == []


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def test_an_archive_without_the_bodies_that_it_names_is_merged_only_where_they_are(tmp_path: Path) -> None:
    whole, without, empty = (tmp_path / f"{name}.db" for name in ("whole", "without", "empty"))
    with Archive.open(without) as robbed, Archive.open(empty) as target:
        visit(robbed, (PAGE, varied("甲")))
        robbed.backup(whole)
        robbed.db.execute("DELETE FROM body_rows")
        robbed.db.conn.commit()
        with pytest.raises(
            ArchiveDamaged, match=f"^{without}: body [0-9a-f]{{64}}: not in the archive; restore a backup"
        ):
            target.merge(without)
        assert target.db["capture_rows"].count == 0
    with Archive.open(whole) as target:
        assert target.merge(without)["captures"] == 0
        assert target.db["body_rows"].count == 1


def test_what_is_no_archive_is_not_merged(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(UsageInvalid, match="no archive here"):
        archive.merge(tmp_path / "none.db")
    link = tmp_path / "link.db"
    link.symlink_to(archive.path)
    for path in (archive.path, link):
        with pytest.raises(UsageInvalid, match="itself"):
            archive.merge(path)
    newer = tmp_path / "newer.db"
    with Archive.open(newer) as other:
        other.db["_sqlite_migrations"].insert({"migration_set": "gongkai", "name": "m999", "applied_at": ""})
    with pytest.raises(ArchiveNewer):
        archive.merge(newer)
