"""The views: every question about the archive's current state, made again in every file where this text has changed."""

import hashlib

from sqlite_utils import Database

from archive.derived import current, sources, versions, years
from archive.views import captures, changes, figures, lists, reports, runs

VIEWS = {
    **captures.VIEWS,
    **reports.VIEWS,
    **lists.VIEWS,
    **figures.VIEWS,
    **changes.VIEWS,
    **runs.VIEWS,
}
"""Name → SELECT, in the order in which they build on one another."""
BENEATH = {"bodies": captures.BODIES, "current": current.DERIVED, "year_findings": years.DERIVED}
"""What else is made again with them."""


def mark() -> int:
    """A number that tells these views, and what `current` derives from, from any others; kept as the file's user_version."""
    told = "\0".join(f"{name}={body}" for name, body in {**VIEWS, **BENEATH}.items())
    return int(hashlib.sha256(told.encode()).hexdigest()[:7], 16)


def outdated(db: Database) -> bool:
    """Whether the views in the file are not these."""
    return bool(db.execute("PRAGMA user_version").fetchone()[0] != mark())


def create(db: Database) -> None:
    """Put these views in the place of whatever views the file has, and derive `current` anew from them; versions too where the file
    has no mark, which a migration takes away that changes what they are derived by."""
    with db.atomic():
        for name in db.view_names():
            db.execute(f"DROP VIEW [{name}]")
        for name, body in VIEWS.items():
            db.execute(f"CREATE VIEW {name} AS {body}")
        if "body_rows" in db.table_names():
            create_bodies(db)
        current.renew_all(db.conn)
        if not db.execute("PRAGMA user_version").fetchone()[0]:
            versions.settle(db.conn, dict.fromkeys(sources.every(db.conn), ""))
        db.execute(f"PRAGMA user_version = {mark()}")


def create_bodies(db: Database) -> None:
    """Put the view of bodies into the file that has them, which may be a second one."""
    db.execute("DROP VIEW IF EXISTS bodies")
    db.execute(f"CREATE VIEW bodies AS {captures.BODIES}")
