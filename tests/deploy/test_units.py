"""The systemd units: sound, hardened, and their commands work."""

import configparser
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

import replica
from archive.store import Archive
from tests.deploy.installed import DEPLOY, here

UNITS = ("gongkai.service", "gongkai.timer", "gongkai-serve.service")
systemd = pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze on this machine")
EXPOSED = 15
"""Tenths that `systemd-analyze security` may find exposed, of a hundred: "OK" begins at 15."""


def unit(name: str) -> configparser.ConfigParser:
    """A unit as sections and keys; of a key given twice the last."""
    parser = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes="#")
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(DEPLOY / name, "utf-8")
    return parser


@systemd
def test_units_are_sound(tmp_path: Path) -> None:
    for name in UNITS:
        (tmp_path / name).write_text(here(name, tmp_path))
    run = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in UNITS)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (run.returncode, run.stderr) == (0, "")


@systemd
@pytest.mark.parametrize("name", ["gongkai.service", "gongkai-serve.service"])
def test_services_can_do_little_harm(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(here(name, tmp_path))
    run = subprocess.run(
        ["systemd-analyze", "security", "--offline=yes", f"--threshold={EXPOSED}", tmp_path / name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


@systemd
def test_the_timer_fires_every_night_in_china() -> None:
    moment = unit("gongkai.timer")["Timer"]["OnCalendar"]
    run = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=2", moment], capture_output=True, text=True, check=True
    )
    assert run.stdout.count("17:17:00 UTC") == 2, run.stdout


@pytest.mark.slow
def test_the_crawl_of_the_service_does_what_is_due(tmp_path: Path) -> None:
    text = here("gongkai.service", tmp_path)
    (tmp_path / "unit").write_text(text)
    parser = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes="#")
    parser.read(tmp_path / "unit", "utf-8")
    service = parser["Service"]
    db = tmp_path / "gongkai.db"
    assert service["Environment"] == f"GONGKAI_DB={db}"
    env = {"GONGKAI_DB": str(db), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    words = shlex.split(service["ExecStart"])
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        first = [words[0], "crawl", portal.url, "--allow-private-addresses", "--max-pages", "5"]
        subprocess.run(first, env=env, check=True, capture_output=True)
        run = subprocess.run(
            [*words, "--allow-private-addresses"], env=env, capture_output=True, text=True, check=False
        )
    assert run.returncode == 0, run.stderr
    assert (tmp_path / "gongkai.prom").read_text().count("gongkai_run_exit_status 0.0") == 1
    with Archive.open(db, "read") as archive:
        assert archive.db.execute("SELECT count(*) FROM runs WHERE kind = 'crawl'").fetchone() == (2,)


def test_a_crawl_that_was_told_to_stop_is_no_failure_and_has_time_to_end() -> None:
    service = unit("gongkai.service")["Service"]
    assert service["SuccessExitStatus"] == "4"
    assert service["KillMode"] == "mixed"
    assert int(service["TimeoutStopSec"]) > 10
