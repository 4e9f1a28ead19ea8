"""What a reading process and its parent send each other: messages of a stated length, and answers that are records only."""

import io
import pickle
import struct
from dataclasses import dataclass
from typing import IO

from archive.records import Figure, Finding, Place, Reading, Section, State

_LENGTH = struct.Struct("!Q")
MAX_ANSWER = 64 * 2**20
"""Bytes: a reading of a whole part's text and 20,000 figures is smaller."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The child's answer where a bug of ours stopped the reading."""

    why: str


_ANSWERS = frozenset(
    {
        *((each.__module__, each.__qualname__) for each in (Reading, Figure, State, Place, Section, Finding)),
        ("extract.process.wire", "Failure"),
        ("decimal", "Decimal"),
    }
)


def send(pipe: IO[bytes], value: object) -> None:
    """Write one message and let it go."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    pipe.write(_LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def received(pipe: IO[bytes], most: int | None = None) -> bytes:
    """The bytes of the next message. Raises EOFError where it is cut, or larger than `most` bytes."""
    head = pipe.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    if most is not None and length > most:
        raise EOFError
    data = pipe.read(length)
    if len(data) < length:
        raise EOFError
    return data


class _Records(pickle.Unpickler):
    """Makes the records of a reading and nothing else: a process that a document has taken over may answer anything."""

    def find_class(self, module: str, name: str) -> object:
        if (module, name) not in _ANSWERS:
            raise pickle.UnpicklingError(f"{module}.{name}")
        return super().find_class(module, name)


def plain(data: bytes) -> object:
    """What a process answered. Raises UnpicklingError where that is no record of a reading."""
    try:
        return _Records(io.BytesIO(data)).load()
    except Exception as odd:
        # What else a made-up answer sets off in the unpickler is, by its documentation, not limited to any list.
        raise pickle.UnpicklingError from odd
