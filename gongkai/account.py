"""What a crawl came to, read to its end and told in one piece: to people, machines and the archive."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from typing import Any

from archive import overview
from archive.clock import stamp
from archive.counted import counted
from archive.derived import results
from archive.derived.results import CHANGES, Result
from archive.errors import GongkaiError
from archive.records import Event, Portal
from archive.store import Archive
from crawler.expected import Alarm, alarms
from crawler.options import INTERRUPTED, PortalSummary, Summary
from crawler.running.ending import Cut, free
from extract import EXTRACTOR

WRONG = timedelta(days=1)
"""How far the archive may be ahead of the clock: no clock that is set by a network is so far off."""
MOST_LISTED = 1000
"""Reports named in an account; the counts count all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """The summary that `--json` prints and `--notify` hands over."""

    run: str | None
    """Null where it could not begin."""
    exit_status: int
    reason: str
    started_at: str | None = None
    ended_at: str | None = None
    requests: int = 0
    bytes: int = 0
    verdicts: Mapping[str, int] = field(default_factory=dict)
    """How many visits came to what."""
    reports: Mapping[str, int] = field(default_factory=dict)
    """How many are new, changed, withdrawn, failed."""
    results: Sequence[Result] = ()
    read: Mapping[str, int] | None = None
    """How many sources were read how; null where nothing was to be read."""
    failures: Sequence[str] = ()
    """What a person should look at, a line each."""
    portals: Sequence[PortalSummary] = ()
    archived: Mapping[str, int] = field(default_factory=dict)
    """What the archive now has, where it could be asked: portals, reports, versions; and `free`, the bytes free on its disk."""
    code: str | None = None
    extractor: str = EXTRACTOR

    def told(self) -> dict[str, Any]:
        """As JSON takes it; long lists of reports are cut."""
        return asdict(replace(self, results=self.results[:MOST_LISTED]))


def settle(
    archive: Archive,
    summary: Summary,
    before: Mapping[str, Portal],
    *,
    read: Counter[str] | None,
    stopped: bool,
    due: bool,
) -> Account:
    """Note in the archive what a crawl came to, and give it. `stopped` says that a signal ended fetching or reading; what
    became of reports is noted only where all that was fetched has been read."""
    whole = read is not None and not stopped
    db = archive.db.conn
    found = results.of_run(db, summary.run, extractor=EXTRACTOR)
    wrong = list(alarms(archive, summary.run, summary.portals, before, read=whole, due=due))
    failures = [f"{alarm.portal}: {alarm.message}" for alarm in wrong]
    if summary.cut is Cut.DISK:
        failures.append(
            f"{archive.path}: its disk is nearly full; make room (--min-free), the next crawl goes on"
        )
    if (ahead := archive.ahead()) > WRONG:
        failures.append(
            f"{archive.path}: what it holds is {counted(ahead.days, 'day')} ahead of this machine's clock, and nothing comes due until then;"
            " set the clock, or crawl without --due meanwhile"
        )
    if read and read["unreadable"]:
        failures.append(f"{counted(read['unreadable'], 'document')} could not be read")
    if read and read["damaged"]:
        failures.append(
            f"{archive.path}: sources not read, as their bodies are damaged: {read['damaged']}; gongkai verify names what is lost"
        )
    earlier = [run for run in results.untold(db, summary.run) if run != summary.run]
    _note(archive, summary.run, found, wrong, failures, whole=whole)
    if whole:
        found = [result for run in earlier for result in _late(archive, run)] + found
    (row,) = overview.rows(db, "SELECT * FROM run_results WHERE run = ?", (summary.run,))
    return Account(
        run=summary.run,
        exit_status=INTERRUPTED if stopped else 1 if failures else 0,
        reason=Cut.INTERRUPTED if stopped else row["reason"],
        started_at=row["started_at"],
        ended_at=row["ended_at"],
        requests=row["requests"],
        bytes=row["bytes"],
        verdicts=json.loads(row["verdicts"] or "{}"),
        reports=_counts(found),
        results=found,
        read=None if read is None else dict(read),
        failures=failures,
        portals=summary.portals,
        archived=archived(archive),
        code=row["code"],
    )


def broken(archive: Archive, error: Exception) -> Account:
    """What there is to tell of a crawl that an error ended, one of ours or a bug."""
    status, said = 1, f"{type(error).__name__}: {error}"
    if isinstance(error, GongkaiError):
        status, said = error.exit_status, str(error)
    return Account(
        run=None,
        exit_status=status,
        reason="failed",
        failures=[said],
        archived={"free": free(archive.path.resolve().parent)},
    )


def _note(
    archive: Archive,
    run: str,
    found: Sequence[Result],
    wrong: Sequence[Alarm],
    failures: Sequence[str],
    *,
    whole: bool,
) -> None:
    """Add to the run's record; what became of reports only where all of them have been read."""
    at = stamp(archive.clock())
    archive.conclude_run(
        run,
        extractor=EXTRACTOR if whole else None,
        counts={"failures": list(failures), **(_counts(found) if whole else {})},
        events=[
            Event(run=run, portal=one.portal, url=one.url, code=one.code, message=one.message, at=at)
            for one in wrong
        ],
    )


def _late(archive: Archive, run: str) -> list[Result]:
    """What an earlier crawl brought that was read only now; what it could not fetch is no news any more."""
    found = results.of_run(archive.db.conn, run, extractor=EXTRACTOR)
    archive.conclude_run(run, extractor=EXTRACTOR, counts=_counts(found))
    return [result for result in found if result.change != "failed"]


def _counts(found: Sequence[Result]) -> dict[str, int]:
    counted = Counter(result.change for result in found)
    return {change: counted[change] for change in CHANGES}


def archived(archive: Archive) -> dict[str, int]:
    """How much the archive holds, and the bytes free on its disk."""
    counts = {
        table: archive.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("portals", "reports", "versions")
    }
    return {**counts, "free": free(archive.path.resolve().parent)}
