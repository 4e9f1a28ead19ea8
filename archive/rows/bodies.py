"""The rows of `bodies` and `dictionaries`: a body is stored once under its digest, as small as its kin allow, and given back proved.

A body stands alone, packed with the newest dictionary of its portal and media type where there is one; or it is stored against an
earlier body of the same address, which itself stands alone: no chain is longer than that, so any body is two steps away at most.
"""

import sqlite3
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from zstandard import ZstdCompressionDict

from archive.errors import ArchiveDamaged
from archive.rows import blobs, strings
from archive.rows.strings import STRING

SECOND = "bodies_file"
"""The schema under which a second file is attached; its tables are found by their plain names."""
STAGES = (24, 120)
"""Bodies of one portal and media type after which a dictionary is trained while they come in: soon, so that a kind of which few come has
one too, and again where more than lists and the home have come. What came before is packed anew with it."""
WORTH = 0.97
"""A dictionary takes another's place, and a body is stored another way, where that leaves at most this share."""
MOST_SAMPLES = 2**25
"""Bytes. What a dictionary is trained from has to fit into memory, and needs no more."""
TINY = 50
"""A body that adds less than one in so many bytes to an earlier one is not tried any other way."""


def second_file(path: Path) -> Path:
    """Where an archive's bodies stand when they stand apart."""
    return path.with_suffix(f".bodies{path.suffix}")


def apart(db: sqlite3.Connection) -> bool:
    """Whether the bodies stand in a second file."""
    return db.execute("SELECT 1 FROM main.sqlite_master WHERE name = 'body_rows'").fetchone() is None


def has(db: sqlite3.Connection, sha256: str) -> bool:
    return (
        db.execute("SELECT 1 FROM body_rows WHERE sha256 = ?", (bytes.fromhex(sha256),)).fetchone()
        is not None
    )


def size(db: sqlite3.Connection, sha256: str) -> int | None:
    """Bytes of the body with this digest, unpacked; null where it is not here."""
    row = db.execute("SELECT size FROM body_rows WHERE sha256 = ?", (strings.raw(sha256),)).fetchone()
    return row and int(row[0])


def get(db: sqlite3.Connection, sha256: str, *, schema: str | None = None) -> bytes:
    """The body with this digest (of the attached `schema`, where one is named), checked against it. Raises ArchiveDamaged."""
    body = _unpacked(db, sha256, f"{schema}." if schema else "")
    if blobs.digest(body) != sha256:
        raise ArchiveDamaged(f"body {sha256}: its stored bytes have another digest")
    return body


def sound(db: sqlite3.Connection, sha256: str) -> bytes | None:
    """A body that others may be stored against or learnt from; null where it is damaged: that keeps nothing else from being stored."""
    try:
        return get(db, sha256)
    except ArchiveDamaged:
        return None


def _unpacked(db: sqlite3.Connection, sha256: str, of: str, *, standing_alone: bool = False) -> bytes:
    row = db.execute(
        f"SELECT size, encoding, d.dictionary, (SELECT lower(hex(sha256)) FROM {of}body_rows WHERE body = b.base),"
        f" CAST(b.data AS BLOB) FROM {of}body_rows AS b LEFT JOIN {of}dictionaries AS d ON d.number = b.dictionary"
        " WHERE sha256 = ?",
        (bytes.fromhex(sha256),),
    ).fetchone()
    if row is None:
        raise ArchiveDamaged(f"body {sha256}: not in the archive")
    size, encoding, dictionary, base, data = row
    against = None
    if base is not None:
        if standing_alone:
            raise ArchiveDamaged(f"body {sha256}: another is stored against it, but it does not stand alone")
        against = blobs.prefix(_unpacked(db, base, of, standing_alone=True))
    elif dictionary is not None:
        against = load(db, dictionary, of)
    try:
        return blobs.unpack(encoding, data, size=size, against=against)
    except ArchiveDamaged as error:
        raise ArchiveDamaged(f"body {sha256}: {error}") from error


_LOADED: OrderedDict[str, ZstdCompressionDict] = OrderedDict()
"""Dictionaries in use: told by their content, so one that was loaded stays right."""


def load(db: sqlite3.Connection, dictionary: str, of: str = "") -> ZstdCompressionDict:
    """A trained dictionary. Raises ArchiveDamaged."""
    if dictionary in _LOADED:
        _LOADED.move_to_end(dictionary)
        return _LOADED[dictionary]
    row = db.execute(f"SELECT data FROM {of}dictionaries WHERE dictionary = ?", (dictionary,)).fetchone()
    data = blobs.unpack_dictionary(row[0]) if row else b""
    if blobs.digest(data) != dictionary:
        raise ArchiveDamaged(f"dictionary {dictionary}: not there, or not what its digest says")
    _LOADED[dictionary] = loaded = blobs.dictionary(data)
    while len(_LOADED) > 64:
        _LOADED.popitem(last=False)
    return loaded


Kind = tuple[str, str]
"""Portal and media type."""


@dataclass(kw_only=True, slots=True)
class Shelf:
    """Puts bodies into one archive, and learns each kind's dictionaries from the first that come."""

    db: sqlite3.Connection
    newest: dict[Kind, str | None] = field(default_factory=dict)
    samples: dict[Kind, dict[str, int]] = field(default_factory=dict)
    """Digest → bytes of what the next dictionary is learnt from. The bodies are read again then: of hundreds of portals that are
    crawled at once they would fill the memory."""
    coming: dict[Kind, tuple[int, ...]] = field(default_factory=dict)
    """The stages of which none was learnt from yet."""

    def put(self, body: bytes, *, sha256: str, url: str, kind: Kind, at: str) -> bool:
        """Store a body under its digest; false where it is there. Raises ArchiveDamaged where digest and bytes disagree."""
        if blobs.digest(body) != sha256:
            raise ArchiveDamaged(f"body {sha256}: the bytes given have the digest {blobs.digest(body)}")
        if has(self.db, sha256):
            return False
        dictionary = self._dictionary(kind, body, sha256=sha256, at=at)
        insert(
            self.db, sha256, len(body), best(self.db, body, dictionary=dictionary, base=self._base(url, body))
        )
        return True

    def _base(self, url: str, body: bytes) -> str | None:
        """The body that an earlier copy of the address stands on."""
        if len(body) > blobs.LARGE:
            return None
        row = self.db.execute(
            "SELECT lower(hex(coalesce((SELECT sha256 FROM body_rows WHERE body = b.base), b.sha256)))"
            f" FROM capture_rows AS c JOIN body_rows AS b ON b.sha256 = c.sha256 WHERE c.url = {STRING}"
            " AND size BETWEEN 1 AND ? ORDER BY capture DESC LIMIT 1",
            (url, blobs.LARGE),
        ).fetchone()
        return str(row[0]) if row else None

    def _dictionary(self, kind: Kind, body: bytes, *, sha256: str, at: str) -> str | None:
        if len(body) > blobs.LARGE or not body:
            return None
        if kind not in self.newest:
            self.newest[kind], learnt_from = newest(self.db, kind)
            self.coming[kind] = tuple(stage for stage in STAGES if stage > learnt_from)
        if self.coming[kind]:
            samples = self.samples.setdefault(kind, {})
            samples[sha256] = len(body)
            full = sum(samples.values()) > MOST_SAMPLES
            if full or len(samples) == self.coming[kind][0]:
                self._learn(kind, body, earlier=[one for one in samples if one != sha256], at=at)
                self.coming[kind] = () if full else self.coming[kind][1:]
            if not self.coming[kind]:
                del self.samples[kind]
        return self.newest[kind]

    def _learn(self, kind: Kind, body: bytes, *, earlier: Sequence[str], at: str) -> None:
        known = {one: whole for one in earlier if (whole := sound(self.db, one)) is not None}
        samples = [*known.values(), body]
        if better := learn(self.db, kind, samples, count=len(samples), at=at):
            self.newest[kind] = better
            for one, unpacked in known.items():
                repack(self.db, one, unpacked, better)


@dataclass(frozen=True, kw_only=True, slots=True)
class Packed:
    """A body as it is stored."""

    encoding: str
    data: bytes
    dictionary: str | None = None
    base: str | None = None
    """Digest of the body that it is stored against."""


def best(db: sqlite3.Connection, body: bytes, *, dictionary: str | None, base: str | None) -> Packed:
    """The smaller of a body on its own and one stored against another; against another only where that is whole, and half or less."""
    against = sound(db, base) if base is not None else None
    told = blobs.delta(body, against) if against is not None else None
    if told is not None and len(told) * TINY < len(body):
        return Packed(encoding="zstd", data=told, base=base)
    encoding, data = blobs.pack(body, load(db, dictionary) if dictionary else None)
    if told is not None and len(told) * 2 < len(data):
        return Packed(encoding="zstd", data=told, base=base)
    return Packed(encoding=encoding, data=data, dictionary=dictionary if encoding == "zstd" else None)


_NUMBERED = "(SELECT number FROM {0}dictionaries WHERE dictionary = ?), (SELECT body FROM {0}body_rows WHERE sha256 = ?)"


def insert(db: sqlite3.Connection, sha256: str, size: int, packed: Packed, *, of: str = "") -> None:
    """Store a body that is not there yet, in the file whose schema is named."""
    db.execute(
        f"INSERT INTO {of}body_rows (sha256, size, encoding, data, dictionary, base)"
        + f" VALUES (?, ?, ?, ?, {_NUMBERED.format(of)})",
        (
            bytes.fromhex(sha256),
            size,
            packed.encoding,
            packed.data,
            packed.dictionary,
            strings.raw(packed.base),
        ),
    )


def replace(db: sqlite3.Connection, sha256: str, packed: Packed) -> None:
    """Store a body another way than it is."""
    db.execute(
        f"UPDATE body_rows SET (encoding, data, dictionary, base) = (?, ?, {_NUMBERED.format('')}) WHERE sha256 = ?",
        (packed.encoding, packed.data, packed.dictionary, strings.raw(packed.base), bytes.fromhex(sha256)),
    )


def repack(db: sqlite3.Connection, sha256: str, body: bytes, dictionary: str) -> None:
    """Pack a body with a dictionary, and let it stand alone, where that is worth it."""
    stored = "SELECT length(data) FROM body_rows WHERE sha256 = ?"
    (size,) = db.execute(stored, (bytes.fromhex(sha256),)).fetchone()
    packed = best(db, body, dictionary=dictionary, base=None)
    if len(packed.data) <= WORTH * size:
        replace(db, sha256, packed)


def newest(db: sqlite3.Connection, kind: Kind) -> tuple[str | None, int]:
    """The dictionary that new bodies of a kind are packed with, and how many it was learnt from; null and 0 where there is none."""
    row = db.execute(
        "SELECT dictionary, samples FROM dictionaries WHERE portal = ? AND media_type = ?"
        " ORDER BY trained_at DESC, dictionary LIMIT 1",
        kind,
    ).fetchone()
    return row or (None, 0)


def learn(db: sqlite3.Connection, kind: Kind, samples: Sequence[bytes], *, count: int, at: str) -> str | None:
    """Train a dictionary for `count` bodies like these and keep it; null where none would pay, or hardly more than what the kind has."""
    data = blobs.train(samples, count=count)
    if data is None:
        return None
    known, _ = newest(db, kind)
    if known is not None:
        judged = samples[::5]
        old, new = (
            sum(len(blobs.pack(body, against)[1]) for body in judged)
            for against in (load(db, known), blobs.dictionary(data))
        )
        if new > WORTH * old:
            return None
    return keep(db, kind, data, samples=len(samples), at=at)


def keep(db: sqlite3.Connection, kind: Kind, data: bytes, *, samples: int, at: str) -> str:
    """Keep a trained dictionary under its digest, for ever."""
    name = blobs.digest(data)
    db.execute(
        "INSERT OR IGNORE INTO dictionaries (dictionary, portal, media_type, trained_at, samples, data)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (name, *kind, at, samples, blobs.pack_dictionary(data)),
    )
    return name
