"""What a run should have found: what is usual, what is too little, what no longer looks like itself."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from archive.clock import ident, stamp
from archive.errors import PortalInvalid
from archive.records import Capture, Fetched, Outcome, Portal
from archive.store import Archive
from crawler import expected
from crawler.options import PortalSummary
from crawler.portals import described

KEY = "www.example.gov.cn"
PORTAL = Portal(key=KEY, name="例", home=f"http://{KEY}/", family="ucap", signal="createPageHTML(")
SUMMARY = PortalSummary(
    portal=KEY,
    home=PORTAL.home,
    family="ucap",
    signal="createPageHTML(",
    signal_at="body",
    requests=40,
    reports=0,
    known=60,
    files=0,
    outcomes={},
    reason="exhausted",
    failure=None,
)
MET = datetime(2025, 2, 1, tzinfo=UTC)
"""When the portal was first met: before the reports on 2024 were due."""


@pytest.mark.parametrize(
    ("today", "year", "deadline"),
    [
        (date(2025, 3, 31), 2023, date(2024, 3, 31)),
        (date(2025, 4, 1), 2024, date(2025, 3, 31)),
        (date(2025, 12, 31), 2024, date(2025, 3, 31)),
        (date(2026, 1, 1), 2024, date(2025, 3, 31)),
    ],
)
def test_a_year_is_due_after_its_deadline(today: date, year: int, deadline: date) -> None:
    assert expected.due(today) == (year, deadline)


@pytest.mark.parametrize(
    ("counts", "told", "found"),
    [
        ({2021: 60, 2022: 62, 2023: 61, 2024: 60}, None, None),
        ({2021: 60, 2022: 62, 2023: 61, 2024: 49}, None, None),
        (
            {2021: 60, 2022: 62, 2023: 61, 2024: 48},
            None,
            "48 reports on 2024, and 61 are usual, as in the 3 years before",
        ),
        (
            {2021: 60, 2022: 62, 2023: 61},
            None,
            "0 reports on 2024, and 61 are usual, as in the 3 years before",
        ),
        ({2022: 3, 2023: 90}, None, None),
        ({2023: 400, 2022: 4, 2021: 4}, None, None),
        ({2021: 60, 2022: 62, 2023: 61}, 0, None),
        ({2024: 10}, 12, None),
        ({2024: 9}, 12, "9 reports on 2024, and 12 are usual, as its description says"),
    ],
)
def test_shortfall(counts: dict[int, int], told: int | None, found: str | None) -> None:
    assert expected.shortfall(counts, 2024, told) == found


@pytest.mark.parametrize(
    ("pages", "bare", "lost"),
    [(9, 0, True), (2, 0, False), (0, 1, True), (0, 0, False)],
    ids=["a whole round", "too few pages to tell", "a page that showed it", "pages that never did"],
)
def test_family_lost(pages: int, bare: int, lost: bool) -> None:
    assert bool(expected.family_lost(PORTAL, pages=pages, bare=bare)) is lost


def codes_of_pages(archive: Archive, *texts: str, due: bool, now: str = "<p>new</p>") -> list[str]:
    """The alarms of a run that met no sign, whose pages had each of these texts before and have `now` in their place."""
    for bodies in (texts, [f"{now}{n}" for n in range(len(texts))]):
        run = archive.start_run("crawl")
        archive.save([listed(archive, run, n, body) for n, body in enumerate(bodies)])
        archive.end_run(run, reason="exhausted")
    told = replace(SUMMARY, signal_at=None)
    return [one.code for one in expected.alarms(archive, run, [told], {KEY: PORTAL}, read=False, due=due)]


def listed(archive: Archive, run: str, number: int, body: str) -> Fetched:
    """A list page as it was fetched."""
    at = archive.clock()
    capture = Capture(
        id=ident(at),
        run=run,
        portal=KEY,
        url=f"{PORTAL.home}{number}",
        final_url=f"{PORTAL.home}{number}",
        status=200,
        outcome=Outcome.OK,
        requested_at=stamp(at),
        received_at=stamp(at),
        sha256=sha256(body.encode()).hexdigest(),
        media_type="text/html",
        role="list",
    )
    return Fetched(capture=capture, body=body.encode())


def test_a_look_at_what_is_due_misses_the_sign_only_where_it_was(archive: Archive) -> None:
    assert codes_of_pages(archive, "<p>a</p>", "<p>b</p>", "<p>c</p>", due=True) == []
    assert codes_of_pages(archive, "<p>a</p>", "<p>b</p>", "<p>c</p>", due=False) == ["family_lost"]
    signed = f"<script>{PORTAL.signal}</script>"
    assert codes_of_pages(archive, signed, due=True) == ["family_lost"]
    assert codes_of_pages(archive, signed, due=True, now=signed) == [], "its words are still there"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Sixty reports a year from 2021 to 2023, ten on 2024; the clock stands after the deadline."""
    moments = [MET]
    with Archive.open(tmp_path / "a.db", clock=lambda: moments[0]) as opened:
        opened.put_portal(PORTAL)
        for year, count in {2021: 60, 2022: 60, 2023: 60, 2024: 10}.items():
            opened.db.conn.executemany(
                "INSERT INTO reports (report, portal, organ_key, year) VALUES (?, ?, ?, ?)",
                ((f"{year}-{n}", KEY, f"{n}", year) for n in range(count)),
            )
        moments[0] = datetime(2025, 5, 1, tzinfo=UTC)
        yield opened


def codes(archive: Archive, *, read: bool = True) -> list[str]:
    run = archive.start_run("crawl")
    archive.end_run(run, reason="exhausted")
    before = {KEY: PORTAL}
    return [alarm.code for alarm in expected.alarms(archive, run, [SUMMARY], before, read=read)]


def test_a_portal_known_before_the_deadline_falls_short_after_it(archive: Archive) -> None:
    assert codes(archive) == ["shortfall"]
    assert codes(archive, read=False) == [], "nobody knows how many reports there are"


def test_a_portal_met_after_the_deadline_has_no_habits_yet(archive: Archive) -> None:
    archive.db.execute("UPDATE portals SET first_seen = '2025-04-20T00:00:00.000000Z'")
    assert codes(archive) == []


def test_failures_of_portals_are_alarms(archive: Archive) -> None:
    run = archive.start_run("crawl")
    failed = replace(SUMMARY, failure="blocked: captcha")
    told = Counter(alarm.code for alarm in expected.alarms(archive, run, [failed], {}, read=False))
    assert told == {"failure": 1}


@pytest.mark.parametrize("value", ["-1", '"many"', "true", "[1]"])
def test_an_expectation_is_a_number(tmp_path: Path, value: str) -> None:
    (tmp_path / "x.toml").write_text(f'name = "x"\nhome = "http://x.gov.cn/"\nexpected = {value}\n')
    with pytest.raises(PortalInvalid, match="expected"):
        described(tmp_path)


def test_a_portals_expectation_is_read(tmp_path: Path) -> None:
    (tmp_path / "x.toml").write_text('name = "x"\nhome = "http://x.gov.cn/"\nexpected = 61\n')
    assert described(tmp_path)["x"].expected == 61
