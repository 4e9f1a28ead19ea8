"""The hook that is told what a run came to: mail, chat, whatever a shell command reaches. It can neither hold up nor fail a run."""

import json
import os
import signal
import subprocess
from contextlib import suppress

from gongkai.account import Account

SECONDS = 60.0
"""How long the command may take."""
SECONDS_STOPPED = 2.0
"""How long where the run was told to stop, and has to be gone soon."""

_STANDARD_ERROR = 2


def notify(command: str, account: Account, *, seconds: float = SECONDS) -> str | None:
    """Run `command` by the shell with the account as JSON on its standard input; gives what went wrong, in a line, or null.

    What it prints goes to standard error. Past its time it is killed with everything that it started.
    """
    process = subprocess.Popen(
        ["/bin/sh", "-c", command],
        stdin=subprocess.PIPE,
        stdout=_STANDARD_ERROR,
        env={**os.environ, "GONGKAI_STATUS": str(account.exit_status)},
        start_new_session=True,
    )
    told = json.dumps(account.told(), ensure_ascii=False).encode()
    try:
        process.communicate(told, timeout=seconds)
    except subprocess.TimeoutExpired:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return f"--notify {command}: killed after {seconds:g} s"
    return f"--notify {command}: ended with status {process.returncode}" if process.returncode else None
