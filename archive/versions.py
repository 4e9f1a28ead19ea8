"""Which report a source shows, and which version of it: derived from sources and readings alone, whatever order they came in.

A source is a new version when its content differs from the one before it at the same address, unless the report has moved on to just
that content elsewhere meanwhile; or, first at its address, when it equals no version known. Contents are compared only between
readings of one extractor, the first that read both, so that a better extractor never makes a version. Without such a pair, or where
the newer source merely has the files that the older still missed, nothing is claimed to have changed.

A page and files may print one report, at several addresses, of which a crawl may have looked at some only: what the others say
otherwise when they are looked at belongs to the edit that it saw.
"""

import hashlib
import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from archive import contents, current


@dataclass(frozen=True, kw_only=True, slots=True)
class Member:
    """A source as an address began to show it, as far as versions depend on it."""

    source: str
    url: str
    captured_at: str
    run: str
    missing: frozenset[str]
    """Addresses of linked files that were not fetched yet."""
    files: frozenset[str]
    """Addresses of the parts it has."""
    stale: frozenset[str]
    """Names (see archive.contents) of what the crawl did not look at."""
    contents: Mapping[str, str | None]
    """Extractor → what it read; null where it could not read the source."""


@dataclass(kw_only=True, slots=True)
class Version:
    """A version while it is being derived."""

    members: list[Member] = field(default_factory=list)


def age(extractor: str) -> tuple[int, str]:
    """Sorts extractors by the order in which they were made: by number, then by name."""
    number = re.match(r"\d+", extractor)
    return (int(number[0]) if number else 0, extractor)


def alike(older: Member, newer: Member) -> bool:
    """Whether nothing shows that the organ published something else in `newer`."""
    return not _edited(older, newer)[1]


def _edited(older: Member, newer: Member) -> tuple[str, Mapping[str, str]]:
    """The first extractor that read both, and what by it the newer says otherwise (see archive.contents)."""
    both = [
        (age(extractor), extractor, was, now)
        for extractor, was in older.contents.items()
        if was is not None and (now := newer.contents.get(extractor)) is not None
    ]
    if not both or older.missing & newer.files:
        return "", {}
    _, extractor, was, now = min(both)
    return extractor, contents.edited(was, now)


def derive(members: Iterable[Member]) -> list[Version]:
    """The versions of one report, in order of publication, each with the sources that show it."""
    versions: list[Version] = []
    standing: dict[str, tuple[int, Member]] = {}
    for member in sorted(members, key=lambda one: (one.captured_at, one.source)):
        at = _place(member, versions, standing.get(member.url))
        if at == len(versions):
            versions.append(Version())
        versions[at].members.append(member)
        standing[member.url] = at, member
    return versions


def _place(member: Member, versions: list[Version], stood: tuple[int, Member] | None) -> int:
    """The index of the version that a source shows; the number of versions where it is a new one. `stood` is the version that its
    address showed, and how."""
    if stood is None:
        known = reversed(range(len(versions)))
        return next((at for at in known if alike(versions[at].members[-1], member)), len(versions))
    current, last = stood
    extractor, edited = _edited(last, member)
    if not edited:
        return current
    joined = (
        at
        for at in range(len(versions) - 1, current - 1, -1)
        if _tells(versions[: at + 1], edited, extractor)
    )
    return next(joined, len(versions))


def _tells(versions: list[Version], edited: Mapping[str, str], extractor: str) -> bool:
    """Whether the last of these versions says all this, or was seen by crawls that did not look at what it does not say."""
    *_, before, last = [Version(), *versions]
    in_the_end = {one.url: one for one in before.members}
    was = _said(in_the_end.values(), extractor)
    news = {name: digests - was.get(name, set()) for name, digests in _said(last.members, extractor).items()}
    looked_at = {name for one in last.members for name in _said([one], extractor).keys() - one.stale}
    return any(news.values()) and all(
        digest in news.get(name, ()) or name not in looked_at for name, digest in edited.items()
    )


def _said(members: Iterable[Member], extractor: str) -> Mapping[str, set[str]]:
    """All that an extractor read in some sources: name → digests."""
    said: dict[str, set[str]] = defaultdict(set)
    for member in members:
        content = member.contents.get(extractor)
        for name, digest in contents.told(content).items() if content is not None else ():
            said[name].add(digest)
    return said


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
    read = db.execute(
        "SELECT extractor, CASE WHEN status = 'unreadable' THEN NULL ELSE content END FROM readings"
        " WHERE source = ? AND status <> 'not_a_report'",
        (source,),
    ).fetchall()
    files = frozenset(key for (key,) in db.execute("SELECT url FROM parts WHERE source = ?", (source,)))
    for url, captured_at, run, stale in db.execute(
        "SELECT url, captured_at, run, stale FROM showings WHERE source = ?", (source,)
    ).fetchall():
        yield Member(
            source=source,
            url=url,
            captured_at=captured_at,
            run=run,
            missing=frozenset(json.loads(missing)),
            files=files,
            stale=frozenset("" if name == url else name for name in json.loads(stale)),
            contents=dict(read),
        )


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
    judged = [first.contents[name] for name in sorted(first.contents, key=age) if first.contents[name]]
    return judged[0] or "" if judged else ""


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
