"""`gongkai status`: what a person who comes by looks at."""

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from archive import tables
from archive.records import Event, Outcome
from archive.store import Archive
from gongkai.cli import main
from tests.archive.made import PAGE, PORTAL, Ticking, fetch


def run(path: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["--db", str(path), *words])


def crawled(path: Path, **answers: Outcome) -> None:
    """One crawl of the portal, with the answer at each of these names instead of a page."""
    with Archive.open(path, clock=Ticking()) as archive:
        told = archive.start_run("crawl")
        for name, outcome in answers.items():
            url = f"http://{PORTAL}/{name.replace('_', '.')}"
            archive.save([fetch(archive, told, None, url=url, outcome=outcome, status=None, role="other")])
        archive.end_run(told, reason="finished")


def alarm(path: Path, *portals: str) -> None:
    """The last run failed at these portals."""
    with Archive.open(path) as archive:
        (last,) = archive.db.execute("SELECT max(run) FROM runs").fetchone()
        said, at = "blocked: waf", "2026-01-01T03:00:00Z"
        archive.save(
            [],
            events=[
                Event(run=last, portal=one, url=PAGE, code="failure", message=said, at=at) for one in portals
            ],
        )


def test_on_a_terminal_a_run_takes_a_line_and_what_is_wrong_stands_last(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_console", lambda: Console(width=80))
    crawled(path)
    told = run(path, "status").stdout
    runs = [line.split()[2:4] for line in told.splitlines() if re.match(r"\d{4}-\d\d", line)]
    assert runs == [["crawl", "finished"]]
    assert max(map(len, told.splitlines())) <= 80
    assert told.endswith("no alarms in the last runs\n")
    alarm(path, PORTAL)
    assert run(path, "status").stdout.splitlines()[-1].split() == [
        "2026-01-01",
        "03:00",
        PORTAL,
        "blocked:",
        "waf",
    ]


def test_what_a_terminal_has_no_room_for_is_counted_and_in_the_json(path: Path) -> None:
    crawled(path)
    alarm(path, *(f"{number:03}.example" for number in range(30)))
    told = run(path, "status").stdout
    assert "alarms: 20 of 30; --json has all" in told
    assert "019.example" in told
    assert "020.example" not in told
    assert len(json.loads(run(path, "status", "--json").stdout)["alarms"]) == 30


def test_what_went_wrong_with_a_run_is_an_alarm_unless_it_is_a_portal_s_that_is_one(path: Path) -> None:
    crawled(path)
    alarm(path, PORTAL)
    with Archive.open(path) as archive:
        (last,) = archive.db.execute("SELECT max(run) FROM runs").fetchone()
        archive.conclude_run(last, counts={"failures": [f"{PORTAL}: blocked: waf", "the disk is full"]})
    told = json.loads(run(path, "status", "--json").stdout)["alarms"]
    assert {(row["portal"], row["message"]) for row in told} == {
        (PORTAL, "blocked: waf"),
        (None, "the disk is full"),
    }
    assert len(told) == 2


def test_a_host_without_a_robots_txt_has_not_failed(path: Path) -> None:
    crawled(path, robots_txt=Outcome.GONE, a_html=Outcome.GONE, b_html=Outcome.TIMEOUT)
    assert failures(path) == {"gone": 1, "timeout": 1}
    crawled(path, robots_txt=Outcome.TIMEOUT)
    assert failures(path) == {"gone": 1, "timeout": 2}


def failures(path: Path) -> dict[str, int]:
    """Visits by outcome, as the status tells them."""
    told = json.loads(run(path, "status", "--json").stdout)["failures"]
    return {row["outcome"]: row["visits"] for row in told}
