"""What people type for a report or a capture, and which one they mean."""

import re
import sqlite3
from datetime import date

from archive.errors import UsageInvalid


def report(db: sqlite3.Connection, text: str) -> str:
    """The report with this id, this unambiguous start of one, or this address. Raises UsageInvalid."""
    found = _by_prefix(db, "reports", "report", text) or [
        key
        for (key,) in db.execute(
            "SELECT DISTINCT report FROM appearances JOIN parts USING (source) WHERE appearances.url = ? OR parts.url = ?",
            (text, text),
        )
    ]
    return _only(
        found, f"report {text}", "an id or the start of one, as gongkai search shows it, or an address"
    )


def version(db: sqlite3.Connection, report: str, text: str) -> int:
    """The number of the version of a report that this number names, or that stood at the end of this date. Raises UsageInvalid."""
    if text.isdecimal():
        (count,) = db.execute("SELECT count(*) FROM versions WHERE report = ?", (report,)).fetchone()
        if not 1 <= int(text) <= count:
            raise UsageInvalid(f"report {report[:12]}: no version {text} (there are 1 to {count})")
        return int(text)
    if not _is_date(text):
        raise UsageInvalid(f"version {text}: wanted is a number or a date (2024-03-31)")
    (number,) = db.execute(
        "SELECT max(number) FROM report_versions WHERE report = ? AND substr(captured_at, 1, length(?)) <= ?",
        (report, text, text),
    ).fetchone()
    if number is None:
        raise UsageInvalid(f"report {report[:12]}: no version was known on {text}")
    return int(number)


def _is_date(text: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d\d(-\d\d(T[\d:.]+Z?)?)?", text):
        return False
    try:
        date.fromisoformat(f"{text}-01"[:10])
    except ValueError:
        return False
    return True


def capture(db: sqlite3.Connection, text: str) -> str:
    """The capture with this id, this unambiguous start of one, or the newest real one of this address. Raises UsageInvalid."""
    found = _by_prefix(db, "captures", "capture", text) or [
        key
        for (key,) in db.execute(
            "SELECT capture FROM captures WHERE url = ? ORDER BY outcome = 'ok' DESC, capture DESC LIMIT 1",
            (text,),
        )
    ]
    return _only(found, f"capture {text}", "an id or the start of one, or an address")


def _by_prefix(db: sqlite3.Connection, table: str, key: str, text: str) -> list[str]:
    if not text or not text.isalnum():
        return []
    rows = db.execute(f"SELECT {key} FROM {table} WHERE {key} >= ? AND {key} < ? LIMIT 5", (text, f"{text}~"))
    return [name for (name,) in rows]


def _only(found: list[str], what: str, wanted: str) -> str:
    match found:
        case [one]:
            return one
        case []:
            raise UsageInvalid(f"{what}: not in the archive (wanted: {wanted})")
        case _:
            raise UsageInvalid(f"{what}: may be any of {', '.join(key[:12] for key in found[:5])} …")
