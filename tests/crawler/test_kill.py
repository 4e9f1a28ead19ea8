"""A crawl that is killed, stopped or doubled: nothing is lost, nothing is stored twice."""

import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from urllib.parse import urlsplit

import pytest

import replica
from archive.store import Archive

KILLS = 10


def command(db: Path, url: str, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "gongkai",
        "--db",
        str(db),
        "crawl",
        url,
        "--no-extract",
        "--allow-private-addresses",
        *more,
    ]


def await_requests(portal: replica.Portal, count: int) -> None:
    """Wait until the portal was asked so many times more."""
    before, until = len(portal.log()), time.monotonic() + 60
    while len(portal.log()) < before + count:
        assert time.monotonic() < until, "the crawl asks for nothing"
        time.sleep(0.05)


def kept(db: Path) -> tuple[set[str], dict[str, str], Counter[str], Counter[str]]:
    """Paths of reports, digests of files by path, captures by path, requests sent by path."""
    with Archive.open(db, "read") as archive:
        reports = {urlsplit(url).path for (url,) in archive.db.execute("SELECT url FROM sightings")}
        files = dict(archive.db.execute("SELECT url, sha256 FROM captures WHERE role = 'file'").fetchall())
        captures = Counter(urlsplit(url).path for (url,) in archive.db.execute("SELECT url FROM captures"))
        left = Counter(state for (state,) in archive.db.execute("SELECT state FROM frontier"))
    return reports, {urlsplit(url).path: digest for url, digest in files.items()}, captures, left


@pytest.mark.slow
def test_ten_kills_end_in_the_same_archive(tmp_path: Path) -> None:
    moments = random.Random(20)
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        subprocess.run(command(tmp_path / "whole.db", portal.url), check=True, capture_output=True)
        db, killed = tmp_path / "killed.db", 0
        while killed < KILLS:
            with subprocess.Popen(
                command(db, portal.url, "--delay", "0.05"), stderr=subprocess.PIPE
            ) as crawl:
                await_requests(portal, 1)
                time.sleep(moments.uniform(0.0, 1.0))
                crawl.kill()
                killed += 1
        subprocess.run(command(db, portal.url), check=True, capture_output=True)
        reports, files, captures, left = kept(db)
        whole_reports, whole_files, _, _ = kept(tmp_path / "whole.db")
    assert reports == whole_reports
    assert files == whole_files
    assert {path: count for path, count in captures.items() if count > 1 and path != "/robots.txt"} == {}
    assert left == {}, "a finished crawl leaves no queue"


def test_a_stopped_crawl_ends_cleanly_and_the_next_goes_on(tmp_path: Path) -> None:
    with replica.serve(family="ucap", size="demo", seed=4) as portal:
        db = tmp_path / "stopped.db"
        with subprocess.Popen(command(db, portal.url, "--delay", "0.1"), stderr=subprocess.PIPE) as crawl:
            await_requests(portal, 12)
            crawl.send_signal(signal.SIGTERM)
            assert crawl.wait(timeout=10) == 4
        with Archive.open(db, "read") as archive:
            ((reason, ended),) = archive.db.execute("SELECT reason, ended_at FROM runs").fetchall()
            claimed = archive.db.execute("SELECT count(*) FROM frontier WHERE state = 'claimed'").fetchone()[
                0
            ]
        assert (reason, claimed) == ("interrupted", 0)
        assert ended is not None
        subprocess.run(command(db, portal.url), check=True, capture_output=True)
        truth = {urlsplit(report["url"]).path for report in portal.truth()}
    assert truth <= kept(db)[0]


def test_a_second_crawl_while_one_runs_is_refused(tmp_path: Path) -> None:
    db = tmp_path / "busy.db"
    with Archive.open(db) as archive, archive.hold():
        done = subprocess.run(command(db, "http://127.0.0.1:9/"), capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert len(done.stderr.strip().splitlines()) == 1
