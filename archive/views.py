"""The views: every question about the archive's current state, made again in every file where this text has changed."""

import hashlib

from sqlite_utils import Database

from archive import current, view_changes, view_figures, view_reports, view_runs

VIEWS = {**view_reports.VIEWS, **view_figures.VIEWS, **view_changes.VIEWS, **view_runs.VIEWS}
"""Name → SELECT, in the order in which they build on one another."""


def mark() -> int:
    """A number that tells these views, and what `current` derives from, from any others; kept as the file's user_version."""
    told = "\0".join(f"{name}={body}" for name, body in {**VIEWS, "current": current.DERIVED}.items())
    return int(hashlib.sha256(told.encode()).hexdigest()[:7], 16)


def outdated(db: Database) -> bool:
    """Whether the views in the file are not these."""
    return bool(db.execute("PRAGMA user_version").fetchone()[0] != mark())


def create(db: Database) -> None:
    """Put these views in the place of whatever views the file has, and derive `current` anew from them."""
    with db.atomic():
        for name in db.view_names():
            db.execute(f"DROP VIEW [{name}]")
        for name, body in VIEWS.items():
            db.execute(f"CREATE VIEW {name} AS {body}")
        current.renew_all(db.conn)
        db.execute(f"PRAGMA user_version = {mark()}")
