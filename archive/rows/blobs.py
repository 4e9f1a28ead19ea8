"""Bodies by content: digest, compression and back. Pure; the rows are archive.rows.bodies' matter."""

import hashlib
from collections.abc import Sequence

import zstandard
from zstandard import ZstdCompressionDict

from archive.errors import ArchiveDamaged

LEVEL = 9
"""For whole bodies: above it, a page of 20 kB costs milliseconds more and gets a few per cent smaller."""
FAST_LEVEL = 3
"""For what is large, and for deltas, which come out equally small at any level."""
LARGE = 2**20
"""Bytes. The most that a body may have to stand in a delta, on either side: unpacking both takes well under 5 ms."""
DICTIONARY_SIZES = (4_096, 16_384, 112_640)
"""Bytes. The large one holds a portal's furniture; the small ones what packed formats repeat, where more would only hold samples."""


def digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()


def pack(body: bytes, against: ZstdCompressionDict | None = None) -> tuple[str, bytes]:
    """Encoding and data, as small as compressing makes them."""
    level = LEVEL if len(body) <= LARGE else FAST_LEVEL
    data = zstandard.ZstdCompressor(level=level, dict_data=against).compress(body)
    return ("zstd", data) if len(data) < len(body) else ("raw", body)


def delta(body: bytes, base: bytes) -> bytes:
    """The body as what it adds to a base; both at most LARGE."""
    return zstandard.ZstdCompressor(level=FAST_LEVEL, dict_data=prefix(base)).compress(body)


def prefix(base: bytes) -> ZstdCompressionDict:
    """A body as what another is packed against."""
    return ZstdCompressionDict(base, dict_type=zstandard.DICT_TYPE_RAWCONTENT)


def dictionary(data: bytes) -> ZstdCompressionDict:
    """A trained dictionary, made ready once for many bodies."""
    ready = ZstdCompressionDict(data)
    ready.precompute_compress(level=LEVEL)
    return ready


def pack_dictionary(data: bytes) -> bytes:
    """A dictionary as it is stored: mostly pieces of pages, which compress themselves."""
    return zstandard.ZstdCompressor(level=19).compress(data)


def unpack_dictionary(data: bytes) -> bytes:
    """The dictionary again, packed or plain; what does not decompress comes back as nothing, which no digest fits."""
    if not data.startswith(zstandard.FRAME_HEADER):
        return data
    try:
        return zstandard.ZstdDecompressor().decompress(data, max_output_size=2**22)
    except zstandard.ZstdError:
        return b""


def unpack(encoding: str, data: bytes, *, size: int, against: ZstdCompressionDict | None = None) -> bytes:
    """The body again. Raises ArchiveDamaged where the stored bytes do not decompress to `size` bytes."""
    if encoding == "raw":
        return data
    if encoding != "zstd":
        raise ArchiveDamaged(f"a body in an unknown encoding ({encoding})")
    try:
        if zstandard.frame_content_size(data) != size:
            raise ArchiveDamaged("a body whose stored bytes are not of its size")
        return zstandard.ZstdDecompressor(dict_data=against).decompress(data, max_output_size=size)
    except zstandard.ZstdError as error:
        raise ArchiveDamaged(f"a body does not decompress ({error})") from error


def train(samples: Sequence[bytes], *, count: int) -> bytes | None:
    """The best dictionary for `count` bodies like these, judged on every fifth of them; null where each, its own bytes counted,
    would leave more than 95 % of what they take on their own. None is tried that is more than a quarter of what it is learnt from."""
    judged = samples[::5]
    learnt: list[bytes | bytearray | memoryview[int]] = [body for at, body in enumerate(samples) if at % 5]
    most = sum(map(len, learnt)) // 4
    best, least = None, 0.95 * sum(len(pack(body)[1]) for body in judged)
    for size in DICTIONARY_SIZES:
        if size > most:
            break
        try:
            # With k and d given, training is one pass; searching for them takes a hundred times longer for one per cent.
            trained = zstandard.train_dictionary(size, learnt, k=200 if size < 2**16 else 1000, d=8)
        except zstandard.ZstdError:
            continue
        trained.precompute_compress(level=LEVEL)
        own = len(pack(trained.as_bytes())[1]) * len(judged) / count
        left = own + sum(len(pack(body, trained)[1]) for body in judged)
        if left < least:
            best, least = trained.as_bytes(), left
    return best
