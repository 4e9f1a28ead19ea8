"""What repeats from row to row and therefore stands once: texts under a number, digests as bytes, times as microseconds.

Numbers belong to one file. Whatever leaves it, by a view, a merge or an export, is text again.
"""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
STRING = "(SELECT string FROM strings WHERE text = ?)"
"""The number of a text that was put, null for null."""


def put(db: sqlite3.Connection, texts: Iterable[str | None]) -> None:
    """Give each text a number where it has none."""
    db.executemany(
        "INSERT OR IGNORE INTO strings (text) VALUES (?)",
        ((text,) for text in dict.fromkeys(texts) if text is not None),
    )


def micros(stamp: str) -> int:
    """Microseconds since 1970 of a time as the archive writes it. Raises ValueError for what is none."""
    return (datetime.fromisoformat(stamp) - EPOCH) // timedelta(microseconds=1)


def raw(digest: str | None) -> bytes | None:
    """A digest as bytes. Raises ValueError for what is none."""
    return None if digest is None else bytes.fromhex(digest)


def hexed(column: str) -> str:
    """SQL: a column of bytes as lower-case hexadecimal, null for null."""
    return f"nullif(lower(hex({column})), '')"


def stamped(column: str) -> str:
    """SQL: microseconds since 1970 as `archive.clock.stamp` writes them, also before 1970."""
    rest = f"((({column}) % 1000000 + 1000000) % 1000000)"
    return f"strftime('%Y-%m-%dT%H:%M:%S', (({column}) - {rest}) / 1000000, 'unixepoch') || printf('.%06dZ', {rest})"


def links_key(links: Sequence[tuple[str, str, str]]) -> str:
    """What a list of links is told by in every file."""
    return hashlib.sha256(json.dumps(links, ensure_ascii=False).encode()).hexdigest()[:32]


def links(db: sqlite3.Connection, number: int) -> list[tuple[str, str, str]]:
    """A stored list of links: (address, text, kind), in order."""
    return db.execute(
        "SELECT url.text, words.text, kind FROM link_rows AS l JOIN strings AS url ON url.string = l.url"
        " JOIN strings AS words ON words.string = l.text WHERE link_set = ? ORDER BY position",
        (number,),
    ).fetchall()


def link_set(db: sqlite3.Connection, links: Sequence[tuple[str, str, str]]) -> int | None:
    """The number of a list of (address, text, kind), stored where no page had this very list yet; null for no links."""
    if not links:
        return None
    digest = links_key(links)
    known = db.execute("SELECT link_set FROM link_sets WHERE digest = ?", (digest,)).fetchone()
    if known:
        return int(known[0])
    number = db.execute("INSERT INTO link_sets (digest) VALUES (?)", (digest,)).lastrowid
    put(db, (text for url, words, _ in links for text in (url, words)))
    db.executemany(
        f"INSERT INTO link_rows (link_set, position, url, text, kind) VALUES (?, ?, {STRING}, {STRING}, ?)",
        ((number, position, *link) for position, link in enumerate(links, 1)),
    )
    return number
