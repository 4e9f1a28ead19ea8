"""The shipped files as if they were installed here: their paths, user and ports exchanged for those of a test."""

import getpass
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
COMMAND = "/opt/gongkai/.venv/bin/gongkai"
STATE = "/var/lib/gongkai"


def command(folder: Path) -> Path:
    """An executable `gongkai` of the program under test, which is not always installed as a command."""
    path = folder / "gongkai"
    path.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m gongkai "$@"\n')
    path.chmod(0o755)
    return path


def here(name: str, folder: Path, exchanged: Mapping[str, str] | None = None) -> str:
    """The text of a file of `deploy/` with its installation in `folder`. Fails where there is nothing to exchange."""
    text = (DEPLOY / name).read_text("utf-8")
    for old, new in {COMMAND: str(command(folder)), STATE: str(folder), **(exchanged or {})}.items():
        assert old in text or old in (COMMAND, STATE), f"{name}: no {old}"
        text = text.replace(old, new)
    return text


def me() -> str:
    """The user who runs the tests."""
    return getpass.getuser()


def alone(script: str) -> list[str]:
    """The command that runs a script in mounts and processes of its own; what it started ends with it."""
    return ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-ec", script]


def apart() -> bool:
    """Whether a test may have mounts of its own here."""
    able = shutil.which("unshare") and os.geteuid() == 0
    return bool(able) and not subprocess.run(alone("true"), capture_output=True, check=False).returncode
