"""A disk that fills up, for real: a small file system in memory. The guard stops before it is full; without it nothing stored is lost."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import replica
from tests.deploy.installed import alone, apart

SMALL = "mount -t tmpfs -o size={size} none {folder}; cd {folder}; {script}"
GONGKAI = f"{sys.executable} -m gongkai --db a.db"


pytestmark = pytest.mark.skipif(not apart(), reason="needs unshare and root")


def on_a_small_disk(folder: Path, size: str, *script: str) -> "subprocess.CompletedProcess[str]":
    """What a script says whose folder is a file system of so many bytes, gone with it."""
    (folder / "disk").mkdir()
    lines = SMALL.format(size=size, folder=folder / "disk", script="; ".join(script))
    return subprocess.run(alone(lines), capture_output=True, text=True, check=False, timeout=280)


def test_the_guard_stops_before_the_disk_is_full_and_the_next_crawl_goes_on(tmp_path: Path) -> None:
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        crawl = f"{GONGKAI} crawl {portal.url} --allow-private-addresses --no-extract --json"
        run = on_a_small_disk(
            tmp_path,
            "24m",
            f"{crawl} --max-pages 2 --min-free 0 >/dev/null",
            "free=$(df --output=avail -B1 . | tail -1)",
            f"{crawl} --min-free $((free - 350000)) >{tmp_path}/first.json || echo status $?",
            f"{GONGKAI} verify || echo damaged",
            f"{crawl} --min-free 0 >{tmp_path}/second.json",
        )
        asked = len(portal.log())
    first, second = (json.loads((tmp_path / f"{name}.json").read_text()) for name in ("first", "second"))
    assert (run.returncode, "status 1" in run.stdout, "damaged" in run.stdout) == (0, True, False), run.stderr
    assert first["reason"] == "disk"
    assert first["archived"]["free"] > 0
    assert "--min-free" in first["failures"][0]
    assert 0 < first["requests"] < 100, "it stopped on its way"
    assert second["exit_status"] == 0
    assert asked < 140 + 10, "the second went on where the first had stopped"


def test_a_full_disk_is_told_in_a_line_and_to_the_hook(tmp_path: Path) -> None:
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        crawl = f"{GONGKAI} crawl {portal.url} --allow-private-addresses --no-extract --min-free 0"
        run = on_a_small_disk(
            tmp_path,
            "2500k",
            f"{crawl} --notify 'cat >{tmp_path}/told.json' || echo status $?",
            f"{GONGKAI} verify || echo damaged",
        )
    told = json.loads((tmp_path / "told.json").read_text())
    assert (told["exit_status"], told["reason"]) == (1, "failed")
    assert ["disk" in failure for failure in told["failures"]] == [True]
    assert [line for line in run.stderr.splitlines() if "Traceback" in line] == []
    assert run.stdout.splitlines()[0] == "status 1"
    assert "damaged" not in run.stdout
