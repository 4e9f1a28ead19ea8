"""The cron line, run by Debian's own cron in a corner of its own, and by the shell with cron's bare environment."""

import shlex
import shutil
import subprocess
import time
from pathlib import Path

import pytest

import replica
from archive.store import Archive
from tests.deploy.installed import alone, apart, here, me

MOUNTS = ("mkdir -p {0}/d {0}/spool; mount -t tmpfs none /run; mount --bind {0}/d /etc/cron.d;"
    " mount --bind {0}/spool /var/spool/cron; mkdir -p /var/spool/cron/crontabs; mount --bind /dev/null /etc/crontab")  # fmt: skip
"""What keeps a test's cron away from the machine's own tables and process file."""


def known(db: Path, folder: Path, url: str) -> str:
    """The crontab for an archive that knows a portal on this machine."""
    table = here("crontab", folder, {" gongkai /": f" {me()} /"})
    words = [str(folder / "gongkai"), "--db", str(db), "crawl", url, "--allow-private-addresses"]
    subprocess.run([*words, "--max-pages", "5", "--no-extract"], check=True, capture_output=True)
    return table.replace(" --max-time", " --allow-private-addresses --max-time")


def crawls(db: Path) -> list[str]:
    """How the crawls that ended did so, but for the first, which made the portal known."""
    with Archive.open(db, "read") as archive:
        sql = "SELECT reason FROM runs WHERE kind = 'crawl' AND ended_at IS NOT NULL ORDER BY run"
        return [reason for (reason,) in archive.db.execute(sql).fetchall()[1:]]


@pytest.mark.slow
@pytest.mark.skipif(not (shutil.which("cron") and apart()), reason="needs cron, unshare and root")
def test_cron_runs_the_line(tmp_path: Path) -> None:
    """The schedule alone is exchanged, for @reboot: cron runs that when it starts."""
    folder = tmp_path / "cron"
    folder.mkdir()
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        db, prom = folder / "gongkai.db", folder / "gongkai.prom"
        table = known(db, folder, portal.url)
        assert table.count("17 1 * * * ") == 1
        (folder / "d").mkdir()
        (folder / "d" / "gongkai").write_text(table.replace("17 1 * * * ", "@reboot "))
        with subprocess.Popen(alone(f"{MOUNTS.format(folder)}; exec cron -f -L 15")) as cron:
            until = time.monotonic() + 120
            while not prom.exists() and cron.poll() is None and time.monotonic() < until:
                time.sleep(0.1)
            cron.kill()
    assert prom.exists(), "cron did not run the line to its end"
    assert "gongkai_run_exit_status 0.0" in prom.read_text()
    assert len(crawls(db)) == 1


@pytest.mark.slow
def test_the_line_needs_nothing_but_crons_environment(tmp_path: Path) -> None:
    """Cron gives a command to /bin/sh up to the first %, with the table's variables and hardly any others."""
    with replica.serve(family="ucap", size="demo", seed=3) as portal:
        db = tmp_path / "gongkai.db"
        *settings, line = [
            row for row in known(db, tmp_path, portal.url).splitlines() if row[:1] not in ("", "#")
        ]
        env = dict(row.split("=", 1) for row in settings)
        fields = line.split(maxsplit=6)
        assert fields[5] == me()
        assert "%" not in fields[6]
        run = subprocess.run(
            ["/bin/sh", "-c", fields[6]],
            env={"HOME": "/", "LOGNAME": me(), "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin", **env},
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
        )
    assert run.returncode == 0, run.stderr
    assert env["GONGKAI_DB"] == str(db)
    assert shlex.split(fields[6])[0] == str(tmp_path / "gongkai")
    assert len(crawls(db)) == 1
