"""Reports, versions and appearances: derived from sources and readings alone, whatever order they came in (archive.derived.edits)."""

import hashlib
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from archive.derived import current
from archive.derived.edits import Version, derive, repeats
from archive.derived.members import Members
from archive.derived.showings import NEVER
from archive.derived.told import Member, age
from archive.errors import ArchiveDamaged


@dataclass(kw_only=True, slots=True)
class _Change:
    """What is otherwise of a report than was known."""

    since: str
    """The earliest moment from which on a source is."""
    read_by: str | None
    """The extractor whose readings are all that is new; null where sources came, went or are shown at other moments."""
    sources: list[str] = field(default_factory=list)
    """Those of them that show it."""


def settle(db: sqlite3.Connection, changed: Mapping[str, str], *, read_by: str | None = None) -> None:
    """Bring reports, versions and appearances up to what is now known of sources: source → from when on it is shown otherwise than
    was known, `""` where it says something else itself. With `read_by`, only by what this extractor read in it.

    A report's versions are judged anew from the earliest such moment: what was shown before stays as it is.
    """
    changes: dict[str, _Change] = {}
    for source, moment in changed.items():
        before, after = _shown(db, source), _report(db, source)
        if before != after:
            db.execute("DELETE FROM appearances WHERE source = ?", (source,))
        db.execute(_CONTRADICTED, (source, NEVER))
        first = _first_shown(db, source, moment)
        for report in filter(None, (before, after)):
            change = changes.setdefault(report, _Change(since=first, read_by=read_by))
            change.since = min(first, change.since)
            change.read_by = change.read_by if before == after else None
        if after:
            changes[after].sources.append(source)
    for report, change in changes.items():
        _judge(db, report, change)
    current.renew(db, changes)
    current.look(db, _addresses(db, changed))


_CONTRADICTED = """
DELETE FROM appearances WHERE (source, captured_at) IN (SELECT source, captured_at FROM showings WHERE source = ? AND before = ?)
"""


def _first_shown(db: sqlite3.Connection, source: str, since: str) -> str:
    sql = (
        "SELECT captured_at FROM showings WHERE source = ? AND captured_at >= ? ORDER BY captured_at LIMIT 1"
    )
    found = db.execute(sql, (source, since)).fetchone()
    if found is None:
        raise ArchiveDamaged(f"source {source}: no address shows it")
    return str(found[0])


def _shown(db: sqlite3.Connection, source: str) -> str | None:
    """The report of which a source showed a version so far."""
    found = db.execute("SELECT report FROM appearances WHERE source = ? LIMIT 1", (source,)).fetchone()
    return found and str(found[0])


def _judge(db: sqlite3.Connection, report: str, change: _Change) -> None:
    """Derive what a report shows since a change; drop versions and reports that nothing shows."""
    members = Members(db)
    moment = _repeated_until(db, members, report, change)
    if moment is not None:
        numbers: dict[str, int] = {}
        known = [
            (numbers.setdefault(version, len(numbers)), one)
            for version, one in members.known(report, before=moment)
        ]
        later = members.later(report, since=moment, sources=change.sources)
        _write(db, report, derive((one for _, one in later), known), moment)
    db.execute(
        "DELETE FROM versions WHERE report = ? AND captured_at >= ? AND NOT EXISTS"
        " (SELECT 1 FROM appearances WHERE appearances.version = versions.version)",
        (report, change.since),
    )
    db.execute(
        "DELETE FROM reports WHERE report = ? AND NOT EXISTS"
        " (SELECT 1 FROM appearances WHERE appearances.report = reports.report)",
        (report,),
    )


def _repeated_until(db: sqlite3.Connection, members: Members, report: str, change: _Change) -> str | None:
    """Note what only repeats what stood there before; gives the moment of the first that may not, from which on all has to be derived.

    A report may have hundreds of copies, and nearly each repeats the one before: then nothing earlier has to be looked at, and nothing later
    that the extractor has not read which alone says something new.
    """
    later = members.later(report, since=change.since, sources=change.sources, read_by=change.read_by)
    for version, one in later:
        last = members.last(report, before=one)
        if last is None or version not in (None, last[0]) or not repeats(one, last[1]):
            return one.captured_at
        if version is None:
            _appear(db, report, last[0], [one])
    return None


def _addresses(db: sqlite3.Connection, sources: Iterable[str]) -> set[str]:
    """Where sources were seen: another report that was seen there may be so no more."""
    shown = (db.execute("SELECT url FROM showings WHERE source = ?", (source,)) for source in sources)
    return {url for rows in shown for (url,) in rows}


def _report(db: sqlite3.Connection, source: str) -> str | None:
    """The report that a source shows, noted; null where it is none, or unread."""
    found = _identity(db, source)
    if found:
        db.execute(
            "INSERT OR IGNORE INTO reports (report, portal, organ_key, year, url) VALUES (?, ?, ?, ?, ?)",
            found,
        )
    return found and found[0]


def _identity(db: sqlite3.Connection, source: str) -> tuple[str, str, str, int | None, str | None] | None:
    """Key, portal, organ, year and (only where organ or year is unknown) address of the report, by the newest readable reading."""
    rows = db.execute(
        "SELECT extractor, status, organ_key, year, portal, url FROM readings JOIN sources USING (source)"
        " WHERE source = ?",
        (source,),
    ).fetchall()
    if not rows:
        return None
    readable = [row for row in rows if row[1] != "unreadable"]
    _, status, organ_key, year, portal, url = max(readable or rows, key=lambda row: age(row[0]))
    if status == "not_a_report":
        return None
    known = bool(organ_key) and year is not None
    told = (portal, organ_key, str(year)) if known else (portal, organ_key, str(year), url)
    report = hashlib.sha256("\0".join(told).encode()).hexdigest()[:32]
    return report, portal, organ_key, year, None if known else url


def version_key(report: str, first: Member) -> str:
    """A version's key: its report and the showing that began it."""
    return hashlib.sha256(f"{report} {first.source} {first.captured_at}".encode()).hexdigest()[:32]


def _write(db: sqlite3.Connection, report: str, versions: Iterable[Version], since: str) -> None:
    for version in versions:
        first = version.members[0]
        key = version_key(report, first)
        if first.captured_at >= since:
            db.execute(
                "INSERT INTO versions (version, report, source, content, captured_at, run) VALUES (?, ?, ?, ?, ?, ?)"
                " ON CONFLICT (version) DO UPDATE SET content = excluded.content, run = excluded.run"
                " WHERE (content, run) <> (excluded.content, excluded.run)",
                (key, report, *_row(first)),
            )
        _appear(db, report, key, [one for one in version.members if one.captured_at >= since])


def _appear(db: sqlite3.Connection, report: str, version: str, shown: Iterable[Member]) -> None:
    db.executemany(
        "INSERT INTO appearances (source, report, version, url, captured_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (source, captured_at) DO UPDATE SET report = excluded.report, version = excluded.version"
        " WHERE version <> excluded.version",
        ((one.source, report, version, one.url, one.captured_at) for one in shown),
    )


def _row(first: Member) -> tuple[str, str, str, str]:
    """Source, content, moment and run of a version, as the member that began it gives them."""
    return first.source, first.content, first.captured_at, first.run


Shown = dict[str, tuple[tuple[str, ...], set[tuple[str, str, str]]]]
"""Version → what its row says, and the (source, captured_at, address) that show it."""


def derived(db: sqlite3.Connection) -> dict[str, Shown]:
    """Report → its versions, as sources and readings give them; for `verify`."""
    members = Members(db)
    shown: dict[str, list[Member]] = {}
    for (source,) in db.execute("SELECT source FROM sources").fetchall():
        found = _identity(db, source)
        if found:
            shown.setdefault(found[0], []).extend(members.showing(source))
    return {
        report: {
            version_key(report, version.members[0]): (
                _row(version.members[0]),
                {(one.source, one.captured_at, one.url) for one in version.members},
            )
            for version in derive(listed)
        }
        for report, listed in shown.items()
    }


def stored(db: sqlite3.Connection, report: str) -> Shown:
    """A report's versions as they stand in the archive."""
    shown: Shown = {
        version: (tuple(row), set())
        for version, *row in db.execute(
            "SELECT version, source, content, captured_at, run FROM versions WHERE report = ?", (report,)
        )
    }
    for version, *appearance in db.execute(
        "SELECT version, source, captured_at, url FROM appearances WHERE report = ?", (report,)
    ):
        shown.setdefault(version, ((), set()))[1].add(tuple(appearance))
    return shown
