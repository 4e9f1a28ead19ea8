"""The rows of `bodies`: storing a body once under its digest, and giving it back proved."""

import sqlite3

from archive import blobs
from archive.errors import ArchiveDamaged


def put(db: sqlite3.Connection, body: bytes, *, sha256: str) -> bool:
    """Store a body under its digest; false where it is there already. Raises ArchiveDamaged where digest and bytes disagree."""
    if blobs.digest(body) != sha256:
        raise ArchiveDamaged(f"body {sha256}: the bytes given have the digest {blobs.digest(body)}")
    if db.execute("SELECT 1 FROM bodies WHERE sha256 = ?", (sha256,)).fetchone():
        return False
    encoding, data = blobs.pack(body)
    db.execute(
        "INSERT INTO bodies (sha256, size, encoding, data) VALUES (?, ?, ?, ?)",
        (sha256, len(body), encoding, data),
    )
    return True


def get(db: sqlite3.Connection, sha256: str) -> bytes:
    """The body with this digest, checked against it. Raises ArchiveDamaged."""
    row = db.execute("SELECT size, encoding, CAST(data AS BLOB) FROM bodies WHERE sha256 = ?", (sha256,)).fetchone()
    if row is None:
        raise ArchiveDamaged(f"body {sha256}: not in the archive")
    size, encoding, data = row
    body = blobs.unpack(encoding, data, size=size)
    if blobs.digest(body) != sha256:
        raise ArchiveDamaged(f"body {sha256}: its stored bytes have another digest")
    return body
