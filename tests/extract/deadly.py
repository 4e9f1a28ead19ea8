"""A reading process for tests that dies, hangs, swells or raises as the address of the source or part asks."""

import os
import signal
import sys
import time

from archive.records import Part, Source
from extract.process import child

TOLD = """Traceback (most recent call last):
  File "somewhere", line 1
ValueError: too large
"""
"""A message as a library gives it that tells of another's error."""


class Forged:
    """What a process that a document has taken over might answer: a call to be made where it is unpacked."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return exec, ("raise SystemExit('a document ran code outside its process')",)


def answer(question: Source | Part) -> object:
    url = question.url
    if url.endswith("killed"):
        os.kill(os.getpid(), signal.SIGSEGV)
    if url.endswith("ended"):
        os._exit(3)
    if url.endswith("hung"):
        time.sleep(600)
    while url.endswith("busy"):
        pass
    if url.endswith("swollen"):
        hoard = [b"x" * 2**20 for _ in range(4096)]
        time.sleep(len(hoard))
    if url.endswith("forged"):
        return Forged()
    if url.endswith("bug"):
        raise KeyError("a bug of ours")
    if url.endswith("told"):
        raise RuntimeError('Traceback (most recent call last):\n  File "somewhere"\nValueError: too large\n')
    if isinstance(question, Source) and any(part.url.endswith("killed") for part in question.parts):
        os.kill(os.getpid(), signal.SIGSEGV)
    return child.answer(question)


if __name__ == "__main__":
    memory, seconds, wall = map(int, sys.argv[1:4])
    child.serve(memory, seconds, wall, answer)
