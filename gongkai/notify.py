"""The hook that is told what a run came to: mail, chat, whatever a shell command reaches. It can neither hold up nor fail a run."""

import json
import os
import signal
import subprocess
import threading
from contextlib import suppress
from time import monotonic

from gongkai.account import Account

SECONDS = 60.0
"""How long the command may take."""
SECONDS_STOPPED = 2.0
"""How long from the moment at which the run is told to stop: it has to be gone soon."""
_LOOK = 0.2
_STANDARD_ERROR = 2


def notify(
    command: str, account: Account, *, stop: threading.Event | None = None, seconds: float = SECONDS
) -> str | None:
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
    began, until = monotonic(), monotonic() + seconds
    told: bytes | None = json.dumps(account.told(), ensure_ascii=False).encode()
    while process.returncode is None and monotonic() < until:
        with suppress(subprocess.TimeoutExpired):
            process.communicate(told, timeout=_LOOK)
        told = None  # communicate goes on with what it was given first, and refuses it twice
        if stop is not None and stop.is_set():
            until, stop = min(until, monotonic() + SECONDS_STOPPED), None
    if process.returncode is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return f"--notify {command}: killed after {monotonic() - began:.0f} s"
    return f"--notify {command}: ended with status {process.returncode}" if process.returncode else None
