"""Bodies numbered so that they fill their pages: SQLite lays rows down in the order of their numbers, and what a page has left
stays empty where the next row does not fit. Nobody but a body stored against another refers to numbers.
"""

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from sqlite3 import Connection

from archive.rows import bodies

BATCH = 200
"""Bodies a transaction: a writer elsewhere waits no longer than it takes."""
WORTH = 0.97
"""Bodies are numbered anew where that leaves at most this share of their pages."""
ROW = 64
"""Bytes that a row takes beside its data, at most: digest, lengths, references, and its place in the page's index."""


def within(payload: int, page: int) -> int:
    """Bytes of a row that stand in its own page of so many bytes; the rest fills pages of its own (SQLite's file format, 1.6)."""
    most, least = page - 35, (page - 12) * 32 // 255 - 23
    if payload <= most:
        return payload
    local = least + (payload - least) % (page - 4)
    return local if local <= most else least


def pages(rows: Iterable[int], page: int) -> int:
    """How many pages rows of these sizes within take, one laid down after the other."""
    count, left = 0, 0
    for row in rows:
        if row > left:
            count, left = count + 1, page
        left -= row
    return count


def fitting(rows: Sequence[int], page: int) -> list[int]:
    """The places of these rows in an order that fills pages: each, the largest first, goes where it leaves least room."""
    filled: list[list[int]] = []
    room: list[tuple[int, int]] = []
    for at in sorted(range(len(rows)), key=lambda at: -rows[at]):
        found = bisect_left(room, (rows[at], 0))
        if found < len(room):
            left, number = room.pop(found)
        else:
            left, number = page, len(filled)
            filled.append([])
        filled[number].append(at)
        insort(room, (left - rows[at], number))
    return [at for one in filled for at in one]


def arrange(db: Connection, transaction: Callable[[], AbstractContextManager[None]]) -> int:
    """Number the bodies anew where it is worth it; gives how many. Wherever this stops, every body can be read."""
    schema = bodies.SECOND if bodies.apart(db) else "main"
    (page,) = db.execute(f"PRAGMA {schema}.page_size").fetchone()
    sizes = db.execute("SELECT body, length(data) FROM body_rows ORDER BY body").fetchall()
    rows = [within(size + ROW, page) for _, size in sizes]
    order = fitting(rows, page)
    if not rows or pages((rows[at] for at in order), page) > WORTH * pages(rows, page):
        return 0
    first = max(number for number, _ in sizes) + 1
    moved = [(first + place, sizes[at][0]) for place, at in enumerate(order)]
    for start in range(0, len(moved), BATCH):
        with transaction():
            db.execute("PRAGMA defer_foreign_keys = ON")
            for column in ("body", "base"):
                db.executemany(
                    f"UPDATE body_rows SET {column} = ? WHERE {column} = ?", moved[start : start + BATCH]
                )
    return len(moved)
