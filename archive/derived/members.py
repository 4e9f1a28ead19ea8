"""What a report's versions are judged from (archive.derived.edits): who showed what, in the order of the looks."""

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache, partial

from archive.clock import after, stamp
from archive.derived import contents, formats
from archive.derived.showings import LEFT, NEVER, SEEN
from archive.derived.told import ONE_CRAWL, Composed, Member, Told

_SHOWN = "s.source, s.url, s.captured_at, s.run, CASE WHEN kind = 'crawl' THEN started_at END"
_SHOWING = (
    f"SELECT {_SHOWN}, s.before FROM showings AS s JOIN runs USING (run)"
    f" WHERE source = ? AND captured_at >= ? AND s.before <> '{NEVER}'"
)
_APPEARING = (
    f"SELECT a.version, {_SHOWN}, s.before FROM appearances AS a JOIN showings AS s USING (source, captured_at)"
    " JOIN runs ON runs.run = s.run"
)
_KNOWN = f"{_APPEARING} WHERE a.report = :report AND a.captured_at < :before ORDER BY a.captured_at, a.source"
_LATER = f"""
{_APPEARING} WHERE a.report = :report AND a.captured_at >= :since AND (
  :extractor IS NULL OR EXISTS (SELECT 1 FROM readings AS r WHERE r.source = a.source AND r.extractor = :extractor))"""
_LATEST = " AND (a.captured_at, a.source) < (:at, :source) ORDER BY a.captured_at DESC, a.source DESC LIMIT 1"
_AT_ADDRESS = f"{_APPEARING} WHERE a.report = :report AND a.url = :url{_LATEST}"
_OF_LAST_VERSION = f"""
{_APPEARING} WHERE a.version = (
  SELECT version FROM versions WHERE report = :report AND (captured_at, source) < (:at, :source)
  ORDER BY captured_at DESC, source DESC LIMIT 1){_LATEST}"""


class Members:
    """Members by report, each source looked up at most once."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        alike = cache(partial(formats.alike, db))
        self._look_up = cache(partial(_composed, db, alike))

    def showing(self, source: str, *, since: str = "") -> Iterator[Member]:
        """A source as addresses began to show it from a moment on."""
        return (self._member(*row) for row in self._db.execute(_SHOWING, (source, since)).fetchall())

    def known(self, report: str, *, before: str) -> Iterator[tuple[str, Member]]:
        """What showed a report before a moment, in order, each with the version that it was found to show."""
        return self._appearing(_KNOWN, {"report": report, "before": before})

    def later(
        self, report: str, *, since: str, sources: Iterable[str] = (), read_by: str | None = None
    ) -> list[tuple[str | None, Member]]:
        """What shows a report from a moment on, in order, with the version that it was found to show: these sources, which may not have
        been judged yet, and others; of those with `read_by` only what this extractor has read."""
        found: dict[tuple[str, str], tuple[str | None, Member]] = {
            (one.captured_at, one.source): (None, one)
            for source in sources
            for one in self.showing(source, since=since)
        }
        told = {"report": report, "since": since, "extractor": read_by}
        for version, one in self._appearing(_LATER, told):
            found[one.captured_at, one.source] = (version, one)
        return [found[at] for at in sorted(found)]

    def last(self, report: str, *, before: Member) -> tuple[str, Member] | None:
        """What a member's address showed of a report last; where it showed nothing yet, the last that showed its last version."""
        told = {
            "report": report,
            "url": before.url,
            "at": before.captured_at,
            "source": before.source,
        }
        at_address = next(self._appearing(_AT_ADDRESS, told), None)
        return at_address or next(self._appearing(_OF_LAST_VERSION, told), None)

    def _appearing(self, sql: str, told: Mapping[str, str | None]) -> Iterator[tuple[str, Member]]:
        return ((version, self._member(*row)) for version, *row in self._db.execute(sql, told).fetchall())

    def _member(
        self, source: str, url: str, captured_at: str, run: str, started_at: str | None, before: str
    ) -> Member:
        return Member(
            source=source,
            url=url,
            captured_at=captured_at,
            run=run,
            started_at=started_at,
            before=json.loads(before),
            composed=partial(self._look_up, source),
            seen=partial(_seen, self._db, captured_at),
            left=partial(_left, self._db, captured_at, run),
        )


_LOOK = f"""
SELECT received_at FROM captures
WHERE url = ? AND sha256 = ? AND capture < ? AND received_at <= ? AND outcome IN {SEEN} ORDER BY capture DESC LIMIT 1"""


def _seen(db: sqlite3.Connection, at: str, url: str, sha256: str) -> str | None:
    """When an address was last seen with a body by a moment."""
    found = db.execute(_LOOK, (url, sha256, after(at), at)).fetchone()
    return found and str(found[0])


_STANDS = f"""
SELECT outcome IN {LEFT} FROM captures WHERE url = :url AND outcome IN {SEEN + LEFT}
AND (capture < :after AND received_at <= :at OR run = :run AND received_at <= :until) ORDER BY capture DESC LIMIT 1"""


def _left(db: sqlite3.Connection, at: str, run: str, url: str) -> bool:
    """Whether the last look at an address by a moment, or by the run that it belongs to, found its page no more."""
    until = stamp(datetime.fromisoformat(at) + ONE_CRAWL)
    found = db.execute(_STANDS, {"url": url, "at": at, "after": after(at), "run": run, "until": until})
    return bool(found.fetchone() == (1,))


def _composed(db: sqlite3.Connection, alike: Callable[[str, str], bool], source: str) -> Composed:
    (missing,) = db.execute("SELECT missing FROM sources WHERE source = ?", (source,)).fetchone()
    parts = db.execute("SELECT url, sha256 FROM parts WHERE source = ?", (source,)).fetchall()
    read = db.execute(
        "SELECT extractor, reading, content, sha256 FROM readings"
        " WHERE source = ? AND status NOT IN ('not_a_report', 'unreadable')",
        (source,),
    )
    return Composed(
        missing=frozenset(json.loads(missing)),
        parts=dict(parts),
        told={
            extractor: _told(reading, content, sha256, parts, alike)
            for extractor, reading, content, sha256 in read
        },
    )


def _told(
    reading: str,
    content: str,
    sha256: str,
    parts: Iterable[tuple[str, str]],
    alike: Callable[[str, str], bool],
) -> Told:
    """The part that gave the figures gave the text too, unless it is told apart as a file; then any may have given it."""
    digests = contents.told(content)
    gave = frozenset(url for url, body in parts if body == sha256 and url not in digests)
    return Told(
        content=content,
        digests=digests,
        own=gave or frozenset(url for url, _ in parts),
        reading=reading,
        alike=partial(alike, reading),
    )
