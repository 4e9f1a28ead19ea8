"""What a run should have found: the usual number of a portal's reports, and its family. What falls short is an alarm that names itself."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from statistics import median_low

from archive.counted import counted
from archive.records import Portal
from archive.store import Archive
from crawler.options import PortalSummary
from crawler.pages.decode import decode
from crawler.portals import described

RULES = Path(__file__).with_name("expectations.toml")


@dataclass(frozen=True, kw_only=True, slots=True)
class Rules:
    """`expectations.toml`."""

    deadline: tuple[int, int]
    """Month and day."""
    years: int
    fewest: int
    share: float
    pages: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Alarm:
    """Something that a person should look at."""

    portal: str
    code: str
    """failure, shortfall or family_lost."""
    url: str
    message: str


@cache
def rules(path: Path = RULES) -> Rules:
    """The rules as the file has them. Raises KeyError for one that is missing."""
    told = tomllib.loads(path.read_text("utf-8"))
    short = told["shortfall"]
    month, day = map(int, short["deadline"].split("-"))
    return Rules(
        deadline=(month, day),
        years=short["years"],
        fewest=short["fewest"],
        share=short["share"],
        pages=told["family"]["pages"],
    )


def alarms(
    archive: Archive,
    run: str,
    summaries: Iterable[PortalSummary],
    before: Mapping[str, Portal],
    *,
    read: bool,
    due: bool = False,
) -> Iterator[Alarm]:
    """What is wrong with the portals of a run. `before` is how the archive knew them when it began; `read` whether all that was
    fetched has been read, without which nobody knows how many reports there are; `due` whether it looked only at what was due.
    """
    seen = {} if due else _pages(archive, run)
    for one in summaries:
        if one.failure:
            yield Alarm(portal=one.portal, code="failure", url=one.home, message=one.failure)
        known = before.get(one.portal)
        if known and known.signal and one.signal_at is None:
            pages, bare = seen.get(one.portal, 0), _bare(archive, run, known)
            if message := family_lost(known, pages=pages, bare=bare):
                yield Alarm(portal=one.portal, code="family_lost", url=one.home, message=message)
        if read and (message := _shortfall(archive, one.portal)):
            yield Alarm(portal=one.portal, code="shortfall", url=one.home, message=message)


def family_lost(known: Portal, *, pages: int, bare: int) -> str | None:
    """That a portal no longer shows the family it was recognised by, in a run that met no sign of any family.

    `pages` were read of a whole round; `bare` are those that showed the sign when they were last read.
    """
    if not bare and pages < rules().pages:
        return None
    count = bare or pages
    return f"{counted(count, 'home or list page')}, and none shows {known.family} any more (it was told by {known.signal})"


def due(today: date) -> tuple[int, date]:
    """The newest year whose reports have to be out, and the day on which they had to be."""
    month, day = rules().deadline
    deadline = date(today.year, month, day)
    if today <= deadline:
        deadline = deadline.replace(year=today.year - 1)
    return deadline.year - 1, deadline


def usual(counts: Mapping[int, int], year: int) -> int | None:
    """How many reports a portal publishes for a year, by the years before; null where they are too few to tell."""
    past = [counts.get(one, 0) for one in range(year - rules().years, year)]
    number = median_low(past)
    return number if number >= rules().fewest else None


def shortfall(counts: Mapping[int, int], year: int, expected: int | None) -> str | None:
    """That there are too few reports on `year`. `expected` is what the portal's description says, null where it says nothing."""
    number = usual(counts, year) if expected is None else expected
    found = counts.get(year, 0)
    if not number or found >= rules().share * number:
        return None
    why = (
        f"as in the {counted(rules().years, 'year')} before"
        if expected is None
        else "as its description says"
    )
    return f"{counted(found, 'report')} on {year}, and {number} are usual, {why}"


def _shortfall(archive: Archive, portal: str) -> str | None:
    """The shortfall of a portal that is due. What was first met after the deadline has no habits that could be learned."""
    year, deadline = due(archive.clock().date())
    expected = next((one.expected for one in described().values() if one.portal.key == portal), None)
    (first,) = archive.db.execute(
        "SELECT min(first_seen) FROM portals WHERE portal = ?", (portal,)
    ).fetchone()
    if expected is None and (first is None or datetime.fromisoformat(first).date() > deadline):
        return None
    counts = dict(
        archive.db.execute(
            "SELECT year, count(*) FROM reports WHERE portal = ? AND year IS NOT NULL GROUP BY year",
            (portal,),
        ).fetchall()
    )
    message = shortfall(counts, year, expected)
    return message and f"{message}; they were due on {deadline}"


def _pages(archive: Archive, run: str) -> dict[str, int]:
    """Portal → home and list pages that the run read."""
    rows = archive.db.execute(
        "SELECT portal, count(*) FROM captures WHERE run = ? AND role IN ('home', 'list') AND outcome = 'ok' GROUP BY portal",
        (run,),
    )
    return dict(rows.fetchall())


def _bare(archive: Archive, run: str, known: Portal) -> int:
    """Home and list pages of a run that lack the portal's signal, and whose copies before had it. What is due need not be what
    told the family."""
    rows = archive.db.execute(
        "SELECT DISTINCT c.sha256, (SELECT p.sha256 FROM captures AS p WHERE p.url = c.url AND p.capture < c.capture"
        " AND p.outcome = 'ok' AND p.sha256 IS NOT NULL ORDER BY p.capture DESC LIMIT 1) FROM captures AS c"
        " WHERE c.run = ? AND c.portal = ? AND c.role IN ('home', 'list') AND c.outcome = 'ok'",
        (run, known.key),
    )
    sign = str(known.signal)
    return sum(
        bool(now and old and _shows(archive, old, sign) and not _shows(archive, now, sign))
        for now, old in rows.fetchall()
    )


def _shows(archive: Archive, sha256: str, sign: str) -> bool:
    return sign in decode(archive.body(sha256), "").text
