"""The views: every question about the archive's current state, in one place; dropped and made again when this text changes."""

import hashlib

from sqlite_utils import Database

VIEWS: dict[str, str] = {}
"""Name → SELECT, in the order in which they build on one another."""


def fingerprint() -> str:
    return hashlib.sha256("\0".join(f"{name}={body}" for name, body in VIEWS.items()).encode()).hexdigest()[
        :16
    ]


def outdated(db: Database) -> bool:
    """Whether the views in the file are not these."""
    return bool(db.execute("PRAGMA user_version").fetchone()[0] != int(fingerprint()[:7], 16))


def create(db: Database) -> None:
    """Put these views in the place of whatever views the file has."""
    with db.atomic():
        for name in db.view_names():
            db.execute(f"DROP VIEW [{name}]")
        for name, body in VIEWS.items():
            db.execute(f"CREATE VIEW {name} AS {body}")
        db.execute(f"PRAGMA user_version = {int(fingerprint()[:7], 16)}")
