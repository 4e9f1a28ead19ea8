"""The process that reads pages: one after another, as its parent sends them (crawler.running.reader), until there is no parent."""

import math
import os
import pickle
import resource
import signal
import struct
import sys
import traceback
from typing import IO

from crawler.running.collecting import seldom_collecting
from crawler.running.unread import Failure, Told, Unread, told

LENGTH = struct.Struct("!Q")
"""What stands before each message: how many bytes it has."""


def message(value: object) -> bytes:
    """A message as it is sent, in both directions."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    return LENGTH.pack(len(data)) + data


def serve(seconds: int, memory: int) -> None:
    """Answer from standard input until it ends. A page may take so many seconds of processor, and the process so many bytes: whatever
    needs more ends the process."""
    # Who stops a service stops all its processes, and what was fetched is yet to be read: the end of the input ends this one.
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what libraries print must not reach the parent as an answer
    with seldom_collecting():
        while (unread := _received(sys.stdin.buffer)) is not None:
            used = resource.getrusage(resource.RUSAGE_SELF)
            until = math.ceil(used.ru_utime + used.ru_stime) + seconds
            resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
            answers.write(message(_guarded(unread)))
            answers.flush()


def _received(questions: IO[bytes]) -> Unread | None:
    head = questions.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    unread = pickle.loads(questions.read(*LENGTH.unpack(head)))
    assert isinstance(unread, Unread)
    return unread


def _guarded(unread: Unread) -> Told | Failure:
    """A page is hostile: whatever breaks on it is told as the page's."""
    try:
        return told(unread)
    except MemoryError:
        return Failure("reading needed more memory than it may have", "")
    except Exception as error:
        return Failure(f"{type(error).__name__}: {error}"[:300], traceback.format_exc())


if __name__ == "__main__":
    serve(*map(int, sys.argv[1:]))
