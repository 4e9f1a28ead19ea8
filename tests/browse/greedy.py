"""What a hostile document may make a process do: `python -m tests.browse.greedy KIND`."""

import os
import sys
from pathlib import Path

from archive.browse import bounded

if __name__ == "__main__":
    bounded.confine()
    match sys.argv[1]:
        case "hang":
            sys.stdout.write(f"{os.getpid()}")
            sys.stdout.flush()
            while True:
                pass
        case "swell":
            sys.stdout.write(f"{len(bytearray(3 * 2**30))}")
        case "write":
            Path(sys.argv[2]).write_bytes(b"x" * 10)
            sys.stdout.write("written")
        case "die":
            os.abort()
        case "say nothing":
            pass
        case _:
            sys.stdout.buffer.write(sys.stdin.buffer.read()[::-1])
