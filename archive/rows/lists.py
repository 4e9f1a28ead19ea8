"""The lists that a portal is looked through by: pages that showed reports, and pages that led to them, in the table `lists`.

They are a crawl's own knowledge of the way, like the frontier: what is lost of them is found again by a whole crawl.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlite_utils import Database

_COLUMNS = "portal, fingerprint, parent, request, page, shown, total, looked_at, changed_at, misses"


@dataclass(frozen=True, kw_only=True, slots=True)
class KnownList:
    """A page that is looked at again, as it was when it was last looked at."""

    portal: str
    fingerprint: str
    """The request's identity."""
    parent: str | None = None
    """Fingerprint of the page that links here; null for the home page and where it is not known."""
    request: str
    """The request as JSON, so that any process can send it."""
    page: int = 1
    """Which page of its list it is."""
    shown: tuple[str, ...] = ()
    """Marks of the reports and year columns that it showed, in order; none for a page that only leads to lists."""
    total: int | None = None
    """Entries that the whole list declared."""
    looked_at: str
    changed_at: str
    """When what it shows was last seen to differ, or when it was first looked at."""
    misses: int = 0
    """Looks in a row that did not find what it had shown."""


def put(db: Database, lists: Iterable[KnownList]) -> None:
    """Note lists; what is known of one is replaced, but for a parent that is now unknown."""
    db.conn.executemany(
        f"INSERT INTO lists ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET"
        " parent = coalesce(excluded.parent, parent), request = excluded.request, page = excluded.page,"
        " shown = excluded.shown, total = excluded.total, looked_at = excluded.looked_at,"
        " changed_at = excluded.changed_at, misses = excluded.misses",
        (
            (
                *(one.portal, one.fingerprint, one.parent, one.request, one.page, " ".join(one.shown)),
                *(one.total, one.looked_at, one.changed_at, one.misses),
            )
            for one in lists
        ),
    )


def drop(db: Database, keys: Iterable[tuple[str, str]]) -> None:
    """Forget lists by (portal, fingerprint)."""
    db.conn.executemany("DELETE FROM lists WHERE portal = ? AND fingerprint = ?", keys)


def looked(db: Database) -> dict[str, str]:
    """Each portal that has lists, and when one of them was last looked at."""
    return dict(db.execute("SELECT portal, max(looked_at) FROM lists GROUP BY portal").fetchall())


def of_portal(db: Database, portal: str) -> list[KnownList]:
    """Every list of a portal."""
    names = _COLUMNS.split(", ")
    rows = db.conn.execute(f"SELECT {_COLUMNS} FROM lists WHERE portal = ? ORDER BY fingerprint", (portal,))
    told = (dict(zip(names, row, strict=True)) for row in rows.fetchall())
    return [KnownList(**{**row, "shown": tuple(row["shown"].split())}) for row in told]
