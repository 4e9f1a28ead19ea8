"""Web archives as they are packed: gzip, and zstd with the dictionary that a `.warc.zst` begins with; unpacked while they are read."""

import struct
from collections.abc import Iterator
from gzip import GzipFile
from io import BufferedReader, RawIOBase
from typing import Any, BinaryIO, cast

import zstandard

GZIP, ZSTD, DICTIONARY = b"\x1f\x8b", b"\x28\xb5\x2f\xfd", b"\x5d\x2a\x4d\x18"
"""How files begin."""
MAX_DICTIONARY = 64 * 2**20
"""Bytes; writers make them of a megabyte at most."""

PIECE = 2**10
"""Bytes unpacked at once: they may come to 30,000 times as many."""


class Packed(GzipFile):
    """A gzip file that gives what it has before it tells that it is cut off; warcio would take an EOFError for its end."""

    def read(self, size: int | None = -1) -> bytes:
        try:
            return self.read1(size if size is not None else -1)
        except EOFError as error:
            raise OSError("its gzip is cut off") from error


class _Joined(RawIOBase):
    """Pieces of a file as they come, as one."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = filter(None, pieces)
        self._left = b""

    def readable(self) -> bool:
        return True

    def readinto(self, room: Any) -> int:
        piece = self._left or next(self._pieces, b"")
        size = min(len(room), len(piece))
        room[:size], self._left = piece[:size], piece[size:]
        return size


def unpacked(stream: BufferedReader) -> BinaryIO:
    """A file's own bytes, however it is packed: one stream over the whole of it is as good as one a record. Reading raises ZstdError and
    OSError where it is packed wrongly or cut off, once it gave what there is."""
    begins = stream.peek(len(DICTIONARY))
    if begins.startswith(GZIP):
        return cast("BinaryIO", Packed(fileobj=stream))
    if begins.startswith((ZSTD, DICTIONARY)):
        return cast("BinaryIO", _Joined(_frames(stream)))
    return stream


def _frames(stream: BufferedReader) -> Iterator[bytes]:
    engine = zstandard.ZstdDecompressor(dict_data=_dictionary(stream))
    frame = None
    data = b""
    while data := data or stream.read(PIECE):
        frame = frame or engine.decompressobj()
        yield frame.decompress(data)
        data, frame = (frame.unused_data, None) if frame.eof else (b"", frame)
    if frame is not None:
        raise OSError("its zstd is cut off")


def _dictionary(stream: BufferedReader) -> zstandard.ZstdCompressionDict | None:
    """The dictionary in a file's first frame, itself packed or not; null where it has none."""
    if not stream.peek(len(DICTIONARY)).startswith(DICTIONARY):
        return None
    _, size = struct.unpack("<4sI", stream.read(8).ljust(8, b"\0"))
    body = stream.read(size) if size <= MAX_DICTIONARY else b""
    if body.startswith(ZSTD):
        body = zstandard.ZstdDecompressor().decompress(body, max_output_size=MAX_DICTIONARY)
    return zstandard.ZstdCompressionDict(body)
