"""What a run leaves behind: its record, its summary as JSON, its metrics, its hook."""

import json
import shlex
import sqlite3
import threading
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from prometheus_client.parser import text_string_to_metric_families

import replica
from archive.store import Archive
from tests.archive.made import PAGE, visit
from tests.e2e.command import gongkai


def crawl(db: Path, url: str, *more: object) -> tuple[int, dict[str, Any], str]:
    """Exit status, summary and standard error of a crawl."""
    run = gongkai("crawl", url, "--allow-private-addresses", "--json", *more, db=db)
    return run.returncode, json.loads(run.stdout), run.stderr


def metrics(path: Path) -> dict[str, float]:
    """Name with its labels' values → value, as a Prometheus parser reads the file."""
    families = text_string_to_metric_families(path.read_text("utf-8"))
    return {
        " ".join([sample.name, *sample.labels.values()]): sample.value
        for family in families
        for sample in family.samples
    }


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("account") / "a.db"


@pytest.mark.slow
def test_an_account_tells_what_became_of_reports(db: Path) -> None:
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        prom, hooked = db.parent / "gongkai.prom", db.parent / "hooked.json"
        status, first, _ = crawl(
            db, portal.url, "--metrics", prom, "--notify", f"cat > {shlex.quote(str(hooked))}"
        )
        assert (status, first["exit_status"], first["failures"]) == (0, 0, [])
        assert first["reports"]["new"] == first["archived"]["reports"] == len(first["results"]) > 50
        assert first["requests"] == sum(first["verdicts"].values()) == len(portal.log())
        assert json.loads(hooked.read_text("utf-8")) == first
        assert metrics(prom)["gongkai_run_reports new"] == first["reports"]["new"]

        plain = [report for report in portal.truth() if not report["sightings"]]
        gone, edited, added = plain[0], plain[1], portal.add()
        portal.remove(gone["id"])
        portal.change(edited["id"])
        broken = plain[2]
        portal.misbehave("server_error", path=broken["url"].rpartition("/")[2])
        status, second, _ = crawl(db, portal.url, "--recheck", "--metrics", prom)
    assert second["reports"] == {"new": 1, "changed": 1, "withdrawn": 1, "failed": 1}
    became = {result["change"]: result for result in second["results"]}
    assert (became["withdrawn"]["url"], became["withdrawn"]["why"]) == (gone["url"], "gone 404")
    assert (became["changed"]["organ"], became["changed"]["year"]) == (edited["organ"], edited["year"])
    assert (became["new"]["organ"], became["new"]["year"]) == (added["organ"], added["year"])
    assert (became["failed"]["url"], became["failed"]["why"]) == (broken["url"], "server_error 500")
    assert (status, second["exit_status"]) == (0, 0), "one page that fails is told, and tried again"
    with Archive.open(db, "read") as archive:
        rows = archive.db.execute(
            "SELECT new, changed, withdrawn, failed, failures, reason, verdicts, extractor, code IS NOT NULL"
            " FROM run_results WHERE kind = 'crawl' ORDER BY run"
        ).fetchall()
    assert [row[:4] for row in rows] == [(first["reports"]["new"], 0, 0, 0), (1, 1, 1, 1)]
    assert [row[4:6] for row in rows] == [(0, first["reason"]), (0, second["reason"])]
    assert all(row[8] for row in rows), "each knows the program's version"
    assert json.loads(rows[1][6]) == second["verdicts"]
    assert {row[7] for row in rows} == {second["extractor"]}
    assert metrics(prom)["gongkai_run_reports withdrawn"] == 1


def test_a_portal_that_yields_nothing_is_named_everywhere(tmp_path: Path) -> None:
    db, prom = tmp_path / "a.db", tmp_path / "gongkai.prom"
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        portal.misbehave("blocked_waf", path="^/")
        status, told, said = crawl(db, portal.url, "--metrics", prom)
    (failure,) = told["failures"]
    assert (status, told["exit_status"], told["portals"][0]["failure"] in failure) == (1, 1, True)
    assert f"gongkai: {failure}" in said.splitlines()
    assert metrics(prom)["gongkai_run_exit_status"] == metrics(prom)["gongkai_run_failures"] == 1
    with Archive.open(db, "read") as archive:
        events = archive.db.execute("SELECT code, message FROM events WHERE code = 'failure'").fetchall()
        assert [failure.endswith(message) for _, message in events] == [True]


def test_a_portal_whose_system_no_longer_shows_is_named(tmp_path: Path) -> None:
    """The same address, another system without any mark of its own."""
    db = tmp_path / "a.db"
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        status, told, _ = crawl(db, portal.url, "--no-extract")
        assert (status, told["portals"][0]["family"]) == (0, "ucap")
    with replica.serve(family="generic", size="demo", seed=3, port=urlsplit(portal.url).port or 0) as portal:
        status, told, _ = crawl(db, portal.url, "--no-extract")
    assert status == 1
    assert ["none shows ucap any more" in failure for failure in told["failures"]].count(True) == 1
    with Archive.open(db, "read") as archive:
        assert archive.db.execute("SELECT count(*) FROM events WHERE code = 'family_lost'").fetchone() == (1,)


@pytest.mark.parametrize(
    ("hook", "said"),
    [("exit 7", "ended with status 7"), ("no-such-command-here", "ended with status 127")],
)
def test_a_hook_that_fails_is_named_and_changes_nothing(tmp_path: Path, hook: str, said: str) -> None:
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        run = gongkai(
            *("crawl", portal.url, "--allow-private-addresses", "--max-pages", 3, "--no-extract"),
            *("--notify", hook),
            db=tmp_path / "a.db",
        )
    assert run.returncode == 0, run.stderr
    assert f"gongkai: --notify {hook}: {said}" in run.stderr.splitlines()


def test_a_body_that_is_damaged_is_told_and_keeps_no_report_from_being_read(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    with Archive.open(db) as archive:
        visit(archive, (PAGE, b"damaged"))
        archive.db.execute("UPDATE body_rows SET data = x'00'")
        archive.db.conn.commit()
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        _, told, said = crawl(db, portal.url, "--max-pages", 20)
    assert told["exit_status"] == 1
    (failure,) = [one for one in told["failures"] if "damaged" in one]
    assert (
        failure
        == f"{db}: sources not read, as their bodies are damaged: 1; gongkai verify names what is lost"
    )
    assert f"gongkai: {failure}" in said.splitlines()
    assert told["reports"]["new"] > 5


def test_an_archive_ahead_of_the_clock_is_told_before_it_stops_what_is_due(tmp_path: Path) -> None:
    db = tmp_path / "a.db"
    later = datetime.now(UTC) + timedelta(days=400)
    with Archive.open(db, clock=lambda: later) as archive:
        archive.end_run(archive.start_run("crawl"), reason="finished")
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        _, told, said = crawl(db, portal.url, "--max-pages", 3, "--no-extract")
    assert told["exit_status"] == 1
    (failure,) = [one for one in told["failures"] if "399 days ahead of this machine's clock" in one]
    assert f"gongkai: {failure}" in said.splitlines()


def test_a_run_that_breaks_is_told_too(tmp_path: Path) -> None:
    db, hooked = tmp_path / "a.db", tmp_path / "told.json"
    Archive.open(db).close()
    with closing(sqlite3.connect(db)) as connection:
        connection.execute("DROP TABLE arms")
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        words = ("crawl", portal.url, "--allow-private-addresses", "--notify", f"cat >{hooked}")
        run = gongkai(*words, db=db)
    told = json.loads(hooked.read_text("utf-8"))
    assert run.returncode == told["exit_status"] == 1
    assert told["failures"] == ["OperationalError: no such table: arms"]


def test_a_hook_that_hangs_is_killed_with_what_it_started(tmp_path: Path) -> None:
    from gongkai.account import Account
    from gongkai.notify import notify

    late = tmp_path / "late"
    command = f"(sleep 4; touch {late}) & sleep 600"
    told = notify(command, Account(run=None, exit_status=0, reason="exhausted"), seconds=1)
    assert told == f"--notify {command}: killed after 1 s"
    time.sleep(5)
    assert not late.exists()


def test_a_hook_does_not_hold_up_a_run_that_is_told_to_stop() -> None:
    from gongkai.account import Account
    from gongkai.notify import notify

    stop = threading.Event()
    stop.set()
    told = notify("sleep 600", Account(run=None, exit_status=4, reason="interrupted"), stop=stop)
    assert told == "--notify sleep 600: killed after 2 s"


def test_a_hook_that_reads_nothing_is_no_failure() -> None:
    from gongkai.account import Account
    from gongkai.notify import notify

    long = Account(run=None, exit_status=0, reason="x", failures=["a line of text"] * 100_000)
    assert notify("true", long) is None


def test_who_is_told_of_runs_is_told_of_a_first_one_whose_home_does_not_resolve(tmp_path: Path) -> None:
    status, told, said = crawl(tmp_path / "a.db", "http://no-such-host.invalid/")
    assert (status, told["exit_status"], told["reason"]) == (2, 2, "failed")
    assert "no-such-host.invalid" in told["failures"][0]
    assert len(said.splitlines()) == 1


def test_metrics_that_cannot_be_written_are_named_before_the_crawl(tmp_path: Path) -> None:
    run = gongkai("crawl", "http://x.invalid/", "--metrics", tmp_path / "no" / "m.prom", db=tmp_path / "a.db")
    assert run.returncode == 2
    assert "no/m.prom" in run.stderr
    assert len(run.stderr.splitlines()) == 1


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--max-time", "soon"),
        ("--max-time", "0"),
        ("--min-free", "x"),
        ("--min-free", "9" * 400),
        ("--delay", "nan"),
        ("--delay", "-1"),
    ],
    ids=["no time", "no time at all", "no size", "no such disk", "no number", "less than nothing"],
)
def test_times_and_sizes_that_are_none(tmp_path: Path, option: str, value: str) -> None:
    run = gongkai("crawl", "http://x.invalid/", option, value, db=tmp_path / "a.db")
    assert run.returncode == 2
    assert value in run.stderr
