"""A run that is told to end, is out of time or short of disk: it ends soon, says why, and the next one goes on."""

import os
import signal
import sqlite3
import subprocess
import time
from contextlib import closing
from pathlib import Path
from urllib.parse import urlsplit

import replica
from archive.store import Archive
from crawler.running.ending import Cut, free
from tests.crawler.conftest import Crawl
from tests.crawler.test_kill import await_requests, command, kept

BUDGET = 10
"""Seconds that issue and systemd grant a run which is told to end."""


def reasons(db: Path) -> list[tuple[str, str]]:
    """(kind, reason) of every run that ended."""
    with Archive.open(db, "read") as archive:
        return archive.db.execute(
            "SELECT kind, reason FROM runs WHERE ended_at IS NOT NULL ORDER BY run"
        ).fetchall()


def test_a_portal_that_never_answers_does_not_hold_up_the_end(tmp_path: Path) -> None:
    with replica.serve(family="ucap", size="demo", seed=4) as portal:
        db = tmp_path / "stopped.db"
        portal.misbehave("hang", path="", after=12)
        with subprocess.Popen(command(db, portal.url), stderr=subprocess.PIPE, text=True) as crawl:
            await_requests(portal, 13)
            time.sleep(0.5)
            crawl.send_signal(signal.SIGTERM)
            _, said = crawl.communicate(timeout=BUDGET)
        assert crawl.returncode == 4, said
        assert "Traceback" not in said
        assert reasons(db) == [("crawl", "interrupted")]
        portal.behave()
        subprocess.run(command(db, portal.url), check=True, capture_output=True)
        truth = {urlsplit(report["url"]).path for report in portal.truth()}
    assert truth <= kept(db)[0]


def test_reading_ends_too(tmp_path: Path) -> None:
    """As Ctrl-C does, the signal reaches the reading processes as well."""
    with replica.serve(family="ucap", size="demo", seed=4) as portal:
        db = tmp_path / "reading.db"
        words = [word for word in command(db, portal.url) if word != "--no-extract"]
        with subprocess.Popen(words, stderr=subprocess.PIPE, text=True, start_new_session=True) as run:
            until = time.monotonic() + 120
            while not (db.exists() and _readings(db)):
                assert time.monotonic() < until, "nothing is read"
                time.sleep(0.02)
            os.killpg(run.pid, signal.SIGINT)
            _, said = run.communicate(timeout=BUDGET)
        assert run.returncode == 4, said
        assert reasons(db)[1] == ("extract", "interrupted")
        done = _readings(db)
        again = subprocess.run(words, check=False, capture_output=True, text=True)
        assert again.returncode == 0, again.stderr
        with Archive.open(db, "read") as archive:
            (unread,) = archive.db.execute(
                "SELECT count(*) FROM readings WHERE status = 'unreadable'"
            ).fetchone()
            told = archive.db.execute(
                "SELECT new FROM run_results WHERE kind = 'crawl' ORDER BY run"
            ).fetchall()
            (reports,) = archive.db.execute("SELECT count(*) FROM reports").fetchone()
    assert 0 < done < reports, "it was stopped in the middle"
    assert unread == 0, "a reader that was stopped blames no document"
    assert sum(new for (new,) in told) == reports, "what the first run fetched is its own, whoever read it"


def _readings(db: Path) -> int:
    """Readings so far; none while the archive is being made."""
    with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
        try:
            return int(connection.execute("SELECT count(*) FROM readings").fetchone()[0])
        except sqlite3.OperationalError:
            return 0


def test_a_time_budget_ends_the_crawl_and_the_next_goes_on(archive: Archive, crawled: Crawl) -> None:
    with replica.serve(family="ucap", size="demo", seed=4) as portal:
        summary = crawled(portal.url, delay=0.5, max_time=6.0)
        assert summary.cut is Cut.MAX_TIME
        assert summary.exit_status == 0, "an end that was asked for is no failure"
        assert summary.requests < 60
        again = crawled(portal.url)
        assert again.cut is None
        truth = {report["url"] for report in portal.truth()}
    assert truth <= {url for (url,) in archive.db.execute("SELECT url FROM sightings")}
    assert archive.db.execute("SELECT reason FROM runs ORDER BY run").fetchone() == ("max_time",)


def test_a_disk_that_is_nearly_full_ends_the_crawl_before_a_request(archive: Archive, crawled: Crawl) -> None:
    with replica.serve(family="ucap", size="demo", seed=4) as portal:
        summary = crawled(portal.url, min_free=2 * free(archive.path.parent))
        assert (summary.cut, summary.exit_status) == (Cut.DISK, 1)
        assert [request["path"] for request in portal.log()] == []
    assert archive.db.execute("SELECT reason FROM runs").fetchone() == ("disk",)


def test_a_disk_that_is_nearly_full_is_told_where_nothing_is_due(archive: Archive, crawled: Crawl) -> None:
    with replica.serve(family="ucap", size="demo", seed=4) as portal:
        crawled(portal.url)
        asked = len(portal.log())
        assert crawled(portal.url, due=True).cut is None
        summary = crawled(portal.url, due=True, min_free=2 * free(archive.path.parent))
        assert (summary.cut, summary.exit_status) == (Cut.DISK, 1)
        assert len(portal.log()) == asked
    reasons = archive.db.execute("SELECT reason FROM runs ORDER BY run").fetchall()
    assert reasons[1:] == [("nothing due",), ("disk",)]
