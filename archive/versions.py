"""Reports, versions and appearances: derived from sources and readings alone, whatever order they came in (archive.edits)."""

import hashlib
import json
import sqlite3
from collections.abc import Iterable, Iterator

from archive import contents, current
from archive.edits import Member, Told, Version, age, derive


def settle(db: sqlite3.Connection, sources: Iterable[str]) -> None:
    """Bring reports, versions and appearances up to what is now known of these sources."""
    told = list(sources)
    touched: dict[str, set[str]] = {}
    for source in told:
        before = db.execute("SELECT report FROM appearances WHERE source = ?", (source,)).fetchone()
        after = _report(db, source)
        if before and before[0] != after:
            touched.setdefault(before[0], set())
        if after:
            touched.setdefault(after, set()).add(source)
    leaving = {source for arrived in touched.values() for source in arrived}
    for report, arrived in touched.items():
        shown = {key for (key,) in db.execute("SELECT source FROM appearances WHERE report = ?", (report,))}
        staying = {key for key in shown - leaving if _report(db, key) == report}
        _write(db, report, derive(one for key in staying | arrived for one in _members(db, key)))
    for report in touched:
        _sweep(db, report)
    current.renew(db, touched)
    current.look(db, _addresses(db, told))


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


def _members(db: sqlite3.Connection, source: str) -> Iterator[Member]:
    (missing,) = db.execute("SELECT missing FROM sources WHERE source = ?", (source,)).fetchone()
    parts = db.execute("SELECT url, sha256 FROM parts WHERE source = ?", (source,)).fetchall()
    read = db.execute(
        "SELECT extractor, content, sha256 FROM readings WHERE source = ? AND status NOT IN ('not_a_report', 'unreadable')",
        (source,),
    ).fetchall()
    told = {extractor: _told(content, sha256, parts) for extractor, content, sha256 in read}
    for url, captured_at, run, before, kind, started_at in db.execute(
        "SELECT url, captured_at, run, before, kind, started_at FROM showings JOIN runs USING (run) WHERE source = ?",
        (source,),
    ).fetchall():
        yield Member(
            source=source,
            url=url,
            captured_at=captured_at,
            run=run,
            missing=frozenset(json.loads(missing)),
            parts=frozenset(part for part, _ in parts),
            started_at=started_at if kind == "crawl" else None,
            before=json.loads(before),
            told=told,
        )


def _told(content: str, sha256: str, parts: Iterable[tuple[str, str]]) -> Told:
    """The part that gave the figures gave the text too, unless it is told apart as a file; then any may have given it."""
    digests = contents.told(content)
    gave = frozenset(url for url, body in parts if body == sha256 and url not in digests)
    return Told(content=content, digests=digests, own=gave or frozenset(url for url, _ in parts))


def version_key(report: str, first: Member) -> str:
    """A version's key: its report and the showing that began it."""
    return hashlib.sha256(f"{report} {first.source} {first.captured_at}".encode()).hexdigest()[:32]


def _write(db: sqlite3.Connection, report: str, versions: Iterable[Version]) -> None:
    for version in versions:
        first = version.members[0]
        key = version_key(report, first)
        db.execute(
            "INSERT INTO versions (version, report, source, content, captured_at, run) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (version) DO UPDATE SET content = excluded.content, run = excluded.run"
            " WHERE (content, run) <> (excluded.content, excluded.run)",
            (key, report, first.source, _content(first), first.captured_at, first.run),
        )
        db.executemany(
            "INSERT INTO appearances (source, report, version, url, captured_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (source, captured_at) DO UPDATE SET report = excluded.report, version = excluded.version"
            " WHERE version <> excluded.version",
            ((one.source, report, key, one.url, one.captured_at) for one in version.members),
        )


def _content(first: Member) -> str:
    """What the first extractor that could read it made of the source that began a version; '' where none could."""
    return first.told[min(first.told, key=age)].content if first.told else ""


def _sweep(db: sqlite3.Connection, report: str) -> None:
    """Drop what better knowledge or a merge has emptied: appearances that left, versions and reports that nothing shows."""
    for (source,) in db.execute("SELECT source FROM appearances WHERE report = ?", (report,)).fetchall():
        if _report(db, source) != report:
            db.execute("DELETE FROM appearances WHERE source = ?", (source,))
    db.execute(
        "DELETE FROM versions WHERE report = ? AND NOT EXISTS"
        " (SELECT 1 FROM appearances WHERE appearances.version = versions.version)",
        (report,),
    )
    db.execute(
        "DELETE FROM reports WHERE report = ? AND NOT EXISTS"
        " (SELECT 1 FROM appearances WHERE appearances.report = reports.report)",
        (report,),
    )


Shown = dict[str, tuple[tuple[str, ...], set[tuple[str, str, str]]]]
"""Version → what its row says, and the (source, captured_at, address) that show it."""


def derived(db: sqlite3.Connection) -> dict[str, Shown]:
    """Report → its versions, as sources and readings give them; for `verify`."""
    members: dict[str, list[Member]] = {}
    for (source,) in db.execute("SELECT source FROM sources").fetchall():
        found = _identity(db, source)
        if found:
            members.setdefault(found[0], []).extend(_members(db, source))
    return {
        report: {
            version_key(report, version.members[0]): (
                _row(version.members[0]),
                {(one.source, one.captured_at, one.url) for one in version.members},
            )
            for version in derive(shown)
        }
        for report, shown in members.items()
    }


def _row(first: Member) -> tuple[str, ...]:
    return first.source, _content(first), first.captured_at, first.run


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
