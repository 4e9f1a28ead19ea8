"""Until when a page and its files stood beside each other, as far as looks tell."""

import sqlite3
from collections.abc import Callable

from archive.derived.showings import LEFT, SEEN

GONE = ("gone", "soft_404", "client_error", "off_host", "private_address")
"""Outcomes after which a linked file counts as not there, rather than as not fetched yet."""


def beside(db: sqlite3.Connection, url: str, until: str) -> Callable[[str], str]:
    """For a file that a page links, the capture before which it stood beside that page; of looks before the capture `until`.

    A page that was found gone had been so for a while: the crawl that found it so may have looked at its files first. A file that another
    page has shown since, as where a report moved, stood beside that one by then.
    """
    left, seen, run = db.execute(
        f"WITH seen (last) AS (SELECT max(capture) FROM captures WHERE url = :url AND capture < :until AND outcome IN {SEEN})"
        f" SELECT min(capture), last, run FROM captures, seen WHERE url = :url AND capture < :until AND outcome IN {LEFT}"
        " AND capture > last",
        {"url": url, "until": until},
    ).fetchone()
    if left is None:
        return lambda _: until
    # Runs and captures are called by their times; what an import brings was captured before it.
    since = min(left, max(run, seen))
    return lambda file: since if _shown_elsewhere(db, file, url, since, until) else left


def _shown_elsewhere(db: sqlite3.Connection, file: str, url: str, since: str, until: str) -> bool:
    sql = (
        "SELECT 1 FROM links JOIN captures AS page USING (capture)"
        " WHERE links.url = ? AND page.url <> ? AND page.role = 'report' AND page.capture BETWEEN ? AND ? LIMIT 1"
    )
    return db.execute(sql, (file, url, since, until)).fetchone() is not None


def gone(db: sqlite3.Connection, url: str, below: str) -> bool:
    """Whether an address was found to be no more at the last look before a capture."""
    last = db.execute(
        "SELECT outcome FROM captures WHERE url = ? AND capture < ? ORDER BY capture DESC LIMIT 1",
        (url, below),
    ).fetchone()
    return last is not None and last[0] in GONE
