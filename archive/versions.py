"""Reports, versions and appearances: derived from sources and readings alone, whatever order they came in (archive.edits)."""

import hashlib
import json
import sqlite3
from collections.abc import Callable, Iterable, Mapping
from functools import cache, partial

from archive import contents, current
from archive.edits import Composed, Member, Told, Version, age, derive


def settle(db: sqlite3.Connection, changed: Mapping[str, str]) -> None:
    """Bring reports, versions and appearances up to what is now known of sources: source → from when on it is shown otherwise than
    was known, `""` where it says something else itself.

    A report's versions are judged anew from the earliest such moment: what was shown before stays as it is.
    """
    since: dict[str, str] = {}
    arrived: dict[str, list[str]] = {}
    for source, moment in changed.items():
        before, after = _shown(db, source), _report(db, source)
        if before != after:
            db.execute("DELETE FROM appearances WHERE source = ?", (source,))
        first = _first_shown(db, source, moment)
        for report in filter(None, (before, after)):
            since[report] = min(first, since.get(report, first))
        if after:
            arrived.setdefault(after, []).append(source)
    for report, moment in since.items():
        _judge(db, report, moment, arrived.get(report, ()))
    current.renew(db, since)
    current.look(db, _addresses(db, changed))


def _first_shown(db: sqlite3.Connection, source: str, since: str) -> str:
    sql = "SELECT min(captured_at) FROM showings WHERE source = ? AND captured_at >= ?"
    (found,) = db.execute(sql, (source, since)).fetchone()
    return str(found)


def _shown(db: sqlite3.Connection, source: str) -> str | None:
    """The report of which a source showed a version so far."""
    found = db.execute("SELECT report FROM appearances WHERE source = ? LIMIT 1", (source,)).fetchone()
    return found and str(found[0])


def _judge(db: sqlite3.Connection, report: str, since: str, arrived: Iterable[str]) -> None:
    """Derive what a report shows from a moment on, with what arrived since then; drop versions and reports that nothing shows."""
    look_up = cache(partial(_composed, db))
    numbers: dict[str, int] = {}
    known = [
        (numbers.setdefault(version, len(numbers)), _member(look_up, *row))
        for version, *row in db.execute(_KNOWN, (report, since)).fetchall()
    ]
    later = set(db.execute(_LATER, (report, since)))
    later |= {row for source in arrived for row in db.execute(_SHOWING, (source, since))}
    _write(db, report, derive((_member(look_up, *row) for row in later), known), since)
    db.execute(
        "DELETE FROM versions WHERE report = ? AND captured_at >= ? AND NOT EXISTS"
        " (SELECT 1 FROM appearances WHERE appearances.version = versions.version)",
        (report, since),
    )
    db.execute(
        "DELETE FROM reports WHERE report = ? AND NOT EXISTS"
        " (SELECT 1 FROM appearances WHERE appearances.report = reports.report)",
        (report,),
    )


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


_SHOWN = "s.source, s.url, s.captured_at, s.run, CASE WHEN kind = 'crawl' THEN started_at END"
_SHOWING = f"SELECT {_SHOWN}, s.before FROM showings AS s JOIN runs USING (run) WHERE source = ? AND captured_at >= ?"
_APPEARING = " FROM appearances AS a JOIN showings AS s USING (source, captured_at) JOIN runs ON runs.run = s.run WHERE a.report = ?"
_KNOWN = f"SELECT a.version, {_SHOWN} {_APPEARING} AND a.captured_at < ? ORDER BY a.captured_at, a.source"
_LATER = f"SELECT {_SHOWN}, s.before {_APPEARING} AND a.captured_at >= ?"


def _member(
    look_up: Callable[[str], Composed],
    source: str,
    url: str,
    captured_at: str,
    run: str,
    started_at: str | None,
    before: str | None = None,
) -> Member:
    """A member from its row; of one that is known to show a version, nobody asks what was there before."""
    return Member(
        source=source,
        url=url,
        captured_at=captured_at,
        run=run,
        started_at=started_at,
        before=json.loads(before) if before else {},
        composed=partial(look_up, source),
    )


def _composed(db: sqlite3.Connection, source: str) -> Composed:
    (missing,) = db.execute("SELECT missing FROM sources WHERE source = ?", (source,)).fetchone()
    parts = db.execute("SELECT url, sha256 FROM parts WHERE source = ?", (source,)).fetchall()
    read = db.execute(
        "SELECT extractor, content, sha256 FROM readings WHERE source = ? AND status NOT IN ('not_a_report', 'unreadable')",
        (source,),
    )
    return Composed(
        missing=frozenset(json.loads(missing)),
        parts=frozenset(part for part, _ in parts),
        told={extractor: _told(content, sha256, parts) for extractor, content, sha256 in read},
    )


def _told(content: str, sha256: str, parts: Iterable[tuple[str, str]]) -> Told:
    """The part that gave the figures gave the text too, unless it is told apart as a file; then any may have given it."""
    digests = contents.told(content)
    gave = frozenset(url for url, body in parts if body == sha256 and url not in digests)
    return Told(digests=digests, own=gave or frozenset(url for url, _ in parts))


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
                (key, report, *_row(db, first)),
            )
        db.executemany(
            "INSERT INTO appearances (source, report, version, url, captured_at) VALUES (?, ?, ?, ?, ?)"
            " ON CONFLICT (source, captured_at) DO UPDATE SET report = excluded.report, version = excluded.version"
            " WHERE version <> excluded.version",
            (
                (one.source, report, key, one.url, one.captured_at)
                for one in version.members
                if one.captured_at >= since
            ),
        )


def _row(db: sqlite3.Connection, first: Member) -> tuple[str, str, str, str]:
    """Source, content, moment and run of a version, as the member that began it gives them."""
    return first.source, _content(db, first), first.captured_at, first.run


def _content(db: sqlite3.Connection, first: Member) -> str:
    """What the first extractor that could read it made of the source that began a version; '' where none could."""
    if not first.told:
        return ""
    of = (first.source, min(first.told, key=age))
    (content,) = db.execute("SELECT content FROM readings WHERE source = ? AND extractor = ?", of).fetchone()
    return str(content)


Shown = dict[str, tuple[tuple[str, ...], set[tuple[str, str, str]]]]
"""Version → what its row says, and the (source, captured_at, address) that show it."""


def derived(db: sqlite3.Connection) -> dict[str, Shown]:
    """Report → its versions, as sources and readings give them; for `verify`."""
    look_up = cache(partial(_composed, db))
    members: dict[str, list[Member]] = {}
    for (source,) in db.execute("SELECT source FROM sources").fetchall():
        found = _identity(db, source)
        if found:
            shown = (_member(look_up, *row) for row in db.execute(_SHOWING, (source, "")))
            members.setdefault(found[0], []).extend(shown)
    return {
        report: {
            version_key(report, version.members[0]): (
                _row(db, version.members[0]),
                {(one.source, one.captured_at, one.url) for one in version.members},
            )
            for version in derive(shown)
        }
        for report, shown in members.items()
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
