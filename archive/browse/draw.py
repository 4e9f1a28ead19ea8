"""One page of a PDF as a picture: `python -m archive.browse.draw PAGE`, the document on standard input.

Answers a line with the page's width and height in points, then a PNG.
"""

import struct
import sys
import zlib
from typing import Any

from archive.browse import bounded

LONGEST = 1800
"""Pixels of the longer side, whatever size the page claims."""
SHARPEST = 2.0
"""Pixels a point."""


def page(data: bytes, number: int) -> tuple[float, float, bytes]:
    """Width and height in points as shown, and the picture; `number` counts from 1."""
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    shown = document[number - 1]
    width, height = shown.get_size()
    scale = min(SHARPEST, LONGEST / max(width, height, 1))
    return width, height, png(shown.render(scale=scale, rev_byteorder=True))


def png(bitmap: Any) -> bytes:
    """A bitmap of red, green and blue as PNG, without a library for pictures (which is an extra's)."""
    size = bitmap.width * bitmap.n_channels
    rows = memoryview(bitmap.buffer)
    # A null before each row: no filter.
    lines = b"".join(
        b"\0" + bytes(rows[start : start + size])
        for start in range(0, bitmap.stride * bitmap.height, bitmap.stride)
    )
    kind = {1: 0, 3: 2, 4: 6}[bitmap.n_channels]
    head = struct.pack("!IIBBBBB", bitmap.width, bitmap.height, 8, kind, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack("!I", len(data)) + name + data + struct.pack("!I", zlib.crc32(name + data))
        for name, data in ((b"IHDR", head), (b"IDAT", zlib.compress(lines, 6)), (b"IEND", b""))
    )


if __name__ == "__main__":
    bounded.confine()
    wide, high, picture = page(sys.stdin.buffer.read(), int(sys.argv[1]))
    sys.stdout.buffer.write(f"{wide} {high}\n".encode() + picture)
