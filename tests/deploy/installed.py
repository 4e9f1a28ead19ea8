"""The shipped files as if they were installed here: their paths, user and ports exchanged for those of a test."""

import getpass
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
