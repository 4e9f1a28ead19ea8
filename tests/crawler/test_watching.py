"""What a person sees of a crawl: a live view on a terminal, plain lines elsewhere."""

import os
import pty
import re
import select
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import replica
from crawler.options import Snapshot
from crawler.running import watching

SNAPSHOT = Snapshot(
    portals=3,
    over=1,
    requests=40,
    reports=16,
    files=5,
    waiting=7,
    outcomes={"gone": 2, "timeout": 3, "not asked: captcha": 9},
    url="http://www.example.gov.cn/xxgk/nb/2023.html",
)


def test_verdicts_add_up_to_the_requests() -> None:
    told = watching.verdicts(SNAPSHOT)
    assert told == [("ok", 35), ("not asked: captcha", 9), ("timeout", 3), ("gone", 2)]
    assert watching.told(SNAPSHOT) == (
        "portals 1/3, 16 reports, 5 files, 40 requests (2.5 a report), 7 waiting, 9 not asked: captcha, 3 timeout, 2 gone"
    )


def test_of_one_portal_nobody_is_told_how_many_are_over() -> None:
    assert watching.told(replace(SNAPSHOT, portals=1, over=0)).startswith("16 reports, ")


def test_lines_grow_rarer(capsys: pytest.CaptureFixture[str]) -> None:
    """A night's crawl in a log or in cron's mail is a page, not a book."""
    night = iter(range(2 * 8 * 3600))
    progress = watching._lines(lambda: float(next(night)))
    for _ in range(8 * 3600):
        progress(SNAPSHOT)
    assert 20 < len(capsys.readouterr().err.splitlines()) < 60


def on_a_terminal(command: list[str]) -> tuple[int, str]:
    """Exit status and everything that a command shows on a terminal of 100 columns."""
    master, slave = pty.openpty()
    env = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "LINES": "30"}
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=slave, env=env) as process:
        os.close(slave)
        shown = b""
        while select.select([master], [], [], 60)[0]:
            try:
                shown += os.read(master, 65536)
            except OSError:  # the other side was closed
                break
    os.close(master)
    return process.returncode, re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", shown.decode())


def test_a_terminal_shows_the_crawl_live(tmp_path: Path) -> None:
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        command = [sys.executable, "-m", "gongkai", "--db", str(tmp_path / "a.db"), "crawl", portal.url]
        status, shown = on_a_terminal(
            [*command, "--allow-private-addresses", "--no-extract", "--delay", "0.02"]
        )
    assert status == 0
    assert re.search(r"portals .* 0/1", shown)
    assert re.search(r"requests +\d+ \(\d+\.\d a report\), \d+ waiting", shown)
    assert re.search(r"verdicts +\d+ ok", shown)
    assert re.search(rf"now +{portal.url}", shown)
    assert "report pages and" in shown.splitlines()[-2], "the view gives way to what came of it"
