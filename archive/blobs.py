"""Bodies by content: digest, compression and back. Pure; the rows are archive.bodies' matter."""

import hashlib
from dataclasses import dataclass

import zstandard

from archive.errors import ArchiveDamaged

LEVEL = 9
"""Above it, compression of pages of some 20 kB costs milliseconds and gains a few per cent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Packed:
    """A body as it is stored."""

    encoding: str
    """`zstd`, or `raw` where compression does not pay."""
    data: bytes
    dictionary: str | None = None
    """The trained dictionary it was packed with."""
    base: str | None = None
    """Digest of the earlier body that it is stored against."""


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def pack(body: bytes, against: zstandard.ZstdCompressionDict | None = None) -> tuple[str, bytes]:
    """Encoding and data, as small as compressing makes them."""
    data = zstandard.ZstdCompressor(level=LEVEL, dict_data=against).compress(body)
    return ("zstd", data) if len(data) < len(body) else ("raw", body)


def unpack(
    encoding: str, data: bytes, *, size: int, against: zstandard.ZstdCompressionDict | None = None
) -> bytes:
    """The body again. Raises ArchiveDamaged where the stored bytes do not decompress to `size` bytes."""
    if encoding == "raw":
        return data
    if encoding != "zstd":
        raise ArchiveDamaged(f"a body in an unknown encoding ({encoding})")
    try:
        return zstandard.ZstdDecompressor(dict_data=against).decompress(data, max_output_size=size)
    except zstandard.ZstdError as error:
        raise ArchiveDamaged(f"a body does not decompress ({error})") from error
