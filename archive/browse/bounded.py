"""A process of its own for showing what hostile documents hold: a few seconds, bounded memory, no files, two at a time."""

import asyncio
import os
import resource
import sys
from pathlib import Path

SECONDS = 20
MEMORY = 1024 * 2**20
"""Bytes of data that such a process may have."""
LARGEST = 64 * 2**20
"""Bytes of a document that are handed to one."""
AT_ONCE = asyncio.Semaphore(2)


class Refused(Exception):
    """The process could not do it, or not within its bounds."""


def confine() -> None:
    """Called by such a process before it looks at a document: it dies by itself where nobody is left to kill it."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_DATA, (MEMORY, MEMORY))


async def run(module: str, *arguments: object, data: bytes) -> bytes:
    """What `python -m module arguments…` answers to `data`. Raises Refused."""
    if len(data) > LARGEST:
        raise Refused(f"{len(data)} bytes are more than the {LARGEST} that are shown")
    paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    async with AT_ONCE:
        process = await asyncio.create_subprocess_exec(
            # -P: a folder `archive` where the command is called is somebody else's.
            *(sys.executable, "-P", "-m", module, *map(str, arguments)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, paths))},
        )
        try:
            answer, _ = await asyncio.wait_for(process.communicate(data), SECONDS)
        except TimeoutError as error:
            raise Refused(f"longer than {SECONDS} s") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode or not answer:
        raise Refused(f"{module} ended with status {process.returncode}")
    return answer
