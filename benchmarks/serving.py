"""`gongkai serve` in a process of its own, for whoever asks it over HTTP: benchmarks and tests."""

import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def serving(path: Path, *, through: Sequence[str] = ()) -> Iterator[str]:
    """The server on a free port, run `through` a wrapper; gives its address, and ends it by its own process."""
    command = [
        *through,
        sys.executable,
        *("-c", "from gongkai.cli import main; main()"),
        *("--db", str(path), "serve", "--port", "0"),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip().rstrip("/")
        finally:
            process.terminate()
            process.wait(timeout=20)
