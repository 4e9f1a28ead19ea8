"""Compound files ([MS-CFB]): the container of .doc, .xls and Kingsoft's .wps, as named streams."""

import struct

from archive.errors import DocumentUnreadable
from archive.files import sniff

_END = 0xFFFFFFFA
"""Sector numbers from here on are marks, not sectors."""
_MAX_STREAM = 256 * 2**20


class Compound:
    """The streams of one file. Every chain is followed at most once around: damage ends it, never loops it."""

    def __init__(self, body: bytes) -> None:
        self._body = body
        try:
            self._shift, self._small = struct.unpack_from("<HH", body, 0x1E)
            if not 7 <= self._shift <= 16 or not 2 <= self._small < self._shift:
                raise DocumentUnreadable(sniff.OLE, "the container's sector size is impossible")
            self._fat = self._table(self._fat_sectors())
            directory = self._chain(struct.unpack_from("<I", body, 0x30)[0])
            (self._cutoff, first) = struct.unpack_from("<II", body, 0x38)
            self._minifat = self._table(self._sectors(first))
        except struct.error as broken:
            raise DocumentUnreadable(sniff.OLE, "the container is cut short") from broken
        self._entries = dict(_entries(directory))
        root = self._entries.get("Root Entry")
        self._mini = self._chain(root[0])[: root[1]] if root else b""

    def names(self) -> frozenset[str]:
        """The names of all streams, wherever they stand in the container's folders."""
        return frozenset(self._entries)

    def stream(self, name: str) -> bytes:
        """A stream's bytes, as far as they are there; empty for a stream that is not."""
        start, size = self._entries.get(name, (_END, 0))
        size = min(size, _MAX_STREAM)
        if size >= self._cutoff:
            return self._chain(start)[:size]
        width = 1 << self._small
        sectors = _follow(self._minifat, start)
        return b"".join(self._mini[s * width : (s + 1) * width] for s in sectors)[:size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) << self._shift
        return self._body[at : at + (1 << self._shift)]

    def _sectors(self, start: int) -> list[int]:
        return _follow(self._fat, start)

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in self._sectors(start))

    def _table(self, sectors: list[int]) -> tuple[int, ...]:
        data = b"".join(self._sector(number) for number in sectors)
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _fat_sectors(self) -> list[int]:
        found = list(struct.unpack_from("<109I", self._body, 0x4C))
        (following,) = struct.unpack_from("<I", self._body, 0x44)
        seen: set[int] = set()
        while following < _END and following not in seen:
            seen.add(following)
            sector = self._sector(following)
            if len(sector) < 8:
                break
            numbers = struct.unpack(f"<{len(sector) // 4}I", sector[: len(sector) // 4 * 4])
            found += numbers[:-1]
            following = numbers[-1]
        return [number for number in found if number < _END and (number + 1) << self._shift < len(self._body)]


def _follow(table: tuple[int, ...], start: int) -> list[int]:
    chain: list[int] = []
    seen: set[int] = set()
    while start < len(table) and start not in seen:
        seen.add(start)
        chain.append(start)
        start = table[start]
    return chain


def _entries(directory: bytes) -> list[tuple[str, tuple[int, int]]]:
    """(name, (first sector, size)) of each directory entry in use."""
    found = []
    for at in range(0, len(directory) - 127, 128):
        length, kind = struct.unpack_from("<HB", directory, at + 64)
        if kind and 2 <= length <= 64:
            name = directory[at : at + length - 2].decode("utf-16-le", "replace")
            start, size = struct.unpack_from("<II", directory, at + 116)
            found.append((name, (start, size)))
    return found
